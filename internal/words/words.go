package words

import (
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"rootline/internal/directory"
)

// Words speaks one language. It is safe for concurrent use.
type Words struct {
	tag       language.Tag
	plain     map[string]string // sentences without gaps
	gapped    map[string]phrase // sentences with them
	plurals   map[string]bool   // ids that have more than one form
	localizer *i18n.Localizer   // for those that count
	printer   *message.Printer
	ascii     bool // small numbers are written in ASCII digits
	months    [13]string
	weekdays  [7]string
	names     names
	symbols   sync.Map // directory.Currency → string
}

// everything is each language there is words in, English first, read once. The
// catalogues are part of the program: one that does not parse is a fault of the
// build, which the tests find, and nothing could be said without it.
var everything = sync.OnceValue(func() *languages {
	all, err := readAll(catalogues)
	if err != nil {
		panic("words: " + err.Error())
	}
	return all
})

// languages are the languages there is words in, and how to choose among them.
type languages struct {
	words   []*Words
	matcher language.Matcher
}

// English is the language that every sentence is first written in.
func English() *Words { return everything().words[0] }

// For is the best language for a reader who sent this Accept-Language header:
// English, if they sent none that makes sense or none that we speak.
func For(acceptLanguage string) *Words { return everything().best(acceptLanguage) }

func (l *languages) best(acceptLanguage string) *Words {
	if len(l.words) == 1 {
		return l.words[0] // and nothing to choose from
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return l.words[0]
	}
	_, i, _ := l.matcher.Match(tags...)
	return l.words[i]
}

// Lang is the language's BCP 47 tag, for the lang attribute of what is written
// in it.
func (w *Words) Lang() string { return w.tag.String() }

// T is the sentence with this id. The pairs are names of its gaps, each with
// what to put there: a number, a date, a country or another value of package
// directory is said the language's own way.
func (w *Words) T(id string, pairs ...any) string {
	if s, ok := w.plain[id]; ok {
		return s
	}
	p, ok := w.gapped[id]
	if !ok {
		return id
	}
	return w.fill(p, func(name string) (any, bool) { return pair(pairs, name) })
}

// N is the sentence with this id in the plural form that count calls for, with
// count in the gap named Count.
func (w *Words) N(id string, count int, pairs ...any) string {
	gaps := map[string]any{"Count": w.Number(count)}
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			gaps[name] = w.say(pairs[i+1])
		}
	}
	s, err := w.localizer.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: gaps, PluralCount: count})
	if err != nil && s == "" {
		return id
	}
	return s
}

// Message is the sentence that m names. If it counts, m's argument Count says
// which plural form it takes.
func (w *Words) Message(m directory.Message) string {
	if count, ok := m.Args["Count"].(int); ok && w.plurals[m.ID] {
		pairs := make([]any, 0, 2*len(m.Args))
		for name, value := range m.Args {
			if name != "Count" {
				pairs = append(pairs, name, value)
			}
		}
		return w.N(m.ID, count, pairs...)
	}
	if s, ok := w.plain[m.ID]; ok {
		return s
	}
	p, ok := w.gapped[m.ID]
	if !ok {
		return m.ID
	}
	return w.fill(p, func(name string) (any, bool) { v, ok := m.Args[name]; return v, ok })
}

// fill puts what gap knows into the gaps of p. A gap that it does not know
// stays visible, so that whoever reads the page can report it.
func (w *Words) fill(p phrase, gap func(name string) (any, bool)) string {
	var b strings.Builder
	for _, piece := range p {
		b.WriteString(piece.text)
		if piece.gap == "" {
			continue
		}
		if v, ok := gap(piece.gap); ok {
			b.WriteString(w.say(v))
		} else {
			b.WriteString("{" + piece.gap + "}")
		}
	}
	return b.String()
}

// pair finds the value that follows name among pairs.
func pair(pairs []any, name string) (any, bool) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == name {
			return pairs[i+1], true
		}
	}
	return nil, false
}
