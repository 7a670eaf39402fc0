package storetest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/store"
)

// peopleAllOrNone ends transactions in each way there is. A refusal is none of them.
func peopleAllOrNone(c check) {
	c.people(1)
	failed := errors.New("failed")
	taken := Person(7)
	taken.Email = Person(0).Email
	tests := []struct {
		name string
		fn   func(t auth.Tx) error
		kept bool
	}{
		{"fails", func(auth.Tx) error { return failed }, false},
		{"passes over a failure", func(t auth.Tx) error {
			_ = t.AddFamily(c.Context(), ID(99), auth.Family{})
			return nil
		}, false},
		{"passes over a change that fails", func(t auth.Tx) error {
			_, _ = t.UpdateAccount(c.Context(), Person(0).ID, func(*directory.Account) error { return failed })
			return nil
		}, false},
		{"goes on after a refusal", func(t auth.Tx) error {
			err := t.AddAccount(c.Context(), taken, auth.Credentials{})
			c.wantKind("AddAccount(a taken address)", err, directory.Conflict)
			return nil
		}, true},
	}
	for i, tt := range tests {
		a := Person(10 + i)
		err := c.store.People(c.Context(), func(t auth.Tx) error {
			if err := t.AddAccount(c.Context(), a, auth.Credentials{}); err != nil {
				return err
			}
			if got, err := t.AccountByEmail(c.Context(), a.Email); err != nil || got != a {
				c.Errorf("AccountByEmail(just added) = %+v, %v; want %+v", got, err, a)
			}
			return tt.fn(t)
		})
		if (err == nil) != tt.kept {
			c.Errorf("People(%s) = %v", tt.name, err)
		}
		if _, err := c.store.Account(c.Context(), a.ID); (err == nil) != tt.kept {
			c.Errorf("Account(added by what %s) = %v", tt.name, err)
		}
	}
}

func jobWithCause(c check) {
	failed := errors.New("failed")
	for _, want := range []error{failed, nil} {
		err := c.store.People(c.Context(), func(t auth.Tx) error {
			if err := t.Enqueue(c.Context(), "mail", ID(1).String()); err != nil {
				return err
			}
			return want
		})
		if !errors.Is(err, want) {
			c.Errorf("People(Enqueue) = %v, want %v", err, want)
		}
		c.wantJob("mail", ID(1), want == nil)
	}
}

// wantJob fails unless there is a job, or there is none.
func (c check) wantJob(kind string, id directory.ID, want bool) {
	c.Helper()
	stamp, err := c.store.Stamp(c.Context(), jobStamp(kind, id.String()))
	if err != nil || (stamp != "") != want {
		c.Errorf("the job %s of %s has left %q, %v; want one: %t", kind, id, stamp, err, want)
	}
}

func peopleSwept(c check) {
	c.people(1)
	stands, over, revoked := signedIn(0, 0), signedIn(2, 0), signedIn(4, 0)
	over.ExpiresAt, revoked.RevokedAt = directory.At(Now.Add(-time.Hour)), directory.At(Now.Add(-time.Hour))
	old := link(2, -1)
	old.ExpiresAt = directory.At(Now.Add(-time.Hour))
	for _, s := range []directory.Session{stands, over, revoked} {
		if err := c.alone.AddSession(c.Context(), s); err != nil {
			c.Fatal(err)
		}
	}
	c.addSecret(link(1, 0))
	c.addSecret(old)
	for _, want := range []int{3, 0} {
		if got, err := c.store.SweepPeople(c.Context(), directory.At(Now)); err != nil || got != want {
			c.Errorf("SweepPeople(now) = %d, %v; want %d", got, err, want)
		}
	}
	c.wantSession(stands)
	c.wantSecret(link(1, 0))
	if known, err := c.store.Person(c.Context(), old.ID); err != nil || known {
		c.Errorf("Person(a secret that was swept) = %v, %v; want nobody", known, err)
	}
}

