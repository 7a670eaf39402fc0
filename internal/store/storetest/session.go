package storetest

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// signedIn returns the nth session, of a person.
func signedIn(n, person int) directory.Session {
	return directory.Session{
		ID: ID(200_000 + n), AccountID: Person(person).ID, Program: n%2 == 1, Label: fmt.Sprintf("Ada's telephone %d", n),
		Strong: n%3 == 0, StrongAt: directory.At(Now), CreatedAt: directory.At(Now), SeenAt: directory.At(Now.Add(time.Duration(n) * time.Second)),
		ExpiresAt: directory.At(Now.Add(30 * 24 * time.Hour)),
	}
}

// sessions adds the first n sessions, of the first person.
func (c check) sessions(n int) {
	c.Helper()
	for i := range n {
		if err := c.alone.AddSession(c.Context(), signedIn(i, 0)); err != nil {
			c.Fatalf("AddSession(%d) = %v", i, err)
		}
	}
}

func (c check) wantSession(want directory.Session) {
	c.Helper()
	if got, err := c.store.Session(c.Context(), want.ID); err != nil || got != want {
		c.Errorf("Session(%s) = %+v, %v; want %+v", want.ID, got, err, want)
	}
}

func sessionsComeBack(c check) {
	c.people(2)
	c.sessions(3)
	for n := range 3 {
		c.wantSession(signedIn(n, 0))
	}
	want := []directory.Session{signedIn(2, 0), signedIn(1, 0), signedIn(0, 0)}
	if got, err := c.store.Sessions(c.Context(), Person(0).ID); err != nil || !slices.Equal(got, want) {
		c.Errorf("Sessions(0) = %+v, %v; want %+v", got, err, want)
	}
	if got, err := c.store.Sessions(c.Context(), Person(1).ID); err != nil || got != nil {
		c.Errorf("Sessions(1) = %+v, %v; want none", got, err)
	}
	_, err := c.store.Session(c.Context(), ID(99))
	c.wantKind("Session(unknown)", err, directory.NotFound)
	seen, strong := want[0], want[1]
	seen.SeenAt++
	strong.Strong, strong.StrongAt, strong.Label = true, strong.StrongAt+5, ""
	for announced, want := range []directory.Session{seen, strong} {
		got, err := c.alone.UpdateSession(c.Context(), want.ID, func(s *directory.Session) error { *s = want; return nil })
		if err != nil || got != want {
			c.Errorf("UpdateSession(%s) = %+v, %v; want %+v", want.ID, got, err, want)
		}
		c.wantSession(want)
		c.wantAnnounced("session "+want.ID.String(), announced)
	}
	for name, change := range map[string]func(*directory.Session){
		"the id":      func(s *directory.Session) { s.ID = ID(1) },
		"the account": func(s *directory.Session) { s.AccountID = Person(1).ID },
		"the kind":    func(s *directory.Session) { s.Program = !s.Program },
	} {
		if _, err := c.alone.UpdateSession(c.Context(), seen.ID, func(s *directory.Session) error { change(s); return nil }); err == nil {
			c.Errorf("UpdateSession(alters %s) = nil, want an error", name)
		}
	}
	c.wantSession(seen)
}

func revokedStays(c check) {
	c.people(1)
	c.sessions(2)
	want := signedIn(0, 0)
	want.RevokedAt = directory.At(Now)
	revoke := func(s *directory.Session) error { s.RevokedAt = directory.At(Now); return nil }
	for range 2 {
		if got, err := c.alone.UpdateSession(c.Context(), want.ID, revoke); err != nil || got != want {
			c.Errorf("UpdateSession(0 revoked) = %+v, %v; want %+v", got, err, want)
		}
	}
	c.wantAnnounced("session "+want.ID.String(), 1)
	for _, change := range []func(*directory.Session) error{
		func(s *directory.Session) error { s.RevokedAt = 0; return nil },
		func(s *directory.Session) error { s.SeenAt++; return nil },
	} {
		_, err := c.alone.UpdateSession(c.Context(), want.ID, change)
		if err == nil || err.Error() != "conflict.revoked" {
			c.Errorf("UpdateSession(a revoked one) = %v, want conflict.revoked", err)
		}
	}
	c.wantSession(want)
	if got, err := c.store.Sessions(c.Context(), Person(0).ID); err != nil || !slices.Equal(got, []directory.Session{signedIn(1, 0)}) {
		c.Errorf("Sessions(0) = %+v, %v; want the one that stands", got, err)
	}
}

