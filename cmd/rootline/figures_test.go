package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/figures"
	"rootline/internal/store/storetest"
)

// TestFigures_keptAtTheEnd: what was counted is stored when the program ends, and what
// could not be stored is kept for the next time.
func TestFigures_keptAtTheEnd(t *testing.T) {
	db := storetest.New(t, storetest.Listing(1))
	clinic := storetest.Listing(1).Clinic.ID
	a := &accountant{Store: db, now: func() time.Time { return storetest.Now }, log: slog.New(slog.DiscardHandler)}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	a.Count(figures.View, clinic)
	if err := a.keepTally(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("keepTally(cancelled) = %v, want that it is", err)
	}
	a.Count(figures.View, clinic)
	if err := a.run(ctx); err != nil {
		t.Fatalf("run(cancelled) = %v", err)
	}
	got, err := a.Figures(t.Context(), clinic, figures.WeekOf(storetest.Now))
	if err != nil || len(got) != 1 || got[0].N != 2 {
		t.Errorf("Figures() = %v, %v; want the two views", got, err)
	}
}

// TestFigures_survey: a survey comes back as it was made, and counts what is published.
func TestFigures_survey(t *testing.T) {
	hidden := storetest.Listing(2)
	hidden.State.Value = directory.Submitted
	a := &accountant{Store: storetest.New(t, storetest.Listing(1), hidden), now: func() time.Time { return storetest.Now }}
	if s, err := a.Survey(t.Context()); err != nil || s.At != 0 {
		t.Errorf("Survey() before the first = %+v, %v; want none", s, err)
	}
	if err := a.survey(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := a.Survey(t.Context())
	if err != nil || s.Clinics != 1 || s.At != directory.At(storetest.Now) || len(s.Coverage) != 1 {
		t.Errorf("Survey() = %+v, %v; want one of one clinic, as of now", s, err)
	}
}
