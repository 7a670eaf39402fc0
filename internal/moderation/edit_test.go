package moderation_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// TestEdit_splits is the issue's own example: hours go live, and the address waits.
func TestEdit_splits(t *testing.T) {
	l := listing()
	before := must(json.Marshal(l))
	out := edited(t, editBy(ada, l, opens(600), street("2 Quay")), version(l, 7), nil)
	if got := names(out.Live.Differences); got != "hours" {
		t.Errorf("live: %s, want the hours", got)
	}
	if got := names(out.Request.Differences); got != "address" {
		t.Errorf("waiting: %s, want the address", got)
	}
	if !reflect.DeepEqual(out.Listing.Clinic.Address, l.Clinic.Address) || out.Listing.Clinic.Hours.Week[time.Tuesday][0].Opens != 600 {
		t.Errorf("published: %+v", out.Listing.Clinic)
	}
	if want := directory.FactHours.Observed(directory.OwnerAsserted, "the clinic", now); out.Listing.Clinic.Hours.Fact != want {
		t.Errorf("the hours' fact = %+v, want %+v", out.Listing.Clinic.Hours.Fact, want)
	}
	if out.Live.State != moderation.Approved || !out.Live.Live || out.Request.Base != 7 || out.Request.By != ada || out.Listing.UpdatedAt != directory.At(now) {
		t.Errorf("live %+v\nwaiting %+v", out.Live, out.Request)
	}
	next, err := out.Request.Decide(version(out.Listing, 8), moderation.Verdict{By: zoe, Answer: moderation.Approve, Revision: 1}, now)
	if err != nil || next.Clinic.Address.Address1 != "2 Quay" || out.Request.State != moderation.Approved || out.Request.Decision.Quiet {
		t.Errorf("Decide(approve) = %+v, %s", next.Clinic.Address, said(err))
	}
	if after := must(json.Marshal(l)); string(after) != string(before) {
		t.Error("the listing that the rules were given has changed")
	}
	if out := edited(t, editBy(ada, l), version(l, 7), nil); out.Live != nil || out.Request != nil || !reflect.DeepEqual(out.Listing, l) {
		t.Errorf("an edit of nothing gives %+v", out)
	}
}

func TestEdit_refuses(t *testing.T) {
	l := listing()
	e := editBy(ada, l, opens(600), func(l *directory.Listing) {
		l.State.Value, l.Clinic.Slug = directory.Archived, directory.SlugOf("mine")
	})
	_, err := e.Make(version(l, 1), nil, now)
	wants(t, "Make(state and slug)", err, "moderation.refused slug state")
	if directory.KindOf(err) != directory.Forbidden {
		t.Errorf("Make(state) is refused as %v, want Forbidden", directory.KindOf(err))
	}
	_, _, err = e.Save(version(l, 1), nil, now)
	wants(t, "Save(state and slug)", err, "moderation.refused slug state")
	e = editBy(ada, l, rename(""))
	_, err = e.Make(version(l, 1), nil, now)
	wants(t, "Make(no name)", err, "invalid.missing name")
	e = editBy(ada, l, opens(600))
	e.Who = moderation.Visitor
	_, err = e.Make(version(l, 1), nil, now)
	wants(t, "Make(as a visitor)", err, "moderation.refused hours")
}

// TestEdit_facts has owners write facts that are not theirs to write.
func TestEdit_facts(t *testing.T) {
	base := changed(listing(), func(l *directory.Listing) { l.Clinic.Practitioners = nil })
	later := now.AddDate(0, 2, 0)
	checked := func(l *directory.Listing) {
		l.Clinic.Hours.Fact = directory.FactHours.Observed(directory.SourceChecked, "a register", later)
	}
	if out := edited(t, editBy(ada, base, checked), version(base, 1), nil); out.Live != nil || out.Request != nil {
		t.Errorf("to write a fact alone gives %+v", out)
	}
	e := editBy(ada, base, checked, opens(600), feature(directory.DoubleSpin, directory.CheckedAbsent, later), func(l *directory.Listing) {
		l.Clinic.Practitioners = []directory.Practitioner{{Name: "Ada", Register: "GMC", Fact: directory.Fact{State: directory.SourceChecked, ExpiresAt: 7_000_000_000_000}}}
		l.Clinic.Offerings[0].Prices[0].Amount++
		l.Clinic.Offerings = append(l.Clinic.Offerings, directory.Offering{
			Service: directory.PEPFactor, Capacity: directory.Capacity{Status: directory.Waitlist},
		})
	}, street("2 Quay"))
	out := edited(t, e, version(base, 1), nil)
	if want := directory.FactHours.Observed(directory.OwnerAsserted, "the clinic", now); out.Listing.Clinic.Hours.Fact != want {
		t.Errorf("the hours' fact = %+v, want %+v", out.Listing.Clinic.Hours.Fact, want)
	}
	all, _ := apply(t, out.Listing, out.Request.Differences)
	c := all.Clinic
	pep, _ := c.Offering(directory.PEPFactor)
	got := []directory.Fact{c.Practitioners[0].Fact, c.Address.Fact, c.Offerings[0].Prices[0].Fact, pep.Capacity.Fact, c.Offerings[0].Features[len(c.Offerings[0].Features)-1].Fact}
	credential := directory.FactCredential.Observed(directory.OwnerAsserted, "the clinic", now)
	credential.ExpiresAt = 7_000_000_000_000
	want := []directory.Fact{
		credential, directory.FactAddress.Observed(directory.OwnerAsserted, "the clinic", now),
		directory.FactPrice.Observed(directory.OwnerAsserted, "the clinic", now), directory.FactCapacity.Observed(directory.OwnerAsserted, "the clinic", now),
		directory.FactFeature.Observed(directory.CheckedAbsent, "the clinic", now),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("facts = %+v\nwant %+v", got, want)
	}
	moderatorsFacts(t, base, later)
	e.Who, e.To = moderation.Moderator, changed(base, checked)
	if out := edited(t, e, version(base, 1), nil); out.Listing.Clinic.Hours.Fact.State != directory.SourceChecked || out.Request != nil {
		t.Errorf("a moderator's fact = %+v", out.Listing.Clinic.Hours.Fact)
	}
}

