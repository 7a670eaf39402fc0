package pages_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
	"rootline/web/page"
)

// The rows of files of these tests: none, but for the one that waits.
var waitingRow = page.FileRow{
	Number: 7, Name: "Example Row", City: "Exampleton", Source: "Invented Register", Line: 12, Key: "R-7",
	Remarks: []page.Remark{{Weight: "human", Text: directory.Msg("intake.duplicate", "Name", "Example Clinic 1", "City", "Exampleton", "Slug", "example-clinic-1", "Percent", 97)}},
	Alike:   []page.Resembling{{Clinic: ours.Clinic, State: directory.Published, Percent: 97}},
}

func (s *staffed) CountRows(context.Context) (int, error) { return 1, nil }

func (s *staffed) Rows(context.Context, int, int) ([]page.FileRow, error) {
	return []page.FileRow{waitingRow}, nil
}

func (s *staffed) Row(_ context.Context, n int64) (page.FileRow, error) {
	if n != waitingRow.Number {
		return page.FileRow{}, directory.Refuse(directory.NotFound, "not_found.pending", "Number", n)
	}
	return waitingRow, nil
}

func (s *staffed) TellApart(ctx context.Context, _ directory.Actor, n int64) error {
	_, err := s.Row(ctx, n)
	return err
}

func (s *staffed) Identify(ctx context.Context, _ directory.Actor, n int64, clinic directory.ID) error {
	row, err := s.Row(ctx, n)
	if err == nil && row.Alike[0].Clinic.ID != clinic {
		err = directory.Refuse(directory.Invalid, "queue_page.file.not_beside")
	}
	return err
}

// moderator is somebody who decides, and has shown a second factor.
func (s *staffed) moderator(t *testing.T, n int) *person {
	t.Helper()
	return s.person(t, n, strongly, directory.Membership{Role: directory.RoleModerator})
}

// asks has the owner of a clinic ask for changes of what waits for a moderator.
func (p *person) asks(t *testing.T, l *directory.Listing, change func(*directory.Listing)) *moderation.ChangeRequest {
	t.Helper()
	own, err := p.pages.Listings.Listing(t.Context(), p.actor(t), l.Clinic.ID)
	if err != nil {
		t.Fatal(err)
	}
	to := own.Proposed
	raw, err := json.Marshal(to)
	if err != nil || json.Unmarshal(raw, &to) != nil {
		t.Fatal(err)
	}
	change(&to)
	edited, err := p.pages.Listings.Edit(t.Context(), p.actor(t), l.Clinic.ID, own.Proposed, to)
	if err != nil || edited.Request == nil {
		t.Fatalf("Edit() = %+v, %v; want a request", edited, err)
	}
	return edited.Request
}

func renamed(name string) func(*directory.Listing) {
	return func(l *directory.Listing) { l.Clinic.Name = name }
}

func described(text string) func(*directory.Listing) {
	return func(l *directory.Listing) { l.Clinic.Description = text }
}

func itemPath(r *moderation.ChangeRequest) string { return "/admin/queue/change/" + r.ID.String() }

