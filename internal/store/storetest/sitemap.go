package storetest

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"rootline/internal/directory"
	"rootline/internal/store"
)

// sitemap is a chunk of a sitemap, entry by entry.
func (c check) sitemap(read func(chunk int64, fn func(directory.Slug, directory.Instant) error) error, chunk int64) (entries []string) {
	c.Helper()
	err := read(chunk, func(s directory.Slug, at directory.Instant) error {
		entries = append(entries, fmt.Sprintf("%s %s", s, at.Time().UTC().Format(time.RFC3339)))
		return nil
	})
	if err != nil {
		c.Errorf("the sitemap, chunk %d: %v", chunk, err)
	}
	return entries
}

func (c check) clinicsOf(chunk int64, fn func(directory.Slug, directory.Instant) error) error {
	return c.store.SitemapClinics(c.Context(), chunk, fn)
}

func (c check) brandsOf(chunk int64, fn func(directory.Slug, directory.Instant) error) error {
	return c.store.SitemapBrands(c.Context(), chunk, fn)
}

// wantSitemap wants what the sitemap lists: clinics as they were added, brands by id.
func (c check) wantSitemap(clinics, brands []string) {
	c.Helper()
	if got := c.sitemap(c.clinicsOf, 0); !slices.Equal(got, clinics) {
		c.Errorf("SitemapClinics(0) = %q, want %q", got, clinics)
	}
	if got := c.sitemap(c.brandsOf, 0); !slices.Equal(got, brands) {
		c.Errorf("SitemapBrands(0) = %q, want %q", got, brands)
	}
	chunks, err := c.store.SitemapClinicChunks(c.Context())
	c.wantChunk("SitemapClinicChunks()", chunks, err, len(clinics))
	chunks, err = c.store.SitemapBrandChunks(c.Context())
	c.wantChunk("SitemapBrandChunks()", chunks, err, len(brands))
}

// wantChunk wants all there is to be one chunk, and none if there is nothing.
func (c check) wantChunk(call string, chunks []store.SitemapChunk, err error, count int) {
	c.Helper()
	if err != nil || count == 0 && len(chunks) != 0 || count > 0 && (len(chunks) != 1 || chunks[0].Count != count || chunks[0].Number != 0) {
		c.Errorf("%s = %+v, %v; want %d in one chunk", call, chunks, err, count)
	}
}

func sitemapLists(c check) {
	c.wantSitemap(nil, nil)
	all := Listings(7)
	all[1].State.Value, all[2].State.Value, all[3].Operating.Value = directory.Draft, directory.Suspended, directory.Closed
	all[4].Operating.Value = directory.TemporarilyClosed
	for i := range all {
		all[i].UpdatedAt = directory.At(Now)
	}
	Add(c.T, c.store, all...)
	now := Now.Format(time.RFC3339)
	clinic := func(n int) string { return all[n].Clinic.Slug.String() + " " + now }
	brand := func(n int) string { return all[n].Organization.Slug.String() + " " + now }
	c.wantSitemap([]string{clinic(0), clinic(4), clinic(5), clinic(6)}, []string{brand(0), brand(4), brand(5), brand(6)})

	c.update(all[1].Clinic.ID, func(l *directory.Listing) { l.State.Value = directory.Published })
	c.update(all[0].Clinic.ID, func(l *directory.Listing) { l.State.Value = directory.Archived })
	c.merge(store.Clinic, all[5].Clinic.ID, all[6].Clinic.ID)
	c.merge(store.Organization, all[6].Organization.ID, all[1].Organization.ID) // its clinics stay with it
	c.wantSitemap([]string{clinic(1), clinic(4), clinic(6)}, []string{brand(1), brand(4)})
}

// sitemapDates dates a brand by itself or by its clinics, whichever is newer: the
// brands here are all of Now.
func sitemapDates(c check) {
	all := Listings(3)
	older, newer := directory.At(Now.Add(-time.Hour)), directory.At(Now.Add(time.Hour))
	all[0].UpdatedAt, all[1].UpdatedAt, all[2].UpdatedAt = older, newer, newer+60_000
	all[2].Clinic.OrganizationID, all[2].Organization = all[1].Organization.ID, all[1].Organization
	Add(c.T, c.store, all...)
	if got, want := c.sitemap(c.clinicsOf, 0), "example-clinic-0 2026-03-02T08:00:00Z"; len(got) != 3 || got[0] != want {
		c.Errorf("SitemapClinics(0) = %q, want %s first", got, want)
	}
	if got, want := c.sitemap(c.brandsOf, 0), []string{"example-brand-0 2026-03-02T09:00:00Z", "example-brand-1 2026-03-02T10:01:00Z"}; !slices.Equal(got, want) {
		c.Errorf("SitemapBrands(0) = %q, want %q", got, want)
	}
	for call, chunks := range map[string]func() ([]store.SitemapChunk, error){
		"SitemapClinicChunks": func() ([]store.SitemapChunk, error) { return c.store.SitemapClinicChunks(c.Context()) },
		"SitemapBrandChunks":  func() ([]store.SitemapChunk, error) { return c.store.SitemapBrandChunks(c.Context()) },
	} {
		if got, err := chunks(); err != nil || len(got) != 1 || got[0].UpdatedAt != newer+60_000 {
			c.Errorf("%s() = %+v, %v; want one chunk of %d", call, got, err, newer+60_000)
		}
	}
}

func sitemapCut(c check) {
	Add(c.T, c.store, Listings(3)...)
	for _, chunk := range []int64{1, -1, 1 << 40, math.MaxInt64, math.MinInt64} {
		for call, read := range map[string]func(int64, func(directory.Slug, directory.Instant) error) error{
			"SitemapClinics": c.clinicsOf, "SitemapBrands": c.brandsOf,
		} {
			if got := c.sitemap(read, chunk); len(got) != 0 {
				c.Errorf("%s(%d) = %q, want nothing", call, chunk, got)
			}
		}
	}
	stop := errors.New("stop")
	if err := c.clinicsOf(0, func(directory.Slug, directory.Instant) error { return stop }); !errors.Is(err, stop) {
		c.Errorf("SitemapClinics(stopping) = %v, want its own error", err)
	}
}
