package moderation_test

import (
	"reflect"
	"strings"
	"sync"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store"
)

// merge has a moderator merge two listings as they look at them.
func (h *house) merge(name string, keep, gone directory.ID, holder moderation.Side) (moderation.Merge, error) {
	h.Helper()
	p, err := h.queue.MergePreview(h.Context(), h.actor(name), keep, gone)
	if err != nil {
		return moderation.Merge{}, err
	}
	return h.queue.Merge(h.Context(), h.actor(name), keep, gone, moderation.MergeChoice{Kept: p.Kept.Number, Gone: p.Gone.Number, Holder: holder})
}

// moved is where a clinic's old address leads.
func (h *house) moved(old string) string {
	h.Helper()
	to, err := h.store.Moved(h.Context(), store.Clinic, old)
	if err != nil {
		return said(err)
	}
	return to.String()
}

// sound wants rootline check to find nothing.
func (h *house) sound() {
	h.Helper()
	err := h.store.Verify(h.Context(), func(c store.Check) error {
		if c.Name == "changes" || c.Name == "photos" {
			return nil // of listings that were put into the store by hand
		}
		for _, f := range c.Findings {
			h.Errorf("check finds %s: %+v", c.Name, f)
		}
		return nil
	})
	if err != nil {
		h.Errorf("Verify() = %v", err)
	}
}

// TestQueue_Merge: everything that hangs on the one that goes comes along to the other,
// and its addresses lead there in one hop.
func TestQueue_Merge(t *testing.T) {
	h := open(t)
	keep, gone := mill.Clinic.ID, abbey.Clinic.ID
	h.give("bob", directory.RoleManager, gone, directory.ID{})
	waits := h.edit("abe", gone, street("9 New Quay"))
	started := h.claim("cleo", gone, nowhere)
	h.reported(gone, "Closed when I came.")
	_, since := h.record(0)
	h.mail()
	m, err := h.merge("zoe", keep, gone, "")
	if err != nil {
		t.Fatalf("Merge() = %v", err)
	}
	if got := h.places("abe") + "; " + h.places("bob"); got != "owner of mill; manager of mill" {
		t.Errorf("Abe and Bob are %s", got)
	}
	for _, old := range []string{gone.String(), abbey.Clinic.Slug.String()} {
		if got := h.moved(old); got != mill.Clinic.Slug.String() {
			t.Errorf("Moved(%s) = %s, want %s", old, got, mill.Clinic.Slug)
		}
	}
	r := h.request(waits.Request.ID)
	if r.ClinicID != keep || r.State != moderation.Pending || h.kept(started.ID).ClinicID != keep {
		t.Errorf("what waited is %s of %s, and the claim of %s", r.State, r.ClinicID, h.kept(started.ID).ClinicID)
	}
	if reports, err := h.store.Reports(t.Context(), keep); err != nil || len(reports) != 1 {
		t.Errorf("Reports(kept) = %d, %v; want the one", len(reports), err)
	}
	past, err := h.desk.History(t.Context(), h.actor("abe"), keep, 0)
	if err != nil || past.Events[0].What != "listing.merge" || past.Events[len(past.Events)-1].What != "change.ask" {
		t.Errorf("History(kept) = %+v, %v; want that of both", past.Events, err)
	}
	if got := h.mail(); got != "listing_archived abe" {
		t.Errorf("Merge() wrote %s", got)
	}
	if what, _ := h.record(since); !strings.HasSuffix(what, "listing.merge") {
		t.Errorf("the record has %s", what)
	}
	_, err = h.queue.Merge(t.Context(), h.actor("max"), keep, gone, moderation.MergeChoice{})
	wants(t, "Merge(again)", err, "not_found.clinic")
	if all, err := h.queue.Merges(t.Context(), h.actor("max"), keep); err != nil || len(all) != 1 || all[0].ID != m.ID {
		t.Errorf("Merges() = %+v, %v", all, err)
	}
	h.sound()
}

// reported puts a visitor's report into the store.
func (h *house) reported(clinic directory.ID, text string) {
	h.Helper()
	h.tx(func(tx moderation.Tx) error {
		return tx.SaveReport(h.Context(), moderation.Report{
			ID: id(900), ClinicID: clinic, Reason: moderation.WrongHours, Text: text, At: directory.At(h.now),
		})
	})
}

