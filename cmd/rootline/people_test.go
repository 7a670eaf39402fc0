package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/mail"
	"rootline/internal/server"
	"rootline/internal/store/storetest"
)

// world is the whole program, served on the loopback, with people of all sorts in it.
// They have been made by the desks that the program has, and are signed in by them.
type world struct {
	*running
	t      *testing.T
	cfg    config.Config
	house  *house
	desks  desks
	client *http.Client
	people map[string]*someone
	mine   map[string]*tenant // "a" and "b"

	contested directory.ID // a claim to tenant A's clinic by somebody who is nobody
	merged    directory.ID // two other clinics
}

// tenant is a clinic of an organization, with what nobody else may learn of it.
type tenant struct {
	pending
	listing directory.Listing
	invited directory.ID // an invitation that waits
	secrets []string     // ids, names and addresses of its people
}

// someone is a person who is signed in with a browser and with a program.
type someone struct {
	name    string
	account directory.Account
	home    string // the tenant to which they belong
	cookie  string
	token   string
	refresh string
	totp    []byte
	page    directory.Session
	program directory.Session
	device  directory.ID
}

// passkey is the id of the one that somebody has who belongs to a tenant.
func (s *someone) passkey() []byte { return []byte("canary passkey of " + s.name) }

// role is what a person is, and how well and how lately they have shown it.
type role struct {
	name, home  string
	role        directory.Role
	brand, weak bool
	stale, app  bool
}

// cast are the people of a world. A name tells what somebody is; those of tenants end
// with which.
var cast = []role{
	{name: "owner-a", home: "a", role: directory.RoleOwner},
	{name: "owner-a-stale", home: "a", role: directory.RoleOwner, stale: true},
	{name: "manager-a", home: "a", role: directory.RoleManager, weak: true},
	{name: "brand-owner-a", home: "a", role: directory.RoleOwner, brand: true},
	{name: "owner-b", home: "b", role: directory.RoleOwner},
	{name: "manager-b", home: "b", role: directory.RoleManager, weak: true},
	{name: "brand-owner-b", home: "b", role: directory.RoleOwner, brand: true},
	{name: "moderator", role: directory.RoleModerator, app: true},
	{name: "moderator-unproved", role: directory.RoleModerator, weak: true},
	{name: "admin", role: directory.RoleAdmin, app: true},
	{name: "admin-stale", role: directory.RoleAdmin, app: true, stale: true},
	{name: "admin-weak", role: directory.RoleAdmin, app: true, weak: true},
	{name: "nobody", weak: true},
}

// assured reports whether there is time for all of what is else shown by a part.
func assured() bool { return os.Getenv("ROOTLINE_ASSURE") != "" }

const password = "velvet-otter-granite-sonnet"

// hashed is what is kept of everybody's password. To hash it once saves a second.
var hashed = sync.OnceValues(func() (string, error) {
	return auth.NewHasher().Hash(context.Background(), password, rand.Reader)
})

// newWorld serves a directory of two clinics and signs its people in. Change makes
// the configuration another one.
func newWorld(t *testing.T, change func(*config.Config)) *world {
	t.Helper()
	dir := t.TempDir()
	w := &world{
		t: t, people: map[string]*someone{},
		mine:   map[string]*tenant{"a": {listing: storetest.Listing(1)}, "b": {listing: storetest.Listing(2)}},
		client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		cfg: config.Config{
			Command: config.Serve, DB: filepath.Join(dir, "world.db"), Keys: filepath.Join(dir, "world.keys"),
			Listen: "127.0.0.1:0", AdminListen: "127.0.0.1:0", Mail: config.Mail{Dir: filepath.Join(dir, "letters")},
		},
	}
	if change != nil {
		change(&w.cfg)
	}
	w.serve()
	base, err := url.Parse(w.base)
	if err != nil {
		t.Fatal(err)
	}
	w.cfg.BaseURL = base // for whoever serves the same database besides
	w.desks = furnishDesks(&server.Options{BaseURL: base}, w.house)
	for _, r := range cast {
		w.settle(r)
	}
	for home, owner := range map[string]string{"a": "owner-a", "b": "owner-b"} {
		w.invite(home, w.people[owner])
		w.claim(home, w.people[owner])
		w.wish(home, w.people[owner])
	}
	w.contest()
	w.merge()
	// Whoever has not been seen for a minute is noted to have been, which is no test's doing.
	w.seen(time.Now().Add(time.Hour))
	w.quiet()
	return w
}

