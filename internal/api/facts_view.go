package api

import (
	"cmp"
	"fmt"
	"time"

	"rootline/internal/directory"
)

// factView is the standing of something that people decide by.
type factView struct {
	State      directory.FactState `json:"state"`
	Source     *string             `json:"source"`
	ObservedAt *time.Time          `json:"observed_at"`
	ExpiresAt  *time.Time          `json:"expires_at"`
	Stale      bool                `json:"stale"`
	Unanswered *time.Time          `json:"unanswered_since"`
}

func newFactView(f directory.Fact, now time.Time) factView {
	v := factView{
		State: cmp.Or(f.State, directory.NotChecked), Source: orNull(f.Source),
		ObservedAt: timeOrNull(f.ObservedAt), ExpiresAt: timeOrNull(f.ExpiresAt), Stale: f.Stale(now),
	}
	if f.Freshness(now) == directory.Unanswered {
		v.Unanswered = timeOrNull(f.Unanswered)
	}
	return v
}

// hoursView is when a clinic is open. Week is null where it has been checked that
// there are no hours to know.
type hoursView struct {
	Week           *weekView       `json:"week"`
	ByAppointment  *bool           `json:"by_appointment"`
	Exceptions     []exceptionView `json:"exceptions"`
	PublicHolidays []intervalView  `json:"public_holidays"` // null: nobody has said
	Fact           factView        `json:"fact"`
}

type weekView struct {
	Monday    []intervalView `json:"monday"`
	Tuesday   []intervalView `json:"tuesday"`
	Wednesday []intervalView `json:"wednesday"`
	Thursday  []intervalView `json:"thursday"`
	Friday    []intervalView `json:"friday"`
	Saturday  []intervalView `json:"saturday"`
	Sunday    []intervalView `json:"sunday"`
}

type intervalView struct {
	Opens         clock `json:"opens"`
	Closes        clock `json:"closes"`
	ByAppointment bool  `json:"by_appointment"`
}

type exceptionView struct {
	First     directory.Date `json:"first"`
	Last      directory.Date `json:"last"`
	Name      *string        `json:"name"`
	Intervals []intervalView `json:"intervals"`
}

// clock is a time of day that counts on past midnight, as the OpenStreetMap
// syntax for hours does: 26:00 is two in the night that follows. A reader is
// never left to guess on which day a stretch ends.
type clock directory.Minute

// MarshalText writes the time as HH:MM.
func (m clock) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%02d:%02d", m/60, m%60), nil }

// UnmarshalText reads what MarshalText writes, up to 48:00.
func (m *clock) UnmarshalText(b []byte) error {
	digit := func(i int) int { return int(b[i]) - '0' }
	shape := len(b) == 5 && b[2] == ':'
	for _, i := range []int{0, 1, 3, 4} {
		shape = shape && b[i] >= '0' && b[i] <= '9'
	}
	if shape {
		hours, minutes := 10*digit(0)+digit(1), 10*digit(3)+digit(4)
		if at := 60*hours + minutes; minutes < 60 && at <= 2*24*60 {
			*m = clock(at)
			return nil
		}
	}
	return directory.Refuse(directory.Invalid, "api_listing.clock")
}

// newHoursView is null unless somebody vouches for the hours, for otherwise a
// clinic is neither open nor closed.
func newHoursView(h directory.Hours, now time.Time) *hoursView {
	if !h.Fact.Known() {
		return nil
	}
	v := &hoursView{Exceptions: []exceptionView{}, Fact: newFactView(h.Fact, now)}
	if !h.Fact.Holds() {
		return v
	}
	day := func(d time.Weekday) []intervalView { return each(h.Week[d], newIntervalView) }
	v.Week = &weekView{
		Monday: day(time.Monday), Tuesday: day(time.Tuesday), Wednesday: day(time.Wednesday), Thursday: day(time.Thursday),
		Friday: day(time.Friday), Saturday: day(time.Saturday), Sunday: day(time.Sunday),
	}
	v.ByAppointment = &h.ByAppointment
	if h.PublicHolidays != nil {
		v.PublicHolidays = each(h.PublicHolidays.Intervals, newIntervalView)
	}
	v.Exceptions = each(h.Exceptions, newExceptionView)
	return v
}

