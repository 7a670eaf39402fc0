package xlsx

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"rootline/internal/directory"
)

// What a file may hold, besides what Excel itself allows.
const (
	MaxCell    = 64 << 10  // bytes of a cell in UTF-8
	MaxColumns = 1000      // with something in them
	MaxSize    = 512 << 20 // bytes of what is unpacked of the file, and of the texts held of that
)

// The last row and column that Excel has.
const (
	lastRow    = 1 << 20
	lastColumn = 1 << 14
)

// Reader reads a sheet row by row.
type Reader struct {
	sheet    *part
	texts    []string
	formats  []format
	from1904 bool
	begun    bool  // the rows have
	line     int   // of the last row
	err      error // the last, for good
}

// NewReader returns a Reader of the sheet with this name, in letters of either case,
// or of the first that is not hidden if the name is empty. r is the file; it has to
// stay open until the Reader is closed.
//
// A file that is no spreadsheet in this format, has a password or is damaged, and a
// sheet that is not there are refused with an Error of package directory.
func NewReader(r io.ReaderAt, size int64, sheet string) (*Reader, error) {
	return newReader(r, size, sheet, MaxSize)
}

func newReader(in io.ReaderAt, size int64, sheet string, limit int64) (*Reader, error) {
	b, err := openBook(in, size, limit)
	if err != nil {
		return nil, err
	}
	w, beside, err := b.open()
	if err != nil {
		return nil, err
	}
	name, err := w.sheet(sheet, beside)
	if err != nil {
		return nil, err
	}
	r := &Reader{from1904: w.Properties.From1904 == "1" || w.Properties.From1904 == "true"}
	if r.formats, err = b.formats(beside.first("styles")); err != nil {
		return nil, err
	}
	if r.texts, err = b.texts(beside.first("sharedStrings")); err != nil {
		return nil, err
	}
	if r.sheet, err = b.part(name); err != nil {
		return nil, err
	}
	return r, nil
}

// Close ends the reading. It does not close the file.
func (r *Reader) Close() error { return r.sheet.in.Close() }

// Read returns the next row that has something in it and its number in the sheet,
// from 1; after the last, io.EOF. Rows end with their last cell that is not empty, so
// they differ in length. Hidden rows are read like others. Of merged cells the first
// has the text, and the others are empty.
//
// A cell is text, without its fonts. A number has all its digits, a point and no
// exponent, whatever format it is shown in: 0.5 for 50 %. A date is written as
// 2026-03-31 or 2026-03-31T09:30:00, and a time as 09:30 or 09:30:15; a cell is a date
// if it is shown as one. Truth is TRUE or FALSE, an error its name, such as #N/A, and
// a formula what it came to.
//
// What is beyond the limits or damaged, and a formula whose result is not in the
// file, is refused with an Error of package directory. No row can be read after one.
func (r *Reader) Read() (line int, cells []string, err error) {
	for r.err == nil {
		cells, r.err = r.next()
		if r.err == nil && len(cells) > 0 {
			return r.line, cells, nil
		}
	}
	return 0, nil, r.err
}

// next reads to the end of the next row.
func (r *Reader) next() ([]string, error) {
	for {
		t, err := r.sheet.token()
		if err != nil {
			return nil, err // io.EOF, if the sheet has no rows at all
		}
		switch e := t.(type) {
		case xml.StartElement:
			switch {
			case r.begun && e.Name.Local == "row":
				return r.row(e)
			case r.begun || r.sheet.depth > 2:
				err = r.sheet.skip()
			case e.Name.Local == "sheetData":
				r.begun = true
			}
		case xml.EndElement:
			if r.begun && e.Name.Local == "sheetData" {
				if err = r.sheet.drain(); err == nil {
					err = io.EOF
				}
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// row reads the row whose start has been read.
func (r *Reader) row(start xml.StartElement) ([]string, error) {
	line := r.line + 1
	if number := attr(start, "r"); number != "" {
		n, err := strconv.Atoi(number)
		if err != nil || n < line {
			return nil, r.sheet.damaged() // the rows are in order, and so are their cells
		}
		line = n
	}
	if line > lastRow {
		return nil, directory.Refuse(directory.Invalid, "table.rows", "Max", lastRow)
	}
	r.line = line
	var cells []string
	column := 0
	err := r.sheet.within(func(t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		if e.Name.Local != "c" {
			return r.sheet.skip()
		}
		last := column
		if column++; attr(e, "r") != "" {
			column = columnOf(attr(e, "r"))
		}
		if column <= last || column > lastColumn {
			return r.sheet.damaged()
		}
		text, err := r.cell(e, line, column)
		if err != nil || text == "" {
			return err
		}
		if column > MaxColumns {
			return directory.Refuse(directory.Invalid, "table.columns", "Line", line, "Max", MaxColumns)
		}
		for len(cells) < column-1 {
			cells = append(cells, "")
		}
		cells = append(cells, strings.ToValidUTF8(text, "\ufffd"))
		return nil
	})
	return cells, err
}