// peopleResealed counts what is resealed for a person, and wants it kept: what it
// cannot open any more, because it is sealed for another place, is an error.
func peopleResealed(c check) {
	kept, _ := credentials(0)
	if err := c.alone.AddAccount(c.Context(), Person(0), kept); err != nil {
		c.Fatal(err)
	}
	c.sessions(2)
	c.addSecret(link(1, 0))
	c.addSecret(link(2, -1))
	c.post(nil, letter(0, Person(0).ID), letter(1, link(2, -1).ID))
	if err := errors.Join(c.alone.AddPasskey(c.Context(), passkey(0, 0)), c.alone.AddPasskey(c.Context(), passkey(1, 0))); err != nil {
		c.Fatal(err)
	}
	keys, times := Keys(), 0
	again := func(ctx context.Context, person directory.ID, sealed, place []byte) ([]byte, error) {
		times++
		plain, err := keys.Open(ctx, person, sealed, place)
		if err != nil || bytes.Equal(plain, sealed) {
			return nil, errors.Join(err, errors.New("not sealed for there"))
		}
		return keys.Seal(ctx, person, plain, place)
	}
	for person, want := range map[directory.ID]int{Person(0).ID: 3 + 2 + 1 + 1 + 2, link(2, -1).ID: 1 + 1, ID(99): 0} {
		times = 0
		if err := c.store.Reseal(c.Context(), person, again); err != nil || times != want {
			c.Errorf("Reseal(%s) = %v, resealed %d, want %d", person, err, times, want)
		}
	}
	c.wantCredentials(Person(0).ID, kept)
	c.wantSession(signedIn(1, 0))
	c.wantSecret(link(1, 0))
	c.wantSecret(link(2, -1))
	c.wantPasskeys(Person(0).ID, passkey(0, 0), passkey(1, 0))
	if got, want := Letters(c, c.store), []auth.Letter{letter(0, Person(0).ID), letter(1, link(2, -1).ID)}; !slices.Equal(got, want) {
		c.Errorf("Letters() = %+v, want %+v", got, want)
	}
	forgotten := directory.Refuse(directory.NotFound, "vault.forgotten")
	err := c.store.Reseal(c.Context(), Person(0).ID, func(context.Context, directory.ID, []byte, []byte) ([]byte, error) { return nil, forgotten })
	if err != nil {
		c.Errorf("Reseal(forgotten) = %v, want nil", err)
	}
}

// AddPeople adds two invented people with something in every table there is of them:
// an owner of the whole directory with a password, an app and a program that is signed
// in, and somebody who has left.
func AddPeople(tb testing.TB, s *store.Store) {
	tb.Helper()
	ctx := tb.Context()
	kept, _ := credentials(0)
	_, family, err := auth.NewFamily(Now, bytes.NewReader(make([]byte, 80)))
	if err != nil {
		tb.Fatal(err)
	}
	err = s.People(ctx, func(t auth.Tx) error {
		admin := role(0, directory.RoleAdmin, directory.ID{}, directory.ID{})
		steps := []func() error{
			func() error { return t.AddAccount(ctx, Person(0), kept) },
			func() error { return t.AddAccount(ctx, Person(1), kept) },
			func() error { return t.AddSession(ctx, signedIn(0, 0)) },
			func() error { return t.AddSession(ctx, signedIn(1, 1)) },
			func() error { return t.AddFamily(ctx, signedIn(0, 0).ID, family) },
			func() error { return t.AddSecret(ctx, link(0, -1)) },
			func() error { return t.AddPasskey(ctx, passkey(0, 0)) },
			func() error { return t.Post(ctx, letter(0, link(0, -1).ID)) },
			func() error {
				_, err := t.UpdateMemberships(ctx, Person(0).ID, func(all *[]directory.Membership) error { *all = append(*all, admin); return nil })
				return err
			},
			func() error {
				_, err := t.UpdateAccount(ctx, Person(1).ID, func(a *directory.Account) error { a.State = directory.AccountClosed; return nil })
				return err
			},
		}
		for _, step := range steps {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatalf("People(two of them) = %v", err)
	}
}
