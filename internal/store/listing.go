package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

const selectListing = `SELECT c.state, c.state_reason, c.state_since,
	c.operating, c.operating_reason, c.operating_since, c.updated_at, c.version, c.id, c.document, o.document
	FROM clinic c JOIN organization o ON o.id = c.organization_id `

// storedListing is a listing with the number of updates it has seen. An update
// replaces the version it was made from and no other, so that none is lost where
// a transaction that reads does not lock what it has read.
type storedListing struct {
	directory.Listing
	version int64
}

// Listing returns the listing of one clinic, whatever its state; see [Store.Moved]
// for clinics that have been merged away.
func (s *Store) Listing(ctx context.Context, id directory.ID) (directory.Listing, error) {
	l, err := listing(ctx, s.readers, `WHERE c.id = ?1`, id.String())
	return l.Listing, err
}

// ListingBySlug returns the listing whose clinic has the slug today; see
// [Store.Moved] for slugs of the past.
func (s *Store) ListingBySlug(ctx context.Context, slug directory.Slug) (directory.Listing, error) {
	l, err := listing(ctx, s.readers, `WHERE c.slug = ?1`, slug.String())
	return l.Listing, err
}

// standing is the order of the listings that people can find, those that have a
// page nevertheless, and the others.
const standing = `CASE WHEN state = 'published' AND operating <> 'closed' THEN 0
	WHEN state IN ('published', 'suspended') THEN 1 ELSE 2 END`

// ofOrganization picks the rows before it reads a document.
const ofOrganization = `WHERE c.number IN (SELECT number FROM clinic WHERE organization_id = ?1
	ORDER BY ` + standing + `, slug LIMIT ?2) ORDER BY ` + standing + `, c.slug`

// ListingsOf returns the listings of an organization's own clinics, limit of them
// at most, by slug: first those that searches hold, then those that have a page
// nevertheless, then the others.
func (s *Store) ListingsOf(ctx context.Context, organization directory.ID, limit int) ([]directory.Listing, error) {
	var all []directory.Listing
	for l, err := range listings(ctx, s.readers, json.Unmarshal, ofOrganization, organization.String(), limit) {
		if err != nil {
			return nil, fmt.Errorf("listings of %s: %w", organization, err)
		}
		all = append(all, l.Listing)
	}
	return all, nil
}

// AddListings adds new listings in one transaction: all of them, or none. Their
// organizations have to be there. An id or a slug that is taken, be it by an
// address that is kept answering, is a Conflict; a listing that does not pass
// [directory.Listing.Check] is refused in its words.
func (s *Store) AddListings(ctx context.Context, listings ...directory.Listing) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for i := range listings {
			if err := s.addListing(ctx, tx, &listings[i]); err != nil {
				return fmt.Errorf("add listing %s: %w", listings[i].Clinic.ID, err)
			}
		}
		return nil
	})
}

func (s *Store) addListing(ctx context.Context, tx *sql.Tx, l *directory.Listing) error {
	if err := l.Check(); err != nil {
		return err
	}
	c := &l.Clinic
	document, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := unclaimed(ctx, tx, Clinic, c.ID, c.Slug); err != nil {
		return err
	}
	added, err := tx.ExecContext(ctx, `INSERT INTO clinic (id, slug, organization_id, state, state_reason, state_since,
		operating, operating_reason, operating_since, updated_at, document)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING`,
		c.ID.String(), c.Slug.String(), c.OrganizationID.String(), string(l.State.Value), l.State.Reason, int64(l.State.Since),
		string(l.Operating.Value), l.Operating.Reason, int64(l.Operating.Since), int64(l.UpdatedAt), string(document))
	if err != nil {
		return err
	}
	if n, err := added.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, taken(c.Slug))
	}
	if at := moderation.NextAsk(l, nil, nil); at != 0 {
		if err := saveDue(ctx, tx, c.ID, at); err != nil {
			return err
		}
	}
	return s.announce(ctx, tx, Clinic, c.ID.String())
}

// UpdateListing loads a listing, lets change alter it and saves the outcome, in
// one transaction. If change returns an error, that is returned and nothing is
// saved; if it alters nothing, nothing is saved or announced. What change may
// alter is the clinic and how the listing stands, not the organization; moving to
// another one takes but its id. A new slug leaves the old one answering. UpdatedAt
// is set whenever the clinic, that is the published version, has changed. What
// does not pass [directory.Listing.Check] is refused in its words.
//
// Change may run more than once, must touch nothing but the listing it is given,
// and must not write to the store. UpdateListing returns what is now stored.
func (s *Store) UpdateListing(ctx context.Context, id directory.ID, change func(*directory.Listing) error) (directory.Listing, error) {
	var now storedListing
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := s.updateListing(ctx, tx, id, change)
		if err == nil {
			now, err = listing(ctx, tx, `WHERE c.id = ?1`, id.String())
		}
		return err
	})
	if err != nil {
		return directory.Listing{}, err
	}
	return now.Listing, nil
}

