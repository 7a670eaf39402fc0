package pages_test

import "testing"

// TestWholePages_ofGettingIn keeps the pages of getting in as they are sent: fresh, and
// with something wrong.
func TestWholePages_ofGettingIn(t *testing.T) {
	s := openDoors(t)
	recovery := ""
	amy, p := s.amy(t, recoverable(t, &recovery)), s.visitor()
	fresh := p.open(t, "/sign-in")
	golden(t, "signin.html", fresh.body)
	at := p.sent(t, fresh, "/sign-in", "/sign-in/second-factor", "email", amy.Email.String(), "password", goodPassword, "remember", "yes")
	second := p.open(t, at)
	golden(t, "signin_second.html", second.body)
	p.sent(t, second, "/sign-in/second-factor", "/sign-in/welcome", "code", recovery)
	p.sent(t, p.open(t, "/sign-in"), "/switch", "/sign-in")
	golden(t, "signin_refused.html", p.post(t, p.open(t, "/sign-in"), "/sign-in", "email", "amy").body)
	p.sent(t, p.open(t, "/sign-in"), "/sign-in", "/sign-in/code", "email", amy.Email.String())
	golden(t, "signin_code.html", p.post(t, p.open(t, "/sign-in/code"), "/sign-in/code", "code", "12345").body)
	golden(t, "register.html", p.post(t, p.open(t, "/register"), "/register", "name", "Ada Example", "email", "ada", "password", "short").body)
}
