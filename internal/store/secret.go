package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// secretForm is what of a secret is sealed as one.
type secretForm struct {
	Email directory.Email `json:"email,omitzero"`
	Text  string          `json:"text,omitzero"`
	By    directory.ID    `json:"by,omitzero"`
}

const selectSecret = `SELECT id, kind, digest, account_id, sealed, browser, salt, tag, former_tag, wrong,
	coalesce(role, ''), clinic_id, organization_id, created_at, expires_at, used_at, replaced_at FROM secret `

// ownerOf is the person with whose key a secret is sealed: its own, where there is no
// account.
func ownerOf(s *auth.Secret) directory.ID {
	if s.AccountID.IsZero() {
		return s.ID
	}
	return s.AccountID
}

func (p people) Secret(ctx context.Context, kind auth.SecretKind, digest []byte) (auth.Secret, error) {
	return p.oneSecret(ctx, `WHERE kind = ?1 AND digest = ?2`, string(kind), digest)
}

func (p people) oneSecret(ctx context.Context, where string, args ...any) (auth.Secret, error) {
	all, err := p.secrets(ctx, where, args...)
	if err != nil {
		return auth.Secret{}, err
	}
	if len(all) == 0 {
		return auth.Secret{}, directory.Refuse(directory.NotFound, "secret.unknown")
	}
	return all[0], nil
}

func (p people) Secrets(ctx context.Context, kind auth.SecretKind, account directory.ID) ([]auth.Secret, error) {
	return p.secrets(ctx, `WHERE account_id = ?1 AND kind = ?2 AND used_at = 0 AND replaced_at = 0 ORDER BY created_at DESC, id DESC`,
		account.String(), string(kind))
}

func (p people) Invitations(ctx context.Context, scope directory.ID) ([]auth.Secret, error) {
	const open = ` AND role IS NOT NULL AND used_at = 0 AND replaced_at = 0 ORDER BY created_at, id`
	if scope.IsZero() {
		return p.secrets(ctx, `WHERE role IN ('moderator', 'admin') AND clinic_id IS NULL AND organization_id IS NULL`+open)
	}
	return p.secrets(ctx, `WHERE (clinic_id = ?1 OR organization_id = ?1)`+open, scope.String())
}

// secrets returns the secrets that where finds, but for those of somebody whose key
// has been erased.
func (p people) secrets(ctx context.Context, where string, args ...any) ([]auth.Secret, error) {
	var all []auth.Secret
	err := stream(ctx, p.q, "secrets", func(rows *sql.Rows) error {
		var s auth.Secret
		var sealed []byte
		err := rows.Scan(text(&s.ID), &s.Kind, &s.Digest, text(&s.AccountID), &sealed, &s.Browser, &s.Salt, &s.Tag, &s.FormerTag, &s.Wrong,
			&s.Invitation.Role, text(&s.Invitation.ClinicID), text(&s.Invitation.OrganizationID),
			&s.CreatedAt, &s.ExpiresAt, &s.UsedAt, &s.ReplacedAt)
		if err != nil {
			return fmt.Errorf("secrets: %w", err)
		}
		plain, err := p.s.keys.open(ctx, ownerOf(&s), sealed, place{"secret.sealed", s.ID.String()})
		if directory.KindOf(err) == directory.NotFound {
			return nil
		}
		if err != nil {
			return fmt.Errorf("secret %s: %w", s.ID, err)
		}
		var f secretForm
		if err := json.Unmarshal(plain, &f); err != nil {
			return unreadable("secret", s.ID.String(), err)
		}
		s.Email, s.Text, s.By = f.Email, f.Text, f.By
		all = append(all, s)
		return nil
	}, selectSecret+where, args...)
	return all, err
}

func (p people) SentTo(ctx context.Context, email directory.Email, since directory.Instant) (n int, err error) {
	digest, err := p.s.keys.email(email)
	if err == nil {
		err = p.q.QueryRowContext(ctx, `SELECT count(*) FROM secret WHERE email_digest = ?1 AND created_at >= ?2`, digest, int64(since)).Scan(&n)
	}
	if err != nil {
		return 0, fmt.Errorf("sent to: %w", err)
	}
	return n, nil
}

