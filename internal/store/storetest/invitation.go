package storetest

import (
	"strings"
	"time"

	"rootline/internal/directory"
)

// invitedCounted counts what one place has sent to one address, whatever became of it.
func invitedCounted(c check) {
	Add(c.T, c.store, Listing(1))
	clinic, brand := Listing(1).Clinic.ID, Organization(1).ID
	here := directory.Membership{Role: directory.RoleManager, ClinicID: clinic}
	for n, of := range []directory.Membership{
		here, here, here, here,
		{Role: directory.RoleOwner, OrganizationID: brand},
		{Role: directory.RoleModerator},
		{}, // no invitation
	} {
		s := link(n, -1)
		s.Email, s.Invitation, s.CreatedAt = Person(0).Email, of, directory.At(Now.Add(-time.Duration(n)*time.Hour))
		s.UsedAt, s.ReplacedAt = directory.Instant(n%2), directory.Instant(n/2%2)
		c.addSecret(s)
	}
	upper := must(directory.ParseEmail(strings.ToUpper(Person(0).Email.String())))
	for scope, want := range map[directory.ID]int{clinic: 3, brand: 0, {}: 0} {
		if got, err := c.store.InvitedTo(c.Context(), scope, upper, directory.At(Now.Add(-2*time.Hour))); err != nil || got != want {
			c.Errorf("InvitedTo(%s, since two hours) = %d, %v; want %d", scope, got, err, want)
		}
	}
	for scope, want := range map[directory.ID]int{clinic: 4, brand: 1, {}: 1} {
		if got, err := c.store.InvitedTo(c.Context(), scope, Person(0).Email, 0); err != nil || got != want {
			c.Errorf("InvitedTo(%s) = %d, %v; want %d", scope, got, err, want)
		}
	}
	if got, err := c.store.InvitedTo(c.Context(), clinic, Person(1).Email, 0); err != nil || got != 0 {
		c.Errorf("InvitedTo(another address) = %d, %v; want 0", got, err)
	}
}
