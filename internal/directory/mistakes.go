package directory

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mistakes gathers what is wrong with the parts of an input. The zero mistakes
// are none, and cost nothing to gather: names are put together for those there
// are.
type mistakes struct {
	first  Message
	fields map[string]Message
}

// mistake is a single one.
func mistake(field string, what Message) (m mistakes) {
	m.add(field, what)
	return m
}

// add notes what is wrong with a field. The first thing said of it stands.
func (m *mistakes) add(field string, what Message) {
	if m.fields == nil {
		m.first, m.fields = what, make(map[string]Message)
	}
	if _, ok := m.fields[field]; !ok {
		m.fields[field] = what
	}
}

// within adds the mistakes of a part.
func (m *mistakes) within(name string, part mistakes) {
	if part.fields == nil {
		return
	}
	if m.fields == nil {
		m.first, m.fields = part.first, make(map[string]Message, len(part.fields))
	}
	for field, what := range part.fields {
		m.add(strings.TrimSuffix(name+"."+field, "."), what)
	}
}

// each adds the mistakes of the ith of several parts.
func (m *mistakes) each(name string, i int, part mistakes) {
	if part.fields != nil {
		m.within(fmt.Sprintf("%s[%d]", name, i), part)
	}
}

func (m *mistakes) error() error {
	if m.fields == nil {
		return nil
	}
	return &Error{Kind: Invalid, Message: m.first, Fields: m.fields}
}

func (m *mistakes) given(field string, ok bool) {
	if !ok {
		m.add(field, Msg("invalid.missing"))
	}
}

// atMost is how many of n things are looked at: all, or none if they are too many.
func (m *mistakes) atMost(field string, n, most int) int {
	if n > most {
		m.add(field, Msg("invalid.too_many", "Max", most))
		return 0
	}
	return n
}

// listed wants the value to be one of a closed list.
func listed[S ~string](m *mistakes, field string, value S, all []S) {
	if slices.Contains(all, value) {
		return
	}
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = string(s)
	}
	m.add(field, Msg("invalid.choice", "Choices", strings.Join(names, ", ")))
}

func (m *mistakes) notNegative(field string, n int64) {
	if n < 0 {
		m.add(field, Msg("invalid.negative"))
	}
}

// lastInstant is the last moment of the year 9999, after which RFC 3339 has no
// way to write a time.
const lastInstant Instant = 253_402_300_799_999

func (m *mistakes) instant(field string, i Instant) {
	if i < 0 || i > lastInstant {
		m.add(field, Msg("invalid.instant"))
	}
}

// date wants none or one that can be written: counting days leads past them.
func (m *mistakes) date(field string, d Date) {
	if !d.writable() {
		m.add(field, Msg("invalid.date"))
	}
}

// name wants a line that says something.
func (m *mistakes) name(field, s string) {
	if strings.TrimSpace(s) == "" {
		m.add(field, Msg("invalid.missing"))
	}
	m.line(field, s, maxName)
}

// line wants a text without breaks.
func (m *mistakes) line(field, s string, most int) {
	m.text(field, s, most)
	if strings.ContainsFunc(s, unicode.IsControl) {
		m.add(field, Msg("invalid.line"))
	}
}

// text wants at most so many letters that are read back as they were written. Of
// the characters that control things, lines and tabs may be broken with.
func (m *mistakes) text(field, s string, most int) {
	if len(s) > most && utf8.RuneCountInString(s) > most {
		m.add(field, Msg("invalid.too_long", "Max", most))
		return
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			if !utf8.ValidString(s[i:]) || strings.ContainsFunc(s[i:], isForbidden) {
				m.add(field, Msg("invalid.text"))
			}
			return
		}
		if isForbidden(rune(c)) {
			m.add(field, Msg("invalid.text"))
			return
		}
	}
}

func isForbidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
}
