package access_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/server"
)

// secret looks like the nth secret of a remembered browser.
func secret(n int) string { return strings.Repeat(string(rune('a'+n)), 42) + "A" }

func TestFrom(t *testing.T) {
	tell := func(c *fiber.Ctx) error {
		f := access.From(c)
		return c.SendString(fmt.Sprintf("%s|%s|%s|%q|%d|%t", f.Addr, f.Label, f.Language, f.Browser, len(f.Devices), f.Program))
	}
	s := serve(t, "http://localhost:8080", func(pages, api *access.Router) {
		pages.Get("/sign-in", tell)
		pages.Get("/search", tell)
		pages.Get("/account", tell)
		api.Post("/auth/login", tell)
	}, trusting)
	const agent, browser = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "__Host-sign-in=s3cret"
	for _, tt := range []struct {
		want    string
		request []string
	}{
		{`127.0.0.1|a program|en|""|0|false`, []string{"GET /sign-in"}},
		{`127.0.0.1|Firefox on Linux|en|"s3cret"|2|false`, []string{"GET /sign-in", agent, "Cookie: " + browser + "; __Host-device=" + secret(0) + "." + secret(1)}},
		{`127.0.0.1|Firefox on Linux|en|"s3cret"|0|false`, []string{"GET /account", agent, "Cookie: __Host-session=ana; " + browser}},
		{`127.0.0.1|a program|en|"s3cret"|0|false`, []string{"GET /search", "Cookie: " + browser}},
		{`127.0.0.1|a program|en|""|0|false`, []string{"GET /sign-in", "Cookie: " + browser + "; " + browser}},
		{`192.0.2.7|a program|en|""|0|false`, []string{"GET /sign-in", "X-Forwarded-For: 192.0.2.7"}},
		{`2001:db8::1|a program|en|""|0|false`, []string{"GET /sign-in", "X-Forwarded-For: 2001:db8::1"}},
		{`192.0.2.7|a program|en|""|0|false`, []string{"GET /sign-in", "X-Forwarded-For: ::ffff:192.0.2.7"}},
		{`127.0.0.1|Firefox on Linux|en|""|0|true`, []string{"POST /api/v1/auth/login", agent, "Cookie: " + browser + "; __Host-device=" + secret(0)}},
	} {
		if got := s.ask(t, tt.request...); got.body != tt.want {
			t.Errorf("From of %q = %s, want %s", tt.request, got.body, tt.want)
		}
	}
}

func TestFrom_label(t *testing.T) {
	s := serve(t, "http://localhost:8080", func(pages, _ *access.Router) {
		pages.Get("/search", func(c *fiber.Ctx) error { return c.SendString(access.From(c).Label) })
	})
	const mac, win, webkit = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) ", "AppleWebKit/537.36 (KHTML, like Gecko) "
	for agent, want := range map[string]string{
		"": "a program", "curl/8.5.0": "a program", "Firefox/140.0 Linux": "a program", "Mozilla/5.0 (compatible; bot/1.0)": "a program",
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                 "Firefox on Linux",
		win + webkit + "Chrome/140.0.0.0 Safari/537.36":                                                                                          "Chrome on Windows",
		win + webkit + "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":                                                                            "Edge on Windows",
		win + webkit + "Chrome/140.0.0.0 Safari/537.36 OPR/120.0.0.0":                                                                            "Opera on Windows",
		mac + "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15":                                                            "Safari on Mac",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1": "Chrome on iPhone",
		"Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1.15":       "Firefox on iPad",
		"Mozilla/5.0 (Linux; Android 10; K) " + webkit + "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36":                             "Samsung Internet on Android",
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + webkit + "Chrome/140.0.0.0 Safari/537.36":                                                  "Chrome on ChromeOS",
		"Mozilla/5.0 (Haiku) Firefox/140.0 <script>alert(1)</script>":                                                                            "Firefox",
	} {
		if got := s.ask(t, "GET /search", "User-Agent: "+agent); got.body != want {
			t.Errorf("%q is called %q, want %q", agent, got.body, want)
		}
	}
}

