package main

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/server"
)

// forgery is a request that somebody's browser makes because a page of another site
// has it do so, or one that no form and no program of ours could make.
type forgery struct {
	headers []string
	body    string // "": what the route understands
	status  int
}

// What takes a file takes a form with parts, and that alone can a page of another site have
// a browser send to it.
var uploadForgeries = []forgery{
	{[]string{"Content-Type", "multipart/form-data; boundary=x"}, emptyParts, 403},
	{[]string{"Content-Type", "multipart/form-data; boundary=x"}, multipartBody, 403},
	{[]string{"Content-Type", "multipart/form-data; boundary=x", "Origin", "https://evil.example"}, emptyParts, 403},
	{[]string{"Content-Type", "multipart/form-data; boundary=x", "Sec-Fetch-Site", "cross-site"}, emptyParts, 403},
	{[]string{"Content-Type", "multipart/form-data; boundary=x", "Sec-Fetch-Site", "same-site"}, emptyParts, 403},
	{[]string{"Content-Type", "multipart/form-data; boundary=x", "Sec-Fetch-Site", "same-origin"}, multipartBody, 403},
	{[]string{"Content-Type", "multipart/mixed; boundary=x", "Sec-Fetch-Site", "same-origin"}, emptyParts, 415},
}

const emptyParts = "--x\r\nContent-Disposition: form-data; name=\"alt\"\r\n\r\nx\r\n--x--\r\n"

// takesFile reports whether a route takes a file.
func takesFile(method, pattern string) bool {
	return slices.ContainsFunc(uploads, func(b server.Body) bool { return b.Method == method && b.Path == pattern })
}

const multipartBody = "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\nx\r\n--x--\r\n"

