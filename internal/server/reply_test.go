package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/problem"
)

const secret = "canary-3f9c" // of ours: no reply may have it

// mountFailures has a route for each way to end.
func mountFailures(app *fiber.App) {
	for _, r := range []fiber.Router{app, app.Group("/api/v1")} {
		r.Get("/fine", func(c *fiber.Ctx) error { return c.SendString("fine") })
		r.Post("/fine", func(c *fiber.Ctx) error { return c.SendString(strconv.Itoa(len(c.Body()))) })
		r.Get("/error", func(*fiber.Ctx) error { return errors.New(secret) })
		r.Get("/panic", func(*fiber.Ctx) error { panic(secret) })
		r.Get("/bug", func(*fiber.Ctx) error { return fmt.Errorf("%d", []int{}[len(secret)]) })
		r.Get("/fiber", func(*fiber.Ctx) error { return fiber.NewError(503, secret) })
		r.Get("/slow", func(*fiber.Ctx) error { return fmt.Errorf("read %s: %w", secret, context.DeadlineExceeded) })
		r.Get("/invalid", func(*fiber.Ctx) error {
			return &directory.Error{
				Kind: directory.Invalid, Message: directory.Msg("json.refused"),
				Fields: map[string]directory.Message{"name": directory.Msg("json.unknown")},
			}
		})
		r.Get("/unready", func(*fiber.Ctx) error { return &directory.Error{Kind: directory.NotReady} })
		r.Get("/begun", func(c *fiber.Ctx) error {
			c.Set(fiber.HeaderCacheControl, "public, max-age=31536000")
			c.Set(fiber.HeaderETag, `"`+secret+`"`)
			c.Cookie(&fiber.Cookie{Name: "a", Value: secret})
			_ = c.SendString(secret)
			return directory.Refuse(directory.NotFound, "problem.not_found.detail")
		})
		r.Get("/static", func(c *fiber.Ctx) error {
			c.Set(fiber.HeaderETag, `"v1"`)
			return c.Type("css").SendString("a{}")
		})
	}
}

