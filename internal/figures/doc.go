// Package figures counts what a listing brings: how often its page was viewed, and how
// often searches showed it, week by week.
//
// Nothing is known of who did it: there is no cookie, no address and no time of day in
// a count. A count is of pages that were sent, not of people. It is kept in memory for
// some seconds before storage adds it up, so what a crash takes away is a few seconds'
// worth.
//
// Read week.go first, then tally.go.
package figures
