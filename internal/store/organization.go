package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"rootline/internal/directory"
)

// storedOrganization is an organization with the number of updates it has seen;
// see storedListing.
type storedOrganization struct {
	directory.Organization
	version int64
}

// Organization returns one organization; see [Store.Moved] for those that have
// been merged away.
func (s *Store) Organization(ctx context.Context, id directory.ID) (directory.Organization, error) {
	o, err := organization(ctx, s.readers, `WHERE id = ?1`, id.String())
	return o.Organization, err
}

// OrganizationBySlug returns the organization that has the slug today; see
// [Store.Moved] for slugs of the past.
func (s *Store) OrganizationBySlug(ctx context.Context, slug directory.Slug) (directory.Organization, error) {
	o, err := organization(ctx, s.readers, `WHERE slug = ?1`, slug.String())
	return o.Organization, err
}

// Organizations calls fn with every organization, by id, and stops at the first
// error. They are of one moment. Those that have been merged away are among them;
// [Store.Aliases] knows which.
func (s *Store) Organizations(ctx context.Context, fn func(directory.Organization) error) error {
	return stream(ctx, s.readers, "organizations", func(rows *sql.Rows) error {
		var id, document sql.RawBytes
		if err := rows.Scan(&id, &document); err != nil {
			return fmt.Errorf("organizations: %w", err)
		}
		var o directory.Organization
		if err := json.Unmarshal(document, &o); err != nil {
			return unreadable("organization", string(id), err)
		}
		return fn(o)
	}, `SELECT id, document FROM organization ORDER BY id`)
}

// AddOrganizations adds new organizations in one transaction: all of them, or
// none. A parent may be among them, in any order. An id or a slug that is taken,
// be it by an address that is kept answering, is a Conflict; an organization that
// does not pass [directory.Organization.Check] is refused in its words.
func (s *Store) AddOrganizations(ctx context.Context, organizations ...directory.Organization) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for i := range organizations {
			if err := s.addOrganization(ctx, tx, &organizations[i]); err != nil {
				return fmt.Errorf("add organization %s: %w", organizations[i].ID, err)
			}
		}
		return nil
	})
}

func (s *Store) addOrganization(ctx context.Context, tx *sql.Tx, o *directory.Organization) error {
	if err := o.Check(); err != nil {
		return err
	}
	document, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err := unclaimed(ctx, tx, Organization, o.ID, o.Slug); err != nil {
		return err
	}
	added, err := tx.ExecContext(ctx, `INSERT INTO organization (id, slug, parent_id, updated_at, document)
		VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING`,
		o.ID.String(), o.Slug.String(), orNull(o.ParentID), s.now().UnixMilli(), string(document))
	if err != nil {
		return err
	}
	if n, err := added.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, taken(o.Slug))
	}
	return s.announce(ctx, tx, Organization, o.ID.String())
}

// UpdateOrganization loads an organization, lets change alter it and saves the
// outcome, on the terms of [Store.UpdateListing]. It is announced as one change;
// the listings of its clinics show the new organization from then on.
func (s *Store) UpdateOrganization(ctx context.Context, id directory.ID, change func(*directory.Organization) error) (directory.Organization, error) {
	var o directory.Organization
	err := s.write(ctx, func(tx *sql.Tx) (err error) {
		o, err = s.updateOrganization(ctx, tx, id, change)
		return err
	})
	return o, err
}

func (s *Store) updateOrganization(ctx context.Context, tx *sql.Tx, id directory.ID, change func(*directory.Organization) error) (directory.Organization, error) {
	was, err := organization(ctx, tx, `WHERE id = ?1`, id.String())
	if err != nil {
		return directory.Organization{}, err
	}
	o := was.Organization
	if err := change(&o); err != nil {
		return directory.Organization{}, err
	}
	if err := s.saveOrganization(ctx, tx, was, o); err != nil {
		return directory.Organization{}, fmt.Errorf("update organization %s: %w", id, err)
	}
	return o, nil
}

// saveOrganization saves and announces o in the place of was, if there is any
// difference.
func (s *Store) saveOrganization(ctx context.Context, tx *sql.Tx, was storedOrganization, o directory.Organization) error {
	if o.ID != was.ID {
		return errors.New("the change alters the id")
	}
	if o == was.Organization {
		return nil
	}
	if err := o.Check(); err != nil {
		return err
	}
	document, err := json.Marshal(&o)
	if err != nil {
		return err
	}
	if err := unclaimed(ctx, tx, Organization, o.ID, o.Slug); err != nil {
		return err
	}
	saved, err := tx.ExecContext(ctx, `UPDATE organization SET slug = ?3, parent_id = ?4, updated_at = ?5, document = ?6,
		version = version + 1 WHERE id = ?1 AND version = ?2`,
		o.ID.String(), was.version, o.Slug.String(), orNull(o.ParentID), s.now().UnixMilli(), string(document))
	if err := replaced(saved, err, o.Slug); err != nil {
		return err
	}
	if err := s.rename(ctx, tx, Organization, o.ID, was.Slug, o.Slug); err != nil {
		return err
	}
	return s.announce(ctx, tx, Organization, o.ID.String())
}

// organization returns the one organization that where finds, unless it is merged
// away.
func organization(ctx context.Context, q querier, where, arg string) (o storedOrganization, err error) {
	var id string
	var document []byte
	err = q.QueryRowContext(ctx, `SELECT version, id, document FROM organization o `+where+
		` AND NOT EXISTS (SELECT 1 FROM alias WHERE noun = 'organization' AND old = o.id)`, arg).Scan(&o.version, &id, &document)
	if errors.Is(err, sql.ErrNoRows) {
		return o, directory.Refuse(directory.NotFound, "not_found.organization")
	}
	if err != nil {
		return o, fmt.Errorf("organization: %w", err)
	}
	if err := json.Unmarshal(document, &o.Organization); err != nil {
		return o, unreadable("organization", id, err)
	}
	return o, nil
}

// orNull is the id, or NULL if there is none.
func orNull(id directory.ID) sql.NullString {
	return sql.NullString{String: id.String(), Valid: !id.IsZero()}
}