// Browsers send the cookie with all of these.
var pageForgeries = []forgery{
	{[]string{"Content-Type", formType}, "", 403},
	{[]string{"Content-Type", formType}, "form_token=", 403},
	{[]string{"Content-Type", formType}, "form_token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 403},
	{[]string{"Content-Type", formType, "Origin", "https://evil.example"}, "", 403},
	{[]string{"Content-Type", formType, "Origin", "null"}, "", 403},
	{[]string{"Content-Type", formType, "Sec-Fetch-Site", "cross-site"}, "", 403},
	{[]string{"Content-Type", formType, "Sec-Fetch-Site", "same-site"}, "", 403},
	{[]string{"Content-Type", formType, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example", "Referer", "http://localhost/account"}, "", 403},
	{[]string{"Content-Type", formType, "Sec-Fetch-Site", "cross-site", "X-Requested-With", "XMLHttpRequest", "X-HTTP-Method-Override", "GET"}, "", 403},
	{[]string{"Content-Type", "text/plain"}, "", 403},
	{[]string{"Content-Type", "text/plain", "Sec-Fetch-Site", "cross-site"}, "", 403},
	{[]string{"Content-Type", "text/plain", "Sec-Fetch-Site", "same-origin"}, "", 415},
	{[]string{"Content-Type", jsonType, "Sec-Fetch-Site", "same-origin"}, `{"form_token":"x"}`, 415},
	{[]string{"Content-Type", "multipart/form-data; boundary=x", "Sec-Fetch-Site", "same-origin"}, multipartBody, 415},
	{[]string{"Content-Type", formType + "; charset=utf-7", "Sec-Fetch-Site", "same-origin"}, "", 415},
	{[]string{"Sec-Fetch-Site", "same-origin"}, "", 415},
}

// What is sent with a token, as a program in a page of another site would. A route
// that takes no body is sent one.
var programForgeries = []forgery{
	{[]string{"Content-Type", jsonType, "Origin", "https://evil.example"}, "", 403},
	{[]string{"Content-Type", jsonType, "Origin", "null"}, "", 403},
	{[]string{"Content-Type", jsonType, "Sec-Fetch-Site", "cross-site"}, "", 403},
	{[]string{"Content-Type", jsonType, "Sec-Fetch-Site", "same-site"}, "", 403},
	{[]string{"Content-Type", formType}, "name=x&role=owner", 415},
	{[]string{"Content-Type", "text/plain"}, `{"name":"x","role":"owner"}`, 415},
	{[]string{"Content-Type", "multipart/form-data; boundary=x"}, multipartBody, 415},
}

// TestPeople_forgedRequests sends every route that changes something what another
// site's page could have a browser send, and in the name of those who may (S9). None is
// accepted, and nothing changes.
func TestPeople_forgedRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	links := w.lettersWithLinks()
	before, rows, sent := w.dump(), 0, 0
	for _, row := range routesOf(server.New(*mounted(t, w.cfg, w.house))) {
		method, pattern, _ := strings.Cut(row, " ")
		if method == http.MethodGet {
			continue
		}
		rows++
		s := w.whoMay(row)
		path := w.realPath(s, row, pattern, links)
		if a := w.strange(s, method, path); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s %s as %v from a page of ours = %d, so that it shows nothing that others are refused", method, path, s, a.status)
		}
		all := pageForgeries
		if strings.HasPrefix(path, "/api/") {
			all = append(w.cookieForgeries(row), programForgeries...)
		}
		file := takesFile(method, pattern)
		if file && !strings.HasPrefix(path, "/api/") {
			all = append(uploadForgeries, all...)
		}
		for _, f := range all {
			if file && f.status == http.StatusUnsupportedMediaType && f.body == multipartBody {
				continue // which is what it takes
			}
			headers := append([]string{}, f.headers...)
			if who := s.as(path); s != nil {
				headers = append(who[len(who)-2:], headers...) // a header that is there twice counts as it is set last
			}
			body := f.body
			if body == "" {
				body = bodies[row]
			}
			if a := w.send(method, path, body, headers...); a.status != f.status {
				t.Errorf("%s %s as %v with %q, %q = %d, want %d", method, path, s, f.headers, body, a.status, f.status)
			}
			sent++
		}
	}
	w.unchanged("a forged request", before)
	t.Logf("%d routes that change something, %d requests", rows, sent)
}

// cookieForgeries are requests to the API with what a browser has, and no token. They
// are nobody's, and no browser can be made to write JSON without asking.
func (w *world) cookieForgeries(row string) []forgery {
	cookie := "__Host-session=" + w.people["owner-a"].cookie
	status := http.StatusUnauthorized
	if auth.Permissions()[row].Scope == auth.ScopePublic {
		status = http.StatusUnsupportedMediaType
	}
	nobody := []string{"Authorization", "", "Cookie", cookie}
	return []forgery{
		{append(nobody[:4:4], "Content-Type", formType), "name=x", status},
		{append(nobody[:4:4], "Content-Type", "text/plain"), `{"name":"x"}`, status},
		{append(nobody[:4:4], "Content-Type", formType, "Sec-Fetch-Site", "cross-site"), "name=x", 403},
		{append(nobody[:4:4], "Content-Type", jsonType, "Origin", "https://evil.example"), "", 403},
	}
}

// whoMay is somebody whom the rule of a route lets through.
func (w *world) whoMay(row string) *someone {
	scope := auth.Permissions()[row].Scope
	if scope == auth.ScopeOrganization {
		return w.people["brand-owner-a"]
	}
	if scope == auth.ScopeSite {
		return w.people["admin"]
	}
	return w.people["owner-a"]
}

// realPath is a route about things that are there, and that whoever asks may change.
func (w *world) realPath(s *someone, row, pattern string, links []string) string {
	return filledIn(pattern, func(name string) string {
		switch name {
		case ":device":
			return s.device.String()
		case ":passkey":
			return base64.RawURLEncoding.EncodeToString(s.passkey())
		}
		if real, ok := w.part("a", pattern, name); ok {
			return real
		}
		for _, link := range links {
			if first, secret := link[:strings.LastIndex(link, "/")+1], link[strings.LastIndex(link, "/")+1:]; strings.HasPrefix(pattern, first) {
				return secret
			}
		}
		w.t.Errorf("%s: nothing stands for %s", row, name)
		return "x"
	})
}

// TestPeople_everySignInIsANewSession signs somebody in by each way in the same
// browser (S9): each time there is another cookie of another session, and the one
// before is over. What was put into the browser before counts for nothing.
func TestPeople_everySignInIsANewSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	admin, cookie := w.people["admin"], w.people["nobody"].cookie // somebody else's, put there
	before := map[string]bool{cookie: true}
	codes, err := w.desks.self.NewRecoveryCodes(t.Context(), w.actor(admin.program.ID)) // an app's code counts once in half a minute
	must(t, err)
	for i, way := range []string{"password", "code", "code", "password"} {
		next := w.signInBy(way, admin, cookie, codes[i])
		asking, _, err := w.desks.entry.Page(t.Context(), next)
		if err != nil || asking.Account.ID != admin.account.ID {
			t.Fatalf("signed in by %s, the cookie is %v's: %v", way, asking.Account.ID, err)
		}
		if before[next] || before[asking.Session.ID.String()] {
			t.Errorf("signed in by %s, the cookie or the session is an old one", way)
		}
		before[next], before[asking.Session.ID.String()] = true, true
		if !w.refused(cookie) {
			t.Errorf("signed in by %s, the cookie before still counts", way)
		}
		cookie = next
	}
	a := w.send(http.MethodPost, "/sign-out", "", "Cookie", "__Host-session="+cookie, "Sec-Fetch-Site", "same-origin", "Content-Type", formType)
	if a.status != http.StatusSeeOther || a.cookie("__Host-session") != "" || !w.refused(cookie) {
		t.Errorf("POST /sign-out = %d; the cookie counts: %t", a.status, !w.refused(cookie))
	}
	w.refusedPrograms()
}