func othersRevoked(c check) {
	c.people(2)
	c.sessions(5)
	other := signedIn(9, 1)
	if err := c.alone.AddSession(c.Context(), other); err != nil {
		c.Fatal(err)
	}
	for _, tt := range []struct {
		except directory.ID
		want   int
	}{{signedIn(2, 0).ID, 4}, {signedIn(2, 0).ID, 0}, {directory.ID{}, 1}} {
		if got, err := c.alone.RevokeSessions(c.Context(), Person(0).ID, tt.except); err != nil || got != tt.want {
			c.Errorf("RevokeSessions(0, except %s) = %d, %v; want %d", tt.except, got, err, tt.want)
		}
	}
	for n := range 5 {
		c.wantAnnounced("session "+signedIn(n, 0).ID.String(), 1)
	}
	c.wantSession(other)
}

// closedSignedOut closes an account while it signs in as often as it can, and wants
// it signed out all the same.
func closedSignedOut(c check) {
	c.people(1)
	c.sessions(3)
	c.once(20, saying("conflict.inactive"), func(n int) error {
		if n == 10 {
			_, err := c.alone.UpdateAccount(c.Context(), Person(0).ID, func(a *directory.Account) error { a.State = directory.AccountClosed; return nil })
			return err
		}
		return c.alone.AddSession(c.Context(), signedIn(10+n, 0))
	})
	if got, err := c.store.Sessions(c.Context(), Person(0).ID); err != nil || got != nil {
		c.Errorf("Sessions(of a closed account) = %+v, %v; want none", got, err)
	}
	c.wantKind("AddSession(of a closed account)", c.alone.AddSession(c.Context(), signedIn(50, 0)), directory.Conflict)
	c.wantKind("AddSession(of nobody)", c.alone.AddSession(c.Context(), signedIn(51, 5)), directory.NotFound)
	c.wantAnnounced("account "+Person(0).ID.String(), 1)
}

// program signs a program of the first person in and returns its first refresh token.
func (c check) program(n int) string {
	c.Helper()
	token, family, err := auth.NewFamily(Now, bytes.NewReader(slices.Repeat(digest("family", strconv.Itoa(n)), 2)))
	if err != nil {
		c.Fatal(err)
	}
	session := signedIn(n, 0)
	session.Program = true
	err = c.store.People(c.Context(), func(t auth.Tx) error {
		if err := t.AddSession(c.Context(), session); err != nil {
			return err
		}
		return t.AddFamily(c.Context(), session.ID, family)
	})
	if err != nil {
		c.Fatalf("AddFamily(%d) = %v", n, err)
	}
	return token
}

// rotate uses a token; n makes the next.
func (c check) rotate(token string, n int, now time.Time) (string, directory.Session, error) {
	return c.store.Rotate(c.Context(), token, now, bytes.NewReader(digest("next", strconv.Itoa(n))))
}

