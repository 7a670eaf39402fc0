package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// letterJob is the kind of the jobs that send letters.
const letterJob = "letter"

// letterLife is how long a letter that could not be sent is kept.
const letterLife = 30 * 24 * time.Hour

// letterForm is a letter as it is sealed: the names last, whatever the fields come to
// be called. The id and the person stand beside it, where it cannot be opened without.
type letterForm struct {
	ID       directory.ID       `json:"-"`
	Person   directory.ID       `json:"-"`
	To       directory.Email    `json:"to"`
	Kind     auth.LetterKind    `json:"kind"`
	At       directory.Instant  `json:"at"`
	Path     string             `json:"path,omitzero"`
	Code     string             `json:"code,omitzero"`
	For      time.Duration      `json:"for,omitzero"`
	By       string             `json:"by,omitzero"`
	Place    string             `json:"place,omitzero"`
	Role     directory.Role     `json:"role,omitzero"`
	Device   string             `json:"device,omitzero"`
	Reason   string             `json:"reason,omitzero"`
	Text     string             `json:"text,omitzero"`
	Language directory.Language `json:"language,omitzero"`
	Silent   bool               `json:"silent,omitzero"`
}

// Post keeps a letter sealed with the key of its person. Its job holds its id alone.
func (t *peopleTx) Post(ctx context.Context, l auth.Letter) error {
	return t.try(func() error {
		plain, err := json.Marshal(letterForm(l))
		if err != nil {
			return fmt.Errorf("post letter %s: %w", l.ID, err)
		}
		sealed, err := t.s.keys.seal(ctx, l.Person, plain, place{"letter.sealed", l.ID.String()})
		if err != nil {
			return fmt.Errorf("post letter %s: %w", l.ID, err)
		}
		_, err = t.exec(ctx, "post letter "+l.ID.String(), `INSERT INTO letter (id, person, sealed, created_at) VALUES (?1, ?2, ?3, ?4)`,
			l.ID.String(), l.Person.String(), sealed, t.s.now().UnixMilli())
		if err != nil {
			return err
		}
		return t.Enqueue(ctx, letterJob, l.ID.String())
	})
}

// Letter returns a letter that waits to be sent. One that was sent is NotFound, and so
// is one to somebody whose key has been erased.
func (s *Store) Letter(ctx context.Context, id directory.ID) (auth.Letter, error) {
	var person directory.ID
	var sealed []byte
	err := s.readers.QueryRowContext(ctx, `SELECT person, sealed FROM letter WHERE id = ?1`, id.String()).Scan(text(&person), &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return auth.Letter{}, noLetter()
	}
	if err != nil {
		return auth.Letter{}, fmt.Errorf("letter %s: %w", id, err)
	}
	plain, err := s.keys.open(ctx, person, sealed, place{"letter.sealed", id.String()})
	if directory.KindOf(err) == directory.NotFound { // forgotten
		return auth.Letter{}, noLetter()
	}
	if err != nil {
		return auth.Letter{}, fmt.Errorf("letter %s: %w", id, err)
	}
	var f letterForm
	if err := json.Unmarshal(plain, &f); err != nil {
		return auth.Letter{}, unreadable("letter", id.String(), err)
	}
	f.ID, f.Person = id, person
	return auth.Letter(f), nil
}

func noLetter() error { return directory.Refuse(directory.NotFound, "not_found.letter") }

// RemoveLetter forgets a letter that was sent. That it is gone already is no failure.
func (s *Store) RemoveLetter(ctx context.Context, id directory.ID) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM letter WHERE id = ?1`, id.String()); err != nil {
			return fmt.Errorf("remove letter %s: %w", id, err)
		}
		return nil
	})
}
