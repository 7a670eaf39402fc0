package self_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"rootline/internal/directory"
)

// walker is somebody who does one thing after another, as it comes.
type walker struct {
	*somebody
	r       *rand.Rand
	devices []*authenticator
	own     map[directory.Email]bool // addresses whose letters they read
	guarded bool                     // they had a role for all of the directory and a second factor at once
	asked   int
}

// steps are what a walker may do. What is refused is refused: the promises hold
// whatever comes of it.
var steps = []func(w *walker){
	func(w *walker) { _ = w.SetPassword(w.Context(), w.actor(), []string{short, long}[w.r.IntN(2)]) },
	func(w *walker) { _ = w.RemovePassword(w.Context(), w.actor()) },
	func(w *walker) {
		if app, err := w.StartApp(w.Context(), w.actor()); err == nil {
			_, _ = w.FinishApp(w.Context(), w.actor(), w.code(app.Key))
		}
	},
	func(w *walker) { _ = w.RemoveApp(w.Context(), w.actor()) },
	func(w *walker) {
		if options, err := w.PasskeyOptions(w.Context(), w.actor()); err == nil {
			a := newAuthenticator(w)
			_, _ = w.AddPasskey(w.Context(), w.actor(), "", a.create(options))
			w.devices = append(w.devices, a)
		}
	},
	func(w *walker) {
		for _, a := range w.devices {
			_ = w.RemovePasskey(w.Context(), w.actor(), a.credential)
		}
	},
	func(w *walker) { _, _ = w.NewRecoveryCodes(w.Context(), w.actor()) },
	func(w *walker) { _ = w.stepUp(long, "") },
	func(w *walker) { _, _ = w.EndOthers(w.Context(), w.actor()) },
	func(w *walker) { w.somebody = w.elsewhere(w.r.IntN(2) == 0 && w.profile().Second()) },
	func(w *walker) { w.give() },
	func(w *walker) { w.give(directory.RoleModerator) },
	func(w *walker) { w.move(w.r.IntN(2) == 0) },
}

// move asks for another address, and confirms it if they read the letters there.
func (w *walker) move(own bool) {
	w.asked++
	to := email(fmt.Sprintf("ada%d@clinic.example", w.asked))
	browser, err := w.patient().AskAddress(w.Context(), w.from, w.actor(), to)
	if err != nil {
		return
	}
	w.from.Browser = browser
	code := "000000"
	if own {
		code, w.own[to] = w.last().Code, true
	} else if w.last().Code == code {
		code = "111111"
	}
	_ = w.confirm(code)
}

// holds checks what an account is promised to be, whatever its owner does.
func (w *walker) holds(step int) {
	w.Helper()
	profile, kept := w.profile(), w.credentials()
	second := profile.Second()
	role := len(w.actor().Memberships) > 0
	w.guarded = role && (w.guarded || second)
	strong := second || !w.actor().Strong
	for promise, held := range map[string]bool{
		"a mailed code is a way in":                             profile.Account.State == directory.AccountActive && w.own[profile.Account.Email],
		"a moderator who has a second factor keeps one":         second || !w.guarded,
		"a short password has a second factor beside it":        second || !kept.Short,
		"recovery codes stand in for something":                 second || len(kept.Recovery) == 0,
		"who has a second factor has been given recovery codes": !second || len(kept.Recovery) > 0,
		"no session is strong without a second factor":          strong,
		"whoever does this stays signed in":                     w.in(),
	} {
		if !held {
			w.Fatalf("step %d broke the promise that %s: %+v", step, promise, profile)
		}
	}
}

// TestNobodyIsKeptOut lets people do as they like, and wants them to be able to get in.
func TestNobodyIsKeptOut(t *testing.T) {
	for range assure(3, 50) {
		o := open(t)
		w := &walker{somebody: o.person("ada@clinic.example"), r: rand.New(o.Random.(*source).r), own: map[directory.Email]bool{email("ada@clinic.example"): true}}
		for step := range 60 {
			w.now = w.now.Add(time.Second)
			steps[w.r.IntN(len(steps))](w)
			w.holds(step)
		}
		if _, err := w.store.AccountByEmail(t.Context(), w.profile().Account.Email); err != nil {
			t.Errorf("AccountByEmail(after all that) = %v", err)
		}
	}
}