// everyReply are requests for each kind of reply there is.
var everyReply = []struct {
	raw    string
	status int
}{
	{request11("GET", "/fine"), 200},
	{request11("HEAD", "/fine"), 200},
	{request11("GET", "/static"), 200},
	{request11("GET", "/static", `If-None-Match: "v1"`), 304},
	{request11("GET", "/no/such/page"), 404},
	{request11("HEAD", "/no/such/page"), 404},
	{request11("DELETE", "/fine"), 405},
	{request11("TRACE", "/fine"), 405},
	{request11("OPTIONS", "/fine"), 405},
	{request11("BREW", "/fine"), 405},
	{request11("BREW", "/no/such/page"), 404},
	{request11("GET", "/error"), 500},
	{request11("GET", "/panic"), 500},
	{request11("GET", "/bug"), 500},
	{request11("GET", "/fiber"), 500},
	{request11("GET", "/invalid"), 422},
	{request11("GET", "/unready"), 503},
	{request11("GET", "/slow"), 503},
	{request11("GET", "/begun"), 404},
	{"GET /fine HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
	{"GET /fine HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", 421},
	{"GET /fine HTTP/1.1\r\nHost: 192.0.2.1\r\n\r\n", 421},
	{"POST /fine HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", 415},
	{"POST /fine HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip, gzip, br\r\nContent-Length: 2\r\n\r\n{}", 415},
	{"POST /fine HTTP/1.1\r\nHost: localhost\r\ncontent-encoding: identity\r\nContent-Length: 2\r\n\r\n{}", 415},
	{"POST /fine HTTP/1.1\r\nHost: localhost\r\nContent-Encoding:\r\nContent-Length: 2\r\n\r\n{}", 415},
	{"POST /fine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n", 413},
	{"POST /fine HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n", 413},
	{request11("GET", "/"+strings.Repeat("a", maxHead)), 431},
	{request11("GET", "/", "Cookie: "+strings.Repeat("a", maxHead)), 431},
	{"GET /fine HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400},
	{"GET /fine HTTP/1.1\r\nX-A: a\r\n b\r\nHost: localhost\r\n\r\n", 400},
	{"nonsense\r\n\r\n", 400},
	{"GET /fine HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", 408},
	{"POST /fine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nslow", 408},
}

// TestEveryReply is S19: whatever becomes of a request, its reply has all the
// headers that keep a browser safe, an id, and nothing of ours that is secret.
func TestEveryReply(t *testing.T) {
	https, err := url.Parse("https://clinics.example")
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, mountFailures, func(o *Options) {
		o.BaseURL = https
		o.Limits.Read = time.Second / 2
	})
	for _, prefix := range []string{"", "/api/v1"} {
		for _, tt := range everyReply {
			raw := strings.Replace(tt.raw, " /", " "+prefix+"/", 1)
			resp, body := ask(t, s.addr, raw)
			if resp.StatusCode != tt.status {
				t.Errorf("%.90q is answered %d, want %d", raw, resp.StatusCode, tt.status)
			}
			checkHeaders(t, fmt.Sprintf("%.90q", raw), resp)
			if all := fmt.Sprint(resp.Header, body); strings.Contains(all, secret) {
				t.Errorf("%.90q is answered %s", raw, all)
			}
			if closes := tt.status == 421 || tt.status == 415 || tt.status == 413 || tt.status == 431 || tt.status == 408; closes && !resp.Close {
				t.Errorf("after %.90q the connection goes on", raw)
			}
		}
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/none"} {
		resp, _ := get(t, s.admin, path)
		checkHeaders(t, "the admin listener's "+path, resp)
	}
}

func checkHeaders(t *testing.T, what string, resp *http.Response) {
	t.Helper()
	want := map[string]string{
		"Content-Security-Policy":      contentSecurityPolicy,
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "same-origin",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Permissions-Policy":           "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
		"Strict-Transport-Security":    "max-age=31536000; includeSubDomains",
		"Server":                       "",
		"X-Powered-By":                 "",
	}
	for name, value := range want {
		if got := resp.Header.Values(name); strings.Join(got, "|") != value {
			t.Errorf("%s: header %s is %q, want %q", what, name, got, value)
		}
	}
	if id := resp.Header.Get("X-Request-Id"); len(id) != 36 {
		t.Errorf("%s: X-Request-Id is %q", what, id)
	}
	if resp.StatusCode >= 400 && (resp.Header.Get("Cache-Control") != "no-store" || resp.Header.Get("Set-Cookie") != "" || resp.Header.Get("Etag") != "") {
		t.Errorf("%s: the reply of an error has %v", what, resp.Header)
	}
}

// TestNew checks that the apps by themselves, as a test of their routes uses
// them, are guarded like those that Serve makes.
func TestNew(t *testing.T) {
	o := options(new(logged))
	o.Mount = mountFailures
	tests := []struct {
		name   string
		app    *fiber.App
		host   string
		path   string
		status int
	}{
		{"New", New(o), "localhost", "/fine", 200},
		{"New", New(o), "evil.example", "/fine", 421},
		{"New", New(o), "localhost", "/healthz", 404},
		{"NewAdmin", NewAdmin(o), "localhost", "/healthz", 200},
		{"NewAdmin", NewAdmin(o), "localhost", "/fine", 404},
	}
	for _, tt := range tests {
		req := httptest.NewRequestWithContext(t.Context(), "GET", tt.path, nil)
		req.Host = tt.host
		resp, err := tt.app.Test(req)
		if err != nil || resp.StatusCode != tt.status || resp.Header.Get("Content-Security-Policy") != contentSecurityPolicy {
			t.Errorf("%s answers %s of %s with %v, %v; want %d", tt.name, tt.path, tt.host, resp, err, tt.status)
			continue
		}
		_ = resp.Body.Close()
	}
}

func TestHeaders_withoutTLS(t *testing.T) {
	s := start(t, mountFailures)
	if resp, _ := get(t, s.addr, "/fine"); resp.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("over plain HTTP browsers are told to insist on TLS: %v", resp.Header)
	}
}

