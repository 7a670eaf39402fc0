package store_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

const asked = "what-a-visitor-typed"

// lookUps are all the ways to ask for something by what may have been typed.
func lookUps(t *testing.T, s *store.Store) map[string]func(context.Context) error {
	t.Helper()
	slug, err := directory.ParseSlug(asked)
	check(t, err)
	listing, brand := storetest.Listing(1).Clinic.ID, storetest.Organization(1).ID
	return map[string]func(context.Context) error{
		"ListingBySlug":      func(ctx context.Context) error { _, err := s.ListingBySlug(ctx, slug); return err },
		"OrganizationBySlug": func(ctx context.Context) error { _, err := s.OrganizationBySlug(ctx, slug); return err },
		"Moved":              func(ctx context.Context) error { _, err := s.Moved(ctx, store.Clinic, asked); return err },
		"AddAlias":           func(ctx context.Context) error { return s.AddAlias(ctx, store.Clinic, asked, listing) },
		"UpdateListing": func(ctx context.Context) error {
			_, err := s.UpdateListing(ctx, listing, func(l *directory.Listing) error { l.Clinic.Slug = slug; return nil })
			return err
		},
		"UpdateOrganization": func(ctx context.Context) error {
			_, err := s.UpdateOrganization(ctx, brand, func(o *directory.Organization) error { o.Slug = slug; return nil })
			return err
		},
	}
}

// TestErrors_keepWhatWasAsked wants failures that end up in the log to leave out
// what was asked for: when time is up, and when tables fail one after the other.
func TestErrors_keepWhatWasAsked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := storetest.Open(t, path)
	storetest.Add(t, s, storetest.Listing(1))
	past, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	for call, look := range lookUps(t, s) {
		wantSilent(t, call+" when time is up", look(past))
	}
	other, err := sql.Open("sqlite3", path)
	check(t, err)
	defer other.Close()
	for _, harm := range []string{
		`CREATE TRIGGER a BEFORE INSERT ON alias BEGIN SELECT raise(ABORT, 'no'); END`,
		`UPDATE clinic SET document = '{"id":"none"}'; UPDATE organization SET document = '{"id":"none"}'`,
		`ALTER TABLE alias RENAME TO elsewhere`,
		`ALTER TABLE clinic RENAME TO nobody; ALTER TABLE organization RENAME TO none`,
	} {
		_, err := other.ExecContext(t.Context(), harm)
		check(t, err)
		for call, look := range lookUps(t, s) {
			if err := look(t.Context()); directory.KindOf(err) != directory.NotFound {
				wantSilent(t, call+" after "+harm, err)
			}
		}
	}
}

// wantSilent fails unless err is an internal one that does not repeat what was
// asked for.
func wantSilent(t *testing.T, call string, err error) {
	t.Helper()
	if err == nil || directory.KindOf(err) != directory.Internal || strings.Contains(err.Error(), asked) {
		t.Errorf("%s = %v, want an internal error without what was asked for", call, err)
	}
}
