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
var everything = map[string]func(*testing.T) (*site, func(context.Context) error){
	"Register": func(t *testing.T) (*site, func(context.Context) error) {
		s, from := newSite(t), firefox()
		r := ada(t)
		r.Password = ""
		s.register(&from, r)
		return s, func(ctx context.Context) error { _, err := s.Register(ctx, from, r); return err }
	},
	"Confirm": func(t *testing.T) (*site, func(context.Context) error) {
		s, from := newSite(t), firefox()
		l := s.register(&from, ada(t))
		return s, func(ctx context.Context) error { _, err := s.Confirm(ctx, from, l.Code); return err }
	},
	"ConfirmLink": func(t *testing.T) (*site, func(context.Context) error) {
		s, from := newSite(t), firefox()
		l := s.register(&from, ada(t))
		return s, func(ctx context.Context) error { _, err := s.ConfirmLink(ctx, from, linkIn(l)); return err }
	},
	"MailCode": func(t *testing.T) (*site, func(context.Context) error) {
		s := newSite(t)
		a := s.account(1, auth.Credentials{})
		return s, func(ctx context.Context) error { _, err := s.MailCode(ctx, firefox(), a.Email); return err }
	},
	"Code": func(t *testing.T) (*site, func(context.Context) error) {
		s, from := newSite(t), firefox()
		a := s.account(1, auth.Credentials{TOTP: app})
		l := s.mailCode(&from, a.Email, auth.MailedCode)
		return s, func(ctx context.Context) error { _, err := s.Code(ctx, from, l.Code); return err }
	},
	"Password": func(t *testing.T) (*site, func(context.Context) error) {
		s, other := newSite(t), firefox()
		a := s.account(1, auth.Credentials{Password: cheapHash(t, rightPassword)})
		k := s.key(a)
		other.Label = "Safari on iPad"
		if _, err := s.passkey(other, k); err != nil {
			t.Fatal(err)
		}
		s.people(func(ctx context.Context, tx auth.Tx) error { return tx.RemovePasskey(ctx, k.credential) })
		program := firefox()
		program.Program = true
		return s, func(ctx context.Context) error {
			s.Throttle = auth.NewThrottle()
			_, err := s.Password(ctx, program, a.Email, rightPassword, "")
			return err
		}
	},
	"Second": func(t *testing.T) (*site, func(context.Context) error) {
		s, from := newSite(t), firefox()
		a := s.account(1, auth.Credentials{Password: rightHash(), TOTP: app})
		s.halfway(&from, a)
		return s, func(ctx context.Context) error {
			s.Throttle = auth.NewThrottle()
			_, err := s.Second(ctx, from, s.totp(), true)
			return err
		}
	},
	"PasskeyOptions": func(t *testing.T) (*site, func(context.Context) error) {
		s := newSite(t)
		return s, func(ctx context.Context) error { _, _, err := s.PasskeyOptions(ctx, firefox()); return err }
	},
	"Passkey": func(t *testing.T) (*site, func(context.Context) error) {
		s, from := newSite(t), firefox()
		a := s.account(1, auth.Credentials{})
		k := s.key(a)
		answer := k.show(s.ask(&from))
		return s, func(ctx context.Context) error { _, err := s.Passkey(ctx, from, answer); return err }
	},
	"Welcome": func(t *testing.T) (*site, func(context.Context) error) {
		s := newSite(t)
		link := s.welcome(s.account(1, auth.Credentials{}))
		return s, func(ctx context.Context) error { _, err := s.Welcome(ctx, firefox(), link); return err }
	},
	"Remember": func(t *testing.T) (*site, func(context.Context) error) {
		s := newSite(t)
		a := s.account(1, auth.Credentials{})
		return s, func(ctx context.Context) error {
			_, err := s.Remember(ctx, firefox(), directory.Actor{Account: a.ID})
			return err
		}
	},
	"Forget": func(t *testing.T) (*site, func(context.Context) error) {
		s, from := newSite(t), firefox()
		a := s.account(1, auth.Credentials{})
		s.remember(&from, a)
		return s, func(ctx context.Context) error { _, err := s.Forget(ctx, from, a.ID); return err }
	},
	"Known": func(t *testing.T) (*site, func(context.Context) error) {
		s, from := newSite(t), firefox()
		s.remember(&from, s.account(1, auth.Credentials{}))
		return s, func(ctx context.Context) error { _, err := s.Known(ctx, from); return err }
	},
	"Page": func(t *testing.T) (*site, func(context.Context) error) {
		s := newSite(t)
		_, cookie := s.page(s.account(1, auth.Credentials{Password: rightHash()}))
		return s, func(ctx context.Context) error { _, _, err := s.Page(ctx, cookie); return err }
	},
	"Program": func(t *testing.T) (*site, func(context.Context) error) {
		s := newSite(t)
		_, tokens := s.program(s.account(1, auth.Credentials{Password: rightHash()}))
		return s, func(ctx context.Context) error { _, err := s.Program(ctx, tokens.Access); return err }
	},
	"Refresh": func(t *testing.T) (*site, func(context.Context) error) {
		s := newSite(t)
		_, tokens := s.program(s.account(1, auth.Credentials{Password: rightHash()}))
		return s, func(ctx context.Context) error { _, err := s.Refresh(ctx, tokens.Refresh); return err }
	},
}

// Whatever runs out, nothing is left half done: what failed can be done once there is
// randomness again, and what nobody waits for any more is not done.
func TestNothingHalfDone(t *testing.T) {
	for name, prepare := range everything {
		t.Run(name, func(t *testing.T) {
			s, do := prepare(t)
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
