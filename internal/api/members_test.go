package api_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"rootline/internal/api"
	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// ours is a route of the permission table, if it is one of the API.
func ours(name string) (method, path string, isOurs bool) {
	method, pattern, _ := strings.Cut(name, " ")
	path, isOurs = strings.CutPrefix(pattern, api.Root)
	return method, path, isOurs
}

// crew is a clinic and everybody who may have to do with it, signed in.
type crew struct {
	*site
	root   string
	tokens map[string]string
	people map[string]directory.Account
}

// newCrew is a clinic with people of every role, and with a neighbour's owner.
func newCrew(t *testing.T) crew {
	t.Helper()
	mine, other := storetest.Listing(1), storetest.Listing(2)
	c := crew{site: newSite(t, mine, other), root: "/owner/clinics/" + mine.Clinic.Slug.String()}
	c.tokens, c.people = map[string]string{}, map[string]directory.Account{}
	at := func(role directory.Role) directory.Membership {
		return directory.Membership{Role: role, ClinicID: mine.Clinic.ID}
	}
	everybody := []struct {
		name  string
		roles []directory.Membership
	}{
		{"manager", []directory.Membership{at(directory.RoleManager)}},
		{"owner", []directory.Membership{at(directory.RoleOwner)}},
		{"brand owner", []directory.Membership{{Role: directory.RoleOwner, OrganizationID: mine.Organization.ID}}},
		{"neighbour", []directory.Membership{{Role: directory.RoleOwner, ClinicID: other.Clinic.ID}}},
		{"nobody", nil},
		{"moderator", []directory.Membership{{Role: directory.RoleModerator}}},
		{"admin", []directory.Membership{{Role: directory.RoleAdmin}}},
	}
	for i, e := range everybody {
		c.people[e.name] = c.person(t, i+1, auth.Credentials{}, e.roles...)
		c.tokens[e.name] = c.signIn(t, c.people[e.name], true)
	}
	return c
}

// TestMembers_byRole asks for everything about a clinic's people in every role. Once
// the manager is removed, which was the only role she had, she is not signed in.
func TestMembers_byRole(t *testing.T) {
	tests := []struct {
		method, path string
		pairs        []string
		want         string // statuses of: visitor nobody neighbour moderator manager owner brand owner admin
	}{
		{"GET", "/members", nil, "401 404 404 403 200 200 200 200"},
		{"POST", "/invitations", []string{"email", "grace@clinic.example", "role", "manager"}, "401 404 404 403 403 202 202 202"},
		{"DELETE", "/invitations/{id}", nil, "401 404 404 403 403 404 404 404"},
		{"PATCH", "/members/{manager}", []string{"role", "manager"}, "401 404 404 403 403 204 204 204"},
		{"DELETE", "/members/{manager}", nil, "401 404 404 403 403 204 404 404"},
		{"POST", "/departure", nil, "401 404 404 403 401 409 404 404"},
	}
	names := []string{"", "nobody", "neighbour", "moderator", "manager", "owner", "brand owner", "admin"}
	c := newCrew(t)
	for _, tt := range tests {
		path := strings.NewReplacer("{id}", storetest.ID(7).String(), "{manager}", c.people["manager"].ID.String()).Replace(tt.path)
		var got []string
		for _, name := range names {
			got = append(got, strconv.Itoa(c.ask(t, change(tt.method, c.root+path, c.tokens[name], tt.pairs...)).status))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s {clinic}%s answered %q, %q; want %s", tt.method, tt.path, names, got, tt.want)
		}
	}
}

