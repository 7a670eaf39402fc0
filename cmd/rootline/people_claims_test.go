package main

import (
	"rootline/internal/auth"
	"rootline/internal/directory"
)

// claim has the owner of a tenant say that the other's clinic is theirs, without having
// shown anything yet: so nobody else has been told of it.
func (w *world) claim(home string, owner *someone) {
	w.t.Helper()
	other := w.mine[map[string]string{"a": "b", "b": "a"}[home]].listing
	actor := auth.Standing{Session: owner.page, Account: owner.account}.Actor()
	c, err := w.desks.claims.Start(w.t.Context(), actor, other.Clinic.ID, directory.ID{})
	must(w.t, err)
	w.mine[home].claim = c.ID
}
