package team_test

import (
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
)

const passphrase = "walnut-ferry-oblique-candle"

func TestAccept_opensAnAccount(t *testing.T) {
	o := open(t)
	o.give("Ada", atHarbour, owner)
	for name, password := range map[string]string{"Bea": passphrase, "Cem": ""} {
		link := o.invite("Ada", name, atHarbour, manager)
		o.now = o.now.Add(time.Hour)
		from := auth.From{Label: "Firefox on Linux", Language: o.person("Ada").Language}
		in, err := o.Accept(t.Context(), from, directory.Actor{}, link, "  "+name+" Example ", password)
		if err != nil || in == nil {
			t.Fatalf("Accept(%s) = %v, %v; want her in", name, in, err)
		}
		want := directory.Account{
			ID: in.Account.ID, Email: email(name), Name: name + " Example", Language: from.Language,
			State: directory.AccountActive, CreatedAt: directory.At(o.now),
		}
		stands, err := o.store.Standing(t.Context(), in.Session.ID)
		role := directory.Membership{AccountID: want.ID, Role: manager, ClinicID: atHarbour.Clinic, Since: directory.At(o.now)}
		if err != nil || stands.Account != want || in.Account != want || !reflect.DeepEqual(stands.Memberships, []directory.Membership{role}) {
			t.Errorf("Standing() = %+v, %v\nwant %+v as %+v", stands, err, want, role)
		}
		if s := stands.Session; s.Strong || s.Label != from.Label || !auth.Lives(s, o.now) || in.Refresh != "" {
			t.Errorf("Accept(%s) begins %+v; want a browser's session of one factor", name, s)
		}
		kept, err := o.store.Credentials(t.Context(), want.ID)
		if err != nil || (kept.Password != "") != (password != "") {
			t.Fatalf("Credentials() = %+v, %v", kept, err)
		}
		if password == "" {
			continue
		}
		if ok, err := o.Hasher.Verify(t.Context(), password, kept.Password); err != nil || !ok {
			t.Errorf("Verify(the password) = %t, %v", ok, err)
		}
	}
}

func TestAccept_refuses(t *testing.T) {
	o := open(t)
	o.give("Ada", atHarbour, owner)
	o.person("Known")
	o.person("Closed")
	o.close("Closed")
	fresh, known, closed := o.invite("Ada", "Bea", atHarbour, manager), o.invite("Ada", "Known", atHarbour, manager), o.invite("Ada", "Closed", atHarbour, manager)
	missing, long, line := saying(directory.Invalid, "invalid.missing"), saying(directory.Invalid, "invalid.too_long"), saying(directory.Invalid, "invalid.line")
	unknown := saying(directory.NotFound, "secret.unknown")
	tests := []struct {
		by, link, name, password, want string
	}{
		{"", fresh, "", "", missing},
		{"", fresh, " \t ", "", missing},
		{"", fresh, strings.Repeat("é", 81), "", long},
		{"", fresh, "Bea\r\nBcc: x@y.example", "", line},
		{"", fresh, "Bea\u2028Example", "", line},
		{"", fresh, "Bea\u2029Example", "", line},
		{"", fresh, "Bea\x7f", "", line},
		{"", fresh, "Bea\xff", "", line},
		{"", fresh, "Bea\u202e", "", line},
		{"", fresh, "Bea", "rootline Example Clinic 1", saying(directory.Invalid, "auth.password_about")},
		{"", fresh, "Bea", "short", saying(directory.Invalid, "auth.password_short")},
		{"", fresh, "Bea", "bea@staff.example", saying(directory.Invalid, "auth.password_about")},
		{"", fresh + "x", "Bea", "", unknown},
		{"", "", "Bea", "", unknown},
		{"", strings.Repeat("A", 43), "Bea", "", unknown},
		{"", known, "Known", "", saying(directory.Unauthenticated, "team.sign_in_first")},
		{"", closed, "Closed", "", saying(directory.Conflict, "conflict.inactive")},
		{"Ada", known, "", "", saying(directory.Forbidden, "team.other_address")},
		{"Known", fresh, "", "", saying(directory.Forbidden, "team.other_address")},
	}
	for _, tt := range tests {
		in, err := o.Accept(t.Context(), auth.From{}, o.actor(tt.by), tt.link, tt.name, tt.password)
		o.wants("Accept("+tt.by+", "+tt.name+", "+tt.password+")", err, tt.want)
		if in != nil {
			t.Errorf("Accept(%s, %q) lets somebody in", tt.by, tt.name)
		}
	}
	for _, link := range []string{fresh, known, closed} { // none of this has used one up
		if _, err := o.Look(t.Context(), link); err != nil {
			t.Errorf("Look() after all refusals = %v", err)
		}
	}
	if offer, err := o.Look(t.Context(), known); err != nil || !offer.Known {
		t.Errorf("Look() = %+v, %v; want the account known", offer, err)
	}
	in, err := o.Accept(t.Context(), auth.From{}, directory.Actor{}, fresh, strings.Repeat("é", 80), "")
	if err != nil || in == nil {
		t.Errorf("Accept(a name of 80 letters) = %v", err)
	}
	_, err = o.Accept(t.Context(), auth.From{}, directory.Actor{}, fresh, "Bea", "")
	o.wants("Accept(again)", err, saying(directory.Invalid, "team.used"))
}