func TestHeaders_whenChosenByAHandler(t *testing.T) {
	s := start(t, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			c.Set("Content-Security-Policy", "sandbox")
			return c.SendString("photo")
		})
	})
	if resp, _ := get(t, s.addr, "/"); strings.Join(resp.Header.Values("Content-Security-Policy"), "|") != "sandbox" {
		t.Errorf("the policy is %q, want the handler's own", resp.Header.Values("Content-Security-Policy"))
	}
}

func TestReply_forPrograms(t *testing.T) {
	s := start(t, mountFailures)
	tests := []struct{ path, want string }{
		{"/api/v1/invalid", `{"type":"/problems/invalid","title":"Something needs correcting","status":422,` +
			`"detail":"The request's JSON needs correcting.","errors":[{"name":"name","detail":"There is no such member. Names are case-sensitive."}]}`},
		{"/api/v1/none", `{"type":"about:blank","title":"Not Found","status":404,"detail":"There is nothing at this address."}`},
		{"/api/v1/unready", `{"type":"/problems/not-ready","title":"Still starting","status":503,` +
			`"detail":"The directory is still being loaded. Please ask again in a few seconds."}`},
		{"/api/v1/slow", `{"type":"about:blank","title":"Service Unavailable","status":503,` +
			`"detail":"The server is too busy to answer in time. Please try again in a few seconds."}`},
	}
	for _, tt := range tests {
		resp, body := get(t, s.addr, tt.path)
		if body != tt.want || resp.Header.Get("Content-Type") != problem.ContentType {
			t.Errorf("%s is answered %s %s, want %s", tt.path, resp.Header.Get("Content-Type"), body, tt.want)
		}
	}
	resp, body := get(t, s.addr, "/api/v1/panic")
	var p struct{ Instance string }
	if err := json.Unmarshal([]byte(body), &p); err != nil || p.Instance != "urn:uuid:"+resp.Header.Get("X-Request-Id") {
		t.Errorf("a panic is answered %s, which does not name the request %s", body, resp.Header.Get("X-Request-Id"))
	}
	if !strings.Contains(s.log.String(), resp.Header.Get("X-Request-Id")) {
		t.Errorf("the log does not have the request %s: %s", resp.Header.Get("X-Request-Id"), s.log)
	}
	for _, path := range []string{"/api/v1/unready", "/api/v1/slow", "/slow"} {
		if resp, _ := get(t, s.addr, path); resp.Header.Get("Retry-After") != "5" {
			t.Errorf("%s is answered %d, and Retry-After is %q", path, resp.StatusCode, resp.Header.Get("Retry-After"))
		}
	}
}

func TestReply_forPeople(t *testing.T) {
	broken := false
	s := start(t, mountFailures, func(o *Options) {
		o.ErrorPage = func(c *fiber.Ctx, p problem.Problem) error {
			_ = c.Type("html", "utf-8").Status(200).SendString("<h1>" + p.Title + "</h1>")
			if c.Path() == "/bug" {
				panic(secret)
			}
			if broken {
				return errors.New(secret)
			}
			return nil
		}
	})
	if resp, body := get(t, s.addr, "/none"); resp.StatusCode != 404 || body != "<h1>Not Found</h1>" || resp.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("an unknown page is answered %d %v %s", resp.StatusCode, resp.Header, body)
	}
	if resp, body := ask(t, s.addr, "nonsense\r\n\r\n"); resp.StatusCode != 400 || body != "<h1>Bad Request</h1>" {
		t.Errorf("nonsense is answered %d %s", resp.StatusCode, body)
	}
	resp, body := get(t, s.addr, "/bug")
	want := "500 Internal Server Error\n\nSomething went wrong on our side. It has been noted; please try again later.\n\nurn:uuid:" +
		resp.Header.Get("X-Request-Id") + "\n"
	if resp.StatusCode != 500 || body != want || resp.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("with a page that panics, a bug is answered %d %q, want %q", resp.StatusCode, body, want)
	}
	broken = true
	if resp, body := get(t, s.addr, "/none"); resp.StatusCode != 404 || body != "404 Not Found\n\nThere is nothing at this address.\n" {
		t.Errorf("with a page that fails, an unknown one is answered %d %q", resp.StatusCode, body)
	}
}

