package moderation

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Office is what every desk has. All its fields have to be set.
type Office struct {
	Store  Store
	Now    func() time.Time
	Random io.Reader
}

// act is a transaction in which somebody changes the directory.
type act struct {
	Tx
	actor  directory.Actor // with the roles that they have in the transaction
	now    time.Time
	random io.Reader
}

// moderate runs fn in one transaction. The door has let the actor in a moment ago; a
// role that was taken from them since is theirs no more.
func (o *Office) moderate(ctx context.Context, actor directory.Actor, fn func(*act) error) error {
	return o.Store.Moderate(ctx, func(tx Tx) (err error) {
		a := &act{Tx: tx, actor: actor, now: o.Now(), random: o.Random}
		if actor.Signed() {
			if a.actor.Memberships, err = tx.Memberships(ctx, actor.Account); err != nil {
				return err
			}
		}
		return fn(a)
	})
}

// isStaff refuses whoever is no moderator or admin, or has not shown a second factor.
func isStaff(a directory.Actor) error {
	if WhoIs(a, &directory.Listing{}) == Moderator {
		return nil
	}
	return directory.Refuse(directory.Forbidden, "auth.forbidden")
}

// isAdmin refuses moderators, too.
func isAdmin(a directory.Actor) error {
	if err := isStaff(a); err != nil || a.Has(directory.RoleAdmin) {
		return err
	}
	return directory.Refuse(directory.Forbidden, "auth.forbidden")
}

// staff is moderate for what only moderators and admins do.
func (o *Office) staff(ctx context.Context, actor directory.Actor, fn func(*act) error) error {
	return o.moderate(ctx, actor, func(a *act) error {
		if err := isStaff(a.actor); err != nil {
			return err
		}
		return fn(a)
	})
}

// noClinic is what whoever has nothing to do with a clinic is told of it.
func noClinic() error { return directory.Refuse(directory.NotFound, "not_found.clinic") }

// person is whoever acts, by the name of today.
func (a *act) person(ctx context.Context) (Person, error) {
	names, err := a.Names(ctx, a.actor.Account)
	return Person{ID: a.actor.Account, Name: names[a.actor.Account]}, err
}

func (a *act) newID() (directory.ID, error) { return directory.NewID(a.now, a.random) }

// values are what was there before and after an event, and with whose key they are
// kept.
type values struct {
	before, after any
	person        directory.ID
}

// note appends what whoever acts has done, or has caused, to the record, as of now, under an
// id of its own.
func (a *act) note(ctx context.Context, e Event, v values) (err error) {
	if e.ID, err = a.newID(); err != nil {
		return err
	}
	e.At, e.By, e.Session = directory.At(a.now), a.actor.Account, a.actor.Session
	known, err := a.knows(ctx, v.person)
	if err != nil {
		return err
	}
	if !known { // to keep anything of theirs would begin with a new key
		v = values{}
	}
	before, err := kept(v.before)
	if err != nil {
		return err
	}
	after, err := kept(v.after)
	if err != nil {
		return err
	}
	_, err = a.Append(ctx, e, before, after, v.person)
	return err
}

// knows reports whether there is somebody whose key something can be kept with; without
// one it is kept as it is.
func (a *act) knows(ctx context.Context, person directory.ID) (bool, error) {
	if person.IsZero() || person == a.actor.Account {
		return true, nil
	}
	_, err := a.Account(ctx, person)
	if directory.KindOf(err) == directory.NotFound {
		return false, nil
	}
	return err == nil, err
}

// kept is a value as it is kept, nil for none.
func kept(v any) ([]byte, error) {
	if v == nil {
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("keep a value: %w", err)
	}
	return b, nil
}

// post writes to an account. Who is forgotten, or has closed it, is not written to.
func (a *act) post(ctx context.Context, to directory.ID, l auth.Letter) error {
	account, err := a.Account(ctx, to)
	if directory.KindOf(err) == directory.NotFound || err == nil && account.State != directory.AccountActive {
		return nil
	}
	if err != nil {
		return err
	}
	l.Person, l.To, l.Language = account.ID, account.Email, account.Language
	return a.send(ctx, l)
}

// send has a letter sent that was written now.
func (a *act) send(ctx context.Context, l auth.Letter) (err error) {
	if l.ID, err = a.newID(); err != nil {
		return err
	}
	l.At = directory.At(a.now)
	return a.Post(ctx, l)
}
