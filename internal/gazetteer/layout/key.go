package layout

import (
	"strings"
	"unicode"
)

// Key reduces a name that directory.Fold has folded to what look-ups compare:
// its words with one space between them. Apostrophes and their modifier-letter
// cousins vanish, since N'Djamena is typed ndjamena and Xi'an is typed xian.
func Key(folded string) string {
	var b strings.Builder
	b.Grow(len(folded))
	gap := false
	for _, r := range folded {
		switch {
		case r == '\'' || r == '`' || (r >= 0x2b0 && r <= 0x2ff):
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mc, r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return b.String()
}

// PlainSlug is the slug that most names have: ASCII lower-cased, hyphens for
// spaces. Where a place's slug is this, the file does not repeat it.
func PlainSlug(name string) string {
	return strings.ReplaceAll(strings.ToLower(name), " ", "-")
}
