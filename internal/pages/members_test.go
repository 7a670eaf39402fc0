package pages_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// The places that the people of these tests look after: a clinic and its brand, and
// another clinic with another brand. The public cannot see the other yet.
var (
	ours   = storetest.Listing(1)
	theirs = changed(2, func(l *directory.Listing) { l.State.Value = directory.Draft })
)

const (
	ourTeam   = "/owner/clinics/example-clinic-1"
	ourBrand  = "/owner/brands/example-brand-1"
	otherTeam = "/owner/clinics/example-clinic-2"
)

func at(role directory.Role, l *directory.Listing) directory.Membership {
	return directory.Membership{Role: role, ClinicID: l.Clinic.ID}
}

func of(role directory.Role, l *directory.Listing) directory.Membership {
	return directory.Membership{Role: role, OrganizationID: l.Organization.ID}
}

// TestMembers_buttons: who sees what they may do about a colleague, and no more.
func TestMembers_buttons(t *testing.T) {
	s := openStaffed(t, ours, theirs)
	owner, manager := s.person(t, 1, strongly, at(directory.RoleOwner, &ours)), s.person(t, 2, strongly, at(directory.RoleManager, &ours))
	brand, admin := s.person(t, 3, strongly, of(directory.RoleOwner, &ours)), s.person(t, 4, strongly, directory.Membership{Role: directory.RoleAdmin})
	moderator, stranger := s.person(t, 5, strongly, directory.Membership{Role: directory.RoleModerator}), s.person(t, 6, strongly, at(directory.RoleOwner, &theirs))
	if err := s.team.Invite(t.Context(), owner.actor(t), s.at(&ours), email(t, "new@clinic.example"), directory.RoleManager); err != nil {
		t.Fatal(err)
	}
	team, err := s.team.Team(t.Context(), owner.actor(t), s.at(&ours))
	if err != nil || len(team.Invited) != 1 {
		t.Fatalf("Team() = %+v, %v; want one invitation", team, err)
	}
	about := func(p *person) []string {
		m := "/members/" + p.account.ID.String()
		return []string{ourTeam + m + "/role", ourTeam + m + "/removal"}
	}
	invite, withdraw, leave := ourTeam+"/invitations", ourTeam+"/invitations/"+team.Invited[0].ID.String()+"/withdrawal", ourTeam+"/departure"
	tests := []struct {
		name string
		who  *person
		want []string
	}{
		{"an owner", owner, append(about(manager), withdraw, invite, leave)},
		{"a manager", manager, []string{leave}},
		{"the brand's owner", brand, slices.Concat(about(owner), about(manager), []string{withdraw, invite})},
		{"an admin", admin, slices.Concat(about(owner), about(manager), []string{withdraw, invite})},
	}
	for _, tt := range tests {
		r := tt.who.open(t, ourTeam+"/members")
		if got := r.actions(); !slices.Equal(got, tt.want) {
			t.Errorf("%s has\n %q, want\n %q", tt.name, got, tt.want)
		}
		if !strings.Contains(r.main(), "new@clinic.example") || !strings.Contains(r.main(), manager.account.Name) {
			t.Errorf("%s does not see everybody: %s", tt.name, r.main())
		}
	}
	if r := moderator.send(t, http.MethodGet, ourTeam+"/members", nil); r.StatusCode != http.StatusForbidden && r.StatusCode != http.StatusNotFound {
		t.Errorf("a moderator sees a clinic's team: %d", r.StatusCode)
	}
	nonsense := stranger.send(t, http.MethodGet, "/owner/clinics/no-such-clinic/members", nil)
	for _, path := range []string{ourTeam + "/members", ourBrand + "/members"} {
		r := stranger.send(t, http.MethodGet, path, nil)
		if r.StatusCode != http.StatusNotFound || nonsense.StatusCode != http.StatusNotFound || r.main() != nonsense.main() && instanceless(r) != instanceless(nonsense) {
			t.Errorf("GET %s of a stranger = %d %q; want 404, as for nonsense: %q", path, r.StatusCode, r.main(), nonsense.main())
		}
	}

	s.later()
	r := owner.open(t, ourTeam+"/members")
	if got := r.link("Confirm that it is you"); got != "/account/confirm?next=%2Fowner%2Fclinics%2Fexample-clinic-1%2Fmembers" || !slices.Equal(r.actions(), []string{leave}) {
		t.Errorf("later an owner has %q and a link to %q", r.actions(), got)
	}
	if r := manager.open(t, ourTeam+"/members"); r.link("Confirm that it is you") != "" {
		t.Error("a manager is asked to show who it is for what a manager may not do")
	}
}