// TestReply_challenge checks what stays of a reply that was begun: how to show who one
// is, and no cookie.
func TestReply_challenge(t *testing.T) {
	s := start(t, func(app *fiber.App) {
		app.Get("/api/v1/private", func(c *fiber.Ctx) error {
			c.Set("WWW-Authenticate", "Bearer")
			c.Set("Set-Cookie", "a=b")
			return directory.Refuse(directory.Unauthenticated, "auth.sign_in")
		})
	})
	resp, body := get(t, s.addr, "/api/v1/private")
	if resp.StatusCode != 401 || resp.Header.Get("WWW-Authenticate") != "Bearer" || resp.Header.Get("Set-Cookie") != "" {
		t.Errorf("what a program may not see is answered %d %v %s", resp.StatusCode, resp.Header, body)
	}
}

func TestMethods(t *testing.T) {
	s := start(t, mountFailures)
	for _, method := range []string{"PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get"} {
		resp, _ := ask(t, s.addr, request11(method, "/fine"))
		if allow := resp.Header.Get("Allow"); resp.StatusCode != 405 || allow != "GET, HEAD, POST" {
			t.Errorf("%s /fine is answered %d, Allow %q", method, resp.StatusCode, allow)
		}
	}
	for _, path := range []string{"/fine", "/static", "/invalid", "/none", "/api/v1/fine", "/api/v1/none"} {
		whole, body := get(t, s.addr, path)
		head, nothing := ask(t, s.addr, request11("HEAD", path))
		if head.StatusCode != whole.StatusCode || head.ContentLength != whole.ContentLength || int(head.ContentLength) != len(body) || nothing != "" {
			t.Errorf("HEAD %s is answered %d with %d bytes announced, GET %d with %d", path, head.StatusCode, head.ContentLength, whole.StatusCode, len(body))
		}
	}
}

func TestHosts(t *testing.T) {
	base, err := url.Parse("https://clinics.example:8443")
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, mountFailures, func(o *Options) { o.BaseURL, o.Hosts = base, []string{"www.clinics.example"} })
	tests := []struct {
		host   string
		public int
		admin  int
	}{
		{"localhost", 404, 200},
		{"LocalHost:1", 404, 200},
		{"127.0.0.1:8080", 404, 200},
		{"127.9.9.9", 404, 200},
		{"[::1]:8080", 404, 200},
		{"[::1]", 404, 200},
		{"clinics.example", 404, 200},
		{"CLINICS.example:80", 404, 200},
		{"www.clinics.example", 404, 200},
		{"10.0.0.7:8081", 421, 200}, // how a monitor asks
		{"[2001:db8::7]:8081", 421, 200},
		{"evil.example", 421, 421},
		{"localhost.", 421, 421},
		{"sub.clinics.example", 421, 421},
		{"clinics.example.", 421, 421},
		{"clinics.example:", 404, 200},
		{"clinics.example:80:80", 400, 400},
		{"clinics.example:x", 400, 400},
		{"[::1", 400, 400},
		{"::1", 400, 400},
	}
	for _, tt := range tests {
		raw := "GET /healthz HTTP/1.1\r\nHost: " + tt.host + "\r\n\r\n"
		public, _ := ask(t, s.addr, raw)
		admin, _ := ask(t, s.admin, raw)
		if public.StatusCode != tt.public || admin.StatusCode != tt.admin {
			t.Errorf("Host %q is answered %d, and %d to operators; want %d and %d", tt.host, public.StatusCode, admin.StatusCode, tt.public, tt.admin)
		}
	}
}
