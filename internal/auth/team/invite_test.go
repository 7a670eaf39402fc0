package team_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
)

const (
	manager   = directory.RoleManager
	owner     = directory.RoleOwner
	moderator = directory.RoleModerator
	admin     = directory.RoleAdmin

	week = 7 * 24 * time.Hour
)

func TestInvite_writesALetter(t *testing.T) {
	o := open(t)
	o.give("Ada", atHarbour, owner)
	o.give("Zoe", everywhere, admin)
	tests := []struct {
		by    string
		s     team.Scope
		role  directory.Role
		place string
	}{
		{"Ada", atHarbour, manager, harbour.Clinic.Name},
		{"Zoe", ofHarbour, owner, harbour.Organization.Name},
		{"Zoe", everywhere, moderator, ""},
	}
	for _, tt := range tests {
		link := o.invite(tt.by, "Bea", tt.s, tt.role)
		got := o.last()
		want := auth.Letter{
			ID: got.ID, Person: got.Person, To: email("Bea"), Kind: auth.Invitation, At: directory.At(o.now),
			Path: "/invitations/" + link, For: week, By: tt.by, Place: tt.place, Role: tt.role,
			Language: o.person(tt.by).Language,
		}
		if got != want || got.Person == o.person(tt.by).ID {
			t.Errorf("Invite(%s) posts %+v\nwant %+v, with a key of its own", tt.role, got, want)
		}
		offer, err := o.Look(t.Context(), link)
		if want := (team.Offer{Place: offer.Place, Role: tt.role, By: tt.by, Email: email("Bea")}); err != nil || offer != want || offer.Place.Name != tt.place {
			t.Errorf("Look() = %+v, %v; want %+v at %q", offer, err, want, tt.place)
		}
	}
}

func TestInvite_refuses(t *testing.T) {
	o := open(t)
	o.give("Ada", atHarbour, owner)
	o.give("Bea", atHarbour, manager)
	o.give("Cem", ofHarbour, owner) // who has no role at the clinic itself
	o.give("Zoe", everywhere, admin)
	shouted, err := directory.ParseEmail(strings.ToUpper(email("Ada").String()))
	if err != nil {
		t.Fatal(err)
	}
	misfit, member := saying(directory.Invalid, "team.role"), saying(directory.Conflict, "team.member")
	tests := []struct {
		s    team.Scope
		to   directory.Email
		role directory.Role
		want string
	}{
		{atHarbour, email("Dee"), moderator, misfit},
		{atHarbour, email("Dee"), admin, misfit},
		{ofHarbour, email("Dee"), admin, misfit},
		{everywhere, email("Dee"), manager, misfit},
		{everywhere, email("Dee"), owner, misfit},
		{atHarbour, email("Dee"), "", misfit},
		{atHarbour, email("Dee"), "boss", misfit},
		{atHarbour, directory.Email{}, manager, saying(directory.Invalid, "invalid.email")},
		{team.Scope{Clinic: ofHarbour.Organization}, email("Dee"), manager, saying(directory.NotFound, "not_found.clinic")},
		{atHarbour, email("Ada"), manager, member},
		{atHarbour, email("Ada"), owner, member},
		{atHarbour, shouted, owner, member},
		{atHarbour, email("Bea"), manager, member},
		{everywhere, email("Zoe"), moderator, member},
		{atHarbour, email("Bea"), owner, "fine"},
		{atHarbour, email("Cem"), manager, "fine"},
		{atAbbey, email("Ada"), manager, "fine"},
	}
	for _, tt := range tests {
		posted := len(o.post.letters)
		err := o.Invite(t.Context(), o.actor("Zoe"), tt.s, tt.to, tt.role)
		o.wants(fmt.Sprintf("Invite(%s, %q)", tt.to, tt.role), err, tt.want)
		if want := tt.want == "fine"; (len(o.post.letters) > posted) != want {
			t.Errorf("Invite(%s, %q) has written: %t, want %t", tt.to, tt.role, !want, want)
		}
	}
}

