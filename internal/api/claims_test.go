package api_test

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/fetch"
	"rootline/internal/store/storetest"
)

// claim is what the tests look at of a claim.
type claim struct {
	ID, State     string
	Clinic, Brand *string
	Evidence      []struct{ Kind, Domain string }
	Branches      []struct{ Standing string }
	PageCode      *string `json:"page_code"`
	CallCode      *string `json:"call_code"`
	HolderSays    *string `json:"holder_says"`
	Call          *struct{ Phone string }
	Decision      *struct{ Reason, Text string }
}

// asClaimant asks as somebody who is nobody yet.
func (c crew) asClaimant(t *testing.T, path string, pairs ...any) claim {
	t.Helper()
	a := asked{method: "POST", path: "/owner/claims" + path, token: c.tokens["nobody"]}
	if len(pairs) > 0 {
		a = sent("POST", a.path, a.token, pairs...)
	}
	return ok[claim](t, c.site, http.StatusOK, a)
}

// TestClaims follows a claim to a clinic that nobody holds: evidence of each kind, and
// the decision.
func TestClaims(t *testing.T) {
	c := newCrew(t)
	l := storetest.Listing(3)
	if err := errors.Join(c.store.AddOrganizations(t.Context(), l.Organization), c.store.AddListings(t.Context(), l)); err != nil {
		t.Fatal(err)
	}
	c.refuses(t, 422, "", sent("POST", "/owner/claims", c.tokens["nobody"], "clinic", "a", "brand", "b"))
	c.refuses(t, http.StatusNotFound, "no such clinic", sent("POST", "/owner/claims", c.tokens["nobody"], "clinic", "no-such-clinic"))
	c.refuses(t, http.StatusNotFound, "no such organization", sent("POST", "/owner/claims", c.tokens["nobody"], "brand", "no-such-brand"))
	c.refuses(t, http.StatusNotFound, "", sent("POST", "/owner/claims", c.tokens["nobody"], "brand", "No Brand"))
	started := c.asClaimant(t, "", "clinic", l.Clinic.Slug)
	if started.State != "started" || started.PageCode == nil || started.CallCode == nil {
		t.Fatalf("POST /owner/claims = %+v", started)
	}
	if again := c.asClaimant(t, "", "clinic", l.Clinic.ID); again.ID != started.ID {
		t.Errorf("a claim begun twice is two")
	}
	path := "/" + started.ID
	post := func(rest string, pairs ...any) asked {
		return sent("POST", "/owner/claims"+path+rest, c.tokens["nobody"], pairs...)
	}
	c.refuses(t, http.StatusNotFound, "no such claim", asked{method: "GET", path: "/owner/claims" + path, token: c.tokens["owner"]})
	c.refuses(t, http.StatusNotFound, "", asked{method: "GET", path: "/owner/claims/nonsense", token: c.tokens["owner"]})

	c.refuses(t, 422, "email:", post("/mail-codes", "email", "me@gmail.com"))
	mailed := ok[struct{ Continuation string }](t, c.site, http.StatusAccepted, post("/mail-codes", "email", "desk@clinic-3.example"))
	code := c.letter(t, auth.ClaimCode).Code
	c.refuses(t, 422, "code:", post("/mail-codes/redemption", "continuation", "x", "code", code))
	if got := c.asClaimant(t, path+"/mail-codes/redemption", "continuation", mailed.Continuation, "code", code); len(got.Evidence) != 1 || got.Evidence[0].Domain != "clinic-3.example" {
		t.Errorf("POST redemption = %+v", got)
	}

	page := post("/page-checks", "url", "https://clinic-3.example/about")
	c.refuses(t, 422, "url:", page)
	c.refuses(t, 422, "url:", post("/page-checks", "url", "https://elsewhere.example/about"))
	c.visited = func(directory.URL) (fetch.Page, error) {
		return fetch.Page{}, directory.Refuse(directory.Invalid, "fetch.slow")
	}
	c.refuses(t, 422, "url:", page)
	c.visited = func(at directory.URL) (fetch.Page, error) {
		return fetch.Page{URL: at, Text: []byte("<p>" + *started.PageCode)}, nil
	}
	if got := ok[claim](t, c.site, http.StatusOK, page); len(got.Evidence) != 2 || got.Evidence[1].Kind != "code_on_site" {
		t.Errorf("POST page-checks = %+v", got)
	}

	c.refuses(t, 422, "phone:", post("/call", "phone", "+442079460999"))
	if got := c.asClaimant(t, path+"/call", "phone", "+442079460958"); got.Call == nil || got.Call.Phone != "+442079460958" {
		t.Errorf("POST call = %+v", got)
	}
	called := func(code string) asked {
		return sent("POST", "/admin/claims"+path+"/call", c.tokens["moderator"], "phone", "+442079460958", "code", code)
	}
	c.refuses(t, 422, "code:", called("12"))
	if got := ok[claim](t, c.site, http.StatusOK, called(*started.CallCode)); len(got.Evidence) != 3 || got.CallCode != nil {
		t.Errorf("POST /admin call = %+v; want three pieces of evidence, and no code", got)
	}

	if got := c.asClaimant(t, path+"/submission"); got.State != "pending" {
		t.Errorf("POST submission = %+v", got)
	}
	type looked struct{ Claim *claim }
	if got := ok[looked](t, c.site, http.StatusOK, asked{method: "GET", path: "/admin/queue/claim" + path, token: c.tokens["moderator"]}); got.Claim == nil || len(got.Claim.Evidence) != 3 {
		t.Errorf("GET the claim in the queue = %+v", got)
	}
	c.decide(t, "claim", started.ID, http.StatusUnprocessableEntity, "answer", "ask_back")
	c.decide(t, "claim", started.ID, http.StatusNoContent, "answer", "approve")
	c.letter(t, auth.ClaimGranted)
	ok[owned](t, c.site, http.StatusOK, asked{method: "GET", path: "/owner/clinics/" + l.Clinic.Slug.String(), token: c.tokens["nobody"]})
	type list struct{ Items []claim }
	if got := ok[list](t, c.site, http.StatusOK, asked{method: "GET", path: "/owner/claims", token: c.tokens["nobody"]}); len(got.Items) != 1 || got.Items[0].State != "granted" {
		t.Errorf("GET /owner/claims = %+v", got)
	}
}

