package storetest

import (
	"errors"
	"reflect"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

func (c check) wantStanding(want auth.Standing) {
	c.Helper()
	got, err := c.store.Standing(c.Context(), want.Session.ID)
	if err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Standing(%s) = %+v, %v\nwant %+v", want.Session.ID, got, err, want)
	}
}

// standingTells changes one after the other what somebody stands by, and wants each
// change seen by the next request: within its transaction too, and if that fails not
// at all.
func standingTells(c check) {
	Add(c.T, c.store, Listing(1), Listing(2))
	c.people(2)
	c.sessions(2)
	want := auth.Standing{Session: signedIn(0, 0), Account: Person(0)}
	c.wantStanding(want)
	var none directory.ID
	want.Memberships = []directory.Membership{
		role(0, directory.RoleAdmin, none, none), role(0, directory.RoleModerator, none, none),
		role(0, directory.RoleManager, Listing(1).Clinic.ID, none), role(0, directory.RoleOwner, none, Organization(2).ID),
	}
	ctx, failed := c.Context(), errors.New("failed")
	roles := func(t auth.Tx) error {
		_, err := t.UpdateMemberships(ctx, Person(0).ID, func(all *[]directory.Membership) error { *all = want.Memberships; return nil })
		return err
	}
	renamed := func(t auth.Tx) error {
		_, err := t.UpdateAccount(ctx, Person(0).ID, func(a *directory.Account) error { a.Name = "Grace Example"; return nil })
		return err
	}
	revoked := func(t auth.Tx) error {
		_, err := t.RevokeSessions(ctx, Person(0).ID, signedIn(1, 0).ID)
		return err
	}
	for _, step := range []struct {
		change func(auth.Tx) error
		alter  func()
	}{
		{roles, func() {}},
		{renamed, func() { want.Account.Name = "Grace Example" }},
		{revoked, func() { want.Session.RevokedAt = directory.At(Now) }},
	} {
		step.alter()
		for _, end := range []error{failed, nil} {
			err := c.store.People(ctx, func(t auth.Tx) error {
				if err := step.change(t); err != nil {
					return err
				}
				if got, err := t.Standing(ctx, want.Session.ID); err != nil || !reflect.DeepEqual(got, want) {
					c.Errorf("Standing(within the transaction) = %+v, %v\nwant %+v", got, err, want)
				}
				return end
			})
			if !errors.Is(err, end) {
				c.Fatalf("People() = %v, want %v", err, end)
			}
			if got, err := c.store.Standing(ctx, want.Session.ID); err != nil || reflect.DeepEqual(got, want) != (end == nil) {
				c.Errorf("Standing(after a transaction that ended with %v) = %+v, %v", end, got, err)
			}
		}
	}
	_, err := c.store.Standing(ctx, ID(99))
	c.wantKind("Standing(unknown)", err, directory.NotFound)
}

// secretsOfAccount wants those of an account that still are of use.
func secretsOfAccount(c check) {
	c.people(2)
	row := make([]auth.Secret, 6)
	for n := range row {
		row[n] = link(n, 0)
		row[n].CreatedAt += directory.Instant(n % 3)
	}
	row[0].UsedAt, row[1].ReplacedAt, row[3].Kind = 1, 1, "another"
	for _, s := range append(row, link(6, 1), link(7, -1)) {
		c.addSecret(s)
	}
	want := []auth.Secret{row[5], row[2], row[4]}
	if got, err := c.store.Secrets(c.Context(), aLink, Person(0).ID); err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Secrets(of 0) = %+v, %v\nwant %+v", got, err, want)
	}
	for _, account := range []directory.ID{ID(99), {}} {
		if got, err := c.store.Secrets(c.Context(), aLink, account); err != nil || got != nil {
			c.Errorf("Secrets(of %s) = %+v, %v; want none", account, got, err)
		}
	}
}
