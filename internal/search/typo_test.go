package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestWithin(t *testing.T) {
	tests := []struct {
		a, b  string
		edits int
		want  bool
	}{
		{"istanbul", "istanbul", 0, true},
		{"istanbul", "istambul", 1, true},  // replaced
		{"istanbul", "istanbull", 1, true}, // inserted
		{"istanbul", "istnbul", 1, true},   // dropped
		{"istanbul", "istnabul", 1, true},  // swapped
		{"istanbul", "itsnabul", 1, false}, // two swaps
		{"istanbul", "itsnabul", 2, true},
		{"ca", "abc", 2, false}, // a part of the word is not edited twice
		{"ca", "abc", 3, true},
		{"москва", "масква", 1, true}, // letters, not bytes
		{"prp", "smp", 1, false},
	}
	for _, tt := range tests {
		if got := within([]rune(tt.a), tt.b, tt.edits); got != tt.want {
			t.Errorf("within(%q, %q, %d) = %t", tt.a, tt.b, tt.edits, got)
		}
	}
}

// TestNear_findsWhatAScanFinds holds the delete index to its promise: it finds
// every term within the edits allowed, and no other.
func TestNear_findsWhatAScanFinds(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	terms := make([]string, 0, 3*scanBelow)
	for range cap(terms) {
		terms = append(terms, randomWord(random))
	}
	slices.Sort(terms)
	terms = slices.Compact(terms)
	indexed := &vocabulary{terms: terms, typos: newDeletes(terms)}
	if len(indexed.typos.forms) == 0 {
		t.Fatalf("%d terms are scanned, so this test tests nothing", len(terms))
	}
	scanned := &vocabulary{terms: terms}
	for range 3_000 {
		word := mistype(random, terms[random.IntN(len(terms))])
		edits := typos(word)
		if edits == 0 {
			continue
		}
		got, want := termsNear(indexed, word, edits), termsNear(scanned, word, edits)
		if !slices.Equal(got, want) {
			t.Errorf("near(%q, %d) = %q; a scan finds %q", word, edits, got, want)
		}
	}
}

func termsNear(v *vocabulary, word string, edits int) []string {
	var found []string
	v.near(word, edits, func(term int) { found = append(found, v.terms[term]) })
	slices.Sort(found)
	return found
}

// randomWord makes words of few letters, so that many are near each other.
func randomWord(random *rand.Rand) string {
	letters := []rune("aeiklmnéж")
	word := make([]rune, 2+random.IntN(11))
	for i := range word {
		word[i] = letters[random.IntN(len(letters))]
	}
	return string(word)
}

func mistype(random *rand.Rand, word string) string {
	letters := []rune(word)
	for range random.IntN(3) {
		at := random.IntN(len(letters))
		switch random.IntN(3) {
		case 0:
			letters[at] = 'a'
		case 1:
			letters = slices.Insert(letters, at, 'k')
		default:
			if at > 0 {
				letters[at-1], letters[at] = letters[at], letters[at-1]
			}
		}
	}
	return string(letters)
}

func BenchmarkNear(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	terms := make([]string, 50_000)
	for i := range terms {
		terms[i] = fmt.Sprintf("%s%s", randomWord(random), randomWord(random))
	}
	slices.Sort(terms)
	v := &vocabulary{terms: terms, typos: newDeletes(terms)}
	b.ReportAllocs()
	for b.Loop() {
		v.near("kalimnaeki", 2, func(int) {})
	}
}