// TestClaims_held: whoever holds a clinic answers, and what was denied can be appealed
// against once.
func TestClaims_held(t *testing.T) {
	c := newCrew(t)
	started := c.asClaimant(t, "", "clinic", "example-clinic-1")
	path := "/owner/claims/" + started.ID
	ok[struct{}](t, c.site, http.StatusAccepted, sent("POST", path+"/mail-codes", c.tokens["nobody"], "email", "desk@clinic-1.example"))
	c.visited = func(at directory.URL) (fetch.Page, error) {
		return fetch.Page{URL: at, Text: []byte(*started.PageCode)}, nil
	}
	c.asClaimant(t, "/"+started.ID+"/page-checks", "url", "https://clinic-1.example/about")
	c.refuses(t, http.StatusNotFound, "", sent("POST", path+"/answer", c.tokens["owner"], "yields", false))
	if got := c.asClaimant(t, "/"+started.ID+"/submission"); got.State != "contested" {
		t.Fatalf("POST submission = %+v", got)
	}
	if got := ok[claim](t, c.site, http.StatusOK, asked{method: "GET", path: path, token: c.tokens["owner"]}); len(got.Evidence) != 0 || got.PageCode != nil || got.CallCode != nil {
		t.Errorf("the holder sees %+v of the claim", got)
	}
	ok[struct{}](t, c.site, http.StatusNoContent, sent("POST", path+"/answer", c.tokens["owner"], "yields", false, "text", "It is ours."))
	deny := sent("POST", "/admin/queue/contest/"+started.ID+"/decision", c.tokens["admin"], "answer", "reject", "reason", "not_theirs", "text", "See the register.")
	ok[struct{}](t, c.site, http.StatusNoContent, deny)
	c.refuses(t, http.StatusConflict, "", deny)
	if got := c.asClaimant(t, "/"+started.ID+"/appeal", "text", "The register has us."); got.State != "appealed" || got.Decision == nil || got.Decision.Reason != "not_theirs" {
		t.Errorf("POST appeal = %+v", got)
	}
	c.refuses(t, http.StatusConflict, "", sent("POST", path+"/appeal", c.tokens["nobody"], "text", "Again."))
	c.refuses(t, http.StatusConflict, "", asked{method: "POST", path: path + "/submission", token: c.tokens["nobody"]})
	brand := c.asClaimant(t, "", "brand", storetest.Listing(2).Organization.Slug)
	if brand.Brand == nil || len(brand.Branches) != 1 || brand.Branches[0].Standing != "held" {
		t.Errorf("POST /owner/claims of a brand = %+v", brand)
	}
	if got := c.asClaimant(t, "/"+brand.ID+"/withdrawal"); got.State != "withdrawn" {
		t.Errorf("POST withdrawal = %+v", got)
	}
}

