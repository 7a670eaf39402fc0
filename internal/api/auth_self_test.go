package api_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// account is what the tests look at of somebody.
type account struct {
	Name        string
	Email       string
	HasPassword bool `json:"has_password"`
	HasApp      bool `json:"has_app"`
	Passkeys    int
	Left        int `json:"recovery_codes_left"`
}

func (s *site) account(t *testing.T, token string) account {
	t.Helper()
	return ok[account](t, s, http.StatusOK, asked{method: "GET", path: "/auth/account", token: token})
}

func change(method, path, token string, pairs ...string) asked {
	a := post(path, token, pairs...)
	a.method = method
	return a
}

func TestAccount(t *testing.T) {
	s := newSite(t)
	who := s.person(t, 1, auth.Credentials{Password: kept()})
	token := s.signIn(t, who, false)
	if got, want := s.account(t, token), (account{Name: who.Name, Email: who.Email.String(), HasPassword: true}); got != want {
		t.Errorf("GET /auth/account has %+v, want %+v", got, want)
	}
	if got := ok[account](t, s, http.StatusOK, change("PATCH", "/auth/account", token, "name", " Ada B. Example ")); got.Name != "Ada B. Example" {
		t.Errorf("PATCH /auth/account answered %+v, want the new name", got)
	}
	if got := s.account(t, token); got.Name != "Ada B. Example" || got.Email != who.Email.String() {
		t.Errorf("GET /auth/account after that has %+v, want the new name and nothing else", got)
	}
}

// TestSessions ends one, then all others, then all.
func TestSessions(t *testing.T) {
	s := newSite(t)
	who, other := s.person(t, 1, auth.Credentials{}), s.person(t, 2, auth.Credentials{})
	var open []string
	for range 5 {
		s.now = s.now.Add(time.Second)
		open = append(open, s.signIn(t, who, false))
	}
	theirs, here := s.signIn(t, other, false), open[4]
	type session struct {
		ID, Label        string
		Current, Program bool
	}
	list := func(token string) []session {
		t.Helper()
		return ok[struct{ Items []session }](t, s, http.StatusOK, asked{method: "GET", path: "/auth/sessions", token: token}).Items
	}
	mine := list(here)
	if len(mine) != 5 || !mine[0].Current || mine[1].Current || mine[0].Label != "example/1.0" || !mine[0].Program {
		t.Fatalf("GET /auth/sessions has %+v, want five, the one that asks first", mine)
	}
	for _, id := range []string{list(theirs)[0].ID, storetest.ID(7).String(), "none", "%00"} {
		s.refuses(t, http.StatusNotFound, "", change("DELETE", "/auth/sessions/"+id, here))
	}
	ok[struct{}](t, s, http.StatusNoContent, change("DELETE", "/auth/sessions/"+mine[1].ID, here))
	s.isOut(t, open[3])
	type ended struct{ Ended int }
	if got := ok[ended](t, s, http.StatusOK, change("DELETE", "/auth/sessions?others=true", here)); got.Ended != 3 {
		t.Errorf("DELETE /auth/sessions?others=true ended %d, want 3", got.Ended)
	}
	s.isOut(t, open[0])
	if got := list(here); len(got) != 1 {
		t.Errorf("GET /auth/sessions then has %+v, want the one that asks", got)
	}
	for query, says := range map[string]string{
		"others=false": "others: Use true", "others": "others: Use true", "others=true&others=true": "once", "all=true": "There are others",
	} {
		s.refuses(t, 422, says, change("DELETE", "/auth/sessions?"+query, here))
	}
	if got := ok[ended](t, s, http.StatusOK, change("DELETE", "/auth/sessions", here)); got.Ended != 1 {
		t.Errorf("DELETE /auth/sessions ended %d, want 1", got.Ended)
	}
	s.isOut(t, here)
	if got := list(theirs); len(got) != 1 {
		t.Errorf("GET /auth/sessions of somebody else has %+v, want theirs untouched", got)
	}
}

