package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/store"
)

// Letters returns the letters that wait to be sent, in the order in which they were
// posted, and fails the test if one has no job that would send it.
func Letters(tb testing.TB, s *store.Store) []auth.Letter {
	tb.Helper()
	rows, err := s.Writer().QueryContext(tb.Context(), `SELECT id FROM letter ORDER BY rowid`)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var letters []auth.Letter
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			tb.Fatal(err)
		}
		l, err := s.Letter(tb.Context(), must(directory.ParseID(id)))
		if err != nil {
			tb.Fatalf("Letter(%s) = %v", id, err)
		}
		letters = append(letters, l)
		if job, err := s.Stamp(tb.Context(), jobStamp("letter", id)); err != nil || job == "" {
			tb.Errorf("there is no job to send the letter %s, %v", id, err)
		}
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return letters
}

// letter returns the nth of a row of letters, sealed for somebody.
func letter(n int, person directory.ID) auth.Letter {
	return auth.Letter{
		ID: ID(400_000 + n), Person: person, To: Person(n).Email, Kind: auth.Invitation, At: directory.At(Now),
		Path: fmt.Sprintf("/invitations/%d", n), Code: "493021", For: 48 * time.Hour, By: "Grace Example",
		Place: "Example Clinic", Role: directory.RoleManager, Device: "Firefox on Linux", Silent: n%2 == 1,
	}
}

// post posts letters in one transaction, which ends with err.
func (c check) post(err error, letters ...auth.Letter) {
	c.Helper()
	got := c.store.People(c.Context(), func(t auth.Tx) error {
		for _, l := range letters {
			if err := t.Post(c.Context(), l); err != nil {
				return err
			}
		}
		return err
	})
	if !errors.Is(got, err) {
		c.Fatalf("People(post %d letters) = %v, want %v", len(letters), got, err)
	}
}

// lettersComeBack posts letters to an account and to somebody who has none: sealed
// with the account's key, and with that of a secret.
func lettersComeBack(c check) {
	c.people(1)
	nobody := link(9, -1)
	c.addSecret(nobody)
	bare := auth.Letter{ID: ID(8), Person: Person(0).ID, To: Person(0).Email, Kind: auth.PasswordChanged}
	want := []auth.Letter{letter(2, Person(0).ID), letter(1, nobody.ID), bare}
	c.post(nil, want...)
	if got := Letters(c, c.store); !slices.Equal(got, want) {
		c.Errorf("Letters() = %+v\nwant %+v", got, want)
	}
	if err := c.store.People(c.Context(), func(t auth.Tx) error { return t.Post(c.Context(), bare) }); err == nil {
		c.Error("Post(a letter that is there) = nil, want an error")
	}
}

// letterWithCause posts in transactions that end in either way.
func letterWithCause(c check) {
	c.people(1)
	l := letter(1, Person(0).ID)
	c.post(errors.New("failed"), l)
	_, err := c.store.Letter(c.Context(), l.ID)
	c.wantKind("Letter(that nothing has caused)", err, directory.NotFound)
	c.wantJob("letter", l.ID, false)
	c.post(nil, l)
	if got, err := c.store.Letter(c.Context(), l.ID); err != nil || got != l {
		c.Errorf("Letter(1) = %+v, %v; want %+v", got, err, l)
	}
	c.wantJob("letter", l.ID, true)
}

// letterGone removes a letter twice, as somebody does who was interrupted between
// sending it and saying so. With it goes what its key was for.
func letterGone(c check) {
	person := ID(77)
	first, second := letter(1, person), letter(2, person)
	c.post(nil, first, second)
	for _, l := range []auth.Letter{first, first, second} {
		if known, err := c.store.Person(c.Context(), person); err != nil || !known {
			c.Errorf("Person(to whom a letter waits) = %v, %v; want them known", known, err)
		}
		if err := c.store.RemoveLetter(c.Context(), l.ID); err != nil {
			c.Errorf("RemoveLetter(%s) = %v", l.ID, err)
		}
		_, err := c.store.Letter(c.Context(), l.ID)
		c.wantKind("Letter(removed)", err, directory.NotFound)
	}
	if known, err := c.store.Person(c.Context(), person); err != nil || known {
		c.Errorf("Person(whose letters are sent) = %v, %v; want nobody", known, err)
	}
	_, err := c.store.Letter(c.Context(), ID(99))
	c.wantKind("Letter(unknown)", err, directory.NotFound)
}

// lettersSwept takes the moment to be 30 days later, which is when letters are given
// up, and a little more.
func lettersSwept(c check) {
	c.post(nil, letter(1, ID(77)), letter(2, ID(77)))
	month := Now.Add(30 * 24 * time.Hour)
	for _, tt := range []struct {
		at   time.Time
		want int
	}{{month, 0}, {month.Add(time.Millisecond), 2}, {month.Add(time.Hour), 0}} {
		if got, err := c.store.SweepPeople(c.Context(), directory.At(tt.at)); err != nil || got != tt.want {
			c.Errorf("SweepPeople(%s) = %d, %v; want %d", tt.at, got, err, tt.want)
		}
	}
}
