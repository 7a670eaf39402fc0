package csv

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"rootline/internal/directory"
)

// lookahead is how far into the file is looked for the first row's end.
const lookahead = 64 << 10

// candidates are the delimiters that can be found out.
const candidates = ",;\t|"

// open reads what stands before the first row and, if the dialect leaves that
// open, finds out what stands between the cells.
func (r *Reader) open() error {
	head, err := r.in.Peek(lookahead)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return err
	}
	if delimiter, size := separatorLine(head); size > 0 {
		if r.delimiter == nil && !bytes.Equal(delimiter, r.quote) {
			r.delimiter = bytes.Clone(delimiter) // head is overwritten by the next read
		}
		if _, err := r.in.Discard(size); err != nil {
			return err
		}
		r.line++
		head = head[size:]
	}
	if r.delimiter == nil {
		r.delimiter, err = delimiterOf(head, r.quote)
		return err
	}
	return nil
}

// separatorLine recognizes a first line such as sep=; by which Excel is told the
// delimiter, and says how long it is, or 0 if there is none.
func separatorLine(head []byte) (delimiter []byte, size int) {
	if len(head) < 5 || !strings.EqualFold(string(head[:4]), separatorKey) {
		return nil, 0
	}
	c, n := utf8.DecodeRune(head[4:])
	rest := head[4+n:]
	switch {
	case c == '\r' || c == '\n' || c == utf8.RuneError:
		return nil, 0
	case len(rest) == 0 || rest[0] == '\n':
		return head[4 : 4+n], 4 + n + min(len(rest), 1)
	case bytes.HasPrefix(rest, []byte("\r\n")):
		return head[4 : 4+n], 4 + n + 2
	case rest[0] == '\r':
		return head[4 : 4+n], 4 + n + 1
	}
	return nil, 0
}

// separatorKey begins a line that names the delimiter.
const separatorKey = "sep="

// delimiterOf is the candidate that stands in the first row at least twice as often
// as any other. One of them may well be part of a column's name; that two of them
// are about as many is for a person to decide.
func delimiterOf(head, quote []byte) ([]byte, error) {
	count, text := tally(head, quote)
	best := 0
	for i := range count {
		if count[i] > count[best] {
			best = i
		}
	}
	found := count[best] > 0
	for i := range count {
		found = found && (i == best || count[best] >= 2*count[i])
	}
	if !found && text {
		return nil, directory.Refuse(directory.Invalid, "table.delimiter_unclear")
	}
	return []byte{candidates[best]}, nil
}

// tally counts each of the candidates outside quotes in the first line that is not
// empty, and says whether there is one.
func tally(head, quote []byte) (count [len(candidates)]int, text bool) {
	begins, quoted := true, false // a cell; as it does behind any of the candidates
	for i := 0; i < len(head); i++ {
		c := strings.IndexByte(candidates, head[i])
		switch {
		case len(quote) > 0 && (begins || quoted) && bytes.HasPrefix(head[i:], quote):
			quoted, begins, text = !quoted, true, true // one that follows at once goes on with the cell
			i += len(quote) - 1
			continue
		case quoted:
			continue
		case head[i] == '\n' || head[i] == '\r':
			if text {
				return count, text
			}
			continue
		case c >= 0:
			count[c]++
		}
		begins, text = c >= 0, true
	}
	return count, text
}