// TestQueue_decides: a moderator finds what was asked for in the queue, approves a part of
// it, is led to what comes next, and takes it back without a letter.
func TestQueue_decides(t *testing.T) {
	other := storetest.Listing(2)
	s := openStaffed(t, ours, other)
	ada, abe, mod := s.person(t, 1, weakly, at(directory.RoleOwner, &ours)), s.person(t, 2, weakly, at(directory.RoleOwner, &other)), s.moderator(t, 3)
	first := ada.asks(t, &ours, func(l *directory.Listing) { renamed("New Name")(l); described("New words.")(l) })
	second := abe.asks(t, &other, described("Other words."))

	list := mod.open(t, "/admin/queue")
	for _, want := range []string{"Example Clinic 1", "Example Clinic 2", "Due in", "Name · Description", "Everything 3"} {
		if !strings.Contains(list.main(), want) {
			t.Errorf("GET /admin/queue does not say %q: %s", want, list.main())
		}
	}
	item := mod.open(t, itemPath(first))
	if !strings.Contains(item.main(), "New Name") || !strings.Contains(item.main(), ada.account.Name) {
		t.Errorf("GET %s: %s", itemPath(first), item.main())
	}
	decide := func(form map[string][]string) *reply {
		return mod.send(t, http.MethodPost, itemPath(first)+"/decision", form, "Sec-Fetch-Site", "same-origin")
	}
	if r := decide(map[string][]string{"answer": {"approve"}, "revision": {"1"}}); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.main(), "Nothing is chosen") {
		t.Errorf("to approve nothing = %d %s", r.StatusCode, r.main())
	}
	form := map[string][]string{"answer": {"approve"}, "revision": {"1"}, "take:description": {"yes"}, "text": {"The name is not on the door."}}
	r := decide(form)
	if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.text("p", "id", "reason-error"), "Choose the reason") || r.text("textarea", "name", "text") != form["text"][0] {
		t.Errorf("to approve a part without a reason = %d %s", r.StatusCode, r.main())
	}
	form["reason"] = []string{"not_true"}
	r = mod.open(t, decide(form).Header.Get("Location"))
	if !strings.HasPrefix(r.path, itemPath(second)) || !strings.Contains(r.status(), "Approved") {
		t.Errorf("to approve leads to %s, which says %q; want the next item", r.path, r.status())
	}
	if is, err := s.store.Listing(t.Context(), ours.Clinic.ID); err != nil || is.Clinic.Description != "New words." || is.Clinic.Name != ours.Clinic.Name {
		t.Errorf("what was chosen is not what is public: %+v, %v", is.Clinic, err)
	}
	letters := len(s.letters(t, auth.ChangeApprovedInPart))
	if letters != 1 {
		t.Errorf("%d letters about it, want 1", letters)
	}
	undo := "/admin/requests/" + first.ID.String() + "/undo"
	if !slices.Contains(r.actions(), undo) {
		t.Fatalf("after an approval there is no undo: %q", r.actions())
	}
	all := s.allLetters(t)
	r = mod.done(t, r, undo)
	if !strings.Contains(r.status(), "Undone") || s.allLetters(t) != all {
		t.Errorf("to undo says %q, and wrote %d letters", r.status(), s.allLetters(t)-all)
	}
	if is, err := s.store.Listing(t.Context(), ours.Clinic.ID); err != nil || is.Clinic.Description != ours.Clinic.Description {
		t.Errorf("an undo left %q, %v", is.Clinic.Description, err)
	}
}

