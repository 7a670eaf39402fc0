package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rootline/internal/directory"
	"rootline/internal/server"
)

// seen is what somebody saw who followed every link.
type seen struct {
	pages map[string]answer
	forms []form
}

// form is a form of a page that changes something.
type form struct {
	page, path string
	fields     [][2]string
}

// crawl follows every link that somebody finds, from the first page and from every
// route that is asked for by GET. Searches lead to searches without end, so those that
// narrow by anything are not followed.
func (w *world) crawl(s *someone) seen {
	w.t.Helper()
	found := seen{pages: map[string]answer{}}
	queue := append([]string{"/"}, w.starts(s)...)
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if _, known := found.pages[path]; known {
			continue
		}
		a := w.send(http.MethodGet, path, "", s.as(path)...)
		found.pages[path] = a
		if a.status >= 500 {
			w.t.Errorf("GET %s as %v = %d", path, s, a.status)
		}
		if to := a.location(); strings.HasPrefix(to, "/") {
			queue = append(queue, to)
		}
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			continue
		}
		links, forms := parts(w.t, path, a)
		queue, found.forms = append(queue, links...), append(found.forms, forms...)
	}
	return found
}

// parts are what a page leads to that is worth following, and the forms on it.
func parts(t *testing.T, path string, a answer) (links []string, forms []form) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(a.body))
	must(t, err)
	for d := range doc.Descendants() {
		switch {
		case d.Type != html.ElementNode:
		case d.Data == "form" && strings.EqualFold(attribute(d, "method"), "post"):
			forms = append(forms, formsOf(path, d)...)
		default:
			if to := leadsTo(d); worthFollowing(to) {
				links = append(links, to)
			}
		}
	}
	return links, forms
}

// formsAt are the forms on a page that no other leads to.
func (w *world) formsAt(s *someone, path string) []form {
	w.t.Helper()
	_, forms := parts(w.t, path, w.send(http.MethodGet, path, "", s.as(path)...))
	return forms
}

// leadsTo is the address that an element leads to or loads.
func leadsTo(n *html.Node) string {
	switch n.Data {
	case "a", "link":
		return attribute(n, "href")
	case "img", "script":
		return attribute(n, "src")
	}
	return ""
}

func worthFollowing(to string) bool {
	u, err := url.Parse(to)
	return err == nil && strings.HasPrefix(to, "/") && (u.Path != "/search" && len(u.Query()) == 0 || strings.HasPrefix(u.Path, "/sign-in") || strings.HasPrefix(u.Path, "/account"))
}

// formsOf is a form, and for what sends it besides, the passkey's script, another.
func formsOf(page string, n *html.Node) []form {
	f := form{page: page, path: attribute(n, "action")}
	for d := range n.Descendants() {
		if name := attribute(d, "name"); d.Type == html.ElementNode && d.Data != "button" && name != "" {
			f.fields = append(f.fields, [2]string{name, attribute(d, "value")})
		}
	}
	forms := []form{f}
	if options := attribute(n, "data-options"); options != "" {
		forms = append(forms, form{page, options, f.fields[:1]})
	}
	return forms
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// starts are the addresses of all routes that are asked for by GET, about what is
// somebody's own.
func (w *world) starts(s *someone) []string {
	w.t.Helper()
	home := "a"
	if s != nil && s.home != "" {
		home = s.home
	}
	var all []string
	for _, row := range routesOf(server.New(*mounted(w.t, w.cfg, w.house))) {
		if pattern, ok := strings.CutPrefix(row, "GET "); ok {
			all = append(all, filledIn(pattern, func(name string) string {
				if real, ok := w.part(home, pattern, name); ok {
					return real
				}
				return "x"
			}))
		}
	}
	for kind, id := range w.items(home) {
		all = append(all, "/admin/queue/"+string(kind)+"/"+id.String(), "/api/v1/admin/queue/"+string(kind)+"/"+id.String())
	}
	return all
}

// TestPeople_readingChangesNothing follows every link as everybody, those in letters
// too, and finds the database as it was: programs that look through mail, and
// browsers that load ahead, do nothing for anybody (S9). With ROOTLINE_ASSURE=1 the
// heads of all pages are asked for too.
func TestPeople_readingChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	links := w.lettersWithLinks()
	w.seen(time.Now().Add(-10 * time.Minute)) // so that all of them are seen anew
	// Whatever a session is saved with is sealed anew; it is compared opened.
	seenAt := []string{"session.seen_at", "session.sealed"}
	before, everything, sessions, recorded := w.dump(append(seenAt, recordKept...)...), w.dump(), w.sessions(), w.recorded()
	read := 0
	for _, s := range w.everybody() {
		for _, link := range links {
			if a := w.send(http.MethodGet, link, "", s.as(link)...); a.status >= 400 {
				t.Errorf("GET %s as %v = %d; the link is good", link, s, a.status)
			}
		}
		found := w.crawl(s)
		read += len(found.pages) + len(links)
		for path := range found.pages {
			if assured() {
				w.send(http.MethodHead, path, "", s.as(path)...)
				read++
			}
		}
		w.unchanged(fmt.Sprintf("reading as %v", s), before, append(seenAt, recordKept...)...)
	}
	if now := w.sessions(); !slices.Equal(now, sessions) {
		t.Errorf("reading changed sessions: %v, they were %v", now, sessions)
	}
	if now := w.dump(); slices.Equal(now, everything) {
		t.Error("nobody was seen, so the sessions were not looked at")
	}
	w.recordedReads(recorded)
	t.Logf("%d people, %d reads", len(w.everybody()), read)
}

// sessions are those that everybody has come with, but for when they were seen.
func (w *world) sessions() (all []directory.Session) {
	w.t.Helper()
	for _, s := range w.everybody()[1:] {
		for _, id := range []directory.ID{s.page.ID, s.program.ID} {
			n, err := w.house.Session(w.t.Context(), id)
			must(w.t, err)
			n.SeenAt = 0
			all = append(all, n)
		}
	}
	return all
}

var (
	linkInLetter = regexp.MustCompile(`https?://[^\s"<>]+`)
	sixDigits    = regexp.MustCompile(`(?m)^\s*([0-9]{3} ?[0-9]{3})\s*$`)
)

// lettersWithLinks has letters sent with a link of each kind that does something when
// its page is sent back, and returns where they lead.
func (w *world) lettersWithLinks() (paths []string) {
	w.t.Helper()
	w.post(nil, "/register", "name", "New Person", "email", "new@people.example")
	email, err := directory.ParseEmail("first@people.example")
	must(w.t, err)
	first, err := w.desks.team.CreateAdmin(w.t.Context(), email, "First Admin")
	must(w.t, err)
	_, err = w.desks.asking.Round(w.t.Context())
	must(w.t, err)
	kinds := map[string]string{"sign-in": "/sign-in/link/" + first}
	for _, l := range w.letters() {
		for _, link := range linkInLetter.FindAllString(l.Text, -1) {
			path := strings.TrimPrefix(link, w.base)
			if kind := strings.Split(path, "/")[1]; kind != "still-right" || w.send(http.MethodGet, path, "").status == http.StatusOK {
				kinds[kind] = path // a clinic that was merged into another is not asked about any more
			}
		}
	}
	for _, kind := range []string{"register", "invitations", "sign-in", "still-right"} {
		if strings.Count(kinds[kind], "/") < 2 {
			w.t.Errorf("there is no letter with a link to /%s/…, only %v", kind, kinds)
			continue
		}
		paths = append(paths, kinds[kind])
	}
	return paths
}