// TestInvite_isDiscreet invites an address that has an account and one that has none:
// neither what is replied nor what is written tells them apart (S7).
func TestInvite_isDiscreet(t *testing.T) {
	o := open(t)
	o.give("Ada", atHarbour, owner)
	o.person("Known")
	for n := range 4 {
		var replies [2]string
		var letters [2]auth.Letter
		for i, to := range []string{"Known", "Stranger"} {
			posted := len(o.post.letters)
			replies[i] = said(o.Invite(t.Context(), o.actor("Ada"), atHarbour, email(to), manager))
			if len(o.post.letters) > posted {
				letters[i] = o.last()
				letters[i].ID, letters[i].Person, letters[i].Path, letters[i].To = directory.ID{}, directory.ID{}, "", directory.Email{}
			}
		}
		if replies[0] != replies[1] || letters[0] != letters[1] {
			t.Errorf("Invite(time %d) replies %q, writes %+v", n+1, replies, letters)
		}
	}
}

func TestInvite_threeADay(t *testing.T) {
	o := open(t)
	o.give("Ada", atHarbour, owner)
	o.give("Bea", atAbbey, owner)
	tooOften := saying(directory.TooMany, "team.too_often")
	invite := func(by string, s team.Scope, want string) {
		t.Helper()
		o.wants("Invite("+by+" to the stranger)", o.Invite(t.Context(), o.actor(by), s, email("Stranger"), manager), want)
	}
	for range 2 {
		invite("Ada", atHarbour, "fine")
	}
	open, err := o.store.Invitations(t.Context(), atHarbour.ID())
	if err != nil || len(open) != 1 {
		t.Fatalf("Invitations() = %d of them, %v; want the newest", len(open), err)
	}
	if err := o.Withdraw(t.Context(), o.actor("Ada"), atHarbour, open[0].ID); err != nil {
		t.Errorf("Withdraw() = %v", err)
	}
	o.now = o.now.Add(24*time.Hour - time.Millisecond)
	invite("Ada", atHarbour, "fine")
	if o.last().Silent {
		t.Error("the third letter in a day is silent")
	}
	invite("Ada", atHarbour, tooOften)
	invite("Bea", atAbbey, "fine")
	if !o.last().Silent {
		t.Error("the fourth letter in a day to a stranger is sent")
	}
	invite("Bea", atAbbey, "fine") // and cannot tell
	o.now = o.now.Add(2 * time.Millisecond)
	invite("Ada", atHarbour, "fine")
	if !o.last().Silent {
		t.Error("the fourth letter to a stranger in a day is sent")
	}
}

// TestInvite_threeADayUntilConfirmed sends three to somebody for whom an account was
// opened that they have not come to yet.
func TestInvite_threeADayUntilConfirmed(t *testing.T) {
	o := open(t)
	o.give("Zoe", everywhere, admin)
	yan := o.person("Yan")
	o.tx(func(tx auth.Tx) error {
		_, err := tx.UpdateAccount(t.Context(), yan.ID, func(a *directory.Account) error { a.State = directory.AccountUnconfirmed; return nil })
		return err
	})
	for n, s := range []team.Scope{atHarbour, atMill, atAbbey, ofHarbour} {
		o.invite("Zoe", "Yan", s, manager)
		if got, want := o.last().Silent, n >= 3; got != want {
			t.Errorf("letter %d in a day is silent: %t, want %t", n+1, got, want)
		}
	}
}

// TestInvite_tenADay sends ten letters in a day to somebody who has an account.
func TestInvite_tenADay(t *testing.T) {
	o := open(t)
	o.give("Zoe", everywhere, admin)
	o.person("Known")
	n := 0
	for _, s := range []team.Scope{atHarbour, atMill, atAbbey, ofHarbour} {
		for range 3 {
			n++
			o.invite("Zoe", "Known", s, manager)
			if got, want := o.last().Silent, n > 10; got != want {
				t.Errorf("letter %d in a day is silent: %t, want %t", n, got, want)
			}
		}
	}
}

