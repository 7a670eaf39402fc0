package storetest

import (
	"slices"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// dueInOrder sets when clinics are due, and wants those that are, the longest due first,
// as many as were asked for.
func dueInOrder(c check) {
	c.moderated()
	set := func(n int, at directory.Instant) {
		c.Helper()
		c.moderate(func(t moderation.Tx) error { return t.SaveDue(c.Context(), clinicID(n), at) })
	}
	want := func(now directory.Instant, limit int, want ...directory.ID) {
		c.Helper()
		if got, err := c.store.Due(c.Context(), now, limit); err != nil || !slices.Equal(got, want) {
			c.Errorf("Due(%d, %d) = %v, %v; want %v", now, limit, got, err, want)
		}
	}
	set(0, 30)
	set(1, 10)
	set(2, 20)
	want(9, 9)
	want(10, 9, clinicID(1))
	want(30, 9, clinicID(1), clinicID(2), clinicID(0))
	want(30, 2, clinicID(1), clinicID(2))
	set(1, 40)
	set(2, 0)
	set(2, 0)
	want(40, 9, clinicID(0), clinicID(1))
}

// addressedComesBack remembers letters to two addresses, in whatever case their letters
// are.
func addressedComesBack(c check) {
	ada, abe := Person(1).Email, Person(2).Email
	want := func(email directory.Email, want moderation.Addressed) {
		c.Helper()
		if got, err := c.store.Addressed(c.Context(), email); err != nil || got != want {
			c.Errorf("Addressed(%s) = %+v, %v; want %+v", email, got, err, want)
		}
	}
	want(ada, moderation.Addressed{})
	for _, a := range []moderation.Addressed{{At: moment(1)}, {At: moment(2), Declined: moment(3)}, {At: moment(4)}} {
		c.moderate(func(t moderation.Tx) error { return t.SaveAddressed(c.Context(), ada, a) })
		want(ada, a)
		want(abe, moderation.Addressed{})
	}
}
