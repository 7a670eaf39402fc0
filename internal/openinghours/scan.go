package openinghours

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rootline/internal/directory"
)

// kind is what a piece of the text is.
type kind int

const (
	end     kind = iota // nothing more
	word                // letters, in lower case
	number              // digits
	clock               // 9:00, as minutes
	comment             // what stands between double quotes
	always              // 24/7
	symbol              // ; , - || : or any other character
)

// token is a piece of the text.
type token struct {
	kind kind
	text string // dashes of all lengths are "-"
	n    int    // of a number, its value; of a clock, minutes
	at   int    // where it begins, in bytes
}

func (t token) is(k kind, text string) bool { return t.kind == k && t.text == text }

// scanner takes the text apart.
type scanner struct {
	text   string
	at     int
	tokens []token
}

// scan takes the whole text apart before any of it is understood, so that text
// which breaks off is known for that, wherever it does.
func scan(text string) ([]token, error) {
	s := scanner{text: text}
	for s.at < len(text) {
		r, size := utf8.DecodeRuneInString(text[s.at:])
		switch {
		case unicode.IsSpace(r):
			s.at += size
		case r == '…' || strings.HasPrefix(text[s.at:], "..."):
			return nil, directory.Refuse(directory.Invalid, "invalid.opening_hours.cut", "Position", letter(text, s.at))
		case r == '"':
			if err := s.comment(size, `"`); err != nil {
				return nil, err
			}
		case r == '“':
			if err := s.comment(size, "”"); err != nil {
				return nil, err
			}
		case isDigit(r):
			s.digits()
		case unicode.IsLetter(r):
			rest := strings.TrimLeftFunc(text[s.at:], unicode.IsLetter)
			s.add(word, strings.ToLower(text[s.at:len(text)-len(rest)]), 0, len(text)-len(rest)-s.at)
		case strings.ContainsRune("-‐‑‒–—−", r):
			s.add(symbol, "-", 0, size)
		case strings.HasPrefix(text[s.at:], "||"):
			s.add(symbol, "||", 0, 2)
		default:
			s.add(symbol, text[s.at:s.at+size], 0, size)
		}
	}
	s.add(end, "", 0, 0)
	return s.tokens, nil
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func (s *scanner) add(k kind, text string, n, size int) {
	s.tokens = append(s.tokens, token{k, text, n, s.at})
	s.at += size
}

// comment reads to the closing quotation mark. If there is none, an ellipsis
// tells why.
func (s *scanner) comment(size int, closing string) error {
	said, _, ok := strings.Cut(s.text[s.at+size:], closing)
	switch {
	case ok:
		s.add(comment, said, 0, size+len(said)+len(closing))
		return nil
	case strings.HasSuffix(strings.TrimSpace(said), "…"), strings.HasSuffix(strings.TrimSpace(said), "..."):
		last := strings.TrimRight(strings.TrimSpace(s.text), ".…")
		return directory.Refuse(directory.Invalid, "invalid.opening_hours.cut", "Position", letter(s.text, len(last)))
	default:
		return wrong(s.text, s.at, "invalid.opening_hours.quote")
	}
}

// digits reads a number, a time of day, or 24/7.
func (s *scanner) digits() {
	text := s.text[s.at:]
	hours := digits(text)
	if strings.HasPrefix(text, "24/7") && digits(text[3:]) == 1 {
		s.add(always, "24/7", 0, 4)
		return
	}
	if hours <= 2 && strings.HasPrefix(text[hours:], ":") && digits(text[hours+1:]) == 2 && text[hours+1] < '6' {
		size := hours + 3
		s.add(clock, text[:size], 60*value(text[:hours])+value(text[hours+1:size]), size)
		return
	}
	s.add(number, text[:hours], value(text[:hours]), hours)
}

// digits counts the digits that the text begins with.
func digits(text string) int {
	for i := range len(text) {
		if !isDigit(rune(text[i])) {
			return i
		}
	}
	return len(text)
}

// value is the number that digits mean. Those of more than four mean nothing here.
func value(digits string) (n int) {
	if len(digits) > 4 {
		return -1
	}
	for i := range len(digits) {
		n = 10*n + int(digits[i]-'0')
	}
	return n
}

// letter is where a byte of the text stands, in letters from 1.
func letter(text string, at int) int { return utf8.RuneCountInString(text[:at]) + 1 }
