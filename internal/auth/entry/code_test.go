package entry_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// mailCode asks for a code in a browser, and returns what was written.
func (s *site) mailCode(from *auth.From, to directory.Email, kind auth.LetterKind) auth.Letter {
	s.Helper()
	browser, err := s.MailCode(s.Context(), *from, to)
	if err != nil {
		s.Fatalf("MailCode(%s) = %s", to, said(err))
	}
	from.Browser = browser
	l := s.letter(kind)
	if l.To != to {
		s.Fatalf("MailCode(%s) wrote to %s", to, l.To)
	}
	return l
}

// codeSignIn asks for a code and shows it.
func (s *site) codeSignIn(from *auth.From, to directory.Email) (entry.Progress, error) {
	s.Helper()
	l := s.mailCode(from, to, auth.MailedCode)
	return s.Code(s.Context(), *from, l.Code)
}

func TestCode_signsInOnce(t *testing.T) {
	s, from := newSite(t), firefox()
	a := s.account(1, auth.Credentials{})
	l := s.mailCode(&from, email(t, strings.ToLower(a.Email.String())), auth.MailedCode)
	if l.For != 10*time.Minute || l.Path != "" {
		t.Errorf("the letter is %+v", l)
	}
	_, err := s.Code(t.Context(), firefox(), l.Code)
	wantSaid(t, "Code(in a browser that asked for none)", err, "auth.code_browser")
	other := firefox()
	s.mailCode(&other, a.Email, auth.MailedCode)
	if _, err := s.Code(t.Context(), other, l.Code); err == nil {
		t.Error("Code(in another browser) = nil") // one time in a million it is the same code
	}
	spaced := l.Code[:3] + " " + l.Code[3:]
	p, err := s.Code(t.Context(), from, spaced)
	s.wantIn("Code", p, err, a, false)
	_, err = s.Code(t.Context(), from, l.Code)
	wantSaid(t, "Code(again)", err, "auth.code_used")
	again, err := s.codeSignIn(&from, a.Email)
	s.wantIn("Code(a new one)", again, err, a, false)
	if again.In.Session.ID == p.In.Session.ID {
		t.Error("the session's id did not change at sign-in")
	}
}

func TestCode_saysWhyNot(t *testing.T) {
	s, from := newSite(t), firefox()
	a := s.account(1, auth.Credentials{})
	first := s.mailCode(&from, a.Email, auth.MailedCode)
	second := s.mailCode(&from, a.Email, auth.MailedCode)
	_, err := s.Code(t.Context(), from, "12345")
	wantSaid(t, "Code(five digits)", err, "auth.code_digits")
	if first.Code != second.Code {
		_, err = s.Code(t.Context(), from, first.Code)
		wantSaid(t, "Code(the older)", err, "auth.code_replaced")
	}
	s.pass(10 * time.Minute)
	_, err = s.Code(t.Context(), from, second.Code)
	wantSaid(t, "Code(after ten minutes)", err, "auth.code_expired")

	third := s.mailCode(&from, a.Email, auth.MailedCode)
	for range 4 {
		_, err = s.Code(t.Context(), from, wrongly(third.Code))
		wantSaid(t, "Code(wrong)", err, "auth.code_wrong")
	}
	for _, code := range []string{wrongly(third.Code), third.Code} {
		_, err = s.Code(t.Context(), from, code)
		wantSaid(t, "Code(after five wrong ones)", err, "auth.code_ended")
	}
	p, err := s.codeSignIn(&from, a.Email)
	s.wantIn("Code(a new one after five wrong ones)", p, err, a, false)
}

func TestCode_byStateOfTheAccount(t *testing.T) {
	s, from := newSite(t), firefox()
	unconfirmed, closed := s.account(1, auth.Credentials{}), s.account(2, auth.Credentials{})
	s.state(unconfirmed, directory.AccountUnconfirmed)
	s.state(closed, directory.AccountClosed)

	p, err := s.codeSignIn(&from, unconfirmed.Email)
	s.wantIn("Code(of an unconfirmed account)", p, err, unconfirmed, false)
	if p.In.Account.State != directory.AccountActive {
		t.Errorf("the account is %s after its address was shown to be its owner's", p.In.Account.State)
	}
	_, err = s.codeSignIn(&from, closed.Email)
	wantSaid(t, "Code(of a closed account)", err, "conflict.inactive")

	l := s.mailCode(&from, email(t, "nobody@clinic.example"), auth.NoAccount)
	if l.Code != "" || l.Path != "/register" {
		t.Errorf("the letter to nobody is %+v", l)
	}
	for range 4 {
		_, err = s.Code(t.Context(), from, "000000")
		wantSaid(t, "Code(of nobody)", err, "auth.code_wrong")
	}
	_, err = s.Code(t.Context(), from, "000000")
	wantSaid(t, "Code(of nobody, five times)", err, "auth.code_ended")
	_, err = s.MailCode(t.Context(), from, directory.Email{})
	wantSaid(t, "MailCode(no address)", err, "invalid.missing")
}

