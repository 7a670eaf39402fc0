package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rootline/internal/directory"
)

// Noun is a kind of thing that has an address and is announced when it changes.
type Noun string

// The kinds of thing that have addresses.
const (
	Organization Noun = "organization"
	Clinic       Noun = "clinic"
)

// Moved returns the slug, as it is today, of what once answered to old: an id or
// a slug that a new name or a merge has replaced. It is NotFound if nothing did.
// The answer has a row of its own and is not itself an old address, whatever
// happened in between: a redirect to it is the last one.
func (s *Store) Moved(ctx context.Context, noun Noun, old string) (directory.Slug, error) {
	var slug string
	err := s.readers.QueryRowContext(ctx, `SELECT coalesce(c.slug, o.slug) FROM alias a
		LEFT JOIN clinic c ON a.noun = 'clinic' AND c.id = a.target_id
		LEFT JOIN organization o ON a.noun = 'organization' AND o.id = a.target_id
		WHERE a.noun = ?1 AND a.old = ?2`, string(noun), old).Scan(&slug)
	if errors.Is(err, sql.ErrNoRows) {
		return directory.Slug{}, directory.Refuse(directory.NotFound, "not_found.address")
	}
	if err != nil {
		return directory.Slug{}, fmt.Errorf("moved %s: %w", noun, err)
	}
	return directory.ParseSlug(slug)
}

// Aliases calls fn with every address of the past and the id of what answers to it
// today, by noun and address, and stops at the first error.
func (s *Store) Aliases(ctx context.Context, fn func(noun Noun, old string, target directory.ID) error) error {
	return stream(ctx, s.readers, "aliases", func(rows *sql.Rows) error {
		var noun Noun
		var old string
		var target directory.ID
		if err := rows.Scan(&noun, &old, text(&target)); err != nil {
			return fmt.Errorf("aliases: %w", err)
		}
		return fn(noun, old, target)
	}, `SELECT noun, old, target_id FROM alias ORDER BY noun, old`)
}

// AddAlias makes old, an id or a slug, answer with target from now on, and with
// it everything that led to old, in one hop. It is a Conflict if target leads to
// old, for nobody should be sent in a circle.
//
// A thing that has the id or the slug, as in a merge, is merged away: whoever asks
// for it by either name, to read or to update it, gets NotFound and is sent on by
// [Store.Moved]. A clinic's listing is archived, so that searches drop it. The
// clinics of an organization stay with it; move them to the target before.
func (s *Store) AddAlias(ctx context.Context, noun Noun, old string, target directory.ID) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		to, err := destination(ctx, tx, noun, target)
		if err != nil {
			return err
		}
		if old == to.id || old == to.slug {
			return directory.Refuse(directory.Conflict, "conflict.circle", "Address", old)
		}
		from, err := sourceOf(ctx, tx, noun, old)
		if err != nil {
			return err
		}
		if from.id == "" { // nothing is there any more, or ever was
			return s.addAlias(ctx, tx, noun, old, to.id)
		}
		if err := s.addAlias(ctx, tx, noun, from.id, to.id); err != nil {
			return err
		}
		if err := s.addAlias(ctx, tx, noun, from.slug, to.id); err != nil {
			return err
		}
		return s.retire(ctx, tx, noun, from.id)
	})
}

// retire announces that a thing has been merged away. Its row stays, as rows do.
func (s *Store) retire(ctx context.Context, tx *sql.Tx, noun Noun, id string) error {
	if noun == Clinic {
		_, err := tx.ExecContext(ctx, `UPDATE clinic SET state = ?2, state_reason = '', state_since = ?3,
			version = version + 1 WHERE id = ?1 AND state <> ?2`, id, string(directory.Archived), s.now().UnixMilli())
		if err != nil {
			return fmt.Errorf("archive %s: %w", id, err)
		}
	}
	return s.announce(ctx, tx, noun, id)
}

// address is the pair of names that a thing answers to.
type address struct{ id, slug string }

