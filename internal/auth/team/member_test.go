package team_test

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
)

// meanwhile does something once, when it is read from.
type meanwhile struct {
	io.Reader
	once sync.Once
	do   func()
}

func (m *meanwhile) Read(b []byte) (int, error) {
	m.once.Do(m.do)
	return m.Reader.Read(b)
}

var (
	lastOwner = saying(directory.Conflict, "team.last_owner")
	lastAdmin = saying(directory.Conflict, "team.last_admin")
	noMember  = saying(directory.NotFound, "team.no_member")
)

func TestTeam(t *testing.T) {
	o := open(t)
	o.give("Çem", atHarbour, manager)
	o.give("Ada", atHarbour, owner)
	o.give("bea", atHarbour, manager)
	o.give("Dee", ofHarbour, owner) // reaches the clinic, and is not of its team
	got, err := o.Team(t.Context(), o.actor("bea"), atHarbour)
	if err != nil || got.Place.Name != harbour.Clinic.Name {
		t.Fatalf("Team() = %+v, %v", got, err)
	}
	since := directory.At(o.now)
	want := []team.Member{
		{o.person("Ada").ID, "Ada", email("Ada"), owner, since, false},
		{o.person("bea").ID, "bea", email("bea"), manager, since, true},
		{o.person("Çem").ID, "Çem", email("Çem"), manager, since, false},
	}
	if !reflect.DeepEqual(got.Members, want) {
		t.Errorf("Team() = %+v\nwant %+v", got.Members, want)
	}
	_, err = o.Team(t.Context(), o.actor("Ada"), team.Scope{Clinic: ofHarbour.Organization})
	o.wants("Team(of no clinic)", err, saying(directory.NotFound, "not_found.clinic"))
}

func TestHeld(t *testing.T) {
	o := open(t)
	for _, s := range []team.Scope{atMill, ofHarbour, atAbbey} {
		o.give("Ada", s, owner)
	}
	o.give("Ada", everywhere, moderator)
	held, err := o.Held(t.Context(), o.actor("Ada"))
	var got []string
	for _, h := range held {
		got = append(got, h.Place.Name+" "+string(h.Role))
	}
	want := []string{" moderator", harbour.Organization.Name + " owner", abbey.Clinic.Name + " owner", mill.Clinic.Name + " owner"}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Held() = %q, %v; want %q", got, err, want)
	}
	o.Places = nowhere{}
	if held, err := o.Held(t.Context(), o.actor("Ada")); err != nil || len(held) != 1 {
		t.Errorf("Held(all places gone) = %+v, %v; want the moderator's", held, err)
	}
	if held, err := o.Held(t.Context(), directory.Actor{}); err != nil || held != nil {
		t.Errorf("Held(a visitor) = %+v, %v; want none", held, err)
	}
}

func TestRemove(t *testing.T) {
	o := open(t)
	for _, name := range []string{"Bea", "Cem"} {
		o.give(name, atHarbour, manager)
		o.signIn(name)
	}
	o.give("Ada", atHarbour, owner)
	o.give("Cem", atAbbey, manager)
	o.give("Zoe", everywhere, admin)
	remove := func(by, name string, s team.Scope, want string) {
		t.Helper()
		err := o.Remove(t.Context(), o.actor(by), s, o.person(name).ID)
		o.wants(fmt.Sprintf("Remove(by %s: %s)", by, name), err, want)
	}
	remove("Ada", "Ada", atHarbour, saying(directory.Conflict, "team.yourself"))
	remove("Zoe", "Ada", atHarbour, lastOwner)
	remove("Ada", "Zoe", atHarbour, noMember)
	remove("Ada", "Cem", ofHarbour, noMember)
	if len(o.post.letters) != 0 {
		t.Errorf("refusals have written %d letters", len(o.post.letters))
	}
	for name, left := range map[string]int{"Bea": 0, "Cem": 1} {
		remove("Ada", name, atHarbour, "fine")
		want := auth.Letter{
			ID: o.last().ID, Person: o.person(name).ID, To: email(name), Kind: auth.MemberRemoved, At: directory.At(o.now),
			Path: "/account", Place: harbour.Clinic.Name, Role: manager,
			Language: o.person(name).Language,
		}
		if got := o.last(); got != want {
			t.Errorf("Remove(%s) posts %+v\nwant %+v", name, got, want)
		}
		if got := o.sessions(name); got != left || o.roles(name, atHarbour) != "" {
			t.Errorf("Remove(%s) leaves %d sessions and the role %q; want %d and none", name, got, o.roles(name, atHarbour), left)
		}
		remove("Ada", name, atHarbour, noMember)
	}
	o.give("Yan", everywhere, admin)
	remove("Zoe", "Yan", everywhere, "fine")
	if got := o.last(); got.Place != "" || got.Role != admin {
		t.Errorf("Remove(an admin) posts %+v", got)
	}
}

