package ndjson

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Writer writes a directory, document by document. The order is its caller's;
// whoever reads it back likes organizations first and aliases last.
type Writer struct {
	buffer    *bufio.Writer
	encoder   *json.Encoder
	documents int
	begun     bool
}

// NewWriter makes a Writer to w. Close has to be called at the end.
func NewWriter(w io.Writer) *Writer {
	buffer := bufio.NewWriterSize(w, 64<<10)
	return &Writer{buffer: buffer, encoder: encoderTo(buffer)}
}

// encoderTo writes documents as this package has them: nobody puts their lines into
// a page, so "&" stays "&".
func encoderTo(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

// Write writes one document.
func (w *Writer) Write(i Item) error {
	d := newDocument(&i)
	if d.things() != 1 {
		return errors.New("write NDJSON: an item that is not one thing")
	}
	w.documents++
	return w.line(d)
}

// Close writes the last line and all that is still in memory. It does not close
// what it writes to.
func (w *Writer) Close() error {
	if err := w.line(document{End: &end{w.documents}}); err != nil {
		return err
	}
	if err := w.buffer.Flush(); err != nil {
		return fmt.Errorf("write NDJSON: %w", err)
	}
	return nil
}

func (w *Writer) line(d document) error {
	if !w.begun {
		w.begun = true
		if err := w.encoder.Encode(header{Format, Version}); err != nil {
			return fmt.Errorf("write NDJSON: %w", err)
		}
	}
	if err := w.encoder.Encode(d); err != nil {
		return fmt.Errorf("write NDJSON: %w", err)
	}
	return nil
}
