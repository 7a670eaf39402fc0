package api

import (
	"context"
	"time"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/fetch"
	"rootline/internal/gazetteer"
	"rootline/internal/moderation"
	"rootline/internal/search"
)

// Root is the path at which the API stands on the site. Mount wants a router
// that starts there.
const Root = "/api/v1"

// API answers what programs ask. All its fields have to be set.
type API struct {
	Search *search.Live
	Places *gazetteer.Gazetteer
	Store  Store
	Entry  Entry
	Self   Self
	Team   Team

	// Listings and the others carry out what keeps listings true.
	Listings   *moderation.Desk
	Claims     *moderation.Claims
	Moderators *moderation.Queue
	Asking     *moderation.Asking
	Album      *moderation.Album

	Figures Figures

	// Visit fetches a page of somebody's site, safely and within the time of a request; or
	// it refuses, if enough are being fetched.
	Visit func(ctx context.Context, at directory.URL) (fetch.Page, error)

	Base string // the site's address, without a slash at its end
	Now  func() time.Time

	// Moved is the present slug of the clinic that an id or slug of the past led
	// to, or a *directory.Error of kind NotFound.
	Moved func(ctx context.Context, old string) (directory.Slug, error)
}

// Store is what the API needs from storage. Its methods return a listing whatever
// its state, or a brand, or a *directory.Error of kind NotFound.
type Store interface {
	Listing(ctx context.Context, id directory.ID) (directory.Listing, error)
	ListingBySlug(ctx context.Context, slug directory.Slug) (directory.Listing, error)
	Organization(ctx context.Context, id directory.ID) (directory.Organization, error)
	OrganizationBySlug(ctx context.Context, slug directory.Slug) (directory.Organization, error)

	// ListingsOf returns the listings of a brand, as many as limit at most.
	ListingsOf(ctx context.Context, organization directory.ID, limit int) ([]directory.Listing, error)
}

// Mount adds every route of the API to r. Read it as the table of contents.
func (a *API) Mount(r *access.Router) {
	r.Get("/clinics", a.findClinics)
	r.Get("/clinics.geojson", a.findFeatures)
	r.Get("/clinics/:clinic", a.clinic)
	r.Get("/places", a.findPlaces)
	r.Get("/openapi.json", openapiJSON)
	r.Get("/openapi.yaml", openapiYAML)
	a.mountEntry(r)
	a.mountSelf(r)
	a.mountTeams(r)
	a.mountListings(r)
	a.mountFigures(r)
}
