package entry_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"maps"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// dry is randomness that has run out.
type dry struct{ left int }

func (d *dry) Read(b []byte) (int, error) {
	if d.left < len(b) {
		return 0, errors.New("no randomness left")
	}
	d.left -= len(b)
	return io.ReadFull(rand.Reader, b)
}

// everything is each way of writing that there is, at a site where it would succeed.
var everything = map[string]func(*site) func(context.Context) error{
	"Register": func(s *site) func(context.Context) error {
		from := firefox()
		r := ada(s)
		r.Password = ""
		s.register(&from, r)
		return func(ctx context.Context) error { _, err := s.Register(ctx, from, r); return err }
	},
	"Confirm": func(s *site) func(context.Context) error {
		from := firefox()
		l := s.register(&from, ada(s))
		return func(ctx context.Context) error { _, err := s.Confirm(ctx, from, l.Code); return err }
	},
	"ConfirmLink": func(s *site) func(context.Context) error {
		from := firefox()
		l := s.register(&from, ada(s))
		return func(ctx context.Context) error { _, err := s.ConfirmLink(ctx, from, linkIn(l)); return err }
	},
	"MailCode": func(s *site) func(context.Context) error {
		a := s.account(1, auth.Credentials{})
		return func(ctx context.Context) error { _, err := s.MailCode(ctx, firefox(), a.Email); return err }
	},
	"Code": func(s *site) func(context.Context) error {
		from := firefox()
		a := s.account(1, auth.Credentials{TOTP: app})
		l := s.mailCode(&from, a.Email, auth.MailedCode)
		return func(ctx context.Context) error { _, err := s.Code(ctx, from, l.Code); return err }
	},
	"Password": func(s *site) func(context.Context) error {
		other := firefox()
		a := s.account(1, auth.Credentials{Password: cheapHash(s, rightPassword)})
		k := s.key(a)
		other.Label = "Safari on iPad"
		if _, err := s.passkey(other, k); err != nil {
			s.Fatal(err)
		}
		s.people(func(ctx context.Context, tx auth.Tx) error { return tx.RemovePasskey(ctx, k.credential) })
		program := firefox()
		program.Program = true
		return func(ctx context.Context) error {
			s.Throttle = auth.NewThrottle()
			_, err := s.Password(ctx, program, a.Email, rightPassword, "")
			return err
		}
	},
	"Second": func(s *site) func(context.Context) error {
		from := firefox()
		a := s.account(1, auth.Credentials{Password: rightHash(), TOTP: app})
		s.halfway(&from, a)
		return func(ctx context.Context) error {
			s.Throttle = auth.NewThrottle()
			_, err := s.Second(ctx, from, s.totp(), true)
			return err
		}
	},
	"PasskeyOptions": func(s *site) func(context.Context) error {
		return func(ctx context.Context) error { _, _, err := s.PasskeyOptions(ctx, firefox()); return err }
	},
	"Passkey": func(s *site) func(context.Context) error {
		from := firefox()
		a := s.account(1, auth.Credentials{})
		k := s.key(a)
		answer := k.show(s.ask(&from))
		return func(ctx context.Context) error { _, err := s.Passkey(ctx, from, answer); return err }
	},
	"Welcome": func(s *site) func(context.Context) error {
		link := s.welcome(s.account(1, auth.Credentials{}))
		return func(ctx context.Context) error { _, err := s.Welcome(ctx, firefox(), link); return err }
	},
	"Remember": func(s *site) func(context.Context) error {
		a := s.account(1, auth.Credentials{})
		return func(ctx context.Context) error {
			_, err := s.Remember(ctx, firefox(), directory.Actor{Account: a.ID})
			return err
		}
	},
	"Forget": func(s *site) func(context.Context) error {
		from := firefox()
		a := s.account(1, auth.Credentials{})
		s.remember(&from, a)
		return func(ctx context.Context) error { _, err := s.Forget(ctx, from, a.ID); return err }
	},
	"Known": func(s *site) func(context.Context) error {
		from := firefox()
		s.remember(&from, s.account(1, auth.Credentials{}))
		return func(ctx context.Context) error { _, err := s.Known(ctx, from); return err }
	},
	"Page": func(s *site) func(context.Context) error {
		_, cookie := s.page(s.account(1, auth.Credentials{Password: rightHash()}))
		return func(ctx context.Context) error { _, _, err := s.Page(ctx, cookie); return err }
	},
	"Program": func(s *site) func(context.Context) error {
		_, tokens := s.program(s.account(1, auth.Credentials{Password: rightHash()}))
		return func(ctx context.Context) error { _, err := s.Program(ctx, tokens.Access); return err }
	},
	"Refresh": func(s *site) func(context.Context) error {
		_, tokens := s.program(s.account(1, auth.Credentials{Password: rightHash()}))
		return func(ctx context.Context) error { _, err := s.Refresh(ctx, tokens.Refresh); return err }
	},
}

// Whatever runs out, nothing is left half done: what failed can be done once there is
// randomness again, and what nobody waits for any more is not done.
func TestNothingHalfDone(t *testing.T) {
	for name, prepare := range everything {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			do := prepare(s)
			ended, cancel := context.WithCancel(t.Context())
			cancel()
			before := s.rows()
			if err := do(ended); directory.KindOf(err) != directory.Internal || !errors.Is(err, context.Canceled) {
				t.Errorf("%s(with a context that has ended) = %v", name, err)
			}
			for left := 0; ; left += 8 {
				s.Random = &dry{left}
				err := do(t.Context())
				if err == nil {
					break
				}
				if directory.KindOf(err) != directory.Internal {
					t.Fatalf("%s(with %d random bytes) = %s", name, left, said(err))
				}
				if after := s.rows(); !maps.Equal(before, after) {
					t.Fatalf("%s(with %d random bytes) left %v, want %v", name, left, after, before)
				}
			}
		})
	}
}