// instanceless is what an error page says but for the name of this occurrence.
func instanceless(r *reply) string {
	said, _, _ := strings.Cut(r.main(), "If you report this")
	return said
}

func TestMembers_inviteAndWithdraw(t *testing.T) {
	s := openStaffed(t, ours)
	owner := s.person(t, 1, weakly, at(directory.RoleOwner, &ours))
	page := owner.open(t, ourTeam+"/members")
	for _, tt := range []struct {
		email, role, field, says string
		status                   int
	}{
		{"", "manager", "email", "address", http.StatusUnprocessableEntity},
		{"not an address", "manager", "email", "address", http.StatusUnprocessableEntity},
		{"ada@clinic.example", "admin", "role", "managers and owners", http.StatusUnprocessableEntity},
		{"ada@clinic.example", "", "role", "managers and owners", http.StatusUnprocessableEntity},
		{owner.account.Email.String(), "owner", "", "in the team already", http.StatusConflict},
	} {
		r := owner.refused(t, page, ourTeam+"/invitations", tt.status, tt.field, tt.says, "email", tt.email, "role", tt.role)
		if got := r.head("value", "input", "id", "email"); got != tt.email {
			t.Errorf("an invitation of %q as %q: the field has %q", tt.email, tt.role, got)
		}
		if checked := r.head("value", "input", "name", "role", "checked", "*"); checked != tt.role && tt.role != "admin" {
			t.Errorf("an invitation of %q as %q: %q is chosen", tt.email, tt.role, checked)
		}
	}
	r := owner.done(t, page, ourTeam+"/invitations", "email", "ada@clinic.example", "role", "owner")
	if !strings.Contains(r.status(), "on its way") || !strings.Contains(r.main(), "ada@clinic.example Owner") {
		t.Errorf("an invitation says %q: %s", r.status(), r.main())
	}
	if got := s.letters(t, auth.Invitation); len(got) != 1 || got[0].To.String() != "ada@clinic.example" {
		t.Errorf("letters %+v, want one invitation", got)
	}
	var withdraw string
	for _, action := range r.actions() {
		if strings.HasSuffix(action, "/withdrawal") {
			withdraw = action
		}
	}
	r = owner.done(t, r, withdraw)
	if !strings.Contains(r.status(), "withdrawn") || strings.Contains(r.main(), "ada@clinic.example") {
		t.Errorf("to withdraw says %q: %s", r.status(), r.main())
	}
	for _, path := range []string{withdraw, ourTeam + "/invitations/nonsense/withdrawal"} {
		if r := owner.send(t, http.MethodPost, path, nil, "Sec-Fetch-Site", "same-origin"); r.StatusCode != http.StatusNotFound {
			t.Errorf("POST %s = %d, want 404", path, r.StatusCode)
		}
	}
}

// TestMembers_handOver: an owner makes a manager an owner and leaves.
func TestMembers_handOver(t *testing.T) {
	s := openStaffed(t, ours)
	owner, manager := s.person(t, 1, weakly, at(directory.RoleOwner, &ours)), s.person(t, 2, weakly, at(directory.RoleManager, &ours))
	page := owner.open(t, ourTeam+"/members")
	owner.refused(t, page, ourTeam+"/departure", http.StatusConflict, "", "Make another person an owner first")
	r := owner.done(t, page, ourTeam+"/members/"+manager.account.ID.String()+"/role")
	if !strings.Contains(r.status(), "The role was changed") {
		t.Errorf("to change a role says %q", r.status())
	}
	r = owner.done(t, r, ourTeam+"/departure")
	if r.path != "/owner?done=left" || !strings.Contains(r.status(), "You have left") || !strings.Contains(r.main(), "You look after no clinic or brand yet") {
		t.Errorf("to leave leads to %s, which says %q: %s", r.path, r.status(), r.main())
	}
	if r := manager.open(t, ourTeam+"/members"); !slices.Contains(r.actions(), ourTeam+"/invitations") {
		t.Errorf("the new owner has %q", r.actions())
	}
	if r := owner.send(t, http.MethodGet, ourTeam+"/members", nil); r.StatusCode != http.StatusNotFound {
		t.Errorf("GET %s/members of whoever left = %d, want 404", ourTeam, r.StatusCode)
	}
}

