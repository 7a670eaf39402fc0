package gazetteer

import (
	"strings"

	"rootline/internal/directory"
	"rootline/internal/gazetteer/layout"
)

// City is a populated place, from a capital down to a village.
type City struct {
	ID         directory.CityID
	Name       string
	Slug       directory.Slug // unique within its region, or its country where it has none
	Country    directory.Country
	Region     directory.Region // zero in a country without regions, and for a few that GeoNames assigns to none
	Point      directory.Point
	Population int    // 0 if not known
	TimeZone   string // IANA
}

// Region is a first-level division of a country.
type Region struct {
	ID         directory.Region
	Name       string
	Slug       directory.Slug // unique within its country
	Country    directory.Country
	Population int             // of its cities together
	Point      directory.Point // of its largest city; zero if the gazetteer has none there
}

// Country is a country and its English name.
type Country struct {
	Code       directory.Country
	Name       string
	Slug       directory.Slug
	Population int // of its cities together
	HasRegions bool
	Point      directory.Point // of its largest city; zero if the gazetteer has none there
}

// Kind says what a place is.
type Kind string

// The kinds of place.
const (
	KindCountry Kind = "country"
	KindRegion  Kind = "region"
	KindCity    Kind = "city"
)

// Place is what a look-up finds: a country, a region or a city, with what is
// needed to show it and tell it from its namesakes.
type Place struct {
	Kind        Kind
	Country     directory.Country
	Region      directory.Region // of a city, the one it lies in; may be zero
	City        directory.CityID // zero unless a city
	Slug        directory.Slug
	Name        string
	RegionName  string // of the region that a city lies in, if any
	CountryName string
	Label       string // the name with what it lies in, in English: London, Ontario, Canada
	Point       directory.Point
	Population  int
	TimeZone    string // of a country or region, its largest city's
}

// nameAndSlug reads the text of a row.
func (g *Gazetteer) nameAndSlug(r *row) (name, slug string) {
	name, slug, written := strings.Cut(g.texts.text(r.text), "\x00")
	if !written {
		slug = layout.PlainSlug(name)
	}
	return name, slug
}

// parseSlug trusts what the file says, except that a damaged one gives none.
func parseSlug(s string) directory.Slug {
	slug, err := directory.ParseSlug(s)
	if err != nil {
		return directory.Slug{}
	}
	return slug
}

func (g *Gazetteer) cityAt(o ordinal) City {
	r := g.row(o)
	name, slug := g.nameAndSlug(&r)
	return City{
		ID: r.id, Name: name, Slug: parseSlug(slug), Country: g.country(r.area), Region: g.region(r.area),
		Point: r.point(), Population: int(r.population), TimeZone: g.zone(r.area, r.zone),
	}
}

func (g *Gazetteer) regionAt(a area) Region {
	r := g.row(g.place(a))
	name, slug := g.nameAndSlug(&r)
	return Region{
		ID: g.region(a), Name: name, Slug: parseSlug(slug), Country: g.country(a),
		Population: int(r.population), Point: r.point(),
	}
}

func (g *Gazetteer) countryAt(a area) Country {
	r, code := g.row(g.place(a)), g.country(a)
	return Country{
		Code: code, Name: g.texts.text(r.text), Slug: code.Slug(),
		Population: int(r.population), Point: r.point(), HasRegions: g.spanOf(a).to > a+1,
	}
}

// areaName is the name of a country or region.
func (g *Gazetteer) areaName(a area) string {
	r := g.row(g.place(a))
	name, _, _ := strings.Cut(g.texts.text(r.text), "\x00")
	return name
}

func (g *Gazetteer) placesAt(list []ordinal) []Place {
	places := make([]Place, len(list))
	for i, o := range list {
		places[i] = g.placeAt(o)
	}
	return places
}

func (g *Gazetteer) placeAt(o ordinal) Place {
	r := g.row(o)
	p := Place{
		Country: g.country(r.area), Region: g.region(r.area), City: r.id,
		Point: r.point(), Population: int(r.population), TimeZone: g.zone(r.area, r.zone),
	}
	name, slug := g.nameAndSlug(&r)
	p.Name, p.Slug = name, parseSlug(slug)
	p.CountryName = g.areaName(g.areaOfCountry(p.Country))
	switch {
	case r.id != 0:
		p.Kind = KindCity
		g.placeCity(&p, r.area)
	case p.Region.IsZero():
		p.Kind, p.Slug, p.Label = KindCountry, p.Country.Slug(), p.Name
	default:
		p.Kind, p.Label = KindRegion, p.Name+regionMark+", "+p.CountryName
	}
	return p
}

// regionMark tells a region from a city of its name, so that no two kinds of
// place share a label.
const regionMark = " (region)"

// placeCity says where a city is. Its label leaves out a region that would only
// repeat its name, however spelt: N'Djamena, Chad.
func (g *Gazetteer) placeCity(p *Place, home area) {
	p.Label = p.Name + ", " + p.CountryName
	if g.isCountry(home) {
		return
	}
	r := g.row(g.place(home))
	name, slug := g.nameAndSlug(&r)
	p.RegionName = name
	if slug != p.Slug.String() && name != p.Name {
		p.Label = p.Name + ", " + name + ", " + p.CountryName
	}
}