// refreshOnce uses one token fifty times at once: one is served. The others show a
// token that was used, so that family has ended for everybody: S6.
func refreshOnce(c check) {
	c.people(1)
	for round := range 10 {
		token := c.program(round)
		nexts := make([]string, 50)
		won := c.once(50, saying("auth.refresh_ended"), func(n int) (err error) {
			nexts[n], _, err = c.rotate(token, 100*round+n, Now.Add(time.Minute))
			return err
		})
		if won != 1 {
			c.Errorf("round %d: Rotate(one token, 50 at once) succeeded %d times, want once", round, won)
		}
		for n, next := range nexts {
			if next == "" {
				continue
			}
			if _, _, err := c.rotate(next, n, Now.Add(2*time.Minute)); directory.KindOf(err) != directory.Unauthenticated {
				c.Errorf("round %d: Rotate(the winner's next) = %v after a replay, want it refused", round, err)
			}
		}
		if s, err := c.store.Session(c.Context(), signedIn(round, 0).ID); err != nil || s.RevokedAt == 0 {
			c.Errorf("round %d: Session after a replay = %+v, %v; want it revoked", round, s, err)
		}
	}
}

func refreshReplayed(c check) {
	c.people(1)
	first, at := c.program(0), Now
	second, session, err := c.rotate(first, 1, at.Add(time.Hour))
	if err != nil || session.ID != signedIn(0, 0).ID || session.SeenAt != directory.At(at.Add(time.Hour)) {
		c.Fatalf("Rotate(first) = %q, %+v, %v", second, session, err)
	}
	third, _, err := c.rotate(second, 2, at.Add(2*time.Hour))
	if err != nil || third == second {
		c.Fatalf("Rotate(second) = %q, %v", third, err)
	}
	for name, token := range map[string]string{"no token": "", "another's": c.program(7)[:40] + third[40:]} {
		_, _, err = c.rotate(token, 3, at.Add(3*time.Hour))
		c.wantKind("Rotate("+name+")", err, directory.Unauthenticated)
	}
	for _, token := range []string{first, third, second} {
		next, _, err := c.rotate(token, 4, at.Add(3*time.Hour))
		c.wantKind("Rotate("+token[:4]+"… after a replay)", err, directory.Unauthenticated)
		if next != "" {
			c.Errorf("Rotate refused, and gave %q", next)
		}
	}
	c.wantAnnounced("session "+signedIn(0, 0).ID.String(), 1)
	if got, err := c.store.Session(c.Context(), signedIn(0, 0).ID); err != nil || got.RevokedAt != directory.At(at.Add(3*time.Hour)) {
		c.Errorf("Session(0) = %+v, %v; want it revoked with the replay", got, err)
	}
}

func refreshEnded(c check) {
	c.people(1)
	update := func(n int, change func(*directory.Session)) error {
		_, err := c.alone.UpdateSession(c.Context(), signedIn(n, 0).ID, func(s *directory.Session) error { change(s); return nil })
		return err
	}
	for n, tt := range []struct {
		name string
		end  func(n int) error
		at   time.Time
		want string
	}{
		{"revoked", func(n int) error { return update(n, func(s *directory.Session) { s.RevokedAt = directory.At(Now) }) }, Now, "auth.refresh_ended"},
		{"idle", func(int) error { return nil }, Now.Add(auth.ProgramIdle + time.Minute), "auth.refresh_expired"},
		{"expired", func(n int) error { return update(n, func(s *directory.Session) { s.ExpiresAt = directory.At(Now) }) }, Now, "auth.refresh_expired"},
		{"signed out everywhere", func(int) error {
			_, err := c.alone.RevokeSessions(c.Context(), Person(0).ID, directory.ID{})
			return err
		}, Now, "auth.refresh_ended"},
	} {
		token := c.program(n)
		if err := tt.end(n); err != nil {
			c.Fatal(err)
		}
		for _, want := range []string{tt.want, "auth.refresh_ended"} {
			if _, _, err := c.rotate(token, n, tt.at); err == nil || err.Error() != want {
				c.Errorf("Rotate(%s) = %v, want %s", tt.name, err, want)
			}
		}
		if s, err := c.store.Session(c.Context(), signedIn(n, 0).ID); err != nil || s.RevokedAt == 0 {
			c.Errorf("Session(%s, and refreshed) = %+v, %v; want it revoked", tt.name, s, err)
		}
	}
}