// updateListing reports whether anything changed.
func (s *Store) updateListing(ctx context.Context, tx *sql.Tx, id directory.ID, change func(*directory.Listing) error) (bool, error) {
	was, err := listing(ctx, tx, `WHERE c.id = ?1`, id.String())
	if err != nil {
		return false, err
	}
	before, err := json.Marshal(&was.Clinic) // first, for change may reach into was
	if err != nil {
		return false, fmt.Errorf("update listing %s: %w", id, err)
	}
	l := was.Listing
	if err := change(&l); err != nil {
		return false, err
	}
	changed, err := s.saveListing(ctx, tx, was, before, l)
	if err != nil {
		return false, fmt.Errorf("update listing %s: %w", id, err)
	}
	return changed, nil
}

// saveListing saves and announces l in the place of was, whose document was
// before, if there is any difference, and reports whether there is.
func (s *Store) saveListing(ctx context.Context, tx *sql.Tx, was storedListing, before []byte, l directory.Listing) (bool, error) {
	c := &l.Clinic
	if c.ID != was.Clinic.ID || l.Organization != was.Organization {
		return false, errors.New("the change alters an id or an organization")
	}
	if err := l.Check(); err != nil {
		return false, err
	}
	after, err := json.Marshal(c)
	if err != nil {
		return false, err
	}
	l.UpdatedAt = was.UpdatedAt
	if !bytes.Equal(before, after) {
		l.UpdatedAt = directory.At(s.now())
	} else if l.State == was.State && l.Operating == was.Operating {
		return false, nil
	}
	if err := unclaimed(ctx, tx, Clinic, c.ID, c.Slug); err != nil {
		return false, err
	}
	saved, err := tx.ExecContext(ctx, `UPDATE clinic SET slug = ?3, organization_id = ?4, state = ?5, state_reason = ?6,
		state_since = ?7, operating = ?8, operating_reason = ?9, operating_since = ?10, updated_at = ?11, document = ?12,
		version = version + 1 WHERE id = ?1 AND version = ?2`, c.ID.String(), was.version,
		c.Slug.String(), c.OrganizationID.String(), string(l.State.Value), l.State.Reason, int64(l.State.Since),
		string(l.Operating.Value), l.Operating.Reason, int64(l.Operating.Since), int64(l.UpdatedAt), string(after))
	if err := replaced(saved, err, c.Slug); err != nil {
		return false, err
	}
	if err := s.rename(ctx, tx, Clinic, c.ID, was.Clinic.Slug, c.Slug); err != nil {
		return false, err
	}
	if err := s.due(ctx, tx, &l); err != nil {
		return false, err
	}
	return true, s.announce(ctx, tx, Clinic, c.ID.String())
}

// notMerged leaves out the clinic that another answers for.
const notMerged = ` AND NOT EXISTS (SELECT 1 FROM alias WHERE noun = 'clinic' AND old = c.id)`

// listing returns the one listing that where finds, unless it is merged away.
func listing(ctx context.Context, q querier, where, arg string) (storedListing, error) {
	for l, err := range listings(ctx, q, json.Unmarshal, where+notMerged, arg) {
		if err != nil {
			return storedListing{}, fmt.Errorf("listing: %w", err)
		}
		return l, nil
	}
	return storedListing{}, directory.Refuse(directory.NotFound, "not_found.clinic")
}

// listings yields the listings that where finds. An error is the last it yields.
func listings(ctx context.Context, q querier, decode decoder, where string, args ...any) iter.Seq2[storedListing, error] {
	return func(yield func(storedListing, error) bool) {
		rows, err := q.QueryContext(ctx, selectListing+where, args...)
		if err != nil {
			yield(storedListing{}, err)
			return
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			l, err := scanListing(rows, decode)
			if !yield(l, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(storedListing{}, err)
		}
	}
}

// decoder reads a document, as [json.Unmarshal] does.
type decoder func(document []byte, into any) error

func scanListing(rows *sql.Rows, decode decoder) (l storedListing, err error) {
	var id, clinic, organization sql.RawBytes // read in place: a document is decoded once and dropped
	if err := rows.Scan(&l.State.Value, &l.State.Reason, &l.State.Since,
		&l.Operating.Value, &l.Operating.Reason, &l.Operating.Since, &l.UpdatedAt, &l.version, &id, &clinic, &organization); err != nil {
		return l, err
	}
	if err := decode(clinic, &l.Clinic); err != nil {
		return l, unreadable("clinic", string(id), err)
	}
	if err := decode(organization, &l.Organization); err != nil {
		return l, unreadable("organization of clinic", string(id), err)
	}
	return l, nil
}
