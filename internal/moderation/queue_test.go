package moderation_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

func ago(days int) directory.Instant { return directory.At(now.AddDate(0, 0, -days)) }

func TestReport_Check(t *testing.T) {
	tests := []struct {
		report moderation.Report
		want   string
	}{
		{moderation.Report{Reason: moderation.WrongHours}, "fine"},
		{moderation.Report{Reason: "nonsense"}, "invalid.choice reason"},
		{moderation.Report{}, "invalid.choice reason"},
		{moderation.Report{Reason: moderation.SomethingElse}, "moderation.text_needed text"},
		{moderation.Report{Reason: moderation.SomethingElse, Text: "The door is blue.\nNot red."}, "fine"},
		{moderation.Report{Reason: moderation.WrongHours, Text: strings.Repeat("x", 2001)}, "invalid.too_long text"},
		{moderation.Report{Reason: moderation.WrongHours, Text: "\x00"}, "invalid.text text"},
		{moderation.Report{Reason: moderation.IllegalContent, Text: "This law."}, "moderation.report.email email"},
		{moderation.Report{Reason: moderation.MyPersonalData, Email: address("a@person.example"), Text: "My face."}, "fine"},
		{moderation.Report{Reason: moderation.MyPersonalData, Email: address("a@person.example")}, "moderation.text_needed text"},
	}
	for _, tt := range tests {
		wants(t, "Check("+string(tt.report.Reason)+")", tt.report.Check(), tt.want)
	}
	if n := len(moderation.ReportReasons()); n != 14 {
		t.Errorf("there are %d reasons to report, want 14", n)
	}
}

func TestGather(t *testing.T) {
	report := func(n, clinic, days int, reason moderation.ReportReason) moderation.Report {
		return moderation.Report{ID: id(n), ClinicID: id(clinic), At: ago(days), Reason: reason}
	}
	decided := report(9, 3, 90, moderation.WrongHours)
	decided.Decision.At = ago(80)
	rows := moderation.Gather([]moderation.Report{
		report(1, 1, 3, moderation.WrongHours), report(2, 2, 9, moderation.BadPhoto), decided,
		report(3, 1, 5, moderation.WrongPrice), report(4, 1, 1, moderation.WrongHours), report(5, 2, 2, moderation.IllegalContent),
	})
	if len(rows) != 2 || rows[0].ClinicID != id(2) || !rows[0].Legal || rows[1].Legal || len(rows[1].Reports) != 3 || rows[1].Reports[0].ID != id(3) {
		t.Fatalf("Gather() = %+v; want clinic 2, then the three of clinic 1 as one", rows)
	}
	if want := []moderation.ReasonCount{{Reason: moderation.WrongHours, Count: 2}, {Reason: moderation.WrongPrice, Count: 1}}; !slices.Equal(rows[1].Counts, want) {
		t.Errorf("Counts = %+v, want %+v", rows[1].Counts, want)
	}
	wants(t, "Decide(no reason)", rows[1].Decide(moderation.Decision{By: zoe, At: ago(0)}), "moderation.reason_needed reason")
	wants(t, "Decide()", rows[1].Decide(moderation.Decision{By: zoe, At: ago(0), Reason: moderation.Fixed}), "fine")
	if left := moderation.Gather(rows[1].Reports); left != nil {
		t.Errorf("after the decision %+v are left", left)
	}
}

// TestCompare puts a queue in order, however it was shuffled.
func TestCompare(t *testing.T) {
	want := []moderation.Item{
		{Kind: moderation.ItemLegal, ID: id(1), Since: ago(0)},
		{Kind: moderation.ItemLegal, ID: id(2), Since: ago(5), DueAt: directory.At(now.AddDate(0, 0, 20))},
		{Kind: moderation.ItemImport, ID: id(3), Since: ago(30)},                           // due 16 days ago
		{Kind: moderation.ItemChange, ID: id(4), Since: ago(4)},                            // yesterday
		{Kind: moderation.ItemContest, ID: id(5), Since: ago(7), DueAt: directory.At(now)}, // today
		{Kind: moderation.ItemReport, ID: id(6), Since: ago(4)},                            // tomorrow, longer here
		{Kind: moderation.ItemChange, ID: id(7), Since: ago(2)},                            // tomorrow
		{Kind: moderation.ItemClaim, ID: id(8), Since: ago(2)},                             // the same, by id
		{Kind: moderation.ItemAppeal, ID: id(9), Since: ago(0)},
		{Kind: moderation.ItemProposal, ID: id(10), Since: ago(0)},
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 100 {
		got := slices.Clone(want)
		r.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		slices.SortFunc(got, moderation.Compare)
		if !slices.Equal(got, want) {
			t.Fatalf("the queue is %+v\nwant %+v", got, want)
		}
	}
	for _, kind := range moderation.ItemKinds() {
		i := moderation.Item{Kind: kind, Since: directory.At(now)}
		if i.Due() <= i.Since || i.Late(i.Due().Time()) || !i.Late(i.Due().Time().Add(time.Millisecond)) {
			t.Errorf("%s that is due at %s is late at another time", kind, i.Due().Time())
		}
	}
}

func TestUsualDays(t *testing.T) {
	took := func(days, decided int) moderation.ChangeRequest {
		return moderation.ChangeRequest{State: moderation.Approved, EditedAt: ago(decided + days), Decision: moderation.Decision{At: ago(decided)}}
	}
	live, quiet, asked := took(20, 1), took(20, 1), took(20, 1)
	live.Live, quiet.Decision.Quiet, asked.State = true, true, moderation.AskedBack
	tests := []struct {
		all  []moderation.ChangeRequest
		days int
		ok   bool
	}{
		{nil, 0, false},
		{[]moderation.ChangeRequest{took(5, 31), live, quiet, asked, took(5, -1)}, 0, false},
		{[]moderation.ChangeRequest{took(0, 1)}, 1, true},
		{[]moderation.ChangeRequest{took(9, 1), took(2, 30), took(3, 2), took(40, 31)}, 3, true},
	}
	for _, tt := range tests {
		if days, ok := moderation.UsualDays(tt.all, now); days != tt.days || ok != tt.ok {
			t.Errorf("UsualDays(%d requests) = %d, %t; want %d, %t", len(tt.all), days, ok, tt.days, tt.ok)
		}
	}
}

func TestReasons(t *testing.T) {
	for _, s := range []moderation.Subject{moderation.OfChange, moderation.OfListing, moderation.OfClaim, moderation.OfReport} {
		all := moderation.Reasons(s)
		if len(all) == 0 || all[len(all)-1] != moderation.Other {
			t.Errorf("Reasons(%s) = %v; want some, and another at the end", s, all)
		}
	}
}
