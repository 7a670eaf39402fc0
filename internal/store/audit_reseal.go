package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// resealedEvent is what an event says that was done when values in the record were
// sealed with a new key.
const resealedEvent = "audit.reseal"

// resealed is a value in the record that was sealed anew, as it stands in the document
// of the event that says so. The digest that the value's own event has is of bytes that
// are gone; this one takes its place.
type resealed struct {
	Value  int64  `json:"value"`
	Digest string `json:"digest"`
}

// recordResealed records which of a person's values in the record were sealed anew: by
// nobody, and with an id that comes of the hash before it, for nothing random is at
// hand and nothing secret is asked for.
func (s *Store) recordResealed(ctx context.Context, tx *sql.Tx, person directory.ID, changed map[int64][]byte) error {
	if len(changed) == 0 {
		return nil
	}
	all := make([]resealed, 0, len(changed))
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		digest := moderation.DigestOf(changed[id])
		all = append(all, resealed{id, hex.EncodeToString(digest[:])})
	}
	document, err := json.Marshal(all)
	if err != nil {
		return err
	}
	head, err := auditHead(ctx, tx)
	if err != nil {
		return err
	}
	id, err := directory.NewID(s.now(), bytes.NewReader(head.Hash[:]))
	if err != nil {
		return err
	}
	e := moderation.Event{ID: id, At: directory.At(s.now()), What: resealedEvent, Noun: Account, Object: person}
	_, err = s.record(ctx, tx, e, [2][]byte{nil, document}, directory.ID{})
	return err
}

// errUnreadable says that an event does not tell what was sealed anew.
var errUnreadable = errors.New("nothing to be read")

// readResealed adds to digests those that an event has of values that were sealed anew.
func readResealed(ctx context.Context, tx *sql.Tx, number int64, digests map[int64]moderation.Hash) error {
	var document []byte
	err := tx.QueryRowContext(ctx, `SELECT value FROM audit_value WHERE id = ?1`, valueID(number, true)).Scan(&document)
	if errors.Is(err, sql.ErrNoRows) {
		return errUnreadable
	}
	if err != nil {
		return fmt.Errorf("event %d: %w", number, err)
	}
	var all []resealed
	if err := json.Unmarshal(document, &all); err != nil {
		return errUnreadable
	}
	for _, r := range all {
		var digest moderation.Hash
		if len(r.Digest) != hex.EncodedLen(len(digest)) {
			return errUnreadable
		}
		if _, err := hex.Decode(digest[:], []byte(r.Digest)); err != nil {
			return errUnreadable
		}
		digests[r.Value] = digest
	}
	return nil
}
