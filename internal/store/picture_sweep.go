package store

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"

	"rootline/internal/directory"
)

// SweepPhotos removes the photos that have been in no listing and in no open request
// since before some moment. Now is since when those are out of use that have come to be
// so. It returns how many it has removed, also when it fails: those are gone.
//
// All listings are read for it, a range at a time, while others write; what is written is
// little at a time. A photo that has come to be of use in the meantime is not removed.
func (s *Store) SweepPhotos(ctx context.Context, now, before directory.Instant) (removed int, err error) {
	since, err := s.LastChange(ctx)
	if err != nil {
		return 0, fmt.Errorf("sweep photos: %w", err)
	}
	unused, over, again, err := s.unusedPhotos(ctx, before)
	if err != nil {
		return 0, fmt.Errorf("sweep photos: %w", err)
	}
	const mark = `UPDATE photo SET unused_since = ?2 WHERE id = ?1`
	if _, err = s.sweepEach(ctx, unused, mark, int64(now)); err == nil {
		_, err = s.sweepEach(ctx, again, mark, 0)
	}
	if err == nil {
		removed, err = s.sweepEach(ctx, over, removePhoto, int64(before), since)
	}
	if err != nil {
		return removed, fmt.Errorf("sweep photos: %w", err)
	}
	return removed, nil
}

// removePhoto removes one that was in no use when we looked, unless it is by now. Which
// listings have changed since then, the change feed knows; a request can ask for those
// photos alone that were uploaded for its clinic.
const removePhoto = `DELETE FROM photo WHERE id = ?1 AND unused_since <> 0 AND unused_since < ?2
	AND NOT EXISTS (SELECT 1 FROM change h JOIN clinic c ON c.id = h.noun_id
		WHERE h.seq > ?3 AND h.noun = 'clinic' AND instr(c.document, ?1) > 0)
	AND NOT EXISTS (SELECT 1 FROM change_request r WHERE r.state IN ('draft', 'pending', 'asked_back') AND instr(r.document, ?1) > 0
		AND r.clinic_id IN (SELECT photo.clinic_id UNION ALL SELECT target_id FROM alias WHERE noun = 'clinic' AND old = photo.clinic_id))`

// sweepEach runs a statement for each of some ids, of which it is the first argument, and
// returns how many rows it changed.
func (s *Store) sweepEach(ctx context.Context, ids []string, query string, args ...any) (changed int, err error) {
	for some := range slices.Chunk(ids, sweptAtOnce) {
		n := 0
		err := s.write(ctx, func(tx *sql.Tx) error {
			n = 0
			for _, id := range some {
				done, err := tx.ExecContext(ctx, query, append([]any{id}, args...)...)
				if err != nil {
					return err
				}
				rows, err := done.RowsAffected()
				if err != nil {
					return err
				}
				n += int(rows)
			}
			return nil
		})
		if err != nil {
			return changed, err
		}
		changed += n
	}
	return changed, nil
}

// unusedPhotos are the photos that have come to be unused, those that have been since
// before some moment, and those that have come to be of use again.
func (s *Store) unusedPhotos(ctx context.Context, before directory.Instant) (unused, over, again []string, err error) {
	used, err := s.usedPhotos(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	err = stream(ctx, s.readers, "photos", func(rows *sql.Rows) error {
		var id string
		var since directory.Instant
		if err := rows.Scan(&id, &since); err != nil {
			return err
		}
		switch inUse := used[id]; {
		case inUse && since != 0:
			again = append(again, id)
		case !inUse && since == 0:
			unused = append(unused, id)
		case !inUse && since < before:
			over = append(over, id)
		}
		return nil
	}, `SELECT id, unused_since FROM photo`)
	return unused, over, again, err
}

// anID is an id wherever it stands in a document.
var anID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// usedPhotos are the photos that a listing shows, and whatever an open request names.
func (s *Store) usedPhotos(ctx context.Context) (map[string]bool, error) {
	used := map[string]bool{}
	use := func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		used[id] = true
		return err
	}
	var last int64
	if err := s.readers.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM clinic`).Scan(&last); err != nil {
		return nil, err
	}
	for from := int64(0); from < last; from += rangeSize {
		err := stream(ctx, s.readers, "photos of listings", use, `SELECT p.value ->> 'id' FROM clinic c, json_each(c.document, '$.photos') p
			WHERE c.number > ?1 AND c.number <= ?2`, from, from+rangeSize)
		if err != nil {
			return nil, err
		}
	}
	err := stream(ctx, s.readers, "photos of requests", func(rows *sql.Rows) error {
		var document string
		if err := rows.Scan(&document); err != nil {
			return err
		}
		for _, id := range anID.FindAllString(document, -1) {
			used[id] = true
		}
		return nil
	}, `SELECT document FROM change_request WHERE state IN ('draft', 'pending', 'asked_back')`)
	return used, err
}
