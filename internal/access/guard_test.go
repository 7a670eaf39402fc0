package access_test

import (
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
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
		"nothing said, with empty fields":  {[]string{"POST /account/name", asAna, "Sec-Fetch-Site: ", "Origin: ", aForm, "", "name=Ana"}, 403, "open for too long"},
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
