package ndjson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"rootline/internal/directory"
	"rootline/internal/strictjson"
)

// MaxLine is how many bytes a line may have. Photos are the longest there are.
const MaxLine = 32 << 20

// Reader reads what a [Writer] wrote.
type Reader struct {
	lines     *bufio.Scanner
	line      int
	documents int
	done      bool
	again     bytes.Buffer // a line as it would be written
}

// NewReader makes a Reader from r. Nothing is read yet.
func NewReader(r io.Reader) *Reader {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), MaxLine)
	return &Reader{lines: lines}
}

// Line is the number of the line that was read last, from 1.
func (r *Reader) Line() int { return r.line }

// Read returns the next document, or io.EOF after the last. What is not as a
// [Writer] writes it is a *directory.Error that names the line; it is the last that
// Read returns.
func (r *Reader) Read() (Item, error) {
	if r.done {
		return Item{}, io.EOF
	}
	i, err := r.read()
	r.done = err != nil
	return i, err
}

func (r *Reader) read() (Item, error) {
	if r.line == 0 {
		if err := r.header(); err != nil {
			return Item{}, err
		}
	}
	line, err := r.next()
	if errors.Is(err, io.EOF) {
		return Item{}, directory.Refuse(directory.Invalid, "ndjson.cut", "Documents", r.documents)
	}
	if err != nil {
		return Item{}, err
	}
	d, err := r.decode(line)
	if err != nil {
		return Item{}, r.wrong(err)
	}
	if d.things() != 1 {
		return Item{}, r.refuse(directory.Msg("ndjson.things"))
	}
	if d.End != nil {
		return Item{}, r.end(*d.End)
	}
	r.documents++
	return d.item(), nil
}

// decode reads a line to the letter. One that would be written just so again has
// nothing in it that could be read in two ways; only others, which somebody has
// written by hand, need the strict decoder, which takes ten times as long.
func (r *Reader) decode(line []byte) (d document, err error) {
	if json.Unmarshal(line, &d) == nil {
		r.again.Reset()
		if err := encoderTo(&r.again).Encode(d); err == nil && bytes.Equal(bytes.TrimSuffix(r.again.Bytes(), []byte("\n")), line) {
			return d, nil
		}
	}
	d = document{}
	return d, strictjson.Decode(line, &d)
}

// header reads the first line. What has no format of ours may be any file.
func (r *Reader) header() error {
	line, err := r.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if bytes.HasPrefix(line, []byte("\ufeff")) {
		return directory.Refuse(directory.Invalid, "ndjson.mark")
	}
	var named struct {
		Format string `json:"format"`
	}
	if json.Unmarshal(line, &named) != nil || named.Format != Format {
		return directory.Refuse(directory.Invalid, "ndjson.format")
	}
	var h header
	if err := strictjson.Decode(line, &h); err != nil {
		return r.wrong(err)
	}
	if h.Version != Version {
		return directory.Refuse(directory.Invalid, "ndjson.version", "Version", h.Version, "Known", Version)
	}
	return nil
}

// end holds the last line against what came before, and wants nothing after it.
func (r *Reader) end(e end) error {
	if e.Documents != r.documents {
		return r.refuse(directory.Msg("ndjson.count", "Said", e.Documents, "Found", r.documents))
	}
	_, err := r.next()
	if err == nil {
		return r.refuse(directory.Msg("ndjson.after_end"))
	}
	return err // io.EOF, unless it cannot be read
}

// next is the next line, or io.EOF.
func (r *Reader) next() ([]byte, error) {
	if r.lines.Scan() {
		r.line++
		return r.lines.Bytes(), nil
	}
	err := r.lines.Err()
	switch {
	case err == nil:
		return nil, io.EOF
	case errors.Is(err, bufio.ErrTooLong):
		r.line++
		return nil, r.refuse(directory.Msg("ndjson.too_long", "Max", MaxLine>>20))
	default:
		return nil, fmt.Errorf("read NDJSON: %w", err)
	}
}

// refuse says what is wrong with the line.
func (r *Reader) refuse(what directory.Message) error {
	return directory.Refuse(directory.Invalid, "ndjson.line", "Line", r.line, "Wrong", what)
}

// wrong says what strictjson has found in the line: the first member of several.
func (r *Reader) wrong(err error) error {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) {
		return fmt.Errorf("read NDJSON: line %d: %w", r.line, err)
	}
	if len(e.Fields) == 0 {
		return r.refuse(e.Message)
	}
	first := slices.Min(slices.Collect(maps.Keys(e.Fields)))
	return r.refuse(directory.Msg("ndjson.member", "Member", first, "Wrong", e.Fields[first]))
}
