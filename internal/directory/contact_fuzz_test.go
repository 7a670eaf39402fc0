package directory

import (
	"net/url"
	"strings"
	"testing"
)

// FuzzParsePhone checks the promise in Phone's doc: whatever parses is in E.164
// form, and reading its own output, near or far, changes nothing.
func FuzzParsePhone(f *testing.F) {
	for _, s := range []string{"+44 20 7946 0958", "0044 (20) 7946-0958", "", "+", "999", "020 7946 0958", "+39 06 1234 5678", "1-800-FLOWERS", "0046-0*0) 7946-0958", "+٤٤٢٠٧٩٤٦٠٩٥٨"} {
		f.Add(s, "GB")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, s, code string) {
		country, _ := ParseCountry(code) // the zero Country will do
		p, err := ParsePhone(s, country)
		if err != nil {
			return
		}
		if !isE164(p.String()) {
			t.Errorf("ParsePhone(%q, %s) = %q, which is not E.164", s, country, p)
		}
		if again, err := throughText(p); err != nil || again != p {
			t.Errorf("ParsePhone(%q, %s) = %q; through text it becomes %q, %v", s, country, p, again, err)
		}
		for _, text := range []string{p.String(), p.International()} {
			if again, err := ParsePhone(text, country); err != nil || again != p {
				t.Errorf("ParsePhone(%q, %s) = %q; parsing %q gives %q, %v", s, country, p, text, again, err)
			}
		}
	})
}

// FuzzParseURL checks that no address but that of a page gets through, and that
// the one that does is read back the same.
func FuzzParseURL(f *testing.F) {
	for _, s := range []string{"https://clinic.example/ö?a=b#c", "javascript:alert(1)", "HTTP://[::1%25eth0]:80", "https://a%2f@b", "http://a/%zz", "https://clinic\u3002example", "http://a/../..//", "http://\u212a.example"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := ParseURL(s)
		if err != nil {
			return
		}
		p, err := url.Parse(u.String())
		if err != nil || p.Scheme != "http" && p.Scheme != "https" || p.Host == "" || p.User != nil || p.Opaque != "" {
			t.Errorf("ParseURL(%q) = %q, which is %+v, %v", s, u, p, err)
		}
		if !strings.HasPrefix(u.String(), "http://") && !strings.HasPrefix(u.String(), "https://") {
			t.Errorf("ParseURL(%q) = %q", s, u)
		}
		if u.Host() == "" && p.Hostname() != "www." || strings.ContainsAny(u.Host(), "\"'<>/?#@ ") {
			t.Errorf("ParseURL(%q) = %q of host %q", s, u, u.Host())
		}
		if again, err := throughText(u); err != nil || again != u {
			t.Errorf("ParseURL(%q) = %q; through text it becomes %q, %v", s, u, again, err)
		}
	})
}

// FuzzParseEmail checks that an address can stand in a header as it is.
func FuzzParseEmail(f *testing.F) {
	for _, s := range []string{"reception@clinic.example", "a@b.example\r\nBcc: c@d.example", `"a b"@c.example`, "ä@ö.example", "a@[192.0.2.1]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := ParseEmail(s)
		if err != nil {
			return
		}
		if strings.ContainsAny(e.String(), "\r\n\x00 <>,;\"") || strings.Count(e.String(), "@") != 1 {
			t.Errorf("ParseEmail(%q) = %q", s, e)
		}
		if again, err := throughText(e); err != nil || again != e {
			t.Errorf("ParseEmail(%q) = %q; through text it becomes %q, %v", s, e, again, err)
		}
	})
}
