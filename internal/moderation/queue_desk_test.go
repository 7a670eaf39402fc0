package moderation_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// assure picks the long form of a test if it is asked for.
func assure(short, long int) int {
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		return long
	}
	return short
}

// TestQueue_Decide_once: of a hundred decisions at once one is heard, and the others are
// told by whom it was made.
func TestQueue_Decide_once(t *testing.T) {
	for range assure(5, 50) {
		h := open(t)
		r := h.edit("ada", harbour.Clinic.ID, street("9 Quay")).Request
		deciders := map[string]directory.Actor{"ZOE": h.actor("zoe"), "MAX": h.actor("max")}
		var mu sync.Mutex
		heard := map[string]int{}
		said := map[string]int{}
		var wg sync.WaitGroup
		for i := range 100 {
			name := []string{"ZOE", "MAX"}[i%2]
			v := moderation.Verdict{Answer: moderation.Approve, Revision: r.Revision}
			if i%4 > 1 {
				v.Answer, v.Reason = moderation.Reject, moderation.Unproven
			}
			wg.Go(func() {
				_, err := h.queue.Decide(t.Context(), deciders[name], r.ID, v)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					heard[name]++
				}
				said[told(err)]++
			})
		}
		wg.Wait()
		for name := range heard {
			if len(heard) != 1 || heard[name] != 1 || said["moderation.decided "+name] != 99 {
				t.Fatalf("of 100 decisions %v were heard, and they were told %v", heard, said)
			}
		}
		if got := h.mail(); strings.Count(got, "ada") != 1 {
			t.Fatalf("100 decisions wrote %s", got)
		}
		if what, _ := h.record(0); strings.Count(what, "change.") != 2 {
			t.Fatalf("100 decisions left %s", what)
		}
	}
}

// TestQueue_DecideAll: a bulk with one row that cannot be decided is refused whole, with
// the row named.
func TestQueue_DecideAll(t *testing.T) {
	h := open(t)
	about := func(text string) func(*directory.Listing) {
		return func(l *directory.Listing) { l.Clinic.Description = text }
	}
	first := h.edit("ada", harbour.Clinic.ID, about("By the quay.")).Request
	second := h.edit("abe", abbey.Clinic.ID, about("In the lane.")).Request
	ruling := func(r *moderation.ChangeRequest) moderation.Ruling {
		return moderation.Ruling{Request: r.ID, Verdict: moderation.Verdict{Answer: moderation.Approve, Revision: r.Revision}}
	}
	_, err := h.queue.DecideAll(t.Context(), h.actor("zoe"), []moderation.Ruling{ruling(first), {Request: id(999)}, ruling(second)})
	if !strings.HasSuffix(said(err), id(999).String()) {
		t.Errorf("DecideAll(with one that is not there) = %s", said(err))
	}
	if got := h.public(harbour.Clinic.ID).Clinic.Description; got == "By the quay." {
		t.Error("a bulk that was refused approved its first row")
	}
	all, err := h.queue.DecideAll(t.Context(), h.actor("zoe"), []moderation.Ruling{ruling(first), ruling(second)})
	if err != nil || len(all) != 2 || h.mail() != "change_approved ada, change_approved abe" {
		t.Errorf("DecideAll() = %d, %v", len(all), err)
	}
	first, second = h.edit("ada", harbour.Clinic.ID, street("9 Quay")).Request, h.edit("abe", abbey.Clinic.ID, about("")).Request
	if _, err := h.queue.DecideAll(t.Context(), h.actor("zoe"), []moderation.Ruling{ruling(second), ruling(first)}); !strings.HasSuffix(said(err), first.ID.String()) {
		t.Errorf("DecideAll(with another address) = %s, want that to be looked at by itself", said(err))
	}
}

