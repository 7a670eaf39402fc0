package access_test

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/server"
)

// whoAsks answers with the name of whoever asks.
func whoAsks(c *fiber.Ctx) error {
	c.Set("Cache-Control", "public, max-age=300")
	return c.SendString("hello " + access.AskingOf(c).Account.Name)
}

// some mounts a few routes of each sort.
func some(pages, api *access.Router) {
	pages.Get("/search", func(c *fiber.Ctx) error {
		c.Set("Cache-Control", "public, max-age=300")
		return c.SendString("found")
	})
	pages.Get("/about", whoAsks)
	pages.Get("/sign-in", whoAsks)
	pages.Post("/sign-in", whoAsks)
	pages.Get("/account", whoAsks)
	pages.Post("/account/name", whoAsks)
	pages.Get("/account/password", whoAsks)
	pages.Post("/account/password", whoAsks)
	pages.Get("/owner/clinics/:clinic/members", func(c *fiber.Ctx) error {
		return c.SendString(access.ObjectOf(c).Clinic.String())
	})
	pages.Get("/register", func(c *fiber.Ctx) error { return c.SendString("a form") })
	api.Get("/clinics", whoAsks)
	api.Post("/auth/login", whoAsks)
	api.Post("/auth/refresh", func(*fiber.Ctx) error { return directory.Refuse(directory.Unauthenticated, "auth.refresh") })
	api.Post("/auth/logout", func(*fiber.Ctx) error { return directory.Refuse(directory.Unauthenticated, "auth.sign_in") })
	api.Get("/auth/account", whoAsks)
	api.Patch("/auth/account", whoAsks)
}

const (
	fromHere = "Sec-Fetch-Site: same-origin"
	asAna    = "Cookie: __Host-session=ana"
	aForm    = "Content-Type: application/x-www-form-urlencoded"
)

