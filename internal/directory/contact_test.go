package directory

import "testing"

func TestParsePhone(t *testing.T) {
	checkParse(t, "ParsePhone", "invalid.phone", func(s string) (Phone, error) { return ParsePhone(s, Country{}) }, []parseTest{
		{"+442079460958", "+442079460958"},
		{" +44 20 7946 0958 ", "+442079460958"},
		{"0044 (20) 7946-0958", "+442079460958"},
		{"+44 (0)20 7946.0958", "+442079460958"},
		{"+1 (212) 555-0123", "+12125550123"},
		{"+39 06 1234 5678", "+390612345678"}, // Italy keeps the zero
		{"+383 38 123 456", "+38338123456"},   // Kosovo
		{"", ""},
		{"+", ""},
		{"999", ""},
		{"020 7946 0958", ""},
		{"+44", ""},
		{"+44 20 7946 0958 ext. 7", ""},
		{"+999 123 456 789", ""},
		{"+44 20 7946 0958 0958 0958", ""},
		{"call us", ""},
		{"0046 0(0) 7946 0958", ""},
	})
	for _, tt := range []struct{ in, country, want, spaced string }{
		{"020 7946 0958", "GB", "+442079460958", "+44 20 7946 0958"},
		{"(212) 555-0123", "US", "+12125550123", "+1 212-555-0123"},
		{"011 44 20 7946 0958", "US", "+442079460958", "+44 20 7946 0958"},
		{"0212 555 01 23", "TR", "+902125550123", "+90 212 555 01 23"},
		{"00 44 20 7946 0958", "TR", "+442079460958", "+44 20 7946 0958"},
	} {
		p, err := ParsePhone(tt.in, must(ParseCountry(tt.country)))
		if err != nil || p.String() != tt.want || p.International() != tt.spaced {
			t.Errorf("ParsePhone(%q, %s) = %q (%s), %v; want %q (%s)", tt.in, tt.country, p, p.International(), err, tt.want, tt.spaced)
		}
	}
	if got := (Phone{}).International(); got != "" {
		t.Errorf("International() of none = %q", got)
	}
	// A number plan may close: what is on record stays readable.
	var p Phone
	if err := p.UnmarshalText([]byte("+99912345678")); err != nil || p.String() != "+99912345678" || p.International() == "" {
		t.Errorf("UnmarshalText(+99912345678) = %q (%s), %v", p, p.International(), err)
	}
}

func TestParseEmail(t *testing.T) {
	checkParse(t, "ParseEmail", "invalid.email", ParseEmail, []parseTest{
		{"reception@clinic.example", "reception@clinic.example"},
		{" o'neill+prp@mail.clinic.example ", "o'neill+prp@mail.clinic.example"},
		{"", ""},
		{"clinic.example", ""},
		{"a@localhost", ""},
		{"@clinic.example", ""},
		{"a@", ""},
		{"a@b@clinic.example", ""},
		{"Anna <a@clinic.example>", ""},
		{"<a@clinic.example>", ""},
		{"a@clinic.example, b@clinic.example", ""},
		{"a@[192.0.2.1]", ""},
		{"a@clinic.example\r\nBcc: b@clinic.example", ""},
		{"a b@clinic.example", ""},
		{`"a b"@clinic.example`, ""},
		{`"a@clinic.example"@localhost`, ""},
		{"a@clinic..example", ""},
		{"a@clinic.example.", ""},
		{"a@clinic.example (Anna)", ""},
		{"jürgen@prä.example", "jürgen@prä.example"},
		{"अमी@clinic.example", "अमी@clinic.example"},
		{"ju\u0308rgen@pra\u0308.example", "jürgen@prä.example"}, // one mailbox is one address
		{"a@PRÄ.example", "a@prä.example"},
		{"a@xn--pr-wia.example", "a@prä.example"},
		{"a@XN--PR-WIA.example", "a@prä.example"},
		{"a@ｃlinic.example", "a@clinic.example"},
		{"a@clinic.e\u212aample", "a@clinic.eKample"}, // the Kelvin sign
		{"a@mail。clinic.example", "a@mail.clinic.example"},
		{"a@ｃlinic。.example", ""},
		{"a@ｃlinic.example。", ""},
		{"a@xn--0.example", ""},
		{"a@ä_b.example", ""},
		{"a\u2028b@clinic.example", ""}, // a line's end
		{"a\u00a0b@clinic.example", ""}, // a blank
		{"a\u200bb@clinic.example", ""}, // and what is not seen at all
		{"a\u00adb@clinic.example", ""},
		{"a\u034fb@clinic.example", ""},
		{"a\u3164b@clinic.example", ""},
		{"a\ufe0fb@clinic.example", ""},
		{"a\U000e0061b@clinic.example", ""},
		{"a\u202eb@clinic.example", ""}, // what follows would read backwards
		{"a@clinic\u200d.example", ""},
		{"a@clinic.exam\ufeffple", ""},
		{"a\x85b@clinic.example", ""}, // not UTF-8
		{"a\ue000b@clinic.example", ""},
	})
	local := ""
	for range 254 - len("@clinic.example") {
		local += "a"
	}
	if _, err := ParseEmail(local + "@clinic.example"); err != nil {
		t.Errorf("ParseEmail of 254 letters: %v", err)
	}
	if e, err := ParseEmail(local + "a@clinic.example"); err == nil {
		t.Errorf("ParseEmail of 255 letters = %q", e)
	}
}

