package fetch_test

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/fetch"
)

// TestAim holds what is asked for, and where, for addresses as they are given.
func TestAim(t *testing.T) {
	for _, tt := range []struct{ address, request, sentence string }{
		{"https://site.example", "https://site.example", ""},
		{"https://site.example:443/a?b=c#d", "https://site.example/a?b=c", ""},
		{"http://Site.Example:80/%2e%2e/", "http://site.example/%2e%2e/", ""},
		{"http://www.site.example:/", "http://www.site.example/", ""},
		{"http://my_shop.site.example/", "http://my_shop.site.example/", ""},
		{"https://sa\u00e7.example/\u00e7", "https://xn--sa-5ia.example/%C3%A7", ""},
		{"https://1and1.example/", "https://1and1.example/", ""},
		{"https://site.example:80/", "", "fetch.port"},
		{"http://site.example:443/", "", "fetch.port"},
		{"http://site.example:8080/", "", "fetch.port"},
		{"http://127.0.0.1/", "", "fetch.name"},
		{"http://8.8.8.8/", "", "fetch.name"},
		{"http://[2606:4700::1]/", "", "fetch.name"},
		{"http://localhost/", "", "fetch.name"},
	} {
		request, _, _, err := fetch.Aim(parse(t, tt.address))
		if tt.sentence != "" && sentence(err) != tt.sentence || tt.sentence == "" && (err != nil || request != tt.request) {
			t.Errorf("Aim(%s) = %s, %v; want %s%s", tt.address, request, err, tt.request, tt.sentence)
		}
	}
	if _, _, _, err := fetch.Aim(directory.URL{}); sentence(err) != "fetch.name" {
		t.Errorf("Aim(no address) = %v", err)
	}
}

// FuzzAim checks that whatever passes the first wall, as it is given or as a
// redirect leads to it, is a name of the web on the port of its scheme, and is
// read the same when it is read again.
func FuzzAim(f *testing.F) {
	for _, s := range spellings {
		f.Add("http://" + s + "/")
		f.Add("//" + s)
	}
	for _, s := range []string{"https://site.example", "/a/b", "?x", "../..", "http:127.0.0.1", "http://a.example\\@b.example/"} {
		f.Add(s)
	}
	from, err := directory.ParseURL("https://site.example/a/b")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if u, err := directory.ParseURL(s); err == nil {
			checkAim(t, u)
		}
		if u, err := fetch.Next(from, s); err == nil {
			checkAim(t, u)
			if !strings.HasPrefix(u.String(), "https://") {
				t.Errorf("Next(%s, %q) = %s", from, s, u)
			}
		}
	})
}

func checkAim(t *testing.T, u directory.URL) {
	t.Helper()
	request, host, port, err := fetch.Aim(u)
	if err != nil {
		return
	}
	again, err := url.Parse(request)
	if err != nil || again.Host != host || again.User != nil || again.Fragment != "" || again.Opaque != "" {
		t.Errorf("Aim(%s) = %s of %s, which reads as %#v, %v", u, request, host, again, err)
		return
	}
	if want := map[string]uint16{"http": 80, "https": 443}[again.Scheme]; port != want {
		t.Errorf("Aim(%s) = %s at port %d", u, request, port)
	}
	if _, err := netip.ParseAddr(host); err == nil || aton(host) || !strings.Contains(host, ".") || strings.HasSuffix(host, ".") {
		t.Errorf("Aim(%s) = %s of %s, which is no name of a site", u, request, host)
	}
	if strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" {
		t.Errorf("Aim(%s) = %s of %q, which has a stray character", u, request, host)
	}
}

// aton reports whether the C library would take s for an address: one to four
// numbers, decimal, octal or hexadecimal.
func aton(s string) bool {
	parts := strings.Split(s, ".")
	for _, p := range parts {
		if p == "" || strings.ContainsAny(p, "_bo") {
			return false
		}
		if _, err := strconv.ParseUint(p, 0, 64); err != nil {
			return false
		}
	}
	return len(parts) <= 4
}
