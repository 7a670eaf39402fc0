package passkey_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/passkey"
	"rootline/internal/directory"
)

// TestCreate_demands: the person is verified, the key can be found without a name, no
// maker is named, and what the account has is not made again.
func TestCreate_demands(t *testing.T) {
	p, who := site(t)
	d := newDevice(t)
	data, _, err := p.Create(who, []auth.Passkey{made(t, p, who, d)}, noon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o := readOptions(t, data)
	if s := o.Selection; s.UserVerification != "required" || s.ResidentKey != "required" || !s.RequireResidentKey || o.Attestation != "none" {
		t.Errorf("Create demands %+v and attestation %q", s, o.Attestation)
	}
	if len(o.Exclude) != 1 || o.Exclude[0].ID != b64.EncodeToString(d.credential) {
		t.Errorf("Create excludes %v", o.Exclude)
	}
	if o.User.ID != b64.EncodeToString([]byte(who.ID.String())) || o.User.Name != who.Email || o.User.DisplayName != who.Name {
		t.Errorf("Create makes a passkey for %+v", o.User)
	}
	if want := int(passkey.Life.Milliseconds()); o.Timeout != want {
		t.Errorf("Create gives the device %d ms; want %d", o.Timeout, want)
	}
}

func TestCreate_callsWhoHasNoNameByTheirAddress(t *testing.T) {
	p, who := site(t)
	who.Name = ""
	data, _, err := p.Create(who, nil, noon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if got := readOptions(t, data).User.DisplayName; got != who.Email {
		t.Errorf("Create calls them %q", got)
	}
}

func TestCreated_isThePasskeyToKeep(t *testing.T) {
	p, who := site(t)
	d := newDevice(t)
	d.kept = true
	key := made(t, p, who, d)
	if !bytes.Equal(key.Credential, d.credential) || key.AccountID != who.ID || key.Label != "" ||
		key.CreatedAt != directory.At(noon) || key.UsedAt != 0 {
		t.Errorf("Created = %+v", key)
	}
	for _, private := range []string{who.Email, who.Name, `"clientDataJSON"`, `"AAGUID"`} {
		if bytes.Contains(key.Record, []byte(private)) {
			t.Errorf("the record has %s: %s", private, key.Record)
		}
	}
}

func TestCreated_takesAKeyThatSignsForItself(t *testing.T) {
	p, who := site(t)
	d := newDevice(t)
	d.format = "packed"
	made(t, p, who, d)
}

// TestCreated_refuses whatever a device or somebody in its place may send.
func TestCreated_refuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		device func(*device)
		answer func(map[string]any)
		want   string
	}{
		{"another origin", func(d *device) { d.origin = "https://clinics.example.evil.example" }, nil, "passkey.rejected"},
		{"another port", func(d *device) { d.origin = "https://clinics.example:8443" }, nil, "passkey.rejected"},
		{"another scheme", func(d *device) { d.origin = "http://clinics.example" }, nil, "passkey.rejected"},
		{"another RP id", func(d *device) { d.site = "evil.example" }, nil, "passkey.rejected"},
		{"the other ceremony", func(d *device) { d.kind = "webauthn.get" }, nil, "passkey.rejected"},
		{"a person not verified", func(d *device) { d.flags = present }, nil, "passkey.unverified"},
		{"a person not present", func(d *device) { d.flags = verified }, nil, "passkey.rejected"},
		{"a key not kept", func(d *device) { d.kept = false }, nil, "passkey.not_kept"},
		{"certificates", func(d *device) { d.format, d.statement = "packed", map[string]any{"x5c": []any{[]byte{1}}} }, nil, "passkey.rejected"},
		{"a group's key", func(d *device) { d.format, d.statement = "packed", map[string]any{"ecdaaKeyId": []byte{1}} }, nil, "passkey.rejected"},
		{"a signature that is none", func(d *device) { d.format, d.statement = "packed", map[string]any{"sig": []byte{1}} }, nil, "passkey.rejected"},
		{"a maker's word", func(d *device) { d.format = "tpm" }, nil, "passkey.rejected"},
		{"another credential than its key's", nil, func(a map[string]any) { a["id"], a["rawId"] = "AAAA", "AAAA" }, "passkey.rejected"},
		{"two credentials", nil, func(a map[string]any) { a["rawId"] = "AAAA" }, "passkey.unreadable"},
		{"no attestation object", nil, func(a map[string]any) { delete(response(a), "attestationObject") }, "passkey.unreadable"},
		{"an object cut in two", nil, func(a map[string]any) { cut(a, "attestationObject") }, "passkey.unreadable"},
		{"client data cut in two", nil, func(a map[string]any) { cut(a, "clientDataJSON") }, "passkey.unreadable"},
		{"too much", nil, func(a map[string]any) { a["more"] = strings.Repeat("a", 16<<10) }, "passkey.unreadable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, who := site(t)
			options, ceremony, err := p.Create(who, nil, noon, rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			d := newDevice(t)
			if tt.device != nil {
				tt.device(d)
			}
			answer := d.create(options)
			if tt.answer != nil {
				tt.answer(answer)
			}
			_, err = p.Created(ceremony, who, encode(t, answer), noon)
			refused(t, "Created", err, tt.want)
		})
	}
}

func TestCreated_refusesWhatIsNotItsCeremony(t *testing.T) {
	p, who := site(t)
	options, ceremony, err := p.Create(who, nil, noon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	answer := encode(t, newDevice(t).create(options))
	_, another, err := p.Create(who, nil, noon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, ask, err := p.Ask(nil, noon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Created(another, who, answer, noon)
	refused(t, "Created with another challenge", err, "passkey.rejected")
	_, err = p.Created(ask, who, answer, noon)
	refused(t, "Created with a ceremony of Ask", err, "passkey.rejected")
	_, err = p.Created(ceremony, person(t, "Bob Example"), answer, noon)
	refused(t, "Created for another person", err, "passkey.rejected")
	_, err = p.Created(ceremony, who, answer, noon.Add(passkey.Life))
	refused(t, "Created ten minutes later", err, "passkey.expired")
	if _, err = p.Created(ceremony, who, answer, noon.Add(passkey.Life-time.Millisecond)); err != nil {
		t.Errorf("Created just in time: %v", err)
	}
	if _, err = p.Created("{", who, answer, noon); err == nil || directory.KindOf(err) != directory.Internal {
		t.Errorf("Created with a broken ceremony: %v; want a fault of ours", err)
	}
}

func TestCreate_saysWhichRecordIsBroken(t *testing.T) {
	p, who := site(t)
	if _, _, err := p.Create(who, []auth.Passkey{{AccountID: who.ID, Record: []byte("{")}}, noon, rand.Reader); err == nil || directory.KindOf(err) != directory.Internal {
		t.Errorf("Create with a broken record: %v", err)
	}
}

func response(answer map[string]any) map[string]any {
	return answer["response"].(map[string]any)
}

// cut leaves the first half of what a member of the response encodes.
func cut(answer map[string]any, member string) {
	text := response(answer)[member].(string)
	data, _ := b64.DecodeString(text)
	response(answer)[member] = b64.EncodeToString(data[:len(data)/2])
}
