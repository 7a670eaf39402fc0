package moderation_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// TestRebase has two owners ask for changes of one listing; the second's is brought
// onto what became of the first's.
func TestRebase(t *testing.T) {
	l := listing()
	first := pending(t, l, rename("Abbey"), street("2 Quay"), describe("New"))
	second := edited(t, editBy(bea, l, rename("Mill"), describe("New"), func(l *directory.Listing) { l.Clinic.Languages = nil }), version(l, 1), nil).Request
	if got := strings.Join(moderation.Overlap(first, second), " "); got != "name description" {
		t.Errorf("Overlap() = %q", got)
	}
	next, err := first.Decide(version(l, 1), moderation.Verdict{By: zoe, Answer: moderation.Approve, Revision: 1}, now)
	wants(t, "Decide(first)", err, "fine")
	asked := len(second.Differences)
	is := version(next, 2)
	changed, err := second.Rebase(is)
	if err != nil || !changed || conflictNames(second.Conflicts) != "name" || len(second.Differences) != asked-2 || second.Base != 2 {
		t.Fatalf("Rebase() = %t, %v: %+v", changed, err, second)
	}
	if string(second.Conflicts[0].Is) != `"Abbey"` || string(second.Conflicts[0].To) != `"Mill"` {
		t.Errorf("the conflict is %s, and wants %s", second.Conflicts[0].Is, second.Conflicts[0].To)
	}
	if again, err := second.Rebase(is); err != nil || again {
		t.Errorf("Rebase(again) = %t, %v; want no difference", again, err)
	}
	approve := moderation.Verdict{By: zoe, Answer: moderation.Approve, Revision: second.Revision}
	_, err = second.Decide(is, approve, now)
	wants(t, "Decide(with a conflict)", err, "moderation.conflicts name")
	rest := *second
	approve.Reason = moderation.Duplicate
	for _, d := range second.Differences {
		approve.Chosen = append(approve.Chosen, d.Name())
	}
	if got, err := rest.Decide(is, approve, now); err != nil || got.Clinic.Name != "Abbey" || got.Clinic.Languages != nil || !slices.Equal(rest.Decision.Refused, []string{"name"}) {
		t.Errorf("Decide(the rest) = %+v, %s", rest.Decision, said(err))
	}
	ours := *second
	wants(t, "Settle(what is none)", ours.Settle("address", true), "moderation.no_conflict")
	wants(t, "Settle(theirs)", ours.Settle("name", false), "fine")
	wants(t, "Settle(ours)", second.Settle("name", true), "fine")
	for r, want := range map[*moderation.ChangeRequest]string{&ours: "Abbey", second: "Mill"} {
		got, err := r.Decide(is, moderation.Verdict{By: zoe, Answer: moderation.Approve, Revision: r.Revision}, now)
		if err != nil || got.Clinic.Name != want || got.Clinic.Address.Address1 != "2 Quay" {
			t.Errorf("settled: %s %s, %s; want %s", got.Clinic.Name, got.Clinic.Address.Address1, said(err), want)
		}
	}
	if done, err := first.Rebase(is); done || err != nil {
		t.Errorf("Rebase(what is decided) = %t, %v", done, err)
	}
}

func TestRebase_nothingLeft(t *testing.T) {
	l := listing()
	r := pending(t, l, rename("Abbey"))
	if changed, err := r.Rebase(version(changed(l, rename("Abbey")), 2)); err != nil || !changed || r.State != moderation.Superseded {
		t.Errorf("Rebase(onto what it wants) = %t, %v, and leaves it %s", changed, err, r.State)
	}
	r = pending(t, l, rename("Abbey"))
	is := version(changed(l, rename("Mill")), 2)
	if _, err := r.Rebase(is); err != nil || conflictNames(r.Conflicts) != "name" {
		t.Fatalf("Rebase() = %v, %+v", err, r)
	}
	again := edited(t, editBy(ada, is.Listing, rename("Abbey Mill")), is, r).Request
	if again.Conflicts != nil || names(again.Differences) != "name" {
		t.Errorf("said anew it is %+v, want no conflict", again)
	}
	other := edited(t, editBy(ada, is.Listing, describe("New")), is, r).Request
	if conflictNames(other.Conflicts) != "name" || names(other.Differences) != "description" {
		t.Errorf("something else said, it is %+v; want the conflict kept", other)
	}
	if _, err := r.Rebase(version(l, 3)); err != nil || r.Conflicts != nil || names(r.Differences) != "name" {
		t.Errorf("Rebase(the conflict gone) = %v, %+v", err, r)
	}
}

