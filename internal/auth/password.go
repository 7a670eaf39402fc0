package auth

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rootline/internal/directory"
)

const (
	minAlone  = 15 // letters of a password that is all there is
	minSecond = 8  // letters of one that needs a second factor beside it
	maxLetter = 128
	maxRaw    = 16 * maxLetter // bytes that are looked at, however they are composed
	minScore  = 3              // of zxcvbn, from 0 to 4: more than 10^10 guesses
)

// CheckPassword refuses a password that is too easily guessed, in a sentence that
// says what to do. Any characters may be in it. About are the words that are easy
// to think of for this account: the person's name and address, the site's name.
// However long they are, they count for one letter each.
func CheckPassword(password string, secondFactor bool, about ...string) error {
	text, ok := normal(password)
	if !ok {
		if utf8.ValidString(password) && !strings.ContainsFunc(password, unicode.IsControl) {
			return directory.Refuse(directory.Invalid, "auth.password_long", "Max", maxLetter)
		}
		return directory.Refuse(directory.Invalid, "auth.password_text")
	}
	least := minAlone
	if secondFactor {
		least = minSecond
	}
	known := directory.Words(strings.Join(about, " "))
	switch {
	case utf8.RuneCountInString(text) < least:
		return directory.Refuse(directory.Invalid, "auth.password_short", "Min", least)
	case isCommon(text):
		return directory.Refuse(directory.Invalid, "auth.password_common")
	case lettersApartFrom(known, text) < least:
		return directory.Refuse(directory.Invalid, "auth.password_about", "Min", least)
	case score(text, known) < minScore:
		return directory.Refuse(directory.Invalid, "auth.password_weak")
	}
	return nil
}

// normal is the one form in which a password is counted and hashed: NFC, so that
// it does not matter how a keyboard composes its letters. Nothing else is changed
// and nothing cut off. It reports false for what can be nobody's password.
func normal(password string) (text string, ok bool) {
	if len(password) > maxRaw || !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl) {
		return "", false
	}
	text = norm.NFC.String(password)
	return text, utf8.RuneCountInString(text) <= maxLetter
}

// lettersApartFrom counts the letters of a password, each known word of at least
// three letters as one.
func lettersApartFrom(known []string, text string) int {
	words := make([]string, 0, len(known))
	for _, w := range known {
		if utf8.RuneCountInString(w) >= 3 {
			words = append(words, plain(w))
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	rest := plain(text)
	whole := utf8.RuneCountInString(rest)
	for _, w := range words {
		rest = strings.ReplaceAll(rest, w, "\x00") // which no password has
	}
	// Folding makes one letter of several, or the other way about; only what the
	// words take away counts.
	return utf8.RuneCountInString(text) - (whole - utf8.RuneCountInString(rest))
}

// plain folds text and reads the digits and signs that stand for letters as those.
func plain(text string) string { return insteadOfLetters.Replace(directory.Fold(text)) }

// insteadOfLetters is one letter for all that are written for each other: l and
// i are one.
var insteadOfLetters = strings.NewReplacer(
	"0", "o", "1", "i", "l", "i", "!", "i", "|", "i", "3", "e", "4", "a", "@", "a",
	"5", "s", "$", "s", "7", "t", "+", "t", "8", "b", "9", "g", "2", "z", "(", "c", "6", "g",
)
