package csv

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"rootline/internal/directory"
)

// Dialect is how a file writes its table. The zero Dialect is RFC 4180 in UTF-8,
// but for the delimiter, which is found out.
type Dialect struct {
	// Encoding is utf-8, utf-16, windows-1252, windows-1254 or iso-8859-9, by any
	// of its usual names in any case; empty, it is utf-8. A file in utf-16 has to
	// begin with a byte order mark, which says in which order; one in utf-8 may.
	Encoding string

	// Delimiter stands between the cells. 0: whichever of comma, semicolon, tab and
	// bar stands between those of the first row.
	Delimiter rune

	// Quote is what a cell may be wrapped in, so that it can hold delimiters and
	// line ends. 0 is DoubleQuote; with NoQuote, nothing is quoted.
	Quote rune

	// Guarded says that a Writer wrote the file, and has its guards undone. In any
	// other file they would be somebody's text: a city may be called 's-Gravenhage.
	Guarded bool
}

// What may be said of quotes besides a character.
const (
	DoubleQuote rune = '"'
	NoQuote     rune = -1
)

// charset is an encoding that files may be in.
type charset struct {
	name  string
	also  string // other names; see plainName
	codec encoding.Encoding
}

// charsets are all that can be read. Whoever says Latin-1 mostly has Windows-1252,
// which differs only where Latin-1 has nothing that can be seen.
var charsets = []charset{
	{"utf-8", "utf8 utf8sig utf8bom ascii usascii", unicode.UTF8},
	{"utf-16", "utf16 utf16le utf16be ucs2", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"windows-1252", "windows1252 cp1252 latin1 l1 iso88591", charmap.Windows1252},
	{"windows-1254", "windows1254 cp1254", charmap.Windows1254},
	{"iso-8859-9", "iso88599 latin5 l5", charmap.ISO8859_9},
}

// plainName takes out of the name of an encoding what people vary in it.
var plainName = strings.NewReplacer("-", "", "_", "", " ", "")

func charsetNamed(name string) (charset, error) {
	if name == "" {
		return charsets[0], nil
	}
	plain := plainName.Replace(strings.ToLower(name))
	names := make([]string, len(charsets))
	for i, c := range charsets {
		for _, also := range strings.Fields(c.also) {
			if also == plain {
				return c, nil
			}
		}
		names[i] = c.name
	}
	return charset{}, directory.Refuse(directory.Invalid, "table.encoding", "Given", name, "Accepted", strings.Join(names, ", "))
}

// marks are how files in Unicode may begin. Nothing else begins so.
var marks = []struct{ mark, name string }{
	{"\xef\xbb\xbf", "utf-8"},
	{"\xff\xfe", "utf-16"},
	{"\xfe\xff", "utf-16"},
}

// decode returns what is in r as UTF-8, without a byte order mark. Bytes that mean
// nothing in the encoding become U+FFFD. A mark that says something else than the
// dialect does is refused: one of the two is a mistake, and every letter beyond
// ASCII would be read wrong.
func (c charset) decode(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReader(r)
	head, err := in.Peek(len(marks[0].mark))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	found, mark := "", ""
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			found, mark = m.name, m.mark
		}
	}
	switch {
	case found != "" && found != c.name:
		return nil, directory.Refuse(directory.Invalid, "table.mark", "Found", found, "Given", c.name)
	case found == "" && c.name == "utf-16" && len(head) > 0:
		return nil, directory.Refuse(directory.Invalid, "table.no_mark")
	case found == "utf-8": // the decoder of utf-16 needs its mark
		if _, err := in.Discard(len(mark)); err != nil {
			return nil, err
		}
	}
	return bufio.NewReaderSize(c.codec.NewDecoder().Reader(in), lookahead), nil
}

// letters are the quote and the delimiter as bytes; nil for what there is none of
// or what is to be found out.
func (d Dialect) letters() (delimiter, quote []byte, err error) {
	switch d.Quote {
	case 0:
		d.Quote = DoubleQuote
	case NoQuote:
		d.Quote = 0
	}
	for _, c := range []rune{d.Delimiter, d.Quote} {
		if c == '\r' || c == '\n' || c == utf8.RuneError || !utf8.ValidRune(c) {
			return nil, nil, directory.Refuse(directory.Invalid, "table.delimiter")
		}
	}
	if d.Delimiter != 0 && d.Delimiter == d.Quote {
		return nil, nil, directory.Refuse(directory.Invalid, "table.delimiter")
	}
	if d.Delimiter != 0 {
		delimiter = utf8.AppendRune(nil, d.Delimiter)
	}
	if d.Quote != 0 {
		quote = utf8.AppendRune(nil, d.Quote)
	}
	return delimiter, quote, nil
}
