package auth

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"time"

	"rootline/internal/directory"
)

// leeway is by how much the clocks of two of our nodes may differ.
const leeway = 5 * time.Second

// Minter makes the tokens of sessions, and reads them. What a token says of its
// session is that there was one: whether it still stands is for its row to say.
type Minter struct {
	Issuer    string // the site's base URL
	Signer    func(ctx context.Context) (kid string, key ed25519.PrivateKey, err error)
	Verifiers func(ctx context.Context) (map[string]ed25519.PublicKey, error)
	Now       func() time.Time
	Random    io.Reader
}

// Mint makes a token of a session. It does not outlive the session.
func (m *Minter) Mint(ctx context.Context, t TokenType, s directory.Session) (token string, expires time.Time, err error) {
	now := m.Now()
	id, err := directory.NewID(now, m.Random)
	if err != nil {
		return "", time.Time{}, err
	}
	kid, key, err := m.Signer(ctx)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("mint a token: %w", err)
	}
	expires = now.Add(AccessLife)
	if end := s.ExpiresAt.Time(); end.Before(expires) {
		expires = end
	}
	token, err = Mint(kid, key, Claims{
		Type: t, Issuer: m.Issuer, Audience: m.audience(t), Subject: s.AccountID, Session: s.ID,
		ID: id, IssuedAt: now, Expires: expires,
	})
	return token, expires, err
}

// Read reads a token of a type. That of a page may be past its end, see
// [VerifyPastExpiry]; then it is to be made anew.
func (m *Minter) Read(ctx context.Context, t TokenType, token string) (Claims, error) {
	keys, err := m.Verifiers(ctx)
	if err != nil {
		return Claims{}, fmt.Errorf("read a token: %w", err)
	}
	want := Want{Type: t, Issuer: m.Issuer, Audience: m.audience(t), Now: m.Now(), Leeway: leeway}
	if t == Page {
		return VerifyPastExpiry(token, keys, want)
	}
	return Verify(token, keys, want)
}

// JWKS is the document with the keys that verify now.
func (m *Minter) JWKS(ctx context.Context) ([]byte, error) {
	keys, err := m.Verifiers(ctx)
	if err != nil {
		return nil, fmt.Errorf("publish the keys: %w", err)
	}
	return JWKS(keys)
}

// audience is whom a token is for: the pages, or the API below them.
func (m *Minter) audience(t TokenType) string {
	if t == Access {
		return m.Issuer + "/api/v1"
	}
	return m.Issuer
}