// moderatorsFacts has a moderator write a listing: what they leave open how they know, they
// have seen today; what they say they keep, and so does what they left as it was.
func moderatorsFacts(t *testing.T, base directory.Listing, later time.Time) {
	t.Helper()
	said := directory.FactCapacity.Observed(directory.OwnerAsserted, "a call", later)
	old := directory.FactPrice.Observed(directory.OwnerAsserted, "the clinic", now.AddDate(0, -1, 0))
	base = changed(base, func(l *directory.Listing) {
		o := &l.Clinic.Offerings[0]
		o.Prices = append(o.Prices[:1:1], o.Prices[0])
		o.Prices[0].Fact, o.Prices[1].Fact, o.Prices[1].Amount = old, old, o.Prices[0].Amount+500
	})
	e := editBy(zoe.ID, base, opens(600), street("2 Quay"), func(l *directory.Listing) {
		l.Clinic.Hours.Fact = directory.Fact{State: directory.OwnerAsserted} // as a form for owners has it
		o := &l.Clinic.Offerings[0]
		o.Capacity = directory.Capacity{Status: directory.Waitlist, Fact: said}
		o.Prices[1].Amount, o.Prices[1].Fact = o.Prices[1].Amount+100, directory.Fact{State: directory.OwnerAsserted}
	})
	e.Who, e.Source = moderation.Moderator, "the directory"
	c := edited(t, e, version(base, 1), nil).Listing.Clinic
	o := c.Offerings[0]
	got := []directory.Fact{c.Hours.Fact, c.Address.Fact, o.Capacity.Fact, o.Prices[0].Fact, o.Prices[1].Fact}
	want := []directory.Fact{
		directory.FactHours.Observed(directory.SourceChecked, "the directory", now),
		directory.FactAddress.Observed(directory.SourceChecked, "the directory", now),
		said, old,
		directory.FactPrice.Observed(directory.SourceChecked, "the directory", now),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("a moderator's facts = %+v\nwant %+v", got, want)
	}
}

// TestEdit_joinsOwn has one person edit again while their first edit waits.
func TestEdit_joinsOwn(t *testing.T) {
	l := listing()
	first := pending(t, l, rename("Abbey"), street("2 Quay"))
	shown, _ := apply(t, l, first.Differences)
	tests := []struct {
		name  string
		edit  moderation.Edit
		waits string
		to    string // the name that is asked for
		state moderation.State
	}{
		{"more", editBy(ada, shown, describe("New")), "name description address", "Abbey", moderation.Pending},
		{"the same again", editBy(ada, shown, rename("Mill")), "name address", "Mill", moderation.Pending},
		{"from the published page", editBy(ada, l, rename("Mill")), "name address", "Mill", moderation.Pending},
		{"one thing back", editBy(ada, shown, rename(l.Clinic.Name)), "address", "", moderation.Pending},
		{"all back", editBy(ada, shown, rename(l.Clinic.Name), street(l.Clinic.Address.Address1)), "", "", moderation.Withdrawn},
		{"nothing", editBy(ada, shown), "name address", "Abbey", moderation.Pending},
	}
	for _, tt := range tests {
		kept := must(json.Marshal(first))
		r := edited(t, tt.edit, version(l, 1), first).Request
		if string(must(json.Marshal(first))) != string(kept) {
			t.Errorf("%s: the older request has changed", tt.name)
		}
		if r == nil || names(r.Differences) != tt.waits || r.State != tt.state || r.ID != first.ID || r.Revision != 2 {
			t.Errorf("%s: %+v, want %q waiting and %s", tt.name, r, tt.waits, tt.state)
			continue
		}
		if tt.to != "" && string(r.Differences[0].To) != `"`+tt.to+`"` {
			t.Errorf("%s: asks for the name %s, want %s", tt.name, r.Differences[0].To, tt.to)
		}
	}
}

