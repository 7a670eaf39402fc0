package main

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/api"
	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/auth/passkey"
	"rootline/internal/auth/self"
	"rootline/internal/auth/team"
	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/fetch"
	"rootline/internal/gazetteer"
	"rootline/internal/moderation"
	"rootline/internal/pages"
	"rootline/internal/search"
	"rootline/internal/server"
	"rootline/internal/store"
	"rootline/internal/words"
	"rootline/web"
)

// desks are the use cases of people, and what stands in front of every route.
type desks struct {
	entry *entry.Desk
	self  *self.Desk
	team  *team.Desk
	guard *access.Guard

	listings   *moderation.Desk
	claims     *moderation.Claims
	moderators *moderation.Queue
	album      *moderation.Album
	asking     *moderation.Asking
}

// furnishDesks sets up the desks. A site that is called by a number has no passkeys,
// since browsers tie those to names; everything else works there.
func furnishDesks(site *server.Options, h *house) desks {
	name := words.English().T("frame.site")
	party, err := passkey.NewParty(site.BaseURL, name)
	if err != nil {
		party = nil
	}
	hasher, throttle := auth.NewHasher(), auth.NewThrottle()
	minter := &auth.Minter{
		Issuer: site.BaseURL.String(), Signer: h.vault.Signer, Verifiers: h.vault.Verifiers,
		Now: time.Now, Random: rand.Reader,
	}
	d := desks{
		entry: &entry.Desk{
			Store: h, Hasher: hasher, Throttle: throttle, Minter: minter, Passkeys: party,
			Digest: h.vault.Digest, Now: time.Now, Random: rand.Reader,
		},
		self: &self.Desk{
			Store: h, Hasher: hasher, Throttle: throttle, Passkeys: party,
			Digest: h.vault.Digest, Site: name, Now: time.Now, Random: rand.Reader,
		},
		team: &team.Desk{Store: h, Places: places{h.Store}, Hasher: hasher, Now: time.Now, Random: rand.Reader},
	}
	office := moderation.Office{Store: h, Now: time.Now, Random: rand.Reader}
	d.listings = &moderation.Desk{Office: office}
	d.claims = &moderation.Claims{Office: office, Throttle: throttle}
	d.moderators = &moderation.Queue{Office: office}
	d.asking = &moderation.Asking{Office: office}
	d.album = &moderation.Album{Desk: *d.listings, Make: photoMaker()}
	d.guard = &access.Guard{
		Table: auth.Permissions(), Who: d.entry, Objects: places{h.Store}, Base: site.BaseURL, Now: time.Now,
		FormKey: h.vault.Digest, Second: d.hasSecond,
	}
	return d
}

// hasSecond reports whether somebody has a second factor or a passkey.
func (d desks) hasSecond(ctx context.Context, actor directory.Actor) (bool, error) {
	profile, err := d.self.Profile(ctx, actor)
	return profile.Second(), err
}

// visitTime is how long a page that is looked at for a code may take: less than the
// request that asks for it has.
const visitTime = 4 * time.Second

// mount puts the API and the pages on the site.
func mount(site *server.Options, cfg config.Config, h *house, live *search.Live, cities *gazetteer.Gazetteer, assets *web.Built) {
	base, db := site.BaseURL.String(), h.Store
	d := furnishDesks(site, h)
	movedClinic := func(ctx context.Context, old string) (directory.Slug, error) {
		return db.Moved(ctx, store.Clinic, old)
	}
	a := &api.API{
		Search: live, Places: cities, Store: db, Base: base, Now: time.Now, Moved: movedClinic,
		Entry: d.entry, Self: d.self, Team: d.team,
		Listings: d.listings, Claims: d.claims, Moderators: d.moderators, Figures: h.books,
	}
	p := &pages.Pages{
		Search: live, Places: cities, Store: db, Assets: assets, Base: base, Now: time.Now,
		Sitemap: listed{db}, Sources: listed{db}.sources,
		MovedClinic: movedClinic,
		MovedBrand: func(ctx context.Context, old string) (directory.Slug, error) {
			return db.Moved(ctx, store.Organization, old)
		},
		Photo: func(ctx context.Context, id directory.ID, width int) (pages.Picture, error) {
			photo, err := db.PhotoAt(ctx, id, width)
			return pages.Picture{MediaType: photo.MediaType, Width: photo.Width, Bytes: photo.Bytes}, err
		},
		Entry: d.entry, Invitations: d.team, Suggest: d.self.Suggest, Self: d.self, Team: d.team,
		Keys: d.entry.Minter.JWKS, Guard: d.guard, Figures: h.books,
		Listings: d.listings, Claims: d.claims, Moderators: d.moderators,
	}
	p.Visit = bounded(fetch.New(fetch.Options{Site: site.BaseURL, Now: time.Now, Timeout: visitTime}).Page)
	a.Visit = p.Visit
	if cfg.Command == config.Demo {
		p.Demo = demoShown(h)
	}
	p.Album, p.Asking, p.Files = d.album, d.asking, fileRows{db, d.moderators}
	a.Album, a.Asking = d.album, d.asking
	site.Bodies = uploads
	site.Mount = func(app *fiber.App) {
		a.Mount(d.guard.Router(app.Group(api.Root), api.Root, access.API))
		p.Mount(d.guard.Router(app, "", access.Pages))
	}
	site.ErrorPage = p.ErrorPage
}
