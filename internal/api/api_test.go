package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/api"
	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
	"rootline/internal/fetch"
	"rootline/internal/gazetteer"
	"rootline/internal/problem"
	"rootline/internal/search"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
	"rootline/internal/words"
)

// base is the address of the site under test.
const base = "https://rootline.example"

// now is the moment at which every question is asked: a Monday noon in Istanbul.
var now = storetest.Now

// site is the API as it stands in life, on the real index, the real store and the
// real desks; only its clock is set by hand.
type site struct {
	app   *fiber.App
	store *store.Store
	live  *search.Live
	entry *entry.Desk
	books *books
	now   time.Time

	// visited is what a page of somebody's site shows.
	visited func(at directory.URL) (fetch.Page, error)
}

// newSite puts listings into a store and an index and the API before them.
func newSite(t *testing.T, listings ...directory.Listing) *site {
	t.Helper()
	s := &site{store: storetest.New(t, listings...), live: search.NewLive(gazetteer.Embedded()), now: now}
	s.visited = func(at directory.URL) (fetch.Page, error) { return fetch.Page{URL: at}, nil }
	a := &api.API{
		Search: s.live, Places: gazetteer.Embedded(), Store: s.store, Base: base,
		Now: func() time.Time { return s.now },
		Moved: func(ctx context.Context, old string) (directory.Slug, error) {
			if _, err := directory.ParseSlug(old); err != nil {
				t.Errorf("%q was looked up, which is no address of the past", old)
			}
			return s.store.Moved(ctx, store.Clinic, old)
		},
	}
	s.furnish(a)
	s.app = newApp(a, &access.Guard{Who: s.entry, Objects: places{s.store}})
	b := search.NewBuilder(gazetteer.Embedded(), now)
	for i := range listings {
		b.Add(&listings[i])
	}
	s.live.Replace(b.Index())
	return s
}

// newApp mounts the API behind a guard, with the part of the server that it leans
// on: errors are answered in one place.
func newApp(a *api.API, g *access.Guard) *fiber.App {
	app := fiber.New(fiber.Config{
		Immutable: true,
		ErrorHandler: func(c *fiber.Ctx, err error) error {
			p := problem.Of(err, words.English())
			if p.RetryAfter > 0 {
				c.Set(fiber.HeaderRetryAfter, strconv.Itoa(p.RetryAfter))
			}
			return c.Status(p.Status).JSON(p, problem.ContentType)
		},
	})
	g.Table, g.Base, g.Now = auth.Permissions(), must(url.Parse(base)), a.Now
	a.Mount(g.Router(app.Group(api.Root), api.Root, access.API))
	return app
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// asked is a request: who makes it, and what is in it.
type asked struct {
	method, path string // below the API's root
	token        string // "" for none
	body         string
	media        string // of the body; JSON if there is one and this is ""
	more         http.Header
}

// get asks for a path below the API's root and checks that the exchange is as
// the document has it.
func (s *site) get(t failer, path string) reply {
	t.Helper()
	return s.do(t, http.MethodGet, path)
}

func (s *site) do(t failer, method, path string) reply {
	t.Helper()
	return s.ask(t, asked{method: method, path: path})
}

// ask makes a request, and checks that the exchange is as the document has it.
func (s *site) ask(t failer, a asked) reply {
	t.Helper()
	request := httptest.NewRequest(a.method, base+api.Root, strings.NewReader(a.body))
	request.RequestURI = api.Root + a.path // as typed: a client would refuse what a server has to
	request.Header = a.header()
	response, err := s.app.Test(request, -1)
	if err != nil {
		t.Fatalf("%s %s: %v", a.method, a.path, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", a.method, a.path, err)
	}
	r := reply{response.StatusCode, response.Header, body}
	if err := conforms(a, r); err != nil {
		t.Errorf("%s %s %.500s answered %d %.2000s, which is not as the document has it: %v", a.method, a.path, a.body, r.status, body, err)
	}
	return r
}

func (a asked) header() http.Header {
	h := http.Header{}
	maps.Copy(h, a.more)
	if a.token != "" {
		h.Set("Authorization", "Bearer "+a.token)
	}
	switch {
	case a.media != "":
		h.Set("Content-Type", a.media)
	case a.body != "":
		h.Set("Content-Type", "application/json")
	}
	return h
}

// failer is what a test and a property have in common.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// told is a problem as a program reads it.
type told struct {
	Type, Title, Detail string
	Status              int
	Errors              []struct{ Name, Detail string }
	Nearest             []struct{ Label, URL string }
}

// problemOf reads a reply that is not a success.
func problemOf(t failer, r reply) (p told) {
	t.Helper()
	if got := r.header.Get("Content-Type"); got != problem.ContentType {
		t.Errorf("a problem came as %s", got)
	}
	if err := json.Unmarshal(r.body, &p); err != nil {
		t.Errorf("a problem came as %s: %v", r.body, err)
	}
	if p.Status != r.status {
		t.Errorf("a problem of status %d came with %d", p.Status, r.status)
	}
	return p
}

// golden compares got with testdata/name, or with UPDATE_GOLDEN=1 rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run make golden and read the diff\n got: %s\nwant: %s", path, got, want)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func sorted[T ~string](list []T) []string {
	var texts []string
	for _, v := range list {
		texts = append(texts, string(v))
	}
	slices.Sort(texts)
	return texts
}
