package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"rootline/internal/directory"
)

const (
	keepEvery  = time.Hour
	keepPhoto  = 7 * 24 * time.Hour  // that is in no listing, and that nobody asks for
	keepPaper  = 30 * 24 * time.Hour // that was shown for a claim, once the claim is decided
	keepSecret = 7 * 24 * time.Hour  // what is over, so that a link that is shown late can say what became of it
	signingFor = 30 * 24 * time.Hour // a key that signs
)

// signingStamp is under which key a database remembers when its signing key was
// replaced last.
const signingStamp = "signing_since"

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
	_, photos := h.SweepPhotos(ctx, directory.At(now), directory.At(now.Add(-keepPhoto)))
	_, papers := h.SweepDocuments(ctx, directory.At(now.Add(-keepPaper)))
	asked := h.ask(ctx, now)
	signing := h.turnSigning(ctx, now)
	_, keys := h.vault.Sweep(ctx, func(person directory.ID) (bool, error) { return h.Person(ctx, person) })
	return errors.Join(people, photos, papers, signing, keys, asked)
}

// turnSigning replaces the signing key once it has grown old. Of several processes
// that do so at the same moment each makes a new one, which harms nobody.
func (h *house) turnSigning(ctx context.Context, now time.Time) error {
	text, err := h.Stamp(ctx, signingStamp)
	if err != nil {
		return err
	}
	since, err := time.Parse(time.RFC3339, text)
	switch {
	case err != nil: // the key is as new as the database
	case now.Sub(since) < signingFor:
		return nil
	default:
		if err := h.vault.RotateSigning(ctx); err != nil {
			return err
		}
	}
	return h.SetStamp(ctx, signingStamp, now.UTC().Format(time.RFC3339))
}