func TestMembers_remove(t *testing.T) {
	s := openStaffed(t, ours)
	owner, manager := s.person(t, 1, weakly, of(directory.RoleOwner, &ours)), s.person(t, 2, weakly, of(directory.RoleManager, &ours))
	page := owner.open(t, ourBrand+"/members")
	removal := ourBrand + "/members/" + manager.account.ID.String() + "/removal"
	r := owner.done(t, page, removal)
	if !strings.Contains(r.status(), "no longer have a role") || strings.Contains(r.main(), manager.account.Email.String()) {
		t.Errorf("to remove somebody says %q: %s", r.status(), r.main())
	}
	if r := manager.send(t, http.MethodGet, "/account", nil); r.StatusCode != http.StatusSeeOther {
		t.Errorf("GET /account of somebody who was removed = %d, want to be signed out", r.StatusCode)
	}
	for _, who := range []string{manager.account.ID.String(), "nonsense"} {
		if r := owner.send(t, http.MethodPost, ourBrand+"/members/"+who+"/removal", nil, "Sec-Fetch-Site", "same-origin"); r.StatusCode != http.StatusNotFound {
			t.Errorf("to remove %s = %d, want 404", who, r.StatusCode)
		}
	}
	if r := owner.send(t, http.MethodPost, ourBrand+"/members/"+owner.account.ID.String()+"/role", map[string][]string{"role": {"moderator"}}, "Sec-Fetch-Site", "same-origin"); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("to make an owner a moderator = %d, want 422", r.StatusCode)
	}
}

func TestOwner_lists(t *testing.T) {
	s := openStaffed(t, ours, theirs)
	nobody := s.person(t, 1, weakly)
	if r := nobody.open(t, "/owner"); !strings.Contains(r.main(), "Ask an owner of the clinic or brand to invite this address") {
		t.Errorf("GET /owner of somebody without a role does not say how to get one: %s", r.main())
	}
	both := s.person(t, 2, strongly, at(directory.RoleManager, &ours), at(directory.RoleOwner, &theirs), of(directory.RoleOwner, &theirs), directory.Membership{Role: directory.RoleModerator})
	r := both.open(t, "/owner")
	var links []string
	for _, a := range find(r.find("main")[0], "a") {
		href, _ := attr(a, "href")
		links = append(links, href)
	}
	want := []string{
		"/account", "/admin", "/claims", "/propose", ourTeam, ourTeam + "/members", "/clinics/example-clinic-1",
		otherTeam, otherTeam + "/members", "/owner/brands/example-brand-2/members", "/owner/brands/example-brand-2/holiday",
		ourTeam + "/figures", otherTeam + "/figures", "/owner/brands/example-brand-2/figures",
		otherTeam, // as a branch of the brand
	}
	slices.Sort(links)
	if slices.Sort(want); !slices.Equal(links, want) {
		t.Errorf("GET /owner leads to\n %q, want\n %q", links, want)
	}
	if n := strings.Count(r.main(), "The public cannot see it yet"); n != 2 {
		t.Errorf("%d places that the public cannot see, want 2: %s", n, r.main())
	}
}

func TestAdmin_findsPlaces(t *testing.T) {
	s := openStaffed(t, ours, theirs)
	admin, moderator := s.person(t, 1, strongly, directory.Membership{Role: directory.RoleAdmin}), s.person(t, 2, strongly, directory.Membership{Role: directory.RoleModerator})
	owner := s.person(t, 3, strongly, at(directory.RoleOwner, &ours))
	if r := moderator.open(t, "/admin"); len(r.find("form", "action", "/admin/places")) != 0 || r.link("Who works here") != "/admin/members" {
		t.Errorf("GET /admin of a moderator: %s", r.main())
	}
	for _, who := range []*person{moderator, owner} {
		if r := who.send(t, http.MethodGet, "/admin/places?q=example-clinic-1", nil); r.StatusCode != http.StatusForbidden {
			t.Errorf("GET /admin/places of %s = %d, want 403", who.account.Name, r.StatusCode)
		}
	}
	for _, tt := range []struct{ q, want string }{
		{"example-clinic-1", ourTeam + "/members"},
		{"/clinics/Example-Clinic-1", ourTeam + "/members"},
		{" https://localhost:8080/clinics/example-clinic-1?x=y ", ourTeam + "/members"},
		{"http://localhost:8080/clinics/example-clinic-2/", otherTeam + "/members"},
		{"example-brand-1", ourBrand + "/members"},
		{"/brands/example-brand-1", ourBrand + "/members"},
		{"/clinics/example-brand-1", ""},
		{"no-such-clinic", ""},
	} {
		r := admin.send(t, http.MethodGet, "/admin/places?q="+strings.NewReplacer(" ", "%20", "?", "%3F").Replace(tt.q), nil)
		admin.private(t, r)
		if got := r.head("href", "a", "href", tt.want); r.StatusCode != http.StatusOK || tt.want != "" && got != tt.want {
			t.Errorf("GET /admin/places?q=%s = %d and does not lead to %s: %s", tt.q, r.StatusCode, tt.want, r.main())
		}
		if none := strings.Contains(r.main(), "No clinic and no brand"); none != (tt.want == "") {
			t.Errorf("GET /admin/places?q=%s says that there is none: %t", tt.q, none)
		}
		if got := r.head("value", "input", "id", "q"); got != tt.q {
			t.Errorf("GET /admin/places?q=%s: the field has %q", tt.q, got)
		}
	}
	for _, q := range []string{"", "%20", "a%20clinic", "%3Cscript%3E", "%FF", "https%3A%2F%2F%5B"} {
		r := admin.send(t, http.MethodGet, "/admin/places?q="+q, nil)
		if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.text("p", "id", "q-error"), "no address of a clinic") {
			t.Errorf("GET /admin/places?q=%s = %d %q", q, r.StatusCode, r.text("p", "id", "q-error"))
		}
	}
	if r := admin.open(t, "/admin/members"); !slices.Contains(r.actions(), "/admin/invitations") || !slices.Contains(r.actions(), "/admin/departure") {
		t.Errorf("GET /admin/members of an admin has %q", r.actions())
	}
	if r := moderator.open(t, "/admin/members"); !slices.Equal(r.actions(), []string{"/admin/departure"}) {
		t.Errorf("GET /admin/members of a moderator has %q", r.actions())
	}
}

