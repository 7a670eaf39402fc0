package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rootline/internal/config"
)

// poison is a request's head that says something else than where the site is. The
// site takes it, or turns it away; %s stands for its port.
type poison struct {
	host  string
	lines []string
	taken bool
}

const https = "X-Forwarded-Proto: https" // our proxy says so; the names of the site are for https alone

var poisons = []poison{
	{"localhost:%s", nil, true},
	{"localhost", nil, true},
	{"LOCALHOST:%s", nil, true},
	{"localhost:1", nil, true},
	{"localhost:65535", nil, true},
	{"127.0.0.1:%s", nil, true},
	{"127.0.0.53", nil, true},
	{"[::1]:%s", nil, true},
	{"clinics.example", []string{https}, true},
	{"CLINICS.example:8443", []string{https}, true},
	{"www.clinics.example:22", []string{https}, true},
	{"localhost:%s", []string{"X-Forwarded-Host: evil.example"}, true},
	{"localhost:%s", []string{"X-Forwarded-Host: evil.example", "X-Forwarded-Host: worse.evil.example", "X-Forwarded-Port: 1337"}, true},
	{"localhost:%s", []string{"X-Forwarded-Server: evil.example", "X-Host: evil.example", "X-Original-Host: evil.example", "X-HTTP-Host-Override: evil.example"}, true},
	{"localhost:%s", []string{"Forwarded: for=192.0.2.1;host=evil.example;proto=http"}, true},
	{"localhost:%s", []string{"X-Forwarded-Proto: javascript"}, true},
	{"localhost:%s", []string{"X-Forwarded-Proto: http", "X-Forwarded-Scheme: ftp", "X-Url-Scheme: data"}, true},
	{"localhost:%s", []string{"X-Original-URL: //evil.example/", "X-Rewrite-URL: http://evil.example/", "X-Forwarded-Prefix: //evil.example"}, true},
	{"localhost:%s", []string{"Referer: https://evil.example/sign-in", "X-Forwarded-For: evil.example"}, true},
	{"clinics.example", []string{https, "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example"}, true},

	{"clinics.example", nil, false}, // by plain http
	{"evil.example", nil, false},
	{"evil.example:%s", []string{https}, false},
	{"localhost.evil.example", nil, false},
	{"clinics.example.evil.example", []string{https}, false},
	{"evilclinics.example", []string{https}, false},
	{"clinics.example@evil.example", []string{https}, false},
	{"localhost:%s@evil.example", nil, false},
	{"localhost:%s#evil.example", nil, false},
	{"localhost:%s/evil.example", nil, false},
	{"localhost:80:evil.example", nil, false},
	{"localhost:evil.example", nil, false},
	{"localhost, evil.example", nil, false},
	{"localhost evil.example", nil, false},
	{"127.0.0.1.evil.example", nil, false},
	{"192.0.2.1", nil, false},
	{"[2001:db8::1]:%s", nil, false},
	{"", nil, false},
	{"localhost:%s", []string{"Host: evil.example"}, false},
	{"localhost:%s", []string{"Host : evil.example"}, false},
	{"localhost:%s", []string{" Host: evil.example"}, false},
}

// targets are what a request may say it is for instead of a path.
var targets = []string{
	"http://evil.example%s", "https://evil.example%s", "http://localhost@evil.example%s", "//evil.example%s", "evil.example%s", "http://localhost%s",
}

// causes are the requests by which letters with links are sent, each to an address of
// its own.
var causes = []struct{ path, body string }{
	{"/sign-in", "email=poisoned-%d%%40people.example"},
	{"/register", "name=Somebody&email=poisoned-%d%%40people.example"},
	{"/owner/clinics/:clinic/invitations", "role=manager&email=poisoned-%d%%40people.example"},
	{"/api/v1/auth/codes", `{"email":"poisoned-%d@people.example"}`},
	{"/api/v1/auth/registrations", `{"name":"Somebody","email":"poisoned-%d@people.example"}`},
}

