package pages

import (
	"context"
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// maxAddresses is how many addresses a file of the sitemap protocol may have.
const maxAddresses = 50_000

// forAnHour keeps crawlers that come back at once from making the files anew.
const forAnHour = "public, max-age=3600"

// Listed is what a sitemap lists from storage.
type Listed string

// The things that a sitemap lists: those that searches hold, and the brands that
// run one of them.
const (
	ListedClinics Listed = "clinics"
	ListedBrands  Listed = "brands"
)

// Chunk is a part of what is listed that fits into one file.
type Chunk struct {
	Number    int64
	Count     int
	UpdatedAt directory.Instant // when the newest of it last changed
}

// Sitemap is what the sitemap needs from storage: the chunks, whose numbers stay
// the same as the directory grows, and what is in one. A chunk that is not there
// has nothing in it.
type Sitemap interface {
	Chunks(ctx context.Context, of Listed) ([]Chunk, error)
	Addresses(ctx context.Context, of Listed, chunk int64, fn func(directory.Slug, directory.Instant) error) error
}

// The elements of the protocol (https://www.sitemaps.org/protocol.html). An entry
// without a date is one whose last change we do not know.
type (
	sitemapURLs struct {
		XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []sitemapEntry `xml:"url"`
	}
	sitemapIndex struct {
		XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Files   []sitemapEntry `xml:"sitemap"`
	}
	sitemapEntry struct {
		Address string `xml:"loc"`
		Changed string `xml:"lastmod,omitempty"`
	}
)

// part is what may be a file of its own.
type part struct {
	name      string
	most      int // addresses, at most
	updatedAt directory.Instant
	entries   func(context.Context) ([]sitemapEntry, error)
}

// sitemap answers GET /sitemap.xml: with every address worth finding or, where
// they are too many for one file, with an index of the files that have them.
func (p *Pages) sitemap(c *fiber.Ctx) error {
	parts, err := p.parts(c.UserContext())
	if err != nil {
		return err
	}
	total := 0
	for _, part := range parts {
		total += part.most
	}
	if total > maxAddresses {
		return sendXML(c, p.sitemapFiles(parts))
	}
	var all sitemapURLs
	for _, part := range parts {
		entries, err := part.entries(c.UserContext())
		if err != nil {
			return err
		}
		all.URLs = append(all.URLs, entries...)
	}
	return sendXML(c, all)
}

// sitemapFile answers GET /sitemaps/{name}.xml.
func (p *Pages) sitemapFile(c *fiber.Ctx) error {
	name, xml := strings.CutSuffix(c.Params("name"), ".xml")
	parts, err := p.parts(c.UserContext())
	if err != nil {
		return err
	}
	for _, part := range parts {
		if !xml || part.name != name {
			continue
		}
		entries, err := part.entries(c.UserContext())
		if err != nil {
			return err
		}
		return sendXML(c, sitemapURLs{URLs: entries})
	}
	return directory.Refuse(directory.NotFound, "problem.not_found.detail")
}

func (p *Pages) sitemapFiles(parts []part) sitemapIndex {
	var all sitemapIndex
	for _, part := range parts {
		all.Files = append(all.Files, sitemapEntry{p.Base + "/sitemaps/" + part.name + ".xml", lastmod(part.updatedAt)})
	}
	return all
}

// parts are all that the sitemap has: the pages of the site itself, those of places
// by service and country, the clinics and the brands.
func (p *Pages) parts(ctx context.Context) ([]part, error) {
	parts := []part{{name: "site", most: len(sitePages), entries: p.siteEntries}}
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
			parts = append(parts, p.placePart(service, country))
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

// sitePages are the pages that are there whatever the directory holds.
var sitePages = []string{"/", "/prp", "/smp", "/tandem", "/about"}

func (p *Pages) siteEntries(context.Context) ([]sitemapEntry, error) {
	var all []sitemapEntry
	for _, path := range sitePages {
		all = append(all, sitemapEntry{Address: p.Base + path})
	}
	return all, nil
}

// placePart is a country's page of a service, and those of its regions and cities
// that have clinics, as far as the search counts them.
func (p *Pages) placePart(service search.Choice, country directory.Country) part {
	name := service.String() + "-" + country.Slug().String()
	entries := func(context.Context) ([]sitemapEntry, error) {
		q := search.Query{Services: []search.Choice{service}, Countries: []directory.Country{country}, Page: 1, PerPage: 1}
		answer, err := p.Search.Find(q, p.Now())
		if err != nil {
			return nil, err
		}
		at := scope{service: service}
		at.country, _ = p.Places.Country(country)
		all := []sitemapEntry{{Address: p.Base + at.path()}}
		for _, row := range answer.Facets.Region {
			if id, err := directory.ParseRegion(row.Value); err == nil {
				all = append(all, sitemapEntry{Address: p.Base + p.within(service, country, id, 0).path()})
			}
		}
		for _, row := range answer.Facets.City {
			id, err := strconv.ParseUint(row.Value, 10, 32)
			if city, ok := p.Places.City(directory.CityID(id)); ok && err == nil {
				all = append(all, sitemapEntry{Address: p.Base + p.within(service, country, city.Region, city.ID).path()})
			}
		}
		return all, nil
	}
	return part{name: name, most: 1 + 2*search.MaxFacetRows, entries: entries}
}

// paths says where what is listed has its pages.
var paths = map[Listed]func(directory.Slug) string{ListedClinics: clinicPath, ListedBrands: brandPath}

func (p *Pages) chunkPart(of Listed, chunk Chunk) part {
	entries := func(ctx context.Context) ([]sitemapEntry, error) {
		all := make([]sitemapEntry, 0, chunk.Count)
		err := p.Sitemap.Addresses(ctx, of, chunk.Number, func(slug directory.Slug, at directory.Instant) error {
			all = append(all, sitemapEntry{p.Base + paths[of](slug), lastmod(at)})
			return nil
		})
		return all, err
	}
	name := string(of) + "-" + strconv.FormatInt(chunk.Number, 10)
	return part{name: name, most: chunk.Count, updatedAt: chunk.UpdatedAt, entries: entries}
}

func lastmod(at directory.Instant) string {
	if at == 0 {
		return ""
	}
	return at.Time().Format(time.RFC3339)
}

func sendXML(c *fiber.Ctx, document any) error {
	body, err := xml.Marshal(document)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationXMLCharsetUTF8)
	c.Set(fiber.HeaderCacheControl, forAnHour)
	return c.Send(append([]byte(xml.Header), body...))
}

// robots answers GET /robots.txt. Searches are endless combinations of what the
// pages of places, clinics and brands already say.
func (p *Pages) robots(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	c.Set(fiber.HeaderCacheControl, forAnHour)
	return c.SendString("User-agent: *\nDisallow: /search?\nDisallow: /api/\n\nSitemap: " + p.Base + "/sitemap.xml\n")
}
