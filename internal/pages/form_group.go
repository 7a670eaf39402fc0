package pages

import (
	"slices"
	"strconv"

	"rootline/internal/directory"
	"rootline/internal/search"
	"rootline/web/page"
)

// group is a filter whose options are the rows of a facet, and what is chosen
// even if no row has it, so that it can be unchosen.
func (m former) group(name string, chosen []string, rows func(*search.Facets) []search.Row, label func(string) string) page.Group {
	g := page.Group{Name: name, ID: name, Legend: m.words.T("filters." + name), Folds: true}
	if m.facets != nil {
		for _, row := range rows(m.facets) {
			g.Options = append(g.Options, page.Option{
				Name: name, Value: row.Value, Label: label(row.Value), Count: row.Count,
				Checked: slices.Contains(chosen, row.Value),
			})
		}
	}
	for _, value := range chosen {
		if !slices.ContainsFunc(g.Options, func(o page.Option) bool { return o.Value == value }) {
			g.Options = append(g.Options, page.Option{Name: name, Value: value, Label: label(value), Count: m.none(), Checked: true})
		}
	}
	return m.counted(g)
}

// counted notes how many options of a group are set, and unfolds it if any is,
// or something is wrong with it.
func (m former) counted(g page.Group) page.Group {
	for _, o := range g.Options {
		if o.Checked {
			g.Set++
		}
	}
	_, wrong := m.asked.faults[g.Name]
	g.Open = g.Set > 0 || wrong || g.Name == "region" && len(g.Options) <= openRows
	return g
}

// count is how many results a value of a facet stands for.
func (m former) count(rows func(*search.Facets) []search.Row, value string) int {
	if m.facets == nil {
		return -1
	}
	for _, row := range rows(m.facets) {
		if row.Value == value {
			return row.Count
		}
	}
	return 0
}

// none is the count of a value that no result has, if anything was counted.
func (m former) none() int {
	if m.facets == nil {
		return -1
	}
	return 0
}

func (m former) countryName(value string) string {
	c, err := directory.ParseCountry(value)
	if err != nil {
		return value
	}
	return m.words.Country(c)
}

func (m former) regionName(value string) string {
	id, err := directory.ParseRegion(value)
	if err != nil {
		return value
	}
	region, _ := m.places.Region(id)
	return region.Name
}

func (m former) cityName(value string) string {
	city, _ := m.places.City(cityID(value))
	return city.Name
}

func (m former) languageName(value string) string {
	l, err := directory.ParseLanguage(value)
	if err != nil {
		return value
	}
	return m.words.Language(l)
}

// cityID reads the id of a city from a facet's row; 0 if it is none.
func cityID(value string) directory.CityID {
	n, err := strconv.ParseUint(value, 10, 32)
	if err != nil {
		return 0
	}
	return directory.CityID(n)
}
