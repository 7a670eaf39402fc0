package team_test

import (
	"context"
	"sync/atomic"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// ending is a context that ends when it has been looked at so often.
type ending struct {
	context.Context
	looks *atomic.Int64
	end   context.CancelFunc
}

func endingAfter(ctx context.Context, looks int) ending {
	ctx, cancel := context.WithCancel(ctx)
	e := ending{ctx, new(atomic.Int64), cancel}
	e.looks.Store(int64(looks))
	return e
}

func (e ending) look() {
	if e.looks.Add(-1) < 0 {
		e.end()
	}
}

func (e ending) Done() <-chan struct{} { e.look(); return e.Context.Done() }
func (e ending) Err() error            { e.look(); return e.Context.Err() }

// calls are all that can be asked of a desk, by an owner who has a manager and has
// invited somebody. Each can be done once.
func (o *office) calls() map[string]func(ctx context.Context) error {
	o.give("Ada", atHarbour, owner)
	o.give("Bea", atHarbour, manager)
	o.give("Cem", atHarbour, owner)
	o.give("Zoe", everywhere, admin)
	visitors, hers := o.invite("Ada", "Dee", atHarbour, manager), o.invite("Ada", "Bea", atHarbour, owner)
	open, err := o.store.Invitations(o.Context(), atHarbour.ID())
	if err != nil {
		o.Fatal(err)
	}
	ada, bea := o.actor("Ada"), o.actor("Bea")
	return map[string]func(ctx context.Context) error{
		"Held":     func(ctx context.Context) error { _, err := o.Held(ctx, ada); return err },
		"Team":     func(ctx context.Context) error { _, err := o.Team(ctx, ada, atHarbour); return err },
		"Invite":   func(ctx context.Context) error { return o.Invite(ctx, ada, atHarbour, email("Dee"), owner) },
		"Withdraw": func(ctx context.Context) error { return o.Withdraw(ctx, ada, atHarbour, open[0].ID) },
		"Remove":   func(ctx context.Context) error { return o.Remove(ctx, ada, atHarbour, bea.Account) },
		"SetRole":  func(ctx context.Context) error { return o.SetRole(ctx, ada, atHarbour, o.persons["Cem"].ID, manager) },
		"Leave":    func(ctx context.Context) error { return o.Leave(ctx, ada, atHarbour) },
		"Look":     func(ctx context.Context) error { _, err := o.Look(ctx, visitors); return err },
		"CreateAdmin": func(ctx context.Context) error {
			_, err := o.CreateAdmin(ctx, email("Fay"), "Fay")
			return err
		},
		"Accept": func(ctx context.Context) error {
			_, err := o.Accept(ctx, auth.From{}, directory.Actor{}, visitors, "Dee", "")
			return err
		},
		"Accept(signed in)": func(ctx context.Context) error {
			_, err := o.Accept(ctx, auth.From{}, bea, hers, "", "")
			return err
		},
	}
}

// TestDesk_failures ends the time that a request has at each of its steps. That is
// our fault, and leaves all as it was: when there is time enough, it can be done.
func TestDesk_failures(t *testing.T) {
	const enough = 2000
	for name := range open(t).calls() {
		o := open(t)
		call := o.calls()[name]
		letters := len(o.post.letters)
		n := 0
		for ; n < enough; n++ {
			ctx := endingAfter(t.Context(), n)
			err := call(ctx)
			ctx.end()
			if err == nil {
				break
			}
			if directory.KindOf(err) != directory.Internal || len(o.post.letters) != letters {
				t.Fatalf("%s(for %d steps) = %s, with %d letters; want our fault, and none", name, n, said(err), len(o.post.letters)-letters)
			}
		}
		if n == 0 || n == enough {
			t.Errorf("%s comes to an end in %d steps", name, n)
		}
	}
}

func TestDesk_withoutRandomness(t *testing.T) {
	o := open(t)
	calls := o.calls()
	o.Random = dry
	for _, name := range []string{"Invite", "Remove", "CreateAdmin", "Accept"} {
		if err := calls[name](t.Context()); err == nil || directory.KindOf(err) != directory.Internal {
			t.Errorf("%s() = %v, want our fault", name, err)
		}
	}
	if o.roles("Bea", atHarbour) != "manager" {
		t.Error("a failure has changed who has which role")
	}
}
