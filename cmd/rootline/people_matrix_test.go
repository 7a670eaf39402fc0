package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/auth"
	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/problem"
	"rootline/internal/search"
	"rootline/internal/server"
	"rootline/internal/words"
	"rootline/web"
)

// mounted is a site with everything on it that the program mounts.
func mounted(t *testing.T, cfg config.Config, h *house) *server.Options {
	t.Helper()
	assets, err := web.Assets()
	must(t, err)
	places := gazetteer.Embedded()
	live := search.NewLive(places)
	site := options(cfg, &net.TCPAddr{Port: 8080}, slog.New(slog.DiscardHandler), live)
	mount(&site, cfg, h, live, places, assets)
	return &site
}

// routesOf are the routes that an app answers, whoever has mounted them, named as
// the table of permissions names them.
func routesOf(app *fiber.App) []string {
	var all []string
	for _, r := range app.GetRoutes(true) {
		parts := strings.Split(r.Path, "/")
		for i, part := range parts {
			if start, end := strings.IndexByte(part, '<'), strings.LastIndexByte(part, '>'); start >= 0 && start < end {
				parts[i] = part[:start] + part[end+1:]
			}
		}
		name := r.Method + " " + strings.Join(parts, "/")
		if r.Method != http.MethodHead && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// TestPeople_everyRouteHasARow: what the program answers is what the table has, row
// by row, in both directions. Only a demo shows its people.
func TestPeople_everyRouteHasARow(t *testing.T) {
	t.Parallel()
	cfg := keep(t)
	h := opened(t, cfg, true)
	for _, command := range []config.Command{config.Serve, config.Demo} {
		cfg.Command = command
		routes := routesOf(server.New(*mounted(t, cfg, h)))
		if got := slices.Contains(routes, "GET /demo"); got != (command == config.Demo) {
			t.Errorf("rootline %s has GET /demo: %t", command, got)
		}
		if command == config.Serve {
			routes = append(routes, "GET /demo")
		}
		if err := auth.Permissions().Check(routes); err != nil {
			t.Errorf("rootline %s: %v", command, err)
		}
		t.Logf("rootline %s: %d routes", command, len(routes))
	}
}

// What is not there.
const (
	nowhereName    = "no-such-place"
	nowhereID      = "0192f0c1-aaaa-7aaa-8aaa-aaaaaaaaaaaa"
	nowherePasskey = "bm8gc3VjaCBwYXNza2V5"
)

// thing is what the path of a request names.
type thing struct {
	named string // as it stands in the path
	home  string // whose it is; "" if it is not there
}

// isNamed is a part of a pattern that names something of a tenant's, other than the place
// that the rule is about.
var isNamed = regexp.MustCompile(`/:(slug|listing|claim|document|request|item|photo|merge|session|invitation|account)\b`)

// thingsFor are what is asked for at a route: what is the tenants', and what is not there,
// by its slug and by its id.
func (w *world) thingsFor(rule auth.Rule, pattern string) []thing {
	nowhere := []thing{{nowhereName, ""}, {nowhereID, ""}}
	var all []thing
	for _, home := range []string{"a", "b"} {
		l := w.mine[home].listing
		switch {
		case rule.Scope == auth.ScopeClinic:
			all = append(all, thing{l.Clinic.Slug.String(), home}, thing{l.Clinic.ID.String(), home})
		case rule.Scope == auth.ScopeOrganization:
			all = append(all, thing{l.Organization.Slug.String(), home}, thing{l.Organization.ID.String(), home})
		case isNamed.MatchString(pattern):
			all = append(all, thing{"", home})
		default:
			return nowhere[:1]
		}
	}
	return append(all, nowhere...)
}

// pathTo is a route about a thing, and about what hangs on that; what is not there has
// nothing that hangs on it.
func (w *world) pathTo(rule auth.Rule, pattern string, th thing) string {
	return filledIn(pattern, func(name string) string {
		place := rule.Scope == auth.ScopeClinic && name == ":clinic" || rule.Scope == auth.ScopeOrganization && name == ":brand"
		switch {
		case place:
			return th.named
		case th.home != "":
			if real, ok := w.part(th.home, pattern, name); ok {
				return real
			}
		case isNamed.MatchString("/" + name):
			return th.named
		case name == ":clinic", name == ":brand":
			return th.named
		}
		return "x"
	})
}

// theirs reports whether a thing is there for somebody whom the rule lets through.
func (w *world) theirs(rule auth.Rule, s *someone, pattern string, th thing) bool {
	switch {
	case th.home == "" || s == nil && rule.Scope == auth.ScopeSigned:
		return false
	case strings.Contains(pattern, "/:claim") && rule.Scope == auth.ScopeSigned:
		return s.name == "owner-"+th.home
	case rule.Scope == auth.ScopeSigned && isNamed.MatchString(pattern) && !strings.Contains(pattern, "/:slug"):
		return s.home == th.home
	}
	return true
}

// object is what a thing is to a rule.
func (w *world) object(rule auth.Rule, th thing) auth.Object {
	if th.home == "" || rule.Scope != auth.ScopeClinic && rule.Scope != auth.ScopeOrganization {
		return auth.Object{}
	}
	l := w.mine[th.home].listing
	o := auth.Object{Clinic: l.Clinic.ID, Organization: l.Organization.ID}
	if rule.Scope == auth.ScopeOrganization {
		o.Clinic = directory.ID{}
	}
	return o
}

// filledIn is a pattern with something in place of its parts.
func filledIn(pattern string, part func(name string) string) string {
	parts := strings.Split(pattern, "/")
	for i, p := range parts {
		switch {
		case p == ":slug.:form":
			parts[i] = part(":slug") + ".vcf"
		case strings.HasPrefix(p, ":"):
			parts[i] = part(p)
		}
	}
	return strings.Join(parts, "/")
}

// expected is what the rule lets become of a request that is understood by nobody:
// refused by the guard, with where that leads, or 0 for what reaches its handler.
func (w *world) expected(row string, rule auth.Rule, s *someone, th thing, path string) (status int, to string) {
	actor := directory.Actor{}
	if s != nil {
		session := s.page.ID
		if strings.HasPrefix(path, "/api/") {
			session = s.program.ID
		}
		actor = w.actor(session)
	}
	err := auth.Allow(rule, actor, w.object(rule, th), time.Now())
	if scoped := rule.Scope == auth.ScopeClinic || rule.Scope == auth.ScopeOrganization; scoped && th.home == "" && actor.Signed() {
		err = directory.Refuse(directory.NotFound, "auth.not_found")
	}
	if err == nil {
		return 0, ""
	}
	e := (*directory.Error)(nil)
	reads, page := strings.HasPrefix(row, "GET "), !strings.HasPrefix(path, "/api/")
	if !page || !errors.As(err, &e) {
		return problem.Of(err, words.English()).Status, ""
	}
	next := "/account"
	if reads {
		next = path
	}
	switch {
	case reads && e.Message.ID == "auth.sign_in":
		return http.StatusSeeOther, "/sign-in?next=" + url.QueryEscape(next)
	case e.Message.ID == "auth.strong" && !w.hasFactor(actor):
		return http.StatusSeeOther, "/account/passkeys"
	case e.Message.ID == "auth.step_up", e.Message.ID == "auth.strong":
		return http.StatusSeeOther, "/account/confirm?next=" + url.QueryEscape(next)
	}
	return problem.Of(err, words.English()).Status, ""
}

func (w *world) hasFactor(actor directory.Actor) bool {
	w.t.Helper()
	has, err := w.desks.hasSecond(w.t.Context(), actor)
	must(w.t, err)
	return has
}

// everybody is the cast, and the visitor.
func (w *world) everybody() []*someone {
	all := []*someone{nil}
	for _, r := range cast {
		all = append(all, w.people[r.name])
	}
	return all
}

// strange sends a request that has what no form and no program of ours sends, so that
// whom the guard lets through, the handler refuses.
func (w *world) strange(s *someone, method, path string) answer {
	w.t.Helper()
	switch {
	case method == http.MethodGet:
		return w.send(method, path, "", s.as(path)...)
	case bodyType(path) == fileType: // such a body has no fields; its query has
		return w.send(method, path+"?is_admin=true", "x", append(s.as(path), "Content-Type", fileType)...)
	case strings.HasPrefix(path, "/api/"):
		return w.send(method, path, `{"is_admin":true}`, append(s.as(path), "Content-Type", jsonType)...)
	}
	return w.post(s, path, "is_admin", "true")
}

// TestPeople_matrix asks for every route of the program as everybody, about what is
// of either tenant and what is not there (S2). What becomes of it is what the rule
// says; and what is another's is not to be told from what is not there.
func TestPeople_matrix(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	before, recorded, asked := w.dump(recordKept...), w.recorded(), 0
	routes := routesOf(server.New(*mounted(t, w.cfg, w.house)))
	for _, row := range routes {
		rule := auth.Permissions()[row]
		method, pattern, _ := strings.Cut(row, " ")
		for _, s := range w.everybody() {
			missing := map[bool]string{} // the refusals of what is not there, by whether a slug or an id was asked for
			things := w.thingsFor(rule, pattern)
			slices.Reverse(things) // what is not there comes first
			for _, th := range things {
				path := w.pathTo(rule, pattern, th)
				a := w.strange(s, method, path)
				asked++
				w.compare(row, rule, s, th, path, a)
				if a.status == http.StatusNotFound && rule.Scope != auth.ScopePublic {
					w.compareMissing(fmt.Sprintf("%s %s as %v", method, path, s), missing, th, namedIn(pattern, path), a)
				}
			}
		}
	}
	w.unchanged("the matrix", before, recordKept...)
	w.recordedReads(recorded)
	t.Logf("%d routes, %d people, %d requests", len(routes), len(w.everybody()), asked)
}

// compare holds what became of a request against its rule.
func (w *world) compare(row string, rule auth.Rule, s *someone, th thing, path string, a answer) {
	w.t.Helper()
	status, to := w.expected(row, rule, s, th, path)
	method, pattern, _ := strings.Cut(row, " ")
	there := !isNamed.MatchString(pattern) || w.theirs(rule, s, pattern, th)
	switch {
	case status != 0:
		if a.status != status || a.location() != to {
			w.t.Errorf("%s %s as %v = %d %s, want %d %s", method, path, s, a.status, a.location(), status, to)
		}
		if th.home != "" {
			w.tellsNothing(method+" "+path, th.home, s, a)
		}
	case method == http.MethodGet:
		if a.status == 401 || a.status == 403 || a.status >= 500 || strings.HasPrefix(a.location(), "/sign-in?") || strings.HasPrefix(a.location(), "/account/confirm") {
			w.t.Errorf("%s %s as %v = %d %s, which may", method, path, s, a.status, a.location())
		}
	case !there && a.status == http.StatusNotFound:
	case a.status != http.StatusUnprocessableEntity:
		w.t.Errorf("%s %s as %v with a strange field = %d, want 422: %.200s", method, path, s, a.status, a.body)
	}
}

// tellsNothing fails the test if a reply holds anything of a tenant's that whoever
// asked did not say, and does not know because it is theirs.
func (w *world) tellsNothing(asked, home string, s *someone, a answer) {
	w.t.Helper()
	l := w.mine[home].listing
	secrets := append([]string{l.Clinic.Name, l.Organization.Name, l.Clinic.Slug.String(), l.Clinic.ID.String(), l.Organization.ID.String()}, w.mine[home].secrets...)
	told := a.body + fmt.Sprint(a.header)
	for _, secret := range secrets {
		if s != nil && s.home == home || strings.Contains(asked, secret) {
			continue
		}
		if strings.Contains(told, secret) {
			w.t.Errorf("%s as %v = %d tells %q", asked, s, a.status, secret)
		}
	}
}

// namedIn are the names and ids in a path of a pattern.
func namedIn(pattern, path string) (all []string) {
	parts := strings.Split(path, "/")
	for i, p := range strings.Split(pattern, "/") {
		if strings.HasPrefix(p, ":") && len(parts[i]) > 1 {
			all = append(all, parts[i])
		}
	}
	return all
}

// compareMissing holds the refusal of a thing against the refusal of what is not there.
func (w *world) compareMissing(asked string, missing map[bool]string, th thing, named []string, a answer) {
	w.t.Helper()
	says, byID := same(a, named...), anyID.MatchString(cmp.Or(th.named, strings.Join(named, " ")))
	if th.home == "" {
		missing[byID] = says
		return
	}
	if says != missing[byID] {
		w.t.Errorf("%s is refused otherwise than what is not there:\n%s\nwant\n%s", asked, says, missing[byID])
	}
}

var formTokens = regexp.MustCompile(`name="form_token" value="[^"]*"`)

// same is an answer but for what differs between any two: its date, its number, and
// the name that was asked for.
func same(a answer, named ...string) string {
	h := a.header.Clone()
	number := h.Get("X-Request-Id")
	for _, name := range []string{"Date", "X-Request-Id", "Content-Length"} {
		h.Del(name)
	}
	text := fmt.Sprint(a.status, h, a.body)
	if number != "" {
		text = strings.ReplaceAll(text, number, "NUMBER")
	}
	text = formTokens.ReplaceAllString(text, "TOKEN")
	for _, n := range named {
		text = strings.ReplaceAll(text, n, "NAMED")
	}
	return text
}
