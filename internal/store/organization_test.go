package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// TestOrganization_updatedAt dates an organization when it is added and each time
// it changes, and not when nothing does.
func TestOrganization_updatedAt(t *testing.T) {
	path, now := filepath.Join(t.TempDir(), "test.db"), storetest.Now
	s, err := store.Open(t.Context(), path, store.Options{Create: true, Now: func() time.Time { return now }})
	check(t, err)
	defer s.Close()
	other, err := sql.Open("sqlite3", path)
	check(t, err)
	defer other.Close()
	brand := storetest.Organization(1)
	wantDated := func(after string, want time.Time) {
		t.Helper()
		var got directory.Instant
		check(t, other.QueryRowContext(t.Context(), `SELECT updated_at FROM organization WHERE id = ?1`, brand.ID.String()).Scan(&got))
		if got != directory.At(want) {
			t.Errorf("updated_at = %v after %s, want %v", got.Time(), after, want)
		}
	}
	change := func(name string) {
		t.Helper()
		now = now.Add(time.Hour)
		_, err := s.UpdateOrganization(t.Context(), brand.ID, func(o *directory.Organization) error { o.Name = name; return nil })
		check(t, err)
	}
	check(t, s.AddOrganizations(t.Context(), brand))
	wantDated("it was added", storetest.Now)
	change(brand.Name)
	wantDated("an update without a change", storetest.Now)
	change("Another Example Brand")
	wantDated("a change", now)
}
