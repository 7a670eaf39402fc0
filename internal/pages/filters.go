package pages

import (
	"slices"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/words"
)

// filter is one thing that a search is narrowed by, and the search without it.
type filter struct {
	label string
	less  asked
}

// filters lists what narrows the search, in the order in which the form has it.
func (a *asked) filters(w *words.Words, places *gazetteer.Gazetteer) []filter {
	l := filterList{of: *a}
	q := &a.query
	if q.Text != "" {
		l.add(w.T("results.quoted", "Text", q.Text), func(less *asked) { less.query.Text, less.text = "", "" })
	}
	l.place(w)
	for _, s := range q.Services {
		l.add(w.T("choice."+s.String()), func(less *asked) { less.query.Services = dropValue(q.Services, s) })
	}
	if q.OpenNow {
		l.add(w.T("filters.open_now"), func(less *asked) { less.query.OpenNow = false })
	}
	if q.Accepting {
		l.add(w.T("filters.accepting"), func(less *asked) { less.query.Accepting = false })
	}
	l.areas(w, places)
	for _, f := range q.Features {
		l.add(w.Feature(f), func(less *asked) { less.query.Features = dropValue(q.Features, f) })
	}
	for _, lang := range q.Languages {
		l.add(w.Language(lang), func(less *asked) { less.query.Languages = dropValue(q.Languages, lang) })
	}
	for _, t := range q.EntryTypes {
		l.add(w.T("entry."+string(t)), func(less *asked) { less.query.EntryTypes = dropValue(q.EntryTypes, t) })
	}
	return l.all
}

// filterList gathers filters of one search.
type filterList struct {
	of  asked
	all []filter
}

// maxFilters is how many filters are shown as such. An address can hold thousands
// of values, and each costs an address of its own; nobody reads as many.
const maxFilters = 40

func (l *filterList) add(label string, drop func(less *asked)) {
	if len(l.all) == maxFilters {
		return
	}
	less := l.of
	less.query.Page = 1
	drop(&less)
	l.all = append(l.all, filter{label, less})
}

// place adds what a named place or a point narrows to.
func (l *filterList) place(w *words.Words) {
	q := &l.of.query
	switch p := l.of.place; {
	case p == nil && q.Near.IsZero():
	case p == nil:
		point := w.Decimal(q.Near.Lat(), 2) + ", " + w.Decimal(q.Near.Lng(), 2)
		l.add(w.T("results.around_point", "Distance", w.KM(q.RadiusKM), "Point", point), (*asked).dropPoint)
	default:
		l.add(p.Label, func(less *asked) {
			less.query.Countries = dropValue(less.query.Countries, p.Country)
			less.query.Regions, less.query.Cities = nil, nil
			if p.Kind == gazetteer.KindCity {
				less.dropPoint()
			}
			less.where, less.place, less.others = "", nil, nil
		})
	}
}

func (a *asked) dropPoint() {
	a.query.Near, a.query.RadiusKM = directory.Point{}, 0
	if a.query.Sort == search.ByDistance {
		a.query.Sort = search.ByRelevance
	}
}

// areas adds the countries, regions and cities that were chosen from lists.
// Without a country, what was chosen inside it goes too.
func (l *filterList) areas(w *words.Words, places *gazetteer.Gazetteer) {
	q, p := &l.of.query, l.of.place
	for _, c := range q.Countries {
		if p != nil && p.Country == c {
			continue
		}
		l.add(w.Country(c), func(less *asked) {
			less.query.Countries = dropValue(q.Countries, c)
			less.query.Regions = slices.DeleteFunc(slices.Clone(q.Regions), func(r directory.Region) bool { return r.Country() == c })
			less.query.Cities = slices.DeleteFunc(slices.Clone(q.Cities), func(id directory.CityID) bool {
				city, _ := places.City(id)
				return city.Country == c
			})
		})
	}
	for _, r := range q.Regions {
		if p != nil && p.Region == r {
			continue
		}
		region, _ := places.Region(r)
		l.add(region.Name, func(less *asked) { less.query.Regions = dropValue(q.Regions, r) })
	}
	for _, id := range q.Cities {
		city, _ := places.City(id)
		l.add(city.Name, func(less *asked) { less.query.Cities = dropValue(q.Cities, id) })
	}
}
