package access_test

import (
	"net/url"
	"strings"
	"testing"

	"rootline/internal/access"
)

// offSite are addresses that some browser, proxy or library has once taken for
// another site's, or for something else than a path of ours (S10).
var offSite = []string{
	"", "evil.example", "//evil.example", "///evil.example", "////evil.example", `\\evil.example`, `/\evil.example`,
	`\/evil.example`, `/\/evil.example`, `//\evil.example`, `/\\evil.example`, "https://evil.example", "https:evil.example",
	"https:/evil.example", "http://evil.example", "HTTPS://evil.example", "hTtp:evil.example", "javascript:alert(1)",
	"JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://evil.example", "mailto:a@evil.example",
	"/\tevil.example", "/\t/evil.example", "\t//evil.example", "/\n/evil.example", "/\r/evil.example", "\n//evil.example",
	" //evil.example", " /account", "/\x00/evil.example", "\x00//evil.example", "/\x0b/evil.example", "/\x7f/evil.example",
	"/account\r\nLocation: //evil.example", "/account\r\n\r\n<script>", "/account\nSet-Cookie: a=b", "/a b",
	"/%2fevil.example", "/%2Fevil.example", "/%2f%2fevil.example", "%2f%2fevil.example", "/%5cevil.example", "/%5Cevil.example",
	"/%5c%5cevil.example", "/%252fevil.example", "/%255cevil.example", "/%09/evil.example", "/%0a/evil.example", "/%0d%0aLocation:x",
	"/%00", "/account/%00", "/%2e%2e//evil.example", "/..//evil.example", "/.//evil.example", "/./evil", "/../evil", "/a/../..//evil.example",
	"/a//evil.example", "/a/..%2f..%2f/evil.example", "/;//evil.example", "//evil.example/account", "//user@evil.example", "//evil.example:443/",
	"//[::1]/", "//%65vil.example", "/／evil.example", "／／evil.example", "/\u2028/evil.example", "/\u00a0/evil.example", "/é",
	"?next=//evil.example", "#//evil.example", "/account#//evil.example", "/account#x", "account", "./account", "../account", "/%", "/%zz",
	"/account/%", "http:///evil.example", "https:\\\\evil.example", "///\\;@evil.example", "/" + strings.Repeat("a", 3000),
}

func TestNext(t *testing.T) {
	if len(offSite) < 50 {
		t.Fatalf("there are only %d payloads", len(offSite))
	}
	for _, target := range offSite {
		if got := access.Next(target); got != "/account" {
			t.Errorf("Next(%q) = %q, want /account", target, got)
		}
	}
	for _, target := range []string{
		"/", "/account", "/account/", "/account/sessions", "/owner/clinics/ours/members?page=2&q=a%20b", "/search?q=%2F%2Fevil",
		"/search?near=1,2", "/search?next=https://evil.example", "/prp/gb/london-2643743", "/@ours", "/a:b", "/a%20b", "/caf%C3%A9",
	} {
		if got := access.Next(target); got != target {
			t.Errorf("Next(%q) = %q, which was a path of this site", target, got)
		}
	}
}

// FuzzNext checks that whatever comes back leads to this site, by the rules that
// browsers have for addresses (the URL Standard, not RFC 3986).
func FuzzNext(f *testing.F) {
	for _, target := range offSite {
		f.Add(target)
	}
	base, err := url.Parse("https://rootline.example/sign-in/welcome")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, target string) {
		got := access.Next(target)
		asBrowsersDo := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(strings.TrimSpace(got))
		u, err := base.Parse(asBrowsersDo)
		if err != nil || u.Host != base.Host || u.Scheme != base.Scheme || strings.HasPrefix(asBrowsersDo, "//") || asBrowsersDo != got {
			t.Errorf("Next(%q) = %q, which leads to %v, %v", target, got, u, err)
		}
	})
}
