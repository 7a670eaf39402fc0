package intake

import (
	"cmp"
	"encoding/json"
	"slices"

	"rootline/internal/directory"
)

// merge brings a newer word of a source into a clinic that is in the directory
// already. There are three sides to everything: what the clinic is, what the
// source said last, and what it says now. That tells who has changed a thing
// since, for whatever still is as the source had it is the source's to change.
type merge struct {
	is        *directory.Clinic
	was, says *directory.Clinic
	since     directory.Instant // when is last changed
	evidence  []Evidence
}

// mergeListing lets the source's newer word change a listing as far as it may. A
// fact that somebody else vouches for since a later day stays, and so does whatever
// somebody else has changed: where the source now says something else again, that
// is a conflict, told as evidence with both sides and their dates. If there is any,
// the caller has to drop the listing, for a row is taken in whole or not at all. Was
// is nil if the source has said nothing before. No part of was or says is touched.
//
// The state of a listing is not a file's to change, nor is the organization that a
// clinic belongs to.
func mergeListing(is *directory.Listing, was *Candidate, says Candidate, now directory.Instant) []Evidence {
	m := merge{is: &is.Clinic, was: &directory.Clinic{}, says: &says.Clinic, since: is.UpdatedAt}
	if was == nil {
		was = &Candidate{}
	}
	m.was = &was.Clinic
	m.standing(is, was, &says) // before anything is altered
	m.clinic()
	operating := func(s directory.OperatingStatus) side { return side{value: string(s), text: string(s)} }
	if m.settle("operating_status", operating(is.Operating.Value), operating(was.Operating), operating(says.Operating)) &&
		is.Operating.Value != says.Operating {
		is.Operating = directory.Standing[directory.OperatingStatus]{Value: says.Operating, Since: now}
	}
	return m.evidence
}

// standing notes what the source says of the listing that a file cannot change.
func (m *merge) standing(is *directory.Listing, was, says *Candidate) {
	if a := &was.Clinic; another(a, &says.Clinic) && another(&is.Clinic, &says.Clinic) {
		m.evidence = append(m.evidence, Evidence{
			Weight: Human, Field: "key", Message: directory.Msg("intake.another", "Name", a.Name, "City", a.Address.City),
		})
	}
	if was.State != says.State && is.State.Value != says.State {
		m.evidence = append(m.evidence, Evidence{
			Weight: Accepted, Field: "state", Value: string(says.State), Message: directory.Msg("intake.state", "State", string(is.State.Value)),
		})
	}
	moved := says.BrandKey != "" && was.BrandKey != says.BrandKey
	if own := says.Brand.ID; !own.IsZero() {
		moved = was.Brand.ID != own
	}
	if moved && says.Brand.ID != is.Organization.ID && sameness(says.Brand.Name) != sameness(is.Organization.Name) {
		m.evidence = append(m.evidence, Evidence{
			Weight: Human, Field: "organization", Value: says.Brand.Name, Message: directory.Msg("intake.moved", "Ours", is.Organization.Name),
		})
	}
}

// another reports whether two clinics are hardly the same one: another name at another
// place, and nothing left by which the first could be reached.
func another(a, b *directory.Clinic) bool {
	if a.Name == "" || sameness(a.Name) == sameness(b.Name) {
		return false
	}
	p, q := a.Address, b.Address
	there := p.CityID == q.CityID && (p.Address1 == "" || q.Address1 == "" || sameness(p.Address1) == sameness(q.Address1))
	if there || !a.URL.IsZero() && a.URL == b.URL || !a.Email.IsZero() && a.Email == b.Email {
		return false
	}
	return !slices.ContainsFunc(a.Phones, func(x directory.ClinicPhone) bool {
		return slices.ContainsFunc(b.Phones, func(y directory.ClinicPhone) bool { return x.Number == y.Number })
	})
}

func (m *merge) clinic() {
	m.plain("name", func(c *directory.Clinic) *string { return &c.Name })
	m.plain("description", func(c *directory.Clinic) *string { return &c.Description })
	whole(m, "url", func(c *directory.Clinic) *directory.URL { return &c.URL })
	whole(m, "email", func(c *directory.Clinic) *directory.Email { return &c.Email })
	whole(m, "phones", func(c *directory.Clinic) *[]directory.ClinicPhone { return &c.Phones })
	whole(m, "languages", func(c *directory.Clinic) *[]directory.Language { return &c.Languages })
	m.address()
	m.hours()
	m.practitioners()
	for _, s := range directory.Services() {
		m.offering(s)
	}
}

// side is what one of the three says of a thing: nothing, if value is empty.
type side struct {
	value string // as JSON, without its standing
	text  string // as a person reads it
	fact  directory.Fact
}

