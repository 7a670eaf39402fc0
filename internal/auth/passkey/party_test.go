package passkey_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/url"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/passkey"
	"rootline/internal/directory"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// site is the party of most tests, and somebody who has an account there.
func site(t *testing.T) (*passkey.Party, passkey.Person) {
	t.Helper()
	return partyAt(t, "https://clinics.example"), person(t, "Ada Example")
}

func partyAt(t *testing.T, base string) *passkey.Party {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	p, err := passkey.NewParty(u, "Rootline")
	if err != nil {
		t.Fatalf("NewParty(%s): %v", base, err)
	}
	return p
}

func person(t *testing.T, name string) passkey.Person {
	t.Helper()
	id, err := directory.NewID(noon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return passkey.Person{ID: id, Email: "someone@example.com", Name: name}
}

// made is the passkey that a device makes for somebody at noon.
func made(t *testing.T, p *passkey.Party, who passkey.Person, d *device) auth.Passkey {
	t.Helper()
	options, ceremony, err := p.Create(who, nil, noon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := p.Created(ceremony, who, encode(t, d.create(options)), noon)
	if err != nil {
		t.Fatalf("Created: %v", err)
	}
	return key
}

func encode(t *testing.T, answer any) []byte {
	t.Helper()
	data, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// refused checks that err is a refusal with a sentence of this id.
func refused(t *testing.T, call string, err error, id string) {
	t.Helper()
	var e *directory.Error
	if !errors.As(err, &e) || e.Message.ID != id || e.Kind != directory.Invalid {
		t.Errorf("%s: %v; want a refusal with %s", call, err, id)
	}
}

func TestNewParty_bindsPasskeysToTheHostOfTheBaseURL(t *testing.T) {
	for _, tt := range []struct{ base, id, origin string }{
		{"https://clinics.example", "clinics.example", "https://clinics.example"},
		{"https://Clinics.Example:443/", "clinics.example", "https://clinics.example"},
		{"https://clinics.example:8443", "clinics.example", "https://clinics.example:8443"},
		{"http://localhost:8080", "localhost", "http://localhost:8080"},
		{"http://localhost:80", "localhost", "http://localhost"},
	} {
		p, who := partyAt(t, tt.base), person(t, "Ada Example")
		data, ceremony, err := p.Create(who, nil, noon, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if o := readOptions(t, data); o.RP.ID != tt.id || o.RP.Name != "Rootline" {
			t.Errorf("at %s a passkey is for %+v", tt.base, o.RP)
		}
		d := newDevice(t)
		d.site, d.origin = tt.id, tt.origin
		if _, err := p.Created(ceremony, who, encode(t, d.create(data)), noon); err != nil {
			t.Errorf("at %s Created: %v", tt.base, err)
		}
	}
}

func TestNewParty_needsAName(t *testing.T) {
	for _, base := range []string{"http://127.0.0.1:8080", "https://[::1]", "https://", "ftp://clinics.example", "clinics.example"} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := passkey.NewParty(u, "Rootline"); err == nil || p != nil {
			t.Errorf("NewParty(%s) = %v, %v", base, p, err)
		}
	}
	if p, err := passkey.NewParty(&url.URL{Scheme: "https", Host: "clinics.example"}, ""); err == nil || p != nil {
		t.Errorf("NewParty without a name = %v, %v", p, err)
	}
}

// TestParty_nil: a program without passkeys has no other code for that.
func TestParty_nil(t *testing.T) {
	var p *passkey.Party
	_, _, err := p.Create(passkey.Person{}, nil, noon, rand.Reader)
	refused(t, "Create", err, "passkey.unavailable")
	_, err = p.Created("", passkey.Person{}, nil, noon)
	refused(t, "Created", err, "passkey.unavailable")
	_, _, err = p.Ask(nil, noon, rand.Reader)
	refused(t, "Ask", err, "passkey.unavailable")
	_, err = p.Answered("", nil, nil, noon)
	refused(t, "Answered", err, "passkey.unavailable")
}

// TestParty_takesItsRandomnessFromTheCaller: the challenge is what random gives, and
// with too little of it there is none.
func TestParty_takesItsRandomnessFromTheCaller(t *testing.T) {
	p, who := site(t)
	seed := bytes.Repeat([]byte{7}, 32)
	create, _, err := p.Create(who, nil, noon, bytes.NewReader(seed))
	if err != nil {
		t.Fatal(err)
	}
	ask, _, err := p.Ask(nil, noon, bytes.NewReader(seed))
	if err != nil {
		t.Fatal(err)
	}
	for call, data := range map[string][]byte{"Create": create, "Ask": ask} {
		if got := readOptions(t, data).Challenge; got != b64.EncodeToString(seed) {
			t.Errorf("%s asks to sign %s; want %s", call, got, b64.EncodeToString(seed))
		}
	}
	if _, _, err := p.Create(who, nil, noon, bytes.NewReader(seed[1:])); err == nil {
		t.Error("Create with 31 random bytes made a challenge")
	}
	if _, _, err := p.Ask(nil, noon, bytes.NewReader(seed[1:])); err == nil {
		t.Error("Ask with 31 random bytes made a challenge")
	}
}
