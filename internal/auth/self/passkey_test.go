package self_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// newPasskey answers a ceremony with a device's new key.
func (p *somebody) newPasskey(a *authenticator, label string) (recovery []string, err error) {
	p.Helper()
	options, err := p.PasskeyOptions(p.Context(), p.actor())
	if err != nil {
		p.Fatalf("PasskeyOptions() = %v", err)
	}
	return p.AddPasskey(p.Context(), p.actor(), label, a.create(options))
}

func (p *somebody) setPasskey() *authenticator {
	p.Helper()
	a := newAuthenticator(p)
	if _, err := p.newPasskey(a, "Phone"); err != nil {
		p.Fatalf("AddPasskey() = %v", err)
	}
	return a
}

func TestAddPasskey(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	other := p.elsewhere(false).remembered()
	a := newAuthenticator(t)
	recovery, err := p.newPasskey(a, "  My\tphone ")
	if err != nil || len(recovery) != 10 {
		t.Fatalf("AddPasskey() = %v, %v; want ten recovery codes", recovery, err)
	}
	keys := p.profile().Passkeys
	if len(keys) != 1 || string(keys[0].Credential) != string(a.credential) || keys[0].Label != "My\ufffdphone" || keys[0].AccountID != p.id {
		t.Errorf("the passkeys are %+v", keys)
	}
	if who := p.actor(); !who.Strong || who.StrongAt != directory.At(p.now) || other.in() {
		t.Errorf("after AddPasskey the actor is %+v, elsewhere %v; want them strong, and signed out", who, other.in())
	}
	p.wantPosted("AddPasskey", "second_factor_changed to ada@clinic.example")

	p.now = p.now.Add(time.Second)
	if recovery, err := p.newPasskey(newAuthenticator(t), strings.Repeat("ü", 70)); err != nil || recovery != nil {
		t.Errorf("AddPasskey(another) = %v, %v; want no other recovery codes", recovery, err)
	}
	if got := p.profile().Passkeys[1].Label; got != strings.Repeat("ü", 60) {
		t.Errorf("a long label is kept as %q", got)
	}
	_, err = p.newPasskey(a, "the same")
	p.wants("AddPasskey(the same)", err, "conflict: conflict.passkey")
	options, err := p.PasskeyOptions(t.Context(), p.actor())
	if got := len(a.read(options).Exclude); err != nil || got != 2 {
		t.Errorf("PasskeyOptions() excludes %d, %v; want 2", got, err)
	}
}

func TestAddPasskey_answersItsOwnChallenge(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	a := newAuthenticator(t)
	options, err := p.PasskeyOptions(t.Context(), p.actor())
	if err != nil {
		t.Fatal(err)
	}
	response := a.create(options)
	add := func(who *somebody, response []byte) error {
		_, err := who.AddPasskey(t.Context(), who.actor(), "", response)
		return err
	}
	other, stranger := p.elsewhere(false), p.person("bob@clinic.example")
	p.wants("AddPasskey(in another session)", add(other, response), "invalid: self.challenge_none")
	p.wants("AddPasskey(of somebody else)", add(stranger, response), "invalid: self.challenge_none")
	p.wants("AddPasskey(nonsense)", add(p, []byte("{}")), "invalid: passkey.unreadable")
	p.wants("AddPasskey(after nonsense)", add(p, response), "invalid: self.challenge_none")

	if options, err = p.PasskeyOptions(t.Context(), p.actor()); err != nil {
		t.Fatal(err)
	}
	if _, err := p.PasskeyOptions(t.Context(), p.actor()); err != nil {
		t.Fatal(err)
	}
	p.wants("AddPasskey(asked anew since)", add(p, a.create(options)), "invalid: passkey.rejected")
	for _, tt := range []struct {
		after time.Duration
		want  string
	}{{5*time.Minute - time.Millisecond, "fine"}, {5 * time.Minute, "invalid: self.challenge_none"}} {
		if options, err = p.PasskeyOptions(t.Context(), p.actor()); err != nil {
			t.Fatal(err)
		}
		p.now = p.now.Add(tt.after)
		p.wants(fmt.Sprintf("AddPasskey(after %s)", tt.after), add(p, newAuthenticator(t).create(options)), tt.want)
	}
}

