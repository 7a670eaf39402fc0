package store

import (
	"context"
	"fmt"

	"rootline/internal/directory"
)

const selectHeld = `SELECT EXISTS (SELECT 1 FROM membership WHERE (clinic_id = ?1 OR organization_id = ?2) AND role = 'owner')`

// Held reports whether somebody speaks for a clinic, as its own owner or as its brand's.
// With the zero ID in place of one of them it is about the other alone.
func (s *Store) Held(ctx context.Context, clinic, brand directory.ID) (bool, error) {
	return s.people().held(ctx, clinic, brand)
}

func (p people) held(ctx context.Context, clinic, brand directory.ID) (held bool, err error) {
	if err := p.q.QueryRowContext(ctx, selectHeld, clinic.String(), brand.String()).Scan(&held); err != nil {
		return false, fmt.Errorf("who holds clinic %q, brand %q: %w", clinic, brand, err)
	}
	return held, nil
}
