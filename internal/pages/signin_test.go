package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/pages"
	"rootline/internal/server"
	"rootline/internal/store/storetest"
)

// TestSignIn_fields: password managers and phones know what belongs where, and the
// button for passkeys waits for the script.
func TestSignIn_fields(t *testing.T) {
	r := openDoors(t).visitor().open(t, "/sign-in?next=/owner")
	for _, want := range [][]string{
		{"input", "name", "email", "type", "email", "autocomplete", "username webauthn", "required", "*"},
		{"input", "name", "password", "type", "password", "autocomplete", "current-password"},
		{"input", "name", "next", "type", "hidden", "value", "/owner"},
		{"input", "name", "remember", "type", "checkbox"},
		{"form", "data-passkey", "sign-in", "hidden", "*", "action", "/sign-in/passkey", "data-options", "/sign-in/passkey/options"},
		{"a", "href", "/register?next=%2Fowner"},
		{"script", "src", "*"},
	} {
		if len(r.find(want[0], want[1:]...)) == 0 {
			t.Errorf("GET /sign-in has no %q", want)
		}
	}
}

func TestSignIn_byCode(t *testing.T) {
	s := openDoors(t)
	amy, p := s.amy(t), s.visitor()
	at := p.sent(t, p.open(t, "/sign-in?next=/owner"), "/sign-in", "/sign-in/code", "email", strings.ToUpper(amy.Email.String()))
	if strings.Contains(strings.ToLower(at), "clinic.example") {
		t.Errorf("the address is in the URL %s", at)
	}
	code := s.code(t, auth.MailedCode)
	page := p.open(t, at)
	for _, want := range [][]string{{"inputmode", "numeric"}, {"autocomplete", "one-time-code"}} {
		if page.head(want[0], "input", "name", "code") != want[1] {
			t.Errorf("the field for the code has %s %q, want %q", want[0], page.head(want[0], "input", "name", "code"), want[1])
		}
	}
	again := p.refused(t, page, "/sign-in/code", 422, "code", "tries left: 4", "code", wrongCode(code))
	if strings.Contains(again.body, wrongCode(code)) {
		t.Error("the wrong code is shown again")
	}
	welcome := p.sent(t, again, "/sign-in/code", "/sign-in/welcome", "code", code[:3]+" "+code[3:])
	p.arrives(t, welcome, "/owner")
	if !p.isIn(t) || p.cookies["__Host-sign-in"] != "" {
		t.Errorf("after the code: in %t, cookies %v", p.isIn(t), p.cookies)
	}
}

// TestSignIn_forgotten: whoever has forgotten the password is mailed a code, by a button
// that says so and whatever stands in the field.
func TestSignIn_forgotten(t *testing.T) {
	s := openDoors(t)
	amy, p := s.amy(t), s.visitor()
	page := p.open(t, "/sign-in?next=/owner")
	if got := page.text("button", "name", "mail"); got != "E-mail me a code" {
		t.Fatalf("the button for a code says %q", got)
	}
	at := p.sent(t, page, "/sign-in", "/sign-in/code", "email", amy.Email.String(), "password", "I am not sure", "mail", "yes")
	p.arrives(t, p.sent(t, p.open(t, at), "/sign-in/code", "/sign-in/welcome", "code", s.code(t, auth.MailedCode)), "/owner")
}

// TestSignIn_codeEnds: a code that has ended says so, and a new one is a button away.
func TestSignIn_codeEnds(t *testing.T) {
	s := openDoors(t)
	amy, p := s.amy(t), s.visitor()
	at := p.sent(t, p.open(t, "/sign-in?next=/owner"), "/sign-in", "/sign-in/code", "email", amy.Email.String(), "remember", "yes")
	page := p.open(t, at)
	for range 4 {
		page = p.post(t, page, "/sign-in/code", "code", wrongCode(s.code(t, auth.MailedCode)))
	}
	page = p.refused(t, page, "/sign-in/code", 422, "code", "this code has ended", "code", wrongCode(s.code(t, auth.MailedCode)))
	again := page.head("href", "a", "class", "button")
	if again != "/sign-in?next=%2Fowner&remember=yes" {
		t.Fatalf("the button for a new code leads to %q", again)
	}
	anew := p.open(t, again)
	if len(anew.find("input", "name", "remember", "checked", "*")) != 1 {
		t.Error("the box that was ticked is not any more")
	}
	at = p.sent(t, anew, "/sign-in", "/sign-in/code", "email", amy.Email.String())
	p.arrives(t, p.sent(t, p.open(t, at), "/sign-in/code", "/sign-in/welcome", "code", s.code(t, auth.MailedCode)), "/owner")
	if p.cookies["__Host-device"] == "" {
		t.Error("the browser was to be remembered, and is not")
	}
}

