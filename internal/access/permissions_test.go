package access_test

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
	"rootline/internal/problem"
	"rootline/internal/words"
)

// cast are all sorts of people, by the secret that they show.
func cast() map[string]entry.Asking {
	all := map[string]entry.Asking{}
	for proof, of := range map[string]struct {
		strong bool
		ago    time.Duration
	}{
		"weak": {false, time.Hour}, "weak-fresh": {false, time.Minute},
		"strong": {true, time.Hour}, "strong-fresh": {true, time.Minute},
	} {
		add := func(name string, m ...directory.Membership) { all[name+"-"+proof] = somebody(of.strong, of.ago, m...) }
		add("nobody")
		for _, role := range []directory.Role{directory.RoleManager, directory.RoleOwner} {
			add(string(role)+"-clinic", directory.Membership{Role: role, ClinicID: clinicID})
			add(string(role)+"-brand", directory.Membership{Role: role, OrganizationID: brandID})
		}
		for _, role := range []directory.Role{directory.RoleModerator, directory.RoleAdmin} {
			add(string(role), directory.Membership{Role: role})
		}
	}
	return all
}

// mountAll mounts every row of the table. What stands for any one part of a path comes
// last, so that it takes nothing from the others.
func mountAll(pages, api *access.Router) {
	rows := slices.Collect(maps.Keys(auth.Permissions()))
	slices.SortFunc(rows, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Count(a, ":"), strings.Count(b, ":")), cmp.Compare(a, b))
	})
	for _, row := range rows {
		method, pattern, _ := strings.Cut(row, " ")
		r := pages
		if below, ok := strings.CutPrefix(pattern, "/api/v1"); ok {
			r, pattern = api, below
		}
		handle := func(c *fiber.Ctx) error { return c.SendString(row) }
		map[string]func(string, fiber.Handler){
			"GET": r.Get, "POST": r.Post, "PUT": r.Put, "PATCH": r.Patch, "DELETE": r.Delete,
		}[method](pattern, handle)
	}
}

// TestGuard_everyRow asks for every row of the table as everybody, about what is
// theirs, what is another's and what is not there, and compares what becomes of it
// with the rule (auth.Allow).
func TestGuard_everyRow(t *testing.T) {
	s := serve(t, "http://localhost:8080", mountAll)
	s.people.known = cast()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(client.CloseIdleConnections)
	asked := 0
	for row, rule := range auth.Permissions() {
		method, pattern, _ := strings.Cut(row, " ")
		about := []string{"x"}
		if rule.Scope == auth.ScopeClinic || rule.Scope == auth.ScopeOrganization {
			about = []string{"ours", "theirs", "nowhere"}
		}
		for _, secret := range append(slices.Sorted(maps.Keys(s.people.known)), "") {
			for _, name := range about {
				path := pathOf(pattern, name)
				resp := send(t, client, method, s.addr, path, secret)
				status, to := expected(row, rule, s.people.known[secret], name, path)
				if resp.StatusCode != status || resp.Header.Get("Location") != to {
					t.Errorf("%s %s as %q is answered %d %s, want %d %s",
						method, path, secret, resp.StatusCode, resp.Header.Get("Location"), status, to)
				}
				asked++
			}
		}
	}
	t.Logf("%d requests", asked)
}

// pathOf fills in what a pattern leaves open.
func pathOf(pattern, object string) string {
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		switch {
		case part == ":clinic", part == ":brand":
			parts[i] = object
		case part == ":slug.:form":
			parts[i] = "x.vcf"
		case strings.HasPrefix(part, ":"):
			parts[i] = "x"
		}
	}
	return strings.Join(parts, "/")
}

func send(t *testing.T, client *http.Client, method, addr, path, secret string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, "http://"+addr+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	switch {
	case secret != "" && strings.HasPrefix(path, "/api/"):
		request.Header.Set("Authorization", "Bearer "+secret)
	case secret != "":
		request.Header.Set("Cookie", "__Host-session="+secret)
	}
	resp, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp
}

// expected is what has to become of a request by its rule.
func expected(row string, rule auth.Rule, asking entry.Asking, name, path string) (status int, to string) {
	o := objects[name]
	if rule.Scope == auth.ScopeOrganization {
		o.Clinic = directory.ID{}
	}
	err := auth.Allow(rule, asking.Actor, o, start)
	if name == "nowhere" && asking.Actor.Signed() {
		err = directory.Refuse(directory.NotFound, "auth.not_found")
	}
	if err == nil {
		return http.StatusOK, ""
	}
	reads, page := strings.HasPrefix(row, "GET "), !strings.Contains(row, " /api/")
	next := "/account"
	if reads {
		next = path
	}
	switch says := fmt.Sprint(err); {
	case page && reads && says == "auth.sign_in":
		return http.StatusSeeOther, "/sign-in?next=" + url.QueryEscape(next)
	case page && (says == "auth.step_up" || says == "auth.strong"):
		return http.StatusSeeOther, "/account/confirm?next=" + url.QueryEscape(next)
	}
	return problem.Of(err, words.English()).Status, ""
}

// TestRouter_routes checks that what was mounted is what the table has, and that
// nothing is mounted that the guard could not decide.
func TestRouter_routes(t *testing.T) {
	s := serve(t, "http://localhost:8080", mountAll)
	if err := auth.Permissions().Check(append(s.pages.Routes(), s.api.Routes()...)); err != nil {
		t.Errorf("what mountAll has mounted is not the table: %v", err)
	}

	s.guard.Table = auth.Table{
		"GET /:service/:country":      {Scope: auth.ScopePublic},
		"GET /owner/clinics/:id":      {Scope: auth.ScopeClinic, Roles: directory.Roles()},
		"GET /owner/clinics/:clinic":  {Scope: auth.ScopeOrganization, Roles: directory.Roles()},
		"GET /owner/brands/:brand/:x": {Scope: auth.ScopeOrganization, Roles: directory.Roles()},
	}
	for pattern, want := range map[string]string{
		"/:service<regex(^[pP][rR]>?[pP]$)>/:country": "",
		"/owner/brands/:brand/:x<int>":                "",
		"/prp":                                        "access: GET /prp: no rule says who may use it",
		"/owner/clinics/:id":                          "access: GET /owner/clinics/:id: the rule is about what the path does not name",
		"/owner/clinics/:clinic":                      "access: GET /owner/clinics/:clinic: the rule is about what the path does not name",
	} {
		got := func() (said string) {
			defer func() {
				if v := recover(); v != nil {
					said = fmt.Sprint(v)
				}
			}()
			s.guard.Router(fiber.New(), "", access.Pages).Get(pattern, func(*fiber.Ctx) error { return nil })
			return ""
		}()
		if got != want {
			t.Errorf("Get(%q) panics with %q, want %q", pattern, got, want)
		}
	}
}
