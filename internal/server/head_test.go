package server

import (
	"bufio"
	"bytes"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// ambiguous are requests that two programs could read in two ways. Those without
// an end of their own are refused when their time is up.
var ambiguous = map[string]string{
	"length and chunked":              "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"chunked and length":              "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
	"length 0 and chunked":            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"two lengths":                     "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
	"one length twice":                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
	"a list of lengths":               "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5, 5\r\n\r\nhello",
	"a signed length":                 "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: +5\r\n\r\nhello",
	"a negative length":               "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\nhello",
	"a hexadecimal length":            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x5\r\n\r\nhello",
	"an empty length":                 "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length:\r\n\r\nhello",
	"a length beyond 64 bits":         "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 18446744073709551621\r\n\r\nhello",
	"chunked, twice":                  "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"identity, then chunked":          "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"identity":                        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello",
	"xchunked":                        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
	"gzip, chunked":                   "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
	"chunked in quotes":               "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
	"chunked after a vertical tab":    "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n",
	"chunked in HTTP/1.0":             "POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"chunked, folded":                 "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
	"space before a colon":            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
	"tab before a colon":              "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length\t: 5\r\n\r\nhello",
	"space before the first name":     "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n",
	"a folded line":                   "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\n\r\n",
	"a line folded by a tab":          "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n\tc\r\n\r\n",
	"a folded Host":                   "GET / HTTP/1.1\r\nHost:\r\n localhost\r\n\r\n",
	"a name in a folded line":         "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n X-B: c\r\n\r\n",
	"a line without a colon":          "GET / HTTP/1.1\r\nHost: localhost\r\nX-A\r\n\r\n",
	"a line without a name":           "GET / HTTP/1.1\r\nHost: localhost\r\n: b\r\n\r\n",
	"a space in a name":               "GET / HTTP/1.1\r\nHost: localhost\r\nX A: b\r\n\r\n",
	"a name with a NUL":               "GET / HTTP/1.1\r\nHost: localhost\r\nX\x00A: b\r\n\r\n",
	"a name with a bracket":           "GET / HTTP/1.1\r\nHost: localhost\r\nX[A]: b\r\n\r\n",
	"a name beyond ASCII":             "GET / HTTP/1.1\r\nHost: localhost\r\nX-\xc3\xa9: b\r\n\r\n",
	"a NUL in a value":                "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\x00c\r\n\r\n",
	"a DEL in a value":                "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\x7fc\r\n\r\n",
	"a bare CR in a value":            "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\rX-B: c\r\n\r\n",
	"a bare CR before the end":        "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\r\n\r\n",
	"a bare LF in the head":           "GET / HTTP/1.1\r\nHost: localhost\nX-A: b\r\n\r\n",
	"an end of bare LFs":              "GET / HTTP/1.1\r\nHost: localhost\n\nX-A: b\r\n\r\n",
	"bare LFs all through":            "GET / HTTP/1.1\nHost: localhost\n\n",
	"no Host":                         "GET / HTTP/1.1\r\nX-A: b\r\n\r\n",
	"no head":                         "GET / HTTP/1.1\r\n\r\n",
	"no Host in HTTP/1.0":             "GET / HTTP/1.0\r\n\r\n",
	"an empty Host":                   "GET / HTTP/1.1\r\nHost:\r\n\r\n",
	"two Hosts":                       "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
	"two Hosts, one in capitals":      "GET / HTTP/1.1\r\nHost: localhost\r\nHOST: evil.example\r\n\r\n",
	"a list of Hosts":                 "GET / HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n",
	"a Host with a user":              "GET / HTTP/1.1\r\nHost: evil.example@localhost\r\n\r\n",
	"a Host with a path":              "GET / HTTP/1.1\r\nHost: localhost/evil\r\n\r\n",
	"a Host with a space":             "GET / HTTP/1.1\r\nHost: local host\r\n\r\n",
	"an escaped Host":                 "GET / HTTP/1.1\r\nHost: %6cocalhost\r\n\r\n",
	"a Host with a bad port":          "GET / HTTP/1.1\r\nHost: localhost:80a\r\n\r\n",
	"an absolute target":              "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"an absolute target, elsewhere":   "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"an absolute target of no scheme": "GET ://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"a target that looks like a host": "GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"an asterisk":                     "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"an authority":                    "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"a target without a slash":        "GET index HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"a fragment":                      "GET /#/admin HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"a control character in a target": "GET /a\x01b HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"a CR in a target":                "GET /a\rb HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"two spaces before the target":    "GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"two spaces before the version":   "GET /  HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"a space after the version":       "GET / HTTP/1.1 \r\nHost: localhost\r\n\r\n",
	"a tab for a space":               "GET\t/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"no version":                      "GET /\r\nHost: localhost\r\n\r\n",
	"version 2.0":                     "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
	"version 1.2":                     "GET / HTTP/1.2\r\nHost: localhost\r\n\r\n",
	"version 0.9":                     "GET / HTTP/0.9\r\nHost: localhost\r\n\r\n",
	"a version in small letters":      "GET / http/1.1\r\nHost: localhost\r\n\r\n",
	"the preface of HTTP/2":           "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	"a method with a bracket":         "G[T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"a TLS greeting":                  "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n\r\n\r\n",
	"two content types":               "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
	"two authorizations":              "GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
	"two origins":                     "GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.example\r\n\r\n",
	"a chunk size in letters":         "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
	"a signed chunk size":             "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
	"a chunk size with 0x":            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
	"a chunk size that overflows":     "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n0\r\n\r\n",
	"a chunk that ends late":          "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
	"a chunk that ends in LF":         "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\n0\r\n\r\n",
	"a LF in a chunk extension":       "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5;a\nb\r\nhello\r\n0\r\n\r\n",
	"a size line that ends in LF":     "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
	"a trailer":                       "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nOrigin: http://localhost\r\n\r\n",
	"a trailer of a name in the head": "POST / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-A: c\r\n\r\n",
	"an announced trailer":            "POST / HTTP/1.1\r\nHost: localhost\r\nTrailer: X-A\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-A: b\r\n\r\n",
	"a Host in the trailer":           "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nHost: evil.example\r\n\r\n",
}

// TestAmbiguousRequests is S15: each is refused with a status of its own fault
// and the connection ends, so that what follows on it is never taken for a
// request.
func TestAmbiguousRequests(t *testing.T) {
	var handled atomic.Int64
	s := start(t, func(app *fiber.App) {
		app.All("*", func(*fiber.Ctx) error { handled.Add(1); return nil })
	}, func(o *Options) { o.Limits.Read = time.Second })
	if len(ambiguous) < 40 {
		t.Errorf("there are %d ambiguous requests; S15 wants 40", len(ambiguous))
	}
	var all sync.WaitGroup
	for name, raw := range ambiguous {
		all.Go(func() {
			reply := exchange(t, s.addr, raw+request11("GET", "/smuggled"))
			if !strings.HasPrefix(reply, "HTTP/1.1 4") || strings.Count(reply, "HTTP/1.1 ") != 1 {
				t.Errorf("%s: %q is answered %q, want one refusal", name, raw, reply)
			}
			head, _, _ := strings.Cut(reply, "\r\n\r\n")
			if !strings.Contains(head, "\r\nConnection: close") {
				t.Errorf("%s: the reply %q does not say that the connection ends", name, head)
			}
		})
	}
	all.Wait()
	if n := handled.Load(); n != 0 {
		t.Errorf("%d requests reached a handler", n)
	}
}

// TestPlainRequests is the other side of S15: requests that are merely unusual
// get in, and the connection goes on after them.
func TestPlainRequests(t *testing.T) {
	s := start(t, func(app *fiber.App) {
		app.All("*", func(c *fiber.Ctx) error { return c.Send(c.Body()) })
	})
	tests := map[string]struct{ raw, body string }{
		"a GET":                    {request11("GET", "/"), ""},
		"a query":                  {request11("GET", "/a//b?c=//d&e=http://f/%20%zz"), ""},
		"letters beyond ASCII":     {request11("GET", "/m\xc3\xbcnchen?q=\xc3\xbc"), ""},
		"no space after a colon":   {"GET / HTTP/1.1\r\nHost:localhost\r\nX-A:b\r\n\r\n", ""},
		"spaces around a value":    {"GET / HTTP/1.1\r\nHost: \t localhost \t\r\nX-A:   \r\n\r\n", ""},
		"names in small letters":   {"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\nhello", "hello"},
		"names in capitals":        {"POST / HTTP/1.1\r\nHOST: localhost\r\nCONTENT-LENGTH: 5\r\n\r\nhello", "hello"},
		"an empty line before":     {"\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n", ""},
		"a port":                   {"GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", ""},
		"an address":               {"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", ""},
		"an IPv6 address, port":    {"GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", ""},
		"a Host in capitals":       {"GET / HTTP/1.1\r\nHost: LOCALHOST\r\n\r\n", ""},
		"two lines of one list":    {request11("GET", "/", "Accept: text/html", "Accept: text/plain", "Cookie: a=b", "Cookie: c=d"), ""},
		"chunks":                   {"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", "hello!"},
		"Chunked":                  {"POST / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: a\r\nCookie: a=b; c=d\r\nAccept: a\r\nTransfer-Encoding: Chunked\r\nContent-Type: text/plain\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello"},
		"a chunk with a parameter": {"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n", "hello"},
		"a body in HTTP/1.0":       {"POST / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello", "hello"},
		"a body that is announced": {"POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello", "hello"},
		"a GET with a body":        {"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello", "hello"},
	}
	for name, tt := range tests {
		conn := dial(t, s.addr)
		if _, err := conn.Write([]byte(tt.raw + request11("GET", "/next"))); err != nil {
			t.Fatal(err)
		}
		r := bufio.NewReader(conn)
		method, _, _ := strings.Cut(strings.TrimSpace(tt.raw), " ")
		resp, body := readReply(t, r, method)
		if resp.StatusCode == http.StatusContinue {
			resp, body = readReply(t, r, method)
		}
		if resp.StatusCode != 200 || body != tt.body || resp.Close {
			t.Errorf("%s: %q is answered %d %q, want 200 %q", name, tt.raw, resp.StatusCode, body, tt.body)
			continue
		}
		if resp, _ := readReply(t, r, "GET"); resp.StatusCode != 200 {
			t.Errorf("after %s the next request is answered %d", name, resp.StatusCode)
		}
	}
}

// FuzzReadHead compares with net/http: whatever head we take, it takes too, and
// finds the same method, target, host and length of body in it.
func FuzzReadHead(f *testing.F) {
	for _, raw := range ambiguous {
		f.Add([]byte(raw))
	}
	f.Add([]byte(request11("GET", "/search?q=a", "Accept: text/html")))
	f.Add([]byte("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"))
	f.Add([]byte("POST / HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = bytes.TrimLeft(raw, "\r\n") // which both may skip before a request, and net/http does not
		var h fasthttp.RequestHeader
		if h.Read(bufio.NewReaderSize(bytes.NewReader(raw), maxHead)) != nil {
			return
		}
		if _, err := readHead(&h); err != nil {
			return
		}
		req, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
		if err != nil {
			t.Fatalf("we take %q; net/http says %v", raw, err)
		}
		length := int64(max(0, h.ContentLength()))
		if h.ContentLength() == -1 {
			length = -1
		}
		if req.Method != string(h.Method()) || req.RequestURI != string(h.RequestURI()) || req.Host != string(h.Host()) || req.ContentLength != length {
			t.Errorf("of %q we read %s %s of %s with %d bytes; net/http reads %s %s of %s with %d", raw,
				h.Method(), h.RequestURI(), h.Host(), length, req.Method, req.RequestURI, req.Host, req.ContentLength)
		}
	})
}
