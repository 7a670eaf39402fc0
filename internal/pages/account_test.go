package pages_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// accountPages are all pages of whoever is signed in.
var accountPages = []string{
	"/account", "/account/password", "/account/email", "/account/email/code", "/account/passkeys", "/account/app",
	"/account/recovery-codes", "/account/sessions", "/account/confirm", "/owner",
}

func TestAccount_isForWhoeverIsSignedIn(t *testing.T) {
	s := openStaffed(t)
	ada, nobody := s.person(t, 1, weakly), &person{staffed: s}
	for _, path := range accountPages {
		ada.open(t, path)
		r := nobody.send(t, http.MethodGet, path, nil)
		if want := "/sign-in?next="; r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(r.Header.Get("Location"), want) {
			t.Errorf("GET %s of a visitor = %d to %q, want to be asked to sign in", path, r.StatusCode, r.Header.Get("Location"))
		}
	}
}

func TestAccount_asksAnewAfterFiveMinutes(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	s.later()
	for _, path := range accountPages {
		r := ada.send(t, http.MethodGet, path, nil)
		asks := path != "/account" && path != "/account/sessions" && path != "/account/confirm" && path != "/account/email/code" && path != "/owner"
		to := "/account/confirm?next=" + strings.ReplaceAll(path, "/", "%2F")
		if asked := r.StatusCode == http.StatusSeeOther && r.Header.Get("Location") == to; asked != asks {
			t.Errorf("GET %s later = %d to %q; asked anew %t, want %t", path, r.StatusCode, r.Header.Get("Location"), asked, asks)
		}
	}
}

func TestAccount_name(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	page := ada.open(t, "/account")
	if got := page.head("value", "input", "id", "name"); got != "Ada Example 1" {
		t.Errorf("the field for the name has %q", got)
	}
	r := ada.done(t, page, "/account/name", "name", " Ada Lovelace ")
	if !strings.Contains(r.status(), "Your name was saved") || r.head("value", "input", "id", "name") != "Ada Lovelace" {
		t.Errorf("POST /account/name says %q, and the field has %q", r.status(), r.head("value", "input", "id", "name"))
	}
	for _, tt := range []struct{ name, says string }{
		{"", "cannot be left out"}, {"Ada\r\nBcc: x", "single line"}, {strings.Repeat("a", 81), "80"},
	} {
		r := ada.refused(t, page, "/account/name", http.StatusUnprocessableEntity, "name", tt.says, "name", tt.name)
		if got := r.head("value", "input", "id", "name"); got != strings.ReplaceAll(tt.name, "\r", "") && got != tt.name {
			t.Errorf("POST /account/name (%q): the field has %q", tt.name, got)
		}
	}
	if r := ada.open(t, "/account?done=nonsense"); r.status() != "" {
		t.Errorf("GET /account?done=nonsense says %q", r.status())
	}
}

// TestForms_refuse sends to every form of the account what no form of ours sends.
func TestForms_refuse(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	for _, path := range []string{
		"/account/name", "/account/password", "/account/password/removal", "/account/email", "/account/email/code",
		"/account/passkeys", "/account/passkeys/options", "/account/passkeys/AAAA/removal",
		"/account/app", "/account/app/start", "/account/app/removal", "/account/recovery-codes",
		"/account/sessions/end-others", "/account/sessions/end-all", "/account/sessions/" + ada.session.ID.String() + "/end",
		"/account/devices/" + ada.session.ID.String() + "/removal",
		"/account/confirm", "/account/confirm/mail", "/account/confirm/passkey", "/account/confirm/passkey/options",
	} {
		token := ada.open(t, "/account").head("value", "input", "name", "form_token")
		for _, tt := range []struct {
			name string
			form map[string][]string
			want int
		}{
			{"no token", map[string][]string{}, http.StatusForbidden},
			{"an unknown field", map[string][]string{"form_token": {token}, "role": {"admin"}}, http.StatusUnprocessableEntity},
			{"the same field twice", map[string][]string{"form_token": {token, token}}, http.StatusForbidden},
		} {
			if r := ada.send(t, http.MethodPost, path, tt.form); r.StatusCode != tt.want {
				t.Errorf("POST %s with %s = %d, want %d", path, tt.name, r.StatusCode, tt.want)
			}
		}
	}
	if r := ada.open(t, "/account"); !strings.Contains(r.main(), "Ada Example 1") && r.head("value", "input", "id", "name") != "Ada Example 1" {
		t.Error("something of that was done")
	}
}

