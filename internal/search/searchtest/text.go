package searchtest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
)

// tier says how the text of a query was found, the best first.
type tier int

const (
	inName   tier = iota // every word among the clinic's own, as typed
	anywhere             // every word, as typed
	mistyped             // every word, one of them with a typo
	nowhere              // not every word
)

// word is one of the words of a query's text.
type word struct {
	text  string
	last  bool            // also found where a clinic's word begins with it
	edits int             // how many typos are forgiven
	near  map[string]bool // whether a word is within that many edits of it
}

// read cuts text into words and decides which of them may be mistyped: those
// that hardly any clinic has, whatever the filters.
func (o *Oracle) read(text string) []word {
	texts := search.QueryWords(text)
	words := make([]word, len(texts))
	for i, t := range texts {
		w := word{text: t, last: i == len(texts)-1, near: map[string]bool{}}
		having := 0
		for j := range o.clinics {
			if w.among(o.clinics[j].words) {
				having++
			}
		}
		if having < search.TypoBelow {
			w.edits = editsForgiven(t)
		}
		words[i] = w
	}
	return words
}

// editsForgiven is one from 4 letters and two from 8.
func editsForgiven(word string) int {
	letters := utf8.RuneCountInString(word)
	if letters >= 8 {
		return 2
	}
	if letters >= 4 {
		return 1
	}
	return 0
}

// among reports whether the word stands among words as typed.
func (w word) among(words []string) bool {
	letters := []rune(w.text)
	prefix := w.last && (len(letters) >= 2 || unicode.In(letters[0], unicode.Han, unicode.Katakana, unicode.Hiragana))
	return slices.ContainsFunc(words, func(s string) bool {
		return s == w.text || prefix && strings.HasPrefix(s, w.text)
	})
}

// nearly reports whether a word within the forgiven edits stands among words.
func (w word) nearly(words []string) bool {
	return w.edits > 0 && slices.ContainsFunc(words, func(s string) bool {
		near, known := w.near[s]
		if !known {
			near = Edits(w.text, s) <= w.edits
			w.near[s] = near
		}
		return near
	})
}

// tierOf says how the clinic has the words of a query; no words are in any name.
func (c *clinic) tierOf(words []word) tier {
	worst := inName
	for _, w := range words {
		how := nowhere
		switch {
		case w.among(c.ownWords):
			how = inName
		case w.among(c.words):
			how = anywhere
		case w.nearly(c.words):
			how = mistyped
		}
		worst = max(worst, how)
	}
	return worst
}

// Edits is the optimal string alignment distance of two words: how many letters
// to insert, drop or replace or neighbours to swap, none of them edited again.
func Edits(from, to string) int {
	a, b := []rune(from), []rune(to)
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replace := d[i-1][j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, replace)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func ownWords(l *directory.Listing) []string {
	return append(directory.Words(l.Clinic.Name), directory.Words(l.Organization.Name)...)
}

func serviceWords(l *directory.Listing) []string {
	var offered []directory.Service
	for _, o := range l.Clinic.Offerings {
		offered = append(offered, o.Service)
	}
	return search.ServiceWords(offered)
}

// placeWords are the words of the city's name as the clinic gives it and of
// every name that the gazetteer has for the city, its region and its country.
func placeWords(a *directory.Address, places *gazetteer.Gazetteer) []string {
	words := directory.Words(a.City)
	for _, name := range placeNames(a, places) {
		words = append(words, directory.Words(name)...)
	}
	return words
}
