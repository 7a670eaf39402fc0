package storetest

import (
	"reflect"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// saveRequests saves requests in one transaction.
func (c check) saveRequests(all ...moderation.ChangeRequest) {
	c.Helper()
	c.moderate(func(t moderation.Tx) error {
		for _, r := range all {
			if err := t.SaveRequest(c.Context(), r); err != nil {
				return err
			}
		}
		return nil
	})
}

// wantRequests fails unless a filter lets those through.
func (c check) wantRequests(f moderation.RequestFilter, limit int, want ...moderation.ChangeRequest) {
	c.Helper()
	if got, err := c.store.Requests(c.Context(), f, limit); err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Requests(%+v, %d) = %+v, %v\nwant %+v", f, limit, got, err, want)
	}
}

// requestsComeBack saves requests, one in the place of another, and wants whoever
// decided to have the name of today.
func requestsComeBack(c check) {
	c.moderated()
	done := Request(1)
	done.State, done.Live, done.Undoes, done.UndoneBy, done.Conflicts = moderation.Approved, true, Request(0).ID, Person(1).ID, nil
	done.Decision = moderation.Decision{
		By: moderation.Person{ID: Person(2).ID, Name: "not kept"}, At: moment(9), Reason: moderation.Other, Text: "Thank you",
		Refused: []string{"name"}, Quiet: true,
	}
	empty := moderation.ChangeRequest{ID: ID(9), ClinicID: clinicID(2), By: Person(2).ID, State: moderation.Withdrawn}
	c.saveRequests(Request(0), Request(1), empty, done)
	done.Decision.By.Name = Person(2).Name
	for _, want := range []moderation.ChangeRequest{Request(0), done, empty} {
		if got, err := c.store.Request(c.Context(), want.ID); err != nil || !reflect.DeepEqual(got, want) {
			c.Errorf("Request(%s) = %+v, %v\nwant %+v", want.ID, got, err, want)
		}
	}
	c.wantRequests(moderation.RequestFilter{}, 0, done, Request(0), empty)
	_, err := c.store.Request(c.Context(), ID(8))
	c.wantKind("Request(unknown)", err, directory.NotFound)
}

// requestsFiltered has requests in every state, of two people and two listings.
func requestsFiltered(c check) {
	c.moderated()
	states := []moderation.State{
		moderation.Draft, moderation.Pending, moderation.AskedBack, moderation.Approved, moderation.Rejected, moderation.Withdrawn, moderation.Superseded,
	}
	var all, open, first, firstOpen, own, since []moderation.ChangeRequest
	for n := range 2 * len(states) {
		r := Request(n)
		r.ClinicID, r.By, r.State, r.At = clinicID(n%2), Person(n%3).ID, states[n%len(states)], moment(n/2) // two of each moment
		if !r.State.Open() || r.State == moderation.AskedBack {
			r.Decision = moderation.Decision{By: moderation.Person{ID: Person(3).ID, Name: Person(3).Name}, At: moment(n)}
		}
		c.saveRequests(r)
		put := func(into *[]moderation.ChangeRequest, fits bool) {
			if fits {
				*into = append([]moderation.ChangeRequest{r}, *into...)
			}
		}
		put(&all, true)
		put(&open, r.State.Open())
		put(&first, n%2 == 0)
		put(&firstOpen, n%2 == 0 && r.State.Open())
		put(&own, n%3 == 1)
		put(&since, n >= 4 && (r.State == moderation.Approved || r.State == moderation.Rejected))
	}
	c.wantRequests(moderation.RequestFilter{}, 0, all...)
	c.wantRequests(moderation.RequestFilter{}, 3, all[:3]...)
	c.wantRequests(moderation.RequestFilter{Open: true}, 0, open...)
	c.wantRequests(moderation.RequestFilter{Clinic: clinicID(0)}, 0, first...)
	c.wantRequests(moderation.RequestFilter{Clinic: clinicID(0), Open: true}, 2, firstOpen[:2]...)
	c.wantRequests(moderation.RequestFilter{By: Person(1).ID}, 0, own...)
	c.wantRequests(moderation.RequestFilter{DecidedSince: moment(4)}, 0, since...)
	c.wantRequests(moderation.RequestFilter{Clinic: clinicID(2)}, 0)
	c.wantRequests(moderation.RequestFilter{Clinic: clinicID(1), By: Person(0).ID, Open: true, DecidedSince: 1}, 0)
}
