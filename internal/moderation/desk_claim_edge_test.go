package moderation_test

import (
	"fmt"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// appeal has a claim denied by somebody, and appealed.
func (h *house) appeal(claimant string, c moderation.Claim, denies string) {
	h.Helper()
	wants(h, "Decide(deny)", h.decideClaim(denies, c, false, moderation.NotTheirs), "fine")
	_, err := h.claims.AppealFor(h.Context(), h.actor(claimant), c.ID, "I have the lease.")
	wants(h, "AppealFor()", err, "fine")
}

// TestClaims_ofBrand: a clinic that is given to somebody is out of the reach of its brand's
// people, who see the claim among those they have to answer, and are told of the loss. Who
// holds the clinic alone does not give it up for the brand.
func TestClaims_ofBrand(t *testing.T) {
	h := open(t)
	h.give("bea", directory.RoleOwner, nowhere, harbour.Organization.ID)
	h.give("bob", directory.RoleOwner, mill.Clinic.ID, nowhere)
	c := h.claim("cleo", mill.Clinic.ID, nowhere)
	_, others, err := h.claims.Concerning(t.Context(), h.actor("bea"))
	if err != nil || len(others) != 1 || others[0].Claim.ID != c.ID || others[0].Claim.CallCode != "" || others[0].Claim.Evidence != nil {
		t.Errorf("Concerning(the brand's owner) has %+v, %v", others, err)
	}
	wants(t, "Answer(yields, for the brand)", h.claims.Answer(t.Context(), h.actor("bob"), c.ID, true, ""), "moderation.claim.yield_brand")
	wants(t, "Answer(yields)", h.claims.Answer(t.Context(), h.actor("bea"), c.ID, true, ""), "fine")
	h.mail()
	wants(t, "Decide()", h.decideClaim("root", c, true, ""), "fine")
	if h.places("cleo") != "owner of mill" || h.places("bea") != "owner of harbour's brand" || h.places("bob") != "" {
		t.Errorf("Cleo is %q, Bea is %q, Bob is %q", h.places("cleo"), h.places("bea"), h.places("bob"))
	}
	if got := h.mail(); got != "claim_lost bea, claim_lost bob, claim_granted cleo" {
		t.Errorf("Decide() wrote %s", got)
	}
	l := h.public(mill.Clinic.ID)
	if l.Clinic.OrganizationID == harbour.Organization.ID || l.Organization.Name != mill.Clinic.Name {
		t.Errorf("the clinic belongs to %+v", l.Organization)
	}
	_, err = h.desk.Listing(t.Context(), h.actor("bea"), mill.Clinic.ID)
	wants(t, "Listing(the brand's owner)", err, "not_found.clinic")
	if h.public(harbour.Clinic.ID).Clinic.OrganizationID != harbour.Organization.ID {
		t.Error("another clinic has left the brand")
	}
}

// TestClaims_appealByAnother: an appeal is decided by somebody else than what it is
// against, as long as there is somebody else.
func TestClaims_appealByAnother(t *testing.T) {
	h := open(t)
	c := h.claim("cleo", mill.Clinic.ID, nowhere)
	h.appeal("cleo", c, "zoe")
	wants(t, "Decide(one's own, again)", h.decideClaim("zoe", c, true, ""), "moderation.claim.another")
	h.drop("max")
	wants(t, "Decide(with an admin there)", h.decideClaim("zoe", c, true, ""), "moderation.claim.another")
	h.drop("root")
	wants(t, "Decide(nobody else there)", h.decideClaim("zoe", c, true, ""), "fine")
}

// TestClaims_appealOfHeld: an appeal does not take a clinic from anybody who has not had
// their time to answer, and where somebody holds it an admin decides.
func TestClaims_appealOfHeld(t *testing.T) {
	h := open(t)
	c := h.claim("cleo", mill.Clinic.ID, nowhere)
	h.appeal("cleo", c, "zoe")
	h.give("eve", directory.RoleOwner, mill.Clinic.ID, nowhere)
	h.mail()
	wants(t, "Decide(grant)", h.decideClaim("max", c, true, ""), "moderation.claim.wait")
	if got := h.mail(); got != "claim_waits cleo, claim_contested eve" || h.kept(c.ID).State != moderation.ClaimContested {
		t.Errorf("Decide() wrote %s, and left the claim %s", got, h.kept(c.ID).State)
	}
	wants(t, "Answer()", h.claims.Answer(t.Context(), h.actor("eve"), c.ID, false, "I run it."), "fine")
	wants(t, "Decide(a moderator)", h.decideClaim("max", c, false, moderation.NotTheirs), "moderation.claim.admin")
	wants(t, "Decide(an admin)", h.decideClaim("root", c, false, moderation.NotTheirs), "fine")
	if got := h.kept(c.ID).State; got != moderation.ClaimFinal || h.places("eve") != "owner of mill" {
		t.Errorf("the claim is %s, and Eve is %q", got, h.places("eve"))
	}

	contested := h.claim("dan", harbour.Clinic.ID, nowhere)
	wants(t, "Answer(the other)", h.claims.Answer(t.Context(), h.actor("ada"), contested.ID, false, "I run it."), "fine")
	h.appeal("dan", contested, "root")
	wants(t, "Decide(a moderator, over an admin)", h.decideClaim("max", contested, true, ""), "moderation.claim.admin")
	wants(t, "Decide(the one admin there is)", h.decideClaim("root", contested, true, ""), "fine")
}

// TestClaims_holderLeaves: with the last holder gone nobody is waited for.
func TestClaims_holderLeaves(t *testing.T) {
	h := open(t)
	c := h.claim("cleo", harbour.Clinic.ID, nowhere)
	h.drop("ada")
	wants(t, "Decide(a moderator)", h.decideClaim("zoe", c, true, ""), "fine")
	if got := h.places("cleo"); got != "owner of harbour" {
		t.Errorf("Cleo is %q", got)
	}
}

// TestClaims_edgeOfTime: a contest is decided from the moment on at which the seven days
// are over, and not before.
func TestClaims_edgeOfTime(t *testing.T) {
	h := open(t)
	c := h.claim("cleo", harbour.Clinic.ID, nowhere)
	h.now = h.now.Add(moderation.ContestTime - time.Millisecond)
	wants(t, "Decide(a millisecond early)", h.decideClaim("root", c, true, ""), "moderation.claim.wait")
	h.now = h.now.Add(time.Millisecond)
	wants(t, "Decide(at the time)", h.decideClaim("root", c, true, ""), "fine")
}

// TestClaims_againstOneself: an admin who holds what is claimed does not decide who gets it.
func TestClaims_againstOneself(t *testing.T) {
	h := open(t)
	h.give("root", directory.RoleManager, harbour.Clinic.ID, nowhere)
	c := h.claim("cleo", harbour.Clinic.ID, nowhere)
	wants(t, "Answer()", h.claims.Answer(t.Context(), h.actor("ada"), c.ID, false, "It is ours."), "fine")
	for _, grant := range []bool{true, false} {
		wants(t, "Decide(one of its people)", h.decideClaim("root", c, grant, moderation.NotTheirs), "moderation.own")
	}
	h.give("zoe", directory.RoleOwner, nowhere, abbey.Organization.ID)
	brand := h.claim("dan", nowhere, abbey.Organization.ID)
	h.give("zoe", directory.RoleAdmin, nowhere, nowhere)
	wants(t, "Decide(an owner of the brand)", h.decideClaim("zoe", brand, false, moderation.NotTheirs), "moderation.own")
}

// TestClaims_ended: an account that was closed is given nothing, and keeps nobody from
// what it has claimed.
func TestClaims_ended(t *testing.T) {
	h := open(t)
	c := h.claim("cleo", harbour.Clinic.ID, nowhere)
	wants(t, "Answer()", h.claims.Answer(t.Context(), h.actor("ada"), c.ID, true, ""), "fine")
	cleo := h.account("cleo")
	h.tx(func(tx moderation.Tx) error {
		_, err := tx.UpdateAccount(h.Context(), cleo, func(a *directory.Account) error { a.State = directory.AccountClosed; return nil })
		return err
	})
	h.mail()
	wants(t, "Decide(grant)", h.decideClaim("root", c, true, ""), "moderation.claim.ended")
	if got := h.places("ada"); got != "owner of harbour" {
		t.Errorf("Ada is %q", got)
	}
	wants(t, "Decide(deny)", h.decideClaim("root", c, false, moderation.NoAnswer), "fine")
	if got := h.mail(); got != "" {
		t.Errorf("what was decided of a closed account's claim wrote %s", got)
	}
}

// TestClaims_often: whoever takes a claim back and begins it again does so three times in
// a month, so that nobody is made to answer it again and again; and has fifty open.
func TestClaims_often(t *testing.T) {
	h := open(t)
	cleo := h.actor("cleo")
	again := func() error {
		c, err := h.claims.Start(t.Context(), cleo, harbour.Clinic.ID, nowhere)
		if err == nil {
			_, err = h.claims.Withdraw(t.Context(), cleo, c.ID)
		}
		return err
	}
	for _, want := range []string{"fine", "fine", "fine", "moderation.claim.often", "moderation.claim.often"} {
		wants(t, "Start(again)", again(), want)
		h.now = h.now.Add(time.Hour)
	}
	_, err := h.claims.Start(t.Context(), cleo, mill.Clinic.ID, nowhere)
	wants(t, "Start(another clinic)", err, "fine")
	h.now = h.now.AddDate(0, 0, 30)
	wants(t, "Start(a month later)", again(), "fine")
	dan := h.actor("dan")
	for n := range 50 {
		h.tx(func(tx moderation.Tx) error {
			return tx.SaveClaim(h.Context(), moderation.Claim{
				ID: id(900 + n), ClinicID: abbey.Clinic.ID, By: dan.Account, At: directory.At(h.now), State: moderation.ClaimStarted,
			})
		})
	}
	_, err = h.claims.Start(t.Context(), dan, mill.Clinic.ID, nowhere)
	wants(t, "Start(the 51st)", err, "moderation.claim.too_many")
}

// TestClaims_branchesGone: what has been archived, or only proposed, keeps nobody from
// their brand.
func TestClaims_branchesGone(t *testing.T) {
	h := open(t)
	h.drop("ada")
	cleo := h.actor("cleo")
	c := must(h.claims.Start(t.Context(), cleo, nowhere, harbour.Organization.ID))
	if len(c.Branches) != 2 {
		t.Fatalf("the brand has the branches %+v", c.Branches)
	}
	must(h.claims.Document(t.Context(), cleo, c.ID, harbour.Clinic.ID, id(77), "The lease."))
	must(h.claims.Submit(t.Context(), cleo, c.ID))
	l := h.public(mill.Clinic.ID)
	l.State = directory.Standing[directory.ListingState]{Value: directory.Archived, Since: directory.At(h.now)}
	h.tx(func(tx moderation.Tx) error { _, err := tx.Publish(h.Context(), l); return err })
	wants(t, "Decide(other branches)", h.decideClaim("zoe", c, true, ""), "moderation.edited")
	wants(t, "Decide()", h.decideClaim("zoe", c, true, ""), "fine")
	if got := h.places("cleo"); got != "owner of harbour's brand" {
		t.Errorf("Cleo is %q", got)
	}
	if seen, err := h.claims.Look(t.Context(), cleo, c.ID); err != nil || len(seen.Listings) != 1 {
		t.Errorf("Look() has %d clinics, %v", len(seen.Listings), err)
	}
}

// TestClaims_mailsOfOneDomain: many addresses that reach one person do not bring them
// letters without end, whoever asks.
func TestClaims_mailsOfOneDomain(t *testing.T) {
	h := open(t)
	h.claims.Throttle = auth.NewThrottle()
	slowed := 0
	for n := range 60 {
		name := fmt.Sprintf("claimant%d", n)
		c := must(h.claims.Start(t.Context(), h.actor(name), mill.Clinic.ID, nowhere))
		for i := range 5 {
			to := must(directory.ParseEmail(fmt.Sprintf("desk+%d.%d@brand-1.example", n, i)))
			if _, err := h.claims.MailCode(t.Context(), auth.From{}, h.actor(name), c.ID, nowhere, to); err != nil {
				slowed++
			}
		}
	}
	if slowed < 90 {
		t.Errorf("of 300 letters to addresses at one domain %d were refused, want all after 200", slowed)
	}
}