func TestAccount_nudges(t *testing.T) {
	s := openStaffed(t)
	const plain, staff = "Add a passkey", "before that you can do nothing else with it"
	ada, mo := s.person(t, 1, weakly), s.person(t, 2, weakly, directory.Membership{Role: directory.RoleModerator})
	if r := ada.open(t, "/account"); r.link(plain) != "/account/passkeys" || strings.Contains(r.main(), staff) {
		t.Errorf("GET /account does not ask for a passkey as it should: %s", r.main())
	}
	if r := mo.open(t, "/account"); !strings.Contains(r.main(), staff) || r.link("Running the directory") != "" {
		t.Errorf("GET /account of a moderator does not ask for a second factor first: %s", r.main())
	}
	if r := mo.open(t, "/account/passkeys"); !strings.Contains(r.main(), staff) {
		t.Errorf("GET /account/passkeys of a moderator does not say what it is needed for: %s", r.main())
	}
	if r := mo.send(t, http.MethodGet, "/admin", nil); r.Header.Get("Location") != "/account/passkeys" {
		t.Errorf("GET /admin of a moderator without a second factor = %d to %q", r.StatusCode, r.Header.Get("Location"))
	}
	ada.setUpApp(t)
	if r := ada.open(t, "/account"); strings.Contains(r.main(), "Nobody can guess it") {
		t.Errorf("GET /account still asks for a passkey beside an app: %s", r.main())
	}
}

func TestAccount_password(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	other := s.signIn(t, ada.account, weakly)
	page := ada.open(t, "/account/password")
	for _, tt := range []struct{ password, says string }{
		{"short", "at least 15"},
		{"passwordpassword", "Many people"},
		{strings.Repeat("a", 129), "at most 128"},
	} {
		r := ada.refused(t, page, "/account/password", http.StatusUnprocessableEntity, "password", tt.says, "password", tt.password)
		if strings.Contains(r.body, tt.password) {
			t.Errorf("the page repeats the password %q", tt.password)
		}
	}
	suggested := ada.post(t, page, "/account/password", "password", "half of one", "suggest", "1")
	four := suggested.head("value", "input", "id", "password")
	if suggested.StatusCode != http.StatusOK || len(four) < 15 || strings.Contains(suggested.body, "half of one") {
		t.Fatalf("'suggest four words' = %d with %q", suggested.StatusCode, four)
	}
	ada.private(t, suggested)
	r := ada.done(t, suggested, "/account/password")
	if !strings.Contains(r.status(), "Your password was saved") || r.link("Change the password") == "" {
		t.Errorf("to save the suggested words says %q: %s", r.status(), r.main())
	}
	if r := other.send(t, http.MethodGet, "/account", nil); r.StatusCode != http.StatusSeeOther {
		t.Errorf("another session goes on after a new password: %d", r.StatusCode)
	}
	r = ada.done(t, ada.open(t, "/account/password"), "/account/password/removal")
	if !strings.Contains(r.status(), "Your password was removed") || r.link("Set a password") == "" {
		t.Errorf("to remove the password says %q: %s", r.status(), r.main())
	}
	if got := len(s.letters(t, auth.PasswordChanged)); got != 2 {
		t.Errorf("%d letters tell of two changes", got)
	}
}

func TestAccount_email(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	page := ada.open(t, "/account/email")
	for _, tt := range []struct{ email, says string }{
		{"", "address"}, {"ada", "address"}, {"ada@x.example\r\nBcc: y@x.example", "address"}, {ada.account.Email.String(), "already"},
	} {
		r := ada.refused(t, page, "/account/email", http.StatusUnprocessableEntity, "email", tt.says, "email", tt.email)
		if got := r.head("value", "input", "id", "email"); tt.email == "ada" && got != tt.email {
			t.Errorf("POST /account/email (%q): the field has %q", tt.email, got)
		}
	}
	ask := ada.done(t, page, "/account/email", "email", "ada@new.example")
	if ask.path != "/account/email/code" || !strings.Contains(ask.main(), "sent to the new address") {
		t.Fatalf("POST /account/email leads to %s, which says %q", ask.path, ask.main())
	}
	ada.refused(t, ask, "/account/email/code", http.StatusUnprocessableEntity, "code", "six digits", "code", "12")
	letters := s.letters(t, auth.ConfirmAddress)
	if len(letters) != 1 {
		t.Fatalf("%d letters with a code, want 1", len(letters))
	}
	elsewhere := &person{staffed: s, account: ada.account, session: ada.session, cookies: map[string]string{"__Host-session": ada.cookies["__Host-session"]}}
	elsewhere.refused(t, ask, "/account/email/code", http.StatusUnprocessableEntity, "code", "browser", "code", letters[0].Code)
	r := ada.done(t, ask, "/account/email/code", "code", letters[0].Code)
	if !strings.Contains(r.status(), "Your address was changed") || !strings.Contains(r.main(), "ada@new.example") {
		t.Errorf("the right code says %q: %s", r.status(), r.main())
	}
	if _, kept := ada.cookies["__Host-sign-in"]; kept {
		t.Error("the browser keeps the secret of a change that is over")
	}
}

