package moderation_test

import (
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/moderation"
)

// TestQueue_TellApart: what a moderator has told apart stays so, and the record says who
// has told what apart. Nobody else can.
func TestQueue_TellApart(t *testing.T) {
	h := open(t)
	others := []directory.ID{harbour.Clinic.ID, mill.Clinic.ID}
	wants(t, "TellApart(an owner)", h.queue.TellApart(t.Context(), h.actor("ada"), id(70), others), "auth.forbidden")
	wants(t, "TellApart()", h.queue.TellApart(t.Context(), h.actor("zoe"), id(70), others), "fine")
	all, err := h.store.Distinct(t.Context())
	if err != nil || len(all) != 2 || all[0] != intake.PairOf(id(70), harbour.Clinic.ID) && all[1] != intake.PairOf(id(70), harbour.Clinic.ID) {
		t.Errorf("Distinct() = %v, %v", all, err)
	}
	last, err := h.store.Recorded(t.Context(), moderation.EventFilter{}, 1)
	if err != nil || last[0].What != "row.apart" || last[0].By != h.persons["zoe"].ID || last[0].Object != id(70) || !strings.Contains(string(last[0].After), mill.Clinic.ID.String()) {
		t.Errorf("the record says %+v, %v", last, err)
	}
}
