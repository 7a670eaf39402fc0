package storetest

import (
	"errors"
	"reflect"
	"slices"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// saveReports saves reports in one transaction.
func (c check) saveReports(all ...moderation.Report) {
	c.Helper()
	c.moderate(func(t moderation.Tx) error {
		for _, r := range all {
			if err := t.SaveReport(c.Context(), r); err != nil {
				return err
			}
		}
		return nil
	})
}

// reportOf is the nth report, about another listing.
func reportOf(listing, n int, reason moderation.ReportReason) moderation.Report {
	r := Report(n)
	r.ClinicID, r.Reason = clinicID(listing), reason
	return r
}

// reportsComeBack wants those that nobody has decided, the oldest first.
func reportsComeBack(c check) {
	c.moderated()
	bare := moderation.Report{ID: ID(9), ClinicID: clinicID(1), Reason: moderation.TwiceListed, At: moment(0)}
	over := reportOf(1, 2, moderation.BadPhoto)
	c.saveReports(reportOf(1, 4, moderation.IllegalContent), reportOf(1, 3, moderation.WrongHours), bare, over, Report(0))
	over.Decision = moderation.Decision{By: moderation.Person{ID: Person(1).ID}, At: moment(8), Reason: moderation.Fixed, Text: "Thank you"}
	c.saveReports(over)
	want := []moderation.Report{bare, reportOf(1, 3, moderation.WrongHours), reportOf(1, 4, moderation.IllegalContent)}
	if got, err := c.store.Reports(c.Context(), clinicID(1)); err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Reports(1) = %+v, %v\nwant %+v", got, err, want)
	}
	if got, err := c.store.Reports(c.Context(), clinicID(2)); err != nil || got != nil {
		c.Errorf("Reports(2) = %+v, %v; want none", got, err)
	}
}

// wantQueue fails unless a filter lets those through, in whatever order.
func (c check) wantQueue(f moderation.QueueFilter, want ...moderation.Item) {
	c.Helper()
	got, err := c.store.Queue(c.Context(), f)
	slices.SortFunc(got, moderation.Compare)
	slices.SortFunc(want, moderation.Compare)
	if err != nil || !slices.Equal(got, want) {
		c.Errorf("Queue(%+v) = %+v, %v\nwant %+v", f, got, err, want)
	}
}

// item is a row of the queue about a listing.
func item(kind moderation.ItemKind, id directory.ID, listing int, since directory.Instant) moderation.Item {
	l := Listing(listing)
	return moderation.Item{Kind: kind, ID: id, ClinicID: l.Clinic.ID, Country: l.Clinic.Address.Country, Language: l.Clinic.Languages[0], Since: since}
}

// queueHolds fills the queue with something of each kind, and what does not wait.
func queueHolds(c check) {
	c.moderated()
	silent, elsewhere := Listing(3), Listing(4)
	silent.Clinic.Languages, silent.State.Value = nil, directory.Submitted
	elsewhere.Clinic.Address.Country, elsewhere.Clinic.Languages = must(directory.ParseCountry("GB")), elsewhere.Clinic.Languages[1:]
	elsewhere.Clinic.Address.Region, elsewhere.Clinic.Address.ISO31662 = directory.Region{}, ""
	Add(c.T, c.store, silent, elsewhere)
	draft, asked := Request(1), Request(2)
	draft.State, asked.State = moderation.Draft, moderation.AskedBack
	c.saveRequests(Request(0), draft, asked)
	started, contested, appealed := Claim(1), brandClaim(2, 2, 1), Claim(3)
	started.State, contested.State, appealed.State = moderation.ClaimStarted, moderation.ClaimContested, moderation.ClaimAppealed
	contested.DueAt, appealed.AppealedAt = moment(90), moment(80)
	c.saveClaims(Claim(0), started, contested, appealed)
	over := reportOf(2, 9, moderation.WrongHours)
	over.Decision = moderation.Decision{By: moderation.Person{ID: Person(1).ID}, At: moment(8)}
	c.saveReports(reportOf(0, 1, moderation.WrongHours), reportOf(0, 2, moderation.BadPhoto), over,
		reportOf(4, 3, moderation.WrongHours), reportOf(4, 5, moderation.MyPersonalData), reportOf(4, 6, moderation.IllegalContent))

	change, claim := item(moderation.ItemChange, Request(0).ID, 0, moment(1)), item(moderation.ItemClaim, Claim(0).ID, 0, moment(0))
	contest, appeal := item(moderation.ItemContest, contested.ID, 2, moment(2)), item(moderation.ItemAppeal, appealed.ID, 3, moment(80))
	contest.DueAt = moment(90)
	proposal, report := item(moderation.ItemProposal, clinicID(3), 3, directory.At(Now)), item(moderation.ItemReport, clinicID(0), 0, moment(1))
	legal := item(moderation.ItemLegal, clinicID(4), 4, moment(5))
	proposal.Language, appeal.Language = directory.Language{}, directory.Language{}
	legal.Country, legal.Language = elsewhere.Clinic.Address.Country, elsewhere.Clinic.Languages[0]

	c.wantQueue(moderation.QueueFilter{}, change, claim, contest, appeal, proposal, report, legal)
	for _, one := range []moderation.Item{change, claim, contest, appeal, proposal, report, legal} {
		c.wantQueue(moderation.QueueFilter{Kind: one.Kind}, one)
	}
	c.wantQueue(moderation.QueueFilter{Kind: moderation.ItemImport})
	c.wantQueue(moderation.QueueFilter{Country: legal.Country}, legal)
	c.wantQueue(moderation.QueueFilter{Language: legal.Language}, legal)
	c.wantQueue(moderation.QueueFilter{Language: change.Language}, change, claim, contest, report)
	c.assignedInQueue(change, claim, contest, appeal, proposal, report, legal)
}

