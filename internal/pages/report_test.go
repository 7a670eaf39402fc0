package pages_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

// reports are those of a clinic that wait.
func (s *staffed) reports(t *testing.T, l *directory.Listing) []moderation.Report {
	t.Helper()
	all, err := s.store.Reports(t.Context(), l.Clinic.ID)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestReport: a visitor says what is wrong, without an account, and is told what happens
// next; what they send is kept as they sent it, and the page stays as it is.
func TestReport(t *testing.T) {
	l := storetest.Listing(1)
	s := openStaffed(t, l)
	v, path := s.visitor(), "/clinics/"+l.Clinic.Slug.String()+"/report"
	before := s.get(t, "/clinics/"+l.Clinic.Slug.String())
	if got := before.link("Something wrong here? Tell us"); got != path {
		t.Fatalf("the page leads to %q to report, want %q", got, path)
	}
	form := v.open(t, path)
	thanks := v.done(t, form, path, "reason", "hours", "text", "Closed on Mondays.\r\nSince May.", "email", "Vi@people.example")
	for _, want := range []string{"Thank you. We have got it.", "Nothing changes on the page before that.", "We write to you"} {
		if !strings.Contains(thanks.main(), want) {
			t.Errorf("after a report the page says %q, want %q", thanks.main(), want)
		}
	}
	all := s.reports(t, &l)
	if len(all) != 1 || all[0].Reason != moderation.WrongHours || all[0].Text != "Closed on Mondays.\nSince May." || all[0].Email.String() != "Vi@people.example" {
		t.Errorf("what was kept is %+v", all)
	}
	if after := s.get(t, "/clinics/"+l.Clinic.Slug.String()); after.body != before.body {
		t.Error("a report has changed the page")
	}
	legal := v.done(t, form, path, "reason", "my_data", "text", "My name is there.", "email", "vi@people.example")
	if !strings.Contains(legal.main(), "notice by law") {
		t.Errorf("after a notice by law the page says %q", legal.main())
	}
	if len(v.cookies) != 0 {
		t.Errorf("a visitor who reports has the cookies %v", v.cookies)
	}
}

// TestReport_refused: what is wrong stands beside the field, and nothing that was typed
// is lost.
func TestReport_refused(t *testing.T) {
	l := storetest.Listing(1)
	s := openStaffed(t, l, changed(2, func(l *directory.Listing) { l.State.Value = directory.Draft }))
	v, path := s.visitor(), "/clinics/"+l.Clinic.Slug.String()+"/report"
	form := v.open(t, path)
	for _, tt := range []struct{ field, sentence, reason, text, email string }{
		{"reason", "Choose what it is about.", "", "<b>It</b> is wrong.", "vi@people.example"},
		{"reason", "hours", "everything", "It is wrong.", ""},
		{"text", "Say it in a sentence or two", "other", "", ""},
		{"text", "2", "hours", strings.Repeat("long ", 1000), ""},
		{"email", "Give your e-mail address", "illegal", "It is.", ""},
		{"email", "address", "hours", "It is wrong.", "no address"},
	} {
		r := v.refused(t, form, path, http.StatusUnprocessableEntity, tt.field, tt.sentence, "reason", tt.reason, "text", tt.text, "email", tt.email)
		if got := r.text("textarea", "name", "text"); got != strings.TrimSpace(tt.text) {
			t.Errorf("of the text %.40q is left %.40q", tt.text, got)
		}
		if got := r.head("value", "input", "name", "email"); got != tt.email {
			t.Errorf("of the address %q is left %q", tt.email, got)
		}
	}
	for name, values := range map[string]url.Values{
		"no token":         {"reason": {"hours"}},
		"a decision":       {"reason": {"hours"}, "decision": {"approve"}},
		"somebody's clock": {"reason": {"hours"}, "at": {"0"}},
	} {
		if name != "no token" {
			values.Set("form_token", filledIn(form.find("form", "action", path)[0]).Get("form_token"))
		}
		if r := v.send(t, http.MethodPost, path, values); r.StatusCode != http.StatusForbidden && r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("POST %s with %s = %d", path, name, r.StatusCode)
		}
	}
	if r := v.send(t, http.MethodGet, "/clinics/example-clinic-2/report", nil); r.StatusCode != http.StatusNotFound {
		t.Errorf("GET the form for a draft = %d, want 404", r.StatusCode)
	}
	if all := s.reports(t, &l); len(all) != 0 {
		t.Errorf("%d reports were kept of those refused", len(all))
	}
}

// TestReport_slowed: a network that has said much waits, and loses nothing of what it has
// typed; what was confirmed is kept, all of it.
func TestReport_slowed(t *testing.T) {
	l := storetest.Listing(1)
	s := openStaffed(t, l)
	v, path := s.visitor(), "/clinics/"+l.Clinic.Slug.String()+"/report"
	form, confirmed := v.open(t, path), 0
	for n := range 300 {
		text := fmt.Sprintf("Wrong in %d ways.", n)
		r := v.post(t, form, path, "reason", "price", "text", text)
		if r.StatusCode == http.StatusSeeOther {
			confirmed++
			continue
		}
		if r.StatusCode != http.StatusTooManyRequests || r.Header.Get("Retry-After") == "" || r.text("textarea", "name", "text") != text {
			t.Errorf("the report after %d is %d with %q left", confirmed, r.StatusCode, r.text("textarea", "name", "text"))
		}
		break
	}
	if all := s.reports(t, &l); confirmed < 100 || confirmed == 300 || len(all) != confirmed {
		t.Errorf("%d reports were confirmed from one network, and %d kept", confirmed, len(all))
	}
}
