package match

import "math/bits"

// term is a word that some entry has.
type term struct {
	text    string
	sound   string
	letters uint32 // a bit for each letter that it has
	bare    bool   // see token
	class   class
	entries int // that have it in their names
}

// class says how much a word can tell by being in a name.
type class uint8

const (
	telling    class = iota // as much as it is rare
	facility                // nearly nothing
	specialty               // nearly nothing, unless each side has another
	department              // by being absent
)

// vocabulary holds each word once, so that equal words are equal pointers.
type vocabulary map[string]*term

// key tells a word from the same letters in a script without vowels.
func (t token) key() string {
	if t.bare {
		return t.text + "*"
	}
	return t.text
}

// known returns the term of a token; one that is in no entry is made for the
// occasion, so that asking leaves the vocabulary as it is.
func (v vocabulary) known(t token) *term {
	if known, ok := v[t.key()]; ok {
		return known
	}
	return newTerm(t)
}

// learn is known for the words of entries.
func (v vocabulary) learn(t token) *term {
	w := v.known(t)
	v[t.key()] = w
	return w
}

func newTerm(t token) *term {
	return &term{text: t.text, sound: sound(t.text), letters: letters(t.text), bare: t.bare, class: classOf(t.text)}
}

func classOf(text string) class {
	switch {
	case isNumber(text) || departments[text]:
		return department
	case facilities[text]:
		return facility
	case specialties[text]:
		return specialty
	}
	return telling
}

func isNumber(text string) bool { return text[0] >= '0' && text[0] <= '9' }

func letters(text string) uint32 {
	var set uint32
	for i := range len(text) {
		if c := text[i]; c >= 'a' && c <= 'z' {
			set |= 1 << (c - 'a')
		}
	}
	return set
}

// How much of a word's weight is left if it is only like the other.
const (
	oneSlip  = 0.85
	twoSlips = 0.75
	byEar    = 0.75
	initial  = 0.25
)

// alike is how much two different words say the same: 1 for a word and itself, 0
// for two that have nothing to do with each other.
func alike(a, b *term) float64 {
	if a == b {
		return 1
	}
	if a.class == department || b.class == department {
		return 0 // Clinic 2 is not Clinic 3, however little the difference
	}
	short, long := min(len(a.text), len(b.text)), max(len(a.text), len(b.text))
	if short == 1 {
		if a.text[0] == b.text[0] {
			return initial
		}
		return 0
	}
	other := bits.OnesCount32(a.letters ^ b.letters)
	if short >= 5 && other <= 2 && withinEdits(a.text, b.text, 1) {
		return oneSlip
	}
	if short >= 8 && other <= 4 && withinEdits(a.text, b.text, 2) {
		return twoSlips
	}
	if a.sound != b.sound {
		return 0
	}
	if short >= 4 && withinEdits(a.text, b.text, 1) {
		return byEar // Nile, Nlie
	}
	if len(a.sound) < 3 {
		return 0
	}
	// In a script with vowels they have to be similar too: Kalinka is no Klinok.
	if a.bare != b.bare || withinEdits(a.text, b.text, long/3) {
		return byEar
	}
	return 0
}
