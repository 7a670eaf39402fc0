package page

import (
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/search"
	"rootline/internal/words"
)

// istanbul is three hours ahead of UTC all year.
var istanbul = time.FixedZone("Istanbul", 3*60*60)

// at is a time of March 2026 in Istanbul; the 2nd is a Monday.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, time.March, day, hour, minute, 0, 0, istanbul).UTC()
}

// frame is a page's frame at noon of Monday, 2 March 2026, in Istanbul.
func frame() Frame { return Frame{Words: words.English(), Now: at(2, 12, 0)} }

func TestDoors(t *testing.T) {
	open := func(until time.Time) directory.Doors {
		return directory.Doors{State: directory.DoorsOpen, Until: until}
	}
	shut := func(next time.Time) directory.Doors {
		return directory.Doors{State: directory.DoorsShut, OpensNext: next}
	}
	tests := []struct {
		doors directory.Doors
		want  string
	}{
		{directory.Doors{}, "Hours not known"},
		{directory.Doors{State: directory.DoorsByAppointment}, "Open by appointment"},
		{open(time.Time{}), "Open now"},
		{open(at(2, 18, 30)), "Open until 18:30"},
		{open(at(3, 0, 0)), "Open until 24:00"},
		{open(at(3, 0, 30)), "Open until Tuesday 00:30"},
		{open(at(4, 0, 0)), "Open until Wednesday 00:00"},
		{open(at(8, 23, 0)), "Open until Sunday 23:00"},
		{open(at(9, 9, 0)), "Open now"},
		{shut(time.Time{}), "Closed now"},
		{shut(at(2, 14, 0)), "Closed, opens at 14:00"},
		{shut(at(3, 0, 0)), "Closed, opens Tuesday 00:00"},
		{shut(at(8, 9, 0)), "Closed, opens Sunday 09:00"},
		{shut(at(9, 9, 0)), "Closed, opens 9 March 2026"},
	}
	for _, tt := range tests {
		if got := frame().doors(tt.doors, istanbul); got != tt.want {
			t.Errorf("doors(%v until %v, next %v) = %q, want %q", tt.doors.State, tt.doors.Until, tt.doors.OpensNext, got, tt.want)
		}
	}
}

