package words

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"rootline/internal/directory"
)

// names are the names of things that there are many of, ready to be said.
type names struct {
	countries map[directory.Country]string
	inCountry map[directory.Country]string // where that differs
	languages display.Namer
	services  []string // by directory.Service
	features  []string // by directory.Feature
}

func newNames(w *Words) names {
	n := names{
		countries: map[directory.Country]string{},
		inCountry: map[directory.Country]string{},
		languages: display.Languages(w.tag),
		services:  []string{""},
		features:  []string{""},
	}
	regions := display.Regions(w.tag)
	for _, c := range directory.Countries() {
		n.countries[c] = regions.Name(language.MustParseRegion(c.String()))
		// The library's names are of 2017. A country that has taken another since
		// stands in the catalogue.
		if name, ok := w.plain["country."+strings.ToLower(c.String())]; ok {
			n.countries[c] = name
		}
		if name, ok := w.plain["country_in."+strings.ToLower(c.String())]; ok {
			n.inCountry[c] = name
		}
	}
	for _, s := range directory.Services() {
		n.services = append(n.services, w.T("service."+s.String()))
	}
	for _, f := range directory.Features() {
		n.features = append(n.features, w.T("feature."+f.String()))
	}
	return n
}

// Country is the country's name; the zero Country has none.
func (w *Words) Country(c directory.Country) string { return w.names.countries[c] }

// CountryIn is the country's name within a sentence, after such a word as "in":
// the United Kingdom.
func (w *Words) CountryIn(c directory.Country) string {
	if name, ok := w.names.inCountry[c]; ok {
		return name
	}
	return w.Country(c)
}

// In is a country that fills the gap of a sentence as [Words.CountryIn] says it.
type In directory.Country

// Language is the name that this language has for l: Turkish. A language it has
// no name for is said by its code.
func (w *Words) Language(l directory.Language) string {
	tag, err := language.Parse(l.String())
	if err != nil {
		return l.String()
	}
	if name := w.names.languages.Name(tag); name != "" {
		return name
	}
	return l.String()
}

// Service is the service's short name.
func (w *Words) Service(s directory.Service) string { return w.names.services[s] }

// Feature is the feature's name.
func (w *Words) Feature(f directory.Feature) string { return w.names.features[f] }

// say puts a value into words.
func (w *Words) say(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return w.Number(v)
	case float64:
		return w.printer.Sprint(v)
	case []string:
		return strings.Join(v, ", ")
	case time.Weekday:
		return w.Weekday(v)
	case directory.Message:
		return w.Message(v)
	case directory.Money:
		return w.Money(v)
	case directory.Date:
		return w.Date(v)
	case directory.Country:
		return w.Country(v)
	case In:
		return w.CountryIn(directory.Country(v))
	case directory.Language:
		return w.Language(v)
	case directory.Service:
		return w.Service(v)
	case directory.Feature:
		return w.Feature(v)
	default:
		return fmt.Sprint(v)
	}
}
