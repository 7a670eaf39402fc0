package auth

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"

	"rootline/internal/directory"
)

// TokenType is who carries a token. It stands in the token's header as typ.
type TokenType string

// The types of token there are.
const (
	Access TokenType = "at+jwt"   // a program, in the Authorization header (RFC 9068)
	Page   TokenType = "page+jwt" // a browser, in the session's cookie
)

// Claims is what a token says. All of it is required.
type Claims struct {
	Type     TokenType
	Issuer   string
	Audience string
	Subject  directory.ID // the account
	Session  directory.ID
	ID       directory.ID
	IssuedAt time.Time // whole seconds, as Expires
	Expires  time.Time
}

// Want is what a token has to be for whoever reads it.
type Want struct {
	Type     TokenType
	Issuer   string
	Audience string
	Now      time.Time
	Leeway   time.Duration // by how much the clocks of two of our nodes may differ
}

// maxToken is more than any token of ours takes; what is longer is not read.
const maxToken = 2048

// Mint writes and signs a token. It refuses claims that Verify would refuse of
// everybody, so that a mistake of ours shows where it is made.
func Mint(kid string, key ed25519.PrivateKey, c Claims) (string, error) {
	c.IssuedAt, c.Expires = time.Unix(c.IssuedAt.Unix(), 0), time.Unix(c.Expires.Unix(), 0)
	if err := c.check(); err != nil {
		return "", fmt.Errorf("mint a token: %w", err)
	}
	if !utf8.ValidString(kid) || kid == "" || len(key) != ed25519.PrivateKeySize {
		return "", errors.New("mint a token: there is no key")
	}
	token, err := unsigned(kid, c).SignedString(key)
	if err == nil && len(token) > maxToken {
		err = errLength
	}
	if err != nil {
		return "", fmt.Errorf("mint a token: %w", err)
	}
	return token, nil
}

// Verify reads a token that is valid now: of the wanted type, issuer and
// audience, signed with one of keys, and in all its bytes the one that Mint
// writes. Of anything else it says no more than that it does not count.
func Verify(token string, keys map[string]ed25519.PublicKey, want Want) (Claims, error) {
	c, err := read(token, keys)
	if err != nil {
		return Claims{}, refused(err)
	}
	if err := judge(c, want, want.Now); err != nil {
		return Claims{}, refused(err)
	}
	return c, nil
}

// VerifyPastExpiry is Verify for the page's cookie alone, which may be past its
// end by as long as a session may idle: the cookie is renewed whenever it is used
// past its end, so that of an older one the session is over too. Whether the
// session lives is for its row to say; then the cookie is to be issued anew.
func VerifyPastExpiry(token string, keys map[string]ed25519.PublicKey, want Want) (Claims, error) {
	c, err := read(token, keys)
	if err != nil {
		return Claims{}, refused(err)
	}
	at := want.Now
	if want.Type == Page && !at.Before(c.Expires) && at.Before(c.Expires.Add(SessionIdle)) {
		at = c.Expires.Add(-time.Second) // as if it had been read in time
	}
	if err := judge(c, want, at); err != nil {
		return Claims{}, refused(err)
	}
	return c, nil
}

// refused words why a token does not count. What exactly is wrong with it is for
// the log: fixed words, nothing out of the token.
func refused(why error) error {
	id := "auth.token"
	if errors.Is(why, jwt.ErrTokenExpired) {
		id = "auth.token_expired"
	}
	return fmt.Errorf("%w: %w", directory.Refuse(directory.Unauthenticated, id), why)
}

var (
	errLength  = errors.New("longer than any token of ours")
	errSpelled = errors.New("not spelled as we write it")
	errType    = errors.New("of another type")
	errKey     = errors.New("signed with no key of ours")
	errClaims  = errors.New("claims missing or beyond reason")
)

// read checks the signature and the spelling of a token, but not yet whether it
// is meant for here and now.
func read(token string, keys map[string]ed25519.PublicKey) (Claims, error) {
	if len(token) > maxToken {
		return Claims{}, errLength
	}
	var kid string
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
		jwt.WithStrictDecoding(),
		jwt.WithoutClaimsValidation(), // judge does that
	)
	parsed, err := parser.ParseWithClaims(token, &wire{}, func(t *jwt.Token) (any, error) {
		kid, _ = t.Header["kid"].(string)
		key, ok := keys[kid]
		if !ok || kid == "" || len(key) != ed25519.PublicKeySize {
			return nil, errKey
		}
		return key, nil
	})
	if err != nil {
		return Claims{}, err
	}
	return canonical(parsed, kid)
}

// canonical turns a token into claims if it is byte for byte the one that we
// would have written to say the same. That leaves no room for a member twice, in
// another case or unknown, for crit, jku or jwk in the header, nor for a second
// spelling of anything.
func canonical(parsed *jwt.Token, kid string) (Claims, error) {
	w, ok := parsed.Claims.(*wire)
	typ, isText := parsed.Header["typ"].(string)
	if !ok || !isText {
		return Claims{}, errSpelled
	}
	c := w.claims(TokenType(typ))
	if err := c.check(); err != nil {
		return Claims{}, err
	}
	text, err := unsigned(kid, c).SigningString()
	if err != nil {
		return Claims{}, fmt.Errorf("write a token again: %w", err)
	}
	if parsed.Raw != text+"."+parsed.EncodeSegment(parsed.Signature) {
		return Claims{}, errSpelled
	}
	return c, nil
}

// judge checks whether a token is meant for who reads it, at a moment.
func judge(c Claims, want Want, at time.Time) error {
	if want.Issuer == "" || want.Audience == "" || want.Type == "" {
		return errors.New("nothing is wanted of the token") // the library takes "" for any
	}
	if c.Type != want.Type {
		return errType
	}
	return jwt.NewValidator(
		jwt.WithExpirationRequired(),
		jwt.WithIssuedAt(),
		jwt.WithIssuer(want.Issuer),
		jwt.WithAudience(want.Audience),
		jwt.WithLeeway(want.Leeway),
		jwt.WithTimeFunc(func() time.Time { return at }),
	).Validate(newWire(c))
}

// check is what holds of every token of ours at any time.
func (c Claims) check() error {
	known := c.Type == Access || c.Type == Page
	named := c.Issuer != "" && c.Audience != "" && !c.Subject.IsZero() && !c.Session.IsZero() && !c.ID.IsZero() &&
		utf8.ValidString(c.Issuer) && utf8.ValidString(c.Audience)
	life := c.Expires.Sub(c.IssuedAt)
	if !known || !named || c.IssuedAt.Unix() <= 0 || life <= 0 || life > AccessLife {
		return errClaims
	}
	return nil
}

// unsigned is the token that says c, with its header in the order that the
// library writes it: by name.
func unsigned(kid string, c Claims) *jwt.Token {
	t := jwt.NewWithClaims(jwt.SigningMethodEdDSA, newWire(c))
	t.Header = map[string]any{"alg": jwt.SigningMethodEdDSA.Alg(), "kid": kid, "typ": string(c.Type)}
	return t
}
