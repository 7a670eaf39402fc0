package openinghours

import (
	"strings"
	"unicode/utf8"

	"rootline/internal/directory"
)

// How much is read. Whatever Format writes stays below both.
const (
	maxLetters = 200_000
	maxRules   = 1_000
	maxName    = 200 // letters, as package directory has it
)

// Parse reads opening hours; the package's documentation says which. The hours
// pass [directory.Hours.Check], and their Fact is zero: who says so, the caller
// has to add.
//
// What it cannot read it refuses with a [directory.Error] of kind Invalid, whose
// sentence names the place, in letters from 1, and what stands there. Text that
// breaks off is refused as invalid.opening_hours.cut, wherever it does.
func Parse(s string) (directory.Hours, error) {
	switch {
	case strings.TrimSpace(s) == "":
		return directory.Hours{}, directory.Refuse(directory.Invalid, "invalid.opening_hours.empty")
	case utf8.RuneCountInString(s) > maxLetters:
		return directory.Hours{}, directory.Refuse(directory.Invalid, "invalid.too_long", "Max", maxLetters)
	}
	tokens, err := scan(s)
	if err != nil {
		return directory.Hours{}, err
	}
	p := parser{text: s, tokens: tokens}
	return p.hours()
}

// parser reads the tokens of a text. Its methods are the lines of the grammar.
type parser struct {
	text   string
	tokens []token // the last is of kind end
	next   int
}

func (p *parser) peek() token { return p.tokens[p.next] }

// after is the token that comes n after the next, or the end.
func (p *parser) after(n int) token { return p.tokens[min(p.next+n, len(p.tokens)-1)] }

func (p *parser) take() token {
	t := p.tokens[p.next]
	if t.kind != end {
		p.next++
	}
	return t
}

// skip takes the next token if it is this symbol.
func (p *parser) skip(text string) bool {
	if !p.peek().is(symbol, text) {
		return false
	}
	p.next++
	return true
}

func (p *parser) wrong(t token, id string) error { return wrong(p.text, t.at, id) }

// atEndOfRule reports whether nothing more can belong to the rule that was read.
func (p *parser) atEndOfRule() bool {
	t := p.peek()
	return t.kind == end || t.kind == symbol && (t.text == ";" || t.text == "," || t.text == "||")
}

// separator is what stands before a rule.
type separator int

const (
	normal   separator = iota // ; or the beginning: replace what was said of the same days
	add                       // , add to it
	fallback                  // || where nothing else holds
)

func (p *parser) hours() (directory.Hours, error) {
	var t table
	var start token
	for n := 0; ; n++ {
		sep, more := p.separator(n == 0)
		switch {
		case !more:
			return p.finish(&t, start)
		case n == maxRules:
			return directory.Hours{}, p.wrong(p.peek(), "invalid.opening_hours.rules")
		}
		r, err := p.rule()
		if err != nil {
			return directory.Hours{}, err
		}
		r.sep, r.first, start = sep, n == 0, r.start
		if !p.atEndOfRule() {
			return directory.Hours{}, p.stray(p.peek())
		}
		if id := t.lay(&r); id != "" {
			return directory.Hours{}, p.wrong(start, id)
		}
	}
}

// finish makes hours of the rules, the last of which began at start.
func (p *parser) finish(t *table, start token) (directory.Hours, error) {
	h, id := t.hours()
	if id != "" {
		return directory.Hours{}, p.wrong(start, id)
	}
	return h, nil
}

// separator reads what stands before a rule, and reports whether one follows.
func (p *parser) separator(first bool) (sep separator, more bool) {
	switch {
	case first:
		return normal, true
	case p.skip("||"):
		return fallback, true
	case p.skip(","):
		return add, true
	}
	return normal, p.skip(";") && p.peek().kind != end
}
