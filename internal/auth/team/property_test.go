package team_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
)

// world is a real desk behind the real table of permissions, and the model of both.
type world struct {
	*office
	model *model
	table auth.Table
	done  map[string]int // how often a step came to pass
}

// TestTeams_asModelled has random people invite, accept, take back, remove, change
// and leave at three clinics of two organizations and in the whole directory. At every
// step the table, asked of everybody about every place, and the desk behind it say
// what the model says; and whatever had an owner or an admin has one.
func TestTeams_asModelled(t *testing.T) {
	o := open(t)
	done := map[string]int{}
	check := func(rt *rapid.T) {
		w := &world{o, newModel(o.later()), auth.Permissions(), done}
		w.begin(map[team.Scope]map[string]directory.Role{
			ofHarbour: {"Bea": owner, "Cem": owner}, atHarbour: {"Ada": owner, "Eve": manager},
			atAbbey: {"Dee": owner, "Cem": manager}, everywhere: {"Zoe": admin, "Eve": moderator},
		})
		rt.Repeat(map[string]func(*rapid.T){
			"":         w.agrees,
			"invite":   w.invites,
			"accept":   w.accepts,
			"withdraw": w.withdraws,
			"remove":   w.removes,
			"set role": w.setsRole,
			"leave":    w.leaves,
			"wait":     w.waits,
		})
	}
	for range assure(1, 20) {
		rapid.Check(t, check)
	}
	t.Logf("what came to pass: %v", done)
	for _, step := range []string{"invite", "accept", "withdraw", "remove", "set role", "leave"} {
		if done[step] == 0 {
			t.Errorf("none of all the steps to %s came to pass, so the test means nothing", step)
		}
	}
}

// later lets enough time pass for all invitations to be forgotten, which is quicker
// than to open another store.
func (o *office) later() time.Time {
	o.now = o.now.Add(2 * week)
	return o.now
}

// begin leaves nobody any role but the given ones.
func (w *world) begin(roles map[team.Scope]map[string]directory.Role) {
	w.Helper()
	memberships := map[string][]directory.Membership{}
	for s, team := range roles {
		for name, role := range team {
			w.model.set(name, s, role)
			memberships[name] = append(memberships[name], directory.Membership{
				AccountID: w.person(name).ID, Role: role, ClinicID: s.Clinic, OrganizationID: s.Organization,
			})
		}
	}
	w.tx(func(tx auth.Tx) (err error) {
		for i := 0; i < len(people) && err == nil; i++ {
			_, err = tx.UpdateMemberships(w.Context(), w.persons[people[i]].ID, func(all *[]directory.Membership) error {
				*all = memberships[people[i]]
				return nil
			})
		}
		return err
	})
}

// agrees asks the table, with what is kept, and the store.
func (w *world) agrees(t *rapid.T) {
	for _, name := range people {
		actor := w.actor(name)
		for _, s := range scopes {
			for route, want := range w.rulings(name, s) {
				if got := kindOf(auth.Allow(w.table[route], actor, objectOf(s), w.now)); got != want {
					t.Fatalf("Allow(%s, %s at %s) = %d, want %d; roles %v", route, name, label(s), got, want, w.model.roles)
				}
			}
			want := []directory.Role{}
			if role := w.model.roles[s][name]; role != "" {
				want = append(want, role)
			}
			if got := rolesAt(actor, s); !slices.Equal(got, want) {
				t.Fatalf("%s is %q at %s, want %q", name, got, label(s), want)
			}
		}
	}
	for s, led := range w.model.led {
		if led && len(w.model.leaders(s)) == 0 {
			t.Fatalf("nobody leads %s any more", label(s))
		}
	}
}

// rolesAt are the roles that somebody has for a place; there should never be two.
func rolesAt(a directory.Actor, s team.Scope) []directory.Role {
	roles := []directory.Role{}
	for _, m := range a.Memberships {
		if (team.Scope{Clinic: m.ClinicID, Organization: m.OrganizationID}) == s {
			roles = append(roles, m.Role)
		}
	}
	return roles
}

// rulings are the routes of a place's team, each with what the door should say.
func (w *world) rulings(name string, s team.Scope) map[string]directory.Kind {
	all := map[string]directory.Kind{}
	for _, of := range []string{"", "/api/v1"} {
		root := of + roots[s]
		all["GET "+root+"/members"], all["POST "+root+"/departure"] = w.model.team(name, s), w.model.team(name, s)
		all["POST "+root+"/invitations"] = w.model.lead(name, s)
	}
	for _, route := range []string{"POST /invitations/:invitation/withdrawal", "POST /members/:account/removal", "POST /members/:account/role"} {
		all[strings.Replace(route, " ", " "+roots[s], 1)] = w.model.lead(name, s)
	}
	for _, route := range []string{"DELETE /invitations/:invitation", "DELETE /members/:account", "PATCH /members/:account"} {
		all[strings.Replace(route, " ", " /api/v1"+roots[s], 1)] = w.model.lead(name, s)
	}
	return all
}

func label(s team.Scope) string {
	return map[team.Scope]string{
		atHarbour: "the harbour", atMill: "the mill", atAbbey: "the abbey", ofHarbour: "the harbour's brand",
		ofAbbey: "the abbey's brand", everywhere: "the directory",
	}[s]
}