// TestQueue_Items_sketches: a list says what it is about without anybody opening it, and
// how much there is of each kind whichever of them is looked at.
func TestQueue_Items_sketches(t *testing.T) {
	h := open(t)
	request := h.edit("ada", harbour.Clinic.ID, street("9 Quay"), func(l *directory.Listing) { l.Clinic.Description = "By the quay." }).Request
	second := h.edit("abe", abbey.Clinic.ID, func(l *directory.Listing) { l.Clinic.Description = "In the lane." }).Request
	report := moderation.Report{ClinicID: harbour.Clinic.ID, Reason: moderation.WrongHours}
	if err := errors.Join(h.desk.Report(t.Context(), directory.Actor{}, report), h.desk.Report(t.Context(), directory.Actor{}, report)); err != nil {
		t.Fatal(err)
	}
	all, err := h.queue.Items(t.Context(), h.actor("zoe"), moderation.QueueFilter{Kind: moderation.ItemChange}, 1, 50)
	if err != nil || len(all.Items) != 2 || all.Total != 2 || all.Counts[moderation.ItemChange] != 2 || all.Counts[moderation.ItemReport] != 1 {
		t.Fatalf("Items(change) = %+v, %v", all, err)
	}
	for i, item := range all.Items {
		s, want := all.Sketches[i], request
		if item.ID == second.ID {
			want = second
		}
		if s.Clinic.ID != want.ClinicID || s.Clinic.Name == "" || s.By != want.By || s.Revision != want.Revision || all.Names[s.By] == "" || s.Simple != (want == second) || !s.Public {
			t.Errorf("a change is sketched as %+v", s)
		}
	}
	before, after, err := h.queue.Around(t.Context(), h.actor("zoe"), moderation.QueueFilter{Kind: moderation.ItemChange}, moderation.ItemChange, all.Items[1].ID)
	if err != nil || before.ID != all.Items[0].ID || after.ID != all.Items[0].ID {
		t.Errorf("Around(the last of two) = %s, %s, %v; want the first, twice", before.ID, after.ID, err)
	}
	if before, after, err = h.queue.Around(t.Context(), h.actor("zoe"), moderation.QueueFilter{}, moderation.ItemChange, id(999)); err != nil || !before.ID.IsZero() || after.ID.IsZero() {
		t.Errorf("Around(what is decided) = %s, %s, %v; want the first of the queue", before.ID, after.ID, err)
	}
	reports, err := h.queue.Items(t.Context(), h.actor("zoe"), moderation.QueueFilter{Kind: moderation.ItemReport}, 1, 50)
	if err != nil || len(reports.Sketches) != 1 || len(reports.Sketches[0].Counts) != 1 || reports.Sketches[0].Counts[0].Count != 2 {
		t.Errorf("Items(report) = %+v, %v", reports, err)
	}
}