// TestRemove_endsOffers wants nobody to come back by what they were offered before:
// not who was removed, and not to be more than they were made.
func TestRemove_endsOffers(t *testing.T) {
	for _, tt := range []struct {
		call   string
		change func(o *office, bea directory.ID) error
		leaves string
	}{
		{"Remove", func(o *office, bea directory.ID) error { return o.Remove(o.Context(), o.actor("Ada"), atHarbour, bea) }, ""},
		{"Leave", func(o *office, _ directory.ID) error { return o.Leave(o.Context(), o.actor("Bea"), atHarbour) }, ""},
		{"SetRole", func(o *office, bea directory.ID) error {
			return errors.Join(o.SetRole(o.Context(), o.actor("Ada"), atHarbour, bea, owner), o.SetRole(o.Context(), o.actor("Ada"), atHarbour, bea, manager))
		}, "manager"},
	} {
		o := open(t)
		o.give("Ada", atHarbour, owner)
		o.give("Ada", atAbbey, owner)
		o.give("Bea", atHarbour, manager)
		here, there, hers := o.invite("Ada", "Bea", atHarbour, owner), o.invite("Ada", "Bea", atAbbey, manager), o.invite("Ada", "Cem", atHarbour, manager)
		o.wants(tt.call, tt.change(o, o.person("Bea").ID), "fine")
		_, err := o.Accept(t.Context(), auth.From{}, o.actor("Bea"), here, "", "")
		o.wants("Accept(what was offered before "+tt.call+")", err, saying(directory.Invalid, "team.void"))
		if got := o.roles("Bea", atHarbour); got != tt.leaves {
			t.Errorf("%s leaves the role %q, want %q", tt.call, got, tt.leaves)
		}
		for name, link := range map[string]string{"Bea": there, "Cem": hers} {
			_, err := o.Accept(t.Context(), auth.From{}, o.actor(name), link, "", "")
			o.wants("Accept(what "+tt.call+" has nothing to do with)", err, "fine")
		}
	}
}

func TestSetRole(t *testing.T) {
	tests := []struct {
		s        team.Scope
		ada, bea directory.Role
		becomes  directory.Role // Ada
		want     string
	}{
		{atHarbour, owner, manager, manager, lastOwner},
		{atHarbour, owner, owner, manager, "fine"},
		{atHarbour, owner, "", owner, "fine"},
		{atHarbour, manager, owner, owner, "fine"},
		{ofHarbour, owner, manager, manager, lastOwner},
		{everywhere, admin, moderator, moderator, lastAdmin},
		{everywhere, admin, admin, moderator, "fine"},
		{everywhere, moderator, admin, admin, "fine"},
		{atHarbour, owner, owner, admin, saying(directory.Invalid, "team.role")},
		{everywhere, admin, admin, owner, saying(directory.Invalid, "team.role")},
		{atHarbour, owner, owner, "", saying(directory.Invalid, "team.role")},
		{atHarbour, "", owner, manager, noMember},
		{team.Scope{Clinic: ofHarbour.Organization}, "", "", manager, saying(directory.NotFound, "not_found.clinic")},
	}
	for _, tt := range tests {
		o := open(t)
		for name, role := range map[string]directory.Role{"Ada": tt.ada, "Bea": tt.bea} {
			if role != "" {
				o.give(name, tt.s, role)
			}
		}
		err := o.SetRole(t.Context(), o.actor("Bea"), tt.s, o.person("Ada").ID, tt.becomes)
		call := fmt.Sprintf("SetRole(%s beside %s: %s)", tt.ada, tt.bea, tt.becomes)
		o.wants(call, err, tt.want)
		want := tt.ada
		if err == nil {
			want = tt.becomes
		}
		if got := o.roles("Ada", tt.s); got != string(want) || o.roles("Bea", tt.s) != string(tt.bea) {
			t.Errorf("%s leaves her %q, want %q", call, got, want)
		}
	}
}

