package store

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// planned is a querier that notes how SQLite goes about what it is asked.
type planned struct {
	*sql.DB
	note func(query string, args []any)
}

func (p planned) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p.note(query, args)
	return p.DB.QueryContext(ctx, query, args...)
}

func (p planned) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	p.note(query, args)
	return p.DB.QueryRowContext(ctx, query, args...)
}

// TestPeople_byIndex wants whatever is asked about people to be found by an index, and
// what is asked at every request by three.
func TestPeople_byIndex(t *testing.T) {
	s := open(t)
	s.keys.Digest = func(string, string) []byte { return make([]byte, 32) }
	email, err := directory.ParseEmail("ada@clinic.example")
	if err != nil {
		t.Fatal(err)
	}
	id, err := directory.NewID(time.Unix(1, 0), rand.NewChaCha8([32]byte{}))
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	p, ctx := people{s, planned{s.readers, func(query string, args []any) {
		for _, row := range explain(t, s, "EXPLAIN QUERY PLAN ", query, args) {
			steps = append(steps, row["detail"].(string))
		}
	}}}, t.Context()
	for call, look := range map[string]func(){
		"Account":             func() { _, _ = p.Account(ctx, id) },
		"AccountByEmail":      func() { _, _ = p.AccountByEmail(ctx, email) },
		"Addressee":           func() { _, _ = p.Addressee(ctx, email) },
		"Credentials":         func() { _, _ = p.Credentials(ctx, id) },
		"Memberships":         func() { _, _ = p.Memberships(ctx, id) },
		"Members":             func() { _, _ = p.Members(ctx, id) },
		"Members(all)":        func() { _, _ = p.Members(ctx, directory.ID{}) },
		"Session":             func() { _, _ = p.Session(ctx, id) },
		"Sessions":            func() { _, _ = p.Sessions(ctx, id) },
		"Standing":            func() { _, _ = p.Standing(ctx, id) },
		"Passkeys":            func() { _, _ = p.Passkeys(ctx, id) },
		"PasskeyByCredential": func() { _, _ = p.PasskeyByCredential(ctx, []byte{1}) },
		"Secret":              func() { _, _ = p.Secret(ctx, "device", []byte{1}) },
		"Secrets":             func() { _, _ = p.Secrets(ctx, "device", id) },
		"Invitations":         func() { _, _ = p.Invitations(ctx, id) },
		"Invitations(all)":    func() { _, _ = p.Invitations(ctx, directory.ID{}) },
		"SentTo":              func() { _, _ = p.SentTo(ctx, email, 0) },
		"InvitedTo":           func() { _, _ = p.InvitedTo(ctx, id, email, 0) },
	} {
		steps = nil
		look()
		plan := strings.Join(steps, "\n")
		if plan == "" {
			t.Errorf("%s asked for nothing", call)
		}
		for _, step := range steps {
			if strings.HasPrefix(step, "SCAN") {
				t.Errorf("%s reads a whole table:\n%s", call, plan)
			}
		}
		if got := strings.Count(plan, "SEARCH"); call == "Standing" && got != 3 {
			t.Errorf("Standing searches %d tables, want 3:\n%s", got, plan)
		}
	}
}

