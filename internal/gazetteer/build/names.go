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

// languages are those whose names for the countries find them.
var languages = []language.Tag{
	language.English, language.German, language.Spanish, language.French, language.Italian, language.Portuguese,
	language.Turkish, language.Russian, language.Arabic, language.SimplifiedChinese, language.TraditionalChinese,
	language.Japanese, language.Korean, language.Polish, language.Dutch, language.Swedish, language.Norwegian,
	language.Danish, language.Finnish, language.Czech, language.Hungarian, language.Romanian, language.Greek,
	language.Ukrainian, language.Hebrew, language.Persian, language.Hindi,
}

// alsoCalled are names of countries that people type and CLDR does not list.
var alsoCalled = map[string]string{
	"AE": "UAE,Emirates", "BO": "Plurinational State of Bolivia", "CD": "DR Congo,DRC,Democratic Republic of the Congo,Zaire",
	"CG": "Republic of the Congo", "CI": "Ivory Coast", "CV": "Cabo Verde", "CZ": "Czech Republic", "FM": "Micronesia",
	"GB": "UK,Great Britain,Britain", "HK": "Hong Kong", "KP": "DPRK", "KR": "Korea,Republic of Korea", "MK": "Macedonia",
	"MM": "Burma", "MO": "Macau,Macao", "NL": "Holland,The Netherlands", "PS": "Palestine", "SZ": "Swaziland",
	"TL": "East Timor", "TR": "Türkiye", "US": "USA,United States of America,America", "VA": "Vatican,Holy See",
}

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
	region := language.MustParseRegion(p.area)
	for _, l := range languages {
		if r := display.Regions(l); r != nil {
			all = append(all, r.Name(region))
		}
	}
	return append(all, strings.Split(alsoCalled[p.area], ",")...)
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