// TestEdit_trusted trusts somebody while an edit of theirs waits: it goes on waiting,
// and what they touch from then on goes live.
func TestEdit_trusted(t *testing.T) {
	l := listing()
	first := pending(t, l, describe("New"), feature(directory.DoubleSpin, directory.OwnerAsserted, now))
	shown, _ := apply(t, l, first.Differences)
	e := editBy(ada, shown, describe("Newer"))
	e.Record = moderation.Record{Approved: moderation.TrustedAfter}
	out := edited(t, e, version(l, 1), first)
	if out.Listing.Clinic.Description != "Newer" || names(out.Live.Differences) != "description" || names(out.Request.Differences) != "features.prp.double_spin" {
		t.Errorf("live %s, waiting %s", names(out.Live.Differences), names(out.Request.Differences))
	}
}

func TestEdit_conflicts(t *testing.T) {
	l := listing()
	is := version(changed(l, opens(660)), 2)
	e := editBy(ada, l, opens(600), rename("Abbey"))
	out := edited(t, e, is, nil)
	if conflictNames(out.Conflicts) != "hours" || out.Live != nil || out.Request != nil || !reflect.DeepEqual(out.Listing, is.Listing) {
		t.Errorf("Make(after another) = %+v, want the conflict and nothing else", out)
	}
	if _, conflicts, err := e.Save(is, nil, now); err != nil || conflictNames(conflicts) != "hours" {
		t.Errorf("Save(after another) = %s, %s", conflictNames(conflicts), said(err))
	}
	again := editBy(ada, is.Listing, opens(600), rename("Abbey"))
	if out := edited(t, again, is, nil); names(out.Live.Differences) != "hours" || names(out.Request.Differences) != "name" {
		t.Errorf("Make(having seen it) = %+v", out)
	}
}

func TestEdit_saves(t *testing.T) {
	l := listing()
	is := version(l, 1)
	draft, _, err := editBy(ada, l, opens(600), rename("Abbey")).Save(is, nil, now)
	if err != nil || draft.State != moderation.Draft || names(draft.Differences) != "name hours" {
		t.Fatalf("Save() = %+v, %s", draft, said(err))
	}
	shown, _ := apply(t, l, draft.Differences)
	draft, _, err = editBy(ada, shown, describe("New")).Save(is, &draft, now)
	if err != nil || draft.State != moderation.Draft || names(draft.Differences) != "name description hours" || draft.Revision != 2 {
		t.Fatalf("Save(again) = %+v, %s", draft, said(err))
	}
	waits := pending(t, l, rename("Abbey"))
	_, _, err = editBy(ada, l, describe("New")).Save(is, waits, now)
	wants(t, "Save(while one waits)", err, "moderation.waits")
	// What was saved goes out with all that is in it.
	e := editBy(ada, l)
	e.To, _ = apply(t, l, draft.Differences)
	out := edited(t, e, is, &draft)
	if names(out.Live.Differences) != "hours" || names(out.Request.Differences) != "name description" || out.Request.State != moderation.Pending {
		t.Errorf("Make(the draft) = live %s, waiting %s", names(out.Live.Differences), names(out.Request.Differences))
	}
}

// TestEdit_neverState has owners try anything: the listing stays in its state, and
// whatever is public of what waits by the table is as it was.
func TestEdit_neverState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := draw(t, "from"), draw(t, "to")
		e := moderation.Edit{By: ada, Who: rapid.SampledFrom(moderation.Whos()).Draw(t, "who"), From: from, To: to, Source: "the clinic"}
		if rapid.Bool().Draw(t, "trusted") {
			e.Record.Approved = moderation.TrustedAfter
		}
		if rapid.IntRange(0, 3).Draw(t, "leaves the rest alone") > 0 {
			e.To.State, e.To.Organization, e.To.Clinic.OrganizationID, e.To.Clinic.Slug = from.State, from.Organization, from.Clinic.OrganizationID, from.Clinic.Slug
		}
		out, err := e.Make(version(from, 1), nil, now)
		if err != nil {
			return
		}
		if out.Listing.State != from.State {
			t.Fatalf("an edit by %s has made the listing %+v", e.Who, out.Listing.State)
		}
		for _, d := range diff(t, from, out.Listing) {
			if got := moderation.Decide(d.Field, e.Who, e.Record, from.State.Value); got != moderation.Live {
				t.Fatalf("%s of %s has gone live, which is %s", d.Name(), e.Who, got)
			}
		}
		if out.Request == nil {
			return
		}
		for _, d := range out.Request.Differences {
			if got := moderation.Decide(d.Field, e.Who, e.Record, from.State.Value); got != moderation.Held {
				t.Fatalf("%s of %s waits, which is %s", d.Name(), e.Who, got)
			}
		}
	})
}
