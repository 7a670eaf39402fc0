// Package moderation holds the rules by which the directory changes and is kept
// true: what an edit changes and whether it goes live or waits, how a request to
// change a listing is decided and taken back, who speaks for a clinic or a brand,
// what visitors report, in which order all of it is looked at, when facts are asked
// for again, and how the record of it all is chained.
//
// Most of it is rules over values: they keep nothing, read no clock and send nothing,
// and no rule changes the listing that it is given, nor anything that is reached
// through it. On them stand the use cases: [Desk] for the people of a clinic, [Claims]
// for those who say that they are, and [Queue] for moderators. Each is one transaction
// of a [Store], in which what the rules return is saved together with what they were
// given, with an event in the record and the letters that come of it; so of many who
// do the same at once, one is heard.
//
// Of the rules read field.go and diff.go first, then policy.go, change.go and edit.go; of
// the use cases store.go and act.go, then desk.go and queue_decide.go.
package moderation
