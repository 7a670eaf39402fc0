// Package words holds every sentence that people read, and says numbers, money,
// dates and names the way a reader's language does.
//
// A sentence has an id, such as "clinic.hours.unknown", and stands in a TOML
// catalogue under the folder of its language: en/page.toml holds what the pages
// say in English. A file per feature keeps translators and programmers out of
// each other's way. A sentence may have gaps, {{.Name}}, and nothing cleverer;
// one that counts has a form for each plural of its language (one and other in
// English). The keys id, hash, description, zero, one, two, few, many and other
// belong to the catalogue's format and cannot end an id.
//
// A language without a sentence borrows the English one. An id without a
// sentence comes back as itself, which a reader may survive but the tests do
// not: they read the program's sources and want every id that is used to be
// there, every gap filled, and every sentence that is there to be used.
//
// Read words.go first, then catalogue.go for how the files become sentences.
package words
