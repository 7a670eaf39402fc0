package team_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// The places of every test: two clinics of one organization, and one of another.
var (
	harbour = storetest.Listing(1)
	mill    = listingOf(3, storetest.Organization(1))
	abbey   = storetest.Listing(2)

	atHarbour  = team.Scope{Clinic: harbour.Clinic.ID}
	atMill     = team.Scope{Clinic: mill.Clinic.ID}
	atAbbey    = team.Scope{Clinic: abbey.Clinic.ID}
	ofHarbour  = team.Scope{Organization: harbour.Organization.ID} // and of the mill
	ofAbbey    = team.Scope{Organization: abbey.Organization.ID}
	everywhere = team.Scope{}
)

func listingOf(n int, o directory.Organization) directory.Listing {
	l := storetest.Listing(n)
	l.Clinic.OrganizationID, l.Organization = o.ID, o
	return l
}

// office is a desk with a real store, a clock that stands, and the letters that it
// has posted.
type office struct {
	testing.TB
	*team.Desk
	store   *store.Store
	now     time.Time
	post    *postRoom
	persons map[string]directory.Account
}

func open(tb testing.TB) *office {
	tb.Helper()
	o := &office{TB: tb, store: storetest.New(tb, harbour, mill, abbey), now: storetest.Now, persons: map[string]directory.Account{}}
	o.post = &postRoom{Store: o.store}
	o.Desk = &team.Desk{
		Store: o.post, Places: places{o.store}, Hasher: auth.NewHasher(),
		Now: func() time.Time { return o.now }, Random: seeded(tb),
	}
	return o
}

// source is randomness for many at once.
type source struct {
	mu sync.Mutex
	r  *rand.ChaCha8
}

func (s *source) Read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.r.Read(b)
}

func seeded(tb testing.TB) *source {
	tb.Helper()
	seed := rand.Uint64()
	tb.Logf("seed %d", seed)
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return &source{r: rand.NewChaCha8(key)}
}

// assure picks the long form of a test if it is asked for.
func assure(short, long int) int {
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		return long
	}
	return short
}

// places finds those of the store, as the program does.
type places struct{ *store.Store }

func (p places) Place(ctx context.Context, s team.Scope) (team.Place, error) {
	if s.Clinic.IsZero() {
		o, err := p.Organization(ctx, s.Organization)
		return team.Place{Scope: s, Name: o.Name, Slug: o.Slug}, err
	}
	l, err := p.Listing(ctx, s.Clinic)
	return team.Place{Scope: s, Name: l.Clinic.Name, Slug: l.Clinic.Slug, City: l.Clinic.Address.City, Brand: l.Organization.ID}, err
}

// postRoom is a store that notes which letters its transactions have caused.
type postRoom struct {
	*store.Store
	mu      sync.Mutex
	letters []auth.Letter
}

type noting struct {
	auth.Tx
	letters []auth.Letter
}

func (t *noting) Post(ctx context.Context, l auth.Letter) error {
	t.letters = append(t.letters, l)
	return t.Tx.Post(ctx, l)
}

func (p *postRoom) People(ctx context.Context, fn func(auth.Tx) error) error {
	var noted noting
	err := p.Store.People(ctx, func(tx auth.Tx) error {
		noted = noting{Tx: tx}
		return fn(&noted)
	})
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letters = append(p.letters, noted.letters...)
	return nil
}

// last is the newest letter, which the store has to have as it was posted.
func (o *office) last() auth.Letter {
	o.Helper()
	if len(o.post.letters) == 0 {
		o.Fatal("no letter was posted")
	}
	l := o.post.letters[len(o.post.letters)-1]
	if got, err := o.store.Letter(o.Context(), l.ID); err != nil || got != l {
		o.Fatalf("Letter(%s) = %+v, %v; want %+v", l.ID, got, err, l)
	}
	return l
}

func email(name string) directory.Email {
	e, err := directory.ParseEmail(strings.ToLower(name) + "@staff.example")
	if err != nil {
		panic(err)
	}
	return e
}

// person is somebody with an account that is in use.
func (o *office) person(name string) directory.Account {
	o.Helper()
	if a, ok := o.persons[name]; ok {
		return a
	}
	a := storetest.Person(len(o.persons))
	a.Name, a.Email = name, email(name)
	o.tx(func(tx auth.Tx) error { return tx.AddAccount(o.Context(), a, auth.Credentials{}) })
	o.persons[name] = a
	return a
}

