package moderation

import (
	"encoding/json"
	"fmt"
	"time"

	"rootline/internal/directory"
)

// voucher is who stands behind the facts of an edit. What somebody says of their own
// clinic is theirs to assert or to deny, from the day they say it, and no more: that
// a source was checked, and when, is not for them to write.
type voucher struct {
	source string
	now    time.Time
	denies bool // they say that what is said is not so
	checks bool // they have seen for themselves what they say, and may say how else it is known
}

// vouch gives each difference the facts that go with it. A difference in nothing but
// standing is dropped: to leave something as it is does not confirm it.
func (v voucher) vouch(all []Difference) ([]Difference, error) {
	all, err := substantial(all)
	for i, d := range all {
		if all[i].To, err = v.restate(d); err != nil {
			return nil, fmt.Errorf("read %s: %w", d.Name(), err)
		}
	}
	return all, err
}

// substantial are the differences in more than standing.
func substantial(all []Difference) (some []Difference, err error) {
	for _, d := range all {
		same, err := sameSubstance(d)
		if err != nil {
			return nil, err
		}
		if !same {
			some = append(some, d)
		}
	}
	return some, nil
}

func sameSubstance(d Difference) (bool, error) {
	if d.Order {
		return false, nil
	}
	from, err := substanceOf(d.Field, d.From)
	if err != nil {
		return false, err
	}
	to, err := substanceOf(d.Field, d.To)
	return from.text == to.text, err
}

// restate returns what a difference leads to with new facts.
func (v voucher) restate(d Difference) (json.RawMessage, error) {
	if d.To == nil || d.Order {
		return d.To, nil
	}
	switch d.Field {
	case FieldAddress:
		return rewrite(d.To, func(a *directory.Address) { v.address(d.From, a) })
	case FieldHours:
		return rewrite(d.To, func(w *week) { v.fact(directory.FactHours, &w.Fact) })
	case FieldServices:
		return rewrite(d.To, v.offering)
	case FieldCapacity:
		return rewrite(d.To, func(c *directory.Capacity) { v.fact(directory.FactCapacity, &c.Fact) })
	case FieldFeatures:
		return rewrite(d.To, func(f *directory.OfferedFeature) { v.fact(directory.FactFeature, &f.Fact) })
	case FieldPrices:
		return rewrite(d.To, func(all *[]directory.Price) { v.prices(*all) })
	case FieldPractitioners, FieldCredentials:
		return rewrite(d.To, func(p *directory.Practitioner) { v.fact(directory.FactCredential, &p.Fact) })
	default:
		return d.To, nil
	}
}

// complete gives a date and a source to what is said anew without them, or with those of
// what was there before. A fact that says how it is known, or is in a list beside what is
// new, stays as it is.
func (v voucher) complete(all []Difference) ([]Difference, error) {
	for i, d := range all {
		same, err := sameSubstance(d)
		if err == nil && !same {
			all[i].To, err = withoutFactOf(d.From, d.To)
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", d.Name(), err)
		}
		if all[i].To, err = v.restate(all[i]); err != nil {
			return nil, fmt.Errorf("read %s: %w", d.Name(), err)
		}
	}
	return all, nil
}

// withoutFactOf takes the date and the source from a value whose fact is that of the
// value before it.
func withoutFactOf(before, value json.RawMessage) (json.RawMessage, error) {
	var was struct{ Fact directory.Fact }
	var fields map[string]json.RawMessage
	if before == nil || value == nil || json.Unmarshal(before, &was) != nil || json.Unmarshal(value, &fields) != nil {
		return value, nil //nolint:nilerr // there is none, or it is no value with a fact
	}
	var is directory.Fact
	if fields["fact"] == nil {
		return value, nil
	}
	if err := json.Unmarshal(fields["fact"], &is); err != nil || is != was.Fact {
		return value, err
	}
	fact, err := json.Marshal(directory.Fact{State: is.State, ExpiresAt: is.ExpiresAt})
	if err != nil {
		return nil, err
	}
	fields["fact"] = fact
	return json.Marshal(fields)
}

func rewrite[T any](value json.RawMessage, change func(*T)) (json.RawMessage, error) {
	var v T
	if err := json.Unmarshal(value, &v); err != nil {
		return nil, err
	}
	change(&v)
	return json.Marshal(v)
}

// address restates that of an address. Of one that nobody has vouched for, whoever writes
// another one does.
func (v voucher) address(before json.RawMessage, a *directory.Address) {
	var was directory.Address
	unknown := before == nil || json.Unmarshal(before, &was) == nil && was.Fact.State == directory.NotChecked
	if unknown && a.Fact.State == directory.NotChecked {
		a.Fact = directory.Fact{}
	}
	v.fact(directory.FactAddress, &a.Fact)
}

func (v voucher) offering(o *directory.Offering) {
	if o.Capacity.Status != "" {
		v.fact(directory.FactCapacity, &o.Capacity.Fact)
	}
	for i := range o.Features {
		v.fact(directory.FactFeature, &o.Features[i].Fact)
	}
	v.prices(o.Prices)
}

func (v voucher) prices(all []directory.Price) {
	for i := range all {
		v.fact(directory.FactPrice, &all[i].Fact)
	}
}

// fact restates one. Whoever leaves open how they know a thing, asserts it. A
// credential keeps the date on which it runs out.
func (v voucher) fact(kind directory.FactKind, f *directory.Fact) {
	if v.checks && f.ObservedAt != 0 {
		return
	}
	if v.denies {
		f.State = denied(kind, f.State)
	}
	switch f.State {
	case directory.NotChecked:
		*f = directory.Fact{State: directory.NotChecked}
		return
	case directory.CheckedAbsent:
	default:
		f.State = directory.OwnerAsserted
		if v.checks {
			f.State = directory.SourceChecked
		}
	}
	said := kind.Observed(f.State, v.source, v.now)
	if kind.Lifetime() == 0 {
		said.ExpiresAt = f.ExpiresAt
	}
	*f = said
}

// denied is how a fact stands of which the clinic says that it is not so. Whether it
// has a feature has two answers. Of anything else it is then unknown what is so.
func denied(kind directory.FactKind, was directory.FactState) directory.FactState {
	switch {
	case kind != directory.FactFeature:
		return directory.NotChecked
	case was == directory.CheckedAbsent:
		return directory.OwnerAsserted
	}
	return directory.CheckedAbsent
}
