package layout

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

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

// CountryNames returns the names that find a country, by its code: in the
// languages that most people type them in, and what it is also called.
func CountryNames(code string) []string {
	if names, ok := countryNames.Load(code); ok {
		return names.([]string)
	}
	names := listCountryNames(code)
	countryNames.Store(code, names)
	return names
}

// countryNames remembers them: to ask the library costs a microsecond a language.
var countryNames sync.Map // code → []string

func listCountryNames(code string) []string {
	var names []string
	region, err := language.ParseRegion(code)
	if err != nil {
		return nil
	}
	for _, l := range languages {
		if r := display.Regions(l); r != nil {
			names = append(names, r.Name(region))
		}
	}
	if also := alsoCalled[code]; also != "" {
		names = append(names, strings.Split(also, ",")...)
	}
	return names
}
