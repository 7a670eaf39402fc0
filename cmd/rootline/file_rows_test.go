package main

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

// rowThatWaits leaves a row of a file behind that needs a human: it resembles the clinic of
// a tenant.
func (w *world) rowThatWaits(other *directory.Listing) {
	w.t.Helper()
	like := storetest.Listing(7)
	like.Clinic.Name = "Row & <b>Sons</b>"
	must(w.t, w.house.Import(w.t.Context(), func(tx intake.Tx) error {
		ctx := context.WithoutCancel(w.t.Context())
		if err := tx.SaveSource(ctx, intake.Source{Name: "Made-up register", Licence: "CC0", ImportedAt: directory.At(storetest.Now)}); err != nil {
			return err
		}
		return tx.SaveRecord(ctx, intake.Record{
			Source: "Made-up register", Key: "R-7", Line: 12, Digest: "d", Verdict: intake.Human, ClinicID: like.Clinic.ID,
			JudgedAt: directory.At(storetest.Now), Pending: &intake.Candidate{Clinic: like.Clinic, Brand: like.Organization},
			Evidence: []intake.Evidence{{
				Weight: intake.Human, Field: "name", Clinics: []directory.ID{other.Clinic.ID},
				Message: directory.Msg("intake.duplicate", "Name", other.Clinic.Name, "City", "Exampleton", "Slug", "a", "Percent", float64(97)),
			}},
		})
	}))
}

// TestFileRows: a moderator sees the row of a file beside the clinic that it may be, and
// tells them apart; the record says who did.
func TestFileRows(t *testing.T) {
	w := newWorld(t, nil)
	other := w.mine["a"].listing
	w.rowThatWaits(&other)
	mod := w.people["moderator"]
	list := w.send(http.MethodGet, "/admin/queue?kind=import", "", mod.as("/admin/queue")...)
	at := "/admin/queue/import/1"
	if !strings.Contains(list.body, at) || !strings.Contains(list.body, "Made-up register, line 12") {
		t.Fatalf("GET /admin/queue?kind=import = %d %s", list.status, list.body)
	}
	row := w.send(http.MethodGet, at, "", mod.as(at)...)
	for _, want := range []string{"Row &amp; &lt;b&gt;Sons&lt;/b&gt;", other.Clinic.Name, "97 % likely", "/admin/listings/" + other.Clinic.ID.String()} {
		if !strings.Contains(row.body, want) {
			t.Errorf("GET %s = %d and does not say %q", at, row.status, want)
		}
	}
	if got := w.post(mod, at+"/decision", "answer", "apart"); got.status != http.StatusSeeOther {
		t.Fatalf("POST %s/decision = %d %s", at, got.status, got.body)
	}
	pairs, err := w.house.Distinct(t.Context())
	if err != nil || len(pairs) != 1 || pairs[0] != intake.PairOf(storetest.Listing(7).Clinic.ID, other.Clinic.ID) {
		t.Errorf("Distinct() = %v, %v", pairs, err)
	}
	last, err := w.house.Recorded(t.Context(), moderation.EventFilter{}, 1)
	if err != nil || last[0].What != "row.apart" || last[0].By != mod.account.ID {
		t.Errorf("the record ends with %+v, %v; want who told it apart", last, err)
	}
	if got := w.post(mod, at+"/decision", "answer", "same", "clinic", w.mine["b"].listing.Clinic.ID.String()); got.status != http.StatusUnprocessableEntity {
		t.Errorf("to say that it is a clinic it was not taken for = %d, want 422", got.status)
	}
	if got := w.post(mod, at+"/decision", "answer", "same", "clinic", other.Clinic.ID.String()); got.status != http.StatusSeeOther {
		t.Errorf("to say that it is the one beside it = %d %.300s", got.status, got.body)
	}
	last, err = w.house.Recorded(t.Context(), moderation.EventFilter{}, 1)
	if err != nil || last[0].What != "row.is" || last[0].Object != other.Clinic.ID {
		t.Errorf("the record ends with %+v, %v; want which clinic the row is", last, err)
	}
	if got := w.post(mod, at+"/decision", "answer", "apart"); got.status != http.StatusConflict {
		t.Errorf("to tell apart what was said to be one = %d, want 409", got.status)
	}
}
