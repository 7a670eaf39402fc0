package pages_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
)

// ada is what somebody types who wants an account.
var ada = []string{"name", "Ada Example", "email", "ada@new.example"}

// asked is a browser in which ada has registered, at the page for the code.
func asked(t *testing.T, s *staffed, more ...string) (p *person, code *reply) {
	t.Helper()
	p = s.visitor()
	at := p.sent(t, p.open(t, "/register"), "/register", "/register/code", append(ada[:4:4], more...)...)
	return p, p.open(t, at)
}

func TestRegister_byCode(t *testing.T) {
	s := openDoors(t)
	p, page := asked(t, s, "password", goodPassword)
	code := s.code(t, auth.ConfirmAddress)
	page = p.refused(t, page, "/register/code", 422, "code", "tries left", "code", wrongCode(code))
	p.arrives(t, p.sent(t, page, "/register/code", "/sign-in/welcome", "code", code), "/account?done=registered")
	p.sent(t, p.open(t, "/sign-in"), "/sign-out", "/sign-in")
	p.sent(t, p.open(t, "/sign-in"), "/sign-in", "/sign-in/welcome", "email", "ada@new.example", "password", goodPassword)
}

// TestRegister_byLink: following the link does nothing, its button does; where depends
// on the browser.
func TestRegister_byLink(t *testing.T) {
	s := openDoors(t)
	p, _ := asked(t, s)
	path := s.letters(t, auth.ConfirmAddress)[0].Path
	for range 3 {
		s.visitor().open(t, path)
	}
	p.arrives(t, p.sent(t, p.open(t, path), path, "/sign-in/welcome"), "/account?done=registered")
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		r := p.send(t, method, path, nil, "Sec-Fetch-Site", "same-origin")
		if r.StatusCode != 422 || !strings.Contains(r.main(), "has been used") || r.link("Ask for a new e-mail") != "/register" {
			t.Errorf("%s of the used link = %d: %s", method, r.StatusCode, r.main())
		}
	}

	s = openDoors(t)
	asked(t, s, "password", goodPassword)
	path, other := s.letters(t, auth.ConfirmAddress)[0].Path, s.visitor()
	r := other.post(t, other.open(t, path), path)
	if r.StatusCode != http.StatusOK || r.text("h1") != "Your address is confirmed" || r.link("Sign in") != "/sign-in" || other.isIn(t) {
		t.Errorf("in another browser = %d: %s", r.StatusCode, r.main())
	}
}

func TestRegister_linkExpires(t *testing.T) {
	s := openDoors(t)
	p, _ := asked(t, s)
	s.now = s.now.Add(25 * time.Hour)
	r := p.send(t, http.MethodGet, s.letters(t, auth.ConfirmAddress)[0].Path, nil)
	if r.StatusCode != 422 || !strings.Contains(r.main(), "has passed") || r.link("Ask for a new e-mail") != "/register" {
		t.Errorf("an old link = %d: %s", r.StatusCode, r.main())
	}
	if r := p.send(t, http.MethodGet, "/register/link/nonsense", nil); r.StatusCode != 404 || r.link("Ask for a new e-mail") != "/register" {
		t.Errorf("nonsense = %d: %s", r.StatusCode, r.main())
	}
}

// TestRegister_taken: of an address that has an account the page says nothing; the
// letter does.
func TestRegister_taken(t *testing.T) {
	s := openDoors(t)
	amy, p := s.amy(t), s.visitor()
	taken := p.open(t, p.sent(t, p.open(t, "/register"), "/register", "/register/code", "name", "Ada", "email", amy.Email.String()))
	_, free := asked(t, s)
	if taken.body != free.body {
		t.Errorf("of a taken address the page says %q, of a free one %q", taken.main(), free.main())
	}
	if len(s.letters(t, auth.AddressTaken)) != 1 {
		t.Error("the owner of the address was not written to")
	}
}

func TestRegister_refused(t *testing.T) {
	s := openDoors(t)
	p := s.visitor()
	page := p.open(t, "/register")
	tests := []struct {
		field, sentence       string
		name, email, password string
	}{
		{"name", "Enter your name", "  ", "ada@new.example", ""},
		{"email", "Use an e-mail address", "Ada", "ada", ""},
		{"email", "Use an e-mail address", "", "ada", ""},
		{"name", "", strings.Repeat("n", 2000), "ada@new.example", ""},
		{"name", "", "Ada\r\nBcc: b@clinic.example", "ada@new.example", ""},
		{"password", "at least 15 characters", "Ada", "ada@new.example", "short"},
		{"password", "Use at most", "Ada", "ada@new.example", strings.Repeat("long", 100)},
	}
	for _, tt := range tests {
		r := p.refused(t, page, "/register", 422, tt.field, tt.sentence, "name", tt.name, "email", tt.email, "password", tt.password)
		if got := r.head("value", "input", "name", "email"); got != tt.email {
			t.Errorf("registering %.20q %q: the address is now %q", tt.name, tt.email, got)
		}
		if tt.password != "" && strings.Contains(r.body, tt.password) {
			t.Errorf("registering with %q: the password is shown", tt.password)
		}
		if link := r.head("href", "a", "href", "#"+tt.field); link == "" {
			t.Errorf("registering %.20q %q %q: the summary does not lead to the field", tt.name, tt.email, tt.password)
		}
	}
}

// TestRegister_suggest: four words are a button away, and what was typed stays.
func TestRegister_suggest(t *testing.T) {
	s := openDoors(t)
	p := s.visitor()
	r := p.post(t, p.open(t, "/register"), "/register", "name", "Ada Example", "email", "ada@", "suggest", "1")
	words := r.head("value", "input", "name", "password")
	if r.StatusCode != http.StatusOK || len(strings.Split(words, "-")) < 4 || r.head("value", "input", "name", "name") != "Ada Example" || r.head("value", "input", "name", "email") != "ada@" {
		t.Errorf("a suggestion = %d %q: %s", r.StatusCode, words, r.body)
	}
	p.private(t, r)
	p.sent(t, r, "/register", "/register/code", "email", "ada@new.example", "password", words)
}

// TestRegister_goesOn: whoever opens an account in order to do something comes back to
// that, through every step, and to nothing that is not of this site.
func TestRegister_goesOn(t *testing.T) {
	s := openDoors(t)
	for n, tt := range []struct{ next, want string }{
		{"/clinics/example-clinic-1/claim", "/clinics/example-clinic-1/claim"},
		{"https://evil.example/", "/account?done=registered"},
		{"//evil.example/", "/account?done=registered"},
	} {
		p := s.visitor()
		in := p.open(t, "/sign-in?next="+url.QueryEscape(tt.next))
		form := p.open(t, in.link("I have no account yet"))
		who := []string{"name", "Ada Example", "email", fmt.Sprintf("ada%d@new.example", n)}
		code := p.open(t, p.sent(t, form, "/register", "/register/code", who...))
		letters := s.letters(t, auth.ConfirmAddress)
		sent := letters[len(letters)-1].Code
		code = p.refused(t, code, "/register/code", 422, "code", "tries left", "code", wrongCode(sent))
		p.arrives(t, p.sent(t, code, "/register/code", "/sign-in/welcome", "code", sent), tt.want)
	}
}
