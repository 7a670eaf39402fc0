package pages

import (
	"context"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"sync"
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
	part, known := p.partNamed(name)
	if !xml || !known {
		return directory.Refuse(directory.NotFound, "problem.not_found.detail")
	}
	entries, err := part.entries(c.UserContext())
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return directory.Refuse(directory.NotFound, "problem.not_found.detail")
	}
	return sendXML(c, sitemapURLs{URLs: entries})
}

// partNamed is the part that has a name, whether or not anything is in it: to list
// all parts would cost more than to read one.
func (p *Pages) partNamed(name string) (part, bool) {
	kind, rest, _ := strings.Cut(name, "-")
	if name == siteName {
		return p.sitePart(), true
	}
	if _, listed := paths[Listed(kind)]; listed {
		number, err := strconv.ParseInt(rest, 10, 64)
		return p.chunkPart(Listed(kind), Chunk{Number: number}), err == nil && number >= 0
	}
	country, err := directory.ParseCountry(rest)
	at := slices.IndexFunc(placeServices, func(s search.Choice) bool { return s.String() == kind })
	if err != nil || at < 0 || country.Slug().String() != rest {
		return part{}, false
	}
	return p.placePart(placeServices[at], country), true
}

func (p *Pages) sitemapFiles(parts []part) sitemapIndex {
	var all sitemapIndex
	for _, part := range parts {
		all.Files = append(all.Files, sitemapEntry{p.Base + "/sitemaps/" + part.name + ".xml", lastmod(part.updatedAt)})
	}
	return all
}

// partsFor is how long the list of parts is kept, for it takes seconds in the largest
// directory and crawlers come in packs.
const partsFor = time.Minute

// keptParts are the parts as they were a moment ago.
type keptParts struct {
	mu    sync.Mutex
	parts []part
	until time.Time
}

// parts are all that the sitemap has. Who asks while they are listed waits for that.
func (p *Pages) parts(ctx context.Context) ([]part, error) {
	k := &p.sitemapParts
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.parts != nil && p.Now().Before(k.until) {
		return k.parts, nil
	}
	parts, err := p.listParts(ctx)
	if err == nil {
		k.parts, k.until = parts, p.Now().Add(partsFor)
	}
	return parts, err
}

// listParts lists the parts: the pages of the site itself, those of places
// by service and country, the clinics and the brands.
func (p *Pages) listParts(ctx context.Context) ([]part, error) {
	parts := []part{p.sitePart()}
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

// siteName is the name of the part that has them.
const siteName = "site"

func (p *Pages) sitePart() part {
	entries := func(context.Context) ([]sitemapEntry, error) {
		var all []sitemapEntry
		for _, path := range sitePages {
			all = append(all, sitemapEntry{Address: p.Base + path})
		}
		return all, nil
	}
	return part{name: siteName, most: len(sitePages), entries: entries}
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
		if answer.Total == 0 {
			return nil, nil
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