// allLetters counts what was written to anybody.
func (s *staffed) allLetters(t *testing.T) (n int) {
	t.Helper()
	if err := s.store.Writer().QueryRowContext(t.Context(), `SELECT count(*) FROM letter`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestQueue_decidesOnce: of moderators who decide one item at once one is heard, and the
// others see by whom, and what.
func TestQueue_decidesOnce(t *testing.T) {
	s := openStaffed(t, ours)
	ada := s.person(t, 1, weakly, at(directory.RoleOwner, &ours))
	mods := []*person{s.moderator(t, 2), s.moderator(t, 3)}
	request := ada.asks(t, &ours, renamed("New Name"))
	var wg sync.WaitGroup
	replies := make([]*reply, 6)
	for i := range replies {
		form := map[string][]string{"answer": {"reject"}, "reason": {"not_true"}, "revision": {"1"}}
		wg.Go(func() {
			replies[i] = mods[i%2].send(t, http.MethodPost, itemPath(request)+"/decision", form, "Sec-Fetch-Site", "same-origin")
		})
	}
	wg.Wait()
	heard := 0
	for _, r := range replies {
		switch r.StatusCode {
		case http.StatusSeeOther:
			heard++
		case http.StatusConflict:
			if !strings.Contains(r.main(), "has decided this already. How is shown below.") || !strings.Contains(r.main(), "Rejected") {
				t.Errorf("whoever came second is told %s", r.main())
			}
		default:
			t.Errorf("a decision = %d %s", r.StatusCode, r.main())
		}
	}
	if heard != 1 {
		t.Errorf("%d of %d decisions were heard, want 1", heard, len(replies))
	}
}

// TestQueue_decidesMany: a bulk is done whole or not at all; what cannot be done is named
// in its row, and everything that was typed is kept.
func TestQueue_decidesMany(t *testing.T) {
	other, third := storetest.Listing(2), storetest.Listing(3)
	s := openStaffed(t, ours, other, third)
	mod := s.moderator(t, 9)
	var all []*moderation.ChangeRequest
	for i, l := range []*directory.Listing{&ours, &other} {
		all = append(all, s.person(t, i+1, weakly, at(directory.RoleOwner, l)).asks(t, l, described("New words.")))
	}
	named := s.person(t, 5, weakly, at(directory.RoleOwner, &third)).asks(t, &third, renamed("New Name"))
	list := mod.open(t, "/admin/queue?kind=change")
	row := func(r *moderation.ChangeRequest) string { return "row:" + r.ID.String() }
	foreign := "row:" + storetest.ID(999).String()
	for _, tt := range []struct {
		name, odd, says string
		status          int
	}{
		{"a foreign id", foreign, "no such request", http.StatusUnprocessableEntity},
		{"a new name", row(named), "by itself", http.StatusConflict},
		{"nonsense", "row:<script>", "no such item", http.StatusUnprocessableEntity},
	} {
		form := map[string][]string{"answer": {"approve"}, "text": {"typed before"}, row(all[0]): {"1"}, row(all[1]): {"1"}, tt.odd: {"1"}}
		r := mod.send(t, http.MethodPost, "/admin/queue/decisions?kind=change", form, "Sec-Fetch-Site", "same-origin")
		if r.StatusCode != tt.status || !strings.Contains(r.main(), tt.says) {
			t.Errorf("a bulk with %s = %d, want %d and %q: %s", tt.name, r.StatusCode, tt.status, tt.says, r.main())
		}
		if len(r.find("input", "name", row(all[1]), "checked", "*")) != 1 || r.text("textarea", "name", "text") != "typed before" {
			t.Errorf("a bulk with %s loses what was typed", tt.name)
		}
		if is, err := s.store.Listing(t.Context(), ours.Clinic.ID); err != nil || is.Clinic.Description == "New words." {
			t.Errorf("a bulk with %s did a part of it: %v", tt.name, err)
		}
	}
	r := mod.done(t, list, "/admin/queue/decisions?kind=change", "answer", "approve", row(all[0]), "1", row(all[1]), "1")
	if !strings.Contains(r.status(), "2 decided") {
		t.Errorf("a bulk says %q", r.status())
	}
}

// TestQueue_reports: many reports of a listing are one row, which is decided as one; a
// notice by law is not answered without a statement of reasons.
func TestQueue_reports(t *testing.T) {
	s := openStaffed(t, ours)
	mod := s.moderator(t, 1)
	for _, reason := range []moderation.ReportReason{moderation.WrongHours, moderation.WrongHours, moderation.IllegalContent} {
		report := moderation.Report{ClinicID: ours.Clinic.ID, Reason: reason, Text: "<b>bold</b>", Email: email(t, "v@visitor.example")}
		if err := s.pages.Listings.Report(t.Context(), directory.Actor{}, report); err != nil {
			t.Fatal(err)
		}
	}
	path := "/admin/queue/legal/" + ours.Clinic.ID.String()
	list := mod.open(t, "/admin/queue")
	if n := len(list.find("li", "class", "queue-row")); n != 1 || !strings.Contains(list.main(), "Wrong hours: 2") {
		t.Errorf("three reports of a listing are %d rows: %s", n, list.main())
	}
	item := mod.open(t, path)
	if !strings.Contains(item.main(), "<b>bold</b>") {
		t.Errorf("GET %s: %s", path, item.main())
	}
	seen := item.head("value", "input", "name", "seen")
	mod.refused(t, item, path+"/decision", http.StatusUnprocessableEntity, "text", "statement of reasons", "seen", seen, "reason", "fixed")
	r := mod.done(t, item, path+"/decision", "seen", seen, "reason", "fixed", "text", "We have put it right.")
	if !strings.HasPrefix(r.path, "/admin/queue?") || !strings.Contains(r.status(), "Decided") {
		t.Errorf("to decide reports leads to %s, which says %q", r.path, r.status())
	}
	if r := mod.open(t, path); !strings.Contains(r.main(), "dealt with") {
		t.Errorf("GET of what was decided: %s", r.main())
	}
}

// TestListingFile_states: a moderator suspends a listing with a reason that its page
// shows, and whoever saw it otherwise is told who was first.
func TestListingFile_states(t *testing.T) {
	s := openStaffed(t, ours)
	mod, second := s.moderator(t, 1), s.moderator(t, 2)
	path := "/admin/listings/" + ours.Clinic.ID.String()
	page := mod.open(t, "/admin/listings/example-clinic-1")
	mod.refused(t, page, path+"/state", http.StatusUnprocessableEntity, "to", "how it is to stand", "seen", "published")
	mod.refused(t, page, path+"/state", http.StatusUnprocessableEntity, "text", "sentence", "seen", "published", "to", "suspended", "reason", "fraud")
	r := mod.done(t, page, path+"/state", "seen", "published", "to", "suspended", "reason", "fraud", "text", "It is no clinic.")
	if !strings.Contains(r.status(), "suspended") || !strings.Contains(r.main(), "It is no clinic.") || !strings.Contains(r.main(), "Suspended the listing") {
		t.Errorf("to suspend says %q: %s", r.status(), r.main())
	}
	r = second.send(t, http.MethodPost, path+"/state", map[string][]string{"seen": {"published"}, "to": {"archived"}, "reason": {"fraud"}}, "Sec-Fetch-Site", "same-origin")
	if r.StatusCode != http.StatusConflict || !strings.Contains(r.main(), mod.account.Name) {
		t.Errorf("whoever came second = %d %s, want to be told by whom", r.StatusCode, r.main())
	}
}

// TestQueue_assigns: an item is taken and given back, and the filters know.
func TestQueue_assigns(t *testing.T) {
	s := openStaffed(t, ours)
	ada, mod, other := s.person(t, 1, weakly, at(directory.RoleOwner, &ours)), s.moderator(t, 2), s.moderator(t, 3)
	path := itemPath(ada.asks(t, &ours, renamed("New Name")))
	r := mod.done(t, mod.open(t, path), path+"/assignment", "to", "me")
	if !strings.Contains(r.main(), "Taken by you") {
		t.Errorf("to take an item shows %s", r.main())
	}
	for _, tt := range []struct {
		who   *person
		query string
		want  int
	}{{mod, "assigned=me", 1}, {other, "assigned=me", 0}, {other, "assigned=nobody", 0}, {other, "country=tr", 1}, {other, "kind=claim", 0}} {
		if n := len(tt.who.open(t, "/admin/queue?"+tt.query).find("li", "class", "queue-row")); n != tt.want {
			t.Errorf("GET /admin/queue?%s of %s has %d rows, want %d", tt.query, tt.who.account.Name, n, tt.want)
		}
	}
	mod.done(t, r, path+"/assignment", "to", "nobody")
	if n := len(other.open(t, "/admin/queue?assigned=nobody").find("li", "class", "queue-row")); n != 1 {
		t.Errorf("what was given back is with %d, want nobody", n)
	}
}

// TestAudit: admins read the whole record, value by value, and nobody else does.
func TestAudit(t *testing.T) {
	s := openStaffed(t, ours)
	ada, mod := s.person(t, 1, weakly, at(directory.RoleOwner, &ours)), s.moderator(t, 2)
	admin := s.person(t, 3, strongly, directory.Membership{Role: directory.RoleAdmin})
	request := ada.asks(t, &ours, renamed("New Name"))
	item := mod.open(t, itemPath(request))
	mod.done(t, item, itemPath(request)+"/decision", "answer", "approve", "revision", "1", "take:name", "yes")
	for _, query := range []string{"", "?listing=example-clinic-1", "?listing=" + ours.Clinic.ID.String()} {
		r := admin.open(t, "/admin/audit"+query)
		for _, want := range []string{"Approved a change", "Asked for a change", mod.account.Name, "name " + ours.Clinic.Name + " New Name"} {
			if !strings.Contains(r.main(), want) {
				t.Errorf("GET /admin/audit%s does not say %q: %s", query, want, r.main())
			}
		}
	}
	if r := admin.open(t, "/admin/audit?before=2"); strings.Contains(r.main(), "Approved a change") {
		t.Errorf("GET /admin/audit?before=2 has what came after: %s", r.main())
	}
	if r := admin.send(t, http.MethodGet, "/admin/audit?listing=no-such", nil); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("GET /admin/audit?listing=no-such = %d", r.StatusCode)
	}
}

// TestQueue_refuses: only moderators and admins see any of it, and the record admins alone.
func TestQueue_refuses(t *testing.T) {
	s := openStaffed(t, ours)
	ada, mod, weak := s.person(t, 1, strongly, at(directory.RoleOwner, &ours)), s.moderator(t, 2), s.person(t, 3, weakly, directory.Membership{Role: directory.RoleModerator})
	request := ada.asks(t, &ours, renamed("New Name"))
	item, listing := itemPath(request), "/admin/listings/example-clinic-1"
	form := map[string][]string{"answer": {"approve"}, "revision": {"1"}, "take:name": {"yes"}}
	for _, who := range []*person{ada, weak, {staffed: s}} {
		for _, path := range []string{"/admin/queue", item, listing, "/admin/audit"} {
			if r := who.send(t, http.MethodGet, path, nil); r.StatusCode == http.StatusOK {
				t.Errorf("GET %s of %q = 200", path, who.account.Name)
			}
		}
		for _, path := range []string{item + "/decision", item + "/assignment", "/admin/queue/decisions", "/admin/requests/" + request.ID.String() + "/undo", listing + "/state"} {
			if r := who.send(t, http.MethodPost, path, form, "Sec-Fetch-Site", "same-origin"); r.StatusCode == http.StatusOK || r.StatusCode == http.StatusSeeOther && !strings.HasPrefix(r.Header.Get("Location"), "/sign-in") && !strings.HasPrefix(r.Header.Get("Location"), "/account") {
				t.Errorf("POST %s of %q = %d to %s", path, who.account.Name, r.StatusCode, r.Header.Get("Location"))
			}
		}
	}
	if r := mod.send(t, http.MethodGet, "/admin/audit", nil); r.StatusCode != http.StatusForbidden {
		t.Errorf("GET /admin/audit of a moderator = %d, want 403", r.StatusCode)
	}
	for _, path := range []string{"/admin/queue/nonsense/x", "/admin/queue/change/x", "/admin/queue/change/" + storetest.ID(99).String(), "/admin/queue/import/x", "/admin/queue/import/9", "/admin/listings/no-such"} {
		if r := mod.send(t, http.MethodGet, path, nil); r.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", path, r.StatusCode)
		}
	}
	for _, body := range []map[string][]string{{"answer": {"approve"}, "odd": {"x"}}, {"answer": {"nonsense"}, "revision": {"1"}}, {"answer": {"approve"}, "take:nothing": {"yes"}, "revision": {"1"}}} {
		if r := mod.send(t, http.MethodPost, item+"/decision", body, "Sec-Fetch-Site", "same-origin"); r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("a decision of %v = %d, want 422", body, r.StatusCode)
		}
	}
}

