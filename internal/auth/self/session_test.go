package self_test

import (
	"context"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

func TestSessions(t *testing.T) {
	o := open(t)
	over := o.person("ada@clinic.example")
	o.now = o.now.Add(auth.SessionIdle)
	p := over.elsewhere(false)
	ended := over.elsewhere(false)
	o.person("bob@clinic.example")
	o.now = o.now.Add(time.Minute)
	other := over.elsewhere(true)
	o.wants("EndSession", p.EndSession(t.Context(), p.actor(), ended.session), "fine")
	all, err := p.Sessions(t.Context(), p.actor())
	if err != nil || len(all) != 2 || all[0].ID != other.session || all[0].Current || all[1].ID != p.session || !all[1].Current {
		t.Errorf("Sessions() = %+v, %v; want the other one, then this one", all, err)
	}
}

func TestEndSession(t *testing.T) {
	o := open(t)
	p, stranger := o.person("ada@clinic.example"), o.person("bob@clinic.example")
	other := p.elsewhere(false)
	for _, tt := range []struct {
		name string
		id   directory.ID
		want string
	}{
		{"somebody else's", stranger.session, "not found: not_found.session"},
		{"no session", p.id, "not found: not_found.session"},
		{"another", other.session, "fine"},
		{"the same again", other.session, "fine"},
		{"this one", p.session, "fine"},
	} {
		p.wants("EndSession("+tt.name+")", p.EndSession(t.Context(), p.actor(), tt.id), tt.want)
	}
	if p.in() || other.in() || !stranger.in() {
		t.Errorf("after all here %v, elsewhere %v, somebody else %v are signed in; want false, false, true", p.in(), other.in(), stranger.in())
	}
}

func TestEndOthers(t *testing.T) {
	o := open(t)
	over := o.person("ada@clinic.example")
	o.now = o.now.Add(auth.SessionIdle)
	p, stranger := over.elsewhere(false), o.person("bob@clinic.example")
	others := []*somebody{p.elsewhere(true), p.elsewhere(false)}
	if n, err := p.EndOthers(t.Context(), p.actor()); n != 2 || err != nil {
		t.Errorf("EndOthers() = %d, %v; want 2: one has expired", n, err)
	}
	if !p.in() || others[0].in() || others[1].in() || !stranger.in() {
		t.Error("after EndOthers this session has ended, another one stands, or somebody else's has ended")
	}
	p.elsewhere(false)
	if n, err := p.EndAll(t.Context(), p.actor()); n != 2 || err != nil || p.in() || !stranger.in() {
		t.Errorf("EndAll() = %d, %v, signed in: %v; want 2, and none", n, err, p.in())
	}
	if over.standing().Session.RevokedAt == 0 {
		t.Error("a session that has expired could still be renewed")
	}
}

// A browser that is remembered is half of a sign-in: to sign out everywhere ends that
// too, and to sign out elsewhere leaves it, for it may be this one.
func TestEndAll_forgetsBrowsers(t *testing.T) {
	o := open(t)
	p := o.person("ada@clinic.example").remembered()
	for _, end := range []struct {
		name string
		call func(context.Context, directory.Actor) (int, error)
		left int
	}{{"EndOthers", p.EndOthers, 1}, {"EndAll", p.EndAll, 0}} {
		if _, err := end.call(t.Context(), p.actor()); err != nil {
			t.Fatalf("%s() = %v", end.name, err)
		}
		var kept []auth.Secret
		err := o.store.People(t.Context(), func(tx auth.Tx) (err error) {
			kept, err = tx.Secrets(t.Context(), auth.Device, p.actor().Account)
			return err
		})
		if err != nil || len(kept) != end.left {
			t.Errorf("%s() leaves %d browsers remembered, %v; want %d", end.name, len(kept), err, end.left)
		}
	}
}

func TestForgetDevice(t *testing.T) {
	o := open(t)
	p, stranger := o.person("ada@clinic.example").remembered().remembered(), o.person("bob@clinic.example").remembered()
	all, err := p.Devices(t.Context(), p.actor())
	if err != nil || len(all) != 2 || all[0].Label != "Firefox on Linux" || all[0].Since != directory.At(o.now) || all[0].ExpiresAt != directory.At(o.now.Add(auth.DeviceLife)) {
		t.Fatalf("Devices() = %+v, %v; want two", all, err)
	}
	theirs, err := stranger.Devices(t.Context(), stranger.actor())
	if err != nil || len(theirs) != 1 {
		t.Fatalf("Devices() of another = %+v, %v; want one", theirs, err)
	}
	for _, tt := range []struct {
		name string
		id   directory.ID
		want string
	}{
		{"somebody else's", theirs[0].ID, "not found: self.device_unknown"},
		{"one", all[0].ID, "fine"},
		{"the same again", all[0].ID, "not found: self.device_unknown"},
	} {
		p.wants("ForgetDevice("+tt.name+")", p.ForgetDevice(t.Context(), p.actor(), tt.id), tt.want)
	}
	if left, err := p.Devices(t.Context(), p.actor()); err != nil || len(left) != 1 || left[0].ID != all[1].ID {
		t.Errorf("Devices() after that = %+v, %v; want the other", left, err)
	}
	o.now = o.now.Add(auth.DeviceLife)
	if left, err := p.Devices(t.Context(), p.actor()); err != nil || len(left) != 0 {
		t.Errorf("Devices() 30 days later = %+v, %v; want none", left, err)
	}
}
