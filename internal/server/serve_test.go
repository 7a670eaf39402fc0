package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

func TestListen(t *testing.T) {
	ln := listen(t)
	defer func() { _ = ln.Close() }()
	addr := ln.Addr().String()
	want := "another program is already listening on " + addr + "; stop it or choose another address"
	if _, err := Listen(t.Context(), addr); err == nil || err.Error() != want {
		t.Errorf("Listen(%s) = %v, want %s", addr, err, want)
	}
	if _, err := Listen(t.Context(), "127.0.0.1:99999"); err == nil || !strings.HasPrefix(err.Error(), "cannot listen on 127.0.0.1:99999: ") {
		t.Errorf("Listen(127.0.0.1:99999) = %v", err)
	}
}

// TestServe_finishesWhatIsInHand stops a server while a request is in a handler,
// and clients keep posting on connections of their own: each gets its reply, and
// with it the word to end the connection.
func TestServe_finishesWhatIsInHand(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	s := start(t, func(app *fiber.App) {
		app.Get("/slow", func(c *fiber.Ctx) error {
			close(entered)
			<-release
			return c.SendString("done")
		})
		app.Post("/", func(c *fiber.Ctx) error { return c.Send(c.Body()) })
	})
	slow := dial(t, s.addr)
	if _, err := io.WriteString(slow, request11("GET", "/slow")); err != nil {
		t.Fatal(err)
	}
	<-entered

	var clients sync.WaitGroup
	for range 8 {
		conn := dial(t, s.addr)
		r := bufio.NewReader(conn)
		post(t, conn, r, 0) // it is a keep-alive connection by now
		clients.Go(func() {
			for i := 1; !post(t, conn, r, i) && !t.Failed(); i++ {
				continue // until told to end
			}
			if _, err := r.ReadByte(); !errors.Is(err, io.EOF) {
				t.Errorf("after its last reply a connection gives %v, want its end", err)
			}
		})
	}
	stopped := make(chan error)
	go func() { stopped <- s.stop() }()
	clients.Wait()
	if resp, _ := get(t, s.admin, "/readyz"); resp.StatusCode != 503 {
		t.Errorf("while stopping, /readyz is answered %d", resp.StatusCode)
	}
	select {
	case err := <-stopped:
		t.Errorf("Serve returned %v with a request in hand", err)
	default:
	}
	close(release)
	resp, text := readReply(t, bufio.NewReader(slow), "GET")
	if resp.StatusCode != 200 || text != "done" || !resp.Close {
		t.Errorf("the request in hand is answered %d %q, close: %t", resp.StatusCode, text, resp.Close)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Serve returned %v after a clean stop", err)
	}
	for _, addr := range []string{s.addr, s.admin} {
		if conn, err := net.DialTimeout("tcp", addr, time.Second); err == nil {
			_ = conn.Close()
			t.Errorf("%s is still listened on", addr)
		}
	}
}

// post sends one request on conn and reports whether its reply ends it.
func post(t *testing.T, conn net.Conn, r *bufio.Reader, i int) (ends bool) {
	t.Helper()
	raw := fmt.Sprintf("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n%06d", i)
	if _, err := io.WriteString(conn, raw); err != nil {
		t.Errorf("request %d is not taken: %v", i, err)
		return true
	}
	resp, body := readReply(t, r, "POST")
	if resp.StatusCode != 200 || body != fmt.Sprintf("%06d", i) {
		t.Errorf("request %d is answered %d %q", i, resp.StatusCode, body)
	}
	return resp.Close
}

func TestServe_givesUpAfterItsGrace(t *testing.T) {
	release := make(chan struct{})
	entered := make(chan struct{})
	o := options(io.Discard)
	o.Limits = Limits{Drain: time.Millisecond, Grace: 50 * time.Millisecond}
	o.Mount = func(app *fiber.App) {
		app.Get("/stuck", func(*fiber.Ctx) error { close(entered); <-release; return nil })
	}
	ctx, cancel := context.WithCancel(t.Context())
	ln, adminLn := listen(t), listen(t)
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, o, ln, adminLn) }()
	conn := dial(t, ln.Addr().String())
	if _, err := io.WriteString(conn, request11("GET", "/stuck")); err != nil {
		t.Fatal(err)
	}
	<-entered
	cancel()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "stopped before every request was answered") {
		t.Errorf("Serve returned %v with a handler that does not end", err)
	}
	close(release)
	if _, err := io.ReadAll(conn); err != nil { // the handler's end, so that none is left to the next test
		t.Error(err)
	}
}

func TestServe_whenStoppedAtOnce(t *testing.T) {
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := Serve(ctx, options(io.Discard), listen(t), listen(t)); err != nil {
			t.Fatalf("Serve returned %v", err)
		}
	}
}

func TestServe_whenAListenerFails(t *testing.T) {
	ln, adminLn := listen(t), listen(t)
	failing := failingListener{Listener: ln}
	if err := Serve(t.Context(), options(io.Discard), failing, adminLn); err == nil || !strings.Contains(err.Error(), "out of descriptors") {
		t.Errorf("Serve returned %v", err)
	}
	if _, err := adminLn.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the other listener gives %v, want that it is closed", err)
	}
}

type failingListener struct{ net.Listener }

func (failingListener) Accept() (net.Conn, error) { return nil, errors.New("out of descriptors") }

func TestDeadline(t *testing.T) {
	s := start(t, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			<-c.UserContext().Done()
			return c.UserContext().Err()
		})
	}, func(o *Options) { o.Limits.Request = 10 * time.Millisecond })
	if resp, _ := get(t, s.addr, "/"); resp.StatusCode != 503 {
		t.Errorf("a handler that takes too long is answered %d", resp.StatusCode)
	}
	if line := s.log.lines(t)[0]; line["error"] != "context deadline exceeded" || line["level"] != "WARN" {
		t.Errorf("the log has %v", line)
	}
}

// TestServe_leavesNothingBehind checks that servers that were started, used and
// stopped leave no goroutine. The first one is not counted: fasthttp keeps a few
// for the process, such as its clock.
func TestServe_leavesNothingBehind(t *testing.T) {
	use := func() {
		s := start(t, mountPages, func(o *Options) { o.Limits.Drain = 10 * time.Millisecond })
		for _, path := range []string{"/page", "/short", "/missing"} {
			get(t, s.addr, path, "Accept-Encoding: br")
			get(t, s.addr, path, "Accept-Encoding: gzip", "Connection: close")
		}
		get(t, s.admin, "/metrics")
		exchange(t, s.addr, "nonsense\r\n\r\n")
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
	}
	use()
	before := runtime.NumGoroutine()
	for range 5 {
		use()
	}
	look, end := time.NewTicker(10*time.Millisecond), time.After(20*time.Second)
	defer look.Stop()
	for runtime.NumGoroutine() > before {
		select {
		case <-look.C:
		case <-end:
			buf := make([]byte, 1<<20)
			t.Fatalf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), buf[:runtime.Stack(buf, true)])
		}
	}
}
