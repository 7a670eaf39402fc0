package store_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// fillSitemap makes copies of the one listing that is there, each of a brand of its
// own, too many for a file of a sitemap. Nobody reads their documents.
const fillSitemap = `WITH RECURSIVE n (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 50003)
	INSERT INTO organization (id, slug, updated_at, document)
	SELECT printf('ffffffff-ffff-7fff-8fff-%012d', n), 'brand-' || n, o.updated_at, '{}' FROM n, organization o ORDER BY n;

	INSERT INTO clinic (number, id, slug, organization_id, state, state_reason, state_since,
		operating, operating_reason, operating_since, updated_at, document)
	SELECT substr(o.id, 25), 'c' || substr(o.id, 2), 'clinic-' || substr(o.slug, 7), o.id, c.state, '', 0, c.operating, '', 0,
		c.updated_at + substr(o.id, 25), '{}' FROM organization o, clinic c WHERE o.id LIKE 'ffffffff%' ORDER BY o.id`

// TestSitemap_cut cuts 50,003 clinics and as many brands into files that a sitemap
// may have, with none left out at the edge and none in two.
func TestSitemap_cut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := storetest.Open(t, path)
	first := storetest.Listing(0)
	storetest.Add(t, s, first)
	other, err := sql.Open("sqlite3", path+"?_synchronous=OFF")
	check(t, err)
	defer other.Close()
	_, err = other.ExecContext(t.Context(), fillSitemap)
	check(t, err)

	newest := first.UpdatedAt
	want := []store.SitemapChunk{{Number: 0, Count: 50_000, UpdatedAt: newest + 50_000}, {Number: 1, Count: 3, UpdatedAt: newest + 50_003}}
	clinics, err := s.SitemapClinicChunks(t.Context())
	if err != nil || !slices.Equal(clinics, want) {
		t.Errorf("SitemapClinicChunks() = %+v, %v; want %+v", clinics, err, want)
	}
	brands, err := s.SitemapBrandChunks(t.Context())
	if err != nil || !slices.Equal(brands, want) {
		t.Errorf("SitemapBrandChunks() = %+v, %v; want %+v", brands, err, want)
	}
	read := func(chunk int64) (clinics, brands []string) {
		check(t, s.SitemapClinics(t.Context(), chunk, func(slug directory.Slug, _ directory.Instant) error {
			clinics = append(clinics, slug.String())
			return nil
		}))
		check(t, s.SitemapBrands(t.Context(), chunk, func(slug directory.Slug, _ directory.Instant) error {
			brands = append(brands, slug.String())
			return nil
		}))
		return clinics, brands
	}
	c, b := read(0)
	if len(c) != 50_000 || c[0] != first.Clinic.Slug.String() || c[49_999] != "clinic-50000" {
		t.Errorf("SitemapClinics(0) has %d, want all up to clinic-50000", len(c))
	}
	if len(b) != 50_000 || b[0] != first.Organization.Slug.String() || b[49_999] != "brand-50000" {
		t.Errorf("SitemapBrands(0) has %d, want all up to brand-50000", len(b))
	}
	c, b = read(1)
	if !slices.Equal(c, []string{"clinic-50001", "clinic-50002", "clinic-50003"}) || !slices.Equal(b, []string{"brand-50001", "brand-50002", "brand-50003"}) {
		t.Errorf("SitemapClinics(1), SitemapBrands(1) = %q, %q; want the last three", c, b)
	}
}
