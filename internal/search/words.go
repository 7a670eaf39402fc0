package search

import (
	"slices"
	"unicode/utf8"

	"rootline/internal/directory"
)

// TypoBelow is the number of clinics below which a word counts as possibly
// mistyped.
const TypoBelow = 3

// MaxWords is the number of words a query's text may have.
const MaxWords = 12

// ServiceWords returns the words under which a clinic is found for what it
// offers: each service's names as people type them, and for both together the
// plan that takes both.
func ServiceWords(offers []directory.Service) []string {
	var words []string
	var tandem int
	for _, s := range offers {
		words = append(words, synonyms[s]...)
		if s == directory.PRP || s == directory.SMP {
			tandem++
		}
	}
	if tandem == 2 {
		words = append(words, "tandem")
	}
	return words
}

// synonyms holds the words of every name of a service, as one heap: a phrase is
// found because each of its words is.
var synonyms = map[directory.Service][]string{
	directory.PRP: {
		"prp", "platelet", "platelets", "rich", "plasma", // platelet-rich plasma
		"vampire", "hair", "treatment", "therapy", // vampire hair treatment
	},
	directory.SMP: {
		"smp", "scalp", "micropigmentation", "micro", "pigmentation",
		"hair", "tattoo", "tricopigmentation", "trichopigmentation", // hair tattoo
	},
	directory.PEPFactor: {"pep", "factor"},
}

// small are words between those that people search for: "prp in istanbul".
var small = []string{"a", "an", "and", "around", "at", "by", "for", "in", "near", "of", "on", "or", "the", "to", "with"}

// QueryWords are the words of a query's text that a clinic has to have. Small
// words ask for nothing, save at the end, where more of them may be to come.
func QueryWords(text string) []string {
	words := directory.Words(text)
	last := len(words) - 1
	asked := words[:0]
	for i, w := range words {
		if i == last || !slices.Contains(small, w) {
			asked = append(asked, w)
		}
	}
	return asked
}

// typos is how many edits a word of the query may be away from a clinic's.
func typos(word string) int {
	switch n := utf8.RuneCountInString(word); {
	case n >= 8:
		return 2
	case n >= 4:
		return 1
	default:
		return 0
	}
}
