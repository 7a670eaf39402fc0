package pages_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"rootline/internal/auth"
)

func TestConfirm_byMail(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	s.later()
	page := ada.open(t, "/account/confirm?next=/account/password")
	if actions := strings.Join(page.actions(), " "); actions != "/account/confirm/mail" {
		t.Errorf("without anything but an address there is %s", actions)
	}
	page = ada.done(t, page, "/account/confirm/mail")
	ada.refused(t, page, "/account/confirm", http.StatusUnprocessableEntity, "code", "six digits", "code", "abc")
	ada.refused(t, page, "/account/confirm", http.StatusUnprocessableEntity, "code", "mailed to you", "code", "")
	letters := s.letters(t, auth.MailedCode)
	r := ada.done(t, page, "/account/confirm", "code", letters[len(letters)-1].Code)
	if r.path != "/account/password" {
		t.Errorf("the right code leads to %s", r.path)
	}
}

func TestConfirm_byPassword(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	const password = "velvet-otter-granite-sonnet"
	ada.done(t, ada.open(t, "/account/password"), "/account/password", "password", password)
	s.later()
	page := ada.open(t, "/account/confirm?next=//elsewhere.example/")
	if next := page.head("value", "input", "name", "next"); next != "/account" {
		t.Errorf("another site is kept as the address to go on to: %q", next)
	}
	r := ada.refused(t, page, "/account/confirm", http.StatusUnprocessableEntity, "password", "not your password", "password", "velvet-otter-granite-ballad")
	if strings.Contains(r.body, "granite-ballad") {
		t.Error("the page repeats a password")
	}
	if r := ada.done(t, page, "/account/confirm", "password", password); r.path != "/account" {
		t.Errorf("the right password leads to %s", r.path)
	}
	ada.open(t, "/account/password")
}

func TestConfirm_bySecondFactor(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	key, codes := ada.setUpApp(t)
	s.later()
	page := ada.open(t, "/account/confirm?next=/account/app")
	if actions := strings.Join(page.actions(), " "); actions != "/account/confirm" {
		t.Errorf("with an app there is %s; want no letter and no password", actions)
	}
	ada.refused(t, page, "/account/confirm", http.StatusUnprocessableEntity, "code", "", "code", "")
	ada.refused(t, page, "/account/confirm", http.StatusUnprocessableEntity, "code", "neither a code of your app", "code", "000000")
	code, err := totp.GenerateCode(key, s.now)
	if err != nil {
		t.Fatal(err)
	}
	if r := ada.done(t, page, "/account/confirm", "code", code); r.path != "/account/app" {
		t.Errorf("a code of the app leads to %s", r.path)
	}
	s.later()
	if r := ada.done(t, ada.open(t, "/account/confirm"), "/account/confirm", "code", codes[0]); r.path != "/account" {
		t.Errorf("a recovery code leads to %s", r.path)
	}
}

// TestConfirm_isSlowed: whoever tries codes is told to wait, with the form.
func TestConfirm_isSlowed(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	ada.setUpApp(t)
	s.now = s.now.Add(time.Hour)
	page := ada.open(t, "/account/confirm")
	for range 100 {
		if r := ada.post(t, page, "/account/confirm", "code", "000000"); r.StatusCode == http.StatusTooManyRequests {
			ada.private(t, r)
			if !strings.Contains(r.text("div", "role", "alert"), "Too many tries") || r.Header.Get("Retry-After") == "" || len(r.find("input", "id", "code")) != 1 {
				t.Errorf("429 says %q", r.main())
			}
			return
		}
	}
	t.Error("a hundred codes in a row were tried")
}
