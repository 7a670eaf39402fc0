package match

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"
)

// token is a word as it can be compared with one of any other script: Latin
// letters and digits, lower-case.
type token struct {
	text   string
	bare   bool // written in a script that leaves most vowels out
	dotted bool // an abbreviation with a dot after each letter, such as S.L.
}

// tokens are the words of a text, transliterated. Apostrophes and signs that
// transliteration makes of soft and hard signs join what they stand between;
// a possessive 's is no part of the word.
func tokens(text string) []token {
	text = norm.NFKC.String(strings.ToValidUTF8(text, " "))
	var out []token
	for field := range strings.FieldsFuncSeq(text, parts) {
		field = unpossessed(field)
		if field, ok := undotted(field); ok {
			out = appendTokens(out, field, true)
			continue
		}
		for piece := range strings.SplitSeq(field, ".") {
			out = appendTokens(out, piece, false)
		}
	}
	return out
}

// parts reports whether r stands between words.
func parts(r rune) bool {
	return r != '.' && !apostrophe(r) && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}

func apostrophe(r rune) bool { return strings.ContainsRune("'’‘ʼʻ`´", r) }

// unpossessed is a word without a possessive 's: St Mary's is also written St
// Mary, and St Marys is a slip of the pen away.
func unpossessed(word string) string {
	word = strings.TrimFunc(word, apostrophe)
	stem, ok := strings.CutSuffix(word, "s")
	if !ok {
		stem, ok = strings.CutSuffix(word, "S")
	}
	last, size := utf8.DecodeLastRuneInString(stem)
	if ok && apostrophe(last) && len(stem) > size {
		return stem[:len(stem)-size]
	}
	return word
}

// undotted is an abbreviation without its dots: S.L. and Z.O.O.
func undotted(word string) (string, bool) {
	letters := 0
	for piece := range strings.SplitSeq(word, ".") {
		switch utf8.RuneCountInString(piece) {
		case 0:
		case 1:
			letters++
		default:
			return word, false
		}
	}
	return strings.ReplaceAll(word, ".", ""), letters > 1
}

// appendTokens transliterates one word, which may become several: Chinese
// becomes a word for each character.
func appendTokens(out []token, word string, dotted bool) []token {
	bare := strings.ContainsFunc(word, func(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Hebrew) })
	for text := range strings.FieldsSeq(strings.ToLower(unidecode.Unidecode(word))) {
		if text = strings.Map(plain, text); text != "" {
			out = append(out, token{text, bare, dotted})
		}
	}
	return out
}

// plain keeps the letters and digits of transliterated text.
func plain(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// sound is what is left of a word that is written down by ear or taken from
// another script: its consonants, those that are often confused made one, and
// no letter twice in a row. Klinika, clinica and قلينيكا sound alike.
func sound(word string) string {
	var b strings.Builder
	last := byte(0)
	for i := range len(word) {
		c := sounds(word, i)
		if word[i] == 'x' && last != 'k' {
			b.WriteByte('k')
		}
		if c == 0 || c == last {
			continue
		}
		b.WriteByte(c)
		last = c
	}
	return b.String()
}

// sounds is the consonant at a place in a word, or 0 for a vowel and for what
// some spellings leave out. A vowel at the beginning counts, whichever it is.
func sounds(word string, i int) byte {
	switch c := word[i]; c {
	case 'a', 'e', 'i', 'o', 'u':
		if i == 0 {
			return 'a'
		}
		return 0
	case 'h', 'w', 'y':
		return 0
	case 'c', 'q':
		return 'k'
	case 'z', 'x':
		return 's'
	case 'v':
		return 'f'
	case 'p':
		if i+1 < len(word) && word[i+1] == 'h' {
			return 'f'
		}
		return c
	default:
		return c
	}
}

// nameTokens are the words of a name that can tell it from another: without the
// company's legal form and without the small words, which say the same in every
// name. Abbreviations are written out. No word comes twice.
func nameTokens(name string) []token {
	all := tokens(name)
	for len(all) > 1 && isLegal(all[len(all)-1]) {
		all = all[:len(all)-1]
	}
	for len(all) > 1 && legalFirst[all[0].text] {
		all = all[1:]
	}
	var out []token
	for _, t := range all {
		if small[t.text] {
			continue
		}
		if long, ok := nameShort[t.text]; ok {
			t.text = long
		}
		if !slices.ContainsFunc(out, func(o token) bool { return o.text == t.text }) {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		out = all // a clinic named And Co
	}
	return out[:min(len(out), maxWords)]
}

func isLegal(t token) bool { return legal[t.text] || t.dotted && legalDotted[t.text] }

// streetTokens are the words and numbers of a street address. 12-14 and 12A are
// told apart into 12, 14 and a; what a street is, road or avenue, is written the
// same way however it was abbreviated.
func streetTokens(address string) []token {
	var out []token
	for _, t := range tokens(address) {
		if digits := strings.TrimRight(t.text, "abcdefghijklmnopqrstuvwxyz"); digits != "" && len(digits) < len(t.text) && len(t.text)-len(digits) <= 2 {
			t.text = strings.TrimLeft(digits, "0") // the letter of a house is not always written
		}
		if long, ok := streetShort[t.text]; ok {
			t.text = long
		}
		if t.text == "" || small[t.text] || slices.ContainsFunc(out, func(o token) bool { return o.text == t.text }) {
			continue
		}
		out = append(out, t)
	}
	return out[:min(len(out), maxWords)]
}
