package team_test

import (
	"context"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
)

// nowhere is where there are no places.
type nowhere struct{}

func (nowhere) Place(context.Context, team.Scope) (team.Place, error) {
	return team.Place{}, directory.Refuse(directory.NotFound, "not_found.clinic")
}

func TestCreateAdmin(t *testing.T) {
	o := open(t)
	first, err := o.CreateAdmin(t.Context(), email("Zoe"), " Zoe Example ")
	if err != nil || first == "" {
		t.Fatalf("CreateAdmin() = %q, %v; want a link", first, err)
	}
	a, err := o.store.AccountByEmail(t.Context(), email("Zoe"))
	want := directory.Account{ID: a.ID, Email: email("Zoe"), Name: "Zoe Example", State: directory.AccountUnconfirmed, CreatedAt: directory.At(o.now)}
	if err != nil || a != want {
		t.Fatalf("AccountByEmail() = %+v, %v; want %+v", a, err, want)
	}
	o.persons["Zoe"] = a
	o.wantWelcome(first, a, directory.At(o.now.Add(24*time.Hour)), 0)
	o.now = o.now.Add(time.Hour)
	again, err := o.CreateAdmin(t.Context(), email("Zoe"), "Zoe")
	if err != nil || again == "" || again == first {
		t.Fatalf("CreateAdmin(again) = %q, %v; want another link", again, err)
	}
	o.wantWelcome(again, a, directory.At(o.now.Add(24*time.Hour)), 0)
	o.wantWelcome(first, a, directory.At(o.now.Add(23*time.Hour)), directory.At(o.now.Add(-time.Hour))) // the store's clock stands
	if got := o.roles("Zoe", everywhere); got != "admin" {
		t.Errorf("CreateAdmin() makes %q, want one admin", got)
	}
}

// wantWelcome looks at what is kept of an admin's first link.
func (o *office) wantWelcome(link string, a directory.Account, expires, replaced directory.Instant) {
	o.Helper()
	digest, ok := auth.Digest(auth.ForLink, link)
	if !ok {
		o.Fatalf("%q is no link", link)
	}
	n, err := o.store.Secret(o.Context(), auth.Welcome, digest)
	if err != nil || n.AccountID != a.ID || n.Email != a.Email || n.ExpiresAt != expires || n.ReplacedAt != replaced {
		o.Errorf("Secret(welcome) = %+v, %v; want one of %s until %d, replaced at %d", n, err, a.ID, expires, replaced)
	}
}

func TestCreateAdmin_whoIsThere(t *testing.T) {
	o := open(t)
	o.give("Ada", atHarbour, owner)
	o.give("Bea", everywhere, moderator)
	o.person("Closed")
	o.close("Closed")
	tests := []struct{ to, name, want, role string }{
		{"Ada", "Somebody", "fine", "admin"},
		{"Bea", "Bea", "fine", "admin"},
		{"Bea", "Bea", "fine", "admin"},
		{"Closed", "Closed", saying(directory.Conflict, "conflict.inactive"), ""},
		{"Ada", "", saying(directory.Invalid, "invalid.missing"), "admin"},
	}
	for _, tt := range tests {
		link, err := o.CreateAdmin(t.Context(), email(tt.to), tt.name)
		o.wants("CreateAdmin("+tt.to+")", err, tt.want)
		if got := o.roles(tt.to, everywhere); link != "" || got != tt.role {
			t.Errorf("CreateAdmin(%s) = %q and makes %q; want no link and %q", tt.to, link, got, tt.role)
		}
	}
	if a, err := o.store.Account(t.Context(), o.person("Ada").ID); err != nil || a.Name != "Ada" || o.roles("Ada", atHarbour) != "owner" {
		t.Errorf("CreateAdmin(Ada) leaves %+v, %v; want her name and her clinic as they were", a, err)
	}
	_, err := o.CreateAdmin(t.Context(), directory.Email{}, "Nobody")
	o.wants("CreateAdmin(no address)", err, saying(directory.Invalid, "invalid.email"))
}