// TestQueue_File: moderators see all that has to do with a listing, and nobody else does.
func TestQueue_File(t *testing.T) {
	h := open(t)
	out := h.edit("ada", harbour.Clinic.ID, street("9 Quay"))
	f, err := h.queue.File(t.Context(), h.actor("zoe"), harbour.Clinic.ID, 0)
	if err != nil || len(f.Requests) != 1 || f.Requests[0].ID != out.Request.ID || len(f.Owners) == 0 || len(f.History.Events) == 0 || f.Names[f.Owners[0].AccountID] == "" {
		t.Errorf("File() = %+v, %v", f, err)
	}
	if !slices.Contains(f.Next, directory.Suspended) {
		t.Errorf("File() of a published listing may become %v", f.Next)
	}
	d, err := h.queue.Decided(t.Context(), h.actor("zoe"), moderation.ItemChange, out.Request.ID)
	if err != nil || d.Request == nil || d.Request.State != moderation.Pending {
		t.Errorf("Decided() = %+v, %v", d, err)
	}
	for name, err := range map[string]error{
		"File":    second(h.queue.File(t.Context(), h.actor("ada"), harbour.Clinic.ID, 0)),
		"Decided": second(h.queue.Decided(t.Context(), h.actor("ada"), moderation.ItemChange, out.Request.ID)),
	} {
		if directory.KindOf(err) != directory.Forbidden {
			t.Errorf("%s of an owner = %v, want to be refused", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestQueue_Undo: what was decided is taken back, and nobody is written to.
func TestQueue_Undo(t *testing.T) {
	h := open(t)
	out := h.edit("ada", harbour.Clinic.ID, shutMondays, street("9 Quay"))
	h.decide("zoe", out.Request, moderation.Approve, "")
	h.mail()
	for _, r := range []*moderation.ChangeRequest{out.Request, out.Live} {
		if _, err := h.queue.Undo(t.Context(), h.actor("max"), r.ID); err != nil {
			t.Errorf("Undo(%s) = %v", names(r.Differences), err)
		}
		_, err := h.queue.Undo(t.Context(), h.actor("max"), r.ID)
		wants(t, "Undo(again)", err, "moderation.undone")
	}
	if c := h.public(harbour.Clinic.ID).Clinic; c.Address.Address1 != harbour.Clinic.Address.Address1 || c.Hours.Week[time.Monday] == nil {
		t.Errorf("visitors see %v at %s", c.Hours.Week[time.Monday], c.Address.Address1)
	}
	rejected := h.edit("ada", harbour.Clinic.ID, rename("Quay")).Request
	h.decide("zoe", rejected, moderation.Reject, moderation.Unproven)
	h.mail()
	newer := h.edit("ada", harbour.Clinic.ID, rename("New Quay")).Request
	_, err := h.queue.Undo(t.Context(), h.actor("zoe"), rejected.ID)
	wants(t, "Undo(a rejection, with a newer request)", err, "moderation.asked_since")
	wants(t, "Withdraw()", h.desk.Withdraw(t.Context(), h.actor("ada"), newer.ID), "fine")
	r, err := h.queue.Undo(t.Context(), h.actor("zoe"), rejected.ID)
	if err != nil || r.State != moderation.Pending {
		t.Errorf("Undo(a rejection) = %s, %v", r.State, err)
	}
	if got := h.mail(); got != "" {
		t.Errorf("Undo() wrote %s", got)
	}
	if what, _ := h.record(0); strings.Count(what, "change.undo") != 3 {
		t.Errorf("the record has %s", what)
	}
}

// TestQueue_SetState walks a listing through its states.
func TestQueue_SetState(t *testing.T) {
	h := open(t)
	h.give("max", directory.RoleManager, harbour.Clinic.ID, directory.ID{})
	waits := h.edit("ada", harbour.Clinic.ID, street("9 Quay")).Request
	for _, tt := range []struct {
		by      string
		s       moderation.Sentence
		want    string
		letters string
	}{
		{"zoe", moderation.Sentence{Seen: "published", To: "suspended"}, "moderation.reason_needed reason", ""},
		{"zoe", moderation.Sentence{Seen: "published", To: "suspended", Reason: moderation.Fraud}, "moderation.text_needed text", ""},
		{"zoe", moderation.Sentence{Seen: "published", To: "draft", Reason: moderation.Fraud}, "moderation.no_state", ""},
		{"max", moderation.Sentence{Seen: "published", To: "suspended", Reason: moderation.Fraud, Text: "We look into it."}, "moderation.own", ""},
		{"ada", moderation.Sentence{Seen: "published", To: "suspended", Reason: moderation.Fraud, Text: "We look into it."}, "auth.forbidden", ""},
		{"zoe", moderation.Sentence{Seen: "published", To: "suspended", Reason: moderation.Fraud, Text: "We look into it."}, "fine", "listing_suspended ada"},
		{"root", moderation.Sentence{Seen: "published", To: "archived", Reason: moderation.Fraud}, "moderation.decided ZOE", ""},
		{"root", moderation.Sentence{Seen: "suspended", To: "published"}, "fine", "listing_reinstated ada"},
		{"root", moderation.Sentence{Seen: "published", To: "archived", Reason: moderation.OwnersWish}, "fine", "listing_archived ada"},
	} {
		is, err := h.queue.SetState(t.Context(), h.actor(tt.by), harbour.Clinic.ID, tt.s)
		if got := told(err); got != tt.want {
			t.Errorf("SetState(%s, %+v) = %s, want %s", tt.by, tt.s, got, tt.want)
		}
		if public := h.public(harbour.Clinic.ID); err == nil && (public.State.Value != tt.s.To || public.State != is.Listing.State) {
			t.Errorf("after SetState(%s) it is %+v", tt.s.To, public.State)
		}
		if got := h.mail(); got != tt.letters {
			t.Errorf("SetState(%s) wrote %q, want %q", tt.s.To, got, tt.letters)
		}
		if r := h.request(waits.ID); r.State != moderation.Pending && tt.s.To != directory.Archived {
			t.Errorf("after SetState(%s) the request is %s", tt.s.To, r.State)
		}
	}
	if r := h.request(waits.ID); r.State != moderation.Superseded {
		t.Errorf("the request on an archived listing is %s", r.State)
	}
	own, err := h.desk.Listing(t.Context(), h.actor("ada"), harbour.Clinic.ID)
	if err != nil || own.Request != nil {
		t.Errorf("Listing(archived) = %+v, %v", own.Request, err)
	}
}

// TestQueue_proposal: a clinic that was proposed is published or rejected.
func TestQueue_proposal(t *testing.T) {
	for _, tt := range []struct {
		s      moderation.Sentence
		letter string
	}{
		{moderation.Sentence{Seen: directory.Submitted, To: directory.Published}, "listing_published ada"},
		{moderation.Sentence{Seen: directory.Submitted, To: directory.Rejected, Reason: moderation.OutOfScope}, "listing_rejected ada"},
	} {
		h := open(t)
		h.tx(func(tx moderation.Tx) error {
			l := h.public(harbour.Clinic.ID)
			l.State.Value = directory.Submitted
			_, err := tx.Publish(t.Context(), l)
			return err
		})
		c, err := h.queue.Item(t.Context(), h.actor("zoe"), moderation.ItemProposal, harbour.Clinic.ID)
		if err != nil || c.Is.Listing.Clinic.ID != harbour.Clinic.ID {
			t.Errorf("Item(proposal) = %+v, %v", c.Item, err)
		}
		_, err = h.queue.SetState(t.Context(), h.actor("zoe"), harbour.Clinic.ID, tt.s)
		if got := h.mail(); err != nil || got != tt.letter {
			t.Errorf("SetState(%s) wrote %q, %v; want %q", tt.s.To, got, err, tt.letter)
		}
	}
}

// TestQueue_reports: what many say of one listing is one row, and who gave an address
// has one letter.
func TestQueue_reports(t *testing.T) {
	h := open(t)
	email := must(directory.ParseEmail("pat@visitors.example"))
	report := func(r moderation.ReportReason, to directory.Email) {
		t.Helper()
		err := h.desk.Report(t.Context(), directory.Actor{}, moderation.Report{ClinicID: abbey.Clinic.ID, Reason: r, Text: " Look. ", Email: to})
		wants(t, "Report("+string(r)+")", err, "fine")
	}
	report(moderation.WrongHours, email)
	report(moderation.WrongHours, directory.Email{})
	report(moderation.IllegalContent, email)
	err := h.desk.Report(t.Context(), directory.Actor{}, moderation.Report{ClinicID: abbey.Clinic.ID, Reason: moderation.MyPersonalData, Text: "Me."})
	wants(t, "Report(my_data, without an address)", err, "moderation.report.email email")
	err = h.desk.Report(t.Context(), directory.Actor{}, moderation.Report{ClinicID: id(999), Reason: moderation.WrongHours})
	wants(t, "Report(no clinic)", err, "not_found.clinic")

	c, err := h.queue.Item(t.Context(), h.actor("zoe"), moderation.ItemLegal, abbey.Clinic.ID)
	if err != nil || len(c.Reports.Reports) != 3 || c.Reports.Counts[0].Count != 2 || c.Reports.Reports[0].Text != "Look." {
		t.Fatalf("Item(legal) = %+v, %v", c.Reports, err)
	}
	var seen []directory.ID
	for _, r := range c.Reports.Reports {
		seen = append(seen, r.ID)
	}
	report(moderation.WrongPrice, directory.Email{})
	err = h.queue.DecideReports(t.Context(), h.actor("zoe"), abbey.Clinic.ID, seen, moderation.NotTrue, "")
	wants(t, "DecideReports(a reason of changes)", err, "moderation.reason_needed reason")
	err = h.queue.DecideReports(t.Context(), h.actor("zoe"), abbey.Clinic.ID, seen, moderation.Fixed, " \n ")
	wants(t, "DecideReports(a notice by law, without a statement)", err, "moderation.statement_needed text")
	wants(t, "DecideReports()", h.queue.DecideReports(t.Context(), h.actor("zoe"), abbey.Clinic.ID, seen, moderation.Fixed, "Thank you."), "fine")
	if l := h.last(); l.Reason != string(moderation.Fixed) || l.Text != "Thank you." || !strings.HasSuffix(l.Path, "/report") {
		t.Errorf("DecideReports() wrote %+v; want to say where to appeal", l)
	}
	if got := h.mail(); got != "notice_decided pat" {
		t.Errorf("DecideReports() wrote %s", got)
	}
	err = h.queue.DecideReports(t.Context(), h.actor("max"), abbey.Clinic.ID, seen, moderation.Fixed, "")
	if got := told(err); got != "moderation.decided ZOE" {
		t.Errorf("DecideReports(after Zoe) = %s", got)
	}
	c, err = h.queue.Item(t.Context(), h.actor("zoe"), moderation.ItemReport, abbey.Clinic.ID)
	if err != nil || len(c.Reports.Reports) != 1 {
		t.Errorf("Item(what came since) = %+v, %v", c.Reports, err)
	}
	if public := h.public(abbey.Clinic.ID); public.UpdatedAt != abbey.UpdatedAt {
		t.Error("a report changed the listing")
	}
}

// TestQueue_Item: a moderator sees what a change is decided by, and what its author has
// done before.
func TestQueue_Item(t *testing.T) {
	h := open(t)
	h.give("bob", directory.RoleManager, harbour.Clinic.ID, directory.ID{})
	old := h.edit("ada", harbour.Clinic.ID, rename("Quay")).Request
	h.decide("zoe", old, moderation.Approve, "")
	mine := h.edit("ada", harbour.Clinic.ID, street("9 Quay")).Request
	h.now = h.now.Add(time.Minute)
	other := h.edit("bob", harbour.Clinic.ID, street("10 Quay")).Request
	items, err := h.queue.Items(t.Context(), h.actor("zoe"), moderation.QueueFilter{}, 1, 1)
	if err != nil || items.Total != 2 || len(items.Items) != 1 || items.Items[0].ID != mine.ID {
		t.Fatalf("Items() = %+v, %v", items, err)
	}
	if items, err := h.queue.Items(t.Context(), h.actor("zoe"), moderation.QueueFilter{}, 9, 1); err != nil || len(items.Items) != 0 {
		t.Errorf("Items(past the end) = %+v, %v", items, err)
	}
	c, err := h.queue.Item(t.Context(), h.actor("zoe"), moderation.ItemChange, mine.ID)
	if err != nil || c.Proposed.Clinic.Address.Address1 != "9 Quay" || c.Record.Approved != 1 || c.Author != h.account("ada") {
		t.Fatalf("Item() = %+v, %v", c, err)
	}
	if len(c.Overlaps) != 1 || c.Overlaps[0].ID != other.ID || len(c.Requests) != 1 || c.Requests[0].ID != old.ID || c.Names[h.account("bob")] != "BOB" {
		t.Errorf("Item() has overlaps %v, requests %v, names %v", c.Overlaps, c.Requests, c.Names)
	}
	_, err = h.queue.Item(t.Context(), h.actor("zoe"), moderation.ItemChange, old.ID)
	wants(t, "Item(decided)", err, "moderation.no_item")

	wants(t, "Assign(an owner)", h.queue.Assign(t.Context(), h.actor("zoe"), moderation.ItemChange, mine.ID, h.account("ada")), "moderation.assignee to")
	wants(t, "Assign()", h.queue.Assign(t.Context(), h.actor("zoe"), moderation.ItemChange, mine.ID, h.account("max")), "fine")
	items, err = h.queue.Items(t.Context(), h.actor("zoe"), moderation.QueueFilter{Assigned: h.account("max")}, 1, 20)
	if err != nil || items.Total != 1 || items.Names[h.account("max")] != "MAX" {
		t.Errorf("Items(Max's) = %+v, %v", items, err)
	}
	wants(t, "Assign(nobody)", h.queue.Assign(t.Context(), h.actor("max"), moderation.ItemChange, mine.ID, directory.ID{}), "fine")
	if items, err := h.queue.Items(t.Context(), h.actor("zoe"), moderation.QueueFilter{Free: true}, 1, 20); err != nil || items.Total != 2 {
		t.Errorf("Items(nobody's) = %+v, %v", items, err)
	}
}

// TestQueue_staffOnly: whoever is no moderator, or has not shown a second factor, is
// refused everything, and nothing is done.
func TestQueue_staffOnly(t *testing.T) {
	h := open(t)
	r := h.edit("ada", harbour.Clinic.ID, street("9 Quay")).Request
	_, before := h.record(0)
	weak := h.actor("zoe")
	weak.Strong = false
	calls := map[string]func(context.Context, directory.Actor) error{
		"Items": func(ctx context.Context, a directory.Actor) error {
			_, err := h.queue.Items(ctx, a, moderation.QueueFilter{}, 1, 20)
			return err
		},
		"Item": func(ctx context.Context, a directory.Actor) error {
			_, err := h.queue.Item(ctx, a, moderation.ItemChange, r.ID)
			return err
		},
		"Assign": func(ctx context.Context, a directory.Actor) error {
			return h.queue.Assign(ctx, a, moderation.ItemChange, r.ID, h.account("zoe"))
		},
		"Decide": func(ctx context.Context, a directory.Actor) error {
			_, err := h.queue.Decide(ctx, a, r.ID, moderation.Verdict{Answer: moderation.Approve, Revision: r.Revision})
			return err
		},
		"DecideAll": func(ctx context.Context, a directory.Actor) error {
			_, err := h.queue.DecideAll(ctx, a, []moderation.Ruling{{Request: r.ID}})
			return err
		},
		"Undo": func(ctx context.Context, a directory.Actor) error {
			_, err := h.queue.Undo(ctx, a, r.ID)
			return err
		},
		"SetState": func(ctx context.Context, a directory.Actor) error {
			_, err := h.queue.SetState(ctx, a, harbour.Clinic.ID, moderation.Sentence{Seen: "published", To: "suspended", Reason: moderation.Fraud, Text: "x"})
			return err
		},
		"DecideReports": func(ctx context.Context, a directory.Actor) error {
			return h.queue.DecideReports(ctx, a, harbour.Clinic.ID, nil, moderation.Fixed, "")
		},
		"History": func(ctx context.Context, a directory.Actor) error {
			_, err := h.queue.History(ctx, a, moderation.EventFilter{})
			return err
		},
		"Claims.Decide": func(ctx context.Context, a directory.Actor) error {
			_, err := h.claims.Decide(ctx, a, id(999), true, "", "")
			return err
		},
		"Claims.Called": func(ctx context.Context, a directory.Actor) error {
			_, err := h.claims.Called(ctx, a, id(999), directory.ID{}, directory.Phone{}, "")
			return err
		},
	}
	for name, call := range calls {
		for who, actor := range map[string]directory.Actor{"a visitor": {}, "an owner": h.actor("ada"), "a moderator without a second factor": weak} {
			wants(t, name+"("+who+")", call(t.Context(), actor), "auth.forbidden")
		}
	}
	_, err := h.queue.History(t.Context(), h.actor("zoe"), moderation.EventFilter{})
	wants(t, "History(a moderator)", err, "auth.forbidden")
	if all, err := h.queue.History(t.Context(), h.actor("root"), moderation.EventFilter{}); err != nil || len(all.Events) != int(before) {
		t.Errorf("History(an admin) = %d events, %v; want %d", len(all.Events), err, before)
	}
	if what, last := h.record(before); last != before {
		t.Errorf("what was refused left %s", what)
	}
}

// TestQueue_fileMeanwhile: a file that changes a listing does not know of what waits.
// What it has made true is not asked for any more, and leaves the queue when somebody
// comes to it.
func TestQueue_fileMeanwhile(t *testing.T) {
	h := open(t)
	import9Quay := func(l *directory.Listing) error { l.Clinic.Address.Address1 = "9 Quay"; return nil }
	r := h.edit("ada", harbour.Clinic.ID, street("9 Quay")).Request
	must(h.store.UpdateListing(t.Context(), harbour.Clinic.ID, import9Quay))
	v := moderation.Verdict{Answer: moderation.Approve, Revision: r.Revision}
	_, err := h.queue.Decide(t.Context(), h.actor("zoe"), r.ID, v)
	wants(t, "Decide(what is so by now)", err, "moderation.moved_on")
	if got := h.request(r.ID); got.State != moderation.Superseded || h.mail() != "" {
		t.Errorf("the request is %s", got.State)
	}
	r = h.edit("abe", abbey.Clinic.ID, street("9 Quay")).Request
	must(h.store.UpdateListing(t.Context(), abbey.Clinic.ID, import9Quay))
	next := h.edit("abe", abbey.Clinic.ID, rename("Abbey")).Request
	if got := h.request(r.ID); got.State != moderation.Superseded || next.ID == r.ID || names(next.Differences) != "name" {
		t.Errorf("the old request is %s, the new one wants %s", got.State, names(next.Differences))
	}
}
