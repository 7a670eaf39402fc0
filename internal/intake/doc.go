// Package intake takes other people's files into the directory and argues back,
// row by row: what each row is worth, with the evidence.
//
// The rules are pure. A map (see map.go) says how a file is read and on whose
// word; a judge says what a row is worth by itself; package match, what it may be
// a duplicate of; a merge, what a newer file may change. A desk carries a file
// through them into a Store, batch by batch. Nothing here opens a file, and the
// time is an argument. What is doubtful is never repaired silently: the row waits
// for a human, with what was found and what would help.
//
// Read verdict.go and candidate.go first, then map.go, judge.go and desk.go.
package intake
