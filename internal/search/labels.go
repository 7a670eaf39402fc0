package search

import (
	"sync"

	"rootline/internal/directory"
	"rootline/internal/words"
)

// labelSet holds the English labels of facet rows, worded once.
type labelSet struct {
	choice    []string
	country   []string
	feature   []string
	languages sync.Map // directory.Language → string
}

var labels = sync.OnceValue(func() *labelSet {
	w := words.English()
	l := new(labelSet)
	for _, c := range Choices() {
		l.choice = append(l.choice, w.T("choice."+c.String()))
	}
	for _, c := range countries {
		l.country = append(l.country, w.Country(c))
	}
	for _, f := range directory.Features() {
		l.feature = append(l.feature, w.Feature(f))
	}
	return l
})

func (l *labelSet) language(code directory.Language) string {
	if label, ok := l.languages.Load(code); ok {
		return label.(string)
	}
	label := words.English().Language(code)
	l.languages.Store(code, label)
	return label
}
