package searchtest

import (
	"strings"
	"unicode"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// askText asks for a few words, most often those of one listing: whole,
// mistyped once or twice, or cut short at the end.
func (d *Directory) askText(q *search.Query) {
	l := d.example()
	n := one(d.Random, []int{1, 1, 1, 1, 2, 2, 3, 5})
	words := make([]string, n)
	for i := range words {
		words[i] = one(d.Random, d.wordsOf(&l))
		if d.chance(30) {
			words[i] = d.mistype(words[i])
		}
		if d.chance(10) {
			words[i] = d.mistype(d.mistype(words[i]))
		}
		if d.chance(10) {
			words[i] = strings.ToUpper(words[i])
		}
	}
	if runes := []rune(words[n-1]); d.chance(30) && len(runes) > 1 {
		words[n-1] = string(runes[:1+d.IntN(len(runes)-1)])
	}
	q.Text = strings.Join(words, one(d.Random, []string{" ", " ", " ", "  ", "-", ", ", "/"}))
	q.Text = strings.Map(typed, q.Text)
	if d.chance(3) {
		q.Text = one(d.Random, []string{" ", "!?", "a", "zzzzzzzz", "prp prp", "platelet-rich plasma", "hair tattoo"})
	}
	if text := []rune(q.Text); len(text) > search.MaxText {
		q.Text = string(text[:search.MaxText])
	}
	if len(directory.Words(q.Text)) > search.MaxWords {
		q.Text = ""
	}
}

// typed is what comes of a letter of a name when it is typed into a field.
func typed(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

// wordsOf is what someone may type who looks for l: any of its own words
// as often as one that a thousand others have too.
func (d *Directory) wordsOf(l *directory.Listing) []string {
	switch d.IntN(5) {
	case 0:
		if words := serviceWords(l); len(words) > 0 {
			return words
		}
	case 1:
		return []string{l.Clinic.Address.City}
	case 2:
		if words := placeWords(&l.Clinic.Address, d.places); len(words) > 0 {
			return words
		}
	case 3:
		return nameWords
	}
	return strings.Fields(l.Clinic.Name + " " + l.Organization.Name)
}

// mistype inserts, drops, replaces or swaps a letter.
func (d *Directory) mistype(word string) string {
	letters := []rune(word)
	stray := one(d.Random, []rune("abcdeiorstzöыー"))
	i := d.IntN(len(letters) + 1)
	switch kind := d.IntN(4); {
	case kind == 0 || i == len(letters):
		letters = append(letters[:i:i], append([]rune{stray}, letters[i:]...)...)
	case kind == 1:
		letters = append(letters[:i:i], letters[i+1:]...)
	case kind == 2:
		letters = append(letters[:i:i], append([]rune{stray}, letters[i+1:]...)...)
	case i+1 < len(letters):
		letters = append(letters[:i:i], append([]rune{letters[i+1], letters[i]}, letters[i+2:]...)...)
	}
	return string(letters)
}
