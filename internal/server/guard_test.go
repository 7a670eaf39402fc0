package server

import (
	"bufio"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

// body is a request with n bytes after its head, whole or in chunks.
func body(path string, n int, chunked bool) string {
	if !chunked {
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s", path, n, strings.Repeat("a", n))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", path)
	for left := n; left > 0; {
		size := min(left, 100_000)
		fmt.Fprintf(&b, "%x\r\n%s\r\n", size, strings.Repeat("a", size))
		left -= size
	}
	return b.String() + "0\r\n\r\n"
}

func TestLimits(t *testing.T) {
	s := start(t, func(app *fiber.App) {
		app.Post("*", func(c *fiber.Ctx) error { return c.SendString(strconv.Itoa(len(c.Body()))) })
	}, func(o *Options) {
		o.Bodies = []Body{{Method: "POST", Path: "/clinics/:slug/photos", Bytes: maxBytes}}
	})
	tests := []struct {
		path   string
		bytes  int
		status int
	}{
		{"/", maxBody, 200},
		{"/", maxBody + 1, 413},
		{"/clinics/ana/photos", maxBody + 1, 200},
		{"/clinics/ana/photos?size=1", maxBody + 1, 200},
		{"/clinics/ana/photos", maxBytes, 200},
		{"/clinics/ana/photos", maxBytes + 1, 413},
		{"/clinics/ana/photos/", maxBody + 1, 413},
		{"/clinics/ana/photos/1", maxBody + 1, 413},
		{"/clinics//photos", maxBody + 1, 413},
		{"/clinics/photos", maxBody + 1, 413},
		{"/x/clinics/ana/photos", maxBody + 1, 413},
		{"/clinics/a/../../photos", maxBody + 1, 413},
		{"/clinics/ana%2Fphotos", maxBody + 1, 413},
		{"/?/clinics/ana/photos", maxBody + 1, 413},
	}
	for _, tt := range tests {
		for _, chunked := range []bool{false, true} {
			conn := dial(t, s.addr)
			go func() { _, _ = io.WriteString(conn, body(tt.path, tt.bytes, chunked)) }() // the reply may come before the end
			resp, got := readReply(t, bufio.NewReader(conn), "POST")
			if resp.StatusCode != tt.status || tt.status == 200 && got != strconv.Itoa(tt.bytes) || tt.status == 413 && !resp.Close {
				t.Errorf("POST %s of %d bytes (chunked: %t) is answered %d %s, want %d", tt.path, tt.bytes, chunked, resp.StatusCode, got, tt.status)
			}
		}
	}
}

// TestEncodedBody sends what would unpack to something else, and checks that
// nothing is unpacked and no handler is reached (S14).
func TestEncodedBody(t *testing.T) {
	s := start(t, func(app *fiber.App) {
		app.All("*", func(c *fiber.Ctx) error {
			t.Errorf("a handler got the body %q", c.Body())
			return nil
		})
	})
	for _, encoding := range []string{"gzip", "br", "deflate", "zstd", "gzip, gzip, gzip", "identity", "unknown", ""} {
		for _, name := range []string{"Content-Encoding", "content-encoding", "CONTENT-ENCODING"} {
			raw := fmt.Sprintf("POST /api/v1/x HTTP/1.1\r\nHost: localhost\r\n%s: %s\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00", name, encoding)
			resp, got := ask(t, s.addr, raw)
			if resp.StatusCode != 415 || !resp.Close || !strings.Contains(got, "encoded request bodies are refused") {
				t.Errorf("a body with %s: %s is answered %d %s", name, encoding, resp.StatusCode, got)
			}
		}
	}
}

// TestSlowClients is the short form of R11: whoever is slow to send a head or a
// body, or says nothing at all, is told so and let go.
func TestSlowClients(t *testing.T) {
	s := start(t, mountFailures, func(o *Options) { o.Limits.Read, o.Limits.Idle = time.Second/4, time.Second/4 })
	for _, raw := range []string{"", "GET", "GET / HTTP/1.1\r\nHost: local", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na"} {
		if reply := exchange(t, s.addr, raw); !strings.HasPrefix(reply, "HTTP/1.1 408 ") {
			t.Errorf("after %q and then nothing comes %q", raw, reply)
		}
	}
	reply := exchange(t, s.addr, request11("GET", "/fine"))
	if strings.Count(reply, "HTTP/1.1 ") != 1 || !strings.HasPrefix(reply, "HTTP/1.1 200 ") {
		t.Errorf("a connection that goes idle gets %q", reply)
	}
}

func TestForwarded(t *testing.T) {
	var proto string
	report := func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			proto = c.Get("X-Forwarded-Proto")
			seen := ""
			for name := range c.Request().Header.All() {
				if isForwarding(name) && string(name) != "X-Forwarded-Proto" {
					seen += " " + string(name)
				}
			}
			return c.SendString(c.IP() + " " + c.BaseURL() + seen)
		})
	}
	const own = "127.0.0.1 http://localhost"
	trusting := func(nets ...string) func(*Options) {
		return func(o *Options) {
			for _, n := range nets {
				o.TrustedProxies = append(o.TrustedProxies, netip.MustParsePrefix(n))
			}
		}
	}
	stranger := start(t, report, trusting("10.0.0.0/8"))
	proxied := start(t, report, trusting("127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32"))
	tests := []struct {
		lines   string
		proxied string // what a handler sees behind our proxy
		proto   string
	}{
		{"X-A: b", own, ""},
		{"X-Forwarded-For: 203.0.113.9", "203.0.113.9 http://localhost", ""},
		{"X-Forwarded-For: 198.51.100.1, 203.0.113.9", "203.0.113.9 http://localhost", ""},
		{"X-Forwarded-For: 198.51.100.1,203.0.113.9 , 10.1.2.3", "203.0.113.9 http://localhost", ""},
		{"X-Forwarded-For: 203.0.113.9\r\nx-forwarded-for: 10.1.2.3", "203.0.113.9 http://localhost", ""},
		{"X-Forwarded-For: 10.1.2.3, 10.9.9.9", "10.1.2.3 http://localhost", ""},
		{"X-Forwarded-For: ::ffff:203.0.113.9", "203.0.113.9 http://localhost", ""},
		{"X-Forwarded-For: 2001:db9::1, 2001:db8::1", "2001:db9::1 http://localhost", ""},
		{"X-Forwarded-For: 198.51.100.1, nonsense", own, ""},
		{"X-Forwarded-For: nonsense, 10.1.2.3", "10.1.2.3 http://localhost", ""},
		{"X-Forwarded-For:", own, ""},
		{"X-Real-IP: 203.0.113.9", own, ""},
		{"Forwarded: for=203.0.113.9;host=evil.example", own, ""},
		{"X-Forwarded-Host: evil.example", own, ""},
		{"X-Forwarded-Proto: https", own, "https"},
		{"X-Url-Scheme: https\r\nX-Forwarded-Ssl: on\r\nX-Forwarded-Protocol: https", own, ""},
	}
	for _, tt := range tests {
		if _, got := get(t, stranger.addr, "/", tt.lines); got != own || proto != "" {
			t.Errorf("from a stranger with %q comes %s, by %q", tt.lines, got, proto)
		}
		if _, got := get(t, proxied.addr, "/", tt.lines); got != tt.proxied || proto != tt.proto {
			t.Errorf("from our proxy with %q comes %s, by %q; want %s by %q", tt.lines, got, proto, tt.proxied, tt.proto)
		}
	}
	// The address is of one request, not of the connection.
	conn := dial(t, proxied.addr)
	if _, err := io.WriteString(conn, request11("GET", "/", "X-Forwarded-For: 203.0.113.9")+request11("GET", "/")); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	readReply(t, r, "GET")
	if _, got := readReply(t, r, "GET"); got != own {
		t.Errorf("the next request on a proxy's connection comes from %s", got)
	}
}