// seen has everybody's sessions been seen last at a moment.
func (w *world) seen(at time.Time) {
	w.t.Helper()
	must(w.t, w.house.People(w.t.Context(), func(tx auth.Tx) error {
		for _, s := range w.people {
			for _, id := range []directory.ID{s.page.ID, s.program.ID} {
				_, err := tx.UpdateSession(w.t.Context(), id, func(n *directory.Session) error {
					n.SeenAt = directory.At(at)
					return nil
				})
				if err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// serve starts the program and waits until it is ready.
func (w *world) serve() {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := serve(ctx, w.cfg, in, io.Discard, func(h *house) error {
			w.house = h
			a, b := w.mine["a"].listing, w.mine["b"].listing
			kept, gone := storetest.Listing(keptClinic), storetest.Listing(goneClinic)
			if err := h.AddOrganizations(ctx, a.Organization, b.Organization, kept.Organization, gone.Organization); err != nil {
				return err
			}
			return h.AddListings(ctx, a, b, kept, gone)
		})
		_ = in.Close()
		ended <- err
	}()
	w.running = &running{t: w.t, stop: func() error { cancel(); return <-ended }}
	w.t.Cleanup(func() {
		w.client.CloseIdleConnections()
		if err := w.stop(); err != nil {
			w.t.Errorf("stopped with %v", err)
		}
	})
	lines := bufio.NewScanner(out)
	for w.base == "" && lines.Scan() {
		if m := told.FindStringSubmatch(lines.Text()); m != nil {
			w.base, w.operators = m[1], m[2]
		}
	}
	if w.base == "" {
		w.t.Fatal("the program ended without serving")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	w.wait("/readyz to answer 200", func() bool {
		status, _ := w.ask(w.operators + "/readyz")
		return status == http.StatusOK
	})
	w.wait("the first housekeeping", func() bool {
		since, err := w.house.Stamp(w.t.Context(), signingStamp)
		return err == nil && since != ""
	})
}

// settle adds somebody with what they have, and signs them in.
func (w *world) settle(r role) {
	w.t.Helper()
	hash, err := hashed()
	must(w.t, err)
	id, err := directory.NewID(time.Now(), rand.Reader)
	must(w.t, err)
	address, err := directory.ParseEmail("canary-" + r.name + "@people.example")
	must(w.t, err)
	english, err := directory.ParseLanguage("en")
	must(w.t, err)
	s := &someone{name: r.name, home: r.home, account: directory.Account{
		ID: id, Email: address, Name: "Canary " + r.name + " Quetzal", Language: english,
		State: directory.AccountActive, CreatedAt: directory.At(time.Now()),
	}}
	c := auth.Credentials{Password: hash}
	if r.app {
		c.TOTP, err = auth.NewTOTPSecret(rand.Reader)
		must(w.t, err)
		s.totp = c.TOTP
	}
	must(w.t, w.house.People(w.t.Context(), func(tx auth.Tx) error {
		if err := tx.AddAccount(w.t.Context(), s.account, c); err != nil || r.role == "" {
			return err
		}
		_, err := tx.UpdateMemberships(w.t.Context(), id, func(all *[]directory.Membership) error {
			m := directory.Membership{AccountID: id, Role: r.role, Since: directory.At(time.Now())}
			switch {
			case r.home != "" && r.brand:
				m.OrganizationID = w.mine[r.home].listing.Organization.ID
			case r.home != "":
				m.ClinicID = w.mine[r.home].listing.Clinic.ID
			}
			*all = append(*all, m)
			return nil
		})
		return err
	}))
	w.people[r.name] = s
	w.signIn(s, !r.weak, r.stale)
	w.remember(s)
}

// signIn signs somebody in, with a browser and with a program.
func (w *world) signIn(s *someone, strong, stale bool) {
	w.t.Helper()
	for _, program := range []bool{false, true} {
		id, err := directory.NewID(time.Now(), rand.Reader)
		must(w.t, err)
		at := time.Now()
		in := auth.In{Account: s.account, Session: directory.Session{
			ID: id, AccountID: s.account.ID, Program: program, Label: "Canary browser of " + s.name,
			Strong: strong, StrongAt: directory.At(at), CreatedAt: directory.At(at), SeenAt: directory.At(at),
			ExpiresAt: directory.At(at.Add(auth.SessionLife)),
		}}
		if stale {
			in.Session.StrongAt = directory.At(at.Add(-time.Hour))
		}
		refresh, family, err := auth.NewFamily(at, rand.Reader)
		must(w.t, err)
		must(w.t, w.house.People(w.t.Context(), func(tx auth.Tx) error {
			if err := tx.AddSession(w.t.Context(), in.Session); err != nil || !program {
				return err
			}
			s.refresh = refresh
			return tx.AddFamily(w.t.Context(), id, family)
		}))
		if program {
			tokens, err := w.desks.entry.Tokens(w.t.Context(), in)
			must(w.t, err)
			s.program, s.token = in.Session, tokens.Access
			continue
		}
		cookie, err := w.desks.entry.PageToken(w.t.Context(), in.Session)
		must(w.t, err)
		s.page, s.cookie = in.Session, cookie
	}
}

// remember has a browser remember somebody who belongs to a tenant, gives them a
// passkey, and notes what others may not learn of them.
func (w *world) remember(s *someone) {
	w.t.Helper()
	if s.home == "" {
		return
	}
	actor := w.actor(s.page.ID)
	_, err := w.desks.entry.Remember(w.t.Context(), auth.From{Label: "Canary device of " + s.name}, actor)
	must(w.t, err)
	devices, err := w.desks.self.Devices(w.t.Context(), actor)
	must(w.t, err)
	s.device = devices[0].ID
	label := "Canary passkey of " + s.name
	must(w.t, w.house.People(w.t.Context(), func(tx auth.Tx) error {
		return tx.AddPasskey(w.t.Context(), auth.Passkey{
			Credential: s.passkey(), AccountID: s.account.ID, Label: label, Record: []byte("{}"), CreatedAt: directory.At(time.Now()),
		})
	}))
	mine := w.mine[s.home]
	mine.secrets = append(mine.secrets, label, base64.RawURLEncoding.EncodeToString(s.passkey()), s.device.String(), s.account.ID.String(), s.page.ID.String(), s.program.ID.String(),
		s.account.Name, s.account.Email.String(), "Canary browser of "+s.name, "Canary device of "+s.name)
}

// invite has the owner of a clinic invite somebody who does not answer.
func (w *world) invite(home string, owner *someone) {
	w.t.Helper()
	mine, actor := w.mine[home], w.actor(owner.page.ID)
	address, err := directory.ParseEmail("canary-invited-" + home + "@people.example")
	must(w.t, err)
	scope := team.Scope{Clinic: mine.listing.Clinic.ID}
	must(w.t, w.desks.team.Invite(w.t.Context(), actor, scope, address, directory.RoleManager))
	all, err := w.desks.team.Team(w.t.Context(), actor, scope)
	must(w.t, err)
	mine.invited = all.Invited[0].ID
	mine.secrets = append(mine.secrets, mine.invited.String(), address.String())
}

// actor is who asks in a session.
func (w *world) actor(session directory.ID) directory.Actor {
	w.t.Helper()
	standing, err := w.house.Standing(w.t.Context(), session)
	must(w.t, err)
	return standing.Actor()
}

// quiet returns when all letters have been sent.
func (w *world) quiet() {
	w.t.Helper()
	w.wait("all letters to be sent", func() bool {
		backlog, err := w.house.jobs.Backlog(w.t.Context())
		return err == nil && backlog["letter"] == 0
	})
}

// letters are those that were sent, the newest first.
func (w *world) letters() []mail.Letter {
	w.t.Helper()
	w.quiet()
	all, err := mail.Folder{Dir: w.cfg.Mail.Dir}.Letters(1000)
	must(w.t, err)
	return all
}

// beside opens the same database as another process would, with a site of its own.
func (w *world) beside() *server.Options {
	w.t.Helper()
	return mounted(w.t, w.cfg, opened(w.t, w.cfg, false))
}

// opened is a house that is closed when the test ends.
func opened(t *testing.T, cfg config.Config, create bool) *house {
	t.Helper()
	h, err := openHouse(t.Context(), cfg, create, slog.New(slog.DiscardHandler))
	must(t, err)
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Errorf("closing the house = %v", err)
		}
	})
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// name is how somebody is called in what a test says.
func (s *someone) String() string {
	if s == nil {
		return "a visitor"
	}
	return fmt.Sprintf("%q", s.name)
}
