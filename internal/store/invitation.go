package store

import (
	"context"
	"fmt"

	"rootline/internal/directory"
)

// InvitedTo counts the invitations that were made for an address to a clinic or an
// organization, or with the zero ID to all of the directory, since some moment,
// whatever became of them.
func (s *Store) InvitedTo(ctx context.Context, scope directory.ID, email directory.Email, since directory.Instant) (int, error) {
	return s.people().InvitedTo(ctx, scope, email, since)
}

func (p people) InvitedTo(ctx context.Context, scope directory.ID, email directory.Email, since directory.Instant) (n int, err error) {
	digest, err := p.s.keys.email(email)
	if err == nil {
		err = p.q.QueryRowContext(ctx, `SELECT count(*) FROM secret WHERE email_digest = ?1 AND created_at >= ?2
			AND role IS NOT NULL AND coalesce(clinic_id, organization_id, '') = ?3`, digest, int64(since), scope.String()).Scan(&n)
	}
	if err != nil {
		return 0, fmt.Errorf("invited to %s: %w", scope, err)
	}
	return n, nil
}
