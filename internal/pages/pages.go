package pages

import (
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/fetch"
	"rootline/internal/gazetteer"
	"rootline/internal/moderation"
	"rootline/internal/search"
	"rootline/internal/words"
	"rootline/web"
	"rootline/web/page"
)

// Pages answers visitors. All its exported fields but Demo have to be set.
type Pages struct {
	Search *search.Live
	Places *gazetteer.Gazetteer
	Store  Store
	Assets *web.Built
	Base   string // the site's address, without a slash at its end
	Now    func() time.Time

	// Guard stands before the pages. Their forms carry its token, and their buttons
	// lead to what it lets through.
	Guard *access.Guard

	// Sitemap holds what search engines are told of.
	Sitemap Sitemap

	// Sources returns the files that listings were taken from.
	Sources func(ctx context.Context) ([]page.Source, error)

	// MovedClinic and MovedBrand return the present slug of what an id or slug of
	// the past led to, or a *directory.Error of kind NotFound.
	MovedClinic func(ctx context.Context, old string) (directory.Slug, error)
	MovedBrand  func(ctx context.Context, old string) (directory.Slug, error)

	// Photo returns a picture in the narrowest width there is that is not below width, or
	// in the widest, or a *directory.Error of kind NotFound. A width of 0 is the widest.
	Photo func(ctx context.Context, id directory.ID, width int) (Picture, error)

	// Entry and Invitations let people in. Suggest makes up four words for a password.
	Entry       Entry
	Invitations Invitations
	Suggest     func() (string, error)

	// Self and Team carry out what people ask who are signed in: about themselves, and
	// about whoever works with them.
	Self Self
	Team Team

	// Listings, Claims and Moderators carry out what keeps listings true: what the people
	// of a clinic ask, whoever says that they speak for one, and moderators.
	Listings   *moderation.Desk
	Claims     *moderation.Claims
	Moderators *moderation.Queue

	// Asking asks clinics whether facts are still right, and takes their answers.
	Asking *moderation.Asking

	// Album carries out what the people of a clinic do with its photos.
	Album *moderation.Album

	// Files are the rows of files that need a human.
	Files Files

	// Figures keeps what is counted of listings.
	Figures Figures

	// Demo returns what a demo shows besides; nil if this is none.
	Demo Demo

	// Keys returns the document by which others can tell our tokens, a JSON Web Key Set.
	Keys func(ctx context.Context) ([]byte, error)

	// Visit fetches a page of somebody's site, safely and within the time of a request; or
	// it refuses, if enough are being fetched.
	Visit func(ctx context.Context, at directory.URL) (fetch.Page, error)

	keptSitemap keptSitemap
}

// Store is what the pages need from storage. Where there is nothing, each method
// returns a *directory.Error of kind NotFound; a listing comes whatever its state.
type Store interface {
	ListingBySlug(ctx context.Context, slug directory.Slug) (directory.Listing, error)
	ListingsOf(ctx context.Context, organization directory.ID, limit int) ([]directory.Listing, error)
	Organization(ctx context.Context, id directory.ID) (directory.Organization, error)
	OrganizationBySlug(ctx context.Context, slug directory.Slug) (directory.Organization, error)

	// Held reports whether somebody speaks for a clinic, or its brand; zero is neither.
	Held(ctx context.Context, clinic, brand directory.ID) (bool, error)
}

// Mount adds every page to r. Read it as the table of contents.
func (p *Pages) Mount(r *access.Router) {
	r.Get("/", p.home)
	r.Get("/search", p.results)
	for _, service := range placeServices {
		p.mountPlaces(r, "/"+service.String(), service)
	}
	r.Get("/clinics/:slug.:form", p.clinicFile)
	r.Get("/clinics/:slug", p.clinic)
	r.Get("/brands/:slug", p.brand)
	r.Get("/about", p.about)
	r.Get("/problems/:type", p.problemType)
	r.Get("/clinics/:slug/photos/:id", p.photo)
	r.Get("/assets/:name", p.asset)
	r.Get("/favicon.ico", p.favicon)
	r.Get("/robots.txt", p.robots)
	r.Get("/sitemap.xml", p.sitemap)
	r.Get("/sitemaps/:name", p.sitemapFile)
	r.Get("/.well-known/jwks.json", p.keys)
	if p.Demo != nil {
		r.Get("/demo", p.demo)
	}
	p.mountEntry(r)
	p.mountAccount(r)
	p.mountTeams(r)
	p.mountClaims(r)
	p.mountProposals(r)
	p.mountFacts(r)
	p.mountEdit(r)
	p.mountUploads(r)
	p.mountQueue(r)
	p.mountFigures(r)
	for _, service := range placeServices {
		p.mountPlaces(r, "/:service<regex("+inAnyCase(service.String())+")>", service)
	}
}

// mountPlaces adds the pages of a service below its root.
func (p *Pages) mountPlaces(r *access.Router, root string, service search.Choice) {
	place := p.place(service)
	for _, below := range []string{"", "/:country", "/:country/:region", "/:country/:region/:city"} {
		r.Get(root+below, place)
	}
}

// inAnyCase is a regular expression for a word in capitals or not, as people type
// PRP. Such an address is sent on to the one in small letters.
func inAnyCase(word string) string {
	var b strings.Builder
	for _, letter := range word {
		b.WriteString("[" + string(letter) + strings.ToUpper(string(letter)) + "]")
	}
	return "^" + b.String() + "$"
}

// words are the words that the pages are written in. Other languages will have
// addresses of their own, so that none depends on a header.
func (p *Pages) words() *words.Words { return words.English() }

// frame is the frame of a page at this path, which is the address it should be
// known by.
func (p *Pages) frame(path, title string) page.Frame {
	return page.Frame{
		Words:     p.words(),
		Now:       p.Now(),
		Title:     title,
		Canonical: p.Base + path,
		Assets: page.Assets{
			Style:   p.Assets.Path("app.css"),
			Script:  p.Assets.Path("app.js"),
			Passkey: p.Assets.Path("passkey.js"),
			Icon:    p.Assets.Path("mark.svg"),
		},
	}
}

// show replies with a page.
func show(c *fiber.Ctx, component templ.Component) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return component.Render(c.UserContext(), c.Response().BodyWriter())
}

// rawPath is the path as the visitor sent it, to be compared with how it should
// have been written.
func rawPath(c *fiber.Ctx) string { return string(c.Request().URI().PathOriginal()) }

// moved sends a visitor on to the right address for good.
func moved(c *fiber.Ctx, path string) error {
	return c.Redirect(path, fiber.StatusMovedPermanently)
}