// TestQueue_filter: what a filter does not accept is said beside its field, with what was
// typed, and shows nothing that might be taken for what was asked for.
func TestQueue_filter(t *testing.T) {
	s := openStaffed(t, ours)
	ada, mod := s.person(t, 1, weakly, at(directory.RoleOwner, &ours)), s.moderator(t, 2)
	request := ada.asks(t, &ours, renamed("New Name"))
	for _, tt := range []struct{ field, typed, says string }{
		{"kind", "nonsense", "legal, appeal, contest, claim, proposal, change, report, import"},
		{"country", "Turkey", "two-letter country code"},
		{"language", "<b>x", "language code"},
		{"assigned", "somebody", "me, nobody"},
	} {
		path := "/admin/queue?" + url.Values{tt.field: {tt.typed}}.Encode()
		r := mod.send(t, http.MethodGet, path, nil)
		mod.private(t, r)
		if r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.text("p", "id", tt.field+"-error"), tt.says) {
			t.Errorf("GET %s = %d and says %q beside it, want 422 and %q", path, r.StatusCode, r.text("p", "id", tt.field+"-error"), tt.says)
		}
		if got := r.find("option", "selected", "", "value", tt.typed); tt.field != "kind" && len(got) != 1 {
			t.Errorf("GET %s does not keep what was typed: %s", path, r.main())
		}
		if strings.Contains(r.body, itemPath(request)) {
			t.Errorf("GET %s shows what nobody asked for", path)
		}
	}
	for _, path := range []string{"/admin/queue?kind=change&country=tr&language=EN&assigned=nobody", "/admin/queue?country=&language=&assigned="} {
		if r := mod.open(t, path); !strings.Contains(r.body, itemPath(request)) {
			t.Errorf("GET %s does not show what waits: %s", path, r.main())
		}
	}
	bad := itemPath(request) + "/decision?country=Turkey"
	if r := mod.send(t, http.MethodPost, bad, map[string][]string{"answer": {"reject"}, "reason": {"not_true"}, "revision": {"1"}}, "Sec-Fetch-Site", "same-origin"); r.StatusCode != http.StatusSeeOther {
		t.Errorf("a decision with a filter that is none = %d, want it heard", r.StatusCode)
	}
}

