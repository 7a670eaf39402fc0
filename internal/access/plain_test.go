package access_test

import (
	"strings"
	"testing"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/server"
)

// TestGuard_overPlainHTTP checks where nobody shows who they are: on a line that others
// can read.
func TestGuard_overPlainHTTP(t *testing.T) {
	change := func(o *server.Options, _ *access.Guard) { o.Hosts = []string{"rootline.example"} }
	plain := serve(t, "http://rootline.example", some, change)
	proxied := serve(t, "http://rootline.example", some, change, trusting)
	secure := serve(t, "https://rootline.example", some, change)
	behind := serve(t, "https://rootline.example", some, change, trusting)
	const name, https, http = "Host: rootline.example", "X-Forwarded-Proto: https", "X-Forwarded-Proto: http"
	for _, tt := range []struct {
		what    string
		site    *site
		request []string
		status  int
	}{
		{"plain", plain, []string{"GET /sign-in", name}, 403},
		{"plain", plain, []string{"HEAD /sign-in", name}, 403},
		{"plain", plain, []string{"POST /sign-in", name, fromHere}, 403},
		{"plain", plain, []string{"GET /account", name, asAna}, 403},
		{"plain", plain, []string{"POST /api/v1/auth/login", name}, 403},
		{"plain", plain, []string{"GET /api/v1/auth/account", name, "Authorization: Bearer ana"}, 403},
		{"plain", plain, []string{"GET /sign-in", name, https}, 403}, // anybody can say so
		{"plain", plain, []string{"GET /search", name}, 200},
		{"plain", plain, []string{"GET /api/v1/clinics", name}, 200},
		{"plain", plain, []string{"GET /sign-in", "Host: localhost:1"}, 200},
		{"plain", plain, []string{"GET /sign-in", "Host: LOCALHOST"}, 200},
		{"plain", plain, []string{"GET /sign-in", "Host: 127.8.0.1"}, 200},
		{"plain", plain, []string{"GET /sign-in", "Host: [::1]:8080"}, 200},
		{"plain", plain, []string{"GET /sign-in", "Host: [::1]"}, 200},
		{"plain", plain, []string{"GET /sign-in", "Host: localhost.evil.example"}, 421},
		{"proxied", proxied, []string{"GET /sign-in", name, https}, 200},
		{"proxied", proxied, []string{"GET /sign-in", name, "X-Forwarded-Proto: HTTPS"}, 200},
		{"proxied", proxied, []string{"GET /sign-in", name, http}, 403},
		{"proxied", proxied, []string{"GET /sign-in", name, https, http}, 403},
		{"proxied", proxied, []string{"GET /sign-in", name, "X-Forwarded-Proto: https,http"}, 403},
		{"proxied", proxied, []string{"GET /sign-in", name}, 403},
		{"secure", secure, []string{"GET /sign-in", name}, 200},
		{"secure", secure, []string{"GET /sign-in", name, http}, 200}, // anybody can say so
		{"behind", behind, []string{"GET /sign-in", name, http}, 403},
		{"behind", behind, []string{"GET /sign-in", name, https}, 200},
	} {
		got := tt.site.ask(t, tt.request...)
		if got.StatusCode != tt.status || tt.status == 403 && tt.request[0] != "HEAD /sign-in" && !strings.Contains(got.body, "https://") {
			t.Errorf("%s: %q is answered %d %.200s, want %d", tt.what, tt.request, got.StatusCode, got.body, tt.status)
		}
	}
}

// TestGuard_overPlainHTTP_everywhere checks that what is for some people only goes over
// no such line, wherever it stands.
func TestGuard_overPlainHTTP_everywhere(t *testing.T) {
	s := serve(t, "http://rootline.example", some, func(_ *server.Options, g *access.Guard) {
		g.Table["GET /search"] = auth.Rule{Scope: auth.ScopeSigned}
	})
	if got := s.ask(t, "GET /search", "Host: rootline.example", asAna); got.StatusCode != 403 {
		t.Errorf("GET /search, which is for Ana, is answered %d over plain HTTP, want 403", got.StatusCode)
	}
}