func TestParseURL(t *testing.T) {
	checkParse(t, "ParseURL", "invalid.url", ParseURL, []parseTest{
		{"https://clinic.example", "https://clinic.example"},
		{" HTTPS://WWW.Clinic.Example/Prices?a=B#C ", "https://www.clinic.example/Prices?a=B#C"},
		{"http://clinic.example:8080/", "http://clinic.example:8080/"},
		{"http://192.0.2.1/", "http://192.0.2.1/"},
		{"http://[2001:db8::1]/", "http://[2001:db8::1]/"},
		{"https://köln.example/ö", "https://k%C3%B6ln.example/%C3%B6"},
		{`https://clinic.example/"><script>`, "https://clinic.example/%22%3E%3Cscript%3E"},
		{"", ""},
		{"clinic.example", ""},
		{"//clinic.example", ""},
		{"/prices", ""},
		{"https://", ""},
		{"https:clinic.example", ""},
		{"javascript:alert(1)", ""},
		{"JavaScript://clinic.example/%0aalert(1)", ""},
		{"data:text/html,hi", ""},
		{"ftp://clinic.example", ""},
		{"mailto:a@clinic.example", ""},
		{"https://anna@clinic.example", ""},
		{"https://anna:secret@clinic.example", ""},
		{"https://@clinic.example", ""},
		{`https://clinic"><script>.example`, ""},
		{"https://clinic example/", ""},
		{"https://clinic.example/a b", ""},
		{"https://clinic.example/\n", "https://clinic.example/"},
		{"https://clinic.example/a\nb", ""},
		{"https://clinic..example", ""},
		{"https://clinic.example:port/", ""},
		{"https://clinic.example/?\xff", ""},
		{"https://[::1", ""},
	})
	for in, host := range map[string]string{
		"https://www.clinic.example/x": "clinic.example", "https://clinic.example:8080": "clinic.example", "https://www2.clinic.example": "www2.clinic.example", "https://köln.example": "köln.example",
	} {
		if got := must(ParseURL(in)).Host(); got != host {
			t.Errorf("Host() of %s = %q, want %q", in, got, host)
		}
	}
	if got := (URL{}).Host(); got != "" {
		t.Errorf("Host() of none = %q", got)
	}
	path := "https://clinic.example/"
	for len(path) < maxURL {
		path += "a"
	}
	if _, err := ParseURL(path); err != nil {
		t.Errorf("ParseURL of %d letters: %v", len(path), err)
	}
	for _, long := range []string{path + "a", path[:maxURL-1] + "ö"} { // the second is longer when escaped
		if _, err := ParseURL(long); err == nil {
			t.Errorf("ParseURL of %d letters is accepted", len(long))
		}
	}
}

// TestEmail_Folded: two addresses are one if ASCII letters differ in case, and for no
// other reason.
func TestEmail_Folded(t *testing.T) {
	tests := []struct {
		a, b string
		same bool
	}{
		{"ada@clinic.example", "ADA@Clinic.Example", true},
		{"ada@clinic.example", "ada@clinics.example", false},
		{"ada.e@clinic.example", "adae@clinic.example", false},
		{"ada@clinic.example", "ada+x@clinic.example", false},
		{"i@clinic.example", "\u0130@clinic.example", false}, // which Unicode takes for an i
		{"s@clinic.example", "\u017f@clinic.example", false}, // the long s
		{"\u00c9@clinic.example", "\u00e9@clinic.example", false},
	}
	for _, tt := range tests {
		a, err := ParseEmail(tt.a)
		b, other := ParseEmail(tt.b)
		if err != nil || other != nil {
			t.Fatalf("ParseEmail(%q), ParseEmail(%q) = %v, %v", tt.a, tt.b, err, other)
		}
		if same := a.Folded() == b.Folded(); same != tt.same {
			t.Errorf("%s and %s are one: %t, want %t", a, b, same, tt.same)
		}
	}
}