// An address gets so many letters in a day: no more are sent, and no more are said.
func TestMailCode_lettersInADay(t *testing.T) {
	s := newSite(t)
	a, unconfirmed := s.account(1, auth.Credentials{}), s.account(2, auth.Credentials{})
	s.state(unconfirmed, directory.AccountUnconfirmed)
	nobody := email(t, "nobody@clinic.example")
	for _, tt := range []struct {
		to   directory.Email
		kind auth.LetterKind
		most int
	}{{unconfirmed.Email, auth.MailedCode, 3}, {a.Email, auth.MailedCode, 10}, {nobody, auth.NoAccount, 3}} {
		before := s.letters(tt.kind)
		same := firefox()
		for n := range tt.most + 2 {
			from := firefox()
			if n%2 == 0 {
				from = same
			}
			l := s.mailCode(&from, tt.to, tt.kind)
			if n%2 == 0 {
				same = from
			}
			if l.Silent != (n >= tt.most) {
				t.Errorf("letter %d to %s is silent: %t", n+1, tt.to, l.Silent)
			}
			if l.Silent && l.Code != "" {
				if _, err := s.Code(t.Context(), from, l.Code); said(err) != "auth.code_wrong" {
					t.Errorf("Code(that was sent to nobody) = %s, want it to be as wrong as any", said(err))
				}
			}
		}
		if n := s.letters(tt.kind) - before; n != tt.most {
			t.Errorf("%d letters of kind %s will be sent, want %d", n, tt.kind, tt.most)
		}
	}
	from := firefox()
	device, err := s.Remember(t.Context(), from, directory.Actor{Account: a.ID})
	if err != nil {
		t.Fatal(err)
	}
	from.Devices = []string{device}
	if l := s.mailCode(&from, a.Email, auth.MailedCode); l.Silent {
		t.Error("strangers have used up the codes of an account in a browser that it remembers")
	}
	for range 9 {
		s.mailCode(&from, a.Email, auth.MailedCode)
	}
	if n := s.letters(auth.MailedCode) - 3; n != 20 {
		t.Errorf("%d codes are sent to an account in a browser that it remembers and others, want 20", n)
	}
	s.mailCode(&from, a.Email, auth.MailedCode)
	if l := s.mailCode(&from, a.Email, auth.MailedCode); !l.Silent {
		t.Error("whoever has a browser that is remembered can have any number of codes sent, and guess at each")
	}
	s.pass(24*time.Hour + time.Minute)
	p, err := s.codeSignIn(&from, a.Email)
	s.wantIn("Code(the next day)", p, err, a, false)
}

// Strangers use up the codes of an account for themselves: who asks where it has
// signed in lately is sent some more, and not any number.
func TestMailCode_whereTheAccountSignedIn(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{})
	office := func() auth.From {
		from := firefox()
		from.Addr = netip.MustParseAddr("198.51.100.9")
		return from
	}
	from := office()
	p, err := s.codeSignIn(&from, a.Email)
	s.wantIn("Code(at the office)", p, err, a, false)
	for range 12 {
		stranger := firefox()
		s.mailCode(&stranger, a.Email, auth.MailedCode)
	}
	stranger := firefox()
	if l := s.mailCode(&stranger, a.Email, auth.MailedCode); !l.Silent {
		t.Fatal("a stranger is sent an eleventh code")
	}
	from = office()
	p, err = s.codeSignIn(&from, a.Email)
	s.wantIn("Code(at the office, where strangers have used up the day's)", p, err, a, false)
	more := 0
	for range 30 {
		from := office()
		if l := s.mailCode(&from, a.Email, auth.MailedCode); !l.Silent {
			more++
		}
	}
	if more == 0 || more > 12 {
		t.Errorf("%d more codes are sent to the office, want some", more)
	}
	s.pass(31 * 24 * time.Hour)
	for range 10 {
		stranger := firefox()
		s.mailCode(&stranger, a.Email, auth.MailedCode)
	}
	from = office()
	if l := s.mailCode(&from, a.Email, auth.MailedCode); !l.Silent {
		t.Error("a month later the office is known still")
	}
}
