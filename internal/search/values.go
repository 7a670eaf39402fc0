package search

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"rootline/internal/directory"
)

// Values is the query as parameters of an address, for links and forms: what
// stands at its default is left out, and the values of a list are each named
// once, in the order of their text, so that equal searches have one address.
// [Parse] reads back the query that it was, with its lists in that order.
func (q Query) Values() url.Values {
	v := url.Values{}
	setText(v, "q", q.Text)
	setList(v, "service", q.Services, Choice.String)
	setList(v, "country", q.Countries, directory.Country.String)
	setList(v, "region", q.Regions, directory.Region.String)
	setList(v, "city", q.Cities, cityText)
	if !q.Near.IsZero() {
		v.Set("near", plainDecimal(q.Near.Lat())+","+plainDecimal(q.Near.Lng()))
		if q.RadiusKM != 0 && q.RadiusKM != DefaultRadiusKM {
			v.Set("radius_km", plainDecimal(q.RadiusKM))
		}
	}
	setList(v, "feature", q.Features, directory.Feature.String)
	setList(v, "language", q.Languages, directory.Language.String)
	setFlag(v, "open_now", q.OpenNow)
	setFlag(v, "accepting", q.Accepting)
	setList(v, "entry_type", entryTypes(q.EntryTypes), entryTypeText)
	if q.Sort != ByRelevance {
		v.Set("sort", q.Sort.String())
	}
	setNumber(v, "page", q.Page, 1)
	setNumber(v, "per_page", q.PerPage, DefaultPerPage)
	return v
}

func setText(v url.Values, name, text string) {
	if text != "" {
		v.Set(name, text)
	}
}

func setFlag(v url.Values, name string, on bool) {
	if on {
		v.Set(name, "true")
	}
}

func setNumber(v url.Values, name string, n, unless int) {
	if n != 0 && n != unless {
		v.Set(name, strconv.Itoa(n))
	}
}

func setList[T comparable](v url.Values, name string, list []T, text func(T) string) {
	for _, value := range canonical(list, text) {
		v.Add(name, text(value))
	}
}

// canonical returns the values of list, each once, in the order of their text;
// nil if there are none. The list is left as it is.
func canonical[T comparable](list []T, text func(T) string) []T {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list
	}
	sorted := slices.SortedFunc(slices.Values(list), func(a, b T) int {
		return cmp.Compare(text(a), text(b))
	})
	return slices.Compact(sorted)
}

// entryTypes is the list in canonical form, which is empty for the types that
// are searched unless others are asked for.
func entryTypes(list []directory.EntryType) []directory.EntryType {
	list = canonical(list, entryTypeText)
	if slices.Equal(list, []directory.EntryType{directory.EntryChain, directory.EntryClinic}) {
		return nil
	}
	return list
}

func entryTypeText(t directory.EntryType) string { return string(t) }

func cityText(id directory.CityID) string { return strconv.FormatUint(uint64(id), 10) }

// plainDecimal writes a number so that it reads back as itself, without an exponent.
func plainDecimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