func TestSignIn_byPassword(t *testing.T) {
	s := openDoors(t)
	amy, p := s.amy(t), s.visitor()
	page := p.open(t, "/sign-in?next=//elsewhere.example")
	for _, email := range []string{amy.Email.String(), "nobody@clinic.example"} {
		r := p.refused(t, page, "/sign-in", 422, "", "The address, the password or the code is not right", "email", email, "password", "wrong-horse")
		if got := r.head("value", "input", "name", "email"); got != email || strings.Contains(r.body, "wrong-horse") {
			t.Errorf("refused with the address %q, want it to stay and the password to go", got)
		}
	}
	p.arrives(t, p.sent(t, page, "/sign-in", "/sign-in/welcome", "email", amy.Email.String(), "password", goodPassword), "/account")
}

// TestSignIn_tooFast: whoever guesses is told how long to wait, in the form.
func TestSignIn_tooFast(t *testing.T) {
	s := openDoors(t)
	amy, p := s.amy(t), s.visitor()
	page := p.open(t, "/sign-in")
	for range 50 {
		r := p.post(t, page, "/sign-in", "email", amy.Email.String(), "password", "wrong-horse")
		if r.StatusCode == http.StatusTooManyRequests {
			if !strings.Contains(r.text("div", "role", "alert"), "Wait") || r.Header.Get("Retry-After") == "" {
				t.Errorf("429 says %q, Retry-After %q", r.main(), r.Header.Get("Retry-After"))
			}
			p.private(t, r)
			return
		}
	}
	t.Error("50 wrong passwords, and nobody was told to wait")
}

// TestSignIn_rememberedPeople: colleagues at one desk choose themselves from a list,
// and may leave it.
func TestSignIn_rememberedPeople(t *testing.T) {
	s := openDoors(t)
	amy, p := s.amy(t), s.visitor()
	p.sent(t, p.open(t, "/sign-in"), "/sign-in", "/sign-in/welcome", "email", amy.Email.String(), "password", goodPassword, "remember", "yes")
	here := p.open(t, "/sign-in?next=/owner")
	if got := here.main(); !strings.Contains(got, "Amy Example A…@clinic.example") {
		t.Errorf("signed in, the page says %q", got)
	}
	at := p.sent(t, here, "/switch", "/sign-in")
	if p.cookies["__Host-session"] != "" {
		t.Error("after switching, the cookie of the session is still there")
	}
	list := p.open(t, at)
	chosen := p.open(t, list.link("Amy Example A…@clinic.example"))
	if got := chosen.head("value", "input", "name", "email"); got != amy.Email.String() {
		t.Errorf("chosen, the address is %q", got)
	}
	if chosen.head("value", "input", "name", "next") != "/owner" || len(chosen.find("input", "name", "password", "autofocus", "*")) != 1 {
		t.Error("chosen, the page has forgotten where to go, or does not begin at the password")
	}
	after := p.open(t, p.sent(t, p.open(t, chosen.link("Somebody else")), "/sign-in/forget", "/sign-in"))
	if p.cookies["__Host-device"] != "" || len(after.find("ul", "class", "people")) != 0 {
		t.Errorf("forgotten, the page says %q", after.main())
	}
}

// TestSignIn_anotherPerson: signing in over somebody ends their session, for nobody has
// its cookie any more.
func TestSignIn_anotherPerson(t *testing.T) {
	s := openDoors(t)
	amy, p := s.amy(t), s.visitor()
	form := url.Values{"email": {amy.Email.String()}, "password": {goodPassword}}
	p.send(t, http.MethodPost, "/sign-in", form, "Sec-Fetch-Site", "same-origin")
	first := p.cookies["__Host-session"]
	p.send(t, http.MethodPost, "/sign-in", form, "Sec-Fetch-Site", "same-origin")
	if first == "" || first == p.cookies["__Host-session"] || !p.isIn(t) {
		t.Fatalf("signed in twice, the cookie was %q and is %q", first, p.cookies["__Host-session"])
	}
	p.cookies["__Host-session"] = first
	if p.isIn(t) {
		t.Error("the session before is alive")
	}
}

