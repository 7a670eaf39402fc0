package moderation_test

import (
	"encoding/json"
	"reflect"
	"sync"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

func TestSurveyor(t *testing.T) {
	now := storetest.Now
	at := func(l directory.Listing, f directory.Fact, state directory.ListingState) *directory.Listing {
		l.Clinic.Offerings = []directory.Offering{{Service: directory.PRP, Capacity: directory.Capacity{Status: directory.HasCapacity, Fact: f}}}
		l.Clinic.Hours.Fact, l.Clinic.Address.Fact, l.Clinic.Practitioners = directory.Fact{}, directory.Fact{}, nil
		l.State.Value = state
		return &l
	}
	fresh := directory.FactCapacity.Observed(directory.OwnerAsserted, "the clinic", now)
	stale := directory.FactCapacity.Observed(directory.OwnerAsserted, "the clinic", now.AddDate(0, -6, 0))
	silent := stale
	silent.Unanswered = directory.At(now.AddDate(0, -1, 0))
	shown := []*directory.Listing{
		at(storetest.Listing(1), fresh, directory.Published),
		at(storetest.Listing(2), stale, directory.Published),
		at(storetest.Listing(3), silent, directory.Published),
		at(storetest.Listing(4), directory.Fact{}, directory.Published),
		at(storetest.Listing(5), fresh, directory.Submitted), // nobody finds it
	}
	s := moderation.NewSurveyor(now)
	var adding sync.WaitGroup
	for _, l := range shown {
		adding.Go(func() { s.Add(l) })
	}
	adding.Wait()
	got := s.Survey()
	if got.Clinics != 4 || got.At != directory.At(now) {
		t.Errorf("Survey() is of %d clinics at %v, want 4 at %v", got.Clinics, got.At, directory.At(now))
	}
	for _, c := range got.Facts {
		want := moderation.FactCount{Kind: c.Kind}
		if c.Kind == directory.FactCapacity {
			want = moderation.FactCount{Kind: c.Kind, Fresh: 1, Stale: 1, Unanswered: 1}
		}
		if c != want {
			t.Errorf("Survey() found %+v, want %+v", c, want)
		}
	}
	sum := 0
	for _, c := range got.Coverage {
		sum += c.Clinics
		if c.Services[directory.PRP] != c.Clinics || c.Services[directory.SMP] != 0 {
			t.Errorf("Survey() found %+v, want PRP at each clinic and nothing else", c)
		}
	}
	if sum != 4 {
		t.Errorf("the countries of Survey() have %d clinics, want 4", sum)
	}
	var back moderation.Survey
	if err := json.Unmarshal(must(json.Marshal(got)), &back); err != nil || !reflect.DeepEqual(back, got) {
		t.Errorf("a survey comes back from JSON as %+v, %v; want %+v", back, err, got)
	}
}

func TestWaitingOf(t *testing.T) {
	now := storetest.Now
	item := func(kind moderation.ItemKind, age time.Duration) moderation.Item {
		return moderation.Item{Kind: kind, Since: directory.At(now.Add(-age))}
	}
	const day = 24 * time.Hour
	got := moderation.WaitingOf([]moderation.Item{
		item(moderation.ItemChange, day), item(moderation.ItemChange, 400*day), item(moderation.ItemChange, 2*day),
		item(moderation.ItemLegal, time.Hour),
	}, now)
	want := []moderation.Waiting{
		{Kind: moderation.ItemLegal, Items: 1, Median: time.Hour, Oldest: time.Hour},
		{Kind: moderation.ItemChange, Items: 3, Late: 1, Median: 2 * day, Oldest: 400 * day},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("WaitingOf(…) = %+v, want %+v", got, want)
	}
}