// TestModeration_byIndex wants whatever moderators and owners ask for to be found by an
// index, and no more than what they asked for to be read.
func TestModeration_byIndex(t *testing.T) {
	s := open(t)
	s.keys = ajar()
	s.keys.Digest = func(string, string) []byte { return make([]byte, 32) }
	recorded(t, s, 2)
	id := idOf(t, rand.NewChaCha8([32]byte{}))
	email, err := directory.ParseEmail("hello@clinic.example")
	if err != nil {
		t.Fatal(err)
	}
	phone, err := directory.ParsePhone("+44 20 7946 0958", directory.Country{})
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	d, ctx := desk{people{s, planned{s.readers, func(query string, args []any) {
		for _, row := range explain(t, s, "EXPLAIN QUERY PLAN ", query, args) {
			steps = append(steps, row["detail"].(string))
		}
	}}}}, t.Context()
	for call, look := range map[string]func(){
		"Version":          func() { _, _ = d.Version(ctx, id) },
		"Organization":     func() { _, _ = d.Organization(ctx, id) },
		"Branches":         func() { _, _ = d.Branches(ctx, id) },
		"Request":          func() { _, _ = d.Request(ctx, id) },
		"Requests(clinic)": func() { _, _ = d.Requests(ctx, moderation.RequestFilter{Clinic: id}, 9) },
		"Requests(clinic, by, open)": func() {
			_, _ = d.Requests(ctx, moderation.RequestFilter{Clinic: id, By: id, Open: true}, 9)
		},
		"Alike":            func() { _, _ = d.Alike(ctx, moderation.Probe{Domain: "clinic.example"}) },
		"Alike(name)":      func() { _, _ = d.Alike(ctx, moderation.Probe{Slug: slugNamed(t, "clinic")}) },
		"Alike(phone)":     func() { _, _ = d.Alike(ctx, moderation.Probe{Phones: []directory.Phone{phone}}) },
		"Merge":            func() { _, _ = d.Merge(ctx, id) },
		"Merges":           func() { _, _ = d.Merges(ctx, id) },
		"Due":              func() { _, _ = d.Due(ctx, 1, 9) },
		"Addressed":        func() { _, _ = d.Addressed(ctx, email) },
		"Uploaded":         func() { _, _ = d.Uploaded(ctx, id, 1) },
		"UploadedFor":      func() { _, _ = d.UploadedFor(ctx, id) },
		"Paper":            func() { _, _ = d.Paper(ctx, id) },
		"Proposed":         func() { _, _ = d.Proposed(ctx, id) },
		"Proposers":        func() { _, _ = d.Proposers(ctx, id, id) },
		"Brand":            func() { _, _ = d.OrganizationBySlug(ctx, directory.Slug{}) },
		"Requests(by)":     func() { _, _ = d.Requests(ctx, moderation.RequestFilter{By: id}, 0) },
		"Requests(open)":   func() { _, _ = d.Requests(ctx, moderation.RequestFilter{Open: true}, 0) },
		"Requests(since)":  func() { _, _ = d.Requests(ctx, moderation.RequestFilter{DecidedSince: 1}, 0) },
		"Claim":            func() { _, _ = d.Claim(ctx, id) },
		"Claims(clinic)":   func() { _, _ = d.Claims(ctx, moderation.ClaimFilter{Clinic: id}, 0) },
		"Claims(brand)":    func() { _, _ = d.Claims(ctx, moderation.ClaimFilter{Organization: id, Open: true}, 0) },
		"Claims(by)":       func() { _, _ = d.Claims(ctx, moderation.ClaimFilter{By: id}, 0) },
		"Claims(open)":     func() { _, _ = d.Claims(ctx, moderation.ClaimFilter{Open: true}, 0) },
		"Reports":          func() { _, _ = d.Reports(ctx, id) },
		"Queue":            func() { _, _ = d.Queue(ctx, moderation.QueueFilter{}) },
		"Queue(claim)":     func() { _, _ = d.itemsOf(ctx, []moderation.Claim{{ID: id, ClinicID: id}}) },
		"Recorded":         func() { _, _ = d.Recorded(ctx, moderation.EventFilter{}, 9) },
		"Recorded(before)": func() { _, _ = d.Recorded(ctx, moderation.EventFilter{Before: 9}, 9) },
		"Recorded(of)":     func() { _, _ = d.Recorded(ctx, moderation.EventFilter{Listing: id, Before: 9}, 9) },
		"Questions":        func() { _, _ = d.Questions(ctx, id) },
		"Replies":          func() { _, _ = d.Replies(ctx, id) },
		"Names":            func() { _, _ = d.Names(ctx, id) },
		"head":             func() { _, _ = auditHead(ctx, d.p.q) },
	} {
		steps = nil
		look()
		plan := strings.Join(steps, "\n")
		if plan == "" {
			t.Errorf("%s asked for nothing", call)
		}
		for _, step := range steps {
			// The rows of the queue come from a query of their own, w, which is scanned; and
			// so do ids that are asked for together.
			whole := strings.HasPrefix(step, "SCAN") && step != "SCAN w" && step != "SCAN w VIRTUAL TABLE INDEX 1:" && step != "SCAN CONSTANT ROW" && (call != "head" || step != "SCAN audit_event")
			sorted := (strings.HasPrefix(call, "Recorded") || call == "Due") && strings.Contains(step, "B-TREE")
			if whole || sorted {
				t.Errorf("%s reads or sorts a whole table:\n%s", call, plan)
			}
		}
	}
}

func slugNamed(tb testing.TB, s string) directory.Slug {
	tb.Helper()
	slug, err := directory.ParseSlug(s)
	if err != nil {
		tb.Fatal(err)
	}
	return slug
}
