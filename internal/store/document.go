package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// Paper returns a document with its bytes. One that was removed is NotFound, and so is
// that of somebody whose key has been erased.
func (s *Store) Paper(ctx context.Context, id directory.ID) (moderation.Paper, error) {
	return s.desk().Paper(ctx, id)
}

// Paper is on the terms of [Store.Paper].
func (d desk) Paper(ctx context.Context, id directory.ID) (moderation.Paper, error) {
	p := moderation.Paper{ID: id}
	var sealed []byte
	err := d.p.q.QueryRowContext(ctx, `SELECT claim_id, account_id, at, media_type, sealed FROM document WHERE id = ?1`, id.String()).
		Scan(text(&p.ClaimID), text(&p.By), &p.At, &p.MediaType, &sealed)
	none := directory.Refuse(directory.NotFound, "not_found.document")
	if errors.Is(err, sql.ErrNoRows) {
		return moderation.Paper{}, none
	}
	if err != nil {
		return moderation.Paper{}, fmt.Errorf("document %s: %w", id, err)
	}
	p.Bytes, err = d.p.s.keys.open(ctx, p.By, sealed, place{"document.sealed", id.String()})
	if directory.KindOf(err) == directory.NotFound {
		return moderation.Paper{}, none
	}
	if err != nil {
		return moderation.Paper{}, fmt.Errorf("document %s: %w", id, err)
	}
	return p, nil
}

// AddPaper keeps a document, sealed with the claimant's key.
func (t *moderationTx) AddPaper(ctx context.Context, p moderation.Paper) error {
	return t.try(func() error {
		sealed, err := t.s.keys.seal(ctx, p.By, p.Bytes, place{"document.sealed", p.ID.String()})
		if err != nil {
			return fmt.Errorf("add document %s: %w", p.ID, err)
		}
		_, err = t.exec(ctx, "add document "+p.ID.String(), `INSERT INTO document (id, claim_id, account_id, media_type, at, sealed)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6)`, p.ID.String(), p.ClaimID.String(), p.By.String(), p.MediaType, int64(p.At), sealed)
		return err
	})
}

// SweepDocuments removes the documents of claims that were decided before some moment,
// of those that were withdrawn, and of everybody whose key has been erased. It returns
// how many, also when it fails: those are gone.
func (s *Store) SweepDocuments(ctx context.Context, before directory.Instant) (removed int, err error) {
	var claims []directory.ID
	err = stream(ctx, s.readers, "sweep documents", func(rows *sql.Rows) error {
		var id directory.ID
		err := rows.Scan(text(&id))
		claims = append(claims, id)
		return err
	}, `SELECT DISTINCT claim_id FROM document`)
	for i := 0; i < len(claims) && err == nil; i++ {
		var over bool
		if over, err = s.claimOver(ctx, claims[i], before); err != nil || !over {
			continue
		}
		var n int
		n, err = s.sweep(ctx, `DELETE FROM document WHERE claim_id = ?1`, claims[i].String())
		removed += n
	}
	if err != nil {
		return removed, fmt.Errorf("sweep documents: %w", err)
	}
	return removed, nil
}

// claimOver reports whether nobody needs what was shown for a claim any more.
func (s *Store) claimOver(ctx context.Context, id directory.ID, before directory.Instant) (bool, error) {
	c, err := s.Claim(ctx, id)
	if directory.KindOf(err) == directory.NotFound {
		return true, nil
	}
	if err != nil || c.State.Open() {
		return false, err
	}
	return c.Decision.At < before, nil // which is 0 of one that was withdrawn
}