// somebody draws who asks about a place. Those whom the door lets in come more often,
// or little would ever happen; the others end there, as agrees has seen. Where nobody
// may, the step is none.
func (w *world) somebody(t *rapid.T, s team.Scope, door func(string, team.Scope) directory.Kind) (name string, ok bool) {
	in := slices.DeleteFunc(slices.Clone(people), func(name string) bool { return door(name, s) != fine })
	if len(in) == 0 {
		return "", false
	}
	return rapid.SampledFrom(in).Draw(t, "by"), true
}

// member draws somebody who has a role for a place, or now and then anybody.
func (w *world) member(t *rapid.T, s team.Scope) string {
	members := slices.DeleteFunc(slices.Clone(people), func(name string) bool { return w.model.roles[s][name] == "" })
	if len(members) == 0 || rapid.IntRange(0, 4).Draw(t, "anybody") == 0 {
		members = people
	}
	return rapid.SampledFrom(members).Draw(t, "whom")
}

// comesTo fails unless the desk has done what the model has.
func (w *world) comesTo(t *rapid.T, step string, err error, want directory.Kind) {
	if got := kindOf(err); got != want {
		t.Fatalf("%s = %s, want kind %d; roles %v", step, said(err), want, w.model.roles)
	}
	if err == nil {
		w.done[step]++
	}
}

func (w *world) invites(t *rapid.T) {
	s := rapid.SampledFrom(scopes).Draw(t, "at")
	by, ok := w.somebody(t, s, w.model.lead)
	if !ok {
		return
	}
	to := rapid.SampledFrom(people).Draw(t, "to")
	low, high := lowHigh(s)
	role := rapid.SampledFrom([]directory.Role{low, high}).Draw(t, "role")
	err := w.Invite(w.Context(), w.actor(by), s, email(to), role)
	want := w.model.invite(to, s, role)
	w.comesTo(t, "invite", err, want)
	if err != nil {
		return
	}
	l := w.last()
	w.model.invited = append(w.model.invited, &invited{
		by: by, to: to, s: s, role: role, link: strings.TrimPrefix(l.Path, "/invitations/"), id: l.Person, at: w.now,
	})
}

// one draws an invitation, whatever became of it, if there has been any.
func (w *world) one(t *rapid.T) (n *invited, ok bool) {
	if len(w.model.invited) == 0 {
		return nil, false
	}
	return rapid.SampledFrom(w.model.invited).Draw(t, "invitation"), true
}

func (w *world) accepts(t *rapid.T) {
	n, ok := w.one(t)
	if !ok {
		return
	}
	name := n.to
	if rapid.IntRange(0, 4).Draw(t, "another") == 0 {
		name = rapid.SampledFrom(people).Draw(t, "by")
	}
	in, err := w.Accept(w.Context(), auth.From{}, w.actor(name), n.link, "", "")
	if in != nil {
		t.Fatalf("Accept(%s, signed in) signs in", name)
	}
	w.comesTo(t, "accept", err, w.model.accept(name, n))
}

func (w *world) withdraws(t *rapid.T) {
	n, ok := w.one(t)
	if !ok {
		return
	}
	s := n.s
	if rapid.IntRange(0, 4).Draw(t, "elsewhere") == 0 {
		s = rapid.SampledFrom(scopes).Draw(t, "at")
	}
	by, ok := w.somebody(t, s, w.model.lead)
	if !ok {
		return
	}
	w.comesTo(t, "withdraw", w.Withdraw(w.Context(), w.actor(by), s, n.id), w.model.withdraw(s, n))
}

func (w *world) removes(t *rapid.T) {
	s := rapid.SampledFrom(scopes).Draw(t, "at")
	by, ok := w.somebody(t, s, w.model.lead)
	if !ok {
		return
	}
	whom := w.member(t, s)
	err := w.Remove(w.Context(), w.actor(by), s, w.person(whom).ID)
	want := directory.Conflict
	if by != whom {
		want = w.model.change(whom, s, "")
	}
	w.comesTo(t, "remove", err, want)
}

func (w *world) setsRole(t *rapid.T) {
	s := rapid.SampledFrom(scopes).Draw(t, "at")
	by, ok := w.somebody(t, s, w.model.lead)
	if !ok {
		return
	}
	whom := w.member(t, s)
	role := rapid.SampledFrom(directory.Roles()).Draw(t, "role")
	want := directory.Invalid
	if low, high := lowHigh(s); role == low || role == high {
		want = w.model.change(whom, s, role)
	}
	w.comesTo(t, "set role", w.SetRole(w.Context(), w.actor(by), s, w.person(whom).ID, role), want)
}

func (w *world) leaves(t *rapid.T) {
	s := rapid.SampledFrom(scopes).Draw(t, "at")
	by := w.member(t, s)
	if w.model.team(by, s) != fine {
		return // the door is shut to them, as agrees has seen
	}
	w.comesTo(t, "leave", w.Leave(w.Context(), w.actor(by), s), w.model.change(by, s, ""))
}

func (w *world) waits(t *rapid.T) {
	w.now = w.now.Add(time.Duration(rapid.IntRange(1, 72).Draw(t, "hours")) * time.Hour)
	w.model.now = w.now
}
