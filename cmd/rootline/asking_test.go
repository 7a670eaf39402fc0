package main

import (
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// TestKeep_asks the people of a clinic whose facts grow old, once, and nobody else; and
// where nothing is due, nothing happens.
func TestKeep_asks(t *testing.T) {
	const day = 24 * time.Hour
	cfg := keep(t)
	h := hurried(t, cfg, nil)
	defer h.Close()
	var clock movable
	h.setClock(t, cfg, clock.Now)
	asked := func(when string, want int) {
		t.Helper()
		if n := h.count(t, `SELECT count(*) FROM question`); n != want {
			t.Errorf("%s clinics were asked %d times, want %d", when, n, want)
		}
	}
	h.keepAt(t, &clock, 0)
	asked("in an empty directory", 0)
	l := askedListing(t)
	ok(t, h.AddOrganizations(t.Context(), l.Organization))
	ok(t, h.AddListings(t.Context(), l))
	h.keepAt(t, &clock, 10*day)
	asked("before it was time", 0)
	h.keepAt(t, &clock, 80*day)
	asked("once it was time", 1)
	if n := h.count(t, `SELECT count(*) FROM letter`); n != 1 {
		t.Errorf("%d letters wait, want one to the clinic's public address", n)
	}
	h.keepAt(t, &clock, 81*day)
	asked("a day later", 1)
	ok(t, h.SetStamp(t.Context(), demoStamp, "clinics=1 seed=1"))
	h.keepAt(t, &clock, 200*day)
	asked("in a demo", 1)
}

// askedListing is a clinic with a public address, whose hours were observed today.
func askedListing(t *testing.T) directory.Listing {
	t.Helper()
	l := storetest.Listing(1)
	email, err := directory.ParseEmail("desk@clinic.example")
	ok(t, err)
	l.Clinic.Email, l.Clinic.Address.Fact, l.Clinic.Practitioners = email, directory.Fact{}, nil
	for i := range l.Clinic.Offerings {
		o := &l.Clinic.Offerings[i]
		o.Capacity, o.Features, o.Prices = directory.Capacity{}, nil, nil
	}
	l.Clinic.Hours.Fact = directory.FactHours.Observed(directory.SourceChecked, "a register", time.Now())
	return l
}
