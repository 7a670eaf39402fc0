package moderation_test

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/net/publicsuffix"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// address is an e-mail address; "" is none.
func address(s string) (e directory.Email) {
	if s != "" {
		e = must(directory.ParseEmail(s))
	}
	return e
}

func site(s string) (u directory.URL) {
	if s != "" {
		u = must(directory.ParseURL(s))
	}
	return u
}

func TestProvesDomain(t *testing.T) {
	const (
		noSite = "moderation.domain.no_site email"
		shared = "moderation.domain.shared email"
		theirs = "moderation.domain.site_shared email"
		other  = "moderation.domain.elsewhere email"
	)
	tests := []struct{ address, site, want string }{
		{"desk@harbour.example", "https://harbour.example/", "harbour.example"},
		{"desk@harbour.example", "https://www.harbour.example/en/leeds?x=1", "harbour.example"},
		{"desk@mail.leeds.harbour.example", "http://leeds.harbour.example:8080", "harbour.example"},
		{"DESK@HARBOUR.EXAMPLE", "https://Harbour.Example", "harbour.example"},
		{"desk@harbour.co.uk", "https://book.harbour.co.uk", "harbour.co.uk"},
		{"desk@harbour.com.tr", "https://harbour.com.tr", "harbour.com.tr"},
		{"desk@harbour.uk.com", "https://harbour.uk.com", "harbour.uk.com"},
		{`"desk@abbey.example"@harbour.example`, "https://harbour.example", "harbour.example"},
		{`"desk@harbour.example"@abbey.example`, "https://harbour.example", other},

		{"desk@abbey.example", "https://harbour.example", other},
		{"desk@harbour.com", "https://harbour.example", other},
		{"desk@notharbour.example", "https://harbour.example", other},
		{"desk@harbour.example.abbey.example", "https://harbour.example", other},
		{"desk@abbey.co.uk", "https://harbour.co.uk", other},

		// another's clinic in the same rooms
		{"harbour@gmail.com", "https://harbour.example", shared},
		{"harbour@yahoo.co.uk", "https://harbour.example", shared},
		{"harbour@hotmail.fr", "https://harbour.example", shared},
		{"harbour@mail.gmail.com", "https://harbour.example", shared},
		{"x@harbour.wixsite.com", "https://harbour.example", shared},
		{"x@gmail.com", "https://gmail.com/harbour", theirs},
		{"x@instagram.com", "https://www.instagram.com/harbour", theirs},
		{"x@linktr.ee", "https://linktr.ee/harbour", theirs},
		{"x@harbour.wixsite.com", "https://harbour.wixsite.com/clinic", theirs},
		{"x@harbour.blogspot.com", "https://harbour.blogspot.com", theirs},
		{"x@harbour.github.io", "https://harbour.github.io", theirs},
		{"x@harbour.business.site", "https://harbour.business.site", theirs},
		{"x@harbour.square.site", "https://harbour.square.site", theirs},
		{"x@google.com", "https://sites.google.com/view/harbour", theirs},
		{"x@facebook.com", "https://m.facebook.com/harbour", theirs},
		{"x@treatwell.co.uk", "https://www.treatwell.co.uk/place/harbour", theirs},

		{"desk@harbour.example", "", noSite},
		{"desk@harbour.example", "https://192.0.2.7/", noSite},
		{"desk@harbour.example", "https://[2001:db8::7]/", noSite},
		{"desk@harbour.example", "https://co.uk/", noSite},
		{"desk@co.uk", "https://harbour.co.uk/", "moderation.domain.none email"},

		// other letters: the same domain in both ways of writing it, and one that looks alike
		{"info@güzel.example", "https://xn--gzel-0ra.example", "xn--gzel-0ra.example"},
		{"info@xn--gzel-0ra.example", "https://GÜZEL.example", "xn--gzel-0ra.example"},
		{"info@h\u0430rbour.example", "https://harbour.example", other}, // a Cyrillic а
		{"info@harbour。example.net", "https://harbour.example.net", "example.net"},
		{"info@straße.example", "https://strasse.example", other},
	}
	for _, tt := range tests {
		from, err := directory.ParseEmail(tt.address)
		if err != nil {
			t.Logf("%s is no address here", tt.address)
			continue
		}
		got, err := moderation.ProvesDomain(from, site(tt.site))
		if err != nil {
			got = said(err)
		}
		if got != tt.want {
			t.Errorf("ProvesDomain(%s, %s) = %s, want %s", tt.address, tt.site, got, tt.want)
		}
	}
}

func TestProvesPage(t *testing.T) {
	own := site("https://harbour.example")
	tests := []struct{ page, want string }{
		{"https://www.harbour.example/code.html", "harbour.example"},
		{"https://abbey.example/code.html", "moderation.domain.elsewhere url"},
		{"https://instagram.com/harbour", "moderation.domain.shared url"},
		{"https://192.0.2.7/code.html", "moderation.domain.none url"},
	}
	for _, tt := range tests {
		got, err := moderation.ProvesPage(site(tt.page), own)
		if err != nil {
			got = said(err)
		}
		if got != tt.want {
			t.Errorf("ProvesPage(%s) = %s, want %s", tt.page, got, tt.want)
		}
	}
}

// TestNobodysOwn reads the list: each line is a domain that can be registered, or a
// public suffix, or a name under every suffix; and each refuses.
func TestNobodysOwn(t *testing.T) {
	text := string(must(os.ReadFile("lists/nobodys_own.txt")))
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if seen[line] {
			t.Errorf("%s is on the list twice", line)
		}
		seen[line] = true
		domain := strings.Replace(line, ".*", ".co.uk", 1)
		suffix, _ := publicsuffix.PublicSuffix(domain)
		if got, ok := moderation.Domain(domain); got != domain && suffix != domain {
			t.Errorf("%s is none that can be registered: that is %s, %t", domain, got, ok)
		}
		if !moderation.NobodysOwn(domain) {
			t.Errorf("NobodysOwn(%s) = false", domain)
		}
	}
	if len(seen) < 150 {
		t.Errorf("the list has %d domains, want 150 at least", len(seen))
	}
	for _, domain := range []string{"harbour.example", "harbour.co.uk", "harbour.com.tr", "live-hair.example", "gmail.example", "harbour.uk.com"} {
		if moderation.NobodysOwn(domain) {
			t.Errorf("NobodysOwn(%s) = true", domain)
		}
	}
}

func FuzzDomain(f *testing.F) {
	for _, s := range []string{"harbour.example", "www.harbour.co.uk.", "GÜZEL.example", "[::1]", "", ".", "a..b", "xn--a", "0\xc3.0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		domain, ok := moderation.Domain(s)
		if !ok {
			if domain != "" {
				t.Errorf("Domain(%q) = %q, and none", s, domain)
			}
			return
		}
		if again, ok := moderation.Domain(domain); !ok || again != domain {
			t.Errorf("Domain(%q) = %q; of that it is %q, %t", s, domain, again, ok)
		}
		if strings.Trim(domain, "abcdefghijklmnopqrstuvwxyz0123456789-._") != "" {
			t.Errorf("Domain(%q) = %q, which is not lower-case ASCII", s, domain)
		}
	})
}
