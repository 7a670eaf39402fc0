package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/store/storetest"
)

// sent is a request with a body of names and values in turn.
func sent(method, path, token string, pairs ...any) asked {
	body := members{}
	for i := 0; i < len(pairs); i += 2 {
		body[pairs[i].(string)] = pairs[i+1]
	}
	return asked{method: method, path: path, token: token, body: string(must(json.Marshal(body)))}
}

// decide has the moderator decide an item of the queue.
func (c crew) decide(t *testing.T, kind, item string, status int, pairs ...any) {
	t.Helper()
	a := sent("POST", "/admin/queue/"+kind+"/"+item+"/decision", c.tokens["moderator"], pairs...)
	if r := c.ask(t, a); r.status != status {
		t.Errorf("%s %s answered %d %s, want %d", a.path, a.body, r.status, r.body, status)
	}
}

type queue struct {
	Total int
	Items []struct {
		Kind, ID string
		Assigned *struct{ Name string }
	}
}

func (c crew) queue(t *testing.T, query string) queue {
	t.Helper()
	return ok[queue](t, c.site, http.StatusOK, asked{method: "GET", path: "/admin/queue" + query, token: c.tokens["moderator"]})
}

// TestQueue_byRole asks for everything that moderators ask in every role.
func TestQueue_byRole(t *testing.T) {
	item := "/admin/queue/change/" + storetest.ID(7).String()
	tests := []struct {
		method, path, want string // statuses of: visitor nobody owner moderator admin
		pairs              []any
	}{
		{"GET", "/admin/queue", "401 403 403 200 200", nil},
		{"GET", item, "401 403 403 404 404", nil},
		{"POST", item + "/assignment", "401 403 403 404 404", []any{}},
		{"POST", item + "/decision", "401 403 403 404 404", []any{"answer", "approve", "revision", 1}},
		{"POST", "/admin/decisions", "401 403 403 404 404", []any{"decisions", []any{members{"request": storetest.ID(7), "answer": "approve", "revision": 1}}}},
		{"POST", "/admin/requests/" + storetest.ID(7).String() + "/undo", "401 403 403 404 404", []any{}},
		{"POST", "/admin/claims/" + storetest.ID(7).String() + "/call", "401 403 403 404 404", []any{"phone", "+442079460958", "code", "123456"}},
		{"GET", "/admin/listings/example-clinic-2", "401 403 403 200 200", nil},
		{"GET", "/admin/listings/no-such-clinic", "401 403 403 404 404", nil},
		{"POST", "/admin/listings/example-clinic-2/state", "401 403 403 409 409", []any{"seen", "archived", "to", "published"}},
		{"POST", "/admin/merges", "401 403 403 404 404", []any{"kept", storetest.ID(7), "kept_version", 1, "gone", storetest.ID(8), "gone_version", 1}},
		{"POST", "/admin/merges/" + storetest.ID(7).String() + "/split", "401 403 403 404 404", []any{}},
		{"GET", "/admin/audit", "401 403 403 403 200", nil},
	}
	names := []string{"", "nobody", "owner", "moderator", "admin"}
	c := newCrew(t)
	for _, tt := range tests {
		var got []string
		for _, name := range names {
			a := asked{method: tt.method, path: tt.path, token: c.tokens[name]}
			if tt.pairs != nil {
				a = sent(tt.method, tt.path, c.tokens[name], tt.pairs...)
			}
			got = append(got, strconv.Itoa(c.ask(t, a).status))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s %s answered %q, %q; want %s", tt.method, tt.path, names, got, tt.want)
		}
	}
}

