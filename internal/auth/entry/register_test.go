package entry_test

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// ada is what somebody types who wants an account.
func ada(tb testing.TB) entry.Registration {
	tb.Helper()
	return entry.Registration{Name: "Ada Example", Email: email(tb, "Ada@clinic.example"), Password: rightPassword, Language: language(tb, "en")}
}

func language(tb testing.TB, code string) directory.Language {
	tb.Helper()
	l, err := directory.ParseLanguage(code)
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// register registers somebody in a browser, and returns what was written to them.
func (s *site) register(from *auth.From, r entry.Registration) auth.Letter {
	s.Helper()
	browser, err := s.Register(s.Context(), *from, r)
	if err != nil {
		s.Fatalf("Register(%s) = %s", r.Email, said(err))
	}
	from.Browser = browser
	return s.letter(auth.ConfirmAddress)
}

// linkIn is the link of a letter, as it is shown.
func linkIn(l auth.Letter) string { return l.Path[strings.LastIndexByte(l.Path, '/')+1:] }

func TestRegister_codeOpensTheAccount(t *testing.T) {
	s, from := newSite(t), firefox()
	l := s.register(&from, ada(t))
	if l.To != ada(t).Email || len(l.Code) != 6 || l.For != 10*time.Minute || !strings.HasPrefix(l.Path, "/register/link/") {
		t.Errorf("the letter is %+v", l)
	}
	if n := s.rows()["account"]; n != 0 {
		t.Errorf("there are %d accounts before the address is confirmed", n)
	}
	_, err := s.Confirm(t.Context(), firefox(), l.Code)
	wantSaid(t, "Confirm(in another browser)", err, "auth.code_browser")
	_, err = s.Confirm(t.Context(), from, wrongly(l.Code))
	wantSaid(t, "Confirm(a wrong code)", err, "auth.code_wrong")

	p, err := s.Confirm(t.Context(), from, l.Code)
	s.wantIn("Confirm", p, err, p.In.Account, false)
	a := p.In.Account
	if a.Name != "Ada Example" || a.Email != ada(t).Email || a.Language != language(t, "en") || a.State != directory.AccountActive {
		t.Errorf("the account is %+v", a)
	}
	_, err = s.Confirm(t.Context(), from, l.Code)
	wantSaid(t, "Confirm(again)", err, "auth.code_used")
	_, err = s.ConfirmLink(t.Context(), from, linkIn(l))
	wantSaid(t, "ConfirmLink(after the code)", err, "secret.used")
	p, err = s.Password(t.Context(), firefox(), a.Email, rightPassword, "")
	s.wantIn("Password", p, err, a, false)
	if n := s.letters(auth.SignedInElsewhere); n != 0 {
		t.Errorf("%d letters say that somebody signed in elsewhere; it was in the same browser", n)
	}
}

func TestRegister_linkInTheSameBrowserOpensTheAccount(t *testing.T) {
	s, from := newSite(t), firefox()
	l := s.register(&from, ada(t))
	if err := s.Look(t.Context(), auth.Registration, linkIn(l)); err != nil {
		t.Errorf("Look(the link) = %s", said(err))
	}
	p, err := s.ConfirmLink(t.Context(), from, linkIn(l))
	s.wantIn("ConfirmLink", p, err, p.In.Account, false)
	_, err = s.Confirm(t.Context(), from, l.Code)
	wantSaid(t, "Confirm(after the link)", err, "auth.code_used")
	wantSaid(t, "Look(a used link)", s.Look(t.Context(), auth.Registration, linkIn(l)), "secret.used")
	p, err = s.Password(t.Context(), from, ada(t).Email, rightPassword, "")
	s.wantIn("Password", p, err, p.In.Account, false)
}

// Whoever typed the password need not be who reads the letters.
func TestRegister_linkInAnotherBrowserForgetsThePassword(t *testing.T) {
	s, from := newSite(t), firefox()
	l := s.register(&from, ada(t))
	p, err := s.ConfirmLink(t.Context(), firefox(), linkIn(l))
	if err != nil || p.Step != entry.StepSignIn || !p.In.Session.ID.IsZero() {
		t.Fatalf("ConfirmLink(in another browser) = %+v, %s; want to be told to sign in", p, said(err))
	}
	_, err = s.Password(t.Context(), from, ada(t).Email, rightPassword, "")
	wantSaid(t, "Password(that was typed by somebody)", err, "signin.wrong")
	_, err = s.Confirm(t.Context(), from, l.Code)
	wantSaid(t, "Confirm(after the link)", err, "auth.code_used")
	p, err = s.codeSignIn(&from, ada(t).Email)
	s.wantIn("Code", p, err, p.In.Account, false)
}

func TestRegister_newerLetterReplacesTheOlder(t *testing.T) {
	s, from := newSite(t), firefox()
	old := s.register(&from, ada(t))
	browser := from.Browser
	l := s.register(&from, ada(t))
	if from.Browser != browser {
		t.Error("Register(again) gave the browser another secret; what else it has in progress is lost")
	}
	if old.Code != l.Code { // which in one of a million they are
		_, err := s.Confirm(t.Context(), from, old.Code)
		wantSaid(t, "Confirm(the older code)", err, "auth.code_replaced")
	}
	_, err := s.ConfirmLink(t.Context(), from, linkIn(old))
	wantSaid(t, "ConfirmLink(the older link)", err, "secret.replaced")
	p, err := s.Confirm(t.Context(), from, l.Code)
	s.wantIn("Confirm", p, err, p.In.Account, false)
}

func TestRegister_codeAndLinkExpire(t *testing.T) {
	s, from := newSite(t), firefox()
	l := s.register(&from, ada(t))
	s.pass(10 * time.Minute)
	_, err := s.Confirm(t.Context(), from, l.Code)
	wantSaid(t, "Confirm(after ten minutes)", err, "auth.code_expired")
	s.pass(50*time.Minute - 1)
	if err := s.Look(t.Context(), auth.Registration, linkIn(l)); err != nil {
		t.Errorf("Look(just within the hour) = %s", said(err))
	}
	s.pass(time.Millisecond)
	_, err = s.ConfirmLink(t.Context(), from, linkIn(l))
	wantSaid(t, "ConfirmLink(after an hour)", err, "secret.expired")
	wantSaid(t, "Look(after an hour)", s.Look(t.Context(), auth.Registration, linkIn(l)), "secret.expired")
}

func TestRegister_addressThatIsTaken(t *testing.T) {
	for _, state := range []directory.AccountState{directory.AccountActive, directory.AccountClosed} {
		s := newSite(t)
		a := s.account(1, auth.Credentials{Password: rightHash()})
		s.state(a, state)
		r := ada(t)
		r.Email = email(t, strings.ToUpper(a.Email.String()))
		browser, err := s.Register(t.Context(), firefox(), r)
		if err != nil || browser == "" {
			t.Errorf("Register(an address of a %s account) = %q, %s", state, browser, said(err))
		}
		if l := s.letter(auth.AddressTaken); l.To != r.Email || l.Code != "" || l.Path != "/sign-in" || l.Silent {
			t.Errorf("the letter is %+v", l)
		}
		from := firefox()
		from.Browser = browser
		_, err = s.Confirm(t.Context(), from, "000000")
		wantSaid(t, "Confirm(a code that was never sent)", err, "auth.code_wrong")
	}
}

// An unconfirmed account waits for its owner to show a letter; whichever it is.
func TestRegister_addressOfAnUnconfirmedAccount(t *testing.T) {
	s, from := newSite(t), firefox()
	a := s.account(1, auth.Credentials{})
	s.state(a, directory.AccountUnconfirmed)
	r := ada(t)
	r.Email = a.Email
	l := s.register(&from, r)
	p, err := s.Confirm(t.Context(), from, l.Code)
	s.wantIn("Confirm", p, err, a, false)
	_, err = s.Password(t.Context(), from, a.Email, rightPassword, "")
	wantSaid(t, "Password(typed for an account that was there)", err, "signin.wrong")
}

// Two who register one address get one account: the second is signed in to it.
func TestRegister_twiceAtOnce(t *testing.T) {
	s := newSite(t)
	first, second := firefox(), firefox()
	l1 := s.register(&first, ada(t))
	other := ada(t)
	other.Name, other.Password = "Eve Example", ""
	l2 := s.register(&second, other)
	p1, err := s.Confirm(t.Context(), first, l1.Code)
	s.wantIn("Confirm(the first)", p1, err, p1.In.Account, false)
	p2, err := s.ConfirmLink(t.Context(), second, linkIn(l2))
	s.wantIn("ConfirmLink(the second)", p2, err, p1.In.Account, false)
	if p2.In.Account.Name != "Ada Example" {
		t.Errorf("the second has renamed the account %q", p2.In.Account.Name)
	}
}

func TestRegister_refuses(t *testing.T) {
	s := newSite(t)
	tests := []struct {
		name        string
		change      func(*entry.Registration)
		field, want string
	}{
		{"no name", func(r *entry.Registration) { r.Name = " \t" }, "name", "invalid.missing"},
		{"81 letters", func(r *entry.Registration) { r.Name = strings.Repeat("é", 81) }, "name", "invalid.too_long"},
		{"a header", func(r *entry.Registration) { r.Name = "Ada\r\nBcc: eve@evil.example" }, "name", "invalid.line"},
		{"a bare line feed", func(r *entry.Registration) { r.Name = "Ada\nExample" }, "name", "invalid.line"},
		{"U+2028", func(r *entry.Registration) { r.Name = "Ada\u2028Example" }, "name", "invalid.line"},
		{"U+2029", func(r *entry.Registration) { r.Name = "Ada\u2029Example" }, "name", "invalid.line"},
		{"another direction", func(r *entry.Registration) { r.Name = "Ada\u202eExample" }, "name", "invalid.line"},
		{"a null byte", func(r *entry.Registration) { r.Name = "Ada\x00" }, "name", "invalid.line"},
		{"no text", func(r *entry.Registration) { r.Name = "Ada\xff" }, "name", "invalid.line"},
		{"no address", func(r *entry.Registration) { r.Email = directory.Email{} }, "email", "invalid.missing"},
		{"14 letters", func(r *entry.Registration) { r.Password = "yonder velvet " }, "password", "auth.password_short"},
		{"the name", func(r *entry.Registration) { r.Password = "adaexampleclinicada" }, "password", "auth.password_about"},
	}
	for _, tt := range tests {
		r := ada(t)
		tt.change(&r)
		_, err := s.Register(t.Context(), firefox(), r)
		var e *directory.Error
		if !errors.As(err, &e) || e.Kind != directory.Invalid || e.Message.ID != tt.want || e.Fields[tt.field].ID != tt.want {
			t.Errorf("Register(%s) = %+v, want %s of %s", tt.name, err, tt.want, tt.field)
		}
	}
	if n := s.rows()["secret"]; n != 0 || s.Hasher.Calls() != 0 {
		t.Errorf("%d secrets and %d hashes of registrations that were refused", n, s.Hasher.Calls())
	}
	r := ada(t)
	r.Name, r.Password, r.Language = " "+strings.Repeat("é", 80)+" ", "", directory.Language{}
	from := firefox()
	from.Language = language(t, "tr")
	l := s.register(&from, r)
	p, err := s.Confirm(t.Context(), from, l.Code)
	if err != nil || p.In.Account.Name != strings.Repeat("é", 80) || p.In.Account.Language != language(t, "tr") {
		t.Errorf("Confirm() = %+v, %s; want the trimmed name and the browser's language", p.In.Account, said(err))
	}
}

func TestConfirmLink_noLink(t *testing.T) {
	s := newSite(t)
	for _, link := range []string{"", "x", randomText(t, 16)[:32] + "aaaaaaaaaaA", strings.Repeat("A", 43)} {
		_, err := s.ConfirmLink(t.Context(), firefox(), link)
		wantSaid(t, "ConfirmLink("+link+")", err, "secret.unknown")
		_, err = s.Welcome(t.Context(), firefox(), link)
		wantSaid(t, "Welcome("+link+")", err, "secret.unknown")
		wantSaid(t, "Look("+link+")", s.Look(t.Context(), auth.Registration, link), "secret.unknown")
	}
}

// TestRegister_leavesTheHasherToWhoIsKnown has strangers register from all over the
// world, with passwords. Each takes the hasher as long as a guess does.
func TestRegister_leavesTheHasherToWhoIsKnown(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	home := firefox()
	s.remember(&home, a)
	slow := 0
	for n := range 1_100 { // as if all of them had guessed
		g := auth.Guess{Account: strconv.Itoa(n), Addr: netip.AddrFrom4([4]byte{11, byte(n >> 8), byte(n), 1})}
		if s.Throttle.Try(g, s.now) > 0 {
			slow++
		}
	}
	if slow == 0 {
		t.Fatal("1,100 guesses at once are all looked at, so the test means nothing")
	}
	before := s.Hasher.Calls()
	r := entry.Registration{Name: "Ada", Email: email(t, "ada@new.example"), Password: "yonder velvet tractor lamp"}
	if _, err := s.Register(t.Context(), firefox(), r); directory.KindOf(err) != directory.TooMany || s.Hasher.Calls() != before {
		t.Errorf("Register(with a password) = %s, hashed %d times; want it to wait", said(err), s.Hasher.Calls()-before)
	}
	r.Password = ""
	if _, err := s.Register(t.Context(), firefox(), r); err != nil {
		t.Errorf("Register(without a password) = %s", said(err))
	}
	p, err := s.password(home, a)
	s.wantIn("Password(in a remembered browser)", p, err, a, false)
}
