package pages

import (
	"slices"
	"strconv"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/words"
	"rootline/web/page"
)

// radii are the distances that the form offers, in kilometres.
var radii = []float64{5, 10, 25, 50, 100, 250, 500}

// openRows is the most options that a group of filters shows without being
// asked to unfold.
const openRows = 8

// former fills the form in: with what was asked and, where the search was run,
// with what it could be narrowed to.
type former struct {
	asked  *asked
	facets *search.Facets // nil if nothing was searched for
	words  *words.Words
	places *gazetteer.Gazetteer
}

func (m former) form(filters int) page.Form {
	a := m.asked
	f := page.Form{
		Text:    a.text,
		Where:   a.where,
		Errors:  a.wrong(m.words.Message),
		Radius:  m.radius(),
		Sort:    m.sorts(),
		Filters: filters,
	}
	if a.place == nil && !a.query.Near.IsZero() {
		f.Hidden = append(f.Hidden, page.Field{Name: "near", Value: pointText(a.query.Near)})
	}
	if a.query.PerPage != search.DefaultPerPage {
		f.Hidden = append(f.Hidden, page.Field{Name: "per_page", Value: strconv.Itoa(a.query.PerPage)})
	}
	f.Hidden = append(f.Hidden, m.beside()...)
	f.Groups = append(f.Groups, m.services(), m.availability())
	f.Groups = append(f.Groups, m.areas()...)
	f.Groups = append(f.Groups, m.features()...)
	f.Groups = append(f.Groups, m.languages(), m.entryTypes())
	return f
}

func (m former) radius() []page.Option {
	if m.asked.query.Near.IsZero() {
		return nil
	}
	set := m.asked.query.RadiusKM
	all := radii
	if !slices.Contains(all, set) {
		all = append(slices.Clone(all), set)
		slices.Sort(all)
	}
	options := make([]page.Option, len(all))
	for i, km := range all {
		value := strconv.FormatFloat(km, 'f', -1, 64)
		options[i] = page.Option{Name: "radius_km", Value: value, Label: m.words.KM(km), Checked: km == set}
	}
	return options
}

func (m former) sorts() []page.Option {
	var options []page.Option
	for _, s := range search.Sorts() {
		if s == search.ByDistance && m.asked.query.Near.IsZero() {
			continue
		}
		name := s.String()
		options = append(options, page.Option{
			Name: "sort", Value: name, Label: m.words.T("sort." + name), Checked: s == m.asked.query.Sort,
		})
	}
	return options
}

func (m former) services() page.Group {
	g := page.Group{Name: "service", ID: "service", Legend: m.words.T("filters.service")}
	for _, c := range search.Choices() {
		g.Options = append(g.Options, page.Option{
			Name: "service", Value: c.String(), Label: m.words.T("choice." + c.String()),
			Count:   m.count(func(f *search.Facets) []search.Row { return f.Service }, c.String()),
			Checked: slices.Contains(m.asked.query.Services, c),
		})
	}
	return m.counted(g)
}

func (m former) availability() page.Group {
	q := &m.asked.query
	return m.counted(page.Group{ID: "availability", Legend: m.words.T("filters.availability"), Options: []page.Option{
		{Name: "open_now", Value: "true", Label: m.words.T("filters.open_now"), Count: -1, Checked: q.OpenNow},
		{Name: "accepting", Value: "true", Label: m.words.T("filters.accepting"), Count: -1, Checked: q.Accepting},
	}})
}

// levels are the filters on places, widest first.
var levels = []string{"country", "region", "city"}

// settled is how many levels a place asked for by name settles: its own and
// those above it.
func (m former) settled() int {
	if m.asked.place == nil {
		return 0
	}
	switch m.asked.place.Kind {
	case gazetteer.KindCountry:
		return 1
	case gazetteer.KindRegion:
		return 2
	default:
		return 3
	}
}

// areas are the filters by country, region and city that are left to choose.
func (m former) areas() []page.Group {
	set := m.asked.query.Values()
	all := []page.Group{
		m.group(levels[0], set[levels[0]], func(f *search.Facets) []search.Row { return f.Country }, m.countryName),
		m.group(levels[1], set[levels[1]], func(f *search.Facets) []search.Row { return f.Region }, m.regionName),
		m.group(levels[2], set[levels[2]], func(f *search.Facets) []search.Row { return f.City }, m.cityName),
	}
	return all[m.settled():]
}

// beside are places asked for besides the one asked for by name, on levels that
// this one settles: they have no box to stay in, and must not be lost.
func (m former) beside() []page.Field {
	var fields []page.Field
	others := m.asked.values(m.asked.where)
	for _, level := range levels[:m.settled()] {
		for _, value := range others[level] {
			fields = append(fields, page.Field{Name: level, Value: value})
		}
	}
	return fields
}

// featureGroups are the groups of features, in the order in which they stand.
var featureGroups = []struct {
	service directory.Service
	group   directory.FeatureGroup
}{
	{directory.PRP, directory.GroupComfort},
	{directory.PRP, directory.GroupTechnique},
	{directory.SMP, directory.GroupLook},
	{directory.SMP, directory.GroupTechnique},
	{directory.SMP, directory.GroupAftercare},
}

func (m former) features() []page.Group {
	var groups []page.Group
	for _, of := range featureGroups {
		id := of.service.String() + "_" + string(of.group)
		g := page.Group{Name: "feature", ID: id, Legend: m.words.T("filters.group." + id), Folds: true}
		for _, f := range directory.Features() {
			if f.Service() != of.service || f.Group() != of.group {
				continue
			}
			o := page.Option{
				Name: "feature", Value: f.String(), Label: m.words.Feature(f),
				Count:   m.count(func(f *search.Facets) []search.Row { return f.Feature }, f.String()),
				Checked: slices.Contains(m.asked.query.Features, f),
			}
			if o.Checked || o.Count != 0 {
				g.Options = append(g.Options, o)
			}
		}
		groups = append(groups, m.counted(g))
	}
	return groups
}

func (m former) languages() page.Group {
	return m.group("language", m.asked.query.Values()["language"],
		func(f *search.Facets) []search.Row { return f.Language }, m.languageName)
}

// entryTypes shows which kinds of business the search is among. Nothing chosen
// means clinics and brands, so that is what the form shows as set.
func (m former) entryTypes() page.Group {
	set := m.asked.query.EntryTypes
	g := page.Group{Name: "entry_type", ID: "entry_type", Legend: m.words.T("filters.entry_type"), Folds: true, Set: len(set)}
	if len(set) == 0 {
		set = []directory.EntryType{directory.EntryClinic, directory.EntryChain}
	}
	for _, t := range directory.EntryTypes() {
		g.Options = append(g.Options, page.Option{
			Name: "entry_type", Value: string(t), Label: m.words.T("entry." + string(t)), Count: -1,
			Checked: slices.Contains(set, t),
		})
	}
	g.Open = g.Set > 0
	return g
}