// TestQueue_Merge_holder: where both are held a moderator says whose it is, and the other
// is told that they have lost it and is signed out.
func TestQueue_Merge_holder(t *testing.T) {
	for _, tt := range []struct {
		holder           moderation.Side
		ada, abe, letter string
	}{
		{moderation.KeptSide, "owner of harbour", "", "claim_lost abe"},
		{moderation.GoneSide, "", "owner of harbour", "claim_lost ada, listing_archived abe"},
	} {
		h := open(t)
		keep, gone := harbour.Clinic.ID, abbey.Clinic.ID
		p, err := h.queue.MergePreview(t.Context(), h.actor("zoe"), keep, gone)
		if err != nil || !p.Ask || len(p.KeptHolders) != 1 || len(p.GoneHolders) != 1 || p.Names[h.account("abe")] != "ABE" {
			t.Errorf("MergePreview() = %+v, %v; want to be asked", p, err)
		}
		mine, theirs := h.edit("ada", keep, street("1 Old Quay")), h.edit("abe", gone, street("2 New Quay"))
		_, err = h.merge("zoe", keep, gone, "")
		wants(t, "Merge(nobody said)", err, "moderation.merge.who holder")
		h.mail()
		m, err := h.merge("zoe", keep, gone, tt.holder)
		if err != nil {
			t.Fatalf("Merge(%s) = %v", tt.holder, err)
		}
		if h.places("ada") != tt.ada || h.places("abe") != tt.abe {
			t.Errorf("Merge(%s): Ada is %q and Abe %q", tt.holder, h.places("ada"), h.places("abe"))
		}
		if got := h.mail(); !strings.Contains(got, tt.letter) && tt.holder == moderation.KeptSide {
			t.Errorf("Merge(%s) wrote %s, want %s", tt.holder, got, tt.letter)
		}
		a, b := h.request(mine.Request.ID).State, h.request(theirs.Request.ID).State
		if (a == moderation.Pending) != (tt.holder == moderation.KeptSide) || (b == moderation.Pending) != (tt.holder == moderation.GoneSide) {
			t.Errorf("Merge(%s): what waited is %s and %s", tt.holder, a, b)
		}
		if _, err := h.queue.Split(t.Context(), h.actor("max"), m.ID); err != nil {
			t.Fatalf("Split() = %v", err)
		}
		if h.places("ada") != "owner of harbour" || h.places("abe") != "owner of abbey" {
			t.Errorf("Split(%s): Ada is %q and Abe %q", tt.holder, h.places("ada"), h.places("abe"))
		}
		a, b = h.request(mine.Request.ID).State, h.request(theirs.Request.ID).State
		if a != moderation.Pending || b != moderation.Pending {
			t.Errorf("Split(%s): what waited is %s and %s", tt.holder, a, b)
		}
		h.sound()
	}
}

// TestQueue_Merge_refused: what cannot be, or was looked at before it changed.
func TestQueue_Merge_refused(t *testing.T) {
	h := open(t)
	keep, gone := harbour.Clinic.ID, mill.Clinic.ID
	for name, want := range map[string]string{"ada": "auth.forbidden", "nobody": "auth.forbidden"} {
		_, err := h.merge(name, keep, gone, "")
		wants(t, "MergePreview("+name+")", err, want)
		_, err = h.queue.Merge(t.Context(), h.actor(name), keep, gone, moderation.MergeChoice{})
		wants(t, "Merge("+name+")", err, want)
		_, err = h.queue.Split(t.Context(), h.actor(name), id(1))
		wants(t, "Split("+name+")", err, want)
		_, err = h.queue.Merges(t.Context(), h.actor(name), keep)
		wants(t, "Merges("+name+")", err, want)
	}
	_, err := h.merge("zoe", keep, keep, "")
	wants(t, "Merge(itself)", err, "moderation.merge.itself")
	_, err = h.merge("zoe", keep, id(4), "")
	wants(t, "Merge(nothing)", err, "not_found.clinic")
	_, err = h.queue.Merge(t.Context(), h.actor("zoe"), keep, gone, moderation.MergeChoice{Kept: 1})
	wants(t, "Merge(changed since)", err, "moderation.edited")
	_, err = h.queue.Split(t.Context(), h.actor("zoe"), id(4))
	wants(t, "Split(nothing)", err, "not_found.merge")
	h.give("max", directory.RoleManager, gone, directory.ID{})
	_, err = h.merge("max", keep, gone, "")
	wants(t, "Merge(one's own)", err, "moderation.own")
	wants(t, "SetState()", h.setState("zoe", keep, directory.Published, directory.Archived, moderation.Fraud), "fine")
	_, err = h.merge("zoe", keep, gone, "")
	wants(t, "Merge(into what is put away)", err, "moderation.merge.state")
}

