package pages_test

import (
	"net/http"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// TestMerge: a moderator sees what comes of a merge, carries it out, and takes it back.
func TestMerge(t *testing.T) {
	kept, gone := storetest.Listing(1), storetest.Listing(2)
	s := openStaffed(t, kept, gone)
	zoe := s.moderator(t, 1)
	path := "/admin/listings/" + kept.Clinic.ID.String() + "/merge"
	if r := zoe.open(t, path); len(r.find("input", "id", "with")) != 1 {
		t.Errorf("GET %s does not ask for the other", path)
	}
	for _, typed := range []string{"nobody", "%3Cb%3E", storetest.ID(4).String()} {
		r := zoe.send(t, http.MethodGet, path+"?with="+typed, nil)
		if r.StatusCode != http.StatusUnprocessableEntity || r.text("p", "id", "with-error") == "" {
			t.Errorf("GET %s?with=%s = %d; want it asked for again", path, typed, r.StatusCode)
		}
	}
	page := zoe.open(t, path+"?with=https://rootline.example/clinics/"+gone.Clinic.Slug.String())
	stale := zoe.refused(t, page, path, http.StatusConflict, "", "changed after", "gone_version", "7")
	done := zoe.done(t, stale, path)
	if done.status() != "They are one listing now." {
		t.Errorf("POST %s says %q", path, done.status())
	}
	if r := zoe.send(t, http.MethodGet, "/clinics/"+gone.Clinic.Slug.String(), nil); r.StatusCode != http.StatusMovedPermanently {
		t.Errorf("the page of the one that has gone = %d, want 301", r.StatusCode)
	}
	merges, err := s.store.Merges(t.Context(), kept.Clinic.ID)
	if err != nil || len(merges) != 1 {
		t.Fatalf("Merges() = %d, %v", len(merges), err)
	}
	split := zoe.done(t, done, "/admin/merges/"+merges[0].ID.String()+"/split")
	if split.status() != "They are two listings again." || len(split.actions()) != 0 && split.find("form", "action", "/admin/merges/"+merges[0].ID.String()+"/split") != nil {
		t.Errorf("splitting says %q", split.status())
	}
	if l, err := s.store.Listing(t.Context(), gone.Clinic.ID); err != nil || l.State.Value != directory.Published {
		t.Errorf("Listing(gone) = %s, %v; want it published again", l.State.Value, err)
	}
	if r := s.person(t, 3, weakly).send(t, http.MethodGet, path, nil); r.StatusCode != http.StatusForbidden {
		t.Errorf("GET %s of somebody = %d, want 403", path, r.StatusCode)
	}
}
