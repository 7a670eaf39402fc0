package pages

import (
	"context"
	"encoding/xml"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
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

// sitemapFor is how long a sitemap is kept, for it takes seconds to make in the
// largest directory and crawlers come in packs.
const sitemapFor = time.Minute

// keptSitemap is the sitemap as it was a moment ago.
type keptSitemap struct {
	mu    sync.Mutex
	body  []byte
	until time.Time
}

// sitemap answers GET /sitemap.xml: with every address worth finding or, where
// they are too many for one file, with an index of the files that have them. Who
// asks while it is made waits for that.
func (p *Pages) sitemap(c *fiber.Ctx) error {
	k := &p.keptSitemap
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.body == nil || !p.Now().Before(k.until) {
		body, err := p.makeSitemap(c.UserContext())
		if err != nil {
			return err
		}
		k.body, k.until = body, p.Now().Add(sitemapFor)
	}
	return sendXML(c, k.body)
}

func (p *Pages) makeSitemap(ctx context.Context) ([]byte, error) {
	parts, err := p.sitemapParts(ctx)
	if err != nil {
		return nil, err
	}
	total := 0
	for i := range parts {
		total += parts[i].count
	}
	if total > maxAddresses {
		return marshalXML(p.sitemapFiles(parts))
	}
	var all sitemapURLs
	for i := range parts {
		entries, err := parts[i].entries(ctx)
		if err != nil {
			return nil, err
		}
		all.URLs = append(all.URLs, entries...)
	}
	return marshalXML(all)
}

func (p *Pages) sitemapFiles(parts []sitemapPart) sitemapIndex {
	var all sitemapIndex
	for i := range parts {
		file := p.Base + "/sitemaps/" + parts[i].name + ".xml"
		all.Files = append(all.Files, sitemapEntry{file, lastmod(parts[i].updatedAt)})
	}
	return all
}

// sitemapFile answers GET /sitemaps/{name}.xml. What is not in it is not listed for
// it: to read one part costs less than to look for all.
func (p *Pages) sitemapFile(c *fiber.Ctx) error {
	name, named := strings.CutSuffix(c.Params("name"), ".xml")
	part, known, err := p.sitemapPartNamed(name)
	if err != nil {
		return err
	}
	var all sitemapURLs
	if named && known {
		if all.URLs, err = part.entries(c.UserContext()); err != nil {
			return err
		}
	}
	if len(all.URLs) == 0 {
		return directory.Refuse(directory.NotFound, "problem.not_found.detail")
	}
	body, err := marshalXML(all)
	if err != nil {
		return err
	}
	return sendXML(c, body)
}

func lastmod(at directory.Instant) string {
	if at == 0 {
		return ""
	}
	return at.Time().Format(time.RFC3339)
}

func marshalXML(document any) ([]byte, error) {
	body, err := xml.Marshal(document)
	return append([]byte(xml.Header), body...), err
}

func sendXML(c *fiber.Ctx, body []byte) error {
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationXMLCharsetUTF8)
	c.Set(fiber.HeaderCacheControl, forAnHour)
	return c.Send(body)
}

// robots answers GET /robots.txt. Searches are endless combinations of what the
// pages of places, clinics and brands already say.
func (p *Pages) robots(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	c.Set(fiber.HeaderCacheControl, forAnHour)
	return c.SendString("User-agent: *\nDisallow: /search?\nDisallow: /api/\n\nSitemap: " + p.Base + "/sitemap.xml\n")
}
