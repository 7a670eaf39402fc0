package moderation_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

var (
	ada, bea = id(50), id(51)
	zoe      = moderation.Person{ID: id(60), Name: "Zoe Example"}
	yan      = moderation.Person{ID: id(61), Name: "Yan Example"}
)

func version(l directory.Listing, n int64) moderation.Version {
	return moderation.Version{Listing: l, Number: n}
}

// editBy is an edit of an owner who is not trusted yet.
func editBy(by directory.ID, from directory.Listing, changes ...func(*directory.Listing)) moderation.Edit {
	return moderation.Edit{By: by, Who: moderation.ClinicOwner, Source: "the clinic", From: from, To: changed(from, changes...)}
}

func edited(tb rapid.TB, e moderation.Edit, is moderation.Version, own *moderation.ChangeRequest) moderation.Edited {
	tb.Helper()
	out, err := e.Make(is, own, now)
	if err != nil {
		tb.Fatalf("Make() = %s", said(err))
	}
	return out
}

// pending is a request of Ada's that waits.
func pending(tb testing.TB, l directory.Listing, changes ...func(*directory.Listing)) *moderation.ChangeRequest {
	tb.Helper()
	r := edited(tb, editBy(ada, l, changes...), version(l, 1), nil).Request
	if r == nil || r.State != moderation.Pending {
		tb.Fatalf("the edit gives %+v, want a request that waits", r)
	}
	r.ID = id(800)
	return r
}

// TestState is the whole table of states.
func TestState(t *testing.T) {
	states := []moderation.State{"draft", "pending", "asked_back", "approved", "rejected", "withdrawn", "superseded"}
	want := map[moderation.State]string{ //nolint:exhaustive // the others lead nowhere
		"draft": "pending withdrawn superseded", "pending": "pending asked_back approved rejected withdrawn superseded",
		"asked_back": "pending withdrawn superseded", "rejected": "pending",
	}
	for _, from := range states {
		var got []string
		for _, to := range states {
			if from.May(to) {
				got = append(got, string(to))
			}
		}
		if strings.Join(got, " ") != want[from] {
			t.Errorf("from %s to %v, want %q", from, got, want[from])
		}
		if open := slices.Contains([]moderation.State{"draft", "pending", "asked_back"}, from); from.Open() != open {
			t.Errorf("%s.Open() = %t", from, from.Open())
		}
	}
}