func TestWithdraw(t *testing.T) {
	o := open(t)
	o.give("Ada", atHarbour, owner)
	link := o.invite("Ada", "Bea", atHarbour, manager)
	o.now = o.now.Add(time.Minute)
	other := o.invite("Ada", "Cem", atHarbour, manager)
	team1, err := o.Team(t.Context(), o.actor("Ada"), atHarbour)
	if err != nil || len(team1.Invited) != 2 || team1.Invited[0].Email != email("Bea") {
		t.Fatalf("Team() = %+v, %v; want Bea and Cem invited", team1, err)
	}
	id := team1.Invited[0].ID
	gone := saying(directory.NotFound, "team.no_invitation")
	o.wants("Withdraw(at another place)", o.Withdraw(t.Context(), o.actor("Ada"), atAbbey, id), gone)
	o.wants("Withdraw(Bea)", o.Withdraw(t.Context(), o.actor("Ada"), atHarbour, id), "fine")
	o.wants("Withdraw(Bea again)", o.Withdraw(t.Context(), o.actor("Ada"), atHarbour, id), gone)
	_, err = o.Accept(t.Context(), auth.From{}, directory.Actor{}, link, "Bea", "")
	o.wants("Accept(withdrawn)", err, saying(directory.Invalid, "team.void"))
	_, err = o.Look(t.Context(), other)
	o.wants("Look(the other)", err, "fine")
	team2, err := o.Team(t.Context(), o.actor("Ada"), atHarbour)
	if want := team1.Invited[1:]; err != nil || !reflect.DeepEqual(team2.Invited, want) {
		t.Errorf("Team() = %+v, %v; want %+v invited", team2.Invited, err, want)
	}
}

// TestInvitation_standsOrNot wants every way to show a link, and the list of who is
// invited, to agree on whether an invitation counts.
func TestInvitation_standsOrNot(t *testing.T) {
	void := saying(directory.Invalid, "team.void")
	tests := map[string]struct {
		by   string // who invites a manager to the harbour: Ada its owner, Cem its organization's, or an admin
		then func(o *office)
		want string
	}{
		"at once":                   {"Ada", func(*office) {}, "fine"},
		"in time":                   {"Ada", func(o *office) { o.now = o.now.Add(week - time.Millisecond) }, "fine"},
		"on the stroke":             {"Ada", func(o *office) { o.now = o.now.Add(week) }, saying(directory.Invalid, "team.expired")},
		"the owner has become less": {"Ada", func(o *office) { o.drop("Ada"); o.give("Ada", atHarbour, manager) }, void},
		"the owner is gone":         {"Ada", func(o *office) { o.drop("Ada") }, void},
		"the owner is another's":    {"Ada", func(o *office) { o.drop("Ada"); o.give("Ada", atAbbey, owner) }, void},
		"the owner is the brand's":  {"Ada", func(o *office) { o.drop("Ada"); o.give("Ada", ofHarbour, owner) }, "fine"},
		"the account is closed":     {"Ada", func(o *office) { o.close("Ada") }, void},
		"from the brand's owner":    {"Cem", func(*office) {}, "fine"},
		"the brand's owner is gone": {"Cem", func(o *office) { o.drop("Cem") }, void},
		"from an admin":             {"Zoe", func(*office) {}, "fine"},
		"the admin moderates":       {"Zoe", func(o *office) { o.drop("Zoe"); o.give("Zoe", everywhere, moderator) }, void},
		"a newer one was sent":      {"Ada", func(o *office) { o.invite("Ada", "Bea", atHarbour, owner) }, void},
		"to her by another place":   {"Ada", func(o *office) { o.invite("Zoe", "Bea", atAbbey, manager) }, "fine"},
		"to another by this place":  {"Ada", func(o *office) { o.invite("Ada", "Dee", atHarbour, manager) }, "fine"},
		"removed and back again": {"Ada", func(o *office) {
			o.give("Dee", atHarbour, owner)
			if err := o.Remove(o.Context(), o.actor("Dee"), atHarbour, o.person("Ada").ID); err != nil {
				o.Fatalf("Remove(Ada) = %v", err)
			}
			o.give("Ada", atHarbour, owner)
		}, void},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := open(t)
			o.give("Ada", atHarbour, owner)
			o.give("Cem", ofHarbour, owner)
			o.give("Zoe", everywhere, admin)
			link := o.invite(tt.by, "Bea", atHarbour, manager)
			id := o.last().Person // an invitation's letter is sealed with its key
			tt.then(o)
			_, err := o.Look(t.Context(), link)
			o.wants("Look()", err, tt.want)
			all, err := o.Team(t.Context(), o.actor("Zoe"), atHarbour)
			listed := false
			for _, i := range all.Invited {
				listed = listed || i.ID == id
			}
			if want := tt.want == "fine"; err != nil || listed != want {
				t.Errorf("Team() lists it: %t, %v; want %t", listed, err, want)
			}
			_, err = o.Accept(t.Context(), auth.From{}, directory.Actor{}, link, "Bea", "")
			o.wants("Accept()", err, tt.want)
		})
	}
}
