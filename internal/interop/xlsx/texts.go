package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// texts reads the texts that the cells of the book share. A book need not have any.
func (b *book) texts(name string) ([]string, error) {
	if name == "" {
		return nil, nil
	}
	p, err := b.part(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.in.Close() }() // which frees memory, and cannot fail
	var texts []string
	for {
		t, err := p.token()
		if errors.Is(err, io.EOF) {
			return texts, nil // the decoder has read to the end, and so has compared the checksum
		}
		if err != nil {
			return nil, err
		}
		if start, ok := t.(xml.StartElement); ok && start.Name.Local == "si" {
			text, err := p.text()
			if err != nil {
				return nil, err
			}
			if err := b.hold(len(text)); err != nil {
				return nil, err
			}
			texts = append(texts, text)
		}
	}
}

// perText is about what a text costs that is held in memory, beside its letters.
const perText = 16

// hold charges a text that stays in memory against what may be unpacked: a byte or
// two of an archive can be a text, and millions of empty ones are not empty.
func (b *book) hold(letters int) error {
	if b.left -= perText + int64(letters); b.left < 0 {
		return b.tooLarge()
	}
	return nil
}

// text is what stands in the element whose start has been read: its t, or those of
// its runs in different fonts. How it is to be pronounced (rPh) is no part of it.
func (p *part) text() (string, error) {
	var b strings.Builder
	err := p.within(func(t xml.Token) error {
		start, ok := t.(xml.StartElement)
		switch {
		case ok && start.Name.Local == "t":
			return p.chars(&b)
		case ok && start.Name.Local == "rPh":
			return p.skip()
		}
		return nil
	})
	return unescape(b.String()), err
}

// chars appends the characters of the element whose start has been read. A text may
// come in several pieces, each of them bounded; so is what they make together.
func (p *part) chars(b *strings.Builder) error {
	return p.within(func(t xml.Token) error {
		if data, ok := t.(xml.CharData); ok {
			b.Write(data)
		}
		if b.Len() > maxToken {
			return p.damaged()
		}
		return nil
	})
}

// escaped is how characters that XML cannot hold are written in texts, and an
// underscore that would look like one (ECMA-376, part 1, 22.9.2.19).
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		code, err := strconv.ParseUint(e[2:6], 16, 16)
		if err != nil {
			return e
		}
		return string(rune(code))
	})
}
