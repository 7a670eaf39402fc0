package pages

import (
	"errors"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
)

// maxWhere is the number of letters that a place may be asked for with.
const maxWhere = 100

// asked is a search as a visitor asked for it: the query, and what the page has
// beyond it, the place by name.
type asked struct {
	query  search.Query
	text   string            // the words as they were typed
	where  string            // the place as it was typed
	place  *gazetteer.Place  // what that was taken for; nil if no place was named
	others []gazetteer.Place // what else it could mean
	faults map[string]directory.Message
}

// argument is a name and value of an address.
type argument struct{ name, value string }

// ask reads a search from the query part of an address. Names that it does not
// know are passed over, and so are empty values, which a form sends for every
// field that was left alone.
func ask(raw string, places *gazetteer.Gazetteer) asked {
	var a asked
	decoded, err := search.Arguments(raw)
	args := a.known(decoded)
	a.note(err)
	args = a.locate(args, places)
	query, err := search.Parse(each(args), places)
	a.note(err)
	a.query = query
	return a
}

// known keeps the arguments that a search has a use for, and notes the two that
// are shown again as they were typed.
func (a *asked) known(args iter.Seq2[string, string]) []argument {
	var known []argument
	for name, value := range args {
		switch {
		case value == "":
		case name == "where":
			a.where = directory.Printable(strings.TrimSpace(value))
		case search.Known(name):
			known = append(known, argument{name, value})
		}
		if name == "q" {
			a.text = directory.Printable(value)
		}
	}
	return known
}

// note keeps what err says of fields that the form has.
func (a *asked) note(err error) {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) {
		return
	}
	for name, message := range e.Fields {
		if name == "where" || search.Known(name) {
			a.fault(name, message)
		}
	}
}

func (a *asked) fault(name string, message directory.Message) {
	if a.faults == nil {
		a.faults = map[string]directory.Message{}
	}
	if _, told := a.faults[name]; !told {
		a.faults[name] = message
	}
}

// locate finds the place that was asked for by name and puts it among the
// arguments, in the terms that a query has: a country, a region, or the
// surroundings of a city. Without a point, what needs one is dropped: the form
// still has it when a visitor empties the field for the place.
func (a *asked) locate(args []argument, places *gazetteer.Gazetteer) []argument {
	a.place, a.others = a.lookUp(places)
	if a.place != nil {
		switch p := a.place; p.Kind {
		case gazetteer.KindCity:
			args = without(args, "near", "")
			args = append(args, argument{"near", pointText(p.Point)})
		case gazetteer.KindRegion:
			args = append(args, argument{"country", p.Country.String()}, argument{"region", p.Region.String()})
		case gazetteer.KindCountry:
			args = append(args, argument{"country", p.Country.String()})
		}
	}
	if !slices.ContainsFunc(args, func(arg argument) bool { return arg.name == "near" }) {
		args = without(args, "radius_km", "")
		args = without(args, "sort", search.ByDistance.String())
	}
	return args
}

// lookUp returns what the name of a place most likely means, and its namesakes.
func (a *asked) lookUp(places *gazetteer.Gazetteer) (taken *gazetteer.Place, others []gazetteer.Place) {
	switch {
	case a.where == "":
		return nil, nil
	case strings.ContainsRune(a.where, utf8.RuneError):
		a.fault("where", directory.Msg("search.where_unreadable"))
		return nil, nil
	case utf8.RuneCountInString(a.where) > maxWhere:
		a.fault("where", directory.Msg("search.where_long", "Max", maxWhere))
		return nil, nil
	}
	found := places.Lookup(a.where, 12)
	if len(found) == 0 {
		a.fault("where", directory.Msg("search.where_unknown", "Where", a.where))
		return nil, nil
	}
	first := found[0]
	if directory.Fold(a.where) == directory.Fold(first.Label) {
		return &first, nil
	}
	for _, other := range found[1:] {
		if len(others) < maxOthers && directory.Fold(other.Name) == directory.Fold(first.Name) {
			others = append(others, other)
		}
	}
	return &first, others
}

// maxOthers is how many namesakes of a place are offered.
const maxOthers = 4

// values is the search as parameters of a page's address: those of the query,
// with the place by its name instead of what it was resolved to.
func (a *asked) values(where string) url.Values {
	q := a.query
	if a.place != nil {
		q.Countries = dropValue(q.Countries, a.place.Country)
		q.Regions = dropValue(q.Regions, a.place.Region)
	}
	v := q.Values()
	if a.place != nil {
		if a.place.Kind == gazetteer.KindCity {
			v.Del("near")
		}
		v.Set("where", where)
	}
	return v
}

// path is the search's address on the site.
func (a *asked) path() string { return address(a.values(a.where)) }

// canonical is the path under which the search should be known, whatever name
// the place was asked for by.
func (a *asked) canonical() string {
	if a.place == nil {
		return a.path()
	}
	return address(a.values(a.place.Label))
}

// turned is the address of another page of the same results.
func (a *asked) turned(to int) string {
	other := *a
	other.query.Page = to
	return other.path()
}

// address is the path of a search with parameters.
func address(v url.Values) string {
	if len(v) == 0 {
		return "/search"
	}
	return "/search?" + v.Encode()
}

func pointText(p directory.Point) string {
	return strconv.FormatFloat(p.Lat(), 'f', -1, 64) + "," + strconv.FormatFloat(p.Lng(), 'f', -1, 64)
}

// each yields arguments as search.Parse reads them.
func each(args []argument) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, a := range args {
			if !yield(a.name, a.value) {
				return
			}
		}
	}
}

// without drops the arguments of a name, of all values or, unless it is empty, of
// one.
func without(args []argument, name, value string) []argument {
	return slices.DeleteFunc(args, func(a argument) bool {
		return a.name == name && (value == "" || a.value == value)
	})
}

// dropValue is a list less one value; the list itself is left alone.
func dropValue[T comparable](list []T, value T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return v == value })
}

// wrong says what is wrong with each field.
func (a *asked) wrong(say func(directory.Message) string) map[string]string {
	wrong := make(map[string]string, len(a.faults))
	for name, message := range maps.All(a.faults) {
		wrong[name] = say(message)
	}
	return wrong
}