// TestCookies checks how each cookie is set and taken back.
func TestCookies(t *testing.T) {
	var do func(c *fiber.Ctx)
	s := serve(t, "https://rootline.example", func(pages, _ *access.Router) {
		pages.Get("/sign-in", func(c *fiber.Ctx) error {
			do(c)
			return c.SendString("done")
		})
	})
	const how = "; path=/; HttpOnly; secure; SameSite=Lax"
	all := []string{secret(0), secret(1), secret(2), secret(3), secret(4), secret(5)}
	month := fmt.Sprintf("; max-age=%d", 30*24*60*60)
	for _, tt := range []struct {
		what string
		do   func(*fiber.Ctx)
		sent []string // as remembered browsers
		want string
	}{
		{"SetSession(t)", func(c *fiber.Ctx) { access.SetSession(c, "t") }, nil, "__Host-session=t" + month},
		{"DropSession()", access.DropSession, nil, "__Host-session=; max-age=0"},
		{"SetBrowser(b)", func(c *fiber.Ctx) { access.SetBrowser(c, "b") }, nil, "__Host-sign-in=b; max-age=1800"},
		{"DropBrowser()", access.DropBrowser, nil, "__Host-sign-in=; max-age=0"},
		{"SetDevices(two)", func(c *fiber.Ctx) { access.SetDevices(c, all[:2]) }, nil, "__Host-device=" + strings.Join(all[:2], ".") + month},
		{"SetDevices(six)", func(c *fiber.Ctx) { access.SetDevices(c, all) }, nil, "__Host-device=" + strings.Join(all[1:], ".") + month},
		{"SetDevices(none)", func(c *fiber.Ctx) { access.SetDevices(c, nil) }, all[:1], "__Host-device=; max-age=0"},
		{"AddDevice to none", func(c *fiber.Ctx) { access.AddDevice(c, all[0]) }, nil, "__Host-device=" + all[0] + month},
		{"AddDevice to one", func(c *fiber.Ctx) { access.AddDevice(c, all[0]) }, all[1:2], "__Host-device=" + all[1] + "." + all[0] + month},
		{"AddDevice to five", func(c *fiber.Ctx) { access.AddDevice(c, all[5]) }, all[:5], "__Host-device=" + strings.Join(all[1:], ".") + month},
		{"AddDevice to itself", func(c *fiber.Ctx) { access.AddDevice(c, all[0]) }, all[:2], "__Host-device=" + all[1] + "." + all[0] + month},
		{"AddDevice to nonsense", func(c *fiber.Ctx) { access.AddDevice(c, all[0]) }, []string{"", "x", all[1] + "=", all[1], all[1]}, "__Host-device=" + all[1] + "." + all[0] + month},
		{"SetSession, DropSession", func(c *fiber.Ctx) { access.SetSession(c, "t"); access.DropSession(c) }, nil, "__Host-session=; max-age=0"},
	} {
		do = tt.do
		got := s.ask(t, "GET /sign-in", "Cookie: __Host-device="+strings.Join(tt.sent, "."))
		if cookies := got.Header.Values("Set-Cookie"); len(cookies) != 1 || cookies[0] != tt.want+how {
			t.Errorf("%s beside %d sets %q, want %q", tt.what, len(tt.sent), cookies, tt.want+how)
		}
	}
}

// TestAskingOf_outside checks that nobody is known, and nothing breaks, on a route that
// no guard stands before: the page of an error, for one.
func TestAskingOf_outside(t *testing.T) {
	s := serve(t, "http://localhost:8080", func(*access.Router, *access.Router) {}, func(o *server.Options, _ *access.Guard) {
		o.Mount = func(app *fiber.App) {
			app.Get("/outside", func(c *fiber.Ctx) error {
				signed := access.AskingOf(c).Actor.Signed() || access.ObjectOf(c) != (auth.Object{})
				return c.SendString(fmt.Sprint(signed, access.From(c).Program, access.SecureEnough(c)))
			})
		}
	})
	if got := s.ask(t, "GET /outside", asAna); got.body != "false false true" {
		t.Errorf("outside of the guard Ana is %s", got.body)
	}
}
