package csv

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// Writer writes a table for people's spreadsheets: RFC 4180, with commas, quotes
// where they are needed and CRLF, in UTF-8 with the byte order mark by which Excel
// knows it. In no spreadsheet does a cell start a formula: see guard.go.
//
// A Reader with the Dialect Written gives back every cell as it was, line ends
// within it included, as long as the file stays within its limits; only bytes that
// are no UTF-8 come back as U+FFFD.
type Writer struct {
	out *bufio.Writer
	row []byte // empty before the first, and then never again
}

// Written is the dialect that a Writer writes.
var Written = Dialect{Encoding: "utf-8", Delimiter: ',', Quote: DoubleQuote, Guarded: true}

// NewWriter returns a Writer to w. Flush it after the last row.
func NewWriter(w io.Writer) *Writer { return &Writer{out: bufio.NewWriter(w)} }

// Write writes a row of at least one cell. It does not use encoding/csv, which
// rewrites the line ends within cells together with those of rows, and writes a
// row of one empty cell as an empty line, which is no row.
func (w *Writer) Write(cells []string) error {
	if len(cells) == 0 {
		return errors.New("write a row without cells")
	}
	mark := "\ufeff"
	if len(w.row) > 0 {
		mark = ""
	}
	w.row = append(w.row[:0], mark...)
	for i, cell := range cells {
		if i > 0 {
			w.row = append(w.row, ',')
		}
		cell = guard(strings.ToValidUTF8(cell, "\ufffd"), i == 0)
		w.row = appendCell(w.row, cell, len(cells) == 1)
	}
	w.row = append(w.row, "\r\n"...)
	_, err := w.out.Write(w.row)
	return err
}

// Flush writes what is still held back. Without a row, the file is empty.
func (w *Writer) Flush() error { return w.out.Flush() }

// appendCell writes a cell, in quotes if it could be read as anything else without
// them. A semicolon, tab or bar is no delimiter here, but one elsewhere; a space at
// either end is dropped by some.
func appendCell(row []byte, s string, alone bool) []byte {
	quoted := s == "" && alone || s != "" && (s[0] == ' ' || s[len(s)-1] == ' ') ||
		strings.ContainsAny(s, boundary+`"`) ||
		len(s) >= len(separatorKey) && strings.EqualFold(s[:len(separatorKey)], separatorKey)
	if !quoted {
		return append(row, s...)
	}
	row = append(row, '"')
	for i := range len(s) {
		if s[i] == '"' {
			row = append(row, '"')
		}
		row = append(row, s[i])
	}
	return append(row, '"')
}
