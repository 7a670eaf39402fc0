package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

func TestAccount_passkeys(t *testing.T) {
	s := openStaffed(t)
	ada := s.person(t, 1, weakly)
	page := ada.open(t, "/account/passkeys")
	forms := page.find("form", "data-passkey", "create", "data-options", "/account/passkeys/options")
	if len(forms) != 1 {
		t.Fatalf("%d forms to add a passkey, want 1", len(forms))
	}
	for _, name := range []string{"data-cancelled", "data-exists", "data-failed", "data-unsupported", "hidden"} {
		if _, ok := attr(forms[0], name); !ok {
			t.Errorf("the form has no %s", name)
		}
	}
	if len(page.find("script", "src", "*")) != 1 {
		t.Errorf("%d scripts, want the one for passkeys", len(page.find("script", "src", "*")))
	}
	options := ada.send(t, http.MethodPost, "/account/passkeys/options", filledIn(forms[0]), "Sec-Fetch-Site", "same-origin")
	if options.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("POST /account/passkeys/options with fields of the form = %d, want 422", options.StatusCode)
	}
	options = ada.send(t, http.MethodPost, "/account/passkeys/options", nil, "Sec-Fetch-Site", "same-origin")
	if kind := options.Header.Get("Content-Type"); options.StatusCode != http.StatusOK || !strings.HasPrefix(kind, "application/json") || !strings.Contains(options.body, "challenge") {
		t.Errorf("POST /account/passkeys/options = %d %s %s", options.StatusCode, kind, options.body)
	}
	r := ada.refused(t, page, "/account/passkeys", http.StatusUnprocessableEntity, "", "could not be read", "label", "Front desk", "response", "nonsense")
	if got := r.head("value", "input", "id", "label"); got != "Front desk" {
		t.Errorf("the field for the label has %q", got)
	}

	for i, label := range []string{"Front desk", "", `<img src=x>"`} {
		err := s.store.People(t.Context(), func(tx auth.Tx) error {
			return tx.AddPasskey(t.Context(), auth.Passkey{
				Credential: []byte{byte(i), 0xfb, 0xff}, AccountID: ada.account.ID, Label: label, Record: []byte("{}"), CreatedAt: directory.At(s.now),
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	page = ada.open(t, "/account/passkeys")
	for _, says := range []string{"Front desk", "Passkey without a name", `<img src=x>"`, "Never used", "Remove Front desk"} {
		if !strings.Contains(page.main(), says) {
			t.Errorf("the list does not say %q: %s", says, page.main())
		}
	}
	if r := ada.post(t, page, "/account/passkeys/APv_/removal"); r.Header.Get("Location") != "/account/confirm?next=%2Faccount%2Fpasskeys" {
		t.Errorf("to remove a passkey without having shown one = %d to %q", r.StatusCode, r.Header.Get("Location"))
	}
	ada = s.signIn(t, ada.account, strongly)
	r = ada.done(t, ada.open(t, "/account/passkeys"), "/account/passkeys/APv_/removal")
	if !strings.Contains(r.status(), "The passkey was removed") || strings.Contains(r.main(), "Front desk Added") {
		t.Errorf("to remove a passkey says %q: %s", r.status(), r.main())
	}
	for _, gone := range []string{"APv_", "nonsense!", "AAAA"} {
		if r := ada.send(t, http.MethodPost, "/account/passkeys/"+gone+"/removal", nil, "Sec-Fetch-Site", "same-origin"); r.StatusCode != http.StatusNotFound {
			t.Errorf("POST /account/passkeys/%s/removal = %d, want 404", gone, r.StatusCode)
		}
	}
}

func TestAccount_sessions(t *testing.T) {
	s := openStaffed(t)
	ada, bob := s.person(t, 1, weakly), s.person(t, 2, weakly)
	other, third := s.signIn(t, ada.account, weakly), s.signIn(t, ada.account, weakly)
	page := ada.open(t, "/account/sessions")
	if n := strings.Count(page.main(), "Firefox on Linux"); n < 3 || strings.Count(page.main(), "This one") != 1 {
		t.Errorf("the list has %d sessions, %d of them this one: %s", n, strings.Count(page.main(), "This one"), page.main())
	}
	r := ada.done(t, page, "/account/sessions/"+other.session.ID.String()+"/end")
	if !strings.Contains(r.status(), "That session was ended") || other.send(t, http.MethodGet, "/account", nil).StatusCode == http.StatusOK {
		t.Errorf("to end another session says %q", r.status())
	}
	for _, id := range []string{bob.session.ID.String(), "nonsense", directory.ID{}.String() + "0"} {
		if r := ada.send(t, http.MethodPost, "/account/sessions/"+id+"/end", nil, "Sec-Fetch-Site", "same-origin"); r.StatusCode != http.StatusNotFound {
			t.Errorf("POST /account/sessions/%s/end = %d, want 404", id, r.StatusCode)
		}
	}
	bob.open(t, "/account")
	r = ada.done(t, page, "/account/sessions/end-others")
	if !strings.Contains(r.status(), "everywhere else") || third.send(t, http.MethodGet, "/account", nil).StatusCode == http.StatusOK {
		t.Errorf("to end the others says %q", r.status())
	}
	again := s.signIn(t, ada.account, weakly)
	for _, action := range []string{"/account/sessions/" + ada.session.ID.String() + "/end", "/account/sessions/end-all"} {
		who := ada
		if strings.HasSuffix(action, "all") {
			who = again
		}
		r := who.post(t, who.open(t, "/account/sessions"), action)
		if _, kept := who.cookies["__Host-session"]; r.Header.Get("Location") != "/sign-in?done=signed_out" || kept {
			t.Errorf("POST %s = %d to %q, the cookie kept: %t", action, r.StatusCode, r.Header.Get("Location"), kept)
		}
	}
}

func TestAccount_devices(t *testing.T) {
	s := openStaffed(t)
	ada, bob := s.person(t, 1, weakly), s.person(t, 2, weakly)
	_, digest, err := auth.NewSecret(auth.ForDevice, strings.NewReader(strings.Repeat("device", 20)))
	if err != nil {
		t.Fatal(err)
	}
	device := auth.Secret{
		ID: ada.session.ID, Kind: auth.Device, Digest: digest, AccountID: ada.account.ID, Text: "Safari on iPad",
		CreatedAt: directory.At(s.now), ExpiresAt: directory.At(s.now.Add(auth.DeviceLife)),
	}
	if err := s.store.People(t.Context(), func(tx auth.Tx) error { return tx.AddSecret(t.Context(), device) }); err != nil {
		t.Fatal(err)
	}
	page, action := ada.open(t, "/account/sessions"), "/account/devices/"+device.ID.String()+"/removal"
	if !strings.Contains(page.main(), "Safari on iPad") {
		t.Errorf("the list lacks a browser: %s", page.main())
	}
	if r := bob.send(t, http.MethodPost, action, nil, "Sec-Fetch-Site", "same-origin"); r.StatusCode != http.StatusNotFound {
		t.Errorf("to forget somebody else's browser = %d, want 404", r.StatusCode)
	}
	if r := ada.done(t, page, action); !strings.Contains(r.status(), "no longer remembers you") || strings.Contains(r.main(), "Safari on iPad") {
		t.Errorf("to forget a browser says %q: %s", r.status(), r.main())
	}
}
