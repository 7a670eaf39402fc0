package moderation_test

import (
	"reflect"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// TestMerged: what is kept stays, what only the other says is added, and of what both
// know the newer is so.
func TestMerged(t *testing.T) {
	keep, gone := harbour, abbey
	later := directory.FactHours.Observed(directory.SourceChecked, "a visit", now.Add(100*24*time.Hour))
	keep.Clinic.Description, keep.Clinic.URL = "", directory.URL{}
	gone.Clinic.Description = "Two rooms."
	gone.Clinic.Hours.Fact = later
	gone.Clinic.Hours.Week[time.Monday] = nil
	gone.Clinic.Phones = []directory.ClinicPhone{{Number: must(directory.ParsePhone("+44 20 7946 0777", directory.Country{}))}}
	l := moderation.Merged(&keep, &gone)
	c := l.Clinic
	if c.ID != keep.Clinic.ID || c.Slug != keep.Clinic.Slug || c.Name != keep.Clinic.Name || l.State != keep.State {
		t.Errorf("Merged() = %s %s %q; want what is kept", c.ID, c.Slug, c.Name)
	}
	if c.Description != "Two rooms." || c.URL != gone.Clinic.URL {
		t.Errorf("Merged() says %q at %s; want what only the other says", c.Description, c.URL)
	}
	if !reflect.DeepEqual(c.Hours, gone.Clinic.Hours) {
		t.Errorf("Merged() is open %v; want the hours that were looked at later", c.Hours.Week)
	}
	if n := len(keep.Clinic.Phones); len(c.Phones) != n+1 || c.Phones[n] != gone.Clinic.Phones[0] {
		t.Errorf("Merged() has the phones %v; want the other's behind its own", c.Phones)
	}
	if again := moderation.Merged(&l, &gone); !reflect.DeepEqual(again, l) {
		t.Errorf("Merged(merged, gone) = %+v; want nothing new", again)
	}
	if itself := moderation.Merged(&harbour, &harbour); !reflect.DeepEqual(itself, harbour) {
		t.Errorf("Merged(a, a) = %+v; want a", itself)
	}
	if err := l.Check(); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// TestMerged_facts: who vouches for nothing says nothing against who does.
func TestMerged_facts(t *testing.T) {
	early := directory.FactFeature.Observed(directory.OwnerAsserted, "the clinic", now)
	late := directory.FactFeature.Observed(directory.CheckedAbsent, "a visit", now.Add(time.Hour))
	unknown := directory.Fact{State: directory.NotChecked, ObservedAt: directory.At(now.Add(2 * time.Hour))}
	feature := directory.Features()[0]
	of := func(f directory.Fact) *directory.Listing {
		l := changed(harbour)
		l.Clinic.Offerings = []directory.Offering{{
			Service: feature.Service(), Features: []directory.OfferedFeature{{Feature: feature, Fact: f}},
			Capacity: directory.Capacity{Status: directory.HasCapacity, Fact: f},
			Prices:   []directory.Price{{Amount: 100, Fact: f}},
		}}
		l.Clinic.Practitioners = []directory.Practitioner{{Name: "Dr Example", Qualification: f.Source, Fact: f}}
		l.Clinic.Address.Fact, l.Clinic.Address.Address1 = f, f.Source
		return &l
	}
	for _, tt := range []struct {
		name       string
		keep, gone directory.Fact
		want       directory.Fact
	}{
		{"a later one", early, late, late},
		{"an earlier one", late, early, late},
		{"an unknown one", early, unknown, early},
		{"one where nothing is known", unknown, early, early},
	} {
		c := moderation.Merged(of(tt.keep), of(tt.gone)).Clinic
		o := c.Offerings[0]
		for part, got := range map[string]directory.Fact{
			"feature": o.Features[0].Fact, "capacity": o.Capacity.Fact, "price": o.Prices[0].Fact,
			"credential": c.Practitioners[0].Fact, "address": c.Address.Fact,
		} {
			if got != tt.want {
				t.Errorf("Merged(%s): the %s is %+v, want %+v", tt.name, part, got, tt.want)
			}
		}
	}
}