// TestAccept_oneRoleForOnePlace accepts invitations to a place where somebody came
// to have a role after they were sent.
func TestAccept_oneRoleForOnePlace(t *testing.T) {
	tests := []struct {
		s            team.Scope
		has, offered directory.Role
		want         string
	}{
		{atHarbour, "", manager, "manager"},
		{atHarbour, manager, owner, "owner"},
		{atHarbour, manager, manager, "manager"},
		{atHarbour, owner, manager, "owner"},
		{ofHarbour, manager, owner, "owner"},
		{everywhere, moderator, admin, "admin"},
		{everywhere, admin, moderator, "admin"},
	}
	for _, tt := range tests {
		o := open(t)
		o.give("Zoe", everywhere, admin)
		o.give("Bea", atAbbey, manager) // another place, which stays as it is
		link := o.invite("Zoe", "Bea", tt.s, tt.offered)
		if tt.has != "" {
			o.give("Bea", tt.s, tt.has)
		}
		in, err := o.Accept(t.Context(), auth.From{}, o.actor("Bea"), link, "", "")
		if err != nil || in != nil {
			t.Errorf("Accept(%s, has %q) = %v, %v; want neither", tt.offered, tt.has, in, err)
		}
		if got := o.roles("Bea", tt.s); got != tt.want || o.roles("Bea", atAbbey) != "manager" {
			t.Errorf("Accept(%s, has %q) makes %q, want %q", tt.offered, tt.has, got, tt.want)
		}
		_, err = o.Look(t.Context(), link)
		o.wants("Look(accepted)", err, saying(directory.Invalid, "team.used"))
	}
}

// TestAccept_once shows one link a hundred times at once, as visitors without an
// account: S5.
func TestAccept_once(t *testing.T) {
	const times = 100
	for round := range assure(5, 50) {
		o := open(t)
		o.give("Ada", atHarbour, owner)
		link := o.invite("Ada", "Bea", atHarbour, manager)
		password := ""
		if round == 0 { // hashing a hundred passwords takes seconds
			password = passphrase
		}
		var all sync.WaitGroup
		var mu sync.Mutex
		var in []*auth.In
		start := make(chan struct{})
		for range times {
			all.Go(func() {
				<-start
				got, err := o.Accept(t.Context(), auth.From{}, directory.Actor{}, link, "Bea", password)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					in = append(in, got)
				} else if s := said(err); s != saying(directory.Invalid, "team.used") && s != saying(directory.Unauthenticated, "team.sign_in_first") {
					t.Errorf("Accept() = %s", s)
				}
			})
		}
		close(start)
		all.Wait()
		if len(in) != 1 {
			t.Fatalf("round %d: %d of %d were heard, want 1", round, len(in), times)
		}
		a, err := o.store.AccountByEmail(t.Context(), email("Bea"))
		if err != nil || a != in[0].Account {
			t.Errorf("AccountByEmail() = %+v, %v; want %+v", a, err, in[0].Account)
		}
		o.persons["Bea"] = a
		members, err := o.store.Members(t.Context(), atHarbour.ID())
		if err != nil || len(members) != 2 || o.roles("Bea", atHarbour) != "manager" || o.sessions("Bea") != 1 {
			t.Errorf("round %d: members %+v, %v, sessions %d; want one role and one session", round, members, err, o.sessions("Bea"))
		}
	}
}

// TestAccept_lateAccount opens an account for the address while the password of the
// invited is being hashed.
func TestAccept_lateAccount(t *testing.T) {
	o := open(t)
	o.give("Ada", atHarbour, owner)
	link := o.invite("Ada", "Bea", atHarbour, manager)
	o.Random = &meanwhile{Reader: o.Random, do: func() { o.person("Bea") }}
	_, err := o.Accept(t.Context(), auth.From{}, directory.Actor{}, link, "Bea", passphrase)
	o.wants("Accept()", err, saying(directory.Unauthenticated, "team.sign_in_first"))
	if got := o.roles("Bea", atHarbour); got != "" {
		t.Errorf("Accept() has made her %q without her signing in", got)
	}
	_, err = o.Accept(t.Context(), auth.From{}, o.actor("Bea"), link, "", "")
	o.wants("Accept(signed in)", err, "fine")
}
