package storetest

import (
	"errors"
	"reflect"
	"slices"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// record adds the first n events of the row, about two listings, with values of which
// every second is somebody's, and returns what is to be read of them.
func (c check) record(n int) (all []moderation.Recorded) {
	c.Helper()
	c.moderate(func(t moderation.Tx) error {
		for i := range n {
			e, person := Event(i), directory.ID{}
			e.Listing = clinicID(i % 2)
			before, after := []byte(nil), []byte(`{"name":"After"}`)
			if i%2 == 1 {
				before, after, person = []byte(`{"note":"Ada"}`), []byte{}, Person(0).ID
			}
			got, err := t.Append(c.Context(), e, before, after, person)
			if err != nil {
				return err
			}
			all = append(all, moderation.Recorded{Event: got, Before: before, After: after})
			e.Number, e.Hash, e.Before, e.After = int64(i+1), got.Hash, got.Before, got.After
			if got != e || (got.Before == moderation.Hash{}) != (before == nil) || got.Hash == (moderation.Hash{}) {
				c.Errorf("Append(%d) = %+v, want %+v", i, got, e)
			}
		}
		return nil
	})
	return all
}

// wantRecorded fails unless a filter lets those events through.
func (c check) wantRecorded(f moderation.EventFilter, limit int, want ...moderation.Recorded) {
	c.Helper()
	if got, err := c.store.Recorded(c.Context(), f, limit); err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Recorded(%+v, %d) = %+v, %v\nwant %+v", f, limit, got, err, want)
	}
}

// recordKept appends events, in a transaction that ends well and in one that does not,
// and wants a chain of the ones and not of the others.
func recordKept(c check) {
	failed := errors.New("failed")
	all := c.record(5)
	err := c.store.Moderate(c.Context(), func(t moderation.Tx) error {
		if _, err := t.Append(c.Context(), Event(7), nil, nil, directory.ID{}); err != nil {
			return err
		}
		return failed
	})
	if !errors.Is(err, failed) {
		c.Errorf("Moderate(fails) = %v", err)
	}
	c.moderate(func(t moderation.Tx) error {
		last, err := t.Append(c.Context(), moderation.Event{ID: ID(1), What: "sweep"}, nil, nil, directory.ID{})
		all = append(all, moderation.Recorded{Event: last})
		return err
	})
	head, err := moderation.Verify(c.store.Events(c.Context()), moderation.Head{})
	if last := all[5]; err != nil || head != (moderation.Head{Number: 6, Hash: last.Hash}) {
		c.Errorf("Verify(Events()) = %+v, %v; want %+v", head, err, last)
	}
	for e, err := range c.store.Events(c.Context()) {
		if err != nil || e != all[0].Event {
			c.Errorf("Events() begin with %+v, %v; want %+v", e, err, all[0].Event)
		}
		break
	}
	slices.Reverse(all)
	c.wantRecorded(moderation.EventFilter{}, 0, all...)
	c.wantRecorded(moderation.EventFilter{}, 2, all[:2]...)
	c.wantRecorded(moderation.EventFilter{Before: 5}, 3, all[2:5]...)
	c.wantRecorded(moderation.EventFilter{Listing: clinicID(1)}, 0, all[2], all[4])
	c.wantRecorded(moderation.EventFilter{Listing: clinicID(1), Before: 4}, 1, all[4])
	c.wantRecorded(moderation.EventFilter{Listing: clinicID(2)}, 0)
}

// freshnessComesBack adds questions and replies in another order than they are read in.
func freshnessComesBack(c check) {
	c.moderated()
	hours := moderation.Path{Field: moderation.FieldHours}
	ice := moderation.Path{Field: moderation.FieldFeatures, Service: directory.PRP, Key: "ice_packs"}
	questions := []moderation.Question{{At: moment(1), Paths: []moderation.Path{hours, ice}}, {At: moment(3)}}
	replies := []moderation.Reply{{Path: ice, At: moment(2)}, {Path: hours, At: moment(2), Right: true}, {Path: hours, At: moment(5)}}
	err := c.store.Moderate(c.Context(), func(t moderation.Tx) error {
		return errors.Join(
			t.AddQuestion(c.Context(), clinicID(1), questions[1]), t.AddQuestion(c.Context(), clinicID(1), questions[0]),
			t.AddQuestion(c.Context(), clinicID(2), questions[0]), t.AddReply(c.Context(), clinicID(1), replies[2]),
			t.AddReply(c.Context(), clinicID(1), replies[0]), t.AddReply(c.Context(), clinicID(1), replies[1]))
	})
	if err != nil {
		c.Fatal(err)
	}
	if got, err := c.store.Questions(c.Context(), clinicID(1)); err != nil || !reflect.DeepEqual(got, questions) {
		c.Errorf("Questions(1) = %+v, %v; want %+v", got, err, questions)
	}
	if got, err := c.store.Replies(c.Context(), clinicID(1)); err != nil || !slices.Equal(got, replies) {
		c.Errorf("Replies(1) = %+v, %v; want %+v", got, err, replies)
	}
	if got, err := c.store.Replies(c.Context(), clinicID(2)); err != nil || got != nil {
		c.Errorf("Replies(2) = %+v, %v; want none", got, err)
	}
}
