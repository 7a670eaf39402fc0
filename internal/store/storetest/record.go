package storetest

import (
	"context"
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

// moderationResealed has something of everything that is sealed, and counts what is
// sealed anew for each whom it is about. Who is in the record alone is known.
func moderationResealed(c check) {
	c.moderated()
	AddModeration(c.T, c.store)
	c.moderate(func(t moderation.Tx) error {
		_, err := t.Append(c.Context(), Event(2), []byte(`{}`), []byte(`{}`), ID(77))
		return err
	})
	before := c.recorded()
	keys, times := Keys(), 0
	again := func(ctx context.Context, person directory.ID, sealed, place []byte) ([]byte, error) {
		times++
		plain, err := keys.Open(ctx, person, sealed, place)
		if err != nil {
			return nil, err
		}
		return keys.Seal(ctx, person, plain, place)
	}
	// An account, its claim and a value; a report; two values.
	for person, want := range map[directory.ID]int{Person(0).ID: 3, Report(0).ID: 1, ID(77): 2, ID(78): 0} {
		times = 0
		if err := c.store.Reseal(c.Context(), person, again); err != nil || times != want {
			c.Errorf("Reseal(%s) = %v, resealed %d, want %d", person, err, times, want)
		}
		if known, err := c.store.Person(c.Context(), person); err != nil || known != (want > 0) {
			c.Errorf("Person(%s) = %v, %v; want %v", person, known, err, want > 0)
		}
	}
	if got, err := c.store.Claim(c.Context(), Claim(0).ID); err != nil || !reflect.DeepEqual(got, Claim(0)) {
		c.Errorf("Claim(0) = %+v, %v; want %+v", got, err, Claim(0))
	}
	if got, err := c.store.Reports(c.Context(), clinicID(0)); err != nil || !reflect.DeepEqual(got, []moderation.Report{Report(0)}) {
		c.Errorf("Reports(0) = %+v, %v; want %+v", got, err, Report(0))
	}
	if after := c.recorded(); !reflect.DeepEqual(after, before) {
		c.Errorf("Recorded() = %+v after a key that changes nothing, want %+v", after, before)
	}
}

// recorded is the whole record.
func (c check) recorded() []moderation.Recorded {
	c.Helper()
	all, err := c.store.Recorded(c.Context(), moderation.EventFilter{}, 0)
	if err != nil {
		c.Fatalf("Recorded() = %v", err)
	}
	return all
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
