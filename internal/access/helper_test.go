package access_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
	"rootline/internal/server"
)

// start is the moment at which tests begin.
var start = time.Date(2026, 3, 2, 9, 20, 0, 0, time.UTC)

// The things that paths can name: a clinic and its organization.
var (
	clinicID = id(1)
	brandID  = id(2)
	objects  = map[string]auth.Object{
		"ours":   {Clinic: clinicID, Organization: brandID},
		"theirs": {Clinic: id(3), Organization: id(4)},
	}
)

// id is the nth thing there is.
func id(n byte) directory.ID {
	made, err := directory.NewID(start, bytes.NewReader(bytes.Repeat([]byte{n}, 16)))
	if err != nil {
		panic(err)
	}
	return made
}

// people knows who shows what. A secret that says broken has the look-up fail.
type people struct {
	known   map[string]entry.Asking
	renewed map[string]string
	asked   atomic.Int64
}

func (p *people) Page(ctx context.Context, cookie string) (entry.Asking, string, error) {
	asking, err := p.Program(ctx, cookie)
	return asking, p.renewed[cookie], err
}

func (p *people) Program(_ context.Context, token string) (entry.Asking, error) {
	p.asked.Add(1)
	if token == "broken" {
		return entry.Asking{}, errors.New("disk on fire")
	}
	asking, ok := p.known[token]
	if !ok {
		return entry.Asking{}, directory.Refuse(directory.Unauthenticated, "auth.token")
	}
	return asking, nil
}

// places finds what is in objects.
type places struct{}

func (places) Clinic(_ context.Context, name string) (auth.Object, error) { return object(name) }

func (places) Brand(_ context.Context, name string) (auth.Object, error) {
	o, err := object(name)
	o.Clinic = directory.ID{}
	return o, err
}

func object(name string) (auth.Object, error) {
	o, ok := objects[name]
	if !ok {
		return o, &directory.Error{
			Kind: directory.NotFound, Message: directory.Msg("api.clinic_unknown"),
			Nearest: []directory.Near{{Label: "Ours", Path: "/clinics/ours"}},
		}
	}
	return o, nil
}

// somebody is an account that has signed in some time ago, by a second factor or not.
func somebody(strong bool, ago time.Duration, memberships ...directory.Membership) entry.Asking {
	account, session := id(8), id(9)
	for i := range memberships {
		memberships[i].AccountID = account
	}
	return entry.Asking{
		Actor: directory.Actor{
			Account: account, Session: session, Strong: strong,
			StrongAt: directory.At(start.Add(-ago)), Memberships: memberships,
		},
		Account: directory.Account{ID: account, Name: "Ana"},
		Session: directory.Session{ID: session, AccountID: account, ExpiresAt: directory.At(start.Add(time.Hour))},
	}
}

// site is the real server with routes behind a guard.
type site struct {
	addr   string
	people *people
	guard  *access.Guard
	clock  atomic.Int64 // how long after start it is
	pages  *access.Router
	api    *access.Router
}

// serve serves what mount mounts until the test ends.
func serve(tb testing.TB, base string, mount func(pages, api *access.Router), change ...func(*server.Options, *access.Guard)) *site {
	tb.Helper()
	at, err := url.Parse(base)
	if err != nil {
		tb.Fatal(err)
	}
	s := &site{people: &people{known: map[string]entry.Asking{"ana": somebody(true, time.Minute)}, renewed: map[string]string{}}}
	s.guard = &access.Guard{
		Table: auth.Permissions(), Who: s.people, Objects: places{}, Base: at,
		Now: func() time.Time { return start.Add(time.Duration(s.clock.Load())) },
		FormKey: func(purpose, value string) []byte {
			sum := sha256.Sum256([]byte(purpose + "\x00" + value))
			return sum[:]
		},
	}
	o := server.Options{
		BaseURL: at, Log: slog.New(slog.DiscardHandler), Now: time.Now, Random: rand.Reader,
		Mount: func(app *fiber.App) {
			s.pages = s.guard.Router(app, "", access.Pages)
			s.api = s.guard.Router(app.Group("/api/v1"), "/api/v1", access.API)
			mount(s.pages, s.api)
		},
	}
	for _, c := range change {
		c(&o, s.guard)
	}
	app := server.New(o)
	ln, err := server.Listen(tb.Context(), "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s.addr = ln.Addr().String()
	ended := make(chan error, 1)
	go func() { ended <- app.Listener(ln) }()
	tb.Cleanup(func() {
		_ = app.ShutdownWithTimeout(5 * time.Second)
		_ = ln.Close()
		if err := <-ended; err != nil {
			tb.Errorf("the server ended with %v", err)
		}
	})
	return s
}

// trusting has the server believe a proxy on this machine.
func trusting(o *server.Options, _ *access.Guard) {
	o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
}

// reply is what came back.
type reply struct {
	*http.Response
	body string
}

// cookie is a cookie as the reply sets it; "" if it does not.
func (r reply) cookie(name string) string {
	for _, c := range r.Header.Values("Set-Cookie") {
		if strings.HasPrefix(c, name+"=") {
			return c
		}
	}
	return ""
}

// ask sends one request as it is written: its first line, further lines of the head,
// and after an empty line the body. Host is the loopback's unless there is one.
func (s *site) ask(tb testing.TB, request ...string) reply {
	tb.Helper()
	conn, err := new(net.Dialer).DialContext(tb.Context(), "tcp", s.addr)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		tb.Fatal(err)
	}
	if _, err := io.WriteString(conn, written(request)); err != nil {
		tb.Fatal(err)
	}
	method, _, _ := strings.Cut(request[0], " ")
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		tb.Fatalf("%q: %v", request, err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatalf("%q: %v", request, err)
	}
	return reply{resp, string(body)}
}

// written is a request as it goes over the line.
func written(request []string) string {
	head, body := request, ""
	for i, line := range request {
		if line == "" {
			head, body = request[:i], strings.Join(request[i+1:], "\r\n")
			break
		}
	}
	var b strings.Builder
	b.WriteString(head[0] + " HTTP/1.1\r\n")
	if !strings.Contains(strings.Join(head, "\n"), "\nHost: ") {
		b.WriteString("Host: localhost\r\n")
	}
	for _, line := range head[1:] {
		b.WriteString(line + "\r\n")
	}
	if body != "" || strings.HasPrefix(head[0], "P") {
		b.WriteString("Content-Length: " + strconv.Itoa(len(body)) + "\r\n")
	}
	return b.String() + "\r\n" + body
}