func TestPasskeyOptions_boundsTheirNumber(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	for range 20 {
		p.setPasskey()
	}
	_, err := p.PasskeyOptions(t.Context(), p.actor())
	p.wants("PasskeyOptions(of 20)", err, "conflict: self.passkeys_many")
}

func TestRemovePasskey(t *testing.T) {
	o := open(t)
	p, stranger := o.person("ada@clinic.example"), o.person("bob@clinic.example")
	first, second, theirs := p.setPasskey(), p.setPasskey(), stranger.setPasskey()
	p.give(directory.RoleModerator)
	remove := func(a *authenticator) error { return p.RemovePasskey(t.Context(), p.actor(), a.credential) }
	o.posted()
	p.wants("RemovePasskey(of another)", remove(theirs), "not found: not_found.passkey")
	p.wants("RemovePasskey(one of two)", remove(first), "fine")
	p.wantPosted("RemovePasskey", "second_factor_changed to ada@clinic.example")
	p.wants("RemovePasskey(again)", remove(first), "not found: not_found.passkey")
	p.wants("RemovePasskey(the last, of a moderator)", remove(second), "conflict: self.last_factor_role")
	p.setApp()
	p.wants("RemovePasskey(beside an app)", remove(second), "fine")
	if got := p.profile(); !got.Second() || got.Recovery != 10 || !p.actor().Strong {
		t.Errorf("after that the profile is %+v, strong %v; want the app, its codes, strong", got, p.actor().Strong)
	}
}

func TestStepUpPasskey(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	_, err := p.StepUpPasskeyOptions(t.Context(), p.actor())
	p.wants("StepUpPasskeyOptions(without one)", err, "invalid: passkey.none")
	a := p.setPasskey()
	stranger := p.person("bob@clinic.example")
	theirs := stranger.setPasskey()
	p = p.elsewhere(false)
	p.now = p.now.Add(time.Hour)
	options := func(who *somebody) []byte {
		options, err := who.StepUpPasskeyOptions(t.Context(), who.actor())
		if err != nil {
			t.Fatalf("StepUpPasskeyOptions() = %v", err)
		}
		return options
	}
	step := func(response []byte) error { return p.StepUpPasskey(t.Context(), p.actor(), response) }
	p.wants("StepUpPasskey(unasked)", step([]byte("{}")), "invalid: self.challenge_none")
	p.wants("StepUpPasskey(another's)", step(theirs.show(options(p))), "invalid: passkey.unknown")
	p.wants("StepUpPasskey(another's challenge)", step(a.show(options(stranger))), "invalid: self.challenge_none")
	if who := p.actor(); who.Strong {
		t.Errorf("after refusals the actor is %+v", who)
	}
	response := a.show(options(p))
	p.wants("StepUpPasskey", step(response), "fine")
	if who := p.actor(); !who.Strong || who.StrongAt != directory.At(p.now) {
		t.Errorf("after StepUpPasskey the actor is %+v, want them strong and fresh", who)
	}
	if got := p.profile().Passkeys[0].UsedAt; got != directory.At(p.now) {
		t.Errorf("the passkey was used at %v, want now", got)
	}
	p.wants("StepUpPasskey(again)", step(response), "invalid: self.challenge_none")
	a.count = 0
	p.wants("StepUpPasskey(a copy)", step(a.show(options(p))), "invalid: passkey.copied")
	made, err := p.PasskeyOptions(t.Context(), p.actor())
	if err != nil {
		t.Fatal(err)
	}
	p.wants("StepUpPasskey(of the other ceremony)", step(a.show(made)), "invalid: passkey.rejected")
}

// TestPasskeys_unavailable wants a site that passkeys cannot be made for to say so.
func TestPasskeys_unavailable(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	p.Passkeys = nil
	_, err := p.PasskeyOptions(t.Context(), p.actor())
	p.wants("PasskeyOptions", err, "invalid: passkey.unavailable")
	_, err = p.StepUpPasskeyOptions(t.Context(), p.actor())
	p.wants("StepUpPasskeyOptions", err, "invalid: passkey.unavailable")
	if n, err := p.store.Secrets(t.Context(), auth.Challenge, p.id); err != nil || len(n) != 0 {
		t.Errorf("challenges = %v, %v; want none", n, err)
	}
}
