package server

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

// running is a server on two free ports of the loopback.
type running struct {
	addr, admin string
	log         *logged
	stop        func() error // stops it, and returns what Serve returned
}

// logged is everything that was logged.
type logged struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// options are those of a server whose log can be read.
func options(log io.Writer) Options {
	return Options{
		Log:    slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Now:    time.Now,
		Random: rand.Reader,
		Limits: Limits{Drain: time.Second},
	}
}

// start runs a server until the test ends, or its stop is called.
func start(tb testing.TB, mount func(*fiber.App), change ...func(*Options)) *running {
	tb.Helper()
	r := &running{log: new(logged)}
	o := options(r.log)
	o.Mount = mount
	for _, c := range change {
		c(&o)
	}
	ln, adminLn := listen(tb), listen(tb)
	r.addr, r.admin = ln.Addr().String(), adminLn.Addr().String()
	ctx, cancel := context.WithCancel(tb.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, o, ln, adminLn) }()
	r.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	tb.Cleanup(func() {
		if err := r.stop(); err != nil {
			tb.Errorf("Serve returned %v", err)
		}
	})
	return r
}

func listen(tb testing.TB) net.Listener {
	tb.Helper()
	ln, err := Listen(tb.Context(), "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	return ln
}

// dial opens a connection that fails the test rather than hang.
func dial(tb testing.TB, addr string) net.Conn {
	tb.Helper()
	conn, err := new(net.Dialer).DialContext(tb.Context(), "tcp", addr)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		tb.Fatal(err)
	}
	return conn
}

// exchange sends raw on a connection of its own and returns all that comes back
// until the server ends it.
func exchange(tb testing.TB, addr, raw string) string {
	tb.Helper()
	conn := dial(tb, addr)
	_, _ = io.WriteString(conn, raw) // the server may have ended it by now
	all, err := io.ReadAll(conn)
	if err != nil && !strings.Contains(err.Error(), "reset by peer") {
		tb.Errorf("after %q: %v, not the end of the connection", raw, err)
	}
	return string(all)
}

// ask sends one request as it is written and returns the reply with its body.
func ask(tb testing.TB, addr, raw string) (*http.Response, string) {
	tb.Helper()
	conn := dial(tb, addr)
	if _, err := io.WriteString(conn, raw); err != nil {
		tb.Fatal(err)
	}
	method, _, _ := strings.Cut(raw, " ")
	return readReply(tb, bufio.NewReader(conn), method)
}

// get asks for a path with further lines of head.
func get(tb testing.TB, addr, path string, lines ...string) (*http.Response, string) {
	tb.Helper()
	return ask(tb, addr, request11("GET", path, lines...))
}

// request11 is a request without a body.
func request11(method, path string, lines ...string) string {
	return fmt.Sprintf("%s %s HTTP/1.1\r\n%s\r\n\r\n", method, path, strings.Join(append([]string{"Host: localhost"}, lines...), "\r\n"))
}

func readReply(tb testing.TB, r *bufio.Reader, method string) (*http.Response, string) {
	tb.Helper()
	resp, err := http.ReadResponse(r, &http.Request{Method: method})
	if err != nil {
		tb.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.Body.Close() != nil {
		tb.Fatal(err)
	}
	return resp, string(body)
}