// TestQueue takes a change through the queue: assigned, approved, undone.
func TestQueue(t *testing.T) {
	c := newCrew(t)
	waits := c.edit(t, "owner", street("9 Quay")).Current.Request
	c.edit(t, "manager", members{"description": "By the harbour."})
	for query, want := range map[string]int{
		"": 2, "?kind=change": 2, "?kind=claim": 0, "?country=TR": 2, "?country=GB": 0, "?language=en": 2, "?language=de": 0,
		"?free=true": 2, "?assigned=" + c.people["moderator"].ID.String(): 0, "?page=3": 2, "?per_page=1": 2,
	} {
		if got := c.queue(t, query); got.Total != want {
			t.Errorf("GET /admin/queue%s has %d, want %d", query, got.Total, want)
		}
	}
	r := c.ask(t, asked{method: "GET", path: "/admin/queue?per_page=1&free=true", token: c.tokens["moderator"]})
	if link := r.header.Get("Link"); link != `<https://rootline.example/api/v1/admin/queue?free=true&per_page=1>; rel="first", `+
		`<https://rootline.example/api/v1/admin/queue?free=true&page=2&per_page=1>; rel="next", `+
		`<https://rootline.example/api/v1/admin/queue?free=true&page=2&per_page=1>; rel="last"` {
		t.Errorf("Link: %s", link)
	}
	for _, query := range []string{"kind=changes", "country=x", "language=english", "assigned=me", "free=yes", "page=0", "per_page=101", "q=x", "page=1&page=2"} {
		name, _, _ := strings.Cut(query, "=")
		c.refuses(t, 422, name+":", asked{method: "GET", path: "/admin/queue?" + query, token: c.tokens["moderator"]})
	}

	item := "/admin/queue/change/" + waits.ID
	me := c.people["moderator"].ID.String()
	ok[struct{}](t, c.site, http.StatusNoContent, sent("POST", item+"/assignment", c.tokens["moderator"], "to", me))
	c.refuses(t, 422, "to:", sent("POST", item+"/assignment", c.tokens["moderator"], "to", c.people["owner"].ID.String()))
	if got := c.queue(t, "?assigned="+me); got.Total != 1 || got.Items[0].ID != waits.ID || got.Items[0].Assigned == nil {
		t.Errorf("GET /admin/queue of mine = %+v", got)
	}
	type looked struct {
		Listing, Proposed members
		Request           *request
		Author            struct{ Requests []request }
	}
	got := ok[looked](t, c.site, http.StatusOK, asked{method: "GET", path: item, token: c.tokens["moderator"]})
	if got.Request.names() != "pending address" || at(got.Proposed, "address", "address_1") != "9 Quay" {
		t.Errorf("GET %s = %+v", item, got)
	}
	c.refuses(t, 422, "reports:", sent("POST", item+"/decision", c.tokens["moderator"], "answer", "approve", "revision", 1, "reports", []string{me}))
	c.refuses(t, 422, "revision:", sent("POST", item+"/decision", c.tokens["moderator"], "answer", "approve"))
	c.refuses(t, 422, "answer:", sent("POST", item+"/decision", c.tokens["moderator"], "answer", "yes", "revision", 1))
	c.decide(t, "change", waits.ID, http.StatusConflict, "answer", "approve", "revision", 7)
	c.decide(t, "change", waits.ID, http.StatusNoContent, "answer", "approve", "revision", 1)
	c.letter(t, auth.ChangeApproved)
	c.refuses(t, http.StatusConflict, "", sent("POST", item+"/decision", c.tokens["admin"], "answer", "approve", "revision", 1))
	c.refuses(t, http.StatusNotFound, "", asked{method: "GET", path: item, token: c.tokens["moderator"]})
	undo := asked{method: "POST", path: "/admin/requests/" + waits.ID + "/undo", token: c.tokens["moderator"]}
	type undone struct{ Undone bool }
	if got := ok[undone](t, c.site, http.StatusOK, undo); !got.Undone {
		t.Errorf("POST undo = %+v", got)
	}
	if at := at(c.own(t, "owner").Listing, "address", "address_1"); at != "1 Example Street" {
		t.Errorf("what was undone is at %v", at)
	}
}

// TestQueue_bulk: all are decided, or none, and the row is named that stands in the way.
func TestQueue_bulk(t *testing.T) {
	c := newCrew(t)
	a := c.edit(t, "owner", members{"description": "By the harbour."}).Current.Request.ID
	b := c.edit(t, "manager", members{"languages": []string{"en"}}).Current.Request.ID
	row := func(id, answer string) members { return members{"request": id, "answer": answer, "revision": 1} }
	foreign := storetest.ID(7).String()
	all := func(rows ...any) asked {
		return sent("POST", "/admin/decisions", c.tokens["moderator"], "decisions", rows)
	}
	c.refuses(t, http.StatusNotFound, foreign+":", all(row(a, "approve"), row(foreign, "approve")))
	c.refuses(t, 422, "decisions[1].answer:", all(row(a, "approve"), row(b, "perhaps")))
	c.refuses(t, 422, "decisions[0].is_admin:", all(members{"request": a, "answer": "approve", "revision": 1, "is_admin": true}))
	c.refuses(t, 422, "decisions:", all([]any{}...))
	if got := c.queue(t, ""); got.Total != 2 {
		t.Fatalf("after what was refused %d wait, want 2", got.Total)
	}
	type decided struct{ Items []request }
	if got := ok[decided](t, c.site, http.StatusOK, all(row(a, "approve"), row(b, "approve"))); len(got.Items) != 2 || got.Items[1].State != "approved" {
		t.Errorf("POST /admin/decisions = %+v", got)
	}
}

