package csv

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"rootline/internal/directory"
)

// What a file may hold. A table of clinics stays far below; what goes beyond is
// another kind of file, or a quote that was never closed.
const (
	MaxCell    = 64 << 10 // bytes of a cell in UTF-8
	MaxRow     = 1 << 20  // bytes of all cells of a row
	MaxColumns = 1000
)

// Reader reads a table row by row. It does not use encoding/csv, which always
// knows quotes, takes a carriage return by itself for text, rewrites the line ends
// within cells and does not bound what it keeps.
type Reader struct {
	in        *bufio.Reader // UTF-8
	delimiter []byte
	quote     []byte // nil: nothing is quoted
	guarded   bool
	line      int // that the next byte is on
	row       []byte
	ends      []int // in row, of each cell
	err       error // the last, for good
}

// NewReader returns a Reader of the table in r. An encoding that is not known, or
// not the one the file begins in, and a delimiter that cannot be found out are
// refused with an Error of package directory.
func NewReader(r io.Reader, d Dialect) (*Reader, error) {
	c, err := charsetNamed(d.Encoding)
	if err != nil {
		return nil, err
	}
	t := &Reader{guarded: d.Guarded, line: 1}
	if t.delimiter, t.quote, err = d.letters(); err != nil {
		return nil, err
	}
	if t.in, err = c.decode(r); err != nil {
		return nil, err
	}
	return t, t.open()
}

// Read returns the next row and the line of the file that it begins on, from 1;
// after the last, io.EOF. Rows may differ in length. Empty lines are no rows, and
// neither is a first line such as sep=; (by which Excel is told the delimiter; what
// the dialect says goes before it).
//
// A quote is one at the beginning of a cell, and text elsewhere. Line ends within a
// quoted cell are kept as they are. Bytes that mean nothing in the file's encoding
// come as U+FFFD, so that the row can be judged like any other.
//
// A cell, row or number of columns beyond the limits, a quote that is not closed,
// and text between a closing quote and the next delimiter are refused with an Error
// of package directory that names the line. No row can be read after an error.
func (r *Reader) Read() (line int, cells []string, err error) {
	if r.err == nil {
		line, r.err = r.next()
	}
	if r.err != nil {
		return 0, nil, r.err
	}
	text := string(r.row) // one allocation for all cells
	cells = make([]string, len(r.ends))
	from := 0
	for i, end := range r.ends {
		cells[i] = text[from:end]
		if r.guarded {
			cells[i] = Unguard(cells[i])
		}
		from = end
	}
	return line, cells, nil
}

// ending is what comes after a cell.
type ending int

const (
	another ending = iota // cell
	endOfRow
	endOfFile
)

// next reads the next row that is not an empty line, and says where it begins.
func (r *Reader) next() (int, error) {
	for {
		line := r.line
		r.row, r.ends = r.row[:0], r.ends[:0]
		empty := true
		for after := another; after == another; {
			var quoted bool
			var err error
			if quoted, after, err = r.cell(); err != nil {
				return 0, err
			}
			r.ends = append(r.ends, len(r.row))
			if len(r.ends) > MaxColumns {
				return 0, directory.Refuse(directory.Invalid, "table.columns", "Line", line, "Max", MaxColumns)
			}
			empty = empty && after != another && !quoted && len(r.row) == 0
			if after == endOfFile && empty {
				return 0, io.EOF
			}
		}
		if !empty {
			return line, nil
		}
	}
}

// cell reads a cell and what ends it.
func (r *Reader) cell() (quoted bool, after ending, err error) {
	if quoted, err = r.takes(r.quote); err != nil {
		return false, endOfFile, err
	}
	if quoted {
		after, err = r.quotedCell()
	} else {
		after, err = r.plainCell()
	}
	return quoted, after, err
}

// plainCell reads a cell that is not quoted, to its end.
func (r *Reader) plainCell() (ending, error) {
	room, line := r.room(), r.line
	for {
		b, err := r.in.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return endOfFile, nil
		case err != nil:
			return endOfFile, err
		case b == '\n' || b == '\r':
			return endOfRow, r.lineEnd(b)
		case b == r.delimiter[0] && r.follows(r.delimiter[1:]):
			return another, nil
		}
		r.row = append(r.row, b)
		if len(r.row) > room {
			return endOfFile, r.tooLong(line)
		}
	}
}

// quotedCell reads a quoted cell, after the quote that opens it, to its end.
func (r *Reader) quotedCell() (ending, error) {
	room, line := r.room(), r.line
	last := byte(0)
	for {
		b, err := r.in.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return endOfFile, directory.Refuse(directory.Invalid, "table.quote_open", "Line", line)
		case err != nil:
			return endOfFile, err
		case b == '\r', b == '\n' && last != '\r':
			r.line++
		case b == r.quote[0] && r.follows(r.quote[1:]):
			twice, err := r.takes(r.quote)
			if err != nil {
				return endOfFile, err
			}
			if !twice {
				return r.afterQuote()
			}
			r.row = append(r.row, r.quote[:len(r.quote)-1]...)
			b = r.quote[len(r.quote)-1]
		}
		last = b
		r.row = append(r.row, b)
		if len(r.row) > room {
			return endOfFile, r.tooLong(line)
		}
	}
}

// afterQuote reads what may come after a closing quote.
func (r *Reader) afterQuote() (ending, error) {
	if ended, err := r.takes(r.delimiter); ended || err != nil {
		return another, err
	}
	b, err := r.in.ReadByte()
	switch {
	case errors.Is(err, io.EOF):
		return endOfFile, nil
	case err != nil:
		return endOfFile, err
	case b == '\n' || b == '\r':
		return endOfRow, r.lineEnd(b)
	}
	return endOfFile, directory.Refuse(directory.Invalid, "table.quote_text", "Line", r.line)
}

// lineEnd is called after a byte that ends a line and reads the other, if it is
// one of two.
func (r *Reader) lineEnd(b byte) error {
	r.line++
	if b == '\r' {
		_, err := r.takes([]byte("\n"))
		return err
	}
	return nil
}

// takes reads what, if that comes next.
func (r *Reader) takes(what []byte) (bool, error) {
	if len(what) == 0 {
		return false, nil
	}
	next, err := r.in.Peek(len(what))
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	if !bytes.Equal(next, what) {
		return false, nil
	}
	_, err = r.in.Discard(len(what))
	return true, err
}

// follows reads the rest of a character whose first byte has been read, if that
// comes next. A failure to read shows again when the next byte is read.
func (r *Reader) follows(rest []byte) bool {
	if len(rest) == 0 {
		return true
	}
	is, err := r.takes(rest)
	return is && err == nil
}

// room is how long the row may be at the end of the cell that begins now.
func (r *Reader) room() int { return min(len(r.row)+MaxCell, MaxRow) }

// tooLong names the limit that the cell which begins on this line has gone past.
func (r *Reader) tooLong(line int) error {
	if len(r.row) > MaxRow {
		return directory.Refuse(directory.Invalid, "table.row", "Line", line, "Max", MaxRow)
	}
	return directory.Refuse(directory.Invalid, "table.cell", "Line", line, "Max", MaxCell)
}
