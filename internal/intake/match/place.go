package match

import (
	"strings"

	"rootline/internal/directory"
)

// places compares where two entries are.
func (q *question) places(out []clue, other *record) []clue {
	distance, measured := q.distance(other)
	postcode, coded := q.postcode(other)
	if measured {
		out = append(out, distance)
	}
	if coded {
		out = append(out, postcode)
	}
	// Two names for a city are no two cities if the rest says that they are near.
	near := measured && distance.score >= 0 && q.r.exact() && other.exact() || coded && postcode.score > 0
	if address, ok := q.address(other, near); ok {
		out = append(out, address)
	}
	return out
}

// address compares street and city.
func (q *question) address(other *record, near bool) (clue, bool) {
	cities := q.sameCity(other)
	if cities == differ && !near {
		return clue{about: cityDiffers, score: otherCity}, true
	}
	a, b := inOrder(q.r, other)
	switch words, numbers := compareStreets(a.street(), b.street()); {
	case words == agree && numbers == agree:
		_, others, _ := q.rarest(other, byHouse)
		return clue{about: houseSame, score: sharedBy(sameHouse, others), others: others}, true
	case words == agree && numbers == differ:
		return clue{about: numberDiffers, score: otherHouse}, true
	case words == agree:
		return clue{about: streetSame, score: sameStreet}, true
	case words == differ && numbers == differ:
		return clue{about: streetDiffers, score: otherStreet}, true
	case words == differ: // one may give the street and the other the building
		return clue{about: streetDiffers, score: perhapsStreet}, true
	case cities == agree:
		return clue{about: citySame, score: sameCity}, true
	}
	return clue{}, false
}

// finding is what a comparison of two things comes to.
type finding int

const (
	unknown finding = iota // one is missing
	agree
	differ
)

func (q *question) sameCity(other *record) finding {
	switch {
	case q.r.country != other.country && q.r.country[0] != 0 && other.country[0] != 0:
		return differ
	case q.r.cityID != 0 && other.cityID != 0:
		return either(q.r.cityID == other.cityID)
	}
	a, b := inOrder(q.r, other)
	cityA, cityB := a.place[a.streets:], b.place[b.streets:]
	if len(cityA) == 0 || len(cityB) == 0 {
		return unknown
	}
	if len(cityA) > len(cityB) {
		cityA, cityB = cityB, cityA
	}
	return either(paired(cityA, cityB) == len(cityA)) // Frankfurt, Frankfurt am Main
}

func either(yes bool) finding {
	if yes {
		return agree
	}
	return differ
}

// compareStreets compares the words and the numbers of two street addresses. An
// address that says more than the other, such as the building, is like it if
// it has all that the other says.
func compareStreets(a, b []*term) (words, numbers finding) {
	wordsA, numbersA := split(a)
	wordsB, numbersB := split(b)
	if len(numbersA) > 0 && len(numbersB) > 0 {
		numbers = either(paired(numbersA, numbersB) > 0)
	}
	if len(wordsA) == 0 || len(wordsB) == 0 {
		return unknown, numbers
	}
	if len(wordsA) > len(wordsB) {
		wordsA, wordsB = wordsB, wordsA
	}
	return either(paired(wordsA, wordsB)*5 >= len(wordsA)*3), numbers
}

// split tells the names of an address from its numbers. What is neither, such as
// Road, is left out, unless it is all there is.
func split(street []*term) (words, numbers []*term) {
	for _, t := range street {
		switch {
		case isNumber(t.text):
			numbers = append(numbers, t)
		case !ways[t.text]:
			words = append(words, t)
		}
	}
	return words, numbers
}

// paired is how many of the words have one like them among the others.
func paired(words, others []*term) (n int) {
	for _, w := range words {
		for _, o := range others {
			if w == o || !isNumber(w.text) && alike(w, o) >= byEar {
				n++
				break
			}
		}
	}
	return n
}

func (q *question) postcode(other *record) (clue, bool) {
	mine, theirs := q.r.postcode, other.postcode
	if mine == "" || theirs == "" || q.r.country != other.country {
		return clue{}, false
	}
	if _, others, ok := q.rarest(other, byPostcode); ok {
		return clue{about: postcodeSame, score: sharedBy(samePostcode, others), others: others}, true
	}
	weight := float64(otherPostcode)
	if strings.HasPrefix(mine, theirs) || strings.HasPrefix(theirs, mine) || withinEdits(mine, theirs, 1) {
		weight = nearPostcode
	}
	return clue{about: postcodeDiffers, score: weight}, true
}

// far is what it says that two points are more than so many kilometres farther
// apart than their precision explains.
var far = [...]struct{ km, weight float64 }{{50, -12}, {10, -7}, {3, -4}, {1, -2}}

// distance compares points as far as they are precise. Points of cities can only
// say that two clinics are not in one.
func (q *question) distance(other *record) (clue, bool) {
	if q.r.point.IsZero() || other.point.IsZero() {
		return clue{}, false
	}
	km := q.r.point.KM(other.point)
	beyond := km - float64(q.r.slack) - float64(other.slack)
	for _, f := range far {
		if beyond > f.km {
			return clue{about: apart, score: f.weight, km: km}, true
		}
	}
	if !q.r.exact() || !other.exact() {
		return clue{}, false
	}
	if _, others, ok := q.rarest(other, byPoint); ok {
		weight := float64(samePoint)
		if max(q.r.slack, other.slack) <= slacks[directory.Rooftop] {
			weight = sameRoof
		}
		return clue{about: pointSame, score: sharedBy(weight, others), others: others}, true
	}
	if beyond <= 0 {
		return clue{about: apart, score: samePlace, km: km}, true
	}
	return clue{about: apart, km: km}, true
}
