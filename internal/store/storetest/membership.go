package storetest

import (
	"slices"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// role is a role of the nth person.
func role(n int, r directory.Role, clinic, organization directory.ID) directory.Membership {
	return directory.Membership{AccountID: Person(n).ID, Role: r, ClinicID: clinic, OrganizationID: organization, Since: directory.At(Now)}
}

// setRoles gives a person roles, in the place of what they had.
func (c check) setRoles(n int, roles ...directory.Membership) error {
	_, err := c.alone.UpdateMemberships(c.Context(), Person(n).ID, func(all *[]directory.Membership) error { *all = roles; return nil })
	return err
}

func rolesComeBack(c check) {
	Add(c.T, c.store, Listing(1), Listing(2))
	c.people(2)
	clinic, brand := Listing(1).Clinic.ID, Organization(2).ID
	var none directory.ID
	mine := []directory.Membership{
		role(0, directory.RoleAdmin, none, none), role(0, directory.RoleModerator, none, none),
		role(0, directory.RoleManager, clinic, none), role(0, directory.RoleOwner, none, brand),
	}
	theirs := role(1, directory.RoleOwner, clinic, none)
	for range 2 {
		if err := c.setRoles(0, mine[3], mine[2], mine[0], mine[1]); err != nil {
			c.Fatalf("UpdateMemberships(0) = %v", err)
		}
	}
	if err := c.setRoles(1, theirs); err != nil {
		c.Fatalf("UpdateMemberships(1) = %v", err)
	}
	if got, err := c.store.Memberships(c.Context(), Person(0).ID); err != nil || !slices.Equal(got, mine) {
		c.Errorf("Memberships(0) = %+v, %v; want %+v", got, err, mine)
	}
	for scope, want := range map[directory.ID][]directory.Membership{
		clinic: {mine[2], theirs}, brand: {mine[3]}, none: {mine[0], mine[1]}, Organization(1).ID: nil,
	} {
		if got, err := c.store.Members(c.Context(), scope); err != nil || !slices.Equal(got, want) {
			c.Errorf("Members(%s) = %+v, %v; want %+v", scope, got, err, want)
		}
	}
	promoted := role(0, directory.RoleOwner, clinic, none)
	if err := c.setRoles(0, promoted); err != nil {
		c.Errorf("UpdateMemberships(0, a manager becomes the owner) = %v", err)
	}
	if got, err := c.store.Memberships(c.Context(), Person(0).ID); err != nil || !slices.Equal(got, []directory.Membership{promoted}) {
		c.Errorf("Memberships(0) = %+v, %v; want %+v", got, err, promoted)
	}
	c.merge("clinic", clinic, Listing(2).Clinic.ID)
	if got, err := c.store.Members(c.Context(), Listing(2).Clinic.ID); err != nil || got != nil {
		c.Errorf("Members(what a clinic was merged into) = %+v, %v; want none", got, err)
	}
}

func rolesRefused(c check) {
	Add(c.T, c.store, Listing(1))
	c.people(2)
	clinic, brand := Listing(1).Clinic.ID, Organization(1).ID
	var none directory.ID
	for name, roles := range map[string][]directory.Membership{
		"a manager of nothing":         {role(0, directory.RoleManager, none, none)},
		"an owner of two":              {role(0, directory.RoleOwner, clinic, brand)},
		"an admin of a clinic":         {role(0, directory.RoleAdmin, clinic, none)},
		"no role there is":             {role(0, "boss", none, none)},
		"somebody else's":              {role(1, directory.RoleAdmin, none, none)},
		"two roles for one clinic":     {role(0, directory.RoleOwner, clinic, none), role(0, directory.RoleManager, clinic, none)},
		"the same role twice":          {role(0, directory.RoleAdmin, none, none), role(0, directory.RoleAdmin, none, none)},
		"one that is fine and one not": {role(0, directory.RoleAdmin, none, none), role(0, "", clinic, none)},
	} {
		c.wantKind("UpdateMemberships("+name+")", c.setRoles(0, roles...), directory.Invalid)
	}
	if err := c.setRoles(0, role(0, directory.RoleOwner, ID(99), none)); err == nil {
		c.Error("UpdateMemberships(of an unknown clinic) = nil, want an error")
	}
	_, err := c.alone.UpdateMemberships(c.Context(), ID(99), func(*[]directory.Membership) error { return nil })
	c.wantKind("UpdateMemberships(unknown)", err, directory.NotFound)
	if got, err := c.store.Memberships(c.Context(), Person(0).ID); err != nil || got != nil {
		c.Errorf("Memberships(0) after refusals = %+v, %v; want none", got, err)
	}
}

func rolesAnnounced(c check) {
	c.people(1)
	var none directory.ID
	for range 2 { // the second time nothing changes
		if err := c.setRoles(0, role(0, directory.RoleAdmin, none, none)); err != nil {
			c.Fatal(err)
		}
	}
	c.wantAnnounced("account "+Person(0).ID.String(), 1)
	if err := c.setRoles(0); err != nil {
		c.Fatal(err)
	}
	c.wantAnnounced("account "+Person(0).ID.String(), 2)
}

// wantAnnounced fails unless the feed has spoken of something so often.
func (c check) wantAnnounced(of string, want int) {
	c.Helper()
	got := 0
	for _, change := range c.changesAfter(0) {
		if string(change.Noun)+" "+change.ID.String() == of {
			got++
		}
	}
	if got != want {
		c.Errorf("the feed speaks %d times of %s, want %d", got, of, want)
	}
}

// lastOwnerStays lets both owners of a clinic leave at once, unless they are the
// last. One of them stays, whichever it is.
func lastOwnerStays(c check) {
	Add(c.T, c.store, Listing(1))
	c.people(2)
	clinic := Listing(1).Clinic.ID
	for round := range 20 {
		for n := range 2 {
			if err := c.setRoles(n, role(n, directory.RoleOwner, clinic, directory.ID{})); err != nil {
				c.Fatal(err)
			}
		}
		left := c.once(2, saying("last"), func(n int) error {
			return c.store.People(c.Context(), func(t auth.Tx) error {
				owners, err := t.Members(c.Context(), clinic)
				if err != nil {
					return err
				}
				if len(owners) == 1 {
					return directory.Refuse(directory.Conflict, "last")
				}
				_, err = t.UpdateMemberships(c.Context(), Person(n).ID, func(all *[]directory.Membership) error { *all = nil; return nil })
				return err
			})
		})
		if left != 1 {
			c.Fatalf("round %d: %d of 2 owners left, want one to stay", round, left)
		}
	}
}