// setUpApp sets up an app and returns its key, and the recovery codes that are shown.
func (p *person) setUpApp(t *testing.T) (key string, codes []string) {
	t.Helper()
	page := p.done(t, p.open(t, "/account/app"), "/account/app/start")
	key = page.text("code", "class", "secret")
	code, err := totp.GenerateCode(key, p.now)
	if err != nil {
		t.Fatalf("the app does not take the key %q: %v", key, err)
	}
	r := p.post(t, page, "/account/app", "code", code)
	if r.StatusCode != http.StatusOK {
		t.Fatalf("the app's first code = %d, want 200 with recovery codes: %s", r.StatusCode, r.main())
	}
	p.private(t, r)
	for _, n := range r.find("code") {
		codes = append(codes, text(n))
	}
	return key, codes
}

func TestAccount_app(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	page := ada.done(t, ada.open(t, "/account/app"), "/account/app/start")
	picture, isData := strings.CutPrefix(page.head("src", "img", "class", "qr"), "data:image/svg+xml;base64,")
	if svg, err := base64.StdEncoding.DecodeString(picture); !isData || err != nil || !strings.HasPrefix(string(svg), "<svg") {
		t.Errorf("the picture is %q, %v", picture, err)
	}
	if !strings.HasPrefix(page.link("Or open an app on this device"), "otpauth://totp/") {
		t.Errorf("a link on the same device leads to %q", page.link("Or open an app on this device"))
	}
	ada.refused(t, page, "/account/app", http.StatusUnprocessableEntity, "code", "not the code", "code", "000000")
	if _, codes := ada.setUpApp(t); len(codes) != 10 {
		t.Errorf("%d recovery codes are shown, want 10", len(codes))
	}
	r := ada.open(t, "/account")
	if !strings.Contains(r.main(), "10 codes are left") || r.link("See the app") == "" {
		t.Errorf("GET /account with an app: %s", r.main())
	}
	r = ada.done(t, ada.open(t, "/account/app"), "/account/app/removal")
	if !strings.Contains(r.status(), "The code app was removed") {
		t.Errorf("to remove the app says %q", r.status())
	}
}

// TestAccount_lastFactor: whose role asks for a second factor keeps one.
func TestAccount_lastFactor(t *testing.T) {
	s := openStaffed(t)
	mo := s.person(t, 1, weakly, directory.Membership{Role: directory.RoleModerator})
	mo.setUpApp(t)
	mo.refused(t, mo.open(t, "/account/app"), "/account/app/removal", http.StatusConflict, "", "this is your last one")
	if r := mo.open(t, "/admin"); !strings.Contains(r.main(), "Keeps the directory true") {
		t.Errorf("GET /admin with a second factor: %s", r.main())
	}
}

func TestAccount_recoveryCodes(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	if r := ada.open(t, "/account/recovery-codes"); len(r.find("main")) != 1 || len(find(r.find("main")[0], "form")) != 0 {
		t.Errorf("without a second factor there are codes to be made: %s", r.main())
	}
	_, old := ada.setUpApp(t)
	page := ada.open(t, "/account/recovery-codes")
	if strings.Contains(page.body, old[0]) {
		t.Error("the page shows codes that were shown before")
	}
	r := ada.post(t, page, "/account/recovery-codes")
	ada.private(t, r)
	fresh := r.find("code")
	if r.StatusCode != http.StatusOK || len(fresh) != 10 || strings.Contains(r.body, old[0]) {
		t.Errorf("POST /account/recovery-codes = %d with %d codes, want 10 new ones", r.StatusCode, len(fresh))
	}
}
