package moderation

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"rootline/internal/directory"
)

// Difference is one thing that two versions of a listing have differently. From and
// To are it as it is stored, nil where it is not there. With Order it is the order of
// the things of that field, and From and To are their keys.
type Difference struct {
	Path
	Order bool            `json:"order,omitzero"`
	From  json.RawMessage `json:"from,omitempty"`
	To    json.RawMessage `json:"to,omitempty"`
}

// Name tells the difference from all others between the same versions. Forms and
// programs name by it those that they choose.
func (d Difference) Name() string {
	if d.Order {
		return d.String() + ":order"
	}
	return d.String()
}

// Opposite is the difference that takes this one back.
func (d Difference) Opposite() Difference {
	d.From, d.To = d.To, d.From
	return d
}

// Diff returns what b has differently from a, two versions of one clinic that pass
// [directory.Listing.Check], in the order of [Fields]. When they were changed is no
// difference. To apply all of it to a makes it b.
func Diff(a, b *directory.Listing) ([]Difference, error) {
	var all []Difference
	theirs := slots(b)
	for _, was := range slots(a) {
		i := slices.IndexFunc(theirs, func(s slot) bool { return s.field == was.field && s.service == was.service })
		if i < 0 {
			continue // of a service that is gone, with all that was said of it
		}
		found, err := was.diff(theirs[i])
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, byField)
	return all, nil
}

func byField(a, b Difference) int {
	return cmp.Compare(slices.Index(fields, a.Field), slices.Index(fields, b.Field))
}

// diff compares two slots: first what a has differently or no more, in its order,
// then what is new, in that of b.
func (s slot) diff(with slot) ([]Difference, error) {
	a, err := s.read()
	if err != nil {
		return nil, err
	}
	b, err := with.read()
	if err != nil {
		return nil, err
	}
	var all []Difference
	for _, it := range a {
		to := valueOf(b, it.key)
		if to != nil && s.whole || bytes.Equal(it.value, to) {
			continue
		}
		all = append(all, s.difference(it.key, it.value, to))
	}
	for _, it := range b {
		if indexOf(a, it.key) < 0 {
			all = append(all, s.difference(it.key, nil, it.value))
		}
	}
	slices.SortStableFunc(all, byField)
	for _, d := range all {
		a = put(a, d.Key, d.To)
	}
	if from, to := keysOf(a), keysOf(b); !slices.Equal(from, to) {
		order, err := s.order(from, to)
		if err != nil {
			return nil, err
		}
		all = append(all, order)
	}
	return all, nil
}

func (s slot) difference(key string, from, to json.RawMessage) Difference {
	return Difference{Path: Path{fieldOf(s.field, from, to), s.service, key}, From: from, To: to}
}

func (s slot) order(from, to []string) (Difference, error) {
	d := Difference{Path: Path{Field: s.field, Service: s.service}, Order: true}
	var err error
	if d.From, err = json.Marshal(from); err != nil {
		return d, fmt.Errorf("write the order of %s: %w", s.field, err)
	}
	if d.To, err = json.Marshal(to); err != nil {
		return d, fmt.Errorf("write the order of %s: %w", s.field, err)
	}
	return d, nil
}

// put has a value stand under a key: in its place, or at the end; nil takes it away.
func put(items []item, key string, value json.RawMessage) []item {
	items = slices.Clone(items)
	i := indexOf(items, key)
	switch {
	case i >= 0 && value == nil:
		return slices.Delete(items, i, i+1)
	case i >= 0:
		items[i].value = value
	case value != nil:
		items = append(items, item{key, value})
	}
	return items
}

// fieldOf is the field that a change of one thing is of: that of a photo is of
// before_after if it was one or becomes one, and that of a practitioner of
// credentials if any are said of them that were not.
func fieldOf(slot Field, from, to json.RawMessage) Field {
	switch slot {
	case FieldPhotos:
		if isBeforeAfter(from) || isBeforeAfter(to) {
			return FieldBeforeAfter
		}
	case FieldPractitioners:
		if has := credentialsOf(to); has != (directory.Practitioner{}) && has != credentialsOf(from) {
			return FieldCredentials
		}
	default:
	}
	return slot
}

func isBeforeAfter(photo json.RawMessage) bool {
	var p directory.Photo
	// What does not parse is told by whoever applies it; until then it needs care.
	return photo != nil && (json.Unmarshal(photo, &p) != nil || p.Kind == directory.PhotoBeforeAfter || p.Case != nil)
}

// credentialsOf is a practitioner without the name.
func credentialsOf(practitioner json.RawMessage) (p directory.Practitioner) {
	if practitioner != nil && json.Unmarshal(practitioner, &p) != nil {
		return directory.Practitioner{Qualification: string(practitioner)}
	}
	p.Name = ""
	if p.Qualification == "" && p.Register == "" && p.RegistrationNumber == "" {
		return directory.Practitioner{}
	}
	return p
}
