package pages

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// sitemapPart is what may be a file of its own.
type sitemapPart struct {
	name      string
	count     int // of its entries
	updatedAt directory.Instant
	entries   func(context.Context) ([]sitemapEntry, error)
}

// sitemapParts lists the parts: the pages of the site itself, those of places by
// service and country, the clinics and the brands.
func (p *Pages) sitemapParts(ctx context.Context) ([]sitemapPart, error) {
	parts := []sitemapPart{p.sitePart()}
	for _, service := range placeServices {
		answer, err := p.Search.Find(search.Query{Services: []search.Choice{service}, Page: 1, PerPage: 1}, p.Now())
		if err != nil {
			return nil, err
		}
		for _, row := range answer.Facets.Country {
			country, err := directory.ParseCountry(row.Value)
			if err != nil {
				return nil, err
			}
			part, err := p.placePart(service, country)
			if err != nil {
				return nil, err
			}
			parts = append(parts, part)
		}
	}
	for _, of := range []Listed{ListedClinics, ListedBrands} {
		chunks, err := p.Sitemap.Chunks(ctx, of)
		if err != nil {
			return nil, err
		}
		for _, chunk := range chunks {
			parts = append(parts, p.chunkPart(of, chunk))
		}
	}
	return parts, nil
}

// sitemapPartNamed is the part that has a name, whether or not anything is in it. It
// has one name only.
func (p *Pages) sitemapPartNamed(name string) (part sitemapPart, known bool, err error) {
	if name == siteName {
		return p.sitePart(), true, nil
	}
	kind, rest, _ := strings.Cut(name, "-")
	if _, listed := paths[Listed(kind)]; listed {
		number, err := strconv.ParseInt(rest, 10, 64)
		canonical := err == nil && number >= 0 && strconv.FormatInt(number, 10) == rest
		return p.chunkPart(Listed(kind), Chunk{Number: number}), canonical, nil
	}
	at := slices.IndexFunc(placeServices, func(s search.Choice) bool { return s.String() == kind })
	if country, bad := directory.ParseCountry(rest); bad == nil && at >= 0 && country.Slug().String() == rest {
		part, err = p.placePart(placeServices[at], country)
		return part, true, err
	}
	return sitemapPart{}, false, nil
}

// sitePages are the pages that are there whatever the directory holds.
var sitePages = []string{"/", "/prp", "/smp", "/tandem", "/about"}

// siteName is the name of the part that has them.
const siteName = "site"

func (p *Pages) sitePart() sitemapPart { return p.pathsPart(siteName, sitePages) }

// pathsPart is a part that has these pages, of whose last change nothing is known.
func (p *Pages) pathsPart(name string, pages []string) sitemapPart {
	entries := func(context.Context) ([]sitemapEntry, error) {
		all := make([]sitemapEntry, len(pages))
		for i, path := range pages {
			all[i].Address = p.Base + path
		}
		return all, nil
	}
	return sitemapPart{name: name, count: len(pages), entries: entries}
}

// placePart is a country's page of a service, and those of all its regions and
// cities that have clinics.
func (p *Pages) placePart(service search.Choice, country directory.Country) (sitemapPart, error) {
	answer, err := p.Search.Find(search.Query{
		Services: []search.Choice{service}, Countries: []directory.Country{country}, Page: 1, PerPage: 1, AllPlaces: true,
	}, p.Now())
	if err != nil {
		return sitemapPart{}, err
	}
	var all []string
	if answer.Total > 0 {
		all = append(all, p.within(service, country, directory.Region{}, 0).path())
	}
	for _, row := range answer.Facets.Region {
		id, err := directory.ParseRegion(row.Value)
		if _, ok := p.Places.Region(id); ok && err == nil {
			all = append(all, p.within(service, country, id, 0).path())
		}
	}
	for _, row := range answer.Facets.City {
		id, err := strconv.ParseUint(row.Value, 10, 32)
		if city, ok := p.Places.City(directory.CityID(id)); ok && err == nil {
			all = append(all, p.within(service, country, city.Region, city.ID).path())
		}
	}
	return p.pathsPart(service.String()+"-"+country.Slug().String(), all), nil
}

// paths says where what is listed has its pages.
var paths = map[Listed]func(directory.Slug) string{ListedClinics: clinicPath, ListedBrands: brandPath}

func (p *Pages) chunkPart(of Listed, chunk Chunk) sitemapPart {
	entries := func(ctx context.Context) ([]sitemapEntry, error) {
		all := make([]sitemapEntry, 0, chunk.Count)
		err := p.Sitemap.Addresses(ctx, of, chunk.Number, func(slug directory.Slug, at directory.Instant) error {
			all = append(all, sitemapEntry{p.Base + paths[of](slug), lastmod(at)})
			return nil
		})
		return all, err
	}
	name := string(of) + "-" + strconv.FormatInt(chunk.Number, 10)
	return sitemapPart{name: name, count: chunk.Count, updatedAt: chunk.UpdatedAt, entries: entries}
}
