// Package self is what people change about themselves: their name and address,
// their password, the app and the passkeys that they sign in with, their recovery
// codes, where they are signed in and which browsers know them; and how they show
// once more who they are before any of that.
//
// Each use case is a method of [Desk] and one transaction, with the letter that tells
// of it. The door has made sure that whoever asks may; what is made sure of here is
// what holds whoever asks:
//
//   - Whoever was signed out meanwhile changes nothing.
//   - Somebody with a second factor changes what lets people in only in a session in
//     which it was shown.
//   - Such a change ends all other sessions and forgets the browsers that were
//     remembered, and its owner hears of it by mail.
//   - An account always has an address that its owner has shown to be theirs, so that
//     a mailed code is always a way in.
//   - A moderator or admin who has a second factor keeps one, and so does whoever has
//     a password that is too short to stand alone.
//   - What somebody learns about an address that is not theirs is nothing, until they
//     show that it is theirs.
//
// It answers these requirements of OWASP ASVS 5.0, each with a test in the file beside:
// 6.2.2 (password.go), 6.3.7 (letters tell of every change, change.go), 6.5.1 (codes and
// challenges count once, stepup.go and mailed.go; promise S5 in race_test.go), 7.4.3 and
// 7.5.2 (other sessions end, and are seen and ended, change.go and session.go), and, as
// far as addresses go, 6.3.8 (address.go, promise S7).
//
// Read change.go first.
package self
