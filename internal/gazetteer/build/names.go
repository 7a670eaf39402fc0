package build

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"rootline/internal/directory"
	"rootline/internal/gazetteer/layout"
)

// maxKey bounds a key: Bangkok's ceremonial name is not typed.
const maxKey = 200

// minPart is how many letters the first word of a name's end must have for it
// to be found by that end: janeiro finds Rio de Janeiro, de does not.
const minPart = 4

// countryName is the name shown, in English.
func countryName(c directory.Country) string {
	return display.English.Regions().Name(language.MustParseRegion(c.String()))
}

// keyOf reduces a name to the key that finds it.
func keyOf(name string) string { return layout.Key(directory.Fold(name)) }

// names lists every name that finds p, its own first.
func names(p *place) []string {
	all := []string{p.name, p.ascii}
	if !p.isCountry() {
		return append(all, p.alternates...)
	}
	return append(all, layout.CountryNames(p.area)...)
}

// wholeKeys reduces the names of p to distinct keys. Links, which the list
// carries among the alternate names, are not names.
func wholeKeys(p *place) []string {
	var keys []string
	seen := map[string]bool{"": true}
	for _, name := range names(p) {
		k := keyOf(name)
		if !seen[k] && len(k) <= maxKey && !strings.Contains(name, "://") {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	return keys
}

// partKeys are the ends of p's own name that start at a later word.
func partKeys(p *place) []string {
	var keys []string
	for _, name := range []string{p.name, p.ascii} {
		k := keyOf(name)
		for i := range len(k) {
			if k[i] != ' ' {
				continue
			}
			word, _, _ := strings.Cut(k[i+1:], " ")
			if utf8.RuneCountInString(word) >= minPart && len(k) <= maxKey {
				keys = append(keys, k[i+1:])
			}
		}
	}
	return keys
}

// areaKeys are what narrows a look-up to an area: its names, a country's code,
// and a region's where it is made of letters, as Texas's is.
func areaKeys(p *place) []string {
	keys := wholeKeys(p)
	if code := strings.ToLower(p.area); p.isCountry() {
		keys = append(keys, code)
	} else if strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") == "" {
		keys = append(keys, code[2:])
	}
	return keys
}
