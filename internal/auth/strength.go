package auth

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"github.com/ccojocar/zxcvbn-go"
	"github.com/ccojocar/zxcvbn-go/match"
	"github.com/ccojocar/zxcvbn-go/matching"

	"rootline/internal/directory"
)

// common.txt holds what people choose when they are asked for many letters, which
// the lists of zxcvbn, made of short passwords, lack.
//
//go:embed lists/common.txt
var commonText string

// listed are the lines of one of our lists, without its comments.
func listed(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

var commonOnes = sync.OnceValue(func() map[string]bool {
	ones := map[string]bool{}
	for _, line := range listed(commonText) {
		ones[plain(squeeze(line))] = true
	}
	return ones
})

// isCommon reports whether a password is one of the common ones, or one of them
// over and over, whatever its case and the signs between its letters, with up to
// four digits before and behind.
func isCommon(text string) bool {
	return isListed(squeeze(text)) || isListed(squeeze(unit(text)))
}

// isListed looks a squeezed text up, with fewer and fewer digits around it. Which
// of its digits stand for letters nobody can tell.
func isListed(s string) bool {
	for range 5 {
		for end, cut := s, 0; cut < 5; cut++ {
			if commonOnes()[plain(end)] {
				return true
			}
			if end == "" || !isDigit(end[len(end)-1]) {
				break
			}
			end = end[:len(end)-1]
		}
		if s == "" || !isDigit(s[0]) {
			break
		}
		s = s[1:]
	}
	return false
}

// squeeze leaves the letters and digits of text, and signs that stand for letters
// within it.
func squeeze(text string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("@$!", r) {
			return r
		}
		return -1
	}, directory.Fold(text)), "!")
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// unit is what text repeats, if it is nothing but repeats of it, the last one
// maybe cut short; else it is text.
func unit(text string) string {
	runes := []rune(text)
	border := make([]int, len(runes)+1) // the longest end that is a beginning too
	border[0] = -1
	for i, at := 0, -1; i < len(runes); i++ {
		for at >= 0 && runes[at] != runes[i] {
			at = border[at]
		}
		at++
		border[i+1] = at
	}
	if period := len(runes) - border[len(runes)]; period*2 <= len(runes) {
		return string(runes[:period])
	}
	return text
}

// judged is how many letters of a password zxcvbn looks at. Its work grows faster
// than the text, and more of the text makes nothing weaker.
const judged = 64

// score is what zxcvbn thinks of a password, from 0 to 4. Two things it is not
// left to do: repeats of more than a letter, which it overlooks, and signs in the
// place of letters, for which it takes ten seconds if there are many.
func score(text string, known []string) int {
	text = unit(text)
	if runes := []rune(text); len(runes) > judged {
		text = string(runes[:judged])
	}
	least := zxcvbn.PasswordStrength(text, known, withoutSigns).Score
	for _, letters := range []*strings.Replacer{readAsL, readAsI} {
		if read := letters.Replace(text); read != text {
			least = min(least, zxcvbn.PasswordStrength(read, known, withoutSigns).Score)
		}
	}
	return least
}

func withoutSigns(m match.Matcher) bool { return m.ID == matching.L33TMatcherName }

var (
	readAsL = strings.NewReplacer("0", "o", "1", "l", "!", "i", "|", "l", "3", "e", "4", "a", "@", "a", "5", "s", "$", "s", "7", "t", "+", "t", "8", "b", "6", "g", "9", "g", "2", "z")
	readAsI = strings.NewReplacer("0", "o", "1", "i", "!", "i", "|", "i", "3", "e", "4", "a", "@", "a", "5", "s", "$", "s", "7", "t", "+", "t", "8", "b", "6", "g", "9", "g", "2", "z")
)
