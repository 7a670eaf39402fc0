package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

// lines are the log's, each parsed.
func (l *logged) lines(t *testing.T) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(l.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("the log's line %q is not JSON: %v", line, err)
		}
		all = append(all, m)
	}
	return all
}

func TestLog(t *testing.T) {
	s := start(t, func(app *fiber.App) {
		app.Get("/clinics/:slug", func(c *fiber.Ctx) error {
			switch c.Params("slug") {
			case "error":
				return errors.New("read page 7: disk on fire")
			case "panic":
				panic(errors.New("made of " + string(c.Request().Header.UserAgent())))
			case "bug":
				return fmt.Errorf("%d", []int{}[len(c.Path())])
			case "slow":
				<-c.UserContext().Done()
				return fmt.Errorf("read what the visitor of secret typed: %w", c.UserContext().Err())
			case "none":
				return directory.Refuse(directory.NotFound, "problem.not_found.detail")
			}
			return c.SendString("fine")
		})
		app.Group("/api/v1").Post("/clinics", func(c *fiber.Ctx) error { return c.SendString("fine") })
	}, func(o *Options) { o.Limits.Request = 20 * time.Millisecond })
	tests := []struct {
		raw, want string // level method route status error
	}{
		{request11("GET", "/clinics/ana?q=b"), "INFO GET /clinics/:slug 200"},
		{request11("HEAD", "/clinics/ana"), "INFO HEAD /clinics/:slug 200"},
		{request11("GET", "/clinics/none"), "INFO GET /clinics/:slug 404"},
		{request11("GET", "/clinics/slow"), "WARN GET /clinics/:slug 503 context deadline exceeded"},
		{request11("POST", "/api/v1/clinics"), "INFO POST /api/v1/clinics 200"},
		{request11("GET", "/secret-path"), "INFO GET none 404"},
		{request11("BREW", "/clinics/ana"), "INFO other none 405"},
		{"GET / HTTP/1.1\r\nHost: secret.example\r\n\r\n", "INFO GET refused 421"},
		{"nonsense\r\n\r\n", "INFO other refused 400"},
		{request11("GET", "/clinics/error"), "ERROR GET /clinics/:slug 500 read page 7: disk on fire"},
		{request11("GET", "/clinics/panic", "User-Agent: secret"), "ERROR GET /clinics/:slug 500 panic: a *errors.errorString"},
		{request11("GET", "/clinics/bug"), "ERROR GET /clinics/:slug 500 panic: runtime error: index out of range [12] with length 0"},
	}
	for i, tt := range tests {
		resp, body := ask(t, s.addr, tt.raw)
		lines := s.log.lines(t)
		if len(lines) != i+1 {
			t.Fatalf("after %q the log has %d lines, want %d", tt.raw, len(lines), i+1)
		}
		line := lines[i]
		got := fmt.Sprint(line["level"], " ", line["method"], " ", line["route"], " ", line["status"])
		if line["error"] != nil {
			got += fmt.Sprint(" ", line["error"])
		}
		if got != tt.want || line["request"] != resp.Header.Get("X-Request-Id") || line["msg"] != "request" || line["bytes"] != float64(len(body)) || line["took"].(float64) <= 0 {
			t.Errorf("of %q the log has %v, want %s", tt.raw, line, tt.want)
		}
		extra := slices.DeleteFunc(slices.Collect(maps.Keys(line)), func(name string) bool {
			return slices.Contains([]string{"time", "level", "msg", "method", "route", "status", "took", "bytes", "request", "error", "stack"}, name)
		})
		if len(extra) > 0 {
			t.Errorf("the log has more than it should: %v", extra)
		}
	}
	if all := s.log.String(); strings.Contains(all, "secret") || !strings.Contains(all, "observe_test.go") {
		t.Errorf("the log tells a secret, or not where a panic was: %s", all)
	}
}