func TestIntervals(t *testing.T) {
	tests := []struct {
		in   directory.Interval
		want string
	}{
		{directory.Interval{Opens: 540, Closes: 1050}, "09:00–17:30"},
		{directory.Interval{Opens: 540, Closes: 1440}, "09:00–24:00"},
		{directory.Interval{Opens: 1200, Closes: 1530}, "20:00–01:30"},
		{directory.Interval{Opens: 0, Closes: 1440}, "Open 24 hours"},
		{directory.Interval{Opens: 600, Closes: 720, ByAppointment: true}, "10:00–12:00 by appointment"},
	}
	for _, tt := range tests {
		if got := frame().interval(tt.in); got != tt.want {
			t.Errorf("interval(%+v) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestStanding(t *testing.T) {
	f := frame()
	fresh := f.Now.AddDate(0, 0, -10)
	tests := []struct {
		fact directory.Fact
		says string
		tone string
	}{
		{directory.Fact{}, "Not checked", "fact fact-unknown"},
		{directory.Fact{State: directory.NotChecked, Source: "x", ObservedAt: 1}, "Not checked", "fact fact-unknown"},
		{directory.FactHours.Observed(directory.OwnerAsserted, "", fresh), "Said by the clinic, February 2026", "fact fact-said"},
		{directory.FactHours.Observed(directory.SourceChecked, "a visit", fresh), "Confirmed by a visit, February 2026", "fact fact-checked"},
		{directory.FactHours.Observed(directory.SourceChecked, "", fresh), "Confirmed by others, February 2026", "fact fact-checked"},
		{directory.FactHours.Observed(directory.CheckedAbsent, "a visit", fresh), "Checked: not offered, February 2026", "fact fact-said"},
		{directory.FactHours.Observed(directory.SourceChecked, "a visit", f.Now.AddDate(0, 0, -90)), "Confirmed by a visit, December 2025", "fact fact-stale"},
		{directory.Fact{State: directory.OwnerAsserted}, "Said by the clinic, date not known", "fact fact-said"},
	}
	for _, tt := range tests {
		if says, tone := f.standing(tt.fact), f.tone(tt.fact); says != tt.says || tone != tt.tone {
			t.Errorf("%+v is %q as %q, want %q as %q", tt.fact, says, tone, tt.says, tt.tone)
		}
	}
}

func TestPrices(t *testing.T) {
	eur, err := directory.ParseCurrency("EUR")
	if err != nil {
		t.Fatal(err)
	}
	today := directory.DateOf(frame().Now)
	price := func(change func(*directory.Price)) directory.Price {
		p := directory.Price{Amount: 15000, Currency: eur, Unit: directory.PerSession, State: directory.PricePublished}
		change(&p)
		return p
	}
	tests := []struct {
		price                 directory.Price
		amount, buys, from, t string
	}{
		{price(func(*directory.Price) {}), "€150", "per session", "From €150 per session", ""},
		{price(func(p *directory.Price) { p.AmountMax = 20050 }), "€150 to €200.50", "per session", "From €150 per session", ""},
		{price(func(p *directory.Price) { p.AmountMax = p.Amount }), "€150", "per session", "From €150 per session", ""},
		{price(func(p *directory.Price) { p.State = directory.PriceEstimate }), "€150", "per session", "From €150 per session (our estimate)", ""},
		{price(func(p *directory.Price) { p.Unit, p.Sessions = directory.PerCourse, 3 }), "€150", "for a course of 3 sessions", "From €150 per session", ""},
		{price(func(p *directory.Price) { p.Unit = directory.PerArea }), "€150", "per area", "From €150 per session", ""},
		{price(func(p *directory.Price) { p.ValidFrom = today.AddDays(1) }), "€150", "per session", "From €150 per session", "from 3 March 2026"},
		{price(func(p *directory.Price) { p.ValidFrom, p.ValidTo = today, today }), "€150", "per session", "From €150 per session", "until 2 March 2026"},
	}
	for _, tt := range tests {
		f := frame()
		amount, buys, from, limit := f.amount(tt.price), f.buys(tt.price), f.priceFrom(tt.price), f.validity(tt.price)
		if amount != tt.amount || buys != tt.buys || from != tt.from || limit != tt.t {
			t.Errorf("%+v is %q %q, on a card %q, valid %q; want %q %q, %q, %q", tt.price, amount, buys, from, limit, tt.amount, tt.buys, tt.from, tt.t)
		}
	}
}

// TestEveryValueHasItsWords: whatever a listing can say, the catalogue has a
// sentence for it.
func TestEveryValueHasItsWords(t *testing.T) {
	var ids []string
	for _, s := range directory.CapacityStatuses() {
		ids = append(ids, "capacity."+string(s))
	}
	for _, k := range directory.PhotoKinds() {
		ids = append(ids, "photo."+string(k))
	}
	for _, e := range directory.EntryTypes() {
		ids = append(ids, "entry."+string(e))
	}
	for _, u := range []directory.PriceUnit{directory.PerSession, directory.PerCourse, directory.PerArea, directory.PerConsultation} {
		ids = append(ids, "price.unit."+string(u), "price.sessions."+string(u))
	}
	for _, s := range directory.Services() {
		ids = append(ids, "service."+s.String(), "clinic.service."+s.String())
	}
	for _, c := range search.Choices() {
		ids = append(ids, "choice."+c.String())
	}
	for _, s := range search.Sorts() {
		ids = append(ids, "sort."+s.String())
	}
	for _, f := range directory.Features() {
		ids = append(ids, "feature."+f.String(), "group."+string(f.Group()), "filters.group."+f.Service().String()+"_"+string(f.Group()))
	}
	for _, entry := range navigation {
		ids = append(ids, entry.ID)
	}
	for _, field := range fields {
		ids = append(ids, field.Label)
	}
	for _, id := range ids {
		if got := words.English().T(id); got == id {
			t.Errorf("the catalogue has no %s", id)
		}
	}
}
