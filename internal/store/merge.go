package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// ofAll reads what there is of a clinic, and of all that have been merged into it. Each
// is read by itself, so that an index gives its order.
func ofAll[T any](ctx context.Context, d desk, clinic directory.ID, read func(context.Context, directory.ID) ([]T, error), compare func(a, b T) int) ([]T, error) {
	all, err := read(ctx, clinic)
	if err != nil {
		return nil, err
	}
	merged, err := d.mergedInto(ctx, clinic)
	if err != nil || len(merged) == 0 {
		return all, err
	}
	for _, id := range merged {
		more, err := read(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	slices.SortStableFunc(all, compare)
	return all, nil
}

// mergedInto are the clinics that another answers for: of all its old addresses those
// that are ids.
func (d desk) mergedInto(ctx context.Context, clinic directory.ID) (all []directory.ID, err error) {
	err = stream(ctx, d.p.q, "merged clinics", func(rows *sql.Rows) error {
		var id directory.ID
		err := rows.Scan(text(&id))
		all = append(all, id)
		return err
	}, `SELECT c.id FROM alias a JOIN clinic c ON c.id = a.old WHERE a.noun = 'clinic' AND a.target_id = ?1`, clinic.String())
	return all, err
}

// upTo is as much as was asked for; 0 is all.
func upTo[T any](limit int, all []T) []T {
	if limit > 0 && len(all) > limit {
		return all[:limit]
	}
	return all
}

func newestFirst(a, b directory.Instant, x, y directory.ID) int {
	return cmp.Or(cmp.Compare(b, a), cmp.Compare(y.String(), x.String()))
}

// MergeAway goes the way of [Store.AddAlias].
func (t *moderationTx) MergeAway(ctx context.Context, gone, kept directory.ID) (addresses []string, err error) {
	return attempted(t.peopleTx, func() ([]string, error) {
		from, err := listing(ctx, t.tx, `WHERE c.id = ?1`, gone.String())
		if err != nil {
			return nil, err
		}
		to, err := listing(ctx, t.tx, `WHERE c.id = ?1`, kept.String())
		if err != nil {
			return nil, err
		}
		if gone == kept {
			return nil, directory.Refuse(directory.Conflict, "conflict.circle", "Address", gone.String())
		}
		addresses, err := t.leadingTo(ctx, gone)
		if err != nil {
			return nil, err
		}
		for _, old := range []string{gone.String(), from.Clinic.Slug.String()} {
			if err := t.s.addAlias(ctx, t.tx, Clinic, old, to.Clinic.ID.String()); err != nil {
				return nil, err
			}
		}
		return addresses, t.s.retire(ctx, t.tx, Clinic, gone.String())
	})
}

func (t *moderationTx) leadingTo(ctx context.Context, clinic directory.ID) (all []string, err error) {
	err = stream(ctx, t.tx, "addresses of "+clinic.String(), func(rows *sql.Rows) error {
		var old string
		err := rows.Scan(&old)
		all = append(all, old)
		return err
	}, `SELECT old FROM alias WHERE noun = 'clinic' AND target_id = ?1 ORDER BY old`, clinic.String())
	return all, err
}

// BringBack undoes [moderationTx.MergeAway]. It is a Conflict if the slug has become
// another's, and NotFound if the one does not lead to the other.
func (t *moderationTx) BringBack(ctx context.Context, gone, kept directory.ID, addresses []string) error {
	return t.try(func() error {
		var slug string
		err := t.tx.QueryRowContext(ctx, `SELECT c.slug FROM clinic c JOIN alias a ON a.noun = 'clinic' AND a.old = c.id
			WHERE c.id = ?1 AND a.target_id = ?2`, gone.String(), kept.String()).Scan(&slug)
		if errors.Is(err, sql.ErrNoRows) {
			return directory.Refuse(directory.NotFound, "not_found.address")
		}
		if err != nil {
			return fmt.Errorf("bring back %s: %w", gone, err)
		}
		for _, old := range []string{gone.String(), slug} {
			_, err := t.exec(ctx, "bring back "+gone.String(), `DELETE FROM alias WHERE noun = 'clinic' AND old = ?1 AND target_id = ?2`, old, kept.String())
			if err != nil {
				return err
			}
		}
		for _, old := range addresses {
			_, err := t.exec(ctx, "bring back an address of "+gone.String(),
				`UPDATE alias SET target_id = ?3 WHERE noun = 'clinic' AND old = ?1 AND target_id = ?2`, old, kept.String(), gone.String())
			if err != nil {
				return err
			}
		}
		return t.s.announce(ctx, t.tx, Clinic, gone.String())
	})
}

// SaveMerge keeps a merge, or that it was split.
func (t *moderationTx) SaveMerge(ctx context.Context, m moderation.Merge) error {
	return t.try(func() error {
		document, err := json.Marshal(m)
		if err != nil {
			return fmt.Errorf("save merge %s: %w", m.ID, err)
		}
		_, err = t.exec(ctx, "save merge "+m.ID.String(), `INSERT INTO merge (id, kept_id, gone_id, at, split_at, document)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET split_at = excluded.split_at, document = excluded.document`,
			m.ID.String(), m.Kept.String(), m.Gone.String(), int64(m.At), int64(m.SplitAt), string(document))
		return err
	})
}

func (d desk) Merge(ctx context.Context, id directory.ID) (moderation.Merge, error) {
	all, err := d.merges(ctx, `WHERE id = ?1`, id)
	if err == nil && len(all) == 0 {
		err = directory.Refuse(directory.NotFound, "not_found.merge")
	}
	if err != nil {
		return moderation.Merge{}, err
	}
	return all[0], nil
}

func (d desk) Merges(ctx context.Context, kept directory.ID) ([]moderation.Merge, error) {
	return d.merges(ctx, `WHERE kept_id = ?1 ORDER BY at DESC, id DESC`, kept)
}

func (d desk) merges(ctx context.Context, where string, id directory.ID) (all []moderation.Merge, err error) {
	err = stream(ctx, d.p.q, "merges", func(rows *sql.Rows) error {
		var id string
		var document []byte
		if err := rows.Scan(&id, &document); err != nil {
			return fmt.Errorf("merges: %w", err)
		}
		var m moderation.Merge
		if err := json.Unmarshal(document, &m); err != nil {
			return unreadable("merge", id, err)
		}
		all = append(all, m)
		return nil
	}, `SELECT id, document FROM merge `+where, id.String())
	return all, err
}

// checkMerges reads every merge strictly, and compares its columns with its document.
func checkMerges(ctx context.Context, tx *sql.Tx, c *Check) error {
	return stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var id, kept, gone, document string
		var at, split int64
		if err := rows.Scan(&id, &kept, &gone, &at, &split, &document); err != nil {
			return err
		}
		c.Looked++
		var m moderation.Merge
		if err := strict([]byte(document), &m); err != nil {
			c.refused(faultDocument, id, err)
			return nil
		}
		c.same(id, "id", id, m.ID.String())
		c.same(id, "kept_id", kept, m.Kept.String())
		c.same(id, "gone_id", gone, m.Gone.String())
		c.same(id, "at", number(at), number(int64(m.At)))
		c.same(id, "split_at", number(split), number(int64(m.SplitAt)))
		return nil
	}, `SELECT id, kept_id, gone_id, at, split_at, document FROM merge`)
}
