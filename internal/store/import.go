package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"

	"rootline/internal/directory"
	"rootline/internal/intake"
)

var (
	_ intake.Store = (*Store)(nil)
	_ intake.Tx    = (*importTx)(nil)
)

// Import runs fn in one transaction: all that it writes is on disk when Import
// returns nil, and otherwise nothing of it. A refusal, which is a *directory.Error
// or the error of a change, leaves the transaction as it was, and fn may go on from
// there. After any other failure nothing more is written, and Import returns it even
// if fn does not. The transaction is for one goroutine, and ends with fn, which must
// not call a method of the store that writes.
func (s *Store) Import(ctx context.Context, fn func(intake.Tx) error) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		t := &importTx{store: s, tx: tx, slugs: newSlugs()}
		if err := fn(t); err != nil {
			return err
		}
		return t.failed
	})
}

// importTx is a transaction that takes a batch of rows in.
type importTx struct {
	attempt
	store *Store
	tx    *sql.Tx
	slugs slugs // what FreeSlug has given away
}

// Attempt runs fn, and takes back what it has written if it returns a refusal.
func (t *importTx) Attempt(ctx context.Context, fn func() error) error {
	if err := t.try(func() error { return t.exec(ctx, "SAVEPOINT attempt") }); err != nil {
		return err
	}
	before := maps.Clone(t.slugs.given)
	refused := fn()
	if t.failed != nil {
		return t.failed
	}
	if refused != nil {
		t.slugs.given = before
		if err := t.try(func() error { return t.exec(ctx, "ROLLBACK TO attempt") }); err != nil {
			return err
		}
	}
	if err := t.try(func() error { return t.exec(ctx, "RELEASE attempt") }); err != nil {
		return err
	}
	return refused
}

func (t *importTx) exec(ctx context.Context, statement string) error {
	if _, err := t.tx.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// Today returns the id that answers for another today.
func (t *importTx) Today(ctx context.Context, of intake.Noun, id directory.ID) (today directory.ID, err error) {
	err = t.try(func() error {
		to, err := destination(ctx, t.tx, Noun(of), id)
		if err != nil {
			return err
		}
		today, err = directory.ParseID(to.id)
		return err
	})
	return today, err
}

// Listing returns a listing, this transaction's changes included.
func (t *importTx) Listing(ctx context.Context, id directory.ID) (l directory.Listing, err error) {
	err = t.try(func() error {
		stored, err := listing(ctx, t.tx, `WHERE c.id = ?1`, id.String())
		l = stored.Listing
		return err
	})
	return l, err
}

// AddOrganization adds one on the terms of [Store.AddOrganizations].
func (t *importTx) AddOrganization(ctx context.Context, o directory.Organization) error {
	return t.try(func() error {
		if err := t.store.addOrganization(ctx, t.tx, &o); err != nil {
			return fmt.Errorf("add organization %s: %w", o.ID, err)
		}
		return nil
	})
}

// UpdateOrganization changes one on the terms of [Store.UpdateOrganization].
func (t *importTx) UpdateOrganization(ctx context.Context, id directory.ID, change func(*directory.Organization) error) error {
	return alter(t, change, func(change func(*directory.Organization) error) error {
		_, err := t.store.updateOrganization(ctx, t.tx, id, change)
		return err
	})
}

// AddListing adds one on the terms of [Store.AddListings].
func (t *importTx) AddListing(ctx context.Context, l directory.Listing) error {
	return t.try(func() error {
		if err := t.store.addListing(ctx, t.tx, &l); err != nil {
			return fmt.Errorf("add listing %s: %w", l.Clinic.ID, err)
		}
		return nil
	})
}

// UpdateListing changes one on the terms of [Store.UpdateListing], and reports
// whether anything changed.
func (t *importTx) UpdateListing(ctx context.Context, id directory.ID, change func(*directory.Listing) error) (changed bool, err error) {
	err = alter(t, change, func(change func(*directory.Listing) error) (err error) {
		changed, err = t.store.updateListing(ctx, t.tx, id, change)
		return err
	})
	return changed, err
}

// alter runs an update with a change. What the change returns goes back to whoever
// made it, and is no failure of the transaction.
func alter[T any](t *importTx, change func(*T) error, update func(change func(*T) error) error) error {
	var refused error
	err := t.try(func() (err error) {
		if err = update(func(v *T) error { refused = change(v); return refused }); refused != nil {
			err = nil
		}
		return err
	})
	if refused != nil {
		return refused
	}
	return err
}

// SaveBrand remembers which organization a brand of a source became.
func (t *importTx) SaveBrand(ctx context.Context, source, key string, id directory.ID) error {
	return t.try(func() error {
		_, err := t.tx.ExecContext(ctx, `INSERT INTO import_brand (source, key, organization_id) VALUES (?1, ?2, ?3)
			ON CONFLICT (source, key) DO UPDATE SET organization_id = excluded.organization_id`, source, key, id.String())
		if err != nil {
			return fmt.Errorf("save the brand that became %s: %w", id, err)
		}
		return nil
	})
}

// Brand returns the organization that answers today for the one that a brand of a
// source became.
func (t *importTx) Brand(ctx context.Context, source, key string) (id directory.ID, err error) {
	err = t.try(func() error {
		err := t.tx.QueryRowContext(ctx, selectBrand+`WHERE b.source = ?1 AND b.key = ?2`, source, key).Scan(new(string), text(&id))
		if errors.Is(err, sql.ErrNoRows) {
			return directory.Refuse(directory.NotFound, "not_found.record")
		}
		if err != nil {
			return fmt.Errorf("brand: %w", err)
		}
		return nil
	})
	return id, err
}

// SaveSource remembers a source, in the place of what an older file of it said. The
// same said again changes nothing, not even when the source was last imported.
func (t *importTx) SaveSource(ctx context.Context, s intake.Source) error {
	return t.try(func() error {
		_, err := t.tx.ExecContext(ctx, `INSERT INTO import_source (name, licence, url, observed_at, imported_at)
			VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name) DO UPDATE SET licence = excluded.licence, url = excluded.url,
			observed_at = excluded.observed_at, imported_at = excluded.imported_at
			WHERE excluded.observed_at > import_source.observed_at OR excluded.observed_at = import_source.observed_at
			AND (excluded.licence <> import_source.licence OR excluded.url <> import_source.url)`,
			s.Name, s.Licence, s.URL.String(), int64(s.ObservedAt), int64(s.ImportedAt))
		if err != nil {
			return fmt.Errorf("save source: %w", err)
		}
		return nil
	})
}
