// Package problem is where a failure meets HTTP: it turns an error into a status,
// a title, a type and the sentences that may be shown, as RFC 9457 has them.
//
// The API writes a [Problem] as application/problem+json and the pages fill
// their error page with the same one, so that a person and a program are told
// the same thing. An error that was not written for the person who asked becomes
// an internal one, and nothing of its text gets out.
//
// Read problem.go first, then kinds.go for the table.
package problem