// TestStepUp asks for all that needs one five minutes after the sign-in, and again
// once it was shown who is asking.
func TestStepUp(t *testing.T) {
	s := newSite(t)
	plain := s.person(t, 1, auth.Credentials{Password: kept()})
	careful := s.person(t, 2, auth.Credentials{Password: kept(), TOTP: app})
	token := s.signIn(t, plain, false)
	fresh := asked{method: "GET", path: "/auth/passkeys", token: token}
	ok[struct{}](t, s, http.StatusOK, fresh)
	s.now = s.now.Add(5 * time.Minute)
	steps := func(token string, pairs ...string) asked { return post("/auth/step-up", token, pairs...) }
	for name, rule := range auth.Permissions() {
		if method, path, isOurs := ours(name); isOurs && rule.Scope == auth.ScopeSigned && rule.StepUp {
			r := s.refuses(t, http.StatusForbidden, "Show once more that it is you", asked{method: method, path: path, token: token})
			if p, challenge := problemOf(t, r), r.header.Get("WWW-Authenticate"); p.Type != "/problems/step-up" || challenge != `Bearer error="insufficient_user_authentication"` {
				t.Errorf("%s is refused as %s, challenge %q", name, p.Type, challenge)
			}
		}
	}
	s.refuses(t, 422, "not your password", steps(token, "password", "another velvet tractor lamp"))
	s.now = s.now.Add(time.Minute)
	s.refuses(t, http.StatusForbidden, "Show once more", fresh)
	ok[struct{}](t, s, http.StatusNoContent, steps(token, "password", password))
	ok[struct{}](t, s, http.StatusOK, fresh)

	token = s.signIn(t, plain, false)
	fresh.token = token
	s.now = s.now.Add(5 * time.Minute)
	mailed := ok[begun](t, s, http.StatusAccepted, post("/auth/step-up/code", token))
	code := s.letter(t, auth.MailedCode).Code
	s.refuses(t, http.StatusForbidden, "Show once more", fresh)
	s.refuses(t, 422, "tries left", steps(token, "continuation", mailed.Continuation, "code", anotherCode(code)))
	s.now = s.now.Add(time.Minute)
	ok[struct{}](t, s, http.StatusNoContent, steps(token, "continuation", mailed.Continuation, "code", code))
	ok[struct{}](t, s, http.StatusOK, fresh)

	strong := s.signIn(t, careful, true)
	fresh.token = strong
	s.now = s.now.Add(5 * time.Minute)
	s.refuses(t, http.StatusForbidden, "Show once more", fresh)
	s.refuses(t, http.StatusConflict, "second factor", post("/auth/step-up/code", strong))
	s.refuses(t, 422, "second factor", steps(strong, "password", password))
	ok[struct{}](t, s, http.StatusNoContent, steps(strong, "code", s.totp()))
	ok[struct{}](t, s, http.StatusOK, fresh)

	for _, pairs := range [][]string{{"password", password, "code", "000000"}, {"password", password, "continuation", "x"}, {"continuation", "x"}} {
		s.refuses(t, 422, "Send one thing", steps(strong, pairs...))
	}
	s.refuses(t, 422, "Enter your password", asked{method: "POST", path: "/auth/step-up", token: s.signIn(t, plain, false), body: "{}"})
}

// TestEmail changes the address to one that is shown to be theirs.
func TestEmail(t *testing.T) {
	s := newSite(t)
	who, other := s.person(t, 1, auth.Credentials{}), s.person(t, 2, auth.Credentials{})
	token, elsewhere := s.signIn(t, who, false), s.signIn(t, who, false)
	b := ok[begun](t, s, http.StatusAccepted, post("/auth/email", token, "email", "grace@clinic.example"))
	code := s.letter(t, auth.ConfirmAddress).Code
	s.refuses(t, 422, "not the code", post("/auth/email/confirmation", token, "continuation", b.Continuation, "code", anotherCode(code)))
	s.refuses(t, 422, "", post("/auth/email/confirmation", s.signIn(t, other, false), "continuation", b.Continuation, "code", code))
	ok[struct{}](t, s, http.StatusNoContent, post("/auth/email/confirmation", token, "continuation", b.Continuation, "code", code))
	if got := s.account(t, token); got.Email != "grace@clinic.example" {
		t.Errorf("the address is %s then, want the new one", got.Email)
	}
	s.isOut(t, elsewhere)
	taken := ok[begun](t, s, http.StatusAccepted, post("/auth/email", token, "email", other.Email.String()))
	s.letter(t, auth.AddressTaken)
	s.refuses(t, 422, "not the code", post("/auth/email/confirmation", token, "continuation", taken.Continuation, "code", code))
}