// TestPeople_lettersLeadHere causes letters with requests that say that the site is
// somewhere else (S10). Every link in every letter begins with the address that the
// site was given; and what names a site that is not this one is turned away.
func TestPeople_lettersLeadHere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *config.Config) {
		c.Hosts = []string{"clinics.example", "www.clinics.example"}
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} // which may say more than others
	})
	asked, taken := 0, 0
	for _, p := range poisons {
		for _, cause := range causes {
			asked++
			status := w.poisoned(p, "", cause.path, fmt.Sprintf(cause.body, asked))
			switch ok := status == http.StatusSeeOther || status == http.StatusAccepted; {
			case p.taken && ok:
				taken++
			case p.taken:
				t.Errorf("POST %s to %q with %q = %d, want 202 or 303", cause.path, p.host, p.lines, status)
			case p.host == "clinics.example" && status == http.StatusForbidden:
			case status != http.StatusMisdirectedRequest && status != http.StatusBadRequest:
				t.Errorf("POST %s to %q with %q = %d, want 421 or 400", cause.path, p.host, p.lines, status)
			}
		}
	}
	for _, target := range targets {
		asked++
		if status := w.poisoned(poisons[0], fmt.Sprintf(target, causes[0].path), causes[0].path, fmt.Sprintf(causes[0].body, asked)); status != http.StatusBadRequest {
			t.Errorf("POST %s = %d, want 400", target, status)
		}
	}
	w.leadHere(taken)
	t.Logf("%d requests, of which %d caused a letter", asked, taken)
}

// leadHere holds every link in the letters that poisoned requests have caused against
// the site's address.
func (w *world) leadHere(caused int) {
	w.t.Helper()
	letters, links := 0, 0
	for _, l := range w.letters() {
		if !strings.HasPrefix(l.To.String(), "poisoned-") {
			continue
		}
		letters++
		found := append(linkInLetter.FindAllString(l.Text, -1), linkInLetter.FindAllString(l.HTML, -1)...)
		for _, link := range found {
			if links++; link != w.base && !strings.HasPrefix(link, w.base+"/") {
				w.t.Errorf("the letter %s to %s leads to %s", l.Kind, l.To, link)
			}
		}
		if len(found) == 0 {
			w.t.Errorf("the letter %s to %s has no link", l.Kind, l.To)
		}
	}
	if letters != caused || letters < 50 {
		w.t.Errorf("there are %d letters, want those %d that were caused and 50 at least", letters, caused)
	}
	files, err := filepath.Glob(filepath.Join(w.cfg.Mail.Dir, "*.eml"))
	must(w.t, err)
	for _, name := range files {
		raw, err := os.ReadFile(name)
		must(w.t, err)
		if text := strings.ReplaceAll(string(raw), "=\r\n", ""); strings.Contains(text, "evil") || strings.Contains(text, "clinics.example") || strings.Contains(text, "1337") {
			w.t.Errorf("a letter repeats what a request said of where the site is: %s", text)
		}
	}
	w.t.Logf("%d links in %d letters", links, letters)
}

