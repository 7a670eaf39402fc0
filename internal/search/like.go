package search

import (
	"strings"
	"time"

	"rootline/internal/directory"
)

// Like finds up to n clinics whose names come near a text that led nowhere, such
// as an old address: those that have all its words, or else its first words, as
// few as half of them. Fewer would find whatever has "hair" in its name. There
// are none until the first index is there.
func (l *Live) Like(text string, n int, now time.Time) []Card {
	words := directory.Words(text)
	words = words[:min(len(words), MaxWords)]
	for few := len(words); few > 0 && 2*few >= len(words); few-- {
		q := Query{Text: strings.Join(words[:few], " "), Page: 1, PerPage: n}
		answer, err := l.Find(q, now)
		if err != nil {
			return nil
		}
		if answer.Total > 0 {
			return answer.Cards()
		}
	}
	return nil
}