// TestReport: anybody may report, and a moderator decides what waits of it as one.
func TestReport(t *testing.T) {
	c := newCrew(t)
	const path = "/clinics/example-clinic-1/reports"
	report := func(pairs ...any) asked { return sent("POST", path, "", pairs...) }
	c.refuses(t, 422, "email:", report("reason", "illegal", "text", "It is."))
	c.refuses(t, 422, "reason:", report("reason", "weather"))
	c.refuses(t, 422, "text:", report("reason", "other"))
	c.refuses(t, 422, "decision:", report("reason", "hours", "decision", "fixed"))
	c.refuses(t, http.StatusNotFound, "no such clinic", sent("POST", "/clinics/no-such-clinic/reports", "", "reason", "hours"))
	c.refuses(t, http.StatusNotFound, "no such clinic", sent("POST", "/clinics/No%20Clinic/reports", "", "reason", "hours"))
	ok[struct{}](t, c.site, http.StatusAccepted, report("reason", "hours", "text", "Shut on Mondays."))
	ok[struct{}](t, c.site, http.StatusAccepted, report("reason", "hours", "email", "visitor@visitor.example", "language", "tr"))
	waits := c.queue(t, "?kind=report")
	if waits.Total != 1 {
		t.Fatalf("GET /admin/queue has %+v, want one row of two reports", waits)
	}
	type looked struct {
		Reports struct {
			Counts []struct{ Count int }
			Items  []struct{ ID string }
		}
	}
	r := c.ask(t, asked{method: "GET", path: "/admin/queue/report/" + waits.Items[0].ID, token: c.tokens["moderator"]})
	got := ok[looked](t, c.site, http.StatusOK, asked{method: "GET", path: "/admin/queue/report/" + waits.Items[0].ID, token: c.tokens["moderator"]}).Reports
	if len(got.Items) != 2 || got.Counts[0].Count != 2 || strings.Contains(string(r.body), "visitor@") {
		t.Fatalf("GET the reports = %s", r.body)
	}
	seen := []string{got.Items[0].ID, got.Items[1].ID}
	c.decide(t, "report", waits.Items[0].ID, 422, "answer", "approve", "reports", seen, "reason", "fixed", "text", "Thank you.")
	c.decide(t, "report", waits.Items[0].ID, http.StatusNoContent, "reports", seen, "reason", "fixed", "text", "Thank you.")
	if l := c.letter(t, auth.ReportDecided); l.To.String() != "visitor@visitor.example" || l.Language.String() != "tr" {
		t.Errorf("the letter is %+v", l)
	}
	c.decide(t, "report", waits.Items[0].ID, http.StatusConflict, "reports", seen, "reason", "fixed", "text", "Thank you.")
}

// TestReport_tooMany: from one network there are so many reports, and then one has to wait;
// what was refused before it was looked at is none.
func TestReport_tooMany(t *testing.T) {
	c := newCrew(t)
	report := sent("POST", "/clinics/example-clinic-1/reports", "", "reason", "hours")
	var r reply
	for n := 0; n < 300 && r.status != http.StatusTooManyRequests; n++ {
		c.refuses(t, 422, "colour:", sent("POST", report.path, "", "colour", "red"))
		r = c.ask(t, report)
	}
	wait, err := strconv.Atoi(r.header.Get("Retry-After"))
	if r.status != http.StatusTooManyRequests || err != nil || wait < 1 {
		t.Fatalf("the last of 300 reports is answered %d, Retry-After: %s", r.status, r.header.Get("Retry-After"))
	}
	c.refuses(t, http.StatusTooManyRequests, "", sent("POST", "/clinics/no-such-clinic/reports", "", "reason", "hours"))
	c.now = c.now.Add(time.Duration(wait) * time.Second)
	ok[struct{}](t, c.site, http.StatusAccepted, report)
}

// TestPropose: what is like a clinic that is there is asked about first.
func TestPropose(t *testing.T) {
	c := newCrew(t)
	propose := func(pairs ...any) asked {
		all := []any{"name", "Quay Hair", "services", []string{"prp"}, "address", members{"address_1": "9 Quay", "city": members{"id": 745044}}, "website", "https://quay-hair.example"}
		return sent("POST", "/owner/proposals", c.tokens["nobody"], append(all, pairs...)...)
	}
	c.refuses(t, 422, "address.city.id:", propose("address", members{"city": members{"id": 1}}))
	c.refuses(t, 422, "address.fact:", propose("address", members{"city": members{"id": 745044}, "fact": members{"state": "source_checked"}}))
	c.refuses(t, 422, "services", propose("services", []string{"botox"}))
	r := c.refuses(t, http.StatusConflict, "resembles", propose("phone", "+442079460958"))
	if !strings.Contains(string(r.body), `"because":["phone"]`) {
		t.Errorf("the refusal is %s", r.body)
	}
	type proposed struct{ Clinic, Claim string }
	got := ok[proposed](t, c.site, http.StatusCreated, propose("phone", "+442079460958", "another", true, "mine", true))
	if got.Claim == "" || c.queue(t, "?kind=proposal").Total != 1 {
		t.Fatalf("POST /owner/proposals = %+v", got)
	}
	c.decide(t, "proposal", got.Clinic, 422, "answer", "ask_back")
	c.decide(t, "proposal", got.Clinic, http.StatusNoContent, "answer", "reject", "reason", "duplicate", "text", "It is there.")
}
