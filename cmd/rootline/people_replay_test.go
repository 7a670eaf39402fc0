package main

import (
	"encoding/base64"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/server"
)

var (
	anyID      = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	anyPasskey = regexp.MustCompile(`/account/passkeys/([^/"]+)/removal`)
)

// TestPeople_replayedIDs has the people of each tenant ask, in every place where a
// route takes something, for each id that the other's people see on their pages and in
// replies to their programs (S2). Nothing of the other is told, and nothing changes.
// With ROOTLINE_ASSURE=1 all of them ask for all ids, else the owners for one of each kind.
func TestPeople_replayedIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	ids := map[string][]string{"a": w.idsOf("a"), "b": w.idsOf("b")}
	var routes []string
	for _, row := range routesOf(server.New(*mounted(t, w.cfg, w.house))) {
		// What anybody may do to what anybody sees: to claim a clinic or a brand, and to report one,
		// by a page or by a program. That is answered otherwise where there is something.
		theirs := !strings.HasPrefix(row, "POST ") || !strings.Contains(row, "/:slug/") && row != "POST /api/v1/clinics/:clinic/reports"
		if theirs && strings.Contains(row, ":") && !strings.Contains(row, "/:service") && !strings.Contains(row, ":country") {
			routes = append(routes, row)
		}
	}
	before, asked := w.dump(), 0
	for home, other := range map[string]string{"a": "b", "b": "a"} {
		people := []string{"owner-" + home}
		if assured() {
			people = append(people, "manager-"+home, "brand-owner-"+home)
		}
		for _, who := range people {
			for _, row := range routes {
				asked += w.replay(w.people[who], other, row, ids[other])
			}
		}
		w.unchanged("replaying the ids of "+other, before)
	}
	t.Logf("%d ids, %d routes, %d requests", len(ids["a"])+len(ids["b"]), len(routes), asked)
}

// idsOf are the ids and names of things that the people of a tenant see and that others
// have no way to know, and those of its places: one of each kind, or, with
// ROOTLINE_ASSURE=1, all that any of them sees.
func (w *world) idsOf(home string) []string {
	w.t.Helper()
	mine, owner, l := w.mine[home], w.people["owner-"+home], w.mine[home].listing
	ids := []string{
		mine.invited.String(), mine.claim.String(), mine.request.String(), mine.photo.String(), w.people["manager-"+home].account.ID.String(),
		owner.page.ID.String(), owner.program.ID.String(), owner.device.String(), base64.RawURLEncoding.EncodeToString(owner.passkey()),
	}
	found := map[string]bool{}
	for _, s := range w.people {
		if s == owner || assured() && s.home == home {
			w.idsSeenBy(s, found)
		}
	}
	for _, id := range ids {
		if !found[id] {
			w.t.Errorf("the ids that the people of %s see lack %s", home, id)
		}
	}
	ids = append(ids, mine.document.String(), mine.proposal.String(), l.Clinic.ID.String(), l.Clinic.Slug.String(), l.Organization.ID.String(), l.Organization.Slug.String())
	if assured() {
		delete(found, w.mine[map[string]string{"a": "b", "b": "a"}[home]].listing.Clinic.ID.String())
		ids = append(ids, slices.Collect(maps.Keys(found))...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// idsSeenBy adds those that somebody sees on pages and in replies that are for them.
func (w *world) idsSeenBy(s *someone, found map[string]bool) {
	w.t.Helper()
	for path, a := range w.crawl(s).pages {
		own := slices.ContainsFunc([]string{"/owner", "/account", "/claims", "/api/v1/owner", "/api/v1/auth"}, func(root string) bool { return strings.HasPrefix(path, root) })
		if !own {
			continue
		}
		for _, id := range anyID.FindAllString(a.body, -1) {
			found[id] = true
		}
		for _, m := range anyPasskey.FindAllStringSubmatch(a.body, -1) {
			found[m[1]] = true
		}
	}
}

// replay asks a route for each of the ids, in each place that it has for one, and
// holds the reply against that to what is not there.
func (w *world) replay(s *someone, other, row string, ids []string) (asked int) {
	w.t.Helper()
	method, pattern, _ := strings.Cut(row, " ")
	public := auth.Permissions()[row].Scope == auth.ScopePublic && method == http.MethodGet
	for at := range strings.Count(pattern, "/:") {
		missing := map[string]string{}
		for _, id := range append([]string{nowhereID, nowhereName, nowherePasskey}, ids...) {
			path := w.pathWith(s, pattern, at, id)
			a := w.send(method, path, bodies[row], append(s.as(path), "Content-Type", bodyType(path))...)
			asked++
			if public {
				w.tellsNoSecret(method+" "+path, other, a)
				continue // that the clinic is there, anybody may read
			}
			w.tellsNothing(method+" "+path, other, s, a)
			if says, like := same(a, id), shape(id); missing[like] == "" {
				missing[like] = says
			} else if says != missing[like] {
				w.t.Errorf("%s %s as %v is answered otherwise than for what is not there:\n%s\nwant\n%s", method, path, s, says, missing[like])
			}
		}
	}
	return asked
}

// shape is what an id is one of: what is none is refused in other words than what is
// one and leads nowhere, and gives nothing away by that.
func shape(id string) string {
	if anyID.MatchString(id) {
		return "id"
	}
	if _, err := base64.RawURLEncoding.Strict().DecodeString(id); err == nil {
		return "passkey"
	}
	return "name"
}

// pathWith is a pattern about somebody's own place, with an id in the part at a place.
func (w *world) pathWith(s *someone, pattern string, at int, id string) string {
	n := -1
	return filledIn(pattern, func(name string) string {
		if n++; n == at {
			return id
		}
		if real, ok := w.part(s.home, pattern, name); ok {
			return real
		}
		return w.mine[s.home].listing.Clinic.Slug.String()
	})
}

func (w *world) tellsNoSecret(asked, home string, a answer) {
	w.t.Helper()
	for _, secret := range w.mine[home].secrets {
		if strings.Contains(a.body, secret) && !strings.Contains(asked, secret) {
			w.t.Errorf("%s = %d tells %q", asked, a.status, secret)
		}
	}
}