// TestMembers_weak asks as an admin who has shown no second factor, and as an owner
// whose last showing is five minutes ago.
func TestMembers_weak(t *testing.T) {
	c := newCrew(t)
	weak, owner := c.signIn(t, c.people["admin"], false), c.signIn(t, c.people["owner"], false)
	c.refuses(t, http.StatusForbidden, "second factor", asked{method: "GET", path: "/admin/members", token: weak})
	c.refuses(t, http.StatusForbidden, "second factor", asked{method: "GET", path: c.root + "/members", token: weak})
	invite := post(c.root+"/invitations", owner, "email", "grace@clinic.example", "role", "manager")
	ok[struct{}](t, c.site, http.StatusAccepted, invite)
	c.now = c.now.Add(5 * time.Minute)
	c.refuses(t, http.StatusForbidden, "Show once more", invite)
	ok[struct{}](t, c.site, http.StatusOK, asked{method: "GET", path: c.root + "/members", token: owner})
}

// people is what the tests look at of a team.
type people struct {
	Place   struct{ Kind, Name, City, Slug string }
	Members []struct {
		Account, Name, Email string
		Role                 directory.Role
		You                  bool
	}
	Invitations []struct {
		ID, Email string
		Role      directory.Role
	}
}

func (c crew) team(t *testing.T, root, token string) people {
	t.Helper()
	return ok[people](t, c.site, http.StatusOK, asked{method: "GET", path: root + "/members", token: token})
}

// TestMembers follows a clinic from one owner to another.
func TestMembers(t *testing.T) {
	c := newCrew(t)
	owner, manager := c.tokens["owner"], c.people["manager"].ID.String()
	got := c.team(t, c.root, owner)
	if got.Place.Kind != "clinic" || got.Place.Name == "" || got.Place.City == "" || len(got.Members) != 2 ||
		!got.Members[0].You || got.Members[0].Role != directory.RoleOwner || got.Members[1].Account != manager {
		t.Fatalf("GET members has %+v; want the clinic, its owner, who asks, and its manager", got)
	}
	invite := func(email string, role directory.Role) asked {
		return post(c.root+"/invitations", owner, "email", email, "role", string(role))
	}
	c.refuses(t, 422, "role:", invite("grace@clinic.example", "admin"))
	c.refuses(t, 422, "role:", invite("grace@clinic.example", "OWNER"))
	c.refuses(t, 422, "email:", invite("grace", directory.RoleManager))
	c.refuses(t, http.StatusConflict, "in the team already", invite(c.people["manager"].Email.String(), directory.RoleManager))
	ok[struct{}](t, c.site, http.StatusAccepted, invite("grace@clinic.example", directory.RoleManager))
	if l := c.letter(t, auth.Invitation); l.Role != directory.RoleManager || l.To.String() != "grace@clinic.example" {
		t.Errorf("the letter is %+v, want an invitation to be a manager", l)
	}
	invited := c.team(t, c.root, owner).Invitations
	if len(invited) != 1 || invited[0].Email != "grace@clinic.example" || invited[0].Role != directory.RoleManager {
		t.Fatalf("GET members has the invitations %+v, want one", invited)
	}
	withdraw := change("DELETE", c.root+"/invitations/"+invited[0].ID, owner)
	ok[struct{}](t, c.site, http.StatusNoContent, withdraw)
	c.refuses(t, http.StatusNotFound, "no such invitation", withdraw)

	c.refuses(t, http.StatusConflict, "leave the team", change("DELETE", c.root+"/members/"+c.people["owner"].ID.String(), owner))
	c.refuses(t, http.StatusConflict, "owner first", post(c.root+"/departure", owner))
	c.refuses(t, http.StatusNotFound, "", change("PATCH", c.root+"/members/nonsense", owner, "role", "owner"))
	ok[struct{}](t, c.site, http.StatusNoContent, change("PATCH", c.root+"/members/"+manager, owner, "role", "owner"))
	ok[struct{}](t, c.site, http.StatusNoContent, post(c.root+"/departure", owner))
	c.refuses(t, http.StatusNotFound, "nothing that is yours", asked{method: "GET", path: c.root + "/members", token: owner})
	if got := c.team(t, c.root, c.tokens["manager"]); len(got.Members) != 1 || got.Members[0].Role != directory.RoleOwner {
		t.Errorf("GET members then has %+v, want one owner", got.Members)
	}
}

