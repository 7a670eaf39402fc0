package intake

import (
	"context"

	"rootline/internal/directory"
)

// Store is what an import needs from storage.
type Store interface {
	// Listings calls fn, from several goroutines at once, with every listing.
	Listings(ctx context.Context, fn func(directory.Listing) error) error

	// Records calls fn with what is remembered of each row of a source, by key.
	Records(ctx context.Context, source string, fn func(Record) error) error

	// Brands returns the organizations that the brands of a source became, by key.
	Brands(ctx context.Context, source string) (map[string]directory.ID, error)

	// Distinct returns every pair that somebody has found to be distinct.
	Distinct(ctx context.Context) ([]Pair, error)

	// Import runs fn in one transaction: all that it writes is on disk when Import
	// returns, or, if fn returns an error, nothing.
	Import(ctx context.Context, fn func(Tx) error) error
}

// Tx is the transaction of a batch of rows.
type Tx interface {
	// FreeSlug returns the first of the wishes that neither answers for anything of
	// its kind today nor ever did; after the last of them, that one with the first
	// free number from 2 on.
	FreeSlug(ctx context.Context, of Noun, wishes ...directory.Slug) (directory.Slug, error)

	// Attempt runs fn, and takes back what it has written if it returns a refusal,
	// which is a *directory.Error or the error of a change; the transaction goes on.
	Attempt(ctx context.Context, fn func() error) error

	// Today returns the id that answers for one of an organization or a clinic today:
	// its own, or that of what it was merged into. It is NotFound if there is no such
	// thing.
	Today(ctx context.Context, of Noun, id directory.ID) (directory.ID, error)

	// Listing returns a listing, this transaction's changes included.
	Listing(ctx context.Context, id directory.ID) (directory.Listing, error)

	// AddOrganization, AddListing and UpdateListing are as the store's own methods.
	// UpdateListing reports whether anything changed.
	AddOrganization(ctx context.Context, o directory.Organization) error
	AddListing(ctx context.Context, l directory.Listing) error
	UpdateListing(ctx context.Context, id directory.ID, change func(*directory.Listing) error) (changed bool, err error)

	// UpdateOrganization is as the store's own method.
	UpdateOrganization(ctx context.Context, id directory.ID, change func(*directory.Organization) error) error

	// Record returns what is remembered of a row, its documents too, or a
	// *directory.Error of kind NotFound.
	Record(ctx context.Context, source, key string) (Record, error)

	// Brand returns the organization that a brand of a source became, or a
	// *directory.Error of kind NotFound.
	Brand(ctx context.Context, source, key string) (directory.ID, error)

	// SaveBrand remembers which organization a brand of a source became.
	SaveBrand(ctx context.Context, source, key string, id directory.ID) error

	// SaveRecord remembers a row, in the place of what was remembered of its key.
	SaveRecord(ctx context.Context, r Record) error

	// SaveSource remembers a source, in the place of what an older file of it said.
	SaveSource(ctx context.Context, s Source) error
}

// Noun is a kind of thing that has a slug of its own.
type Noun string

// The kinds of thing that an import makes.
const (
	NounOrganization Noun = "organization"
	NounClinic       Noun = "clinic"
)