// TestQueue_Split: both are as they were, ids and slugs answer again, and what has been
// added since stays with the one that was kept.
func TestQueue_Split(t *testing.T) {
	h := open(t)
	keep, gone := mill.Clinic.ID, abbey.Clinic.ID
	h.tx(func(tx moderation.Tx) error { // a name that it had before, and a description of its own
		l := h.public(gone)
		l.Clinic.Slug, l.Clinic.Description = must(directory.ParseSlug("abbey-new")), "Two rooms."
		_, err := tx.Publish(h.Context(), l)
		return err
	})
	before, beforeGone := h.public(keep), h.public(gone)
	started := h.claim("cleo", gone, nowhere)
	h.reported(gone, "Closed when I came.")
	m, err := h.merge("zoe", keep, gone, "")
	if err != nil {
		t.Fatalf("Merge() = %v", err)
	}
	h.edit("abe", keep, shutMondays)
	h.mail()
	if _, err := h.queue.Split(t.Context(), h.actor("max"), m.ID); err != nil {
		t.Fatalf("Split() = %v", err)
	}
	after := h.public(gone)
	if !reflect.DeepEqual(after.Clinic, beforeGone.Clinic) || after.State != beforeGone.State {
		t.Errorf("the one that comes back is %+v, want %+v", after, beforeGone)
	}
	kept := h.public(keep)
	if kept.Clinic.Description != before.Clinic.Description || kept.Clinic.Hours.Week[1] != nil || len(kept.Clinic.Phones) != len(before.Clinic.Phones) {
		t.Errorf("the one that was kept is %+v; want what it was, shut on Mondays", kept.Clinic)
	}
	if got := h.moved(abbey.Clinic.Slug.String()); got != "abbey-new" {
		t.Errorf("Moved(the former slug) = %s, want abbey-new", got)
	}
	if got := h.moved(gone.String()); got != "not_found.address" {
		t.Errorf("Moved(its id) = %s, want it to answer for itself", got)
	}
	if h.kept(started.ID).ClinicID != gone || h.places("abe") != "owner of abbey" {
		t.Errorf("the claim is of %s, and Abe is %s", h.kept(started.ID).ClinicID, h.places("abe"))
	}
	if reports, err := h.store.Reports(t.Context(), gone); err != nil || len(reports) != 1 {
		t.Errorf("Reports(gone) = %d, %v; want the one", len(reports), err)
	}
	if got := h.mail(); got != string(auth.ListingReinstated)+" abe" {
		t.Errorf("Split() wrote %s", got)
	}
	_, err = h.queue.Split(t.Context(), h.actor("zoe"), m.ID)
	if got := told(err); got != "moderation.decided MAX" {
		t.Errorf("Split(again) = %s", got)
	}
	h.sound()
}

// TestQueue_Split_later: of merges that stand one on the other the last is split first.
func TestQueue_Split_later(t *testing.T) {
	h := open(t)
	first, err := h.merge("zoe", mill.Clinic.ID, abbey.Clinic.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	second, err := h.merge("zoe", harbour.Clinic.ID, mill.Clinic.ID, moderation.KeptSide)
	if err != nil {
		t.Fatal(err)
	}
	if got := h.moved(abbey.Clinic.ID.String()); got != harbour.Clinic.Slug.String() {
		t.Errorf("Moved(the first) = %s, want one hop", got)
	}
	_, err = h.queue.Split(t.Context(), h.actor("max"), first.ID)
	wants(t, "Split(the first)", err, "moderation.merge.later")
	for _, m := range []moderation.Merge{second, first} {
		if _, err := h.queue.Split(t.Context(), h.actor("max"), m.ID); err != nil {
			t.Fatalf("Split() = %v", err)
		}
	}
	if h.places("ada") != "owner of harbour" || h.places("abe") != "owner of abbey" {
		t.Errorf("Ada is %s and Abe %s", h.places("ada"), h.places("abe"))
	}
	h.sound()
}

// TestQueue_Merge_atOnce: of many who merge two listings at once, this way or that, one is
// heard, and of many who split them.
func TestQueue_Merge_atOnce(t *testing.T) {
	h := open(t)
	a, b := mill.Clinic.ID, abbey.Clinic.ID
	var all sync.WaitGroup
	var mu sync.Mutex
	heard := map[string]int{}
	var merged moderation.Merge
	for i := range 16 {
		keep, gone := a, b
		if i%2 == 1 {
			keep, gone = b, a
		}
		actor := h.actor([]string{"zoe", "max"}[i/8])
		all.Go(func() {
			m, err := h.queue.Merge(h.Context(), actor, keep, gone, moderation.MergeChoice{Kept: 1, Gone: 1})
			mu.Lock()
			defer mu.Unlock()
			if heard[said(err)]++; err == nil {
				merged = m
			}
		})
	}
	all.Wait()
	if heard["fine"] != 1 || heard["not_found.clinic"] != 15 {
		t.Fatalf("16 merges at once = %v; want one fine", heard)
	}
	for range 8 {
		all.Go(func() {
			_, err := h.queue.Split(h.Context(), h.actor("root"), merged.ID)
			mu.Lock()
			defer mu.Unlock()
			heard["split "+said(err)]++
		})
	}
	all.Wait()
	if heard["split fine"] != 1 || heard["split moderation.decided"] != 7 {
		t.Errorf("8 splits at once = %v; want one fine", heard)
	}
	h.sound()
}
