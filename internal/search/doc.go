// Package search finds clinics: an index in memory over every searchable
// listing, which answers a [Query] with a page of results, their number and the
// facets that narrow them further. It does no I/O and has no clock; the time a
// search is judged by is an argument of [Live.Find].
//
// # What matches
//
// A clinic is found if it satisfies every filter that the query sets. The
// values of one filter are alternatives, except features, of which a clinic
// needs all that are asked; a feature counts if its fact holds for any of the
// clinic's services. Near includes the radius itself. OpenNow means open to
// everybody at the time of the search; unknown and by-appointment are not open,
// and a temporarily closed clinic's doors are shut whatever its hours.
// Accepting means that [directory.Clinic.Capacity] of the services asked for is
// "capacity". Without EntryTypes, organizations of type clinic and chain are
// searched.
//
// The text is cut into words ([QueryWords]); a clinic has to have them all.
// Its words are those of its name and its organization's name (the name words),
// of its services ([ServiceWords], synonyms among them), and of its place: the
// city's name as the clinic gives it, the gazetteer's name and alternate names
// for that city, the name of the region, and the names of the country in the
// languages that the gazetteer knows. A word of the text is found where it stands
// among them; the last word of the text also where one of them begins with it,
// if it has two letters or more or is a sign of a script that needs no more, such
// as 東.
//
// A word of the text that fewer than [TypoBelow] clinics of the index have in
// this way (whatever the filters) may be mistyped: then words within one edit
// count as well, from 4 letters, and within two from 8. An edit inserts, drops
// or replaces one letter or swaps two neighbours (optimal string alignment);
// letters are runes of the folded word as typed.
//
// # In what order
//
// By relevance: first the clinics all of whose words were found among their name
// words without a typo, then those found anywhere without a typo, then the rest;
// within each the higher [Score] first. By distance: nearest first. By confirmed:
// the newest [directory.Clinic.ConfirmedAt] first, never confirmed last. By name:
// by the folded name. Ties go to the higher Score, then to the smaller id. The
// Score of every clinic is taken at one moment, the day on which the index was
// last ranked.
//
// # What the facets count
//
// Each counts as if its own filter were open: the whole query without that
// filter, Accepting then being judged without the services asked for if it is
// the services that are opened. See [Facets]. Prices hold by the UTC day of the
// search.
//
// Read query.go and answer.go for what goes in and out, rank.go for the order,
// segment.go for how an index is laid out, find.go for how a query runs, and
// live.go for how an index changes while it is in use.
package search
