package moderation_test

import (
	"encoding/json"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// TestDesk_WithdrawListing: an owner takes their listing out of the directory, and the
// others are told.
func TestDesk_WithdrawListing(t *testing.T) {
	h := open(t)
	h.give("bob", directory.RoleManager, harbour.Clinic.ID, directory.ID{})
	h.give("bea", directory.RoleOwner, directory.ID{}, harbour.Organization.ID)
	waits := h.edit("bob", harbour.Clinic.ID, street("9 Quay"))
	for name, want := range map[string]string{"abe": "not_found.clinic", "bob": "auth.forbidden", "zoe": "auth.forbidden", "root": "auth.forbidden"} {
		wants(t, "WithdrawListing("+name+")", h.desk.WithdrawListing(t.Context(), h.actor(name), harbour.Clinic.ID), want)
	}
	_, since := h.record(0)
	wants(t, "WithdrawListing()", h.desk.WithdrawListing(t.Context(), h.actor("ada"), harbour.Clinic.ID), "fine")
	if l := h.public(harbour.Clinic.ID); l.State.Value != directory.Archived || l.State.Since != directory.At(h.now) {
		t.Errorf("the listing is %s", l.State.Value)
	}
	if r := h.request(waits.Request.ID); r.State != moderation.Superseded {
		t.Errorf("what waited is %s", r.State)
	}
	if l := h.last(); l.Reason != string(moderation.OwnersWish) || l.Place != harbour.Clinic.Name {
		t.Errorf("WithdrawListing() wrote %+v", l)
	}
	if got := h.mail(); got != "listing_archived bea" {
		t.Errorf("WithdrawListing() wrote %s", got)
	}
	if what, _ := h.record(since); what != "change.supersede, listing.withdraw" {
		t.Errorf("the record has %s", what)
	}
	past, err := h.desk.History(t.Context(), h.actor("ada"), harbour.Clinic.ID, 0)
	if err != nil || !strings.Contains(string(past.Events[0].After), `"owners_wish"`) {
		t.Errorf("History() = %s, %v; want the reason", past.Events[0].After, err)
	}
	wants(t, "WithdrawListing(again)", h.desk.WithdrawListing(t.Context(), h.actor("ada"), harbour.Clinic.ID), "moderation.no_state")
	wants(t, "SetState(reinstate)", h.setState("zoe", harbour.Clinic.ID, directory.Archived, directory.Published, ""), "fine")
	wants(t, "SetState(suspend)", h.setState("zoe", harbour.Clinic.ID, directory.Published, directory.Suspended, moderation.Fraud), "fine")
	wants(t, "WithdrawListing(suspended)", h.desk.WithdrawListing(t.Context(), h.actor("bea"), harbour.Clinic.ID), "moderation.no_state")
}

// setState has a moderator say how a listing stands.
func (h *house) setState(name string, clinic directory.ID, from, to directory.ListingState, reason moderation.Reason) error {
	h.Helper()
	_, err := h.queue.SetState(h.Context(), h.actor(name), clinic, moderation.Sentence{Seen: from, To: to, Reason: reason, Text: "We looked."})
	return err
}

// TestDesk_Export: an owner takes along all that there is, and nothing of others'.
func TestDesk_Export(t *testing.T) {
	h := open(t)
	h.give("bob", directory.RoleManager, harbour.Clinic.ID, directory.ID{})
	h.edit("ada", harbour.Clinic.ID, shutMondays, street("9 Quay"))
	if _, _, err := h.desk.SaveDraft(t.Context(), h.actor("bob"), harbour.Clinic.ID, h.public(harbour.Clinic.ID), changed(h.public(harbour.Clinic.ID), rename("Bob's"))); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"abe": "not_found.clinic", "bob": "auth.forbidden", "zoe": "auth.forbidden"} {
		_, err := h.desk.Export(t.Context(), h.actor(name), harbour.Clinic.ID)
		wants(t, "Export("+name+")", err, want)
	}
	e, err := h.desk.Export(t.Context(), h.actor("ada"), harbour.Clinic.ID)
	if err != nil || e.Clinic.Name != harbour.Clinic.Name || e.State.Value != "published" || len(e.Requests) != 2 || len(e.Replies) != 1 || len(e.History) != 2 {
		t.Fatalf("Export() = %+v, %v; want the listing, two requests, a reply, two events", e, err)
	}
	text, err := json.Marshal(e)
	if err != nil || strings.Contains(string(text), "Bob's") || !strings.Contains(string(text), "9 Quay") || e.Names[h.account("ada")] != "ADA" {
		t.Errorf("Export() = %s, %v; want Ada's request and not Bob's draft", text, err)
	}
	if what, _ := h.record(e.History[0].Number); what != "change.draft, listing.export" && what != "listing.export" {
		t.Errorf("the record has %s", what)
	}
}