// refusedPrograms: what holds for browsers holds for programs.
func (w *world) refusedPrograms() {
	w.t.Helper()
	var tokens []string
	for range 2 {
		a := w.send(http.MethodPost, "/api/v1/auth/login", bodies["POST /api/v1/auth/login"], "Content-Type", jsonType)
		token, _, _ := strings.Cut(strings.TrimPrefix(a.body, `{"access_token":"`), `"`)
		asking, err := w.desks.entry.Program(w.t.Context(), token)
		if err != nil {
			w.t.Fatalf("POST /api/v1/auth/login = %d %s: %v", a.status, a.body, err)
		}
		tokens = append(tokens, token, asking.Session.ID.String())
	}
	if tokens[0] == tokens[2] || tokens[1] == tokens[3] {
		w.t.Error("a program that signs in twice has one session")
	}
	bearer := []string{"Authorization", "Bearer " + tokens[0]}
	out := w.send(http.MethodPost, "/api/v1/auth/logout", "", bearer...)
	if a := w.send(http.MethodGet, "/api/v1/auth/account", "", bearer...); out.status != http.StatusNoContent || a.status != http.StatusUnauthorized {
		w.t.Errorf("POST /api/v1/auth/logout = %d, and then the token gets %d", out.status, a.status)
	}
	if a := w.send(http.MethodGet, "/api/v1/auth/account", "", "Authorization", "Bearer "+tokens[2]); a.status != http.StatusOK {
		w.t.Errorf("the other program is refused: %d", a.status)
	}
}

// refused reports whether a cookie is nobody's.
func (w *world) refused(cookie string) bool {
	w.t.Helper()
	a := w.send(http.MethodGet, "/account", "", "Cookie", "__Host-session="+cookie)
	return a.status == http.StatusSeeOther && a.location() == "/sign-in?next=%2Faccount"
}

// signInBy signs somebody in who has an app, in a browser with a cookie, and returns
// the cookie that the browser is given.
func (w *world) signInBy(way string, s *someone, cookie, second string) string {
	w.t.Helper()
	browser := ""
	send := func(path, body string) answer {
		w.t.Helper()
		cookies := "__Host-session=" + cookie + "; __Host-sign-in=" + browser
		a := w.send(http.MethodPost, path, body, "Cookie", cookies, "Sec-Fetch-Site", "same-origin", "Content-Type", formType)
		if a.status != http.StatusSeeOther {
			w.t.Fatalf("POST %s (%s) = %d: %s", path, body, a.status, a.body)
		}
		if given := a.cookie("__Host-sign-in"); given != "" {
			browser = given
		}
		return a
	}
	email := "email=" + strings.ReplaceAll(s.account.Email.String(), "@", "%40")
	if way == "code" {
		send("/sign-in", email)
		w.quiet()
		code := ""
		for _, l := range w.letters() {
			if m := sixDigits.FindStringSubmatch(l.Text); m != nil && l.To == s.account.Email && code == "" {
				code = strings.ReplaceAll(m[1], " ", "")
			}
		}
		send("/sign-in/code", "code="+code)
	} else {
		send("/sign-in", email+"&password="+password)
	}
	return send("/sign-in/second-factor", "code="+second).cookie("__Host-session")
}
