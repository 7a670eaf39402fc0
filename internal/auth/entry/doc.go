// Package entry is how people and programs get in: they open an account, show a
// code, a password, a passkey or a second factor, and from then on are known by
// their session.
//
// [Desk] carries out what somebody asks who is not in yet. It consults the rules of
// package auth, and keeps what follows in one transaction each, so that of many who
// show the same code, link or challenge one gets in. Nobody learns here whether an
// address has an account: what is replied, what is written and how often a password
// is hashed is the same if it has and if it has not, and so what has not been shown
// to belong to an account is kept with a key of its own.
//
// Wrong passwords and wrong second factors are counted by the throttle before they
// are looked at. A mailed code has five tries of its own instead, and a passkey cannot
// be guessed: these two let an owner in whatever others try.
//
// It answers these promises of ASSURANCE.md: S5 (once_test.go), S7 (alike_test.go) and
// S8 (guess_test.go). Read entry.go first, then arrive.go.
package entry
