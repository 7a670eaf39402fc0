package pages_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/net/html"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/pages"
	"rootline/internal/search"
	"rootline/internal/server"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
	"rootline/web"
	"rootline/web/page"
)

// base is what the site is called in these tests.
const base = "http://localhost:8080"

// now is the moment at which everything is asked: a Monday morning in Europe.
var now = storetest.Now

// site is the real server with the real pages over a real store and index.
type site struct {
	app   *fiber.App
	live  *search.Live
	store *store.Store
}

// newSite serves what is in db; an index is built of it unless it is to look as
// if the site had only just started.
func newSite(ctx context.Context, db *store.Store, ready bool, change ...func(*server.Options, *pages.Pages)) (*site, error) {
	places := gazetteer.Embedded()
	s := &site{live: search.NewLive(places), store: db}
	if ready {
		b := search.NewBuilder(places, now)
		if err := db.Listings(ctx, func(l directory.Listing) error { b.Add(&l); return nil }); err != nil {
			return nil, err
		}
		s.live.Replace(b.Index())
	}
	assets, err := web.Read(fstest.MapFS{
		"manifest.json":          {Data: []byte(`{"app.css": "app.0a1b.css", "app.js": "app.2c3d.js", "passkey.js": "passkey.6a7b.js", "mark.svg": "mark.4e5f.svg"}`)},
		"assets/app.0a1b.css":    {Data: []byte("plain")},
		"assets/app.0a1b.css.gz": {Data: []byte("gzip")}, "assets/app.0a1b.css.br": {Data: []byte("brotli")},
		"assets/passkey.6a7b.js": {}, "assets/passkey.6a7b.js.gz": {}, "assets/passkey.6a7b.js.br": {},
		"assets/app.2c3d.js": {}, "assets/app.2c3d.js.gz": {}, "assets/app.2c3d.js.br": {},
		"assets/mark.4e5f.svg": {}, "assets/mark.4e5f.svg.gz": {}, "assets/mark.4e5f.svg.br": {},
	})
	if err != nil {
		return nil, err
	}
	p := &pages.Pages{
		Search: s.live, Places: places, Store: db, Assets: assets, Base: base,
		Now:     func() time.Time { return now },
		Sitemap: listed{db}, Sources: func(context.Context) ([]page.Source, error) { return credited, nil },
		MovedClinic: moved(db, store.Clinic), MovedBrand: moved(db, store.Organization),
		Photo: func(ctx context.Context, id directory.ID, _ int) (pages.Picture, error) {
			photo, err := db.Photo(ctx, id)
			return pages.Picture{MediaType: photo.MediaType, Bytes: photo.Bytes}, err
		},
		Figures: &counted{Store: db},
		Keys:    func(context.Context) ([]byte, error) { return []byte(`{"keys":[]}`), nil },
	}
	at, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	p.Guard = &access.Guard{
		Table: auth.Permissions(), Base: at, Now: p.Now,
		FormKey: func(purpose, value string) []byte { return []byte(purpose + value) },
	}
	p.Entry = entryDesk(db, at, func() time.Time { return p.Now() })
	options := server.Options{
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }, Random: rand.Reader,
		Mount:     func(app *fiber.App) { p.Mount(p.Guard.Router(app, "", access.Pages)) },
		ErrorPage: p.ErrorPage,
	}
	for _, c := range change {
		c(&options, p)
	}
	s.app = server.New(options)
	return s, nil
}

// credited is the one file that listings of these tests were taken from.
var credited = []page.Source{{Name: "Invented Register", Licence: "CC0", ObservedAt: directory.At(time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC))}}

// moved looks addresses of the past up in db. Whatever could be none must not get
// there: it is answered by an error that every test would see.
func moved(db *store.Store, noun store.Noun) func(context.Context, string) (directory.Slug, error) {
	return func(ctx context.Context, old string) (directory.Slug, error) {
		if _, err := directory.ParseSlug(old); err != nil {
			return directory.Slug{}, errors.New("asked for what is no slug")
		}
		return db.Moved(ctx, noun, old)
	}
}

// open serves a directory of these listings, on a store of its own.
func open(t *testing.T, listings ...directory.Listing) *site {
	t.Helper()
	s, err := newSite(t.Context(), storetest.New(t, listings...), true)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The store that the tests share, once one has asked for it, and the folder that
// it is in. TestMain removes them.
var (
	demoStore  *store.Store
	demoFolder string
)

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "pages")
	if err != nil {
		panic(err)
	}
	demoFolder = folder
	code := m.Run()
	if demoStore != nil {
		_ = demoStore.Close()
	}
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// demoSite is the demo directory, made once for all tests, which only read it.
var demoSite = sync.OnceValues(func() (*site, error) {
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(demoFolder, "demo.db"), store.Options{Create: true, Now: func() time.Time { return now }})
	if err != nil {
		return nil, err
	}
	demoStore = db
	if err := fill(ctx, db, 240); err != nil {
		return nil, err
	}
	return newSite(ctx, db, true)
})

// fill puts a demo directory of so many clinics into db. To draw its pictures
// would take longer than all that the tests do with them.
func fill(ctx context.Context, db *store.Store, clinics int) error {
	drawn := map[directory.ID]bool{}
	for batch := range demo.Directory(demo.Params{Clinics: clinics, Seed: 1, Now: now}, gazetteer.Embedded()) {
		if err := db.AddOrganizations(ctx, batch.Organizations...); err != nil {
			return err
		}
		if err := db.AddListings(ctx, batch.Listings...); err != nil {
			return err
		}
		for _, l := range batch.Listings {
			for _, p := range l.Clinic.Photos {
				drawn[p.ID] = true
			}
		}
	}
	for id := range drawn {
		if err := db.AddPhotos(ctx, store.Photo{ID: id, MediaType: "image/png", Width: 1, Height: 1, Bytes: []byte("a picture")}); err != nil {
			return err
		}
	}
	return nil
}

func demoDirectory(t *testing.T) *site {
	t.Helper()
	s, err := demoSite()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// reply is an answer, its page parsed.
type reply struct {
	*http.Response
	path string
	body string
	doc  *html.Node
}

// get asks for a path, with headers given as name and value in turn.
func (s *site) get(t *testing.T, path string, headers ...string) *reply {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	req.Host = "localhost"
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	if host := req.Header.Get("Host"); host != "" {
		req.Host = host
	}
	resp, err := s.app.Test(req, -1)
	if err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	if _, err := copyAll(&b, resp.Body); err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
	doc, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
	return &reply{resp, path, b.String(), doc}
}

// page asks for a path and wants its page.
func (s *site) page(t *testing.T, path string) *reply {
	t.Helper()
	r := s.get(t, path)
	if r.StatusCode != http.StatusOK {
		t.Fatalf("GET %s = %d, want 200\n%s", path, r.StatusCode, r.body)
	}
	return r
}

// find searches the index by the parameters of an address, as the API would.
func (s *site) find(t *testing.T, parameters string) *search.Answer {
	t.Helper()
	args, err := search.Arguments(strings.TrimPrefix(parameters, "?"))
	if err != nil {
		t.Fatalf("arguments of %s: %v", parameters, err)
	}
	q, err := search.Parse(args, gazetteer.Embedded())
	if err != nil {
		t.Fatalf("parse %s: %v", parameters, err)
	}
	answer, err := s.live.Find(q, now)
	if err != nil {
		t.Fatalf("find %s: %v", parameters, err)
	}
	return answer
}

// query is the parameters of an address.
func query(t *testing.T, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}
