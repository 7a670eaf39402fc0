package storetest

import (
	"reflect"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// saveClaims saves claims in one transaction.
func (c check) saveClaims(all ...moderation.Claim) {
	c.Helper()
	c.moderate(func(t moderation.Tx) error {
		for _, claim := range all {
			if err := t.SaveClaim(c.Context(), claim); err != nil {
				return err
			}
		}
		return nil
	})
}

// wantClaims fails unless a filter lets those through.
func (c check) wantClaims(f moderation.ClaimFilter, limit int, want ...moderation.Claim) {
	c.Helper()
	if got, err := c.store.Claims(c.Context(), f, limit); err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Claims(%+v, %d) = %+v, %v\nwant %+v", f, limit, got, err, want)
	}
}

// brandClaim is the claim of a person for a brand, with branches.
func brandClaim(n int, branches ...int) moderation.Claim {
	claim := Claim(n)
	claim.ClinicID, claim.OrganizationID = directory.ID{}, Organization(n).ID
	for _, branch := range branches {
		claim.Branches = append(claim.Branches, moderation.Branch{ClinicID: clinicID(branch), Standing: moderation.Together, Domain: "clinic.example"})
	}
	return claim
}

// claimsComeBack saves claims, one in the place of another, and has them read by every
// filter.
func claimsComeBack(c check) {
	c.moderated()
	over := brandClaim(1, 2, 1)
	over.State, over.DueAt, over.HolderSays, over.HolderYields = moderation.ClaimFinal, moment(4), "It is ours", true
	over.Appeal, over.AppealedAt = "It is not", moment(5)
	over.Decision = moderation.Decision{By: moderation.Person{ID: Person(2).ID}, At: moment(6), Reason: moderation.NotTheirs}
	c.saveClaims(Claim(0), brandClaim(1), over, Claim(2))
	over.Decision.By.Name = Person(2).Name
	for _, want := range []moderation.Claim{Claim(0), over, Claim(2)} {
		if got, err := c.store.Claim(c.Context(), want.ID); err != nil || !reflect.DeepEqual(got, want) {
			c.Errorf("Claim(%s) = %+v, %v\nwant %+v", want.ID, got, err, want)
		}
	}
	c.wantClaims(moderation.ClaimFilter{}, 0, Claim(2), over, Claim(0))
	c.wantClaims(moderation.ClaimFilter{}, 2, Claim(2), over)
	c.wantClaims(moderation.ClaimFilter{Open: true}, 0, Claim(2), Claim(0))
	c.wantClaims(moderation.ClaimFilter{Clinic: clinicID(2)}, 0, Claim(2))
	c.wantClaims(moderation.ClaimFilter{Organization: Organization(1).ID}, 0, over)
	c.wantClaims(moderation.ClaimFilter{Organization: Organization(1).ID, Open: true}, 0)
	c.wantClaims(moderation.ClaimFilter{By: Person(0).ID}, 0, Claim(0))
	_, err := c.store.Claim(c.Context(), ID(8))
	c.wantKind("Claim(unknown)", err, directory.NotFound)
	for _, state := range []moderation.ClaimState{
		moderation.ClaimStarted, moderation.ClaimPending, moderation.ClaimContested, moderation.ClaimGranted,
		moderation.ClaimDenied, moderation.ClaimAppealed, moderation.ClaimFinal, moderation.ClaimWithdrawn,
	} {
		claim := Claim(2)
		claim.State = state
		c.saveClaims(claim)
		var want []moderation.Claim
		if state.Open() {
			want = append(want, claim)
		}
		c.wantClaims(moderation.ClaimFilter{Clinic: clinicID(2), Open: true}, 0, want...)
	}
}