func TestDecide_request(t *testing.T) {
	l := listing()
	long := strings.Repeat("é", 2001)
	tests := []struct {
		name    string
		verdict moderation.Verdict
		want    string
		state   moderation.State
		made    string // of the listing
	}{
		{"all", moderation.Verdict{Answer: moderation.Approve}, "fine", "approved", "name address"},
		{"some", moderation.Verdict{Answer: moderation.Approve, Chosen: []string{"name"}, Reason: moderation.Unproven}, "fine", "approved", "name"},
		{"some without a reason", moderation.Verdict{Answer: moderation.Approve, Chosen: []string{"name"}}, "moderation.reason_needed reason", "pending", ""},
		{"what is not there", moderation.Verdict{Answer: moderation.Approve, Chosen: []string{"name", "hours"}}, "moderation.no_difference hours", "pending", ""},
		{"all with a reason", moderation.Verdict{Answer: moderation.Approve, Reason: moderation.Fraud}, "moderation.reason_idle reason", "pending", ""},
		{"rejected", moderation.Verdict{Answer: moderation.Reject, Reason: moderation.NotTrue}, "fine", "rejected", ""},
		{"rejected without a reason", moderation.Verdict{Answer: moderation.Reject}, "moderation.reason_needed reason", "pending", ""},
		{"rejected for what claims are", moderation.Verdict{Answer: moderation.Reject, Reason: moderation.ClaimedBefore}, "moderation.reason_needed reason", "pending", ""},
		{"rejected for another reason", moderation.Verdict{Answer: moderation.Reject, Reason: moderation.Other, Text: " \n"}, "moderation.text_needed text", "pending", ""},
		{"rejected at length", moderation.Verdict{Answer: moderation.Reject, Reason: moderation.Other, Text: long}, "invalid.too_long text", "pending", ""},
		{"rejected in lines", moderation.Verdict{Answer: moderation.Reject, Reason: moderation.Other, Text: "One.\r\n\tTwo."}, "fine", "rejected", ""},
		{"rejected in commands", moderation.Verdict{Answer: moderation.Reject, Reason: moderation.Other, Text: "\x1b[2J"}, "invalid.text text", "pending", ""},
		{"asked back", moderation.Verdict{Answer: moderation.AskBack, Text: "Since when?"}, "fine", "asked_back", ""},
		{"asked nothing", moderation.Verdict{Answer: moderation.AskBack}, "moderation.text_needed text", "pending", ""},
		{"nonsense", moderation.Verdict{Answer: "postpone"}, "moderation.answer", "pending", ""},
		{"their own", moderation.Verdict{By: moderation.Person{ID: ada}, Answer: moderation.Approve}, "moderation.own", "pending", ""},
		{"an older one", moderation.Verdict{Answer: moderation.Approve, Revision: 7}, "moderation.edited", "pending", ""},
	}
	for _, tt := range tests {
		r := pending(t, l, rename("Abbey"), street("2 Quay"))
		if tt.verdict.By.ID.IsZero() {
			tt.verdict.By = zoe
		}
		if tt.verdict.Revision == 0 {
			tt.verdict.Revision = r.Revision
		}
		got, err := r.Decide(version(l, 1), tt.verdict, now)
		wants(t, "Decide("+tt.name+")", err, tt.want)
		if made := names(diff(t, l, got)); r.State != tt.state || made != tt.made {
			t.Errorf("Decide(%s) makes it %s, and of the listing %q; want %s, %q", tt.name, r.State, made, tt.state, tt.made)
		}
		if err != nil && !reflect.DeepEqual(r.Decision, moderation.Decision{}) {
			t.Errorf("Decide(%s) is refused and leaves %+v", tt.name, r.Decision)
		}
	}
}

func TestDecide_twoDeciders(t *testing.T) {
	l := listing()
	r := pending(t, l, rename("Abbey"))
	next, err := r.Decide(version(l, 1), moderation.Verdict{By: zoe, Answer: moderation.Approve, Revision: 1}, now)
	wants(t, "Decide(first)", err, "fine")
	got, err := r.Decide(version(next, 2), moderation.Verdict{By: yan, Answer: moderation.Reject, Reason: moderation.NotTrue, Revision: 1}, now)
	wants(t, "Decide(second)", err, "moderation.decided")
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) || e.Kind != directory.Conflict || e.Message.Args["By"] != "Zoe Example" || !reflect.DeepEqual(got, next) || r.Decision.By != zoe {
		t.Errorf("Decide(second) = %+v; want a Conflict that names Zoe, and nothing changed", err)
	}
	wants(t, "Withdraw(decided)", r.Withdraw(ada, now), "moderation.decided")
	if stored := string(must(json.Marshal(r))); strings.Contains(stored, "Zoe") {
		t.Errorf("a name is kept: %s", stored)
	}
}

func TestWithdraw(t *testing.T) {
	r := pending(t, listing(), rename("Abbey"))
	wants(t, "Withdraw(another's)", r.Withdraw(bea, now), "moderation.no_request")
	wants(t, "Withdraw()", r.Withdraw(ada, now), "fine")
	wants(t, "Withdraw(again)", r.Withdraw(ada, now), "moderation.moved_on")
	if r.Supersede() {
		t.Error("a request that was withdrawn was superseded")
	}
	if other := pending(t, listing(), rename("Abbey")); !other.Supersede() || other.State != moderation.Superseded {
		t.Errorf("Supersede() leaves it %s", other.State)
	}
}