// selectAddress holds a query for each noun, for a table's name is no argument.
var selectAddress = map[Noun]string{
	Organization: `SELECT id, slug FROM organization `,
	Clinic:       `SELECT id, slug FROM clinic `,
}

// destination is the address of what answers for id today: its own thing, or what
// that was merged into.
func destination(ctx context.Context, tx *sql.Tx, noun Noun, id directory.ID) (to address, err error) {
	err = tx.QueryRowContext(ctx, selectAddress[noun]+`WHERE id =
		coalesce((SELECT target_id FROM alias WHERE noun = ?1 AND old = ?2), ?2)`, string(noun), id.String()).Scan(&to.id, &to.slug)
	if errors.Is(err, sql.ErrNoRows) {
		return to, directory.Refuse(directory.NotFound, "not_found.address")
	}
	if err != nil {
		return to, fmt.Errorf("destination of %s %s: %w", noun, id, err)
	}
	return to, nil
}

// sourceOf is the address of the thing that has the name; a zero one if none has.
func sourceOf(ctx context.Context, tx *sql.Tx, noun Noun, name string) (of address, err error) {
	err = tx.QueryRowContext(ctx, selectAddress[noun]+`WHERE id = ?1 OR slug = ?1`, name).Scan(&of.id, &of.slug)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return of, fmt.Errorf("source among %s: %w", noun, err)
	}
	return of, nil
}

// addAlias leads old, and all that led there, to target, which is no alias.
func (s *Store) addAlias(ctx context.Context, tx *sql.Tx, noun Noun, old, target string) error {
	_, err := tx.ExecContext(ctx, `UPDATE alias SET target_id = ?3 WHERE noun = ?1 AND target_id = ?2`, string(noun), old, target)
	if err != nil {
		return fmt.Errorf("flatten aliases to %s: %w", target, err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO alias (noun, old, target_id, at) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (noun, old) DO UPDATE SET target_id = excluded.target_id, at = excluded.at`,
		string(noun), old, target, s.now().UnixMilli())
	if err != nil {
		return fmt.Errorf("add alias to %s: %w", target, err)
	}
	return nil
}

// rename keeps one slug answering for id after it has become another. It comes
// last, after unclaimed has let the new one pass and the row is saved: what fails
// has then changed nothing, and a transaction can go on without it.
func (s *Store) rename(ctx context.Context, tx *sql.Tx, noun Noun, id directory.ID, from, to directory.Slug) error {
	if from == to {
		return nil
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM alias WHERE noun = ?1 AND old = ?2 AND target_id = ?3`, string(noun), to.String(), id.String())
	if err != nil {
		return fmt.Errorf("take back a slug of %s: %w", id, err)
	}
	return s.addAlias(ctx, tx, noun, from.String(), id.String())
}

// unclaimed is a Conflict if the id or the slug answers for another thing, that
// once had it or was merged with what had it. A thing may take back a name that was
// its own.
func unclaimed(ctx context.Context, tx *sql.Tx, noun Noun, id directory.ID, slug directory.Slug) error {
	var claimed bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM alias WHERE noun = ?1 AND old IN (?2, ?3) AND target_id <> ?2)`,
		string(noun), id.String(), slug.String()).Scan(&claimed)
	if err != nil {
		return fmt.Errorf("look for alias: %w", err)
	}
	if claimed {
		return taken(slug)
	}
	return nil
}

// taken is the Conflict of two that want one slug.
func taken(slug directory.Slug) error {
	return directory.Refuse(directory.Conflict, "conflict.slug", "Slug", slug.String())
}

// replaced says what became of an UPDATE that gives a row the slug: it is a
// Conflict if another row has that, or if the row has moved on since it was read.
func replaced(saved sql.Result, err error, slug directory.Slug) error {
	if isUnique(err) {
		return taken(slug)
	}
	if err != nil {
		return err
	}
	if n, err := saved.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return directory.Refuse(directory.Conflict, "conflict.moved_on")
}
