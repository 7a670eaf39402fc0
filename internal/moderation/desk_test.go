package moderation_test

import (
	"strconv"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// TestDesk_Edit: hours go live, an address waits, and the owner sees both.
func TestDesk_Edit(t *testing.T) {
	h := open(t)
	out := h.edit("ada", harbour.Clinic.ID, shutMondays, street("9 New Quay"))
	if names(out.Live.Differences) != "hours" || names(out.Request.Differences) != "address" || out.Request.State != moderation.Pending {
		t.Errorf("Edit() = live %s, %s %s", names(out.Live.Differences), out.Request.State, names(out.Request.Differences))
	}
	public := h.public(harbour.Clinic.ID)
	if public.Clinic.Hours.Week[time.Monday] != nil || public.Clinic.Address.Address1 != harbour.Clinic.Address.Address1 {
		t.Errorf("visitors see %v at %s", public.Clinic.Hours.Week[time.Monday], public.Clinic.Address.Address1)
	}
	own, err := h.desk.Listing(t.Context(), h.actor("ada"), harbour.Clinic.ID)
	if err != nil || own.Who != moderation.ClinicOwner || own.Request.ID != out.Request.ID || own.Proposed.Clinic.Address.Address1 != "9 New Quay" {
		t.Errorf("Listing() = %s, %+v, %s, %v", own.Who, own.Request, own.Proposed.Clinic.Address.Address1, err)
	}
	if own.Request.Base != own.Is.Number {
		t.Errorf("what waits is to version %d, and %d is public", own.Request.Base, own.Is.Number)
	}
	if own.Percent != 100 || own.Missing != nil || own.Days != 0 {
		t.Errorf("Listing() = %d %%, %v, %d days; want 100, none, 0", own.Percent, own.Missing, own.Days)
	}
	if what, _ := h.record(0); what != "change.ask, change.publish" {
		t.Errorf("the record has %s", what)
	}
	if got := h.mail(); got != "" {
		t.Errorf("Edit() wrote %s", got)
	}
	if replies, err := h.store.Replies(t.Context(), harbour.Clinic.ID); err != nil || len(replies) != 1 || replies[0].Path.Field != moderation.FieldHours {
		t.Errorf("Replies() = %+v, %v; want one of the hours", replies, err)
	}
	past, err := h.desk.History(t.Context(), h.actor("ada"), harbour.Clinic.ID, 0)
	if err != nil || len(past.Events) != 2 || past.Events[0].What != "change.publish" || past.Events[0].After == nil || past.Names[h.account("ada")] != "ADA" {
		t.Errorf("History() = %+v, %v", past, err)
	}
}

// TestDesk_Edit_refused: nothing of an edit is saved that somebody may not make.
func TestDesk_Edit_refused(t *testing.T) {
	h := open(t)
	weak := h.actor("zoe")
	weak.Strong = false
	for _, tt := range []struct {
		name   string
		actor  directory.Actor
		change func(*directory.Listing)
		want   string
	}{
		{"a visitor", directory.Actor{}, shutMondays, "not_found.clinic"},
		{"the owner of another clinic", h.actor("abe"), shutMondays, "not_found.clinic"},
		{"a moderator without a second factor", weak, shutMondays, "not_found.clinic"},
		{"the state", h.actor("ada"), func(l *directory.Listing) { l.State.Value = directory.Suspended; shutMondays(l) }, "moderation.refused state"},
		{"no name", h.actor("ada"), func(l *directory.Listing) { l.Clinic.Name = ""; shutMondays(l) }, "invalid.missing name"},
	} {
		_, err := h.desk.Edit(t.Context(), tt.actor, harbour.Clinic.ID, harbour, changed(harbour, tt.change))
		wants(t, "Edit("+tt.name+")", err, tt.want)
		_, _, err = h.desk.SaveDraft(t.Context(), tt.actor, harbour.Clinic.ID, harbour, changed(harbour, tt.change))
		if err == nil && tt.name != "no name" {
			t.Errorf("SaveDraft(%s) = fine", tt.name)
		}
	}
	_, err := h.desk.Listing(t.Context(), h.actor("abe"), harbour.Clinic.ID)
	wants(t, "Listing(another's)", err, "not_found.clinic")
	_, err = h.desk.History(t.Context(), h.actor("abe"), harbour.Clinic.ID, 0)
	wants(t, "History(another's)", err, "not_found.clinic")
	if public := h.public(harbour.Clinic.ID); public.Clinic.Hours.Week[time.Monday] == nil {
		t.Error("the hours were changed")
	}
}

// TestDesk_roleGone: a role that was taken away between the door and the desk is none.
func TestDesk_roleGone(t *testing.T) {
	h := open(t)
	ada := h.actor("ada")
	h.drop("ada")
	_, err := h.desk.Edit(t.Context(), ada, harbour.Clinic.ID, harbour, changed(harbour, shutMondays))
	wants(t, "Edit(role gone)", err, "not_found.clinic")
}

// TestDesk_draft: a draft is its author's, and is sent as it was saved.
func TestDesk_draft(t *testing.T) {
	h := open(t)
	h.give("bob", directory.RoleManager, harbour.Clinic.ID, directory.ID{})
	for _, s := range []string{"8 Quay", "9 Quay"} {
		own, err := h.desk.Listing(t.Context(), h.actor("ada"), harbour.Clinic.ID)
		if err != nil {
			t.Fatal(err)
		}
		r, conflicts, err := h.desk.SaveDraft(t.Context(), h.actor("ada"), harbour.Clinic.ID, own.Proposed, changed(own.Proposed, street(s), shutMondays))
		if err != nil || conflicts != nil || r.State != moderation.Draft {
			t.Fatalf("SaveDraft(%s) = %s, %v, %v", s, r.State, conflicts, err)
		}
	}
	if what, _ := h.record(0); what != "change.draft" {
		t.Errorf("the record has %s", what)
	}
	own, err := h.desk.Listing(t.Context(), h.actor("bob"), harbour.Clinic.ID)
	if err != nil || own.Request != nil || own.Others != nil {
		t.Errorf("Listing(somebody else) = %+v, %+v, %v; want nothing of the draft", own.Request, own.Others, err)
	}
	out := h.edit("ada", harbour.Clinic.ID)
	if out.Live != nil || names(out.Request.Differences) != "address hours" {
		t.Errorf("sending the draft = %+v, waits %s", out.Live, names(out.Request.Differences))
	}
	own, err = h.desk.Listing(t.Context(), h.actor("bob"), harbour.Clinic.ID)
	if err != nil || len(own.Others) != 1 || own.Names[h.account("ada")] != "ADA" {
		t.Errorf("Listing(somebody else) = %+v, %v; want what was sent", own.Others, err)
	}
	again := h.edit("ada", harbour.Clinic.ID)
	if got := h.request(again.Request.ID); got.Revision != out.Request.Revision {
		t.Errorf("sending the same again is revision %d, want %d: a moderator may be looking", got.Revision, out.Request.Revision)
	}
	wants(t, "Withdraw(another's)", h.desk.Withdraw(t.Context(), h.actor("bob"), out.Request.ID), "moderation.no_request")
	wants(t, "Withdraw()", h.desk.Withdraw(t.Context(), h.actor("ada"), out.Request.ID), "fine")
	wants(t, "Withdraw(again)", h.desk.Withdraw(t.Context(), h.actor("ada"), out.Request.ID), "moderation.moved_on")
}

// TestDesk_conflict: the second sees the first's change and loses nothing.
func TestDesk_conflict(t *testing.T) {
	h := open(t)
	h.give("bob", directory.RoleManager, harbour.Clinic.ID, directory.ID{})
	first := h.edit("ada", harbour.Clinic.ID, street("9 Quay"))
	second := h.edit("bob", harbour.Clinic.ID, street("10 Quay"), rename("Harbour"))
	h.decide("zoe", first.Request, moderation.Approve, "")
	if what, _ := h.record(0); what != "change.ask, change.ask, change.approve, change.rebase" {
		t.Errorf("the record has %s", what)
	}
	r := h.request(second.Request.ID)
	if conflictNames(r.Conflicts) != "address" || names(r.Differences) != "name" {
		t.Fatalf("the second has %s, and in conflict %s", names(r.Differences), conflictNames(r.Conflicts))
	}
	_, err := h.queue.Decide(t.Context(), h.actor("zoe"), r.ID, moderation.Verdict{Answer: moderation.Approve, Revision: r.Revision})
	wants(t, "Decide(in conflict)", err, "moderation.conflicts address")
	_, err = h.desk.Settle(t.Context(), h.actor("ada"), r.ID, "address", true)
	wants(t, "Settle(another's)", err, "moderation.no_request")
	_, err = h.desk.Settle(t.Context(), h.actor("bob"), r.ID, "phones", true)
	wants(t, "Settle(no conflict)", err, "moderation.no_conflict")
	r, err = h.desk.Settle(t.Context(), h.actor("bob"), r.ID, "address", true)
	if err != nil || r.Conflicts != nil || names(r.Differences) != "name address" {
		t.Fatalf("Settle() = %s, %v", names(r.Differences), err)
	}
	h.decide("zoe", &r, moderation.Approve, "")
	if public := h.public(harbour.Clinic.ID); public.Clinic.Address.Address1 != "10 Quay" || public.Clinic.Name != "Harbour" {
		t.Errorf("visitors see %s at %s", public.Clinic.Name, public.Clinic.Address.Address1)
	}
}

// decide has somebody decide a request as it is kept.
func (h *house) decide(name string, r *moderation.ChangeRequest, a moderation.Answer, reason moderation.Reason) {
	h.Helper()
	v := moderation.Verdict{Answer: a, Revision: h.request(r.ID).Revision, Reason: reason}
	if a == moderation.AskBack {
		v.Text = "Since when?"
	}
	if _, err := h.queue.Decide(h.Context(), h.actor(name), r.ID, v); err != nil {
		h.Fatalf("Decide(%s, %s) = %v", name, a, err)
	}
}

// TestQueue_Decide: each decision is one letter to the author, in their language.
func TestQueue_Decide(t *testing.T) {
	for _, tt := range []struct {
		verdict moderation.Verdict
		letter  auth.LetterKind
		state   moderation.State
		public  string
	}{
		{moderation.Verdict{Answer: moderation.Approve}, auth.ChangeApproved, moderation.Approved, "Quay 9 Quay"},
		{moderation.Verdict{Answer: moderation.Approve, Chosen: []string{"name"}, Reason: moderation.NotTrue}, auth.ChangeApprovedInPart, moderation.Approved, "Quay 1 Example Street"},
		{moderation.Verdict{Answer: moderation.Reject, Reason: moderation.Unproven}, auth.ChangeRejected, moderation.Rejected, "Example Clinic 1 1 Example Street"},
		{moderation.Verdict{Answer: moderation.AskBack, Text: "Since when?"}, auth.ChangeAskedBack, moderation.AskedBack, "Example Clinic 1 1 Example Street"},
	} {
		h := open(t)
		waits := h.edit("ada", harbour.Clinic.ID, street("9 Quay"), rename("Quay")).Request
		tt.verdict.Revision = waits.Revision
		r, err := h.queue.Decide(t.Context(), h.actor("zoe"), waits.ID, tt.verdict)
		if err != nil || r.State != tt.state {
			t.Errorf("Decide(%+v) = %s, %v; want %s", tt.verdict, r.State, err, tt.state)
		}
		l := h.last()
		if l.Kind != tt.letter || l.Language.String() != "tr" || l.Reason != string(tt.verdict.Reason) || l.Text != tt.verdict.Text {
			t.Errorf("Decide(%+v) wrote %+v", tt.verdict, l)
		}
		if got, want := h.mail(), string(tt.letter)+" ada"; got != want {
			t.Errorf("Decide(%+v) wrote %s, want %s", tt.verdict, got, want)
		}
		if c := h.public(harbour.Clinic.ID).Clinic; c.Name+" "+c.Address.Address1 != tt.public {
			t.Errorf("after Decide(%+v) visitors see %s %s, want %s", tt.verdict, c.Name, c.Address.Address1, tt.public)
		}
		if r.State == moderation.AskedBack {
			continue
		}
		_, err = h.queue.Decide(t.Context(), h.actor("max"), waits.ID, tt.verdict)
		if got := told(err); got != "moderation.decided ZOE" {
			t.Errorf("Decide(after Zoe) = %s", got)
		}
		if own, err := h.desk.Listing(t.Context(), h.actor("ada"), harbour.Clinic.ID); err != nil || own.Days != 1 {
			t.Errorf("Listing() = usually %d days, %v; want 1", own.Days, err)
		}
	}
}

// TestDesk_askedBack: whoever is asked answers by sending what they want, or takes it
// back by wanting what is.
func TestDesk_askedBack(t *testing.T) {
	h := open(t)
	r := h.edit("ada", harbour.Clinic.ID, street("9 Quay")).Request
	h.decide("zoe", r, moderation.AskBack, "")
	if out := h.edit("ada", harbour.Clinic.ID); out.Request.ID != r.ID || out.Request.State != moderation.Pending {
		t.Errorf("Edit(the same) = %+v", out.Request)
	}
	out := h.edit("ada", harbour.Clinic.ID, street(harbour.Clinic.Address.Address1))
	if out.Request.State != moderation.Withdrawn {
		t.Errorf("Edit(what is) = %s", out.Request.State)
	}
	if what, _ := h.record(0); what != "change.ask, change.ask_back, change.ask, change.withdraw" {
		t.Errorf("the record has %s", what)
	}
}

// TestDesk_moderator: what a moderator edits goes live, and the clinic has said nothing.
func TestDesk_moderator(t *testing.T) {
	h := open(t)
	out := h.edit("zoe", harbour.Clinic.ID, street("9 Quay"), shutMondays)
	if out.Request != nil || names(out.Live.Differences) != "address hours" {
		t.Errorf("Edit(a moderator) = %+v, live %s", out.Request, names(out.Live.Differences))
	}
	if replies, err := h.store.Replies(t.Context(), harbour.Clinic.ID); err != nil || replies != nil {
		t.Errorf("Replies() = %+v, %v", replies, err)
	}
}

// TestQueue_Decide_closed: who has closed their account is not written to.
func TestQueue_Decide_closed(t *testing.T) {
	h := open(t)
	r := h.edit("ada", harbour.Clinic.ID, street("9 Quay")).Request
	h.tx(func(tx moderation.Tx) error {
		_, err := tx.UpdateAccount(t.Context(), h.account("ada"), func(a *directory.Account) error { a.State = directory.AccountClosed; return nil })
		return err
	})
	h.decide("zoe", r, moderation.Approve, "")
	if got := h.mail(); got != "" {
		t.Errorf("Decide() wrote %s", got)
	}
}

// TestQueue_Decide_forgotten: what somebody has asked for who is forgotten since can be
// approved, but nothing is kept with a key of theirs any more, and nobody written to.
func TestQueue_Decide_forgotten(t *testing.T) {
	h := open(t)
	r := h.edit("ada", harbour.Clinic.ID, func(l *directory.Listing) { l.Clinic.Practitioners[0].Qualification = "PhD" }).Request
	h.post.forgotten = h.account("ada")
	h.decide("zoe", r, moderation.Approve, "")
	if got := h.mail(); got != "" {
		t.Errorf("Decide() wrote %s", got)
	}
	past, err := h.store.Recorded(t.Context(), moderation.EventFilter{Listing: harbour.Clinic.ID}, 0)
	if err != nil || len(past) != 2 || past[0].After != nil || past[1].After == nil {
		t.Errorf("Recorded() = %+v, %v; want what was asked, and nothing of what was approved", past, err)
	}
}

func TestComplete(t *testing.T) {
	l := listing()
	for _, tt := range []struct {
		change func(*directory.Clinic)
		want   string
	}{
		{func(*directory.Clinic) {}, "100"},
		{func(c *directory.Clinic) { c.Photos, c.Phones = nil, nil }, "87 phones photos"},
		{func(c *directory.Clinic) {
			c.Offerings = append(c.Offerings, directory.Offering{Service: directory.PEPFactor})
		}, "100"},
		{func(c *directory.Clinic) { c.Offerings = []directory.Offering{{Service: directory.SMP}} }, "76 prices.smp capacity.smp features.smp"},
		{func(c *directory.Clinic) { *c = directory.Clinic{} }, "0 services phones hours practitioners address url email languages photos description"},
	} {
		c := l.Clinic
		tt.change(&c)
		percent, missing := moderation.Complete(&c)
		got := strconv.Itoa(percent)
		for _, p := range missing {
			got += " " + p.String()
		}
		if got != tt.want {
			t.Errorf("Complete() = %s, want %s", got, tt.want)
		}
	}
}