func TestSignOut(t *testing.T) {
	s := openDoors(t)
	amy, p := s.amy(t), s.visitor()
	p.sent(t, p.open(t, "/sign-in"), "/sign-in", "/sign-in/welcome", "email", amy.Email.String(), "password", goodPassword)
	cookie := p.cookies["__Host-session"]
	p.sent(t, p.open(t, "/sign-in"), "/sign-out", "/sign-in")
	if p.cookies["__Host-session"] != "" {
		t.Error("signed out, the cookie is still there")
	}
	p.cookies["__Host-session"] = cookie
	if p.isIn(t) {
		t.Error("signed out, the cookie still counts")
	}
}

func TestSignIn_secondFactor(t *testing.T) {
	s := openDoors(t)
	recovery := ""
	amy, p := s.amy(t, recoverable(t, &recovery)), s.visitor()
	at := p.sent(t, p.open(t, "/sign-in?next=/owner"), "/sign-in", "/sign-in/second-factor", "email", amy.Email.String(), "password", goodPassword, "remember", "yes")
	page := p.open(t, at)
	if len(page.find("form", "data-passkey", "*")) != 0 || len(page.find("input", "name", "remember", "checked", "*")) != 1 {
		t.Error("a passkey is asked for that there is not, or the box that was ticked is not any more")
	}
	page = p.refused(t, page, "/sign-in/second-factor", 422, "code", "not a code your app shows", "code", "000000x")
	if strings.Contains(page.body, "000000x") {
		t.Error("the wrong code is shown again")
	}
	p.arrives(t, p.sent(t, page, "/sign-in/second-factor", "/sign-in/welcome", "code", recovery), "/owner")
	if p.cookies["__Host-device"] == "" {
		t.Error("the browser was to be remembered, and is not")
	}

	// Remembered, it is not asked again; and after too long there is nothing to go on with.
	p.sent(t, p.open(t, "/sign-in"), "/sign-out", "/sign-in")
	p.sent(t, p.open(t, "/sign-in"), "/sign-in", "/sign-in/welcome", "email", amy.Email.String(), "password", goodPassword)
	other := s.visitor()
	page = other.open(t, other.sent(t, other.open(t, "/sign-in"), "/sign-in", "/sign-in/second-factor", "email", amy.Email.String(), "password", goodPassword))
	s.now = s.now.Add(time.Hour)
	page = other.refused(t, page, "/sign-in/second-factor", 422, "code", "Begin again", "code", "123456")
	if got := page.head("href", "a", "class", "button"); !strings.HasPrefix(got, "/sign-in?") {
		t.Errorf("too late, the button leads to %q", got)
	}
}

func TestSignIn_passkey(t *testing.T) {
	s := openDoors(t)
	p := s.visitor()
	r := p.send(t, http.MethodPost, "/sign-in/passkey/options", url.Values{"form_token": {"x"}}, "Sec-Fetch-Site", "same-origin")
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "application/json" ||
		!strings.Contains(r.body, `"challenge"`) || p.cookies["__Host-sign-in"] == "" {
		t.Errorf("options = %d %s %q, cookies %v", r.StatusCode, r.Header.Get("Content-Type"), r.body, p.cookies)
	}
	for _, tt := range []struct{ page, heading string }{
		{"/sign-in", "Sign in"},
		{"/sign-in/second-factor?with=app,passkey&next=/owner", "One more step"},
	} {
		r := p.post(t, p.open(t, tt.page), "/sign-in/passkey", "response", `{"id": "no passkey"}`)
		if r.StatusCode != http.StatusUnprocessableEntity || r.text("h1") != tt.heading || r.text("div", "role", "alert") == "" {
			t.Errorf("a wrong answer on %s = %d: %s", tt.page, r.StatusCode, r.main())
		}
		p.private(t, r)
	}
	if r := p.send(t, http.MethodPost, "/sign-in/passkey/options", url.Values{"email": {"x"}}, "Sec-Fetch-Site", "same-origin"); r.StatusCode != 422 || !strings.Contains(r.body, `"detail"`) {
		t.Errorf("options with a strange field = %d %q, want a refusal that the script can show", r.StatusCode, r.body)
	}
}

// TestSignIn_withoutCookies: a browser that keeps no cookies is told so, instead of
// being sent in circles.
func TestSignIn_withoutCookies(t *testing.T) {
	s := openDoors(t)
	for path, heading := range map[string]string{
		"/sign-in/code":                "No code was asked for here",
		"/sign-in/second-factor":       "No code was asked for here",
		"/register/code":               "No code was asked for here",
		"/sign-in/welcome?next=/owner": "Your browser did not stay signed in",
	} {
		r := s.visitor().open(t, path)
		if r.text("h1") != heading || r.head("href", "a", "class", "button") == "" {
			t.Errorf("GET %s is %q and leads to %q", path, r.text("h1"), r.head("href", "a", "class", "button"))
		}
	}
}

