package passkey_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/passkey"
	"rootline/internal/directory"
)

// shelf is what find searches: passkeys, as a store keeps them.
type shelf []auth.Passkey

func (s shelf) find(credential []byte, who directory.ID) (auth.Passkey, error) {
	for _, key := range s {
		if bytes.Equal(key.Credential, credential) && key.AccountID == who {
			return key, nil
		}
	}
	return auth.Passkey{}, directory.Refuse(directory.NotFound, "passkey.test")
}

// ask begins to ask for passkeys at noon.
func ask(t *testing.T, p *passkey.Party, have []auth.Passkey) (options []byte, ceremony string) {
	t.Helper()
	options, ceremony, err := p.Ask(have, noon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return options, ceremony
}

func TestAsk_demands(t *testing.T) {
	p, who := site(t)
	d := newDevice(t)
	key := made(t, p, who, d)
	data, _ := ask(t, p, []auth.Passkey{key})
	o := readOptions(t, data)
	if o.UserVerification != "required" || o.RPID != "clinics.example" || len(o.Allow) != 1 || o.Allow[0].ID != b64.EncodeToString(d.credential) {
		t.Errorf("Ask of an account demands %+v", o)
	}
	data, _ = ask(t, p, nil)
	if o = readOptions(t, data); o.UserVerification != "required" || o.Allow != nil {
		t.Errorf("Ask of anybody demands %+v", o)
	}
}

// TestAsk_ofAnAccountAsksForItsOwn: an account without passkeys is not asked for
// anybody's, nor one for another's.
func TestAsk_ofAnAccountAsksForItsOwn(t *testing.T) {
	p, who := site(t)
	_, _, err := p.Ask([]auth.Passkey{}, noon, rand.Reader)
	refused(t, "Ask of an account without", err, "passkey.none")
	two := []auth.Passkey{made(t, p, who, newDevice(t)), made(t, p, person(t, "Bob Example"), newDevice(t))}
	if _, _, err := p.Ask(two, noon, rand.Reader); err == nil {
		t.Error("Ask took passkeys of two accounts")
	}
	if _, _, err := p.Ask([]auth.Passkey{{AccountID: who.ID, Record: []byte("{")}}, noon, rand.Reader); err == nil {
		t.Error("Ask took a broken record")
	}
}

// TestAnswered_isWhoHasThePasskey, asked for by account or by nobody's name; what it
// returns is saved and shown again.
func TestAnswered_isWhoHasThePasskey(t *testing.T) {
	p, who := site(t)
	d := newDevice(t)
	key := made(t, p, who, d)
	key.Label = "Telephone"
	other := made(t, p, who, newDevice(t))
	handle := d.handle
	for i, have := range [][]auth.Passkey{nil, {key}, {other, key}, {key}} {
		if d.handle = handle; i == 3 {
			d.handle = nil // a device may leave out whose it is, where that is known
		}
		options, ceremony := ask(t, p, have)
		later := noon.Add(time.Duration(i) * time.Minute)
		used, err := p.Answered(ceremony, encode(t, d.show(options)), shelf{other, key}.find, later)
		if err != nil {
			t.Fatalf("Answered, time %d: %v", i, err)
		}
		if used.AccountID != who.ID || used.Label != "Telephone" || used.UsedAt != directory.At(later) || used.CreatedAt != key.CreatedAt {
			t.Errorf("Answered, time %d = %+v", i, used)
		}
		if bytes.Equal(used.Record, key.Record) {
			t.Errorf("Answered, time %d has not counted", i)
		}
		key = used
	}
}

// TestAnswered_takesDevicesThatDoNotCount: those whose keys are on several devices say
// zero each time.
func TestAnswered_takesDevicesThatDoNotCount(t *testing.T) {
	p, who := site(t)
	d := newDevice(t)
	key := made(t, p, who, d)
	for i := range 2 {
		d.count-- // show counts one up
		options, ceremony := ask(t, p, nil)
		used, err := p.Answered(ceremony, encode(t, d.show(options)), shelf{key}.find, noon)
		if err != nil {
			t.Fatalf("Answered, time %d: %v", i, err)
		}
		key = used
	}
}

func TestAnswered_refusesACopy(t *testing.T) {
	p, who := site(t)
	d := newDevice(t)
	d.count = 9
	key := made(t, p, who, d)
	for _, count := range []uint32{0, 8, 9} {
		d.count = count - 1
		options, ceremony := ask(t, p, nil)
		_, err := p.Answered(ceremony, encode(t, d.show(options)), shelf{key}.find, noon)
		refused(t, "Answered with a smaller count", err, "passkey.copied")
	}
	d.count = 9
	options, ceremony := ask(t, p, nil)
	if _, err := p.Answered(ceremony, encode(t, d.show(options)), shelf{key}.find, noon); err != nil {
		t.Errorf("Answered with a greater count: %v", err)
	}
}

// TestAnswered_refuses whatever a device or somebody in its place may send.
func TestAnswered_refuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		device func(*device)
		answer func(map[string]any)
		want   string
	}{
		{"another origin", func(d *device) { d.origin = "https://clinics-example.example" }, nil, "passkey.rejected"},
		{"a subdomain", func(d *device) { d.origin = "https://www.clinics.example" }, nil, "passkey.rejected"},
		{"another scheme", func(d *device) { d.origin = "http://clinics.example" }, nil, "passkey.rejected"},
		{"another RP id", func(d *device) { d.site = "example" }, nil, "passkey.rejected"},
		{"the other ceremony", func(d *device) { d.kind = "webauthn.create" }, nil, "passkey.rejected"},
		{"a person not verified", func(d *device) { d.flags = present | eligible }, nil, "passkey.unverified"},
		{"a person not present", func(d *device) { d.flags = verified | eligible }, nil, "passkey.rejected"},
		{"a key that moves and did not", func(d *device) { d.flags = present | verified }, nil, "passkey.rejected"},
		{"another device's key", func(d *device) { d.key = newDevice(d.t).key }, nil, "passkey.rejected"},
		{"another's handle", func(d *device) { d.handle = []byte(person(d.t, "").ID.String()) }, nil, "passkey.unknown"},
		{"a handle in other letters", func(d *device) { d.handle = bytes.ToUpper(d.handle) }, nil, "passkey.rejected"},
		{"a handle that is no id", func(d *device) { d.handle = []byte("admin") }, nil, "passkey.unknown"},
		{"no handle", func(d *device) { d.handle = nil }, nil, "passkey.unknown"},
		{"another credential", func(d *device) { d.credential = []byte{1} }, nil, "passkey.unknown"},
		{"an altered signature", nil, func(a map[string]any) { flip(a, "signature") }, "passkey.rejected"},
		{"authenticator data that were not signed", nil, func(a map[string]any) { flip(a, "authenticatorData") }, "passkey.rejected"},
		{"no signature", nil, func(a map[string]any) { delete(response(a), "signature") }, "passkey.rejected"},
		{"no response", nil, func(a map[string]any) { delete(a, "response") }, "passkey.unreadable"},
		{"two credentials", nil, func(a map[string]any) { a["rawId"] = "AAAA" }, "passkey.unreadable"},
		{"another type", nil, func(a map[string]any) { a["type"] = "password" }, "passkey.unreadable"},
		{"data cut in two", nil, func(a map[string]any) { cut(a, "authenticatorData") }, "passkey.unreadable"},
		{"client data cut in two", nil, func(a map[string]any) { cut(a, "clientDataJSON") }, "passkey.unreadable"},
		{"too much", nil, func(a map[string]any) { a["more"] = strings.Repeat("a", 16<<10) }, "passkey.unreadable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, who := site(t)
			d := newDevice(t)
			key := made(t, p, who, d)
			options, ceremony := ask(t, p, nil)
			if tt.device != nil {
				tt.device(d)
			}
			answer := d.show(options)
			if tt.answer != nil {
				tt.answer(answer)
			}
			_, err := p.Answered(ceremony, encode(t, answer), shelf{key}.find, noon)
			refused(t, "Answered", err, tt.want)
		})
	}
}

