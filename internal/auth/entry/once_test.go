package entry_test

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
)

// once has a hundred do something at the same moment, and fails unless one gets in and
// the others are told one of some sentences.
func (s *site) once(call string, do func() (entry.Progress, error), sentences ...string) {
	s.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	won := 0
	start := make(chan struct{})
	for range 100 {
		all.Go(func() {
			<-start
			p, err := do()
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil && p.Step != entry.StepSecond:
				won++
			case !slices.Contains(sentences, said(err)):
				s.Errorf("%s, 100 at once: %+v, %s", call, p, said(err))
			}
		})
	}
	close(start)
	all.Wait()
	if won != 1 {
		s.Errorf("%s, 100 at once: %d got in, want 1", call, won)
	}
}

// TestOnce is S5: whatever is shown by a hundred at once lets one of them in. With
// ROOTLINE_ASSURE=1 there are 50 rounds.
func TestOnce(t *testing.T) {
	for round := range assure(5, 50) {
		s := newSite(t)
		codes, digests, err := auth.NewRecoveryCodes(s.Random)
		if err != nil {
			t.Fatal(err)
		}
		a := s.account(1, auth.Credentials{})
		guarded := s.account(2, auth.Credentials{Password: rightHash(), TOTP: app, Recovery: digests})

		from := firefox()
		code := s.mailCode(&from, a.Email, auth.MailedCode).Code
		s.once("Code", func() (entry.Progress, error) { return s.Code(t.Context(), from, code) }, "auth.code_used")

		here, elsewhere := firefox(), firefox()
		r := ada(t)
		r.Password = ""
		l := s.register(&here, r)
		var n atomic.Int64
		s.once("Confirm and ConfirmLink, here and elsewhere", func() (entry.Progress, error) {
			switch n.Add(1) % 3 {
			case 0:
				return s.Confirm(t.Context(), here, l.Code)
			case 1:
				return s.ConfirmLink(t.Context(), here, linkIn(l))
			default:
				return s.ConfirmLink(t.Context(), elsewhere, linkIn(l))
			}
		}, "auth.code_used", "secret.used")

		link := s.welcome(a)
		s.once("Welcome", func() (entry.Progress, error) { return s.Welcome(t.Context(), firefox(), link) }, "secret.used")

		k := s.key(a)
		answer := k.show(s.ask(&from))
		s.once("Passkey", func() (entry.Progress, error) { return s.Passkey(t.Context(), from, answer) }, "passkey.expired")

		first, other := firefox(), firefox()
		s.halfway(&first, guarded)
		s.halfway(&other, guarded)
		s.once("Second, the app's code in two browsers", func() (entry.Progress, error) {
			from := first
			if n.Add(1)%2 == 0 {
				from = other
			}
			return s.unthrottled().Second(t.Context(), from, s.totp(), false)
		}, "signin.again", "signin.second_wrong")
		s.halfway(&first, guarded)
		s.once("Second, a recovery code", func() (entry.Progress, error) {
			return s.unthrottled().Second(t.Context(), first, codes[0], true)
		}, "signin.again", "signin.second_wrong")
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
}

// unthrottled is the same desk for somebody who comes from elsewhere, as far as the
// throttle can tell: it would let five of a hundred through.
func (s *site) unthrottled() *entry.Desk {
	desk := *s.Desk
	desk.Throttle = auth.NewThrottle()
	return &desk
}
