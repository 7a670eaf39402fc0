package moderation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"rootline/internal/directory"
)

// Conflict is a difference that cannot be applied, because the listing has something
// else again where it would lead away from: Is, nil for nothing.
type Conflict struct {
	Difference
	Is json.RawMessage `json:"is,omitempty"`
}

// Apply makes differences in a version of the listing that they may not have been
// found in: a three-way merge. What only one side has changed is as that side has it;
// what both have changed to the same is so, by the word of the later; and what both
// have changed differently stays as it is in the listing and is returned, in the
// order of the differences. A fact that was merely confirmed is no change.
//
// Differences that have nothing to do with each other can be applied in any order;
// what they add to one list stands there in the order in which they were applied.
func Apply(on *directory.Listing, all []Difference) (directory.Listing, []Conflict, error) {
	l := *on
	l.Clinic.Offerings = slices.Clone(on.Clinic.Offerings) // their parts are written in place
	var conflicts []Conflict
	done := make([]bool, len(all))
	apply := func(s slot) error {
		var mine []Difference
		for i, d := range all {
			if d.Field.slot() == s.field && d.Service == s.service {
				mine, done[i] = append(mine, d), true
			}
		}
		if mine == nil {
			return nil
		}
		found, err := s.apply(mine)
		conflicts = append(conflicts, found...)
		return err
	}
	// What is said of a service has a place once the service is there.
	if err := apply(servicesSlot(&l.Clinic)); err != nil {
		return l, nil, err
	}
	for _, s := range slots(&l) {
		if s.whole {
			continue
		}
		if err := apply(s); err != nil {
			return l, nil, err
		}
	}
	for i, d := range all {
		switch {
		case done[i]:
		case d.Service == 0:
			return l, nil, fmt.Errorf("apply %s: there is no such field", d.Name())
		case d.To != nil: // what is gone with its service needs no removal
			conflicts = append(conflicts, Conflict{Difference: d})
		}
	}
	slices.SortStableFunc(conflicts, func(a, b Conflict) int { return byField(a.Difference, b.Difference) })
	return l, conflicts, nil
}

func (s slot) apply(all []Difference) (conflicts []Conflict, err error) {
	items, err := s.read()
	if err != nil {
		return nil, err
	}
	// An order is made of what is there in the end.
	slices.SortStableFunc(all, func(a, b Difference) int { return last(a) - last(b) })
	for _, d := range all {
		var c *Conflict
		if d.Order {
			items, c, err = arrange(items, d)
		} else {
			items, c, err = settle(items, d)
		}
		if err != nil {
			return nil, err
		}
		if c != nil {
			conflicts = append(conflicts, *c)
		}
	}
	return conflicts, s.write(items)
}

func last(d Difference) int {
	if d.Order {
		return 1
	}
	return 0
}

// settle makes one difference.
func settle(items []item, d Difference) ([]item, *Conflict, error) {
	is := valueOf(items, d.Key)
	switch {
	case bytes.Equal(is, d.To):
		return items, nil, nil
	case bytes.Equal(is, d.From):
		return put(items, d.Key, d.To), nil, nil
	}
	var sides [3]substance
	for i, value := range []json.RawMessage{is, d.From, d.To} {
		var err error
		if sides[i], err = substanceOf(d.Field, value); err != nil {
			return nil, nil, err
		}
	}
	ours, from, to := sides[0], sides[1], sides[2]
	switch ours.text {
	case to.text: // they agree, and the later has the word
		if to.seen > ours.seen || to.seen == ours.seen && bytes.Compare(d.To, is) > 0 {
			items = put(items, d.Key, d.To)
		}
	case from.text:
		items = put(items, d.Key, d.To)
	default:
		return items, &Conflict{Difference: d, Is: is}, nil
	}
	return items, nil, nil
}

// arrange puts things in another order. What that does not name comes last.
func arrange(items []item, d Difference) ([]item, *Conflict, error) {
	var from, to []string
	for value, into := range map[*json.RawMessage]*[]string{&d.From: &from, &d.To: &to} {
		if err := json.Unmarshal(*value, into); err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", d.Name(), err)
		}
	}
	if keys := keysOf(items); !agree(keys, from) && !agree(keys, to) {
		is, err := json.Marshal(keys)
		return items, &Conflict{Difference: d, Is: is}, err
	}
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b item) int { return rank(to, a.key) - rank(to, b.key) })
	return items, nil, nil
}

// agree reports whether two orders have what is in both in the same order.
func agree(a, b []string) bool {
	in := func(other []string) func(string) bool {
		return func(key string) bool { return !slices.Contains(other, key) }
	}
	return slices.Equal(slices.DeleteFunc(slices.Clone(a), in(b)), slices.DeleteFunc(slices.Clone(b), in(a)))
}

func rank(order []string, key string) int {
	if i := slices.Index(order, key); i >= 0 {
		return i
	}
	return len(order)
}