// poisoned sends a request with a head of its own, and returns the status of the reply.
func (w *world) poisoned(p poison, target, path, body string) int {
	w.t.Helper()
	at, err := url.Parse(w.base)
	must(w.t, err)
	path = strings.ReplaceAll(path, ":clinic", w.mine["a"].listing.Clinic.Slug.String())
	if target == "" {
		target = path
	}
	var owner *someone
	if strings.HasPrefix(path, "/owner/") {
		owner = w.people["owner-a"]
	}
	head := []string{"POST " + target + " HTTP/1.1", "Host: " + strings.ReplaceAll(p.host, "%s", at.Port())}
	head = append(head, p.lines...)
	for i, headers := 0, owner.as(path); i+1 < len(headers); i += 2 {
		head = append(head, headers[i]+": "+headers[i+1])
	}
	head = append(head, "Content-Type: "+bodyType(path), fmt.Sprint("Content-Length: ", len(body)), "Connection: close", "", body)
	conn, err := (&net.Dialer{}).DialContext(w.t.Context(), "tcp", "127.0.0.1:"+at.Port())
	must(w.t, err)
	defer conn.Close()
	_, err = conn.Write([]byte(strings.Join(head, "\r\n")))
	must(w.t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	must(w.t, err)
	defer resp.Body.Close()
	return resp.StatusCode
}

// elsewhere are addresses that some browser, proxy or library has taken for another
// site's: package access holds the function against more of them.
var elsewhere = []string{
	"evil.example", "//evil.example", "///evil.example", `\\evil.example`, `/\evil.example`, `\/evil.example`, `/\/evil.example`, `//\evil.example`,
	"https://evil.example", "https:evil.example", "https:/evil.example", "HTTPS://evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
	"data:text/html,x", "vbscript:x", "file:///etc/passwd", "mailto:a@evil.example", "/\t/evil.example", "\t//evil.example", "/\n/evil.example",
	"/\r/evil.example", " //evil.example", "/\x0b/evil.example", "/account\r\nLocation: //evil.example", "/account\r\n\r\n<script>",
	"/%2fevil.example", "/%2f%2fevil.example", "/%5cevil.example", "/%252fevil.example", "/%255cevil.example", "/%09/evil.example", "/%0a/evil.example",
	"/%0d%0aLocation:x", "/%2e%2e//evil.example", "/..//evil.example", "/.//evil.example", "/a/../..//evil.example", "/a//evil.example",
	"/a/..%2f..%2f/evil.example", "/;//evil.example", "//evil.example/account", "//user@evil.example", "//evil.example:443/", "//[::1]/",
	"//%65vil.example", "/／evil.example", "／／evil.example", "/\u2028/evil.example", "?next=//evil.example", "#//evil.example", "http:///evil.example",
	`https:\\evil.example`, `///\;@evil.example`, "/sign-in/welcome?next=//evil.example", "/sign-in?next=https://evil.example", "/account/confirm?next=%2F%2Fevil.example",
}

// TestPeople_nextStaysHere goes through a whole sign-in, and through showing anew who
// one is, with each of the addresses to go on to (S10): no step leads off the site, and
// none writes such an address into a form. With ROOTLINE_ASSURE=1 a password is shown for
// each of them, else for every sixth; the others begin where that has led.
func TestPeople_nextStaysHere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	steps := 0
	nobody, every := *w.people["nobody"], 6 // hashing takes longer than all the rest
	if assured() {
		every = 1
	}
	for i, target := range elsewhere {
		s, q := &nobody, url.QueryEscape(target)
		replies := map[string]answer{
			"POST /sign-in with a wrong one": w.post(nil, "/sign-in", "email", "not an address", "next", target),
			"POST /sign-in/code":             w.post(nil, "/sign-in/code", "code", "000000", "next", target),
			"POST /sign-in/second-factor":    w.post(nil, "/sign-in/second-factor", "code", "000000", "next", target),
			"POST /sign-in/passkey":          w.post(nil, "/sign-in/passkey", "response", "{}", "next", target),
			"POST /sign-in/forget":           w.post(nil, "/sign-in/forget", "account", nowhereID, "next", target),
			"POST /switch":                   w.post(nil, "/switch", "next", target),
			"POST /account/confirm, wrong":   w.post(s, "/account/confirm", "code", "", "next", target),
			"POST /account/confirm/passkey":  w.post(s, "/account/confirm/passkey", "response", "{}", "next", target),
		}
		for _, path := range []string{"/sign-in", "/sign-in/code", "/sign-in/second-factor", "/sign-in/welcome", "/account/confirm"} {
			replies["GET "+path] = w.send(http.MethodGet, path+"?next="+q, "")
			replies["GET "+path+", signed in"] = w.send(http.MethodGet, path+"?next="+q, "", s.as(path)...)
		}
		if i%every == 0 {
			in := w.post(nil, "/sign-in", "email", s.account.Email.String(), "password", password, "next", target)
			if s.cookie = in.cookie("__Host-session"); in.status != http.StatusSeeOther || s.cookie == "" {
				t.Fatalf("POST /sign-in (next=%q) = %d", target, in.status)
			}
			replies["POST /sign-in"] = in
			replies["POST /account/confirm"] = w.post(s, "/account/confirm", "password", password, "next", target)
		}
		for asked, a := range replies {
			steps += w.staysHere(fmt.Sprintf("%s (next=%q)", asked, target), s, a)
		}
	}
	t.Logf("%d addresses, %d steps", len(elsewhere), steps)
}

// staysHere holds where a reply leads, and what it has forms lead on to, against the
// site, as a browser reads addresses, and goes on from there as somebody to the end.
func (w *world) staysHere(asked string, s *someone, a answer) (steps int) {
	w.t.Helper()
	all := map[string]bool{}
	if to := a.location(); to != "" {
		all[to] = true
	}
	if len(a.header.Values("Location")) > 1 || a.header.Get("Refresh") != "" {
		w.t.Errorf("%s leads to more than one place: %v", asked, a.header)
	}
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		_, forms := parts(w.t, asked, a)
		for _, f := range forms {
			all[f.path] = true
			for _, field := range f.fields {
				if field[0] == "next" {
					all[field[1]] = true
				}
			}
		}
	}
	for to := range all {
		if !w.isHere(to) {
			w.t.Errorf("%s = %d leads to %q", asked, a.status, to)
		}
	}
	if to := a.location(); w.isHere(to) && to != "" {
		steps = w.staysHere(asked+" to "+to, s, w.send(http.MethodGet, to, "", s.as(to)...))
	}
	return steps + 1
}

// isHere reports whether an address is of this site by the rules that browsers have
// (the URL Standard). What it carries to go on to is judged where it leads.
func (w *world) isHere(to string) bool {
	asBrowsersDo := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(strings.TrimSpace(to))
	base, err := url.Parse(w.base)
	must(w.t, err)
	u, err := base.Parse(asBrowsersDo)
	return err == nil && u.Host == base.Host && u.Scheme == base.Scheme && asBrowsersDo == to && !strings.HasPrefix(u.Path, "//")
}
