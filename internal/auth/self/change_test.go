package self_test

import (
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// changes are all that somebody can change about themselves, each with what becomes of
// it where nothing else is wrong. Those that are guarded ask for the second factor.
var changes = []struct {
	name    string
	guarded bool
	do      func(p *somebody, a directory.Actor) error
}{
	{"Rename", false, func(p *somebody, a directory.Actor) error { return p.Rename(p.Context(), a, "Grace") }},
	{"SetPassword", true, func(p *somebody, a directory.Actor) error { return p.SetPassword(p.Context(), a, long) }},
	{"RemovePassword", true, func(p *somebody, a directory.Actor) error { return p.RemovePassword(p.Context(), a) }},
	{"AskAddress", true, func(p *somebody, a directory.Actor) error {
		_, err := p.AskAddress(p.Context(), p.from, a, email("grace@clinic.example"))
		return err
	}},
	{"ConfirmAddress", true, func(p *somebody, a directory.Actor) error { return p.ConfirmAddress(p.Context(), p.from, a, "123456") }},
	{"StartApp", true, func(p *somebody, a directory.Actor) error { _, err := p.StartApp(p.Context(), a); return err }},
	{"FinishApp", true, func(p *somebody, a directory.Actor) error {
		_, err := p.FinishApp(p.Context(), a, "123456")
		return err
	}},
	{"RemoveApp", true, func(p *somebody, a directory.Actor) error { return p.RemoveApp(p.Context(), a) }},
	{"NewRecoveryCodes", true, func(p *somebody, a directory.Actor) error { _, err := p.NewRecoveryCodes(p.Context(), a); return err }},
	{"PasskeyOptions", true, func(p *somebody, a directory.Actor) error { _, err := p.PasskeyOptions(p.Context(), a); return err }},
	{"AddPasskey", true, func(p *somebody, a directory.Actor) error {
		_, err := p.AddPasskey(p.Context(), a, "", nil)
		return err
	}},
	{"RemovePasskey", true, func(p *somebody, a directory.Actor) error { return p.RemovePasskey(p.Context(), a, nil) }},
	{"StepUp", false, func(p *somebody, a directory.Actor) error { return p.StepUp(p.Context(), p.from, a, "", "123456") }},
	{"StepUpCode", false, func(p *somebody, a directory.Actor) error { _, err := p.StepUpCode(p.Context(), p.from, a); return err }},
	{"StepUpPasskeyOptions", false, func(p *somebody, a directory.Actor) error {
		_, err := p.StepUpPasskeyOptions(p.Context(), a)
		return err
	}},
	{"StepUpPasskey", false, func(p *somebody, a directory.Actor) error { return p.StepUpPasskey(p.Context(), a, nil) }},
	{"EndSession", false, func(p *somebody, a directory.Actor) error { return p.EndSession(p.Context(), a, a.Session) }},
	{"EndOthers", false, func(p *somebody, a directory.Actor) error { _, err := p.EndOthers(p.Context(), a); return err }},
	{"EndAll", false, func(p *somebody, a directory.Actor) error { _, err := p.EndAll(p.Context(), a); return err }},
	{"ForgetDevice", false, func(p *somebody, a directory.Actor) error { return p.ForgetDevice(p.Context(), a, a.Session) }},
}

// TestChanges_byWhoIsSignedIn lets somebody in and ends that before their change gets
// to the store.
func TestChanges_byWhoIsSignedIn(t *testing.T) {
	for name, end := range map[string]func(p *somebody){
		"signed out": func(p *somebody) { p.wants("EndAll", errOf(p.EndAll(p.Context(), p.actor())), "fine") },
		"idle":       func(p *somebody) { p.now = p.now.Add(auth.SessionIdle) },
		"closed": func(p *somebody) {
			p.tx(func(tx auth.Tx) error {
				_, err := tx.UpdateAccount(p.Context(), p.id, func(a *directory.Account) error { a.State = directory.AccountClosed; return nil })
				return err
			})
		},
	} {
		p := open(t).person("ada@clinic.example")
		p.setPassword(long)
		actor, before := p.actor(), p.credentials()
		end(p)
		p.posted()
		for _, c := range changes {
			p.wants(c.name+" of who is "+name, c.do(p, actor), "unauthenticated: auth.sign_in")
		}
		if after := p.credentials(); after.Password != before.Password {
			t.Errorf("who is %s has changed the password", name)
		}
		p.wantPosted("what who is "+name+" has tried", "")
	}

	o := open(t)
	p, stranger := o.person("ada@clinic.example"), o.person("bob@clinic.example")
	nobody, mixed := p.actor(), p.actor()
	nobody.Session, mixed.Account = p.id, stranger.id
	for _, c := range changes {
		o.wants(c.name+" without a session", c.do(p, nobody), "unauthenticated: auth.sign_in")
		o.wants(c.name+" in another's session", c.do(p, mixed), "unauthenticated: auth.sign_in")
	}
}

func errOf[T any](_ T, err error) error { return err }

// TestChanges_askForTheSecondFactor comes with the password alone, in a browser that is
// remembered, to an account that has more.
func TestChanges_askForTheSecondFactor(t *testing.T) {
	for name, enrol := range map[string]func(p *somebody){
		"an app":    func(p *somebody) { p.setApp() },
		"a passkey": func(p *somebody) { p.setPasskey() },
	} {
		p := open(t).person("ada@clinic.example")
		p.setPassword(long)
		enrol(p)
		weak := p.elsewhere(false)
		before := p.credentials()
		p.posted()
		for _, c := range changes {
			if c.guarded {
				weak.wants(c.name+" beside "+name, c.do(weak, weak.actor()), "step up: auth.strong")
			}
		}
		if after := p.credentials(); after.Password != before.Password || len(after.Recovery) != 10 {
			t.Errorf("beside %s the password alone has changed %+v to %+v", name, before, after)
		}
		p.wantPosted("what the password alone has tried", "")
		p.wants("SetPassword with it", p.SetPassword(t.Context(), p.actor(), "paper-lantern-drift-47"), "fine")
	}
}
