package api_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/pquerna/otp/hotp"

	"rootline/internal/api"
	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/auth/passkey"
	"rootline/internal/auth/self"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/internal/fetch"
	"rootline/internal/moderation"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// furnish gives the API the real desks.
func (s *site) furnish(a *api.API) {
	public, private := must2(ed25519.GenerateKey(rand.Reader))
	digest, hasher, throttle := storetest.Keys().Digest, auth.NewHasher(), auth.NewThrottle()
	party := must(passkey.NewParty(must(url.Parse(base)), "Rootline"))
	s.entry = &entry.Desk{
		Store: s.store, Hasher: hasher, Throttle: throttle, Passkeys: party, Digest: digest, Now: a.Now, Random: rand.Reader,
		Minter: &auth.Minter{
			Issuer: base, Now: a.Now, Random: rand.Reader,
			Signer: func(context.Context) (string, ed25519.PrivateKey, error) { return "test", private, nil },
			Verifiers: func(context.Context) (map[string]ed25519.PublicKey, error) {
				return map[string]ed25519.PublicKey{"test": public}, nil
			},
		},
	}
	a.Entry = s.entry
	a.Self = &self.Desk{
		Store: s.store, Hasher: hasher, Throttle: throttle, Passkeys: party, Digest: digest,
		Site: "Rootline", Now: a.Now, Random: rand.Reader,
	}
	office := moderation.Office{Store: s.store, Now: a.Now, Random: rand.Reader}
	a.Listings = &moderation.Desk{Office: office}
	a.Album = &moderation.Album{Desk: *a.Listings, Make: makePhoto}
	a.Claims = &moderation.Claims{Office: office, Throttle: throttle}
	a.Moderators = &moderation.Queue{Office: office}
	a.Asking = &moderation.Asking{Office: office}
	s.books = &books{Store: s.store}
	a.Figures = s.books
	a.Visit = func(_ context.Context, at directory.URL) (fetch.Page, error) { return s.visited(at) }
	a.Team = &team.Desk{Store: s.store, Places: places{s.store}, Hasher: hasher, Now: a.Now, Random: rand.Reader}
}

// places finds clinics and organizations, as what a path names and as what a role
// is for.
type places struct{ store *store.Store }

func (p places) Clinic(ctx context.Context, named string) (auth.Object, error) {
	slug, err := directory.ParseSlug(named)
	if err != nil {
		return auth.Object{}, directory.Refuse(directory.NotFound, "not_found.clinic")
	}
	l, err := p.store.ListingBySlug(ctx, slug)
	return auth.Object{Clinic: l.Clinic.ID, Organization: l.Organization.ID}, err
}

func (p places) Brand(ctx context.Context, named string) (auth.Object, error) {
	slug, err := directory.ParseSlug(named)
	if err != nil {
		return auth.Object{}, directory.Refuse(directory.NotFound, "not_found.clinic")
	}
	o, err := p.store.OrganizationBySlug(ctx, slug)
	return auth.Object{Organization: o.ID}, err
}

func (p places) Place(ctx context.Context, s team.Scope) (team.Place, error) {
	if s.Clinic.IsZero() {
		o, err := p.store.Organization(ctx, s.Organization)
		return team.Place{Scope: s, Name: o.Name, Slug: o.Slug}, err
	}
	l, err := p.store.Listing(ctx, s.Clinic)
	c := l.Clinic
	return team.Place{Scope: s, Name: c.Name, Slug: c.Slug, City: c.Address.City, Brand: l.Organization.ID}, err
}

// password is that of everybody here who has one, and kept what is kept of it.
const password = "yonder velvet tractor lamp"

var kept = sync.OnceValue(func() string {
	return must(auth.NewHasher().Hash(context.Background(), password, rand.Reader))
})

// app is the secret of the app of everybody here who has one.
var app = []byte("twenty secret bytes!")

// totp is the code that the app shows now.
func (s *site) totp() string {
	return must(hotp.GenerateCode(auth.TOTPKey(app), uint64(s.now.Unix()/30)))
}

// people writes something of people by hand.
func (s *site) people(t *testing.T, fn func(ctx context.Context, tx auth.Tx) error) {
	t.Helper()
	if err := s.store.People(t.Context(), func(tx auth.Tx) error { return fn(t.Context(), tx) }); err != nil {
		t.Fatalf("People() = %v", err)
	}
}