// TestAnswered_refusesWhatIsNotJSON without asking for any passkey.
func TestAnswered_refusesWhatIsNotJSON(t *testing.T) {
	p, _ := site(t)
	_, ceremony := ask(t, p, nil)
	for _, text := range []string{"", "null", "{}", "[]", `"a"`, `{"id":`, "{} {}", "\xff", strings.Repeat("[", 1<<14), strings.Repeat(" ", 16<<10+1)} {
		_, err := p.Answered(ceremony, []byte(text), func([]byte, directory.ID) (auth.Passkey, error) {
			t.Errorf("Answered(%.20q) asked for a passkey", text)
			return auth.Passkey{}, nil
		}, noon)
		refused(t, "Answered", err, "passkey.unreadable")
	}
}

// TestAnswered_passesOverWhatItDoesNotKnow: browsers add members with time, in the
// client data too, and some speak of extensions unasked. Nothing is read from them.
func TestAnswered_passesOverWhatItDoesNotKnow(t *testing.T) {
	p, who := site(t)
	d := newDevice(t)
	key := made(t, p, who, d)
	options, ceremony := ask(t, p, nil)
	answer := d.show(options)
	answer["later"], answer["accountID"] = true, person(t, "").ID
	response(answer)["later"] = map[string]any{"userVerified": false}
	answer["clientExtensionResults"] = map[string]any{"credProps": map[string]any{"rk": false}, "appid": true, "later": 1}
	used, err := p.Answered(ceremony, encode(t, answer), shelf{key}.find, noon)
	if err != nil || used.AccountID != who.ID {
		t.Errorf("Answered with unknown members = %+v, %v", used, err)
	}
}

