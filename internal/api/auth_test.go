package api_test

import (
	"crypto/rand"
	"net/http"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// begun is what a program goes on with.
type begun struct {
	Continuation string
	Second       []string `json:"second_factor"`
}

// anotherCode is a code that is not the one given.
func anotherCode(code string) string { return string('0'+(code[0]-'0'+1)%10) + code[1:] }

// TestRegistration opens an account with the code of the letter, and no account
// without.
func TestRegistration(t *testing.T) {
	s := newSite(t)
	who := storetest.Person(1)
	const path = "/auth/registrations"
	wants := post(path, "", "name", who.Name, "email", who.Email.String(), "password", password, "language", "tr")
	first := ok[begun](t, s, http.StatusAccepted, wants)
	code := s.letter(t, auth.ConfirmAddress).Code
	s.refuses(t, 422, "not the code", post(path+"/confirmation", "", "continuation", first.Continuation, "code", anotherCode(code)))
	s.refuses(t, 422, "", post(path+"/confirmation", "", "continuation", "nothing of yours", "code", code))
	s.refuses(t, 422, "", post("/auth/login", "", "email", who.Email.String(), "password", password))

	confirms := post(path+"/confirmation", "", "continuation", first.Continuation, "code", code)
	s.isIn(t, ok[tokens](t, s, http.StatusCreated, confirms), who.Email)
	s.refuses(t, 422, "has been used", confirms)
	s.isIn(t, ok[tokens](t, s, http.StatusOK, post("/auth/login", "", "email", who.Email.String(), "password", password)), who.Email)

	taken := ok[begun](t, s, http.StatusAccepted, wants)
	if s.letter(t, auth.AddressTaken).Code != "" || len(taken.Continuation) != len(first.Continuation) {
		t.Errorf("an address that is taken is answered %+v", taken)
	}
	s.refuses(t, 422, "not the code", post(path+"/confirmation", "", "continuation", taken.Continuation, "code", code))
}

// TestCode gets in with a code that was mailed, and nowhere without an account.
func TestCode(t *testing.T) {
	s := newSite(t)
	who := s.person(t, 1, auth.Credentials{})
	asks := post("/auth/codes", "", "email", who.Email.String())
	b := ok[begun](t, s, http.StatusAccepted, asks)
	code := s.letter(t, auth.MailedCode).Code
	redeems := post("/auth/codes/redemption", "", "continuation", b.Continuation, "code", code)
	s.isIn(t, ok[tokens](t, s, http.StatusOK, redeems), who.Email)
	s.refuses(t, 422, "has been used", redeems)

	b = ok[begun](t, s, http.StatusAccepted, asks)
	s.now = s.now.Add(11 * time.Minute)
	code = s.letter(t, auth.MailedCode).Code
	s.refuses(t, 422, "ten minutes", post("/auth/codes/redemption", "", "continuation", b.Continuation, "code", code))

	b = ok[begun](t, s, http.StatusAccepted, post("/auth/codes", "", "email", "nobody@clinic.example"))
	s.letter(t, auth.NoAccount)
	s.refuses(t, 422, "not the code", post("/auth/codes/redemption", "", "continuation", b.Continuation, "code", "000000"))
}

// TestSecondFactor gets in with a code that was mailed and one of the app.
func TestSecondFactor(t *testing.T) {
	s := newSite(t)
	who := s.person(t, 1, auth.Credentials{TOTP: app})
	first := ok[begun](t, s, http.StatusAccepted, post("/auth/codes", "", "email", who.Email.String()))
	code := s.letter(t, auth.MailedCode).Code
	second := ok[begun](t, s, http.StatusAccepted, post("/auth/codes/redemption", "", "continuation", first.Continuation, "code", code))
	if len(second.Second) != 2 || second.Second[0] != "app" || second.Continuation == first.Continuation {
		t.Errorf("after the first factor: %+v; want app and recovery, with another continuation than %q", second, first.Continuation)
	}
	s.refuses(t, 422, "app", post("/auth/second-factor", "", "continuation", second.Continuation, "code", anotherCode(s.totp())))
	s.refuses(t, 422, "", post("/auth/second-factor", "", "continuation", first.Continuation, "code", s.totp()))
	s.now = s.now.Add(10 * time.Second) // a wrong one makes the next wait
	shows := post("/auth/second-factor", "", "continuation", second.Continuation, "code", s.totp())
	s.isIn(t, ok[tokens](t, s, http.StatusOK, shows), who.Email)
	s.refuses(t, 422, "Begin again", shows)
}

// TestLogin gets in at once, with all that an account asks for.
func TestLogin(t *testing.T) {
	s := newSite(t)
	codes, digests, err := auth.NewRecoveryCodes(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plain := s.person(t, 1, auth.Credentials{Password: kept()})
	careful := s.person(t, 2, auth.Credentials{Password: kept(), TOTP: app, Recovery: digests})
	login := func(who directory.Account, pairs ...string) asked {
		return post("/auth/login", "", append([]string{"email", who.Email.String()}, pairs...)...)
	}
	s.isIn(t, ok[tokens](t, s, http.StatusOK, login(plain, "password", password)), plain.Email)
	s.isIn(t, ok[tokens](t, s, http.StatusOK, login(careful, "password", password, "code", s.totp())), careful.Email)
	s.isIn(t, ok[tokens](t, s, http.StatusOK, login(careful, "password", password, "code", codes[3])), careful.Email)

	r := s.refuses(t, http.StatusUnauthorized, "Send code as well", login(careful, "password", password))
	if p := problemOf(t, r); len(p.Errors) != 1 || p.Errors[0].Name != "code" || p.Type != "/problems/sign-in" {
		t.Errorf("a second factor that is missing is told as %+v; want code named", p)
	}
	wrong := s.ask(t, login(plain, "password", "another velvet tractor lamp"))
	for what, a := range map[string]asked{
		"no such account":          login(storetest.Person(3), "password", password),
		"a recovery code again":    login(careful, "password", password, "code", codes[3]),
		"a wrong password and all": login(careful, "password", "another velvet tractor lamp", "code", codes[4]),
	} {
		s.now = s.now.Add(time.Hour)
		if got := s.ask(t, a); got.status != 422 || string(got.body) != string(wrong.body) {
			t.Errorf("%s is answered %d %s; want what a wrong password is, %d %s", what, got.status, got.body, wrong.status, wrong.body)
		}
	}
	for range 20 {
		r = s.ask(t, login(plain, "password", "another velvet tractor lamp"))
	}
	if r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "" {
		t.Errorf("the 20th guess in a row is answered %d %s, want 429 and how long to wait", r.status, r.body)
	}
}

// TestRefresh renews tokens, and shows one a second time: it ends all that came of
// the same login, the newest tokens among it.
func TestRefresh(t *testing.T) {
	s := newSite(t)
	who := s.person(t, 1, auth.Credentials{Password: kept()})
	renew := func(old tokens) asked { return post("/auth/refresh", "", "refresh_token", old.Refresh) }
	login := post("/auth/login", "", "email", who.Email.String(), "password", password)
	first, other := ok[tokens](t, s, http.StatusOK, login), ok[tokens](t, s, http.StatusOK, login)
	s.now = s.now.Add(time.Hour)
	s.refuses(t, http.StatusUnauthorized, "has expired", asked{method: "GET", path: "/auth/account", token: first.Access})
	second := ok[tokens](t, s, http.StatusOK, renew(first))
	s.isIn(t, second, who.Email)
	third := ok[tokens](t, s, http.StatusOK, renew(second))
	s.isIn(t, third, who.Email)

	s.refuses(t, http.StatusUnauthorized, "used before", renew(first))
	s.isOut(t, third.Access)
	s.refuses(t, http.StatusUnauthorized, "nothing that came of this login", renew(third))
	s.isIn(t, ok[tokens](t, s, http.StatusOK, renew(other)), who.Email)
	s.refuses(t, http.StatusUnauthorized, "refresh token is not valid", post("/auth/refresh", "", "refresh_token", "made up"))
}

// TestLogout ends one session, at once, and the tokens that would renew it.
func TestLogout(t *testing.T) {
	s := newSite(t)
	who := s.person(t, 1, auth.Credentials{Password: kept()})
	login := post("/auth/login", "", "email", who.Email.String(), "password", password)
	here, elsewhere := ok[tokens](t, s, http.StatusOK, login), ok[tokens](t, s, http.StatusOK, login)
	ok[struct{}](t, s, http.StatusNoContent, post("/auth/logout", here.Access))
	s.isOut(t, here.Access)
	s.refuses(t, http.StatusUnauthorized, "", post("/auth/logout", here.Access))
	s.refuses(t, http.StatusUnauthorized, "", post("/auth/refresh", "", "refresh_token", here.Refresh))
	s.isIn(t, elsewhere, who.Email)
}
