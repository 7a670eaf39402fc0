package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"rootline/internal/fetch"
)

func packed(text []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(text)
	_ = z.Close()
	return b.Bytes()
}

// TestPage reads pages as sites show them.
func TestPage(t *testing.T) {
	for name, tt := range map[string]struct {
		header string // Content-Type, then Content-Encoding
		body   []byte
		kind   string
		text   string
	}{
		"HTML":               {"text/html; charset=utf-8|", []byte("<p>code"), "text/html", "<p>code"},
		"plain text":         {"text/plain|", []byte("code"), "text/plain", "code"},
		"capitals":           {"TEXT/HTML|", []byte("code"), "text/html", "code"},
		"a stray semicolon":  {"text/html; charset=utf-8;|", []byte("code"), "text/html", "code"},
		"a broken parameter": {"text/html; charset=a b|", []byte("code"), "text/html", "code"},
		"packed":             {"text/html|gzip", packed([]byte("code")), "text/html", "code"},
		"packed, old name":   {"text/html|X-GZIP", packed([]byte("code")), "text/html", "code"},
		"packed in parts":    {"text/html|gzip", append(packed([]byte("co")), packed([]byte("de"))...), "text/html", "code"},
		"not packed":         {"text/html|identity", []byte("code"), "text/html", "code"},
		"empty":              {"text/html|", nil, "text/html", ""},
		"not UTF-8":          {"text/plain; charset=iso-8859-9|", []byte("\xfe\xf0"), "text/plain", "\xfe\xf0"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t)
			w.site(t, "site.example", public, func(rw http.ResponseWriter, _ *http.Request) {
				kind, encoding, _ := strings.Cut(tt.header, "|")
				rw.Header().Set("Content-Type", kind)
				if encoding != "" {
					rw.Header().Set("Content-Encoding", encoding)
				}
				_, _ = rw.Write(tt.body)
			})
			u := parse(t, "http://site.example/a/b?c=d")
			p, err := w.client(nil).Page(t.Context(), u)
			if err != nil || p.Type != tt.kind || string(p.Text) != tt.text || p.URL != u {
				t.Errorf("Page = %s %q of %s, %v; want %s %q of %s", p.Type, p.Text, p.URL, err, tt.kind, tt.text, u)
			}
		})
	}
}

// TestPage_asksPlainly holds what a site learns of us, over a redirect from one
// site to another that sets a cookie: who asks and why, and nothing else.
func TestPage_asksPlainly(t *testing.T) {
	w := newWeb(t)
	var requests []*http.Request
	w.secure(t, public, func(rw http.ResponseWriter, r *http.Request) {
		requests = append(requests, r)
		shows("here")(rw, r)
	}, nil)
	w.site(t, "other.example", publicToo, func(rw http.ResponseWriter, r *http.Request) {
		requests = append(requests, r)
		http.SetCookie(rw, &http.Cookie{Name: "visit", Value: "1"})
		http.SetCookie(rw, &http.Cookie{Name: "visit", Value: "2", Domain: "example.com"})
		http.Redirect(rw, r, "https://example.com/there?x=1#part", http.StatusFound)
	})
	p, err := w.client(nil).Page(t.Context(), parse(t, "http://other.example/#secret"))
	if err != nil || string(p.Text) != "here" || p.URL.String() != "https://example.com/there?x=1" {
		t.Fatalf("Page = %q of %s, %v", p.Text, p.URL, err)
	}
	if len(requests) != 2 {
		t.Fatalf("the sites were asked %d times, want 2", len(requests))
	}
	for i, r := range requests {
		got := fmt.Sprintf("%s %s %s %v %v", r.Method, r.Host, r.RequestURI, r.Header, r.ContentLength)
		where := []string{"other.example /", "example.com /there?x=1"}[i]
		want := "GET " + where + " map[Accept:[text/html, text/plain] Accept-Encoding:[gzip] Connection:[close] User-Agent:" +
			"[Rootline (looks for the code by which a clinic's owner shows that the site is theirs; https://clinics.example)]] 0"
		if got != want {
			t.Errorf("request %d was\n  %s, want\n  %s", i+1, got, want)
		}
	}
}

