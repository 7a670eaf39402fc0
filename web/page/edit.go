package page

import (
	"github.com/a-h/templ"

	"rootline/internal/directory"
)

// EditHead is what stands above every page of a clinic's listing.
type EditHead struct {
	Name   string
	Detail string // what tells the clinic from others of its name
	Above  []Link // crumbs
	Tabs   []Tab
}

// Tab leads to a page beside this one, or is this one.
type Tab struct {
	Label string
	Path  string
	Here  bool
}

// EditView is the page on which one section of a listing is edited.
type EditView struct {
	Head     EditHead
	Done     string
	Sheet    Sheet
	Title    string
	Action   string // where the form is sent
	Overview string
	Days     int // within how many a moderator usually decides; 0 if there is no telling
	Fields   templ.Component
	Beside   templ.Component // below the form; nil for nothing
	Draft    bool            // there can be one
	Drawn    bool            // there is one
	Waits    bool            // something of the same person waits for a moderator
	Clashes  []Difference    // what somebody else has made of a thing, beside what was typed
}

// usually says how soon a moderator decides; empty if there is no telling.
func (f Frame) usually(days int) string {
	if days == 0 {
		return ""
	}
	return f.N("edit_page.usually", days)
}

// DetailsView is the fields of a clinic's name and of how to reach it.
type DetailsView struct {
	Name, Description, URL, Email string
	Phones                        []PhoneRow
	Languages                     []Choice
	Spoken                        []string // values of Languages, or whatever was sent
	Operating, Reason             string
}

// PhoneRow is a number as it stands in a form.
type PhoneRow struct {
	Number   string
	WhatsApp bool
}

// AddressView is the fields of where a clinic is.
type AddressView struct {
	Address1, PostalCode, City string
	Cities                     []Choice // that the city may mean, where it was refused
	Chosen                     string
	Zone                       string
	Lines                      []string // the address below its first line, as visitors read it
}

// operatingChoices are whether a clinic can be in business.
var operatingChoices = []directory.OperatingStatus{directory.Active, directory.TemporarilyClosed, directory.Closed}

// OverviewView is how a clinic's listing stands, to its people.
type OverviewView struct {
	Head      EditHead
	Done      string
	Sheet     Sheet
	Root      string // the address that all pages of the clinic begin with
	Days      int
	State     directory.Standing[directory.ListingState]
	Operating directory.Standing[directory.OperatingStatus]
	Public    string // address of the public page; empty if there is none
	Percent   int    // how much is said of what people decide by
	Next      []Link // what to say next
	Now       NowView
	Request   *RequestView
	Others    []OtherRequest
	Withdraw  string // where the listing is withdrawn; empty if they may not
	Export    string // where all of it is taken along; empty if they may not
}

// stateWord is the id of what a listing's state means to its people.
func (v OverviewView) stateWord() string { return overviewWords[v.State.Value] }

// overviewWords say what the state of a listing means to its people.
var overviewWords = map[directory.ListingState]string{
	directory.Draft:     "edit_page.state.draft",
	directory.Submitted: "edit_page.state.submitted",
	directory.Published: "edit_page.state.published",
	directory.Rejected:  "edit_page.state.rejected",
	directory.Suspended: "edit_page.state.suspended",
	directory.Archived:  "edit_page.state.archived",
}

// stateClass is how loudly the state is said.
func (v OverviewView) stateClass() string {
	if v.State.Value == directory.Rejected || v.State.Value == directory.Suspended {
		return "summary"
	}
	return "summary summary-calm"
}

// RequestView is what somebody has asked for, or has in draft.
type RequestView struct {
	State     string // of moderation's
	At        directory.Instant
	Path      string // below which it is withdrawn, and its conflicts are settled
	Reason    string // why it was asked back
	Says      string // what the moderator says
	Rows      []Difference
	Conflicts []Difference
}

// requestWords say what a request waits for.
var requestWords = map[string]struct{ title, text string }{
	"draft":      {"edit_page.request.draft", "edit_page.request.draft_text"},
	"pending":    {"edit_page.request.pending", "edit_page.request.pending_text"},
	"asked_back": {"edit_page.request.asked_back", "edit_page.request.asked_back_text"},
}

// OtherRequest is what somebody else has asked for.
type OtherRequest struct {
	Who  string
	At   directory.Instant
	Rows []Difference
}

// HistoryView is what was done to a listing, the newest first.
type HistoryView struct {
	Head   EditHead
	Path   string
	Events []EventView
	First  bool   // there are newer ones on another page
	Older  string // address of the ones before; empty if there are none
}

// EventView is something that was done.
type EventView struct {
	What   string
	Who    string
	At     directory.Instant
	Number int64
	Rows   []Difference
}

// eventWords say what was done to those whose clinic it is. What is not among them is
// said as moderators read it.
var eventWords = map[string]string{
	"change.draft":      "event.change.draft",
	"change.ask":        "event.change.ask",
	"change.publish":    "event.change.publish",
	"change.withdraw":   "event.change.withdraw",
	"change.settle":     "event.change.settle",
	"change.rebase":     "event.change.rebase",
	"change.supersede":  "event.change.supersede",
	"change.approve":    "event.change.approve",
	"change.reject":     "event.change.reject",
	"change.ask_back":   "event.change.ask_back",
	"change.undo":       "event.change.undo",
	"claim.start":       "event.claim.start",
	"claim.show":        "event.claim.show",
	"claim.call":        "event.claim.call",
	"claim.submit":      "event.claim.submit",
	"claim.contest":     "event.claim.contest",
	"claim.answer":      "event.claim.answer",
	"claim.refresh":     "event.claim.refresh",
	"claim.grant":       "event.claim.grant",
	"claim.deny":        "event.claim.deny",
	"claim.appeal":      "event.claim.appeal",
	"claim.withdraw":    "event.claim.withdraw",
	"report.add":        "event.report.add",
	"report.decide":     "event.report.decide",
	"listing.propose":   "event.listing.propose",
	"listing.submitted": "event.listing.submitted",
	"listing.published": "event.listing.published",
	"listing.rejected":  "event.listing.rejected",
	"listing.suspended": "event.listing.suspended",
	"listing.archived":  "event.listing.archived",
	"listing.apart":     "event.listing.apart",
}

// Event says what was done, by what the record has of it.
func (f Frame) Event(what string) string {
	if id, ok := eventWords[what]; ok {
		return f.T(id)
	}
	return f.event(what)
}