func TestLog_ofOperators(t *testing.T) {
	s := start(t, nil, func(o *Options) { o.Ready = func() error { panic("no") } })
	for _, path := range []string{"/healthz", "/metrics", "/none"} {
		get(t, s.admin, path)
	}
	if got := s.log.String(); got != "" {
		t.Errorf("operators' requests are logged: %s", got)
	}
	get(t, s.admin, "/readyz")
	if lines := s.log.lines(t); len(lines) != 1 || lines[0]["error"] != "panic: a string" {
		t.Errorf("a failure on the admin listener is logged as %v", lines)
	}
}

// TestRequest_withoutRandomness checks that a request is served without an id
// rather than not at all.
func TestRequest_withoutRandomness(t *testing.T) {
	s := start(t, mountFailures, func(o *Options) { o.Random = strings.NewReader("") })
	resp, body := get(t, s.addr, "/error")
	if resp.StatusCode != 500 || strings.Contains(body, "urn:uuid") {
		t.Errorf("without an id, an error is answered %d %q", resp.StatusCode, body)
	}
	if got := s.log.lines(t)[0]["msg"]; got != "request without an id" {
		t.Errorf("without an id, the log begins with %q", got)
	}
}

func TestMetrics(t *testing.T) {
	s := start(t, mountFailures)
	for range 3 {
		get(t, s.addr, "/fine")
	}
	get(t, s.addr, "/error")
	get(t, s.addr, "/canary-path")
	ask(t, s.addr, request11("CANARY", "/fine"))
	ask(t, s.addr, "nonsense\r\n\r\n")
	resp, body := get(t, s.admin, "/metrics")
	for _, want := range []string{
		`rootline_http_requests_total{method="GET",route="/fine",status="2xx"} 3`,
		`rootline_http_requests_total{method="GET",route="/error",status="5xx"} 1`,
		`rootline_http_requests_total{method="GET",route="none",status="4xx"} 1`,
		`rootline_http_requests_total{method="other",route="none",status="4xx"} 1`,
		`rootline_http_requests_total{method="other",route="refused",status="4xx"} 1`,
		`rootline_http_request_seconds_count{method="GET",route="/fine"} 3`,
		"go_goroutines ", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("/metrics does not have %s:\n%s", want, body)
		}
	}
	if resp.StatusCode != 200 || strings.Contains(body, "anary") || strings.Contains(body, "CANARY") {
		t.Errorf("/metrics is answered %d, with what was asked in it: %s", resp.StatusCode, body)
	}
	if resp, _ := get(t, s.addr, "/metrics"); resp.StatusCode != 404 {
		t.Errorf("/metrics is answered %d in public", resp.StatusCode)
	}
}

func TestReadyz(t *testing.T) {
	var ready error
	s := start(t, nil, func(o *Options) { o.Ready = func() error { return ready } })
	tests := []struct {
		ready  error
		status int
		detail string
	}{
		{nil, 200, ""},
		{errors.New(secret), 503, "The directory is still being loaded. Please ask again in a few seconds."},
		{directory.Refuse(directory.NotReady, "server.stopping"), 503, "The directory is being stopped. Please ask again in a few seconds."},
		{nil, 200, ""},
	}
	for _, tt := range tests {
		ready = tt.ready
		resp, body := get(t, s.admin, "/readyz")
		var p struct{ Status, Detail any }
		if err := json.Unmarshal([]byte(body), &p); err != nil || resp.StatusCode != tt.status || tt.detail != "" && p.Detail != tt.detail {
			t.Errorf("with Ready() = %v, /readyz is answered %d %s; want %d", tt.ready, resp.StatusCode, body, tt.status)
		}
		if (resp.Header.Get("Retry-After") != "") != (tt.status == 503) {
			t.Errorf("with Ready() = %v, Retry-After is %q", tt.ready, resp.Header.Get("Retry-After"))
		}
		if resp, body := get(t, s.admin, "/healthz"); resp.StatusCode != 200 || body != "ok\n" {
			t.Errorf("with Ready() = %v, /healthz is answered %d %s", tt.ready, resp.StatusCode, body)
		}
	}
}