func newExceptionView(e directory.Exception) exceptionView {
	return exceptionView{e.First, e.Last, orNull(e.Name), each(e.Intervals, newIntervalView)}
}

func newIntervalView(i directory.Interval) intervalView {
	return intervalView{clock(i.Opens), clock(i.Closes), i.ByAppointment}
}

// newDoors is open_now, null where nobody knows and true only if the doors are
// open to everybody, and opens_next.
func newDoors(d directory.Doors) (openNow *bool, opensNext *time.Time) {
	if d.State != directory.DoorsUnknown {
		open := d.State == directory.DoorsOpen
		openNow = &open
	}
	if !d.OpensNext.IsZero() {
		opensNext = &d.OpensNext
	}
	return openNow, opensNext
}

type offeringView struct {
	Service  directory.Service `json:"service"`
	Features []featureView     `json:"features"`
	Capacity *capacityView     `json:"capacity"`
	Prices   []priceView       `json:"prices"`
}

type featureView struct {
	Feature directory.Feature `json:"feature"`
	Detail  *string           `json:"detail"`
	Fact    factView          `json:"fact"`
}

type capacityView struct {
	Status *directory.CapacityStatus `json:"status"`
	Fact   factView                  `json:"fact"`
}

type priceView struct {
	Amount    int64                `json:"amount"`
	AmountMax *int64               `json:"amount_max"`
	Currency  directory.Currency   `json:"currency"`
	Unit      directory.PriceUnit  `json:"unit"`
	Sessions  *int                 `json:"sessions"`
	State     directory.PriceState `json:"state"`
	ValidFrom *directory.Date      `json:"valid_from"`
	ValidTo   *directory.Date      `json:"valid_to"`
	Fact      factView             `json:"fact"`
}

func newOfferingView(o directory.Offering, now time.Time) offeringView {
	return offeringView{
		Service:  o.Service,
		Features: each(o.Features, func(f directory.OfferedFeature) featureView { return newFeatureView(f, now) }),
		Capacity: newCapacityView(o.Capacity, now),
		Prices:   each(o.Prices, func(p directory.Price) priceView { return newPriceView(p, now) }),
	}
}

func newFeatureView(f directory.OfferedFeature, now time.Time) featureView {
	return featureView{f.Feature, orNull(f.Detail), newFactView(f.Fact, now)}
}

func newPriceView(p directory.Price, now time.Time) priceView {
	return priceView{
		p.Amount, orNull(p.AmountMax), p.Currency, p.Unit, orNull(p.Sessions), p.State,
		orNull(p.ValidFrom), orNull(p.ValidTo), newFactView(p.Fact, now),
	}
}

// newCapacityView is null unless somebody vouches for the capacity; its status is
// null where it has been checked that none is told.
func newCapacityView(c directory.Capacity, now time.Time) *capacityView {
	if !c.Fact.Known() {
		return nil
	}
	v := &capacityView{Fact: newFactView(c.Fact, now)}
	if c.Fact.Holds() {
		v.Status = orNull(c.Status)
	}
	return v
}

type practitionerView struct {
	Name               string   `json:"name"`
	Qualification      *string  `json:"qualification"`
	Register           *string  `json:"register"`
	RegistrationNumber *string  `json:"registration_number"`
	Fact               factView `json:"fact"`
}

func newPractitionerView(p directory.Practitioner, now time.Time) practitionerView {
	return practitionerView{
		p.Name, orNull(p.Qualification), orNull(p.Register), orNull(p.RegistrationNumber), newFactView(p.Fact, now),
	}
}
