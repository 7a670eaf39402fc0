package locate

import (
	"slices"
	"strings"
	"unicode"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// namesake is a city that has a name, and whether that is its own, main one.
type namesake struct {
	gazetteer.Place
	own bool
}

// What is read as a city's name, so that the cost of a row does not follow from what
// stands in it.
const (
	maxName  = 200 // bytes; the longest name has half as many
	maxParts = 6   // between commas
	maxWords = 8   // that may be a name and what it lies in
)

// abbreviations are words that people write for longer ones in names of places.
var abbreviations = map[string][]string{
	"st":     {"saint", "sankt", "sint"},
	"ste":    {"sainte"},
	"saint":  {"st"},
	"sainte": {"ste"},
	"sankt":  {"st"},
	"sta":    {"santa"},
	"sto":    {"santo"},
	"mt":     {"mount"},
	"ft":     {"fort"},
}

// text is what a row says in words of where it is.
type text struct {
	country      directory.Country
	region, city string
}

// reading is what that may mean.
type reading struct {
	region    directory.Region // zero if it names none that we know
	namesakes []namesake       // the cities of the country that it may name, most populous first
}

// read understands the words of a row, as far as it can.
func (l *Locator) read(t text) reading {
	return l.readings.of(t, func() reading {
		return reading{l.regionCalled(t.country, t.region), l.citiesIn(t.country, t.city)}
	})
}

// citiesIn returns the cities of a country that a text names: whole, or after what the
// post and careful people add to a name is taken for that. Nothing is left out that
// might be part of the name.
func (l *Locator) citiesIn(country directory.Country, text string) []namesake {
	if text == "" || len(text) > maxName {
		return nil
	}
	if cities := l.citiesCalled(country, text); len(cities) > 0 {
		return cities
	}
	parts, words := split(text), strings.Fields(text)
	switch {
	case len(parts) > maxParts || len(parts) < 2 && len(words) > maxWords:
		return nil
	case len(parts) > 1:
		return l.readParts(country, parts)
	default:
		return l.readWords(country, words)
	}
}

// readWords reads Springfield Illinois: a name, and the region or country it is in.
func (l *Locator) readWords(country directory.Country, words []string) []namesake {
	for n := len(words) - 1; n > 0; n-- {
		name, where := strings.Join(words[:n], " "), strings.Join(words[n:], " ")
		region := l.regionCalled(country, where)
		if region.IsZero() && !l.isCountry(country, where) {
			continue
		}
		if cities := within(l.citiesCalled(country, name), region); len(cities) > 0 {
			return cities
		}
	}
	return nil
}

// split cuts a text at the signs that stand between a place and what it lies in.
func split(text string) []string {
	text = dashes.Replace(text)
	var parts []string
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",;/|()", c) }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

var dashes = strings.NewReplacer(" - ", ",", " – ", ",", " — ", ",")

// readParts reads Kadıköy/İstanbul, Springfield, IL and Beckenham, London. The first
// part that is a city is it, but one that lies in a region or country named by
// another part comes before one of which nothing else speaks, and one that does not
// lie where another part says is none.
func (l *Locator) readParts(country directory.Country, parts []string) []namesake {
	var first []namesake
	for i, part := range parts {
		cities, understood := l.citiesCalled(country, part), false
		for j, other := range parts {
			if j == i {
				continue
			}
			region := l.regionCalled(country, other)
			cities = within(cities, region)
			understood = understood || !region.IsZero() || l.isCountry(country, other)
		}
		if len(cities) > 0 && understood {
			return cities
		}
		if first == nil && len(cities) > 0 {
			first = cities
		}
	}
	return first
}

// citiesCalled returns the cities of a country that have a name, in the first of its
// spellings that any has.
func (l *Locator) citiesCalled(country directory.Country, name string) []namesake {
	for _, spelt := range spellingsOf(name) {
		var cities []namesake
		key := keyOf(spelt)
		for _, p := range l.places.Named(spelt, country) {
			if p.Kind == gazetteer.KindCity {
				cities = append(cities, namesake{p, keyOf(p.Name) == key})
			}
		}
		if len(cities) > 0 {
			return cities
		}
	}
	return nil
}

// within returns the cities that lie in a region; all, if it is zero. The few that
// the gazetteer knows no region of may lie in any.
func within(cities []namesake, region directory.Region) []namesake {
	if region.IsZero() {
		return cities
	}
	return slices.DeleteFunc(slices.Clone(cities), func(n namesake) bool {
		return n.Region != region && !n.Region.IsZero()
	})
}

// spellingsOf are the ways in which the gazetteer may have a name, as written first.
// Case, accents, hyphens and apostrophes need none: it does not see them.
func spellingsOf(name string) []string {
	all := []string{name}
	if bare := withoutCodes(name); bare != "" && bare != name {
		all = append(all, bare)
	}
	for _, spelt := range all {
		if full := strings.ReplaceAll(spelt, "&", " and "); full != spelt {
			all = append(all, full)
		}
		all = append(all, expand(spelt)...)
	}
	if rest, ok := strings.CutPrefix(keyOf(name), "city of "); ok {
		all = append(all, rest)
	}
	return all
}

// withoutCodes leaves out the postal codes before and after a name: W1 and SW1A 2AA,
// D-80331, and the CEDEX of French business mail. A word with a digit in it is one.
func withoutCodes(name string) string {
	words := strings.Fields(name)
	isCode := func(word string) bool {
		return strings.ContainsFunc(word, unicode.IsDigit) || strings.EqualFold(word, "cedex")
	}
	for len(words) > 0 && isCode(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	for len(words) > 0 && isCode(words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// expand writes out the first abbreviation in a name, in each way there is.
func expand(name string) []string {
	words := strings.Fields(keyOf(name))
	for i, word := range words {
		full, ok := abbreviations[word]
		if !ok {
			continue
		}
		var all []string
		for _, f := range full {
			words[i] = f
			all = append(all, strings.Join(words, " "))
		}
		return all
	}
	return nil
}

// keyOf reduces a name to what makes it the same name: its folded words, without
// apostrophes, as the gazetteer does.
func keyOf(name string) string {
	return strings.Join(directory.Words(apostrophes.Replace(name)), " ")
}

var apostrophes = strings.NewReplacer("'", "", "`", "", "’", "", "‘", "", "ʻ", "", "ʼ", "")
