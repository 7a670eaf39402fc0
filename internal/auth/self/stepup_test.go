package self_test

import (
	"net/netip"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// mailed has a code mailed, and keeps the secret of the browser as a cookie would.
func (p *somebody) mailed() (code string) {
	p.Helper()
	browser, err := p.StepUpCode(p.Context(), p.from, p.actor())
	if err != nil {
		p.Fatalf("StepUpCode() = %v", err)
	}
	p.from.Browser = browser
	return p.last().Code
}

func (p *somebody) stepUp(password, code string) error {
	p.Helper()
	return p.StepUp(p.Context(), p.from, p.actor(), password, code)
}

// TestStepUp_withoutASecondFactor wants who has none to show what they have.
func TestStepUp_withoutASecondFactor(t *testing.T) {
	for _, tt := range []struct {
		name string
		try  func(p *somebody) error
		want string
	}{
		{"the password", func(p *somebody) error { return p.stepUp(long, "") }, "fine"},
		{"another password", func(p *somebody) error { return p.stepUp(long+"x", "") }, "invalid password: self.password_wrong"},
		{"nothing", func(p *somebody) error { return p.stepUp("", "") }, "invalid: self.nothing_shown"},
		{"the mailed code", func(p *somebody) error { return p.stepUp("", p.mailed()) }, "fine"},
		{"the mailed code, again", func(p *somebody) error {
			code := p.mailed()
			p.wants("StepUp", p.stepUp("", code), "fine")
			return p.stepUp("", code)
		}, "invalid code: auth.code_used"},
		{"a code that was not mailed", func(p *somebody) error { return p.stepUp("", "123456") }, "invalid: auth.code_browser"},
		{"the code for an address", func(p *somebody) error { return p.stepUp("", p.ask("grace@clinic.example")) }, "invalid: auth.code_browser"},
		{"a code from before the address changed", func(p *somebody) error {
			code := p.mailed()
			p.wants("ConfirmAddress", p.confirm(p.ask("grace@clinic.example")), "fine")
			return p.stepUp("", code)
		}, "invalid code: auth.code_replaced"},
		{"a password that was removed meanwhile", func(p *somebody) error {
			p.post.before = func() {
				p.post.before = nil
				p.wants("RemovePassword", p.RemovePassword(p.Context(), p.actor()), "fine")
			}
			return p.stepUp(long, "")
		}, "conflict: conflict.moved_on"},
		{"a password, with an app set up meanwhile", func(p *somebody) error {
			p.post.before = func() { p.post.before = nil; p.setApp() }
			return p.stepUp(long, "")
		}, "invalid code: self.second_needed"},
		{"a mailed code, with an app set up meanwhile", func(p *somebody) error {
			code := p.mailed()
			p.post.before = func() { p.post.before = nil; p.setApp() }
			return p.stepUp("", code)
		}, "invalid code: self.second_needed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := open(t).person("ada@clinic.example")
			p.setPassword(long)
			p.now = p.now.Add(time.Hour)
			p.wants("StepUp("+tt.name+")", tt.try(p), tt.want)
			if who := p.actor(); tt.want == "fine" && (who.Strong || who.StrongAt != directory.At(p.now)) {
				t.Errorf("after StepUp(%s) the actor is %+v; want them fresh, and as strong as before", tt.name, who)
			}
		})
	}
}

