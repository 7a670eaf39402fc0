package page

import (
	"slices"

	"rootline/internal/search"
)

// ResultsView is a search: what was asked, and what was found or is wrong.
type ResultsView struct {
	Form     Form
	Chips    []Link // each leads to the search without the filter that it names
	ClearAll string // address of the search without any filter; empty if there is none
	Place    *Place // what the text in the field "where" was taken for
	Found    bool   // there are results to speak of, if only none
	Total    int
	Cards    []search.Card
	Pager    Pager
	Empty    Empty
}

// Place is what a place's name was taken for, and what else it could mean.
type Place struct {
	Label    string
	RadiusKM float64 // 0 unless the place is a point to search around
	Others   []Link
}

// Empty leads on from a search that found nothing.
type Empty struct {
	Without []Link        // the same search less one filter, where that finds something
	Nearest []search.Card // what fits the other filters, farther away
}

// Form is the search form as it was filled in.
type Form struct {
	Text    string
	Where   string
	Errors  map[string]string // field name to what is wrong with it
	Hidden  []Field           // what the form carries along without showing it
	Groups  []Group
	Radius  []Option // empty unless the search is around a point
	Sort    []Option
	Filters int // how many are set
}

// Field is a name and value.
type Field struct{ Name, Value string }

// Group is a filter with its options.
type Group struct {
	Name    string // of the parameter
	ID      string // unique on the page
	Legend  string
	Options []Option
	Set     int  // how many options narrow the search
	Folds   bool // the options show on demand
	Open    bool // or from the start
}

// Option is one value that a filter can take.
type Option struct {
	Name    string
	Value   string
	Label   string
	Count   int // -1: not told
	Checked bool
}

// id is the option's own id on the page.
func (o Option) id() string { return o.Name + "-" + o.Value }

// describedBy is the id of what is said about a field, if anything is wrong.
func (f Form) describedBy(name string) string {
	if f.Errors[name] == "" {
		return ""
	}
	return "error-" + name
}

// filterWrong reports whether something is wrong in the panel of filters.
func (f Form) filterWrong() bool {
	return slices.ContainsFunc(f.Groups, func(g Group) bool { return f.Errors[g.Name] != "" })
}

// fields are the fields of the form that a fault can be shown beside, with what
// each is called, in the order in which they stand.
var fields = []struct{ Name, Label, Path string }{
	{"q", "search.words", "#q"},
	{"where", "search.where", "#where"},
	{"near", "search.near", ""},
	{"radius_km", "search.radius", "#radius_km"},
	{"service", "filters.service", "#service"},
	{"open_now", "filters.open_now", "#availability"},
	{"accepting", "filters.accepting", "#availability"},
	{"country", "filters.country", "#country"},
	{"region", "filters.region", "#region"},
	{"city", "filters.city", "#city"},
	{"feature", "filters.feature", ""},
	{"language", "filters.language", "#language"},
	{"entry_type", "filters.entry_type", "#entry_type"},
	{"sort", "search.sort", ""},
	{"page", "search.page", ""},
	{"per_page", "search.per_page", ""},
}

// faults says what is wrong with which field, leading to it where it shows.
func (f Form) faults(frame Frame) []Link {
	var all []Link
	for _, field := range fields {
		if fault := f.Errors[field.Name]; fault != "" {
			all = append(all, Link{
				Label: frame.T("results.fault", "Field", frame.T(field.Label), "Fault", fault),
				Path:  field.Path,
			})
		}
	}
	return all
}
