package auth

import (
	"time"

	"github.com/golang-jwt/jwt/v5"

	"rootline/internal/directory"
)

// wire is the claims as they stand in the token.
type wire struct {
	Issuer   string       `json:"iss"`
	Audience string       `json:"aud"`
	Subject  directory.ID `json:"sub"`
	Session  directory.ID `json:"sid"`
	IssuedAt int64        `json:"iat"`
	Expires  int64        `json:"exp"`
	ID       directory.ID `json:"jti"`
}

func newWire(c Claims) *wire {
	return &wire{c.Issuer, c.Audience, c.Subject, c.Session, c.IssuedAt.Unix(), c.Expires.Unix(), c.ID}
}

func (w *wire) claims(t TokenType) Claims {
	return Claims{
		Type: t, Issuer: w.Issuer, Audience: w.Audience, Subject: w.Subject, Session: w.Session, ID: w.ID,
		IssuedAt: time.Unix(w.IssuedAt, 0).UTC(), Expires: time.Unix(w.Expires, 0).UTC(),
	}
}

// What follows lets the library's validator read the claims.

func (w *wire) GetExpirationTime() (*jwt.NumericDate, error) {
	return jwt.NewNumericDate(time.Unix(w.Expires, 0)), nil
}

func (w *wire) GetIssuedAt() (*jwt.NumericDate, error) {
	return jwt.NewNumericDate(time.Unix(w.IssuedAt, 0)), nil
}
func (w *wire) GetNotBefore() (*jwt.NumericDate, error) { return nil, nil }
func (w *wire) GetIssuer() (string, error)              { return w.Issuer, nil }
func (w *wire) GetSubject() (string, error)             { return w.Subject.String(), nil }
func (w *wire) GetAudience() (jwt.ClaimStrings, error)  { return jwt.ClaimStrings{w.Audience}, nil }
