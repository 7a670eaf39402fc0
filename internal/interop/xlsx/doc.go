// Package xlsx reads the sheets of spreadsheets in the format of Excel (ECMA-376,
// Office Open XML) as tables of text, row by row.
//
// A Reader holds a row in memory, and the texts that the whole book shares. What is
// unpacked is counted and bounded, nothing is written to disk, and a file that is
// damaged is refused where the damage is; it is never taken for a shorter one.
//
// That is why it is built on archive/zip and encoding/xml, as excelize is, and not
// on excelize itself. Its stream of rows ends without a word at the first fault in
// the XML, passes over checksums that do not fit, takes a shared text that is missing
// for an empty cell, and does not tell which numbers are dates without rounding them.
// In the tests excelize writes what is read here, and reads it too.
//
// Read reader.go first, then cell.go and value.go; book.go is what they stand on.
package xlsx
