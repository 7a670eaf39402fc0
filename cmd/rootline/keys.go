package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/vault"
	"rootline/internal/words"
)

// rotateKeys replaces the key that signs, and if asked to those of all persons,
// while the directory is served.
func rotateKeys(ctx context.Context, cfg config.Config, out, logs io.Writer) (err error) {
	h, err := openHouse(ctx, cfg, false, slog.New(slog.NewJSONHandler(logs, nil)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	w, now := words.English(), time.Now()
	if err := h.vault.RotateSigning(ctx); err != nil {
		return err
	}
	if err := h.SetStamp(ctx, signingStamp, now.UTC().Format(time.RFC3339)); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(out, w.T("keys.signing")); err != nil || !cfg.Persons {
		return err
	}
	return h.rotatePersons(ctx, now, out, pause)
}

// rotatePersons gives persons keys made after before, and waits as often as need be
// until nothing is sealed with an older one. It can be stopped and begun anew.
func (h *house) rotatePersons(ctx context.Context, before time.Time, out io.Writer, wait func(context.Context, time.Duration) error) error {
	w := words.English()
	for first := true; ; first = false {
		done, err := h.turnPersons(ctx, before)
		if err != nil {
			return unlessStopped(ctx, err, directory.Refuse(directory.Invalid, "keys.stopped"))
		}
		if done.Pending == 0 {
			_, err = fmt.Fprintln(out, w.T("keys.resealed"))
			return err
		}
		if first {
			_, _ = fmt.Fprintln(out, w.T("keys.turned", "Persons", done.Pending, "Minutes", int(vault.Settle/time.Minute)))
		}
		if err := wait(ctx, vault.Settle/10); err != nil {
			return directory.Refuse(directory.Invalid, "keys.stopped")
		}
	}
}

// turnPersons is one call of the two that give persons keys made after before.
func (h *house) turnPersons(ctx context.Context, before time.Time) (vault.Rotation, error) {
	return h.vault.RotatePersons(ctx, before, func(ctx context.Context, person directory.ID) error {
		return h.Reseal(ctx, person, h.vault.Reseal)
	})
}

// pause waits, unless ctx is done before.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
