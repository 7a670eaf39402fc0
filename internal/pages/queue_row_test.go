package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"rootline/internal/store/storetest"
)

// TestQueue_fileRows: a row of a file has a page, and is told apart there.
func TestQueue_fileRows(t *testing.T) {
	s := openStaffed(t, ours)
	mod := s.moderator(t, 1)
	if r := mod.open(t, "/admin/queue?kind=import"); !strings.Contains(r.main(), "Example Row") {
		t.Errorf("GET /admin/queue?kind=import: %s", r.main())
	}
	r := mod.open(t, "/admin/queue/import/7")
	if !strings.Contains(r.main(), "97 % likely") || !strings.Contains(r.main(), "Example Clinic 1") {
		t.Errorf("GET /admin/queue/import/7: %s", r.main())
	}
	if r = mod.done(t, r, "/admin/queue/import/7/decision", "answer", "apart", "clinic", ""); !strings.Contains(r.status(), "remembered") {
		t.Errorf("to tell a row apart says %q", r.status())
	}
}

// TestQueue_fileRowIs: a row of a file can be said to be a clinic beside it, and no other.
func TestQueue_fileRowIs(t *testing.T) {
	s := openStaffed(t, ours)
	mod := s.moderator(t, 1)
	const at = "/admin/queue/import/7/decision"
	r := mod.open(t, "/admin/queue/import/7")
	for _, bad := range []string{"", "x", storetest.ID(99).String()} {
		mod.refused(t, r, at, http.StatusUnprocessableEntity, "", "Choose one of the clinics beside it.", "answer", "same", "clinic", bad)
	}
	mod.refused(t, r, at, http.StatusUnprocessableEntity, "", "Approve, reject or ask back", "answer", "apart", "clinic", waitingRow.Alike[0].Clinic.ID.String())
	if r = mod.done(t, r, at, "answer", "same", "clinic", waitingRow.Alike[0].Clinic.ID.String()); !strings.Contains(r.status(), "into that clinic") {
		t.Errorf("to say which clinic a row is says %q", r.status())
	}
}
