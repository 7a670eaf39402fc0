// Package moderation holds the rules by which the directory changes and is kept
// true: what an edit changes and whether it goes live or waits, how a request to
// change a listing is decided and taken back, who speaks for a clinic or a brand,
// what visitors report, in which order all of it is looked at, when facts are asked
// for again, and how the record of it all is chained.
//
// Everything here is a rule over values. The package keeps nothing, reads no clock
// and sends nothing: the moment is an argument, and saving what a rule returns in
// one transaction with reading what it was given is the caller's part, without
// which nothing here has one winner only. No rule changes the listing that it is
// given, nor anything that is reached through it.
//
// Read field.go and diff.go first, then policy.go, change.go and edit.go.
package moderation