func TestLeave(t *testing.T) {
	o := open(t)
	o.give("Ada", atHarbour, owner)
	o.give("Bea", atHarbour, manager)
	o.give("Zoe", everywhere, admin)
	o.signIn("Bea")
	leave := func(name string, s team.Scope, want string) {
		t.Helper()
		o.wants("Leave("+name+")", o.Leave(t.Context(), o.actor(name), s), want)
	}
	leave("Ada", atHarbour, lastOwner)
	leave("Zoe", everywhere, lastAdmin)
	leave("Zoe", atHarbour, saying(directory.NotFound, "team.no_role"))
	leave("Ada", ofHarbour, saying(directory.NotFound, "team.no_role"))
	leave("Ada", team.Scope{Clinic: ofHarbour.Organization}, saying(directory.NotFound, "not_found.clinic"))
	leave("Bea", atHarbour, "fine")
	if o.roles("Bea", atHarbour) != "" || o.sessions("Bea") != 1 || len(o.post.letters) != 0 {
		t.Errorf("Leave(Bea) leaves %q, %d sessions, %d letters; want her signed in", o.roles("Bea", atHarbour), o.sessions("Bea"), len(o.post.letters))
	}
	o.give("Cem", atHarbour, owner)
	o.close("Cem")
	leave("Ada", atHarbour, lastOwner) // who cannot sign in is no owner to leave it to
	o.give("Dee", atHarbour, owner)
	leave("Ada", atHarbour, "fine")
	leave("Dee", atHarbour, lastOwner)
}

// TestLeave_all has all owners of a place, or admins, leave or lower each other at the
// same time. One stays.
func TestLeave_all(t *testing.T) {
	for round := range assure(3, 100) {
		for s, role := range map[team.Scope]directory.Role{atHarbour: owner, ofAbbey: owner, everywhere: admin} {
			o := open(t)
			names := []string{"Ada", "Bea", "Cem", "Dee"}
			for _, name := range names {
				o.give(name, s, role)
			}
			lower, _ := lowHigh(s)
			ways := []func(me, other string) error{
				func(me, _ string) error { return o.Leave(t.Context(), o.actor(me), s) },
				func(me, other string) error { return o.Remove(t.Context(), o.actor(me), s, o.persons[other].ID) },
				func(me, _ string) error { return o.SetRole(t.Context(), o.actor(me), s, o.persons[me].ID, lower) },
			}
			var all sync.WaitGroup
			var refused atomic.Int64
			start := make(chan struct{})
			for i, me := range names {
				all.Go(func() {
					<-start
					switch got := said(ways[(round+i)%len(ways)](me, names[(i+1)%len(names)])); got {
					case "fine":
					case lastOwner, lastAdmin, noMember, saying(directory.NotFound, "team.no_role"):
						refused.Add(1)
					default:
						t.Errorf("round %d: %s = %s", round, me, got)
					}
				})
			}
			close(start)
			all.Wait()
			left := 0
			for _, name := range names {
				if o.roles(name, s) == string(role) {
					left++
				}
			}
			if left == 0 {
				t.Errorf("round %d: no %s is left, %d were refused", round, role, refused.Load())
			}
		}
	}
}

// TestLeave_two is the plain case: of two owners who leave at once, one stays.
func TestLeave_two(t *testing.T) {
	for range assure(5, 100) {
		o := open(t)
		o.give("Ada", atHarbour, owner)
		o.give("Bea", atHarbour, owner)
		actors := []directory.Actor{o.actor("Ada"), o.actor("Bea")}
		var all sync.WaitGroup
		results := make([]string, len(actors))
		start := make(chan struct{})
		for i, a := range actors {
			all.Go(func() { <-start; results[i] = said(o.Leave(t.Context(), a, atHarbour)) })
		}
		close(start)
		all.Wait()
		if a, b := results[0], results[1]; (a == "fine") == (b == "fine") || a != lastOwner && b != lastOwner {
			t.Errorf("Leave(both) = %q, want one fine and one %q", results, lastOwner)
		}
	}
}