// TestTeams_refuse sends to every form of a team what no form of ours sends, and what
// somebody sends who may not.
func TestTeams_refuse(t *testing.T) {
	s := openStaffed(t, ours, theirs)
	owner, manager := s.person(t, 1, strongly, at(directory.RoleOwner, &ours)), s.person(t, 2, strongly, at(directory.RoleManager, &ours))
	stranger, nobody := s.person(t, 3, strongly, at(directory.RoleOwner, &theirs)), &person{staffed: s}
	one := "/members/" + manager.account.ID.String()
	for _, below := range []string{"/departure", "/invitations", "/invitations/" + storetest.ID(99).String() + "/withdrawal", one + "/removal", one + "/role"} {
		mayManager := http.StatusForbidden
		if below == "/departure" {
			mayManager = http.StatusUnprocessableEntity
		}
		for _, tt := range []struct {
			name string
			who  *person
			want int
		}{
			{"an owner", owner, http.StatusUnprocessableEntity},
			{"a manager", manager, mayManager},
			{"the owner of another clinic", stranger, http.StatusNotFound},
			{"a visitor", nobody, http.StatusUnauthorized},
		} {
			form := map[string][]string{"clinic": {"example-clinic-2"}}
			r := tt.who.send(t, http.MethodPost, ourTeam+below, form, "Sec-Fetch-Site", "same-origin")
			if r.StatusCode != tt.want {
				t.Errorf("POST %s with an unknown field, of %s = %d, want %d", ourTeam+below, tt.name, r.StatusCode, tt.want)
			}
			if r := tt.who.send(t, http.MethodPost, ourTeam+below, nil, "Sec-Fetch-Site", "cross-site"); r.StatusCode != http.StatusForbidden {
				t.Errorf("POST %s from a page of another site, of %s = %d, want 403", ourTeam+below, tt.name, r.StatusCode)
			}
		}
	}
	if team, err := s.team.Team(t.Context(), owner.actor(t), s.at(&ours)); err != nil || len(team.Members) != 2 || len(team.Invited) != 0 {
		t.Errorf("something of that was done: %+v, %v", team, err)
	}
}

// TestTeams_showTextAsItIs puts hostile text where people type it.
func TestTeams_showTextAsItIs(t *testing.T) {
	for _, evil := range hostile {
		l := changed(1, func(l *directory.Listing) { l.Clinic.Name, l.Clinic.Address.City = evil, evil })
		s := openStaffed(t, l)
		owner := s.person(t, 1, strongly, at(directory.RoleOwner, &l))
		err := s.store.People(t.Context(), func(tx auth.Tx) error {
			_, err := tx.UpdateAccount(t.Context(), owner.account.ID, func(a *directory.Account) error { a.Name = evil; return nil })
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/account", "/owner", ourTeam + "/members"} {
			r := owner.open(t, path)
			for _, n := range r.find("*") {
				for _, a := range n.Attr {
					if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "javascript:") && a.Key != "value" {
						t.Errorf("GET %s with %q: %s has %s=%q", path, evil, n.Data, a.Key, a.Val)
					}
				}
			}
			if len(r.find("script"))-len(r.find("script", "src", "*")) != 0 || len(r.find("img")) != 0 {
				t.Errorf("GET %s with %q has an element of its own", path, evil)
			}
		}
	}
}