func TestUndo(t *testing.T) {
	l := listing()
	r := pending(t, l, rename("Abbey"), street("2 Quay"))
	_, _, err := r.Undo(version(l, 1), zoe, now)
	wants(t, "Undo(what waits)", err, "moderation.nothing_done")
	next, err := r.Decide(version(l, 1), moderation.Verdict{By: zoe, Answer: moderation.Approve, Chosen: []string{"name"}, Reason: moderation.Unproven, Revision: 1}, now)
	wants(t, "Decide()", err, "fine")
	is := changed(next, describe("Somebody's"))
	got, opposite, err := r.Undo(version(is, 3), yan, now)
	wants(t, "Undo()", err, "fine")
	if got.Clinic.Name != l.Clinic.Name || got.Clinic.Description != "Somebody's" {
		t.Errorf("Undo() leaves %s, %s", got.Clinic.Name, got.Clinic.Description)
	}
	if !opposite.Decision.Quiet || opposite.Undoes != r.ID || opposite.State != moderation.Approved || names(opposite.Differences) != "name" || r.UndoneBy != yan.ID {
		t.Errorf("Undo() makes %+v", opposite)
	}
	_, _, err = r.Undo(version(got, 4), zoe, now)
	wants(t, "Undo(again)", err, "moderation.undone")
	if back, _, err := opposite.Undo(version(got, 4), zoe, now); err != nil || back.Clinic.Name != "Abbey" {
		t.Errorf("Undo(the undoing) = %s, %s", back.Clinic.Name, said(err))
	}
	live := edited(t, editBy(ada, l, opens(600)), version(l, 1), nil)
	_, _, err = live.Live.Undo(version(changed(l, opens(660)), 2), zoe, now)
	wants(t, "Undo(changed since)", err, "moderation.undo_conflicts hours")
	if got, _, err := live.Live.Undo(version(live.Listing, 2), zoe, now); err != nil || !reflect.DeepEqual(got.Clinic, l.Clinic) {
		t.Errorf("Undo(live) = %s, and leaves %s", said(err), names(diff(t, l, got)))
	}
	no := pending(t, l, rename("Abbey"))
	_, err = no.Decide(version(l, 1), moderation.Verdict{By: zoe, Answer: moderation.Reject, Reason: moderation.NotTrue, Revision: 1}, now)
	wants(t, "Decide(reject)", err, "fine")
	if same, none, err := no.Undo(version(l, 1), zoe, now); err != nil || none != nil || no.State != moderation.Pending || !reflect.DeepEqual(same, l) {
		t.Errorf("Undo(a rejection) = %+v, %s, and leaves it %s", none, said(err), no.State)
	}
}

func TestRecordOf(t *testing.T) {
	r := func(by directory.ID, state moderation.State, live bool, undoneBy directory.ID) moderation.ChangeRequest {
		return moderation.ChangeRequest{By: by, State: state, Live: live, UndoneBy: undoneBy}
	}
	none := directory.ID{}
	undoing := r(ada, moderation.Approved, false, none)
	undoing.Undoes = id(1)
	all := []moderation.ChangeRequest{
		r(ada, moderation.Approved, false, none), r(ada, moderation.Approved, false, none), r(bea, moderation.Approved, false, none),
		r(ada, moderation.Approved, true, none), r(ada, moderation.Rejected, false, none), r(ada, moderation.Approved, true, zoe.ID),
		r(ada, moderation.Approved, false, zoe.ID), r(ada, moderation.Approved, false, ada), undoing,
	}
	if got, want := moderation.RecordOf(ada, all), (moderation.Record{Approved: 2, Reverted: 2}); got != want {
		t.Errorf("RecordOf() = %+v, want %+v", got, want)
	}
}

// TestBroken has requests that were kept and cannot be read: that is our fault.
func TestBroken(t *testing.T) {
	l := listing()
	broken := []moderation.Difference{{Path: moderation.Path{Field: moderation.FieldName}, From: []byte(`{`), To: []byte(`"x"`)}}
	r := &moderation.ChangeRequest{By: ada, State: moderation.Pending, Differences: broken}
	_, err1 := r.Decide(version(l, 1), moderation.Verdict{By: zoe, Answer: moderation.Approve}, now)
	_, err2 := r.Rebase(version(l, 1))
	_, err3 := editBy(ada, l, rename("Abbey")).Make(version(l, 1), r, now)
	_, _, err4 := editBy(ada, l, rename("Abbey")).Save(version(l, 1), r, now)
	r.State = moderation.Approved
	_, _, err5 := r.Undo(version(l, 1), zoe, now)
	for i, err := range []error{err1, err2, err3, err4, err5} {
		if err == nil || directory.KindOf(err) != directory.Internal {
			t.Errorf("call %d of a broken request = %v, want our fault", i+1, err)
		}
	}
}
