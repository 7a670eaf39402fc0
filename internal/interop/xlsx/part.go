package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"rootline/internal/directory"
)

// Bounds on what the XML of a part may make the decoder keep.
const (
	maxToken = 1 << 20  // bytes of a tag, or of text between two
	maxIndex = 16 << 20 // bytes of a part that is read at once
	maxDepth = 64       // tags within tags
)

// part is a part of the book while it is read.
type part struct {
	name  string
	book  *book
	in    io.ReadCloser
	xml   *xml.Decoder
	gate  int // bytes that may be read until somebody asks for more
	depth int
}

// part opens a part. One that is missing is damage: somebody names it.
func (b *book) part(name string) (*part, error) {
	p := &part{name: name, book: b}
	f := b.parts[strings.ToLower(name)]
	if f == nil {
		return nil, p.damaged()
	}
	if f.UncompressedSize64 > uint64(b.left) {
		return nil, b.tooLarge()
	}
	in, err := f.Open()
	if err != nil {
		return nil, p.fault(err)
	}
	p.in = in
	p.xml = xml.NewDecoder(p)
	return p, nil
}

// decode reads a whole part into v. It is meant for the small parts that say where
// things are.
func (b *book) decode(name string, v any) error {
	p, err := b.part(name)
	if err != nil {
		return err
	}
	defer func() { _ = p.in.Close() }() // which frees memory, and cannot fail
	p.gate = maxIndex
	if err := p.xml.Decode(v); err != nil {
		return p.fault(err)
	}
	return p.drain()
}

// Read unpacks a little more of the part, as far as the bounds allow.
func (p *part) Read(buf []byte) (int, error) {
	if p.gate <= 0 {
		return 0, p.damaged()
	}
	n, err := p.in.Read(buf[:min(len(buf), p.gate)])
	p.gate -= n
	p.book.left -= int64(n)
	if p.book.left < 0 {
		return 0, p.book.tooLarge()
	}
	return n, err
}

// drain unpacks the rest of the part, whatever it is: at its end its checksum is
// compared.
func (p *part) drain() error {
	buf := make([]byte, 32<<10)
	for {
		p.gate = len(buf)
		if _, err := p.Read(buf); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return p.fault(err)
		}
	}
}

// token is the next piece of the part's XML; at its end, io.EOF.
func (p *part) token() (xml.Token, error) {
	p.gate = maxToken
	t, err := p.xml.Token()
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if err != nil {
		return nil, p.fault(err)
	}
	switch t.(type) {
	case xml.StartElement:
		if p.depth++; p.depth > maxDepth {
			return nil, p.damaged()
		}
	case xml.EndElement:
		p.depth--
	}
	return t, nil
}

// within calls each with every piece of the element whose start has been read,
// until it ends. What each reads itself is not shown again.
func (p *part) within(each func(xml.Token) error) error {
	for outside := p.depth - 1; ; {
		t, err := p.token()
		if errors.Is(err, io.EOF) {
			return p.damaged()
		}
		if err != nil {
			return err
		}
		if p.depth == outside {
			return nil
		}
		if err := each(t); err != nil {
			return err
		}
	}
}

// skip reads to the end of the element whose start has been read.
func (p *part) skip() error { return p.within(func(xml.Token) error { return nil }) }

// fault is what has gone wrong, for whoever asked: our limits, or else a file that
// cannot be read, or else one that is damaged.
func (p *part) fault(err error) error {
	var refused *directory.Error
	switch {
	case errors.As(err, &refused):
		return refused
	case p.book.source.failed != nil:
		return fmt.Errorf("read %s of the spreadsheet: %w", p.name, p.book.source.failed)
	}
	return p.damaged()
}

func (p *part) damaged() error {
	return directory.Refuse(directory.Invalid, "table.damaged", "Part", p.name)
}

func (b *book) tooLarge() error {
	return directory.Refuse(directory.Invalid, "table.too_large", "Max", int(b.limit>>20))
}
