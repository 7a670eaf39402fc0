// Package cell says how values of several parts stand in one cell of a table: the
// features of a clinic, its prices, its capacity, its practitioners. Our own CSV
// export writes them so and an import map reads them so; each Format and its Parse
// undo each other.
//
// A cell holds one item a line:
//
//	named_kit: Plasmora demo kit
//	prp: waitlist
//	prp course 600.00-750.00 EUR x3 estimate 2026-01-01..2026-12-31
//	Ada Example | Trichologist | Example Register | 12345
//
// An item stands for something that is so, on the word of whoever wrote the file.
// After a "!" it has been looked into and is not so, after a "?" nobody vouches for
// it. A reader that dropped the mark would turn a no into a yes, so it comes back as
// the state of the item's fact, all else of which is for the file to say: see [Fact].
//
// Spaces around a part are no part of it. What is not understood is refused with a
// directory.Error. The package is pure: text in, values out.
package cell
