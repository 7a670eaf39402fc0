package self_test

import (
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
)

func TestFinishApp(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	other := p.elsewhere(false).remembered()
	started, err := p.StartApp(t.Context(), p.actor())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(started.URL, started.Key) || !strings.Contains(started.URL, "Rootline:ada") || !strings.HasPrefix(started.Picture, "<svg") {
		t.Errorf("StartApp() = %+v", started)
	}
	if got, ok, err := p.App(t.Context(), p.actor()); err != nil || !ok || got != started {
		t.Errorf("App() = %+v, %v, %v; want what was started", got, ok, err)
	}
	if p.profile().App {
		t.Error("an app counts that has shown no code")
	}
	_, err = p.FinishApp(t.Context(), p.actor(), "000000")
	p.wants("FinishApp(a wrong code)", err, "invalid code: self.app_code")
	code := p.code(started.Key)
	recovery, err := p.FinishApp(t.Context(), p.actor(), code)
	if err != nil || len(recovery) != 10 || !p.profile().App || p.profile().Recovery != 10 {
		t.Errorf("FinishApp() = %v, %v; want ten codes and an app", recovery, err)
	}
	if who := p.actor(); !who.Strong || who.StrongAt != directory.At(p.now) {
		t.Errorf("after FinishApp the actor is %+v, want them strong", who)
	}
	if other.in() || !p.in() {
		t.Errorf("after FinishApp elsewhere %v, here %v are signed in", other.in(), p.in())
	}
	p.wantPosted("FinishApp", "second_factor_changed to ada@clinic.example")
	if _, ok, err := p.App(t.Context(), p.actor()); ok || err != nil {
		t.Errorf("App() after FinishApp = %v, %v; want none", ok, err)
	}
	p.wants("StepUp(the code that was shown already)", p.StepUp(t.Context(), p.from, p.actor(), "", code), "invalid code: self.second_wrong")
	_, err = p.FinishApp(t.Context(), p.actor(), code)
	p.wants("FinishApp(again)", err, "conflict: self.app_none")
}

// TestFinishApp_inThePlaceOfAnother wants a change of phones to be possible for who
// must not be without a factor, and the recovery codes on paper to stay good.
func TestFinishApp_inThePlaceOfAnother(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	former, codes := p.setApp()
	p.give(directory.RoleAdmin)
	key, none := p.setApp()
	if none != nil || p.profile().Recovery != 10 {
		t.Errorf("FinishApp(a second time) gives %v, and %d are kept; want none, ten", none, p.profile().Recovery)
	}
	p.wants("StepUp(the former app)", p.StepUp(t.Context(), p.from, p.actor(), "", p.code(former)), "invalid code: self.second_wrong")
	p.wants("StepUp(the app)", p.StepUp(t.Context(), p.from, p.actor(), "", p.code(key)), "fine")
	p.wants("StepUp(a recovery code)", p.StepUp(t.Context(), p.from, p.actor(), "", codes[3]), "fine")
	p.wants("StepUp(the same)", p.StepUp(t.Context(), p.from, p.actor(), "", codes[3]), "invalid code: self.second_wrong")
}

func TestApp_isOfOneSession(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	thief := p.elsewhere(false)
	known, err := thief.StartApp(t.Context(), thief.actor())
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := p.App(t.Context(), p.actor()); ok || err != nil {
		t.Errorf("App() in another session = %v, %v; want none: its secret is known", ok, err)
	}
	_, err = p.FinishApp(t.Context(), p.actor(), p.code(known.Key))
	p.wants("FinishApp(in another session)", err, "conflict: self.app_none")

	mine, err := p.StartApp(t.Context(), p.actor())
	if err != nil {
		t.Fatal(err)
	}
	_, err = thief.FinishApp(t.Context(), thief.actor(), p.code(known.Key))
	p.wants("FinishApp(another was started since)", err, "conflict: self.app_none")
	p.now = p.now.Add(15 * time.Minute)
	_, err = p.FinishApp(t.Context(), p.actor(), p.code(mine.Key))
	p.wants("FinishApp(too late)", err, "conflict: self.app_none")
}

func TestRemoveApp(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	p.wants("RemoveApp(without one)", p.RemoveApp(t.Context(), p.actor()), "fine")
	p.wantPosted("RemoveApp(without one)", "")
	p.setApp()
	for _, role := range []directory.Role{directory.RoleModerator, directory.RoleAdmin} {
		p.give(role)
		p.wants("RemoveApp(of a "+string(role)+")", p.RemoveApp(t.Context(), p.actor()), "conflict: self.last_factor_role")
	}
	p.give()
	p.posted()
	p.wants("RemoveApp", p.RemoveApp(t.Context(), p.actor()), "fine")
	p.wantPosted("RemoveApp", "second_factor_changed to ada@clinic.example")
	if got := p.profile(); got.App || got.Recovery != 0 || p.actor().Strong {
		t.Errorf("after RemoveApp the profile is %+v, strong %v; want neither app nor codes, nor a strong session", got, p.actor().Strong)
	}
}

func TestNewRecoveryCodes(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	_, err := p.NewRecoveryCodes(t.Context(), p.actor())
	p.wants("NewRecoveryCodes(without a factor)", err, "conflict: self.recovery_needless")
	_, former := p.setApp()
	other := p.elsewhere(true)
	p.posted()
	codes, err := p.NewRecoveryCodes(t.Context(), p.actor())
	if err != nil || len(codes) != 10 || p.profile().Recovery != 10 {
		t.Errorf("NewRecoveryCodes() = %v, %v; want ten", codes, err)
	}
	p.wantPosted("NewRecoveryCodes", "second_factor_changed to ada@clinic.example")
	if other.in() {
		t.Error("after NewRecoveryCodes another session is signed in")
	}
	p.wants("StepUp(a former code)", p.StepUp(t.Context(), p.from, p.actor(), "", former[0]), "invalid code: self.second_wrong")
	p.wants("StepUp(a new one)", p.StepUp(t.Context(), p.from, p.actor(), "", strings.ToLower(codes[0])), "fine")
	if got := p.profile().Recovery; got != 9 {
		t.Errorf("after one was spent %d recovery codes are left, want 9", got)
	}
}
