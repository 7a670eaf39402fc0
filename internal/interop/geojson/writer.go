package geojson

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// Writer writes a FeatureCollection, feature by feature.
type Writer struct {
	buffer *bufio.Writer
	begun  bool
}

// NewWriter makes a Writer to w. Close has to be called at the end.
func NewWriter(w io.Writer) *Writer {
	return &Writer{buffer: bufio.NewWriterSize(w, 64<<10)}
}

// Write writes a Feature, on a line of its own so that tools for text can tell
// features apart.
func (w *Writer) Write(feature []byte) error {
	_, err := w.buffer.WriteString(w.separator())
	_, then := w.buffer.Write(feature)
	return wrap(errors.Join(err, then))
}

// Close writes the end of the collection and all that is still in memory. It does
// not close what it writes to.
func (w *Writer) Close() error {
	end := "\n]}\n"
	if !w.begun {
		end = w.separator() + "]}\n"
	}
	_, err := w.buffer.WriteString(end)
	return wrap(errors.Join(err, w.buffer.Flush()))
}

// separator is what stands before the next feature.
func (w *Writer) separator() string {
	if w.begun {
		return ",\n"
	}
	w.begun = true
	return `{"type":"FeatureCollection","features":[` + "\n"
}

func wrap(err error) error {
	if err != nil {
		return fmt.Errorf("write GeoJSON: %w", err)
	}
	return nil
}
