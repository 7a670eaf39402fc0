package search

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rootline/internal/directory"
)

// text reads the words to look for. An empty text looks for none; one that is
// all punctuation was meant to look for something and is refused.
func (r *queryReader) text(name string) {
	value, ok := r.scalar(name)
	if !ok {
		return
	}
	text := strings.Join(strings.Fields(value), " ")
	words := len(directory.Words(text))
	if utf8.RuneCountInString(text) > MaxText || words > MaxWords ||
		text != "" && words == 0 || strings.ContainsFunc(value, unicode.IsControl) {
		r.refuse(name, "parameter.q", "Letters", MaxText, "Words", MaxWords)
		return
	}
	r.query.Text = text
}

func (r *queryReader) services(name string) {
	r.query.Services = readList(r, name, acceptedServices)
}

func (r *queryReader) features(name string) {
	r.query.Features = readList(r, name, acceptedFeatures)
}

func (r *queryReader) languages(name string) {
	r.query.Languages = readList(r, name, acceptedLanguages)
}

func (r *queryReader) entryTypes(name string) {
	r.query.EntryTypes = entryTypes(readList(r, name, acceptedEntryTypes))
}

func (r *queryReader) near(name string) {
	value, ok := r.scalar(name)
	if !ok {
		return
	}
	latText, lngText, _ := strings.Cut(value, ",")
	lat, latOK := readNumber(latText)
	lng, lngOK := readNumber(lngText)
	point, err := directory.NewPoint(lat, lng)
	if !latOK || !lngOK || err != nil {
		r.refuse(name, "parameter.near")
		return
	}
	r.query.Near, r.query.RadiusKM = point, DefaultRadiusKM
}

func (r *queryReader) radius(name string) {
	value, ok := r.scalar(name)
	if !ok {
		return
	}
	switch km, ok := readNumber(value); {
	case !ok || km < 1 || km > MaxRadiusKM:
		r.refuse(name, "parameter.radius_km", "Max", MaxRadiusKM)
	case !r.given("near"):
		r.refuse(name, "parameter.radius_needs_near")
	case !r.faulty("near"):
		r.query.RadiusKM = km
	}
}

func (r *queryReader) openNow(name string) { r.query.OpenNow = r.flag(name) }

func (r *queryReader) accepting(name string) { r.query.Accepting = r.flag(name) }

// flag reads a parameter that can only be turned on. To turn it off is to leave
// it out, for "false" might mean both that and its opposite.
func (r *queryReader) flag(name string) bool {
	value, ok := r.scalar(name)
	if ok && value != "true" {
		r.refuse(name, "parameter.flag")
	}
	return ok && value == "true"
}

func (r *queryReader) sort(name string) {
	value, ok := r.scalar(name)
	if !ok {
		return
	}
	switch order, ok := acceptedSorts.parse(value); {
	case !ok:
		r.refuse(name, "parameter.sort", "Accepted", acceptedSorts.names)
	case order == ByDistance && !r.given("near"):
		r.refuse(name, "parameter.distance_needs_near")
	case order != ByDistance || !r.faulty("near"):
		r.query.Sort = order
	}
}

func (r *queryReader) page(name string) { r.whole(name, MaxPage, &r.query.Page) }

func (r *queryReader) perPage(name string) { r.whole(name, r.maxPerPage, &r.query.PerPage) }

// whole reads a whole number from 1 to most.
func (r *queryReader) whole(name string, most int, into *int) {
	value, ok := r.scalar(name)
	if !ok {
		return
	}
	n, ok := ParseWhole(value, most)
	if !ok {
		r.refuse(name, "parameter.whole", "Max", most)
		return
	}
	*into = n
}

// ParseWhole reads a whole number from 1 to most, written in digits alone.
func ParseWhole(s string, most int) (n int, ok bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && allDigits(s) && n >= 1 && n <= most
}

// readNumber reads a decimal number as people write it: digits, a point among them
// at most, a minus before them. Exponents, hexadecimals, spaces and the names
// of what is not a number are for programs that talk to themselves.
func readNumber(s string) (float64, bool) {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if !allDigits(whole) || point && !allDigits(fraction) {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f + 0, err == nil // + 0 makes -0 the 0 that it is
}

// allDigits reports whether s is made of digits, one or more.
func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
