package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"rootline/internal/directory"
	"rootline/internal/figures"
	"rootline/internal/moderation"
	"rootline/internal/store"
)

const (
	tallyEvery   = 5 * time.Second // what is lost at most if the program is killed
	tallyTime    = 5 * time.Second // storing what is left when it ends
	surveyFirst  = 10 * time.Second
	surveyEvery  = time.Hour
	surveyShare  = 200    // of the time there is, one part in so many is spent on surveys
	figuresWeeks = 2 * 52 // that are kept
)

// surveyStamp is under which key a database remembers its last survey.
const surveyStamp = "survey"

// accountant counts what listings bring, and looks at how the directory stands.
type accountant struct {
	*store.Store
	tally figures.Tally
	now   func() time.Time
	log   *slog.Logger
}

// Count counts something once for each of some clinics.
func (a *accountant) Count(kind figures.Kind, clinics ...directory.ID) {
	a.tally.Add(kind, figures.WeekOf(a.now()), clinics...)
}

// Survey is how the directory stood when that was last looked at; zero if it never was.
func (a *accountant) Survey(ctx context.Context) (s moderation.Survey, err error) {
	text, err := a.Stamp(ctx, surveyStamp)
	if err != nil || text == "" {
		return s, err
	}
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return s, fmt.Errorf("survey: %w", err)
	}
	return s, nil
}

// run stores what was counted every few seconds, and once more at the end, and makes a
// survey every hour or, of a large directory, less often, until ctx is done. What fails is tried again with what comes next.
func (a *accountant) run(ctx context.Context) error {
	tick, survey := time.NewTicker(tallyEvery), time.NewTimer(surveyFirst)
	defer tick.Stop()
	defer survey.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			last, end := context.WithTimeout(context.WithoutCancel(ctx), tallyTime)
			defer end()
			return a.keepTally(last)
		case <-tick.C:
			err = a.keepTally(ctx)
		case <-survey.C:
			started := a.now()
			err = a.survey(ctx)
			survey.Reset(max(surveyEvery, surveyShare*a.now().Sub(started)))
		}
		if err != nil && ctx.Err() == nil {
			a.log.Error("figures", slog.Any("error", err))
		}
	}
}

// keepTally stores what was counted. What cannot be stored is kept for the next time.
func (a *accountant) keepTally(ctx context.Context) error {
	counts := a.tally.Take()
	if len(counts) == 0 {
		return nil
	}
	err := a.AddFigures(ctx, counts...)
	if err != nil {
		a.tally.Back(counts)
	}
	return err
}

// survey looks at every listing.
func (a *accountant) survey(ctx context.Context) error {
	s := moderation.NewSurveyor(a.now())
	err := a.Listings(ctx, func(l directory.Listing) error {
		s.Add(&l)
		return nil
	})
	if err != nil {
		return err
	}
	text, err := json.Marshal(s.Survey())
	if err != nil {
		return fmt.Errorf("survey: %w", err)
	}
	return a.SetStamp(ctx, surveyStamp, string(text))
}