// secretColumns are the values of a secret's row, from its id on.
func (t *peopleTx) secretColumns(ctx context.Context, s *auth.Secret) ([]any, error) {
	plain, err := json.Marshal(secretForm{s.Email, s.Text, s.By})
	if err != nil {
		return nil, err
	}
	sealed, err := t.s.keys.seal(ctx, ownerOf(s), plain, place{"secret.sealed", s.ID.String()})
	if err != nil {
		return nil, err
	}
	var email []byte
	if !s.Email.IsZero() {
		if email, err = t.s.keys.email(s.Email); err != nil {
			return nil, err
		}
	}
	i := s.Invitation
	return []any{
		s.ID.String(), string(s.Kind), s.Digest, orNull(s.AccountID), email, sealed, s.Browser, s.Salt, s.Tag, s.FormerTag, s.Wrong,
		sql.NullString{String: string(i.Role), Valid: i.Role != ""},
		orNull(i.ClinicID), orNull(i.OrganizationID),
		int64(s.CreatedAt), int64(s.ExpiresAt), int64(s.UsedAt), int64(s.ReplacedAt),
	}, nil
}

func (t *peopleTx) AddSecret(ctx context.Context, s auth.Secret) error {
	return t.try(func() error {
		columns, err := t.secretColumns(ctx, &s)
		if err != nil {
			return fmt.Errorf("add secret %s: %w", s.ID, err)
		}
		_, err = t.exec(ctx, "add secret "+s.ID.String(), `INSERT INTO secret (id, kind, digest, account_id, email_digest, sealed,
			browser, salt, tag, former_tag, wrong, role, clinic_id, organization_id, created_at, expires_at, used_at, replaced_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)`, columns...)
		return err
	})
}

// UpdateSecret is on the terms of [Store.UpdateListing]: of many who show the same link
// or code, one is heard. What has been used stays so, but for a code that is asked for
// again.
func (t *peopleTx) UpdateSecret(ctx context.Context, kind auth.SecretKind, digest []byte, change func(*auth.Secret) error) (auth.Secret, error) {
	return attempted(t, func() (auth.Secret, error) {
		was, err := t.Secret(ctx, kind, digest)
		if err != nil {
			return auth.Secret{}, err
		}
		s := was
		if err := change(&s); err != nil {
			return auth.Secret{}, err
		}
		if reflect.DeepEqual(s, was) {
			return s, nil
		}
		if s.ID != was.ID || s.Kind != was.Kind || was.UsedAt != 0 && s.UsedAt == 0 && s.Tag == nil {
			return was, fmt.Errorf("update secret %s: the change alters what stays", was.ID)
		}
		columns, err := t.secretColumns(ctx, &s)
		if err != nil {
			return s, fmt.Errorf("update secret %s: %w", s.ID, err)
		}
		// One that has been used since it was read stays so.
		saved, err := t.exec(ctx, "update secret "+s.ID.String(), `UPDATE secret SET kind = ?2, digest = ?3, account_id = ?4,
			email_digest = ?5, sealed = ?6, browser = ?7, salt = ?8, tag = ?9, former_tag = ?10, wrong = ?11, role = ?12,
			clinic_id = ?13, organization_id = ?14, created_at = ?15, expires_at = ?16, used_at = ?17, replaced_at = ?18
			WHERE id = ?1 AND used_at = ?19 AND wrong = ?20`, append(columns, int64(was.UsedAt), was.Wrong)...)
		return s, unmovedRow(saved, err)
	})
}

func (t *peopleTx) ReplaceSecrets(ctx context.Context, kind auth.SecretKind, account directory.ID) error {
	return t.try(func() error {
		_, err := t.exec(ctx, "replace secrets of "+account.String(), `UPDATE secret SET replaced_at = ?3
			WHERE account_id = ?1 AND kind = ?2 AND used_at = 0 AND replaced_at = 0`, account.String(), string(kind), t.s.now().UnixMilli())
		return err
	})
}