// person adds the nth person, with what they are known by and their roles.
func (s *site) person(t *testing.T, n int, c auth.Credentials, roles ...directory.Membership) directory.Account {
	t.Helper()
	a := storetest.Person(n)
	s.people(t, func(ctx context.Context, tx auth.Tx) error {
		if err := tx.AddAccount(ctx, a, c); err != nil || len(roles) == 0 {
			return err
		}
		_, err := tx.UpdateMemberships(ctx, a.ID, func(all *[]directory.Membership) error {
			for _, m := range roles {
				m.AccountID, m.Since = a.ID, directory.At(now)
				*all = append(*all, m)
			}
			return nil
		})
		return err
	})
	return a
}

// signIn signs a person in who has shown just now who they are, with a second factor
// or without, and returns the token of their session.
func (s *site) signIn(t *testing.T, a directory.Account, strong bool) (token string) {
	t.Helper()
	var in auth.In
	s.people(t, func(ctx context.Context, tx auth.Tx) (err error) {
		in, err = auth.Begin(ctx, tx, a, auth.From{Program: true, Label: "example/1.0"}, shown(strong), s.now, rand.Reader)
		return err
	})
	return must(s.entry.Tokens(t.Context(), in)).Access
}

// letter is the newest letter, which has to be of a kind.
func (s *site) letter(t *testing.T, kind auth.LetterKind) auth.Letter {
	t.Helper()
	all := storetest.Letters(t, s.store)
	if len(all) == 0 || all[len(all)-1].Kind != kind {
		t.Fatalf("of %d letters the newest is %+v, want one of kind %s", len(all), all[max(0, len(all)-1):], kind)
	}
	return all[len(all)-1]
}

// ok asks for what has to succeed with a status, and reads the reply.
func ok[V any](t *testing.T, s *site, status int, a asked) (v V) {
	t.Helper()
	r := s.ask(t, a)
	if r.status != status {
		t.Fatalf("%s %s %s answered %d %s, want %d", a.method, a.path, a.body, r.status, r.body, status)
	}
	if len(r.body) > 0 {
		if err := json.Unmarshal(r.body, &v); err != nil {
			t.Fatalf("%s %s answered %s: %v", a.method, a.path, r.body, err)
		}
	}
	return v
}

// refuses asks for what has to be refused with a status, and with words about it in
// the detail or in what is said of a member.
func (s *site) refuses(t *testing.T, status int, says string, a asked) (r reply) {
	t.Helper()
	r = s.ask(t, a)
	p := problemOf(t, r)
	said := p.Detail
	for _, e := range p.Errors {
		said += " " + e.Name + ": " + e.Detail
	}
	if r.status != status || !strings.Contains(said, says) {
		t.Errorf("%s %s %.200s answered %d %s; want %d and something of %q", a.method, a.path, a.body, r.status, said, status, says)
	}
	return r
}

// tokens is what a program gets.
type tokens struct {
	Access    string `json:"access_token"`
	Type      string `json:"token_type"`
	ExpiresIn int    `json:"expires_in"`
	Refresh   string `json:"refresh_token"`
}

// isIn fails unless tokens are those of somebody who is signed in.
func (s *site) isIn(t *testing.T, got tokens, who directory.Email) {
	t.Helper()
	if got.Type != "Bearer" || got.ExpiresIn != 600 || got.Refresh == "" {
		t.Errorf("the tokens are %+v; want a bearer's, for 600 seconds, that can be renewed", got)
	}
	a := ok[struct{ Email directory.Email }](t, s, http.StatusOK, asked{method: "GET", path: "/auth/account", token: got.Access})
	if a.Email != who {
		t.Errorf("the tokens are those of %s, want %s", a.Email, who)
	}
}

// isOut fails unless a token does not count, and a program is told what it needs.
func (s *site) isOut(t *testing.T, token string) {
	t.Helper()
	r := s.refuses(t, http.StatusUnauthorized, "token is not valid", asked{method: "GET", path: "/auth/account", token: token})
	if got := r.header.Get("WWW-Authenticate"); got != `Bearer error="invalid_token"` {
		t.Errorf("a token that does not count is answered by WWW-Authenticate: %s", got)
	}
}

// body writes a request's body: names and values in turn.
func body(pairs ...string) string {
	members := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		members[pairs[i]] = pairs[i+1]
	}
	return string(must(json.Marshal(members)))
}

func post(path, token string, pairs ...string) asked {
	a := asked{method: http.MethodPost, path: path, token: token}
	if len(pairs) > 0 {
		a.body = body(pairs...)
	}
	return a
}

func must2[A, B any](a A, b B, err error) (A, B) {
	if err != nil {
		panic(err)
	}
	return a, b
}

// shown is how well somebody has shown who they are.
func shown(strong bool) auth.Shown {
	if strong {
		return auth.ShownStrong
	}
	return auth.ShownWhole
}
