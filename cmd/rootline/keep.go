package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"rootline/internal/directory"
	"rootline/internal/figures"
)

const (
	keepEvery  = time.Hour
	sweepEvery = 24 * time.Hour
	keepPhoto  = 7 * 24 * time.Hour  // that is in no listing, and that nobody asks for
	keepPaper  = 30 * 24 * time.Hour // that was shown for a claim, once the claim is decided
	keepSecret = 7 * 24 * time.Hour  // what is over, so that a link that is shown late can say what became of it
	signingFor = 30 * 24 * time.Hour // a key that signs
)

// Under which keys a database remembers when its signing key was replaced last, and when
// what takes long to look through was swept.
const (
	signingStamp = "signing_since"
	sweptStamp   = "swept_since"
)

// keep sweeps out what is over, asks clinics whether what is known of them is still
// right, and replaces the signing key when it has grown old, now and every hour until ctx
// is done. What fails is tried again an hour later.
func (h *house) keep(ctx context.Context, log *slog.Logger) error {
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	for {
		if err := h.keepOnce(ctx, time.Now()); err != nil && ctx.Err() == nil {
			log.Error("housekeeping", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// keepOnce does each of these whatever becomes of the others.
func (h *house) keepOnce(ctx context.Context, now time.Time) error {
	_, people := h.SweepPeople(ctx, directory.At(now.Add(-keepSecret)))
	_, papers := h.SweepDocuments(ctx, directory.At(now.Add(-keepPaper)))
	listings := h.sweepListings(ctx, now)
	asked := h.ask(ctx, now)
	signing := h.turnSigning(ctx, now)
	_, keys := h.vault.Sweep(ctx, func(person directory.ID) (bool, error) { return h.Person(ctx, person) })
	return errors.Join(people, listings, papers, signing, keys, asked)
}

// sweepListings sweeps out, once a day, what takes a look at every listing, and figures
// that are too old to be told.
func (h *house) sweepListings(ctx context.Context, now time.Time) error {
	last, err := h.stamped(ctx, sweptStamp)
	if err != nil || now.Sub(last) < sweepEvery {
		return err
	}
	_, photos := h.SweepPhotos(ctx, directory.At(now), directory.At(now.Add(-keepPhoto)))
	old := h.SweepFigures(ctx, figures.WeekOf(now).Add(-figuresWeeks))
	if err := errors.Join(photos, old); err != nil {
		return err
	}
	return h.stampNow(ctx, sweptStamp, now)
}

// stamped is when something was done last, and zero if it never was.
func (h *house) stamped(ctx context.Context, key string) (time.Time, error) {
	text, err := h.Stamp(ctx, key)
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil { // it was never written, or by nobody of ours
		return time.Time{}, nil //nolint:nilerr // then it is done now, and written anew
	}
	return at, nil
}

func (h *house) stampNow(ctx context.Context, key string, now time.Time) error {
	return h.SetStamp(ctx, key, now.UTC().Format(time.RFC3339))
}

// turnSigning replaces the signing key once it has grown old. Of several processes
// that do so at the same moment each makes a new one, which harms nobody.
func (h *house) turnSigning(ctx context.Context, now time.Time) error {
	since, err := h.stamped(ctx, signingStamp)
	switch {
	case err != nil:
		return err
	case since.IsZero(): // the key is as new as the database
	case now.Sub(since) < signingFor:
		return nil
	default:
		if err := h.vault.RotateSigning(ctx); err != nil {
			return err
		}
	}
	return h.stampNow(ctx, signingStamp, now)
}
