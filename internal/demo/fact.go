package demo

import (
	"time"

	"rootline/internal/directory"
)

const day = 24 * time.Hour

// Who or what says so.
var (
	checkedBy = []string{"its website", "a phone call", "a visit"}
	register  = "Demo Register of Hair Practitioners"
)

// ago is when something was last confirmed: most of what a listing says about
// when it was last looked after, some of it long before.
func (m *maker) ago() time.Time {
	days := m.quiet + m.from(0, 20)
	if m.odds(20) {
		days += m.from(10, 400)
	}
	return m.plan.now.Add(-time.Duration(days)*day - time.Duration(m.IntN(24*60))*time.Minute)
}

// fact is the standing of something that the listing says yes to.
func (m *maker) fact(kind directory.FactKind) directory.Fact {
	if m.odds(70) {
		return kind.Observed(directory.OwnerAsserted, "the clinic", m.ago())
	}
	return kind.Observed(directory.SourceChecked, pick(m.dice, checkedBy), m.ago())
}

// claim is the standing of something that may be true or not: a few claims have
// never been checked, or were and are not so.
func (m *maker) claim(kind directory.FactKind) directory.Fact {
	switch m.weigh(86, 9, 5) {
	case 1:
		return directory.Fact{State: directory.NotChecked}
	case 2:
		return kind.Observed(directory.CheckedAbsent, pick(m.dice, checkedBy), m.ago())
	default:
		return m.fact(kind)
	}
}

// credential is the standing of a qualification, which has an expiry of its own.
func (m *maker) credential() directory.Fact {
	f := directory.Fact{State: directory.SourceChecked, Source: register}
	observed := m.ago()
	expires := m.plan.now.Add(time.Duration(m.from(20, 900)) * day)
	switch m.weigh(44, 26, 14, 9, 7) {
	case 1:
		f.State, f.Source = directory.OwnerAsserted, "the clinic"
	case 2: // expired since
		expires = observed.Add(time.Duration(m.from(0, 100)) * m.plan.now.Sub(observed) / 100)
	case 3:
		return directory.Fact{State: directory.NotChecked}
	case 4:
		f.State = directory.CheckedAbsent
		expires = time.Time{}
	}
	f.ObservedAt = directory.At(observed)
	if !expires.IsZero() {
		f.ExpiresAt = directory.At(expires)
	}
	return f
}

// standing says how far the listing has come and whether the clinic is in
// business. Nearly all are published and active; which are not follows from the
// clinic's number, so that any directory of 40 has one of each that matters.
func (m *maker) standing(l *directory.Listing) {
	since := m.plan.now.Add(-time.Duration(m.quiet+m.from(30, 700)) * day)
	l.State = directory.Standing[directory.ListingState]{Value: directory.Published, Since: directory.At(since)}
	l.Operating = directory.Standing[directory.OperatingStatus]{Value: directory.Active, Since: l.State.Since}
	lately := directory.At(m.plan.now.Add(-time.Duration(m.from(2, 40)) * day))
	switch m.number % 240 {
	case 9:
		l.State = standing(directory.Suspended, pick(m.dice, suspendedReasons), lately)
	case 17:
		l.Operating = standing(directory.Closed, pick(m.dice, closedReasons), lately)
	case 25:
		l.Operating = standing(directory.TemporarilyClosed, pick(m.dice, pausedReasons), lately)
	case 29:
		l.State = standing(directory.Draft, "", lately)
	case 61:
		l.State = standing(directory.Submitted, "", lately)
	case 93:
		l.State = standing(directory.Rejected, pick(m.dice, rejectedReasons), lately)
	case 149:
		l.State = standing(directory.Archived, "", lately)
	}
	l.UpdatedAt = max(l.State.Since, l.Operating.Since, l.Clinic.ConfirmedAt())
}

func standing[S any](value S, reason string, since directory.Instant) directory.Standing[S] {
	return directory.Standing[S]{Value: value, Reason: reason, Since: since}
}