func TestPassword(t *testing.T) {
	s := newSite(t)
	who := s.person(t, 1, auth.Credentials{})
	token, elsewhere := s.signIn(t, who, false), s.signIn(t, who, false)
	login := post("/auth/login", "", "email", who.Email.String(), "password", password)
	s.refuses(t, 422, "not right", login)
	s.refuses(t, 422, "password: Use at least 15", change("PUT", "/auth/password", token, "password", "short one"))
	ok[struct{}](t, s, http.StatusNoContent, change("PUT", "/auth/password", token, "password", password))
	s.isOut(t, elsewhere)
	s.now = s.now.Add(time.Minute)
	s.isIn(t, ok[tokens](t, s, http.StatusOK, login), who.Email)
	ok[struct{}](t, s, http.StatusNoContent, change("DELETE", "/auth/password", token))
	s.refuses(t, 422, "not right", login)
}

// TestApp sets an app up, spends none of its recovery codes, makes new ones, and
// removes it.
func TestApp(t *testing.T) {
	s := newSite(t)
	who := s.person(t, 1, auth.Credentials{Password: kept()})
	token, elsewhere := s.signIn(t, who, false), s.signIn(t, who, false)
	s.refuses(t, http.StatusConflict, "No app is being set up", change("PUT", "/auth/app", token, "code", "000000"))
	s.refuses(t, http.StatusConflict, "second factor", post("/auth/recovery-codes", token))
	started := ok[struct{ Key, URL string }](t, s, http.StatusOK, post("/auth/app", token))
	code := must(hotp.GenerateCode(started.Key, uint64(s.now.Unix()/30)))
	s.refuses(t, 422, "code: That is not the code", change("PUT", "/auth/app", token, "code", anotherCode(code)))
	type recovery struct {
		Codes []string `json:"recovery_codes"`
	}
	first := ok[recovery](t, s, http.StatusOK, change("PUT", "/auth/app", token, "code", code))
	if got := s.account(t, token); len(first.Codes) != 10 || !got.HasApp || got.Left != 10 {
		t.Errorf("PUT /auth/app gave %d codes, and the account is %+v; want 10 and an app", len(first.Codes), got)
	}
	s.isOut(t, elsewhere)
	second := ok[recovery](t, s, http.StatusOK, post("/auth/recovery-codes", token))
	if len(second.Codes) != 10 || slices.Contains(second.Codes, first.Codes[0]) {
		t.Errorf("POST /auth/recovery-codes gave %q, want ten others than %q", second.Codes, first.Codes)
	}
	ok[struct{}](t, s, http.StatusNoContent, change("DELETE", "/auth/app", token))
	if got := s.account(t, token); got.HasApp || got.Left != 0 {
		t.Errorf("after DELETE /auth/app the account is %+v, want no app and no codes", got)
	}
}

func TestPasskeys(t *testing.T) {
	s := newSite(t)
	who, other := s.person(t, 1, auth.Credentials{TOTP: app}), s.person(t, 2, auth.Credentials{})
	credential := []byte{0xfb, 0xff, 1, 2, 3}
	for i, a := range []directory.Account{who, other} {
		s.people(t, func(ctx context.Context, tx auth.Tx) error {
			return tx.AddPasskey(ctx, auth.Passkey{
				Credential: append(slices.Clone(credential), byte(i)), AccountID: a.ID, Label: "Phone", Record: []byte("{}"), CreatedAt: directory.At(now),
			})
		})
	}
	token := s.signIn(t, who, true)
	type keys struct {
		Items []struct{ ID, Label string }
	}
	list := asked{method: "GET", path: "/auth/passkeys", token: token}
	got := ok[keys](t, s, http.StatusOK, list)
	if len(got.Items) != 1 || got.Items[0].ID != "-_8BAgMA" || got.Items[0].Label != "Phone" {
		t.Fatalf("GET /auth/passkeys has %+v, want the one by its id", got)
	}
	theirs := base64.RawURLEncoding.EncodeToString(append(slices.Clone(credential), 1))
	for _, id := range []string{theirs, "-_8BAgMB", "-_8BAgM", "not!base64", "AA=="} {
		s.refuses(t, http.StatusNotFound, "", change("DELETE", "/auth/passkeys/"+id, token))
	}
	ok[struct{}](t, s, http.StatusNoContent, change("DELETE", "/auth/passkeys/-_8BAgMA", token))
	if got := ok[keys](t, s, http.StatusOK, list); len(got.Items) != 0 {
		t.Errorf("GET /auth/passkeys then has %+v, want none", got)
	}
}
