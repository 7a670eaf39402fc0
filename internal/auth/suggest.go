package auth

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
)

//go:embed lists/words.txt
var wordsText string

var suggestable = sync.OnceValue(func() []string { return listed(wordsText) })

// suggested is how many words make a password: of 2,048 words each, 44 bits.
const suggested = 4

// Suggest makes a password of four words that CheckPassword accepts: at least 15
// letters, hyphens among them, to be remembered or written down.
func Suggest(random io.Reader) (string, error) {
	words := suggestable()
	for range 100 {
		chosen := make([]string, suggested)
		for i := range chosen {
			n, err := below(uint32(len(words)), random)
			if err != nil {
				return "", fmt.Errorf("suggest a password: %w", err)
			}
			chosen[i] = words[n]
		}
		if password := strings.Join(chosen, "-"); CheckPassword(password, false) == nil {
			return password, nil
		}
	}
	return "", errors.New("suggest a password: the source of randomness repeats itself")
}