// TestStepUp_withASecondFactor wants nothing less to do for who has one.
func TestStepUp_withASecondFactor(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	key, recovery := p.setApp()
	p.setPassword(long)
	p = p.elsewhere(false) // a browser that is remembered
	before := p.actor()
	p.now = p.now.Add(time.Hour)
	p.wants("StepUp(the password)", p.stepUp(long, ""), "invalid code: self.second_needed")
	_, err := p.StepUpCode(t.Context(), p.from, p.actor())
	p.wants("StepUpCode", err, "conflict: self.second_needed")
	p.wants("StepUp(nonsense)", p.stepUp(long, "nonsense"), "invalid code: self.second_wrong")
	if got := p.actor(); got.Strong || got.StrongAt != before.StrongAt {
		t.Errorf("after refusals the actor is %+v, want %+v", got, before)
	}
	code := p.code(key)
	p.wants("StepUp(the app)", p.stepUp("", code), "fine")
	if who := p.actor(); !who.Strong || who.StrongAt != directory.At(p.now) {
		t.Errorf("after StepUp(the app) the actor is %+v, want them strong and fresh", who)
	}
	p.wants("StepUp(the same code)", p.stepUp("", code), "invalid code: self.second_wrong")
	p.wants("StepUp(a recovery code)", p.stepUp("", recovery[0]), "fine")
	p.wants("StepUp(the same recovery code)", p.stepUp("", recovery[0]), "invalid code: self.second_wrong")
	p.post.before = func() { p.post.before = nil; p.wants("RemoveApp", p.RemoveApp(t.Context(), p.actor()), "fine") }
	p.wants("StepUp(the app was removed meanwhile)", p.stepUp("", p.code(key)), "conflict: conflict.moved_on")
}

func TestStepUp_withoutAPassword(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	p.wants("StepUp(a password)", p.stepUp(long, ""), "invalid password: self.password_none")
	if got := p.Hasher.Calls(); got != 0 {
		t.Errorf("the hasher was called %d times, with nothing to compare", got)
	}
}

// TestStepUp_isSlowed wants guesses to wait, by the account and not by whoever else
// guesses, and those that were mistyped to be forgotten.
func TestStepUp_isSlowed(t *testing.T) {
	o := open(t)
	p, q := o.person("Ada@Clinic.example"), o.person("bob@clinic.example")
	p.setPassword(long)
	key, _ := q.setApp()
	o.now = o.now.Add(time.Hour)
	for range 5 {
		p.wants("StepUp(a wrong password)", p.stepUp("x", ""), "invalid password: self.password_wrong")
		q.wants("StepUp(a wrong code)", q.stepUp("", "x"), "invalid code: self.second_wrong")
	}
	p.wants("StepUp(the sixth)", p.stepUp("x", ""), "invalid password: self.password_wrong")
	q.wants("StepUp(the sixth)", q.stepUp("", "x"), "invalid code: self.second_wrong")
	p.wants("StepUp(the seventh)", p.stepUp(long, ""), "too many: auth.slow_seconds")
	q.wants("StepUp(the seventh)", q.stepUp("", q.code(key)), "fine") // half a minute later
	for range 5 {
		q.wants("StepUp(wrong again)", q.stepUp("", "x"), "invalid code: self.second_wrong")
	}

	// The way in by mail is open still, and a remembered browser has a pace of its own.
	p.wants("StepUp(the mailed code)", p.stepUp("", p.mailed()), "fine")
	for range 16 {
		_ = p.stepUp("x", "") // looked at or not
		p.now = p.now.Add(time.Minute)
	}
	known := p.elsewhere(false)
	known.remembered()
	known.from.Addr = netip.MustParseAddr("198.51.100.9")
	known.from.Devices = append([]string{"nonsense", unknownDevice(t)}, known.from.Devices...)
	p.wants("StepUp(a stranger's turn)", p.stepUp(long, ""), "too many: auth.slow_minutes")
	p.wants("StepUp(in a browser that is remembered)", known.stepUp(long, ""), "fine")
}

func unknownDevice(tb testing.TB) string {
	tb.Helper()
	shown, _, err := auth.NewSecret(auth.ForDevice, seeded(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return shown
}

// TestStepUpCode_isNoNuisance lets somebody have codes mailed as often as they use
// them, and not much oftener. What strangers have had mailed does not count.
func TestStepUpCode_isNoNuisance(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	for range 30 {
		p.wants("StepUp(the mailed code)", p.stepUp("", p.mailed()), "fine")
		p.wantPosted("StepUpCode", "sign_in_code to ada@clinic.example")
	}
	for range 6 {
		p.mailed()
	}
	_, err := p.StepUpCode(t.Context(), p.from, p.actor())
	p.wants("StepUpCode(the seventh that is not used)", err, "too many: self.letters_many")
}