func (o *office) tx(fn func(auth.Tx) error) {
	o.Helper()
	if err := o.store.People(o.Context(), fn); err != nil {
		o.Fatalf("People() = %v", err)
	}
}

// give puts somebody into a role, past the desk.
func (o *office) give(name string, s team.Scope, role directory.Role) {
	o.Helper()
	m := directory.Membership{AccountID: o.person(name).ID, Role: role, ClinicID: s.Clinic, OrganizationID: s.Organization, Since: directory.At(o.now)}
	o.tx(func(tx auth.Tx) error {
		_, err := tx.UpdateMemberships(o.Context(), m.AccountID, func(all *[]directory.Membership) error { *all = append(*all, m); return nil })
		return err
	})
}

// drop takes all roles from somebody, past the desk.
func (o *office) drop(name string) {
	o.Helper()
	a := o.person(name)
	o.tx(func(tx auth.Tx) error {
		_, err := tx.UpdateMemberships(o.Context(), a.ID, func(all *[]directory.Membership) error { *all = nil; return nil })
		return err
	})
}

func (o *office) close(name string) {
	o.Helper()
	a := o.person(name)
	o.tx(func(tx auth.Tx) error {
		_, err := tx.UpdateAccount(o.Context(), a.ID, func(a *directory.Account) error { a.State = directory.AccountClosed; return nil })
		return err
	})
}

// actor is somebody who asks, with a second factor shown just now.
func (o *office) actor(name string) directory.Actor {
	o.Helper()
	if name == "" {
		return directory.Actor{}
	}
	memberships, err := o.store.Memberships(o.Context(), o.person(name).ID)
	if err != nil {
		o.Fatal(err)
	}
	return directory.Actor{Account: o.person(name).ID, Strong: true, StrongAt: directory.At(o.now), Memberships: memberships}
}

// invite has somebody invite an address, and returns the link.
func (o *office) invite(by, to string, s team.Scope, role directory.Role) (link string) {
	o.Helper()
	if err := o.Invite(o.Context(), o.actor(by), s, email(to), role); err != nil {
		o.Fatalf("Invite(%s, %s) = %v", to, role, err)
	}
	link, ok := strings.CutPrefix(o.last().Path, "/invitations/")
	if !ok {
		o.Fatalf("the letter leads to %s, want an invitation", o.last().Path)
	}
	return link
}

// roles are what somebody has at a place; there should never be two.
func (o *office) roles(name string, s team.Scope) string {
	o.Helper()
	all, err := o.store.Members(o.Context(), s.ID())
	if err != nil {
		o.Fatal(err)
	}
	var roles []string
	for _, m := range all {
		if m.AccountID == o.person(name).ID {
			roles = append(roles, string(m.Role))
		}
	}
	return strings.Join(roles, "+")
}

// signIn begins a session for somebody.
func (o *office) signIn(name string) directory.Session {
	o.Helper()
	var in auth.In
	a := o.person(name)
	o.tx(func(tx auth.Tx) (err error) {
		in, err = auth.Begin(o.Context(), tx, a, auth.From{Label: "Firefox"}, auth.ShownStrong, o.now, o.Random)
		return err
	})
	return in.Session
}

// sessions is how many sessions of somebody stand.
func (o *office) sessions(name string) int {
	o.Helper()
	all, err := o.store.Sessions(o.Context(), o.person(name).ID)
	if err != nil {
		o.Fatal(err)
	}
	return len(all)
}

// said is the sentence of an error that is worth telling, and its kind.
func said(err error) string {
	var e *directory.Error
	switch {
	case err == nil:
		return "fine"
	case errors.As(err, &e):
		return fmt.Sprintf("%d %s", e.Kind, e.Message.ID)
	}
	return "our fault: " + err.Error()
}

func saying(k directory.Kind, id string) string { return said(directory.Refuse(k, id)) }

// wants fails unless a call ended with a sentence, or well with "fine".
func (o *office) wants(call string, err error, want string) {
	o.Helper()
	if got := said(err); got != want {
		o.Errorf("%s = %s, want %s", call, got, want)
	}
}

var dry = bytes.NewReader(nil)