// TestMembers_removed takes the only role of somebody away: their tokens count no
// more, at once.
func TestMembers_removed(t *testing.T) {
	c := newCrew(t)
	token := c.tokens["manager"]
	c.team(t, c.root, token)
	ok[struct{}](t, c.site, http.StatusNoContent, change("DELETE", c.root+"/members/"+c.people["manager"].ID.String(), c.tokens["owner"]))
	c.isOut(t, token)
	c.letter(t, auth.MemberRemoved)
}

// TestMembers_elsewhere does for a brand and for the whole directory what is done for
// a clinic.
func TestMembers_elsewhere(t *testing.T) {
	c := newCrew(t)
	brand := "/owner/brands/" + storetest.Listing(1).Organization.Slug.String()
	for _, tt := range []struct {
		root, who, kind string
		role            directory.Role
	}{{brand, "brand owner", "brand", directory.RoleManager}, {"/admin", "admin", "directory", directory.RoleModerator}} {
		token := c.tokens[tt.who]
		ok[struct{}](t, c.site, http.StatusAccepted, post(tt.root+"/invitations", token, "email", "grace@clinic.example", "role", string(tt.role)))
		got := c.team(t, tt.root, token)
		if got.Place.Kind != tt.kind || len(got.Invitations) != 1 || len(got.Members) == 0 || !got.Members[0].You {
			t.Fatalf("GET %s/members has %+v; want a %s, one invitation, and who asks first", tt.root, got, tt.kind)
		}
		ok[struct{}](t, c.site, http.StatusNoContent, change("DELETE", tt.root+"/invitations/"+got.Invitations[0].ID, token))
		c.refuses(t, http.StatusConflict, "first", post(tt.root+"/departure", token))
		c.refuses(t, http.StatusConflict, "first", change("PATCH", tt.root+"/members/"+c.people[tt.who].ID.String(), token, "role", string(tt.role)))
		c.refuses(t, http.StatusNotFound, "", change("DELETE", tt.root+"/members/"+c.people["nobody"].ID.String(), token))
	}
	for _, root := range []string{brand, "/owner/clinics/no-such-clinic", "/owner/clinics/%ff", "/owner/brands/no-such-brand"} {
		c.refuses(t, http.StatusNotFound, "nothing that is yours", asked{method: "GET", path: root + "/members", token: c.tokens["owner"]})
	}
}

func TestHeldPlaces(t *testing.T) {
	c := newCrew(t)
	c.addRole(t, "admin", directory.Membership{Role: directory.RoleManager, ClinicID: storetest.Listing(2).Clinic.ID})
	type held struct {
		Items []struct {
			Place struct{ Kind, Slug, Name string }
			Role  directory.Role
		}
	}
	list := func(who string) held {
		t.Helper()
		return ok[held](t, c.site, http.StatusOK, asked{method: "GET", path: "/owner/places", token: c.tokens[who]})
	}
	for who, want := range map[string]string{
		"nobody": "", "brand owner": "brand owner", "owner": "clinic owner", "admin": "directory admin clinic manager",
	} {
		var got []string
		for _, h := range list(who).Items {
			got = append(got, h.Place.Kind, string(h.Role))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("GET /owner/places as %s has %q, want %s", who, got, want)
		}
	}
}

// addRole gives somebody one more role.
func (c crew) addRole(t *testing.T, who string, m directory.Membership) {
	t.Helper()
	c.site.people(t, func(ctx context.Context, tx auth.Tx) error {
		_, err := tx.UpdateMemberships(ctx, c.people[who].ID, func(all *[]directory.Membership) error {
			m.AccountID, m.Since = c.people[who].ID, directory.At(now)
			*all = append(*all, m)
			return nil
		})
		return err
	})
}