// TestSetState suspends a listing and reinstates it.
func TestSetState(t *testing.T) {
	c := newCrew(t)
	path := "/admin/listings/" + storetest.Listing(1).Clinic.ID.String() + "/state"
	c.refuses(t, 422, "to:", sent("POST", path, c.tokens["moderator"], "seen", "published", "to", "gone"))
	c.refuses(t, 422, "reason:", sent("POST", path, c.tokens["moderator"], "seen", "published", "to", "suspended", "text", "Why?"))
	got := ok[owned](t, c.site, http.StatusOK, sent("POST", path, c.tokens["moderator"], "seen", "published", "to", "suspended", "reason", "legal_order", "text", "By order."))
	if at(got.Listing, "listing", "state") != "suspended" {
		t.Errorf("POST state = %v", got.Listing["listing"])
	}
	c.letter(t, auth.ListingSuspended)
	c.refuses(t, http.StatusConflict, "", sent("POST", path, c.tokens["admin"], "seen", "published", "to", "archived", "reason", "other", "text", "Gone."))
	ok[owned](t, c.site, http.StatusOK, sent("POST", path, c.tokens["admin"], "seen", "suspended", "to", "published"))
}

// TestAudit reads the whole record, and what of it is of one listing.
func TestAudit(t *testing.T) {
	c := newCrew(t)
	c.edit(t, "owner", shut())
	type history struct {
		Items []struct {
			Number int64
			What   string
			By     *struct{ Name string }
			After  members
		}
		Next *int64
	}
	read := func(query string) history {
		t.Helper()
		return ok[history](t, c.site, http.StatusOK, asked{method: "GET", path: "/admin/audit" + query, token: c.tokens["admin"]})
	}
	got := read("?listing=" + storetest.Listing(1).Clinic.ID.String())
	if len(got.Items) != 1 || got.Items[0].What != "change.publish" || got.Items[0].By == nil || got.Items[0].After["hours"] == nil {
		t.Errorf("GET /admin/audit of the listing = %+v", got)
	}
	if got := read("?listing=" + storetest.Listing(2).Clinic.ID.String()); len(got.Items) != 0 {
		t.Errorf("GET /admin/audit of another = %+v", got)
	}
	if got := read("?before=1"); len(got.Items) != 0 || got.Next != nil {
		t.Errorf("GET /admin/audit?before=1 = %+v", got)
	}
	for _, query := range []string{"before=0", "listing=x", "v=1"} {
		name, _, _ := strings.Cut(query, "=")
		c.refuses(t, 422, name+":", asked{method: "GET", path: "/admin/audit?" + query, token: c.tokens["admin"]})
	}
}

// TestMerge makes one of two listings whose people differ, and two again.
func TestMerge(t *testing.T) {
	c := newCrew(t)
	kept, gone := storetest.Listing(1).Clinic, storetest.Listing(2).Clinic
	pairs := []any{"kept", kept.ID, "kept_version", 1, "gone", gone.ID, "gone_version", 1}
	merge := func(more ...any) asked {
		return sent("POST", "/admin/merges", c.tokens["moderator"], append(slices.Clone(pairs), more...)...)
	}
	c.refuses(t, http.StatusConflict, "", merge())
	c.refuses(t, 422, "holder:", merge("holder", "both"))
	c.refuses(t, http.StatusConflict, "", merge("holder", "kept", "gone_version", 9))
	type merged struct {
		ID, Holder string
		SplitAt    *string `json:"split_at"`
	}
	got := ok[merged](t, c.site, http.StatusOK, merge("holder", "kept"))
	if got.Holder != "kept" || got.SplitAt != nil {
		t.Errorf("POST /admin/merges = %+v", got)
	}
	if r := c.get(t, "/clinics/"+gone.Slug.String()); r.status != http.StatusMovedPermanently || !strings.HasSuffix(r.header.Get("Location"), "/clinics/"+kept.Slug.String()) {
		t.Errorf("GET the clinic that has gone answered %d %s", r.status, r.header.Get("Location"))
	}
	split := asked{method: "POST", path: "/admin/merges/" + got.ID + "/split", token: c.tokens["moderator"]}
	if got := ok[merged](t, c.site, http.StatusOK, split); got.SplitAt == nil {
		t.Errorf("POST split = %+v", got)
	}
	c.refuses(t, http.StatusConflict, "", split)
	if r := c.get(t, "/clinics/"+gone.Slug.String()); r.status != http.StatusOK {
		t.Errorf("GET the clinic that is back answered %d", r.status)
	}
}