// TestQueue_showsTextAsItIs puts hostile text where people type it.
func TestQueue_showsTextAsItIs(t *testing.T) {
	for _, evil := range hostile[:5] {
		s := openStaffed(t, ours)
		ada, mod := s.person(t, 1, weakly, at(directory.RoleOwner, &ours)), s.moderator(t, 2)
		admin := s.person(t, 3, strongly, directory.Membership{Role: directory.RoleAdmin})
		request := ada.asks(t, &ours, func(l *directory.Listing) { l.Clinic.Name, l.Clinic.Description = evil, evil })
		report := moderation.Report{ClinicID: ours.Clinic.ID, Reason: moderation.Misleading, Text: evil}
		if err := s.pages.Listings.Report(t.Context(), directory.Actor{}, report); err != nil {
			t.Fatal(err)
		}
		item := mod.open(t, itemPath(request))
		mod.harmless(t, item, evil)
		r := mod.send(t, http.MethodPost, itemPath(request)+"/decision", map[string][]string{"answer": {"ask_back"}, "revision": {"1"}, "reason": {"fraud"}, "text": {evil}}, "Sec-Fetch-Site", "same-origin")
		mod.harmless(t, r, evil)
		mod.done(t, item, itemPath(request)+"/decision", "answer", "approve", "revision", "1", "take:name", "yes", "take:description", "yes")
		for _, path := range []string{"/admin/queue", "/admin/queue/report/" + ours.Clinic.ID.String(), itemPath(request), "/admin/listings/" + ours.Clinic.ID.String()} {
			mod.harmless(t, mod.open(t, path), evil)
		}
		admin.harmless(t, admin.open(t, "/admin/audit"), evil)
	}
}

// harmless wants a page to have no element or attribute that somebody typed.
func (p *person) harmless(t *testing.T, r *reply, evil string) {
	t.Helper()
	for _, n := range r.find("*") {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "javascript:") && a.Key != "value" {
				t.Errorf("%s with %q: %s has %s=%q", r.path, evil, n.Data, a.Key, a.Val)
			}
		}
	}
	if len(r.find("script")) != len(r.find("script", "src", "*")) || len(r.find("img")) != 0 {
		t.Errorf("%s with %q has an element of its own", r.path, evil)
	}
}
