package moderation_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// atOnce has a hundred do something at the same moment, and returns how often what became
// of it was said.
func atOnce(do func(i int) error) map[string]int {
	const many = 100
	errs, start := make([]error, many), make(chan struct{})
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() { <-start; errs[i] = do(i) })
	}
	close(start)
	all.Wait()
	said := map[string]int{}
	for _, err := range errs {
		said[told(err)]++
	}
	return said
}

// TestClaims_hundredAtOnce is S5: of a hundred who begin, send, grant and deny claims at
// the same moment one is heard each time, and the others are told by whom it was done.
// With ROOTLINE_ASSURE=1 there are 50 rounds.
func TestClaims_hundredAtOnce(t *testing.T) {
	for round := range assure(3, 50) {
		h := open(t)
		cleo, zoe, max := h.actor("cleo"), h.actor("zoe"), h.actor("max")
		ids := make([]directory.ID, 100)
		if got := atOnce(func(i int) error {
			c, err := h.claims.Start(t.Context(), cleo, mill.Clinic.ID, nowhere)
			ids[i] = c.ID
			return err
		}); got["fine"] != 100 {
			t.Errorf("Start, 100 at once: %v", got)
		}
		for _, id := range ids {
			if id != ids[0] {
				t.Fatalf("Start, 100 at once, began %s and %s", ids[0], id)
			}
		}
		if _, err := h.claims.AskCall(t.Context(), cleo, ids[0], nowhere, mill.Clinic.Phones[0].Number); err != nil {
			t.Fatal(err)
		}
		if got := atOnce(func(int) error { _, err := h.claims.Submit(t.Context(), cleo, ids[0]); return err }); got["fine"] != 1 || got["moderation.moved_on"] != 99 {
			t.Errorf("Submit, 100 at once: %v", got)
		}
		sent := must(h.store.Claim(t.Context(), ids[0]))
		if _, err := h.claims.Called(t.Context(), zoe, sent.ID, nowhere, mill.Clinic.Phones[0].Number, sent.CallCode); err != nil {
			t.Fatal(err)
		}
		h.mail()
		got := atOnce(func(i int) error {
			if i%2 == 0 {
				_, err := h.claims.Decide(t.Context(), zoe, sent.ID, true, "", "")
				return err
			}
			_, err := h.claims.Decide(t.Context(), max, sent.ID, false, moderation.NotTheirs, "")
			return err
		})
		// Who grants a denied claim, or denies a granted one, is told by whom it was decided.
		if got["fine"] != 1 || got["moderation.decided ZOE"]+got["moderation.decided MAX"] != 99 || len(got) != 2 {
			t.Errorf("Decide, 100 at once: %v", got)
		}
		if letters := h.mail(); strings.Contains(letters, ",") || letters == "" {
			t.Errorf("Decide, 100 at once, wrote %q, want one letter", letters)
		}
		granted := must(h.store.Claim(t.Context(), sent.ID)).State == moderation.ClaimGranted
		if owns := h.places("cleo") == "owner of mill"; owns != granted {
			t.Errorf("the claim is granted: %t, and Cleo owns the mill: %t", granted, owns)
		}
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
}

// TestClaims_hundredClaimants is S5 from the other side: a hundred accounts claim one clinic,
// and a hundred decisions grant them at the same moment. One owns it; the others wait for
// that one to answer.
func TestClaims_hundredClaimants(t *testing.T) {
	for round := range assure(1, 50) {
		h := open(t)
		zoe, claims := h.actor("zoe"), make([]moderation.Claim, 100)
		for i := range claims {
			claims[i] = h.claim(fmt.Sprintf("claimant%d", i), mill.Clinic.ID, nowhere)
		}
		h.post.letters = nil
		got := atOnce(func(i int) error {
			_, err := h.claims.Decide(t.Context(), zoe, claims[i].ID, true, "", "")
			return err
		})
		if got["fine"] != 1 || len(got) != 2 {
			t.Errorf("Decide of 100 claims at once: %v", got)
		}
		members, err := h.store.Members(t.Context(), mill.Clinic.ID)
		if err != nil || len(members) != 1 {
			t.Errorf("100 claims granted at once made %d owners, %v", len(members), err)
		}
		granted, waits := 0, 0
		for _, l := range h.post.letters {
			switch l.Kind {
			case auth.ClaimGranted:
				granted++
			case auth.ClaimWaits:
				waits++
			default:
			}
		}
		if granted != 1 || waits != 99 {
			t.Errorf("they wrote that one was granted %d times, and that one waits %d times", granted, waits)
		}
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
}

// TestClaims_loserIsOut: with the decision a loser's pages and programs are signed out, and
// what they have offered there leads nowhere; there is no moment between.
func TestClaims_loserIsOut(t *testing.T) {
	h := open(t)
	c := h.claim("cleo", harbour.Clinic.ID, nowhere)
	wants(t, "Answer()", h.claims.Answer(t.Context(), h.actor("ada"), c.ID, true, ""), "fine")
	var sessions []directory.ID
	for _, program := range []bool{false, true} {
		h.tx(func(tx moderation.Tx) error {
			in, err := auth.Begin(h.Context(), tx, h.persons["ada"], auth.From{Label: "Firefox", Program: program}, auth.ShownStrong, h.now, seeded(h))
			sessions = append(sessions, in.Session.ID)
			return err
		})
	}
	wants(t, "Decide()", h.decideClaim("root", c, true, ""), "fine")
	for i, id := range sessions {
		st, err := h.store.Standing(t.Context(), id)
		if err != nil || st.Session.RevokedAt == 0 || len(st.Memberships) != 0 {
			t.Errorf("session %d of the loser was revoked at %d with the roles %v, %v", i, st.Session.RevokedAt, st.Memberships, err)
		}
	}
}

// TestClaims_anothersIsNotThere: however often somebody asks for codes of a claim that is
// another's, or tries some, they are told each time that there is no such claim, and it
// costs them none of the tries that they have for their own.
func TestClaims_anothersIsNotThere(t *testing.T) {
	h := open(t)
	theirs := h.claim("cleo", mill.Clinic.ID, nowhere).ID
	to := must(directory.ParseEmail("desk@brand-1.example"))
	for _, claim := range []directory.ID{theirs, id(999)} {
		for i := range 50 {
			_, asked := h.claims.MailCode(t.Context(), auth.From{}, h.actor("abe"), claim, nowhere, to)
			_, tried := h.claims.ShowMailCode(t.Context(), auth.From{}, h.actor("abe"), claim, nowhere, "123456")
			if told(asked) != "moderation.claim.none" || told(tried) != "moderation.claim.none" {
				t.Fatalf("MailCode, ShowMailCode of another's claim, %d times before: %s, %s", i, told(asked), told(tried))
			}
		}
	}
	own, err := h.claims.Start(t.Context(), h.actor("abe"), mill.Clinic.ID, nowhere)
	if err == nil {
		_, err = h.claims.MailCode(t.Context(), auth.From{}, h.actor("abe"), own.ID, nowhere, to)
	}
	wants(t, "MailCode() of one's own claim after that", err, "fine")
}
