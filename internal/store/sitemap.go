package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"

	"rootline/internal/directory"
)

// SitemapChunk is a part of a sitemap: a file of one may have 50,000 addresses at
// most.
type SitemapChunk struct {
	Number    int64 // names the chunk, from 0; one that would be empty is left out
	Count     int
	UpdatedAt directory.Instant // the newest of its entries
}

const chunkSize = 50_000

// The statements say what is listed in the words of the indexes clinic_in_sitemap
// and brand_in_sitemap: otherwise SQLite would not see that these hold it, and read
// the clinics instead.
const (
	sitemapClinics = `FROM clinic WHERE state = 'published' AND operating <> 'closed' AND number > ?1 AND number <= ?2`

	// A brand that was merged away can still have clinics. It has its place in a
	// chunk, and is not listed there: to pass over places is cheap, and to look for
	// what became of each is not.
	sitemapBrands = `SELECT o.id AS id, o.slug AS slug, a.target_id AS moved,
		CASE WHEN o.updated_at > b.updated_at THEN o.updated_at ELSE b.updated_at END AS updated_at
		FROM (SELECT organization_id, max(updated_at) AS updated_at FROM clinic
			WHERE state = 'published' AND operating <> 'closed' AND organization_id > ?1
			GROUP BY organization_id ORDER BY organization_id LIMIT ?2 OFFSET ?3) b
		JOIN organization o ON o.id = b.organization_id
		LEFT JOIN alias a ON a.noun = 'organization' AND a.old = o.id`
)

// SitemapClinicChunks returns the parts that the clinics which searches hold are cut
// into, by number. A clinic stays in its part for good. It reads a line of an index
// for each clinic: a million take a few tenths of a second.
func (s *Store) SitemapClinicChunks(ctx context.Context) ([]SitemapChunk, error) {
	var last int64
	if err := s.readers.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM clinic`).Scan(&last); err != nil {
		return nil, fmt.Errorf("sitemap of clinics: %w", err)
	}
	var chunks []SitemapChunk
	for k := int64(0); k*chunkSize < last; k++ {
		c := SitemapChunk{Number: k}
		err := s.readers.QueryRowContext(ctx, `SELECT count(*), coalesce(max(updated_at), 0) `+sitemapClinics,
			k*chunkSize, (k+1)*chunkSize).Scan(&c.Count, &c.UpdatedAt)
		if err != nil {
			return nil, fmt.Errorf("sitemap of clinics: %w", err)
		}
		if c.Count > 0 {
			chunks = append(chunks, c)
		}
	}
	return chunks, nil
}

// SitemapClinics calls fn with the slug of each clinic of a chunk and the moment it
// last changed, and stops at the first error. A chunk that is not there has none.
func (s *Store) SitemapClinics(ctx context.Context, chunk int64, fn func(directory.Slug, directory.Instant) error) error {
	if chunk < 0 || chunk >= math.MaxInt64/chunkSize {
		return nil
	}
	return stream(ctx, s.readers, "sitemap of clinics", entry(fn),
		`SELECT slug, updated_at `+sitemapClinics+` ORDER BY number`, chunk*chunkSize, (chunk+1)*chunkSize)
}

// SitemapBrandChunks returns the parts that the brands with a clinic which searches
// hold are cut into, by number. It looks each of them up: a million take more than a
// second, so whoever answers strangers keeps the answer for a while.
func (s *Store) SitemapBrandChunks(ctx context.Context) ([]SitemapChunk, error) {
	var chunks []SitemapChunk
	last := ""
	for k := int64(0); ; k++ {
		c := SitemapChunk{Number: k}
		err := s.readers.QueryRowContext(ctx, `SELECT count(*) - count(moved),
			coalesce(max(CASE WHEN moved IS NULL THEN updated_at END), 0), coalesce(max(id), '') FROM (`+sitemapBrands+`) AS chunk`,
			last, chunkSize, 0).Scan(&c.Count, &c.UpdatedAt, &last)
		if err != nil {
			return nil, fmt.Errorf("sitemap of brands: %w", err)
		}
		if last == "" {
			return chunks, nil
		}
		if c.Count > 0 {
			chunks = append(chunks, c)
		}
	}
}

// SitemapBrands calls fn with the slug of each brand of a chunk and the moment that
// it or a clinic of it last changed, and stops at the first error. A chunk that is
// not there has none.
func (s *Store) SitemapBrands(ctx context.Context, chunk int64, fn func(directory.Slug, directory.Instant) error) error {
	if chunk < 0 || chunk >= math.MaxInt64/chunkSize {
		return nil
	}
	return stream(ctx, s.readers, "sitemap of brands", entry(fn),
		`SELECT slug, updated_at FROM (`+sitemapBrands+`) AS chunk WHERE moved IS NULL ORDER BY id`, "", chunkSize, chunk*chunkSize)
}

// entry calls fn with the slug and the date of a row.
func entry(fn func(directory.Slug, directory.Instant) error) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var slug directory.Slug
		var at directory.Instant
		if err := rows.Scan(text(&slug), &at); err != nil {
			return fmt.Errorf("sitemap: %w", err)
		}
		return fn(slug, at)
	}
}