// TestGuard_attacks sends what no browser or program of ours would send, beside what
// they would, as it goes over the line.
func TestGuard_attacks(t *testing.T) {
	s := serve(t, "http://localhost:8080", some)
	long := strings.Repeat("a", 4096)
	s.people.known[long], s.people.known[long+"a"] = s.people.known["ana"], s.people.known["ana"]
	for name, tt := range map[string]struct {
		request []string
		status  int
		holds   string // in the body
	}{
		"signed in":                           {[]string{"GET /account", asAna}, 200, "hello Ana"},
		"signed in, HEAD":                     {[]string{"HEAD /account", asAna}, 200, ""},
		"signed in, with other cookies":       {[]string{"GET /account", "Cookie: a=b; __Host-session=ana; c=d"}, 200, "hello Ana"},
		"signed in, on a page for everybody":  {[]string{"GET /about", asAna}, 200, "hello Ana"},
		"nobody":                              {[]string{"GET /account"}, 303, ""},
		"nobody, HEAD":                        {[]string{"HEAD /account"}, 303, ""},
		"nobody, sending a form":              {[]string{"POST /account/name", fromHere}, 401, "Sign in first"},
		"a cookie that is no longer good":     {[]string{"GET /account", "Cookie: __Host-session=bob"}, 303, ""},
		"the same where anybody may come":     {[]string{"GET /sign-in", "Cookie: __Host-session=bob"}, 200, "hello "},
		"the cookie twice":                    {[]string{"GET /account", "Cookie: __Host-session=ana; __Host-session=ana"}, 303, ""},
		"the cookie twice, in two lines":      {[]string{"GET /account", asAna, "Cookie: __Host-session=bob"}, 303, ""},
		"the cookie twice, one of them empty": {[]string{"GET /account", "Cookie: __Host-session=; __Host-session=ana"}, 303, ""},
		"a cookie without its prefix":         {[]string{"GET /account", "Cookie: session=ana"}, 303, ""},
		"a cookie with its name in capitals":  {[]string{"GET /account", "Cookie: __HOST-SESSION=ana"}, 303, ""},
		"a cookie that is longer than 4 KiB":  {[]string{"GET /account", "Cookie: __Host-session=" + long + "a"}, 303, ""},
		"a cookie of 4 KiB":                   {[]string{"GET /account", "Cookie: __Host-session=" + long}, 200, "hello Ana"},
		"a bearer token on a page":            {[]string{"GET /account", "Authorization: Bearer ana"}, 303, ""},
		"a token as a parameter":              {[]string{"GET /account?access_token=ana"}, 303, ""},
		"the look-up fails":                   {[]string{"GET /account", "Cookie: __Host-session=broken"}, 500, ""},
		"it fails where anybody may come":     {[]string{"GET /sign-in", "Cookie: __Host-session=broken"}, 500, ""},
		"it fails where nobody is asked for":  {[]string{"GET /search", "Cookie: __Host-session=broken"}, 200, "found"},

		"a program":                               {[]string{"GET /api/v1/auth/account", "Authorization: Bearer ana"}, 200, "hello Ana"},
		"a program, in small letters":             {[]string{"GET /api/v1/auth/account", "authorization: bearer ana"}, 200, "hello Ana"},
		"a program that is nobody":                {[]string{"GET /api/v1/auth/account"}, 401, ""},
		"a cookie on the API":                     {[]string{"GET /api/v1/auth/account", asAna}, 401, ""},
		"a cookie on the API, changing something": {[]string{"PATCH /api/v1/auth/account", asAna, fromHere}, 401, ""},
		"a token that is no longer good":          {[]string{"GET /api/v1/auth/account", "Authorization: Bearer bob"}, 401, ""},
		"no token after the scheme":               {[]string{"GET /api/v1/auth/account", "Authorization: Bearer"}, 401, ""},
		"two tokens in one line":                  {[]string{"GET /api/v1/auth/account", "Authorization: Bearer ana, Bearer ana"}, 401, ""},
		"two tokens in two lines":                 {[]string{"GET /api/v1/auth/account", "Authorization: Bearer ana", "Authorization: Bearer ana"}, 400, ""},
		"two spaces before the token":             {[]string{"GET /api/v1/auth/account", "Authorization: Bearer  ana"}, 401, ""},
		"another scheme":                          {[]string{"GET /api/v1/auth/account", "Authorization: Basic ana"}, 401, ""},
		"a token's look-up fails":                 {[]string{"GET /api/v1/auth/account", "Authorization: Bearer broken"}, 500, ""},
		"a program from a page of another site":   {[]string{"PATCH /api/v1/auth/account", "Authorization: Bearer ana", "Origin: https://evil.example"}, 403, "another site"},
		"a program that changes something":        {[]string{"PATCH /api/v1/auth/account", "Authorization: Bearer ana"}, 200, "hello Ana"},

		"a form of ours":                   {[]string{"POST /account/name", asAna, fromHere}, 200, "hello Ana"},
		"a form of ours, by its origin":    {[]string{"POST /account/name", asAna, "Host: localhost:8080", "Origin: http://localhost:8080"}, 200, "hello Ana"},
		"a form typed into the bar":        {[]string{"POST /account/name", asAna, "Sec-Fetch-Site: none"}, 200, "hello Ana"},
		"through a proxy of another name":  {[]string{"POST /account/name", asAna, "Host: 127.0.0.1", "Origin: http://localhost:8080"}, 200, "hello Ana"},
		"a form of another site":           {[]string{"POST /account/name", asAna, "Sec-Fetch-Site: cross-site"}, 403, "another site"},
		"a form of a neighbour":            {[]string{"POST /account/name", asAna, "Sec-Fetch-Site: same-site"}, 403, "another site"},
		"one that pretends to be ours":     {[]string{"POST /account/name", asAna, "Sec-Fetch-Site: cross-site", "Origin: http://evil.example"}, 403, "another site"},
		"another origin":                   {[]string{"POST /account/name", asAna, "Origin: https://evil.example"}, 403, "another site"},
		"another port":                     {[]string{"POST /account/name", asAna, "Origin: http://localhost:8081"}, 403, "another site"},
		"an origin that begins like ours":  {[]string{"POST /account/name", asAna, "Origin: http://localhost:8080.evil.example"}, 403, "another site"},
		"an origin that hides itself":      {[]string{"POST /account/name", asAna, "Origin: null"}, 403, "another site"},
		"two origins":                      {[]string{"POST /account/name", asAna, "Origin: http://localhost:8080", "Origin: https://evil.example"}, 400, ""},
		"something else than Fetch has":    {[]string{"POST /account/name", asAna, "Sec-Fetch-Site: Same-Origin"}, 403, "another site"},
		"nothing said and no token":        {[]string{"POST /account/name", asAna, aForm, "", "name=Ana"}, 403, "open for too long"},
		"nothing said and an empty token":  {[]string{"POST /account/name", asAna, aForm, "", "form_token="}, 403, "open for too long"},
		"nothing said and plain text":      {[]string{"POST /account/name", asAna, "Content-Type: text/plain", "", "form_token=x"}, 403, "open for too long"},
		"nothing said and JSON":            {[]string{"POST /account/name", asAna, "Content-Type: application/json", "", "{}"}, 403, "open for too long"},
		"signing in from another site":     {[]string{"POST /sign-in", "Sec-Fetch-Site: cross-site"}, 403, "another site"},
		"signing in with nothing said":     {[]string{"POST /sign-in"}, 403, "open for too long"},
		"logging in from another site":     {[]string{"POST /api/v1/auth/login", "Origin: https://evil.example"}, 403, "another site"},
		"reading from another site":        {[]string{"GET /search", "Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}, 200, "found"},
		"a method that there is no row of": {[]string{"DELETE /account", asAna, fromHere}, 405, ""},
		"another method, by a header":      {[]string{"GET /account/name", asAna, "X-HTTP-Method-Override: POST"}, 405, ""},
		"a slash at the end":               {[]string{"GET /account/"}, 303, ""},
		"capitals":                         {[]string{"GET /ACCOUNT", asAna}, 404, ""},
		"an encoded letter":                {[]string{"GET /%61ccount"}, 404, ""},
	} {
		got := s.ask(t, tt.request...)
		if got.StatusCode != tt.status || !strings.Contains(got.body, tt.holds) {
			t.Errorf("%s: %.200q is answered %d %.300s, want %d with %q", name, tt.request, got.StatusCode, got.body, tt.status, tt.holds)
		}
		if got.StatusCode == 303 && !strings.HasPrefix(got.Header.Get("Location"), "/sign-in?next=%2Faccount") {
			t.Errorf("%s: %.200q is sent to %s", name, tt.request, got.Header.Get("Location"))
		}
	}
}

// TestGuard_challenge checks that a program is told by what to show who it is, where
// it has to (RFC 9110, section 15.5.2; RFC 6750, section 3), and a browser never, for
// it would ask for a password in a window of its own.
func TestGuard_challenge(t *testing.T) {
	s := serve(t, "http://localhost:8080", some)
	for _, tt := range []struct {
		want    string
		request []string
	}{
		{`Bearer`, []string{"GET /api/v1/auth/account"}},
		{`Bearer`, []string{"GET /api/v1/auth/account", "Authorization: Basic YTpi"}},
		{`Bearer error="invalid_token"`, []string{"GET /api/v1/auth/account", "Authorization: Bearer bob"}},
		{`Bearer error="invalid_token"`, []string{"GET /api/v1/auth/account", "Authorization: Bearer"}},
		{`Bearer`, []string{"POST /api/v1/auth/refresh"}},
		{`Bearer`, []string{"POST /api/v1/auth/logout", "Authorization: Bearer ana"}},
		{``, []string{"POST /account/name", fromHere}},
		{``, []string{"GET /api/v1/auth/account", "Authorization: Bearer broken"}},
		{``, []string{"GET /api/v1/clinics", "Authorization: Bearer bob"}},
	} {
		got := s.ask(t, tt.request...)
		if challenge := strings.Join(got.Header.Values("WWW-Authenticate"), "|"); challenge != tt.want {
			t.Errorf("%q is answered %d, WWW-Authenticate %q, want %q", tt.request, got.StatusCode, challenge, tt.want)
		}
	}
}

// TestGuard_isKeptByNobody checks that what one person is told is never kept, and
// never answered by 'as you have it'.
func TestGuard_isKeptByNobody(t *testing.T) {
	s := serve(t, "http://localhost:8080", some)
	for _, request := range [][]string{
		{"GET /account", asAna},
		{"HEAD /account", asAna},
		{"GET /account"},
		{"GET /about", asAna},
		{"GET /about"},
		{"GET /sign-in"},
		{"GET /register"},
		{"GET /api/v1/auth/account", "Authorization: Bearer ana"},
		{"GET /api/v1/clinics", "Authorization: Bearer ana"},
		{"POST /account/name", asAna, fromHere},
		{"POST /sign-in", fromHere},
		{"POST /sign-in"},
	} {
		got := s.ask(t, append(request, "If-None-Match: *")...)
		if got.StatusCode == 304 || got.Header.Get("Cache-Control") != "no-store" || got.Header.Get("ETag") != "" {
			t.Errorf("%q is answered %d, Cache-Control %q, ETag %q, want no-store and no tag",
				request, got.StatusCode, got.Header.Get("Cache-Control"), got.Header.Get("ETag"))
		}
	}
	got := s.ask(t, "GET /search", asAna)
	if got.Header.Get("Cache-Control") != "public, max-age=300" || got.Header.Get("ETag") == "" || s.ask(t, "GET /search", asAna, "If-None-Match: *").StatusCode != 304 {
		t.Errorf("GET /search as Ana is answered %v, which nobody could keep", got.Header)
	}
}

// TestGuard_asksOnce checks that nobody is looked up on a page that does not ask who
// reads it, and once on one that asks.
func TestGuard_asksOnce(t *testing.T) {
	s := serve(t, "http://localhost:8080", func(pages, api *access.Router) {
		some(pages, api)
		pages.Get("/owner", func(c *fiber.Ctx) error {
			access.AskingOf(c)
			return whoAsks(c)
		})
	})
	for line, want := range map[string]int64{"GET /search": 0, "GET /about": 1, "GET /owner": 1, "GET /account": 1} {
		before := s.people.asked.Load()
		got := s.ask(t, line, asAna)
		if n := s.people.asked.Load() - before; n != want || got.StatusCode != 200 {
			t.Errorf("%s as Ana is answered %d after %d look-ups, want %d", line, got.StatusCode, n, want)
		}
	}
}

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

// TestGuard_twoTokens checks that the guard does not lean on the server for turning
// away a request with two tokens.
func TestGuard_twoTokens(t *testing.T) {
	s := serve(t, "http://localhost:8080", func(*access.Router, *access.Router) {})
	app := fiber.New()
	s.guard.Router(app.Group("/api/v1"), "/api/v1", access.API).Get("/auth/account", whoAsks)
	for tokens, want := range map[int]string{1: "hello Ana", 2: "auth.token"} {
		request := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/auth/account", nil)
		request.Host = "localhost"
		for range tokens {
			request.Header.Add("Authorization", "Bearer ana")
		}
		resp, err := app.Test(request, -1)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.Body.Close() != nil || string(body) != want {
			t.Errorf("with %d tokens: %d %s, %v; want %s", tokens, resp.StatusCode, body, err, want)
		}
	}
}

// TestGuard_costsNothing checks that what stands before a public page takes no memory
// at all.
func TestGuard_costsNothing(t *testing.T) {
	ask := search(t)
	if got := testing.AllocsPerRun(1000, ask); got != 0 {
		t.Errorf("GET /search allocates %v times before the handler", got)
	}
}

func BenchmarkGuard_public(b *testing.B) {
	ask := search(b)
	b.ReportAllocs()
	for b.Loop() {
		ask()
	}
}

// search asks for a public page, past Fiber, whose own cost is not the question.
func search(tb testing.TB) func() {
	tb.Helper()
	app := fiber.New()
	s := serve(tb, "http://localhost:8080", func(*access.Router, *access.Router) {})
	s.guard.Router(app, "", access.Pages).Get("/search", func(*fiber.Ctx) error { return nil })
	handle := app.GetRoutes()[0].Handlers[0]
	ctx := &fasthttp.RequestCtx{}
	ctx.Request.Header.Set("Cookie", "__Host-session=ana")
	c := app.AcquireCtx(ctx)
	tb.Cleanup(func() { app.ReleaseCtx(c) })
	return func() {
		if err := handle(c); err != nil {
			tb.Fatal(err)
		}
	}
}

// TestGuard_refusal checks where people are sent who can do something about it.
func TestGuard_refusal(t *testing.T) {
	s := serve(t, "http://localhost:8080", some)
	s.people.known = cast()
	const (
		stale   = "Cookie: __Host-session=nobody-weak"
		admin   = "Cookie: __Host-session=admin-weak-fresh"
		members = "/owner/clinics/ours/members"
		confirm = "/account/confirm?next="
	)
	for _, tt := range []struct {
		request []string
		to      string
	}{
		{[]string{"GET /account?tab=1&a=%20"}, "/sign-in?next=%2Faccount%3Ftab%3D1%26a%3D%2520"},
		{[]string{"GET /account?x=//evil"}, "/sign-in?next=%2Faccount%3Fx%3D%2F%2Fevil"},
		{[]string{"GET /account/password", stale}, confirm + "%2Faccount%2Fpassword"},
		{[]string{"POST /account/password", stale, fromHere}, confirm + "%2Faccount"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: http://localhost:8080/account/password?a=b#c"}, confirm + "%2Faccount%2Fpassword%3Fa%3Db"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: http://localhost/account/password"}, confirm + "%2Faccount%2Fpassword"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: https://evil.example/account/x"}, confirm + "%2Faccount"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: http://localhost:8080@evil.example/account/x"}, confirm + "%2Faccount"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: http://localhost:8080//evil.example"}, confirm + "%2Faccount"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: javascript://localhost/account/x"}, confirm + "%2Faccount"},
		{[]string{"POST /account/password", stale, fromHere, "Referer: /account/x"}, confirm + "%2Faccount"},
		{[]string{"GET " + members, admin}, confirm + strings.ReplaceAll(members, "/", "%2F")},
	} {
		got := s.ask(t, tt.request...)
		if to := got.Header.Get("Location"); got.StatusCode != 303 || to != tt.to || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%q is answered %d to %s, want 303 to %s", tt.request, got.StatusCode, to, tt.to)
		}
	}
}

// TestGuard_strengthens checks that whoever has nothing better to show is not asked for
// it, over and over, but led to where they get it.
func TestGuard_strengthens(t *testing.T) {
	for says, want := range map[string]struct {
		status int
		to     string
	}{
		"yes":   {303, "/account/confirm?next=%2Fowner%2Fclinics%2Fours%2Fmembers"},
		"no":    {303, "/account/passkeys"},
		"wrong": {500, ""},
	} {
		s := serve(t, "http://localhost:8080", some, func(_ *server.Options, g *access.Guard) {
			g.Second = func(_ context.Context, a directory.Actor) (bool, error) {
				if says == "wrong" || a.Account != id(8) {
					return false, errors.New("disk on fire")
				}
				return says == "yes", nil
			}
		})
		s.people.known = cast()
		got := s.ask(t, "GET /owner/clinics/ours/members", "Cookie: __Host-session=admin-weak-fresh")
		if to := got.Header.Get("Location"); got.StatusCode != want.status || to != want.to {
			t.Errorf("an admin without a second factor (has one: %s) is answered %d to %s, want %d to %s", says, got.StatusCode, to, want.status, want.to)
		}
	}
}

// TestGuard_object checks that the handler is told what its path has named.
func TestGuard_object(t *testing.T) {
	s := serve(t, "http://localhost:8080", some)
	s.people.known = cast()
	got := s.ask(t, "GET /owner/clinics/ours/members", "Cookie: __Host-session=owner-brand-weak")
	if got.body != clinicID.String() {
		t.Errorf("the members of ours are shown for %s, want %s", got.body, clinicID)
	}
	theirs := s.ask(t, "GET /owner/clinics/theirs/members", "Cookie: __Host-session=owner-brand-weak")
	nowhere := s.ask(t, "GET /owner/clinics/nowhere/members", "Cookie: __Host-session=owner-brand-weak")
	if theirs.StatusCode != 404 || theirs.body != nowhere.body {
		t.Errorf("the members of another's clinic are answered %d %s, those of none %s", theirs.StatusCode, theirs.body, nowhere.body)
	}
}

// TestGuard_renews checks how a session's cookie is set and taken back.
func TestGuard_renews(t *testing.T) {
	s := serve(t, "http://localhost:8080", some)
	s.people.renewed["ana"] = "ana-anew"
	for line, want := range map[string]string{
		"ana": "__Host-session=ana-anew; max-age=3600; path=/; HttpOnly; secure; SameSite=Lax",
		"bob": "__Host-session=; max-age=0; path=/; HttpOnly; secure; SameSite=Lax",
	} {
		for _, path := range []string{"/account", "/about"} {
			got := s.ask(t, "GET "+path, "Cookie: __Host-session="+line)
			if cookie := got.cookie("__Host-session"); cookie != want {
				t.Errorf("GET %s with the cookie of %s sets %q, want %q", path, line, cookie, want)
			}
		}
	}
	s = serve(t, "http://localhost:8080", func(pages, _ *access.Router) {
		pages.Post("/sign-in", func(c *fiber.Ctx) error {
			access.SetSession(c, "new")
			return whoAsks(c)
		})
		pages.Get("/about", whoAsks)
	})
	s.people.renewed["ana"] = "ana-anew"
	for _, who := range []string{"ana", "bob"} {
		got := s.ask(t, "POST /sign-in", fromHere, "Cookie: __Host-session="+who)
		if cookie := got.cookie("__Host-session"); !strings.HasPrefix(cookie, "__Host-session=new;") {
			t.Errorf("signing in with the cookie of %s sets %q, want the new one", who, cookie)
		}
	}
	if got := s.ask(t, "GET /about"); len(got.Header.Values("Set-Cookie")) > 0 {
		t.Errorf("a visitor gets %q", got.Header.Values("Set-Cookie"))
	}
}

// TestGuard_May checks that a page shows what the guard would let through.
func TestGuard_May(t *testing.T) {
	var s *site
	ours := objects["ours"]
	s = serve(t, "http://localhost:8080", func(pages, _ *access.Router) {
		pages.Get("/about", func(c *fiber.Ctx) error {
			said := ""
			for _, row := range []string{
				"GET /account", "GET /account/password", "GET /owner/clinics/:clinic/members",
				"POST /owner/clinics/:clinic/invitations", "GET /admin/members", "GET /nowhere",
			} {
				said += map[access.May]string{access.No: "n", access.StepUp: "s", access.Yes: "y"}[s.guard.May(c, row, ours)]
			}
			return c.SendString(said)
		})
	})
	s.people.known = cast()
	for who, want := range map[string]string{
		"":                          "nnnnnn",
		"nobody-weak":               "ysnnnn",
		"nobody-weak-fresh":         "yynnnn",
		"manager-clinic-weak-fresh": "yyynnn",
		"owner-clinic-weak":         "ysysnn",
		"owner-brand-strong-fresh":  "yyyynn",
		"admin-weak-fresh":          "yysssn",
		"admin-strong-fresh":        "yyyyyn",
	} {
		if got := s.ask(t, "GET /about", "Cookie: __Host-session="+who); got.body != want {
			t.Errorf("%q may %s, want %s", who, got.body, want)
		}
	}
}
