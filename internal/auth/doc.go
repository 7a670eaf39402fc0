// Package auth holds the rules by which somebody shows who they are, and those
// by which that lets them do something: passwords, six-digit codes, time-based
// and recovery codes, tokens, sessions, refresh families, how often may be
// guessed, and the table of permissions.
//
// Everything here is a rule over values. The package keeps no account, reads no
// clock and sends nothing: the moment and the randomness are arguments, what is
// to be kept is returned, and saving it in one transaction with reading it is the
// caller's part, without which nothing here works once only. [Hasher] and
// [Throttle] are the two things with a memory, and both are bounded.
//
// No secret is kept as it is shown: what goes into a database is a digest. All
// comparisons of secrets take the same time whatever they find.
//
// It answers these requirements of OWASP ASVS 5.0, each with the test that shows
// it in the file beside:
//
//	6.1.2, 6.2.1, 6.2.4, 6.2.5, 6.2.8, 6.2.9, 6.2.11, 11.4.2     password.go, hasher.go
//	6.3.1, 2.4.1                                                 throttle.go (promise S8)
//	6.3.8                                                        hasher.go (the hasher's part of S7)
//	6.4.1, 6.5.4, 6.5.5, 6.6.2, 6.6.3                            code.go
//	6.5.1, 6.5.5, 6.5.8                                          totp.go
//	6.5.1, 6.5.2                                                 recovery.go
//	6.5.3, 7.2.3, 11.5.1                                         secret.go
//	7.2.1, 9.1.1, 9.1.2, 9.1.3, 9.2.1, 9.2.2, 9.2.3, 9.2.4       token.go (promise S6)
//	7.3.1, 7.3.2                                                 session.go
//	7.2.3, 7.2.4                                                 refresh.go (promise S6)
//	6.3.3, 7.5.1, 7.5.3, 8.1.1, 8.2.1, 8.2.2                     permission.go (the rule of S2)
//
// Read permission.go and token.go first.
package auth
