package pages_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/fetch"
)

// net of sites on this machine: names with the addresses that they answer, and what of
// them was dialled.
type sites struct {
	names map[string]string
	at    string // where all that is public really is

	mu      sync.Mutex
	dialled []string
}

func (w *sites) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	addr, ok := w.names[strings.TrimSuffix(host, ".")]
	if !ok {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return []netip.Addr{netip.MustParseAddr(addr)}, nil
}

func (w *sites) dial(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	w.mu.Lock()
	w.dialled = append(w.dialled, to.String())
	w.mu.Unlock()
	var d net.Dialer
	return d.DialContext(ctx, "tcp", w.at)
}

// TestClaim_onPage: a code on the clinic's own site is evidence. Nothing but that site is
// visited: no private address, no other domain, and of a redirect to one nothing counts
// (S12, through the page).
func TestClaim_onPage(t *testing.T) {
	l := changed(1, func(l *directory.Listing) { l.Clinic.URL = must(directory.ParseURL("http://clinic-1.example/")) })
	s := openStaffed(t, l)
	var at string
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		code := "rootline-" + strings.TrimPrefix(at, "/claims/")
		w.Header().Set("Content-Type", "text/html")
		switch r.Host + r.URL.Path {
		case "clinic-1.example/away":
			http.Redirect(w, r, "http://elsewhere.example/", http.StatusFound)
		case "clinic-1.example/inside":
			http.Redirect(w, r, "http://inside.clinic-1.example/", http.StatusFound)
		case "clinic-1.example/empty":
			_, _ = w.Write([]byte("<p>Welcome.</p>"))
		case "clinic-1.example/busy":
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			_, _ = w.Write([]byte("<p>" + code + "</p>"))
		}
	}))
	defer site.Close()
	web := &sites{at: site.Listener.Addr().String(), names: map[string]string{
		"clinic-1.example": "203.0.114.7", "www.clinic-1.example": "203.0.114.7", "elsewhere.example": "203.0.114.8",
		"inside.clinic-1.example": "10.0.0.1", "loop.clinic-1.example": "127.0.0.1", "meta.clinic-1.example": "169.254.169.254",
	}}
	home := must(url.Parse(base))
	s.pages.Visit = fetch.New(fetch.Options{Site: home, Now: time.Now, Timeout: 4 * time.Second, Resolver: web, Dial: web.dial}).Page
	cleo := s.person(t, 1, weakly)
	r := cleo.start(t, "/clinics/example-clinic-1/claim")
	at = claimed(r)
	for _, tt := range []struct{ page, says, dialled string }{
		{"http://127.0.0.1/", "not at a domain", ""},
		{"http://[::1]/", "not at a domain", ""},
		{"http://elsewhere.example/", "elsewhere.example", ""},
		{"ftp://clinic-1.example/", "address", ""},
		{"http://clinic-1.example/?q=" + strings.TrimPrefix(at, "/claims/"), "nothing behind a ?", ""},
		{"http://clinic-1.example/" + strings.ReplaceAll(strings.TrimPrefix(at, "/claims/"), "-", "%2D"), "without the code in it", ""},
		{"http://loop.clinic-1.example/", "No site that everybody can see answers", ""},
		{"http://meta.clinic-1.example/", "No site that everybody can see answers", ""},
		{"http://clinic-1.example/inside", "No site that everybody can see answers", "203.0.114.7:80"},
		{"http://clinic-1.example/away", "elsewhere.example", "203.0.114.7:80 203.0.114.8:80"},
		{"http://clinic-1.example/empty", "The code is not on this page.", "203.0.114.7:80"},
	} {
		web.dialled, s.now = nil, s.now.Add(48*time.Hour) // so that no pace is what refuses
		cleo = s.signIn(t, cleo.account, weakly)
		back := cleo.refused(t, cleo.open(t, at), at+"/page", http.StatusUnprocessableEntity, "page-url", tt.says, "url", tt.page)
		if got := strings.Join(web.dialled, " "); got != tt.dialled {
			t.Errorf("looking at %s connected to %q, want %q", tt.page, got, tt.dialled)
		}
		if got := back.head("value", "input", "id", "page-url"); got != tt.page {
			t.Errorf("of the address %q is left %q", tt.page, got)
		}
	}
	r = cleo.done(t, cleo.open(t, at), at+"/page", "url", "http://www.clinic-1.example/imprint")
	if !strings.Contains(r.panel("shown"), "A code on the site") {
		t.Errorf("after the code was found %q was shown", r.panel("shown"))
	}
	slowed := 0
	for range 20 {
		if cleo.post(t, r, at+"/page", "url", "http://clinic-1.example/busy").StatusCode == http.StatusTooManyRequests {
			slowed++
		}
	}
	if slowed == 0 {
		t.Error("one account had a site visited 20 times without a pause")
	}
}