// step is what is done about a thing.
type step int

const (
	keep step = iota
	take
	conflict
)

// decide weighs the three sides of a thing.
func decide(is, was, says side) step {
	newer := says.fact.ObservedAt > is.fact.ObservedAt
	switch {
	case says.value == "": // a blank is no "no"
		return keep
	case is.value == says.value: // confirmed once more, if it is the source's to confirm
		return either(newer && (!is.fact.Known() || is.fact.Source == says.fact.Source), take, keep)
	case is.value == "" && was.value == "":
		return take
	case is.value == was.value && (!is.fact.Known() || is.fact.Source == was.fact.Source):
		return either(says.fact.ObservedAt >= is.fact.ObservedAt, take, keep)
	case says.value == was.value: // somebody has changed it since; the source repeats itself
		return either(is.fact.Known() && newer, conflict, keep)
	case is.fact.Known() && newer && was.value != "":
		return take
	}
	return conflict
}

func either(condition bool, yes, no step) step {
	if condition {
		return yes
	}
	return no
}

// settle decides about one thing, and reports whether the source's word is to be
// taken.
func (m *merge) settle(field string, is, was, says side) bool {
	step := decide(is, was, says)
	if step == conflict {
		m.evidence = append(m.evidence, Evidence{Weight: Human, Field: field, Value: says.text, Message: m.both(is, says)})
	}
	return step == take
}

// both tells of two sides that cannot both be right, each with its date.
func (m *merge) both(is, says side) directory.Message {
	if !is.fact.Known() {
		return directory.Msg("intake.conflict.changed", "Ours", cmp.Or(is.text, "—"),
			"Since", dayOf(m.since), "Observed", dayOf(m.says.Address.Fact.ObservedAt))
	}
	return directory.Msg("intake.conflict.fact", "Ours", is.text, "Source", is.fact.Source,
		"Since", dayOf(is.fact.ObservedAt), "Observed", dayOf(says.fact.ObservedAt))
}

func dayOf(at directory.Instant) string {
	if at == 0 {
		return "—"
	}
	return directory.DateOf(at.Time()).String()
}

// asJSON is v as it is stored, which two things have in common if they are the
// same; empty for what is stored as nothing.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	switch s := string(b); s {
	case `""`, `null`, `[]`, `{}`:
		return ""
	default:
		return s
	}
}

// plain merges a text.
func (m *merge) plain(field string, of func(*directory.Clinic) *string) {
	at := func(c *directory.Clinic) side { return side{value: *of(c), text: *of(c)} }
	if m.settle(field, at(m.is), at(m.was), at(m.says)) {
		*of(m.is) = *of(m.says)
	}
}

// whole merges something that is taken or left as one, and that no fact speaks of.
func whole[T any](m *merge, field string, of func(*directory.Clinic) *T) {
	at := func(c *directory.Clinic) side { return side{value: asJSON(of(c)), text: asText(of(c))} }
	if m.settle(field, at(m.is), at(m.was), at(m.says)) {
		*of(m.is) = *of(m.says)
	}
}

// practitioners merges people one by one: by name, and by their number on the
// register too where two have the same name.
func (m *merge) practitioners() {
	for _, p := range m.says.Practitioners {
		same := func(q directory.Practitioner) bool { return q.Name == p.Name }
		if namesakes(m.is, p) || namesakes(m.was, p) || namesakes(m.says, p) {
			same = func(q directory.Practitioner) bool {
				return q.Name == p.Name && q.RegistrationNumber == p.RegistrationNumber
			}
		}
		at := func(c *directory.Clinic) side {
			i := slices.IndexFunc(c.Practitioners, same)
			if i < 0 {
				return side{}
			}
			q := c.Practitioners[i]
			fact := q.Fact
			q.Fact = directory.Fact{}
			return side{value: asJSON(q), text: asText(q), fact: fact}
		}
		if m.settle("practitioners", at(m.is), at(m.was), at(m.says)) {
			m.is.Practitioners = replace(m.is.Practitioners, p, same)
		}
	}
}

// namesakes reports whether several practitioners of a clinic have the name.
func namesakes(c *directory.Clinic, p directory.Practitioner) bool {
	n := 0
	for i := range c.Practitioners {
		if c.Practitioners[i].Name == p.Name {
			n++
		}
	}
	return n > 1
}

// replace puts v in the place of the first of all that is the same thing, or at
// the end; all itself stays as it is.
func replace[T any](all []T, v T, same func(T) bool) []T {
	all = slices.Clone(all)
	if i := slices.IndexFunc(all, same); i >= 0 {
		all[i] = v
		return all
	}
	return append(all, v)
}
