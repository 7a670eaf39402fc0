package page

import (
	"encoding/json"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// week is the part of the hours that is not about dates, as a difference has it.
type weekHours struct {
	Week           [7][]directory.Interval `json:"week"`
	ByAppointment  bool                    `json:"by_appointment"`
	PublicHolidays *directory.Holidays     `json:"public_holidays"`
	Fact           directory.Fact          `json:"fact"`
}

// week says the hours of each day, Monday first.
func (t teller) week(w weekHours) told {
	if !w.Fact.Known() {
		return told{known: t.fact(w.Fact)}
	}
	var lines []string
	for n := range 7 {
		day := time.Weekday((n + 1) % 7)
		lines = append(lines, t.f.T("diff.line", "What", t.f.Weekday(day), "Said", t.day(w.Week[day])))
	}
	if w.PublicHolidays != nil {
		lines = append(lines, t.f.T("diff.line", "What", t.f.T("hours.public_holidays"), "Said", t.day(w.PublicHolidays.Intervals)))
	}
	if w.ByAppointment {
		lines = append(lines, t.f.T("hours.else_by_appointment"))
	}
	return told{lines, t.fact(w.Fact)}
}

func (t teller) day(all []directory.Interval) string {
	if len(all) == 0 {
		return t.f.T("hours.closed")
	}
	return strings.Join(t.f.intervals(all), " ")
}

func (t teller) exception(e directory.Exception) string {
	said := t.f.T("diff.line", "What", t.f.days(e), "Said", t.day(e.Intervals))
	if e.Name != "" {
		return t.f.T("diff.with", "Said", said, "Detail", e.Name)
	}
	return said
}

// service words what is said of a service, or all of it.
func (t teller) service(field moderation.Field, raw json.RawMessage) (told, error) {
	switch field {
	case moderation.FieldCapacity:
		return as(raw, func(c directory.Capacity) told { return told{t.capacity(c), t.fact(c.Fact)} })
	case moderation.FieldFeatures:
		return as(raw, func(f directory.OfferedFeature) told { return told{[]string{t.feature(f)}, t.fact(f.Fact)} })
	case moderation.FieldPrices:
		return as(raw, t.prices)
	default:
		return as(raw, t.offering)
	}
}

func (t teller) capacity(c directory.Capacity) []string {
	if c.Status == "" || !c.Fact.Known() {
		return nil
	}
	return []string{t.f.T("capacity." + string(c.Status))}
}

// feature says whether there is one, as far as anybody knows.
func (t teller) feature(f directory.OfferedFeature) string {
	said := t.f.T("diff.not_checked")
	switch f.Fact.State {
	case directory.OwnerAsserted, directory.SourceChecked:
		said = t.f.T("diff.offered")
	case directory.CheckedAbsent:
		said = t.f.T("diff.not_offered")
	case directory.NotChecked:
	}
	if f.Detail != "" {
		return t.f.T("diff.with", "Said", said, "Detail", f.Detail)
	}
	return said
}

func (t teller) prices(all []directory.Price) (said told) {
	for _, p := range all {
		line := t.f.amount(p) + " " + t.f.buys(p)
		for _, limit := range t.validity(p) {
			line = t.f.T("diff.with", "Said", line, "Detail", limit)
		}
		said.lines = append(said.lines, line)
		said.known = append(said.known, t.f.priceStanding(p))
	}
	return said
}

// validity is from when and until when a price holds, each end that is there: who
// compares two prices has to see both.
func (t teller) validity(p directory.Price) (ends []string) {
	if !p.ValidFrom.IsZero() {
		ends = append(ends, t.f.T("price.valid_from", "Date", p.ValidFrom))
	}
	if !p.ValidTo.IsZero() {
		ends = append(ends, t.f.T("price.valid_to", "Date", p.ValidTo))
	}
	return ends
}

// offering says all that comes or goes with a service.
func (t teller) offering(o directory.Offering) told {
	lines := append([]string{t.f.Service(o.Service)}, t.capacity(o.Capacity)...)
	lines = append(lines, t.prices(o.Prices).lines...)
	for _, f := range o.Features {
		lines = append(lines, t.f.T("diff.line", "What", t.f.Feature(f.Feature), "Said", t.feature(f)))
	}
	return told{lines: lines}
}

func (t teller) practitioner(p directory.Practitioner) told {
	lines := []string{p.Name}
	if p.Qualification != "" {
		lines = append(lines, p.Qualification)
	}
	switch {
	case p.Register != "" && p.RegistrationNumber != "":
		lines = append(lines, t.f.T("people.registration", "Register", p.Register, "Number", p.RegistrationNumber))
	case p.Register+p.RegistrationNumber != "":
		lines = append(lines, p.Register+p.RegistrationNumber)
	}
	if at := p.Fact.ExpiresAt; at != 0 {
		lines = append(lines, t.f.T("price.valid_to", "Date", lastDay(at)))
	}
	return told{lines, []string{t.f.credential(p.Fact)}}
}

func (t teller) photo(p directory.Photo) told {
	lines := []string{t.f.T("photo." + string(p.Kind)), t.f.T("diff.alt", "Text", p.Alt)}
	if p.Case != nil {
		lines = append(lines,
			t.f.N("photo.case", p.Case.Sessions, "Treatment", p.Case.Treatment, "Months", t.f.N("photo.months", p.Case.MonthsBetween)))
		if p.Case.Consent != "" {
			lines = append(lines, t.f.T("diff.consent", "Text", p.Case.Consent))
		}
	}
	return told{lines: lines}
}

// stateWords say how a listing or a clinic stands.
var stateWords = map[string]string{
	string(directory.Draft):             "state.draft",
	string(directory.Submitted):         "state.submitted",
	string(directory.Published):         "state.published",
	string(directory.Rejected):          "state.rejected",
	string(directory.Suspended):         "state.suspended",
	string(directory.Archived):          "state.archived",
	string(directory.Active):            "state.active",
	string(directory.TemporarilyClosed): "state.temporarily_closed",
	string(directory.Closed):            "state.closed",
}

// stood is a directory.Standing as a difference has it.
type stood struct {
	Value  string            `json:"value"`
	Reason string            `json:"reason"`
	Since  directory.Instant `json:"since"`
}

func (t teller) standing(s stood) told {
	lines := []string{t.f.T(stateWords[s.Value])}
	if s.Since != 0 {
		lines = append(lines, t.f.T("clinic.since", "Date", t.f.since(s.Since)))
	}
	if s.Reason != "" {
		lines = append(lines, s.Reason)
	}
	return told{lines: lines}
}
