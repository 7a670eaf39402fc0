package access

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// Guard decides who gets to a handler. Table, Base, FormKey and Now have to be set;
// without the others nobody is ever signed in.
type Guard struct {
	Table   auth.Table
	Who     Who
	Objects Objects
	Base    *url.URL // what the site is called
	Now     func() time.Time

	// FormKey is a keyed digest, by which forms are known for ours.
	FormKey func(purpose, value string) []byte

	// Second reports whether somebody has a second factor or a passkey to show. If it
	// is nil, everybody is taken to have one.
	Second func(ctx context.Context, actor directory.Actor) (bool, error)
}

// Who knows who is asking, by a page's cookie or a program's token. Whatever is not
// good, or no longer, it refuses as Unauthenticated. A cookie that it renews takes
// the place of the one that was shown.
type Who interface {
	Page(ctx context.Context, cookie string) (asking entry.Asking, renewed string, err error)
	Program(ctx context.Context, token string) (entry.Asking, error)
}

// Objects finds what a path names. What is not there is NotFound.
type Objects interface {
	Clinic(ctx context.Context, slugOrID string) (auth.Object, error)
	Brand(ctx context.Context, slugOrID string) (auth.Object, error)
}

// Kind is whom routes are for.
type Kind int

// The kinds of routes.
const (
	Pages Kind = iota // people, with a browser
	API               // programs
)

// Router mounts routes behind a guard.
type Router struct {
	guard   *Guard
	inner   fiber.Router
	root    string
	kind    Kind
	origins *http.CrossOriginProtection
	routes  []string
}

// Router returns what mounts routes on inner, which starts at root: "" or "/api/v1".
func (g *Guard) Router(inner fiber.Router, root string, kind Kind) *Router {
	origins := http.NewCrossOriginProtection()
	if err := origins.AddTrustedOrigin(g.origin()); err != nil {
		panic("access: the base URL is no origin: " + err.Error())
	}
	return &Router{guard: g, inner: inner, root: root, kind: kind, origins: origins}
}

// origin is what browsers call the pages of this site.
func (g *Guard) origin() string { return g.Base.Scheme + "://" + g.Base.Host }

// Get mounts a handler for GET, and with it for HEAD. A route that the table has no
// rule for, or one that cannot be decided, panics; so do those of the other methods.
func (r *Router) Get(pattern string, handle fiber.Handler) {
	r.inner.Get(pattern, r.behind(http.MethodGet, pattern, handle))
}

// Post mounts a handler for POST.
func (r *Router) Post(pattern string, handle fiber.Handler) {
	r.inner.Post(pattern, r.behind(http.MethodPost, pattern, handle))
}

// PostKept is Post for a form with much to type, which may be longer than others. If whoever sends it has been signed out
// since it was opened, or signed in again, keep answers: what was typed is worth more
// than a refusal. It is reached only with a form of ours and changes nothing; by nobody
// else's than the browser's owner, for that is who has typed it.
func (r *Router) PostKept(pattern string, handle, keep fiber.Handler) {
	r.inner.Post(pattern, r.behind(http.MethodPost, pattern, handle, func(x *route) { x.keep = keep }))
}

// Put mounts a handler for PUT.
func (r *Router) Put(pattern string, handle fiber.Handler) {
	r.inner.Put(pattern, r.behind(http.MethodPut, pattern, handle))
}

// Patch mounts a handler for PATCH.
func (r *Router) Patch(pattern string, handle fiber.Handler) {
	r.inner.Patch(pattern, r.behind(http.MethodPatch, pattern, handle))
}

// Delete mounts a handler for DELETE.
func (r *Router) Delete(pattern string, handle fiber.Handler) {
	r.inner.Delete(pattern, r.behind(http.MethodDelete, pattern, handle))
}

// Routes lists what has been mounted, as the table names it.
func (r *Router) Routes() []string { return slices.Clone(r.routes) }

// behind puts a handler behind its rule.
func (r *Router) behind(method, pattern string, handle fiber.Handler, more ...func(*route)) fiber.Handler {
	path := plain(r.root + pattern)
	name := method + " " + path
	rule, ok := r.guard.Table[name]
	if !ok {
		panic("access: " + name + ": no rule says who may use it")
	}
	x := &route{
		guard: r.guard, origins: r.origins, kind: r.kind, rule: rule, handle: handle,
		clinic: names(path, ":clinic"), brand: names(path, ":brand"),
		private: rule.Scope != auth.ScopePublic || isPrivate(path),
	}
	if rule.Scope == auth.ScopeClinic && !x.clinic || rule.Scope == auth.ScopeOrganization && !x.brand {
		panic("access: " + name + ": the rule is about what the path does not name")
	}
	for _, set := range more {
		set(x)
	}
	if !slices.Contains(r.routes, name) {
		r.routes = append(r.routes, name)
	}
	if method == http.MethodGet && !x.private {
		return x.open
	}
	return x.guarded
}

// plain is a pattern without the constraints of its parts: /:service<regex(…)> is
// in the table as /:service.
func plain(pattern string) string {
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		if start, end := strings.IndexByte(part, '<'), strings.LastIndexByte(part, '>'); start >= 0 && start < end {
			parts[i] = part[:start] + part[end+1:]
		}
	}
	return strings.Join(parts, "/")
}

func names(path, part string) bool { return slices.Contains(strings.Split(path, "/"), part) }

// privates are the first parts of the paths at which people show who they are, or
// are known: there, nothing goes over a line that others can read.
var privates = []string{"sign-in", "sign-out", "switch", "register", "account", "owner", "admin", "invitations", "auth"}

func isPrivate(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, "/api/v1"), "/"), "/")
	return slices.Contains(privates, first)
}