// assign gives an item to somebody.
func (c check) assign(i moderation.Item, to directory.ID) {
	c.Helper()
	c.moderate(func(t moderation.Tx) error { return t.Assign(c.Context(), i.Kind, i.ID, to) })
}

// assignedInQueue gives everything to two people, takes some of it back, and wants the
// queue to say so.
func (c check) assignedInQueue(all ...moderation.Item) {
	c.Helper()
	var mine, others []moderation.Item
	for n, i := range all {
		i.Assigned = Person(n % 2).ID
		c.assign(i, Person(2).ID)
		c.assign(i, i.Assigned) // whoever comes last has it
		if n%2 == 0 {
			mine = append(mine, i)
		} else {
			others = append(others, i)
		}
	}
	c.wantQueue(moderation.QueueFilter{}, append(slices.Clone(mine), others...)...)
	c.wantQueue(moderation.QueueFilter{Assigned: Person(0).ID}, mine...)
	c.wantQueue(moderation.QueueFilter{Free: true})
	c.assign(mine[0], directory.ID{})
	mine[0].Assigned = directory.ID{}
	c.wantQueue(moderation.QueueFilter{Free: true}, mine[0])
}

// assignmentEnds decides what somebody has taken to look at, and wants it to be nobody's
// when it comes to wait again.
func assignmentEnds(c check) {
	c.moderated()
	submitted := Listing(1)
	submitted.State.Value = directory.Submitted
	second := reportOf(2, 3, moderation.WrongHours)
	err := c.store.Moderate(c.Context(), func(t moderation.Tx) error {
		_, err := t.Publish(c.Context(), submitted)
		return errors.Join(err, t.SaveRequest(c.Context(), Request(0)), t.SaveClaim(c.Context(), Claim(0)),
			t.SaveReport(c.Context(), Report(2)), t.SaveReport(c.Context(), second))
	})
	if err != nil {
		c.Fatal(err)
	}
	items := []moderation.Item{
		item(moderation.ItemChange, Request(0).ID, 0, moment(1)), item(moderation.ItemClaim, Claim(0).ID, 0, moment(0)),
		item(moderation.ItemProposal, clinicID(1), 1, directory.At(Now)), item(moderation.ItemReport, clinicID(2), 2, moment(2)),
	}
	for _, i := range items {
		c.assign(i, Person(3).ID)
	}
	decided := moderation.Decision{By: moderation.Person{ID: Person(3).ID}, At: moment(9)}
	first, request, claim := Report(2), Request(0), Claim(0)
	first.Decision = decided
	c.saveReports(first) // the other one waits still
	later := item(moderation.ItemReport, clinicID(2), 2, moment(3))
	later.Assigned = Person(3).ID
	contest := items[1]
	claim.State, contest.Kind, contest.Assigned = moderation.ClaimContested, moderation.ItemContest, Person(3).ID
	c.saveClaims(claim) // it waits for somebody else, and then for the same moderator
	c.wantQueue(moderation.QueueFilter{Kind: moderation.ItemReport}, later)
	c.wantQueue(moderation.QueueFilter{Kind: moderation.ItemContest}, contest)

	second.Decision, request.State, claim.State = decided, moderation.Approved, moderation.ClaimDenied
	c.saveReports(second)
	c.saveRequests(request)
	c.saveClaims(claim)
	c.moderate(func(t moderation.Tx) error { _, err := t.Publish(c.Context(), Listing(1)); return err })
	c.wantQueue(moderation.QueueFilter{})
	for _, i := range items {
		err := c.store.Moderate(c.Context(), func(t moderation.Tx) error { return t.Assign(c.Context(), i.Kind, i.ID, Person(3).ID) })
		c.wantKind("Assign("+string(i.Kind)+" that is decided)", err, directory.NotFound)
	}
	c.saveReports(Report(2))
	c.saveRequests(Request(0))
	c.saveClaims(Claim(0))
	c.moderate(func(t moderation.Tx) error { _, err := t.Publish(c.Context(), submitted); return err })
	c.wantQueue(moderation.QueueFilter{}, items...)
}
