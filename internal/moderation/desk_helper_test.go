package moderation_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// house is the desks with a real store, a clock that stands, and the letters that they
// have posted.
type house struct {
	testing.TB
	store   *store.Store
	now     time.Time
	post    *postRoom
	desk    *moderation.Desk
	queue   *moderation.Queue
	claims  *moderation.Claims
	persons map[string]directory.Account
}

// The places of every use case: two clinics of one brand, of which one has a site and mail
// of its own, and a clinic of another.
var (
	harbour = storetest.Listing(1)
	abbey   = storetest.Listing(2)
	mill    = millOf(3)
)

// millOf is a clinic of the harbour's brand, on the brand's own domain.
func millOf(n int) directory.Listing {
	l := storetest.Listing(n)
	l.Organization, l.Clinic.OrganizationID = harbour.Organization, harbour.Organization.ID
	l.Clinic.URL = must(directory.ParseURL("https://brand-1.example/mill"))
	l.Clinic.Email = directory.Email{}
	return l
}

// open is a house in which Ada owns the harbour and Abe the abbey, Zoe and Max are
// moderators and Root is an admin.
func open(tb testing.TB) *house {
	tb.Helper()
	h := &house{TB: tb, store: storetest.New(tb, harbour, abbey, mill), now: now, persons: map[string]directory.Account{}}
	h.post = &postRoom{Store: h.store}
	office := moderation.Office{Store: h.post, Now: func() time.Time { return h.now }, Random: seeded(tb)}
	h.desk = &moderation.Desk{Office: office}
	h.queue = &moderation.Queue{Office: office}
	h.claims = &moderation.Claims{Office: office, Throttle: auth.NewThrottle()}
	h.give("ada", directory.RoleOwner, harbour.Clinic.ID, directory.ID{})
	h.give("abe", directory.RoleOwner, abbey.Clinic.ID, directory.ID{})
	for _, name := range []string{"zoe", "max"} {
		h.give(name, directory.RoleModerator, directory.ID{}, directory.ID{})
	}
	h.give("root", directory.RoleAdmin, directory.ID{}, directory.ID{})
	return h
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

// postRoom is a store that notes which letters its transactions have caused.
type postRoom struct {
	*store.Store
	mu        sync.Mutex
	letters   []auth.Letter
	forgotten directory.ID // somebody whose key has been erased
}

type noting struct {
	moderation.Tx
	letters   []auth.Letter
	forgotten directory.ID
}

func (t *noting) Account(ctx context.Context, id directory.ID) (directory.Account, error) {
	if id == t.forgotten {
		return directory.Account{}, directory.Refuse(directory.NotFound, "not_found.account")
	}
	return t.Tx.Account(ctx, id)
}

func (t *noting) Post(ctx context.Context, l auth.Letter) error {
	t.letters = append(t.letters, l)
	return t.Tx.Post(ctx, l)
}

func (p *postRoom) Moderate(ctx context.Context, fn func(moderation.Tx) error) error {
	var noted noting
	err := p.Store.Moderate(ctx, func(tx moderation.Tx) error {
		noted = noting{Tx: tx, forgotten: p.forgotten}
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

// mail is what was posted since mail was last called: 'kind name' of each. The store has
// to have each as it was posted.
func (h *house) mail() string {
	h.Helper()
	var all []string
	for _, l := range h.post.letters {
		if got, err := h.store.Letter(h.Context(), l.ID); err != nil || got != l {
			h.Errorf("Letter(%s) = %+v, %v; want %+v", l.ID, got, err, l)
		}
		name, _, _ := strings.Cut(l.To.String(), "@")
		all = append(all, string(l.Kind)+" "+name)
	}
	h.post.letters = nil
	return strings.Join(all, ", ")
}

// last is the newest letter, before mail forgets it.
func (h *house) last() auth.Letter {
	h.Helper()
	if len(h.post.letters) == 0 {
		h.Fatal("no letter was posted")
	}
	return h.post.letters[len(h.post.letters)-1]
}

// account is somebody with an account that is in use, who reads Turkish.
func (h *house) account(name string) directory.ID {
	h.Helper()
	if a, ok := h.persons[name]; ok {
		return a.ID
	}
	a := storetest.Person(len(h.persons))
	a.Name, a.Email, a.Language = strings.ToUpper(name), must(directory.ParseEmail(name+"@people.example")), must(directory.ParseLanguage("tr"))
	h.tx(func(tx moderation.Tx) error { return tx.AddAccount(h.Context(), a, auth.Credentials{}) })
	h.persons[name] = a
	return a.ID
}

func (h *house) tx(fn func(moderation.Tx) error) {
	h.Helper()
	if err := h.store.Moderate(h.Context(), fn); err != nil {
		h.Fatalf("Moderate() = %v", err)
	}
}

// give puts somebody into a role, past all desks.
func (h *house) give(name string, r directory.Role, clinic, brand directory.ID) {
	h.Helper()
	m := directory.Membership{AccountID: h.account(name), Role: r, ClinicID: clinic, OrganizationID: brand, Since: directory.At(h.now)}
	h.tx(func(tx moderation.Tx) error {
		_, err := tx.UpdateMemberships(h.Context(), m.AccountID, func(all *[]directory.Membership) error { *all = append(*all, m); return nil })
		return err
	})
}

// actor is somebody who asks, with a second factor.
func (h *house) actor(name string) directory.Actor {
	h.Helper()
	has, err := h.store.Memberships(h.Context(), h.account(name))
	if err != nil {
		h.Fatal(err)
	}
	return directory.Actor{Account: h.account(name), Strong: true, StrongAt: directory.At(h.now), Memberships: has}
}

// places are the clinics and brands that somebody has a role for.
func (h *house) places(name string) string {
	h.Helper()
	known := map[directory.ID]string{
		harbour.Clinic.ID: "harbour", abbey.Clinic.ID: "abbey", mill.Clinic.ID: "mill",
		harbour.Organization.ID: "harbour's brand", abbey.Organization.ID: "abbey's brand",
	}
	var all []string
	for _, m := range h.actor(name).Memberships {
		if place := known[m.ClinicID] + known[m.OrganizationID]; place != "" {
			all = append(all, string(m.Role)+" of "+place)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// public is the listing as visitors see it.
func (h *house) public(clinic directory.ID) directory.Listing {
	h.Helper()
	is, err := h.store.Version(h.Context(), clinic)
	if err != nil {
		h.Fatal(err)
	}
	return is.Listing
}

// edit has somebody edit the listing that they are shown.
func (h *house) edit(name string, clinic directory.ID, changes ...func(*directory.Listing)) moderation.Edited {
	h.Helper()
	own, err := h.desk.Listing(h.Context(), h.actor(name), clinic)
	if err != nil {
		h.Fatalf("Listing(%s) = %v", name, err)
	}
	out, err := h.desk.Edit(h.Context(), h.actor(name), clinic, own.Proposed, changed(own.Proposed, changes...))
	if err != nil {
		h.Fatalf("Edit(%s) = %v", name, err)
	}
	return out
}

// request is a request as it is kept.
func (h *house) request(id directory.ID) moderation.ChangeRequest {
	h.Helper()
	r, err := h.store.Request(h.Context(), id)
	if err != nil {
		h.Fatalf("Request(%s) = %v", id, err)
	}
	return r
}

// record is what was done since an event, oldest first, and the last event's number. The
// whole record has to be sound.
func (h *house) record(since int64) (what string, last int64) {
	h.Helper()
	if _, err := moderation.Verify(h.store.Events(h.Context()), moderation.Head{}); err != nil {
		h.Errorf("Verify() = %v", err)
	}
	var all []string
	for e, err := range h.store.Events(h.Context()) {
		if err != nil {
			h.Fatal(err)
		}
		if last = e.Number; last > since {
			all = append(all, e.What)
		}
	}
	return strings.Join(all, ", "), last
}

// told is a refusal with whom it names.
func told(err error) string {
	e := (*directory.Error)(nil)
	if errors.As(err, &e) && e.Message.Args["By"] != nil {
		return fmt.Sprint(said(err), " ", e.Message.Args["By"])
	}
	return said(err)
}

func shutMondays(l *directory.Listing) { l.Clinic.Hours.Week[time.Monday] = nil }