// TestAnswered_refusesWhatIsNotItsCeremony. That a ceremony is answered once is its
// caller's part, who keeps it in a secret: the last lines show that nothing here does.
func TestAnswered_refusesWhatIsNotItsCeremony(t *testing.T) {
	p, who := site(t)
	d := newDevice(t)
	key := made(t, p, who, d)
	options, ceremony := ask(t, p, nil)
	answer := encode(t, d.show(options))
	_, another := ask(t, p, nil)
	_, err := p.Answered(another, answer, shelf{key}.find, noon)
	refused(t, "Answered with another challenge", err, "passkey.rejected")
	_, create, err := p.Create(who, nil, noon, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Answered(create, answer, shelf{key}.find, noon)
	refused(t, "Answered with a ceremony of Create", err, "passkey.rejected")
	_, err = p.Answered(ceremony, answer, shelf{key}.find, noon.Add(passkey.Life))
	refused(t, "Answered ten minutes later", err, "passkey.expired")
	for i := range 2 {
		if _, err = p.Answered(ceremony, answer, shelf{key}.find, noon.Add(passkey.Life-time.Millisecond)); err != nil {
			t.Errorf("Answered just in time, %d: %v", i, err)
		}
	}
}

// TestAnswered_ofAnAccountTakesItsOwn: not one that was not listed, nor another's.
func TestAnswered_ofAnAccountTakesItsOwn(t *testing.T) {
	p, who := site(t)
	mine, unlisted, theirs := newDevice(t), newDevice(t), newDevice(t)
	all := shelf{made(t, p, who, mine), made(t, p, who, unlisted), made(t, p, person(t, "Bob Example"), theirs)}
	for name, d := range map[string]*device{"one not listed": unlisted, "another's": theirs} {
		options, ceremony := ask(t, p, all[:1])
		_, err := p.Answered(ceremony, encode(t, d.show(options)), all.find, noon)
		refused(t, "Answered with "+name, err, "passkey.unknown")
	}
	mine.handle = theirs.handle
	options, ceremony := ask(t, p, all[:1])
	_, err := p.Answered(ceremony, encode(t, mine.show(options)), all.find, noon)
	refused(t, "Answered with another's handle", err, "passkey.unknown")
}

// TestAnswered_trustsFindNoFurther: a passkey that is not what was searched for is not
// used, and a store that cannot tell is a fault of ours.
func TestAnswered_trustsFindNoFurther(t *testing.T) {
	p, who := site(t)
	d := newDevice(t)
	key := made(t, p, who, d)
	stranger, renamed, broken := key, key, key
	stranger.AccountID = person(t, "Bob Example").ID
	renamed.Credential = []byte{1}
	broken.Record = json.RawMessage("{")
	for name, found := range map[string]auth.Passkey{"another's": stranger, "another": renamed} {
		options, ceremony := ask(t, p, nil)
		_, err := p.Answered(ceremony, encode(t, d.show(options)), func([]byte, directory.ID) (auth.Passkey, error) { return found, nil }, noon)
		refused(t, "Answered when find returns "+name, err, "passkey.unknown")
	}
	down := errors.New("the disk is gone")
	for _, find := range []func([]byte, directory.ID) (auth.Passkey, error){
		func([]byte, directory.ID) (auth.Passkey, error) { return auth.Passkey{}, down },
		func([]byte, directory.ID) (auth.Passkey, error) { return broken, nil },
	} {
		options, ceremony := ask(t, p, nil)
		if _, err := p.Answered(ceremony, encode(t, d.show(options)), find, noon); err == nil || directory.KindOf(err) != directory.Internal {
			t.Errorf("Answered: %v; want a fault of ours", err)
		}
	}
}

// flip alters the last byte of what a member of the response encodes.
func flip(answer map[string]any, member string) {
	data, _ := b64.DecodeString(response(answer)[member].(string))
	data[len(data)-1] ^= 1
	response(answer)[member] = b64.EncodeToString(data)
}
