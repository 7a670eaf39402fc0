// Package csv reads tables of text as other programs write them, and writes them
// so that a spreadsheet program runs nothing of what they hold.
//
// A Reader takes any delimiter, quote and line end and the encodings that files
// come in. It holds no more than a row in memory, its rows and cells are bounded,
// and what it refuses it names by line. A Writer writes RFC 4180 in UTF-8; its
// guard against formulas can be undone, so that a Reader gives back what was
// written, letter by letter.
//
// Read dialect.go first, then reader.go and guard.go.
package csv