// TestPage_redirects follows as many redirects as are allowed, and no more; from
// http to https, and not back.
func TestPage_redirects(t *testing.T) {
	w := newWeb(t)
	hops := func(rw http.ResponseWriter, r *http.Request) {
		var n int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &n)
		if n == 0 {
			shows("arrived")(rw, r)
			return
		}
		rw.Header().Set("Location", strconv.Itoa(n-1))
		rw.WriteHeader(redirects[n%len(redirects)])
	}
	w.secure(t, public, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/down" {
			http.Redirect(rw, r, "http://plain.example/0", http.StatusFound)
			return
		}
		hops(rw, r)
	}, nil)
	w.site(t, "plain.example", publicToo, func(rw http.ResponseWriter, r *http.Request) {
		if to, ok := strings.CutPrefix(r.URL.Path, "/up"); ok {
			http.Redirect(rw, r, "https://example.com"+to, http.StatusMovedPermanently)
			return
		}
		hops(rw, r)
	})
	for _, tt := range []struct{ from, at, sentence string }{
		{"https://example.com/0", "https://example.com/0", ""},
		{"https://example.com/5", "https://example.com/0", ""},
		{"https://example.com/6", "", "fetch.endless"},
		{"http://plain.example/5", "http://plain.example/0", ""},
		{"http://plain.example/up/4", "https://example.com/0", ""},
		{"http://plain.example/up/5", "", "fetch.endless"},
		{"https://example.com/down", "", "fetch.downgrade"},
		{"http://plain.example/up/down", "", "fetch.downgrade"},
	} {
		p, err := w.client(nil).Page(t.Context(), parse(t, tt.from))
		switch {
		case tt.sentence != "" && sentence(err) != tt.sentence:
			t.Errorf("Page(%s) = %s, want %s", tt.from, sentence(err), tt.sentence)
		case tt.sentence == "" && (err != nil || p.URL.String() != tt.at || string(p.Text) != "arrived"):
			t.Errorf("Page(%s) = %q of %s, %v; want that of %s", tt.from, p.Text, p.URL, err, tt.at)
		}
	}
	few := w.client(func(o *fetch.Options) { o.MaxRedirects = 1 })
	if got := try(t, few, "https://example.com/2"); got != "fetch.endless" {
		t.Errorf("Page, two redirects where one is allowed = %s", got)
	}
	if n := w.canary.hits(t); n != 0 {
		t.Errorf("%d connections at the canary", n)
	}
}

// TestPage_foreignNames visits a name outside ASCII, which is asked for in ASCII.
func TestPage_foreignNames(t *testing.T) {
	w := newWeb(t)
	var host string
	w.site(t, "xn--sa-klinii-r3a63d.example", public, func(rw http.ResponseWriter, r *http.Request) {
		host = r.Host
		shows("saç")(rw, r)
	})
	for _, s := range []string{"http://saç-kliniği.example/", "http://SAÇ-kliniği.Example/"} {
		p, err := w.client(nil).Page(t.Context(), parse(t, s))
		if err != nil || string(p.Text) != "saç" || strings.ContainsFunc(host, func(r rune) bool { return r > 0x7f }) {
			t.Errorf("Page(%s) = %q, %v; asked %v of host %q", s, p.Text, err, w.asked, host)
		}
	}
}

// TestPage_otherAddresses tries the next address when one is dead, and knocks
// at no more than two of each family, whatever the name answers.
func TestPage_otherAddresses(t *testing.T) {
	w := newWeb(t)
	w.site(t, "six.example", publicSix, shows("over IPv6"))
	w.at(public+":80", "")
	w.at(publicToo+":80", "")
	w.name("both.example", public, publicToo, public, public, publicSix)
	p, err := w.client(nil).Page(t.Context(), parse(t, "http://both.example/"))
	if err != nil || string(p.Text) != "over IPv6" || len(w.dialled) != 3 {
		t.Errorf("Page = %q, %v; dialled %v", p.Text, err, w.dialled)
	}
	w.name("none.example")
	if got := try(t, w.client(nil), "http://none.example/"); got != "fetch.unreachable" {
		t.Errorf("Page of a name without addresses = %s", got)
	}
}

// TestPage_concurrent has many ask one client for pages of many sites: each gets
// their own.
func TestPage_concurrent(t *testing.T) {
	const sites, rounds = 8, 25
	w := newWeb(t)
	for i := range sites {
		w.site(t, fmt.Sprintf("s%d.example", i), fmt.Sprintf("93.184.216.%d", i+1), func(rw http.ResponseWriter, r *http.Request) {
			shows(fmt.Sprintf("s%d.example%s", i, r.URL.Path))(rw, r)
		})
	}
	c := w.client(nil)
	var wg sync.WaitGroup
	for i := range sites {
		for n := range rounds {
			wg.Go(func() {
				want := fmt.Sprintf("s%d.example/%d", i, n)
				if p, err := c.Page(t.Context(), parse(t, "http://"+want)); err != nil || string(p.Text) != want {
					t.Errorf("Page(http://%s) = %q, %v", want, p.Text, err)
				}
			})
		}
	}
	wg.Wait()
}

// TestPage_cancelled ends when nobody waits any more, without a sentence.
func TestPage_cancelled(t *testing.T) {
	w := newWeb(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.site(t, "site.example", public, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done() // the connection is gone as well
	})
	if _, err := w.client(nil).Page(ctx, parse(t, "http://site.example/")); !errors.Is(err, context.Canceled) || !strings.HasPrefix(sentence(err), "no sentence") {
		t.Errorf("Page, cancelled = %v", err)
	}
}

// TestNew_defaults connects with the system's own dialer and resolver unless
// told otherwise.
func TestNew_defaults(t *testing.T) {
	w := newWeb(t)
	c := w.client(func(o *fetch.Options) { o.Dial = nil })
	w.name("gone.example", public)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // before anything leaves this machine
	if _, err := c.Page(ctx, parse(t, "http://gone.example/")); !errors.Is(err, context.Canceled) {
		t.Errorf("Page = %v", err)
	}
	c = w.client(func(o *fetch.Options) { o.Resolver, o.Dial = nil, nil })
	if _, err := c.Page(ctx, parse(t, "http://gone.example/")); !errors.Is(err, context.Canceled) {
		t.Errorf("Page = %v", err)
	}
}