func TestAdminLink(t *testing.T) {
	s := openDoors(t)
	p, email := s.visitor(), storetest.Person(3).Email
	link, err := s.team.CreateAdmin(t.Context(), email, "Ada Example")
	if err != nil {
		t.Fatal(err)
	}
	path := "/sign-in/link/" + link
	page := p.open(t, path)
	if s.visitor().open(t, path); page.text("h1") != "Sign in as admin" {
		t.Errorf("the link's page is %q", page.text("h1"))
	}
	p.arrives(t, p.sent(t, page, path, "/sign-in/welcome"), "/account")
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		r := p.send(t, method, path, nil, "Sec-Fetch-Site", "same-origin")
		if r.StatusCode != 422 || !strings.Contains(r.main(), "has been used") || r.link("Go to sign in") != "/sign-in" {
			t.Errorf("%s of the used link = %d: %s", method, r.StatusCode, r.main())
		}
	}
	if r := p.send(t, http.MethodGet, "/sign-in/link/nonsense", nil); r.StatusCode != 404 || r.link("Go to sign in") != "/sign-in" {
		t.Errorf("nonsense = %d: %s", r.StatusCode, r.main())
	}
}

// TestEntry_plainHTTP: over a line that others can read, nobody is asked for anything.
func TestEntry_plainHTTP(t *testing.T) {
	s, err := newSite(t.Context(), storetest.New(t), true, func(o *server.Options, p *pages.Pages) {
		p.Guard.Base = &url.URL{Scheme: "http", Host: "clinics.example"}
		p.Guard.Who = p.Entry.(*entry.Desk)
		o.Hosts = []string{"clinics.example"}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/sign-in", "/register", "/sign-in/code"} {
		r := s.get(t, path, "Host", "clinics.example")
		if r.StatusCode != http.StatusForbidden || len(r.find("form")) != 0 || !strings.Contains(r.main(), "https") {
			t.Errorf("GET %s over plain HTTP = %d: %s", path, r.StatusCode, r.main())
		}
	}
}

// TestEntry_badInput: what no form of ours sends is refused, by its name.
func TestEntry_badInput(t *testing.T) {
	s := openDoors(t, storetest.Listing(1))
	p := s.visitor()
	for _, path := range []string{
		"/sign-in", "/sign-in/code", "/sign-in/second-factor", "/sign-in/passkey", "/sign-in/passkey/options",
		"/sign-in/link/x", "/sign-in/forget", "/register", "/register/code", "/register/link/x", "/sign-out", "/switch", "/invitations/x",
	} {
		for _, tt := range []struct {
			body, kind string
			status     int
		}{
			{"Email=a", "application/x-www-form-urlencoded", 422},
			{"form_token=a&form_token=b", "application/x-www-form-urlencoded", 422},
			{"form_token=%ff", "application/x-www-form-urlencoded", 422},
			{"form_token=%zz", "application/x-www-form-urlencoded", 422},
			{`{"email":"a"}`, "application/json", 415},
		} {
			r := p.raw(t, path, tt.body, "Content-Type", tt.kind, "Sec-Fetch-Site", "same-origin")
			if r.StatusCode != tt.status {
				t.Errorf("POST %s %s = %d, want %d", path, tt.body, r.StatusCode, tt.status)
			}
		}
		if r := p.raw(t, path, "", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site"); r.StatusCode != 403 {
			t.Errorf("POST %s from another site = %d, want 403", path, r.StatusCode)
		}
		if r := p.raw(t, path, "", "Content-Type", "application/x-www-form-urlencoded"); r.StatusCode != 403 {
			t.Errorf("POST %s without a token = %d, want 403", path, r.StatusCode)
		}
	}
	page := p.open(t, "/sign-in")
	for _, email := range []string{"", "amy", "Amy <amy@clinic.example>", "a@clinic.example\r\nBcc: b@clinic.example", strings.Repeat("a", 300) + "@clinic.example"} {
		p.refused(t, page, "/sign-in", 422, "email", "Use an e-mail address", "email", email)
	}
	if r := p.post(t, page, "/sign-in", "email", `"><script>alert(1)</script>`); strings.Contains(r.body, "<script>alert") {
		t.Error("what was typed comes back as markup")
	}
	if r := p.raw(t, "/sign-in/forget", "account=amy", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"); r.StatusCode != 422 {
		t.Errorf("forgetting nobody = %d, want 422", r.StatusCode)
	}
}
