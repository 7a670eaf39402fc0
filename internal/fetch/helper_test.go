package fetch_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/fetch"
)

// canary is a listener that nobody may ever connect to.
type canary struct {
	net.Listener
	accepted chan string // where each connection came from
	songs    []string
}

func newCanary(t *testing.T, address string) *canary {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	c := &canary{Listener: l, accepted: make(chan string, 10_000)}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			c.accepted <- conn.RemoteAddr().String()
			conn.Close()
		}
	}()
	return c
}

func (c *canary) address() netip.AddrPort { return netip.MustParseAddrPort(c.Addr().String()) }

// hits is how many connections there have been. They are accepted in order: once
// one of our own has come through, all before it have.
func (c *canary) hits(t *testing.T) int {
	t.Helper()
	conn, err := net.Dial("tcp", c.Addr().String())
	if err != nil {
		t.Fatalf("the canary is dead: %v", err)
	}
	defer conn.Close()
	for own := conn.LocalAddr().String(); ; {
		from := <-c.accepted
		if from == own {
			return len(c.songs)
		}
		c.songs = append(c.songs, from)
	}
}

// web is an internet on this machine. Its sites have public addresses; behind
// every other address, inside and out, sits the canary.
type web struct {
	canary *canary
	roots  *x509.CertPool

	mu      sync.Mutex
	answers map[string][][]netip.Addr // by name, without a dot at the end: what it answers at first, then, ..., from then on
	asked   []string
	sites   map[netip.AddrPort]string // where they really are
	dialled []netip.AddrPort
}

func newWeb(t *testing.T) *web {
	t.Helper()
	return &web{
		canary:  newCanary(t, "127.0.0.1:0"),
		roots:   x509.NewCertPool(),
		answers: map[string][][]netip.Addr{},
		sites:   map[netip.AddrPort]string{},
	}
}

// LookupNetIP makes the web its own name service.
func (w *web) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, host)
	name := host[:len(host)-1]
	answers := w.answers[name]
	if len(answers) == 0 || host != name+"." {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if len(answers) > 1 {
		w.answers[name] = answers[1:]
	}
	return slices.Clone(answers[0]), nil
}

func (w *web) dial(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	w.mu.Lock()
	w.dialled = append(w.dialled, to)
	real, ok := w.sites[to]
	w.mu.Unlock()
	switch {
	case !ok:
		real = w.canary.Addr().String()
	case real == "":
		return nil, errors.New("connection refused")
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", real)
}

// name has the name service answer with addresses, always.
func (w *web) name(name string, addresses ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answers[name] = append(w.answers[name], addrs(addresses...))
}

func addrs(texts ...string) []netip.Addr {
	all := make([]netip.Addr, len(texts))
	for i, s := range texts {
		all[i] = netip.MustParseAddr(s)
	}
	return all
}

// at puts whatever listens at real behind a public address; "" refuses.
func (w *web) at(address, real string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sites[netip.MustParseAddrPort(address)] = real
}

// site serves name over plain HTTP at address.
func (w *web) site(t *testing.T, name, address string, h http.HandlerFunc) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	w.name(name, address)
	w.at(netip.AddrPortFrom(netip.MustParseAddr(address), 80).String(), s.Listener.Addr().String())
}

// secure serves example.com with a certificate that the web trusts.
func (w *web) secure(t *testing.T, address string, h http.HandlerFunc, change func(*httptest.Server)) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that are to fail
	if change != nil {
		change(s)
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	w.roots.AddCert(s.Certificate())
	w.name("example.com", address)
	w.at(netip.AddrPortFrom(netip.MustParseAddr(address), 443).String(), s.Listener.Addr().String())
}

// client visits the web, and has a minute for it unless told otherwise: the
// machine may be busy.
func (w *web) client(change func(*fetch.Options)) *fetch.Client {
	o := fetch.Options{
		Site:     &url.URL{Scheme: "https", Host: "clinics.example"},
		Now:      time.Now,
		Resolver: w,
		Roots:    w.roots,
		Dial:     w.dial,
		Timeout:  time.Minute,
	}
	if change != nil {
		change(&o)
	}
	return fetch.New(o)
}

func parse(t *testing.T, s string) directory.URL {
	t.Helper()
	u, err := directory.ParseURL(s)
	if err != nil {
		t.Fatalf("ParseURL(%q) = %v", s, err)
	}
	return u
}

// sentence is the id of what the person is told, or what is wrong instead.
func sentence(err error) string {
	e := (*directory.Error)(nil)
	switch {
	case err == nil:
		return "no error"
	case !errors.As(err, &e):
		return "no sentence: " + err.Error()
	case e.Kind != directory.Invalid:
		return "a wrong kind: " + err.Error()
	}
	return e.Message.ID
}

// shows is a site of one page.
func shows(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte(text))
	}
}
