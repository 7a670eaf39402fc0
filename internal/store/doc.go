// Package store keeps the directory in a database: organizations and listings,
// the addresses they used to have, their photos, the feed of their changes, what
// is remembered of the files that they were imported from, and the people who can
// sign in.
//
// It promises four things. A write is one transaction, on disk when the method
// returns, or it has not happened. Nothing is announced before it is committed:
// a row of the change feed is written in the transaction of the change it
// announces. Every address that a listing or an organization ever had answers in
// one hop (see [Store.Moved]). And a file that is not ours is never touched:
// [Open] looks before it opens and refuses with a sentence for the operator.
//
// A published version is one row, a JSON document with the columns that look-ups
// and constraints need. Reading the directory into an index goes so: note
// [Store.LastChange], read [Store.Listings], then [Store.Follow] the feed from
// the number noted. A change that is committed while the listings are read is
// read, or follows, or both; it is never missed. For that to hold for everybody,
// every method that changes something visible writes the feed, in bulk too.
//
// Who wants the whole directory has three ways to it. [Store.Listings] is the
// quickest, in no order; [Store.ListingsInOrder], Organizations, Aliases and Photos
// go one by one, each from one moment; both have the rows of what was merged away,
// which a merge keeps. Sitemaps have what searches hold, and read it from indexes
// that hold nothing else.
//
// People are kept so that a copy of the file tells nothing of them: whatever somebody
// can be recognised by is sealed by functions that [Options] brings, with a key of
// that person's own, or is a digest. What has to happen together, such as a link that
// is used up and the account that it confirms, is one transaction of [Store.People];
// of many who try to do at once what can be done once, one succeeds.
//
// How the directory changes is kept in transactions of [Store.Moderate]: requests,
// claims, reports, who looks at what, and the record of all that was done, which is only
// added to and whose events are a chain. Its head is remembered apart from it, in a
// stamp that backups have too; [Store.Verify] follows the chain there. What the record
// has of somebody is sealed, and whatever is sealed anew is recorded as well.
//
// SQLite is opened as two pools with one set of settings: one connection that
// writes, because SQLite has one writer, and several that can only read. A second
// database will have to pass storetest.Run. Statements keep to the SQL that SQLite
// and PostgreSQL share, with ?N for the Nth argument; what only SQLite knows
// stands in file.go, pool.go and error.go, and in what is about the file as a whole:
// [Store.Backup], [Restore] and [Store.Verify], which examines whatever is kept here.
//
// Errors that are not worded for a person end up in the log. They name ids, which
// are ours, and never the address that somebody asked for.
//
// Read store.go first, then listing.go, which knowing is knowing the other nouns,
// then change.go and follow.go; people.go and keys.go; moderation.go and audit.go;
// import.go for batches, in which a refusal is of one row and a failure the end of all.
package store
