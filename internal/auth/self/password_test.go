package self_test

import (
	"strconv"
	"testing"
	"time"

	"rootline/internal/auth"
)

const (
	long  = "kettle-orbit-violet-mango"
	short = "gR7!vmQ2x" // 9 letters
)

func TestSetPassword(t *testing.T) {
	for _, tt := range []struct {
		name, password string
		app            bool
		want           string
	}{
		{"15 letters", "kettle-orbit-47", false, "fine"},
		{"14 letters", "kettle-orbit-4", false, "invalid password: auth.password_short"},
		{"9 letters", short, false, "invalid password: auth.password_short"},
		{"9 letters, beside an app", short, true, "fine"},
		{"7 letters, beside an app", short[:7], true, "invalid password: auth.password_short"},
		{"a common one", "passwordpassword", true, "invalid password: auth.password_common"},
		{"the address", "zebra@clinic.example", false, "invalid password: auth.password_about"},
		{"the site's name", "rootline-clinic", false, "invalid password: auth.password_about"},
		{"nothing", "", true, "invalid password: auth.password_short"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := open(t).person("zebra@clinic.example")
			if tt.app {
				p.setApp()
			}
			p.posted()
			p.wants("SetPassword("+tt.password+")", p.SetPassword(t.Context(), p.actor(), tt.password), tt.want)
			hash, posted := p.credentials().Password, ""
			if tt.want == "fine" {
				posted = "password_changed to zebra@clinic.example"
				if right, err := p.Hasher.Verify(t.Context(), tt.password, hash); !right || err != nil {
					t.Errorf("Verify(%s) = %v, %v; want true", tt.password, right, err)
				}
			} else if hash != "" {
				t.Errorf("a password that was refused is kept")
			}
			p.wantPosted("SetPassword", posted)
		})
	}
}

// TestSetPassword_endsOtherWaysIn wants nothing to be left of who may have got in with
// the old one.
func TestSetPassword_endsOtherWaysIn(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(p *somebody) error
	}{
		{"SetPassword", func(p *somebody) error { return p.SetPassword(p.Context(), p.actor(), "paper-lantern-drift-47") }},
		{"RemovePassword", func(p *somebody) error { return p.RemovePassword(p.Context(), p.actor()) }},
	} {
		p := open(t).person("ada@clinic.example")
		p.setPassword(long)
		other := p.elsewhere(false).remembered()
		stranger := p.person("bob@clinic.example").remembered()
		p.posted()
		p.wants(tt.name, tt.change(p), "fine")
		if !p.in() || other.in() || !stranger.in() {
			t.Errorf("after %s here %v, elsewhere %v, somebody else %v are signed in; want true, false, true", tt.name, p.in(), other.in(), stranger.in())
		}
		for _, who := range []*somebody{p, stranger} {
			devices, err := who.Devices(t.Context(), who.actor())
			if want := who == stranger; err != nil || (len(devices) == 1) != want {
				t.Errorf("after %s Devices() = %v, %v; remembered: want %v", tt.name, devices, err, want)
			}
		}
		p.wantPosted(tt.name, "password_changed to ada@clinic.example")
	}
}

// TestSetPassword_endsSignInsHalfDone wants who has shown the old password to have
// shown nothing, and no link to lead past the new one.
func TestSetPassword_endsSignInsHalfDone(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	bob := p.person("bob@clinic.example")
	kinds := []auth.SecretKind{auth.SecondFactor, auth.Welcome}
	for _, who := range []*somebody{p, bob} {
		for _, kind := range kinds {
			who.secret(kind)
		}
	}
	p.setPassword(long)
	for _, kind := range kinds {
		for who, want := range map[*somebody]int{p: 0, bob: 1} {
			if left, err := p.store.Secrets(t.Context(), kind, who.id); err != nil || len(left) != want {
				t.Errorf("after SetPassword Secrets(%s, %s) = %d, %v; want %d", kind, who.id, len(left), err, want)
			}
		}
	}
}

// TestSetPassword_slowed wants nobody to keep the hasher busy who is signed in.
func TestSetPassword_slowed(t *testing.T) {
	o := open(t)
	p, bob := o.person("ada@clinic.example"), o.person("bob@clinic.example")
	before, want := p.Hasher.Calls(), "fine"
	for n := range 30 {
		if n == 11 {
			want = "too many: auth.slow_seconds"
		}
		p.wants("SetPassword, the "+strconv.Itoa(n+1)+"th time", p.SetPassword(t.Context(), p.actor(), long), want)
	}
	if hashed := p.Hasher.Calls() - before; hashed != 11 {
		t.Errorf("30 passwords one after the other are hashed %d times, want 11", hashed)
	}
	bob.setPassword(long)
	o.now = o.now.Add(time.Second)
	p.setPassword(long)
}

func TestRemovePassword(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	p.wants("RemovePassword(without one)", p.RemovePassword(t.Context(), p.actor()), "fine")
	p.wantPosted("RemovePassword(without one)", "")
	p.setApp()
	p.setPassword(short)
	p.wants("RemovePassword", p.RemovePassword(t.Context(), p.actor()), "fine")
	if c := p.credentials(); c.Password != "" || c.Short {
		t.Errorf("after RemovePassword the credentials are %+v", c)
	}
}

// TestSetPassword_shortNeedsItsFactor removes the factor while the password is being
// hashed, and afterwards.
func TestSetPassword_shortNeedsItsFactor(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	p.setApp()
	p.post.before = func() { // somebody is quicker
		p.post.before = nil
		p.wants("RemoveApp", p.RemoveApp(t.Context(), p.actor()), "fine")
	}
	p.wants("SetPassword(short, the app has gone)", p.SetPassword(t.Context(), p.actor(), short), "invalid password: auth.password_short")

	p.setApp()
	p.setPassword(short)
	p.wants("RemoveApp(with a short password)", p.RemoveApp(t.Context(), p.actor()), "conflict: self.last_factor_password")
	if !p.profile().App {
		t.Error("the app is gone although that was refused")
	}
	p.setPassword(long)
	p.wants("RemoveApp(with a long password)", p.RemoveApp(t.Context(), p.actor()), "fine")
}

func TestSuggest(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	suggested, err := p.Suggest()
	if err != nil || auth.CheckPassword(suggested, false) != nil {
		t.Fatalf("Suggest() = %q, %v; want a password that is accepted", suggested, err)
	}
	p.setPassword(suggested)
}
