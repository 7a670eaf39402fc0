package mail

import (
	"strings"
	"unicode"
)

// longest is how many characters of a name a letter repeats.
const longest = 80

// The joiners, without which Persian and the scripts of India cannot be spelt.
const zwnj, zwj = '\u200c', '\u200d'

// typed is a name that somebody has typed, as a letter may repeat it: one line
// of visible characters, not too long, and nothing that a mail program takes for
// an address. People who write to strangers through our letters would else have
// found somebody to send theirs.
func typed(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar:
			return -1
		case unicode.IsSpace(r) || unicode.Is(unicode.Z, r):
			return ' '
		case unicode.IsMark(r) || r == zwnj || r == zwj: // many scripts need them within a word
			return r
		case !unicode.IsPrint(r): // control, direction, joiners, unassigned
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(untied(s)), " ")
	if r := []rune(s); len(r) > longest {
		s = strings.TrimSpace(string(r[:longest-1])) + "…"
	}
	return s
}

// untied puts a space after whatever holds an address together, for mail
// programs make a link of "evil.example" wherever it stands: Dr.Amy is Dr. Amy.
func untied(s string) string {
	var b strings.Builder
	all := []rune(s)
	for i, r := range all {
		b.WriteRune(r)
		if strings.ContainsRune(".．。｡", r) && (i+1 == len(all) || all[i+1] != r) || strings.ContainsRune(`:/\@：／＠`, r) {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
