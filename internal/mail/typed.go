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
func typed(s string) string { return cut(oneLine(untied(visible(s))), longest) }

// said is what a moderator has written to somebody, in whole: its paragraphs, of visible
// characters. An address in it is one that they want to be followed.
func said(s string) (paragraphs []string) {
	for line := range strings.Lines(s) {
		if line = oneLine(visible(line)); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	return paragraphs
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		s = strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}

// visible is what can be seen of a text, with what joins letters in scripts that need it.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
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
