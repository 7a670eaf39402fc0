package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"rootline/internal/config"
	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/store"
)

// demoStamp is under which key a database says that it is a demo, and which.
const demoStamp = "demo"

// unfinished is how the stamp begins until the directory is whole.
const unfinished = "unfinished "

// demonstrate fills a new database with the demo directory, unless it holds just
// that already, and serves it. What could not be filled to its end is of no use
// to anybody: a file that was made for it is removed.
func demonstrate(ctx context.Context, cfg config.Config, out, logs io.Writer) error {
	if !cfg.Mail.On() {
		cfg.Mail.Dir = cfg.DB + ".letters"
	}
	made := absent(cfg)
	filled := false
	err := serve(ctx, cfg, out, logs, func(h *house) error {
		err := prepareDemo(ctx, cfg, h, out)
		filled = err == nil
		return err
	})
	if filled || !slices.Contains(made, cfg.DB) {
		return err
	}
	for _, name := range made {
		if gone := os.Remove(name); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	if ctx.Err() != nil {
		return directory.Refuse(directory.Invalid, "command.demo_stopped", "File", cfg.DB)
	}
	return err
}

// absent are those of the files that a demo makes that are not there yet. What was
// there before it is not its own to remove, keys least of all.
func absent(cfg config.Config) []string {
	var all []string
	for _, name := range []string{cfg.DB, cfg.Keys} {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			all = append(all, name, name+"-wal", name+"-shm")
		}
	}
	return all
}

// madeOf is what a demo says of itself.
func madeOf(cfg config.Config) string {
	return fmt.Sprintf("clinics=%d seed=%d", cfg.Clinics, cfg.Seed)
}

// admitDemo refuses what is neither empty nor the demo directory that cfg asks for.
func admitDemo(ctx context.Context, cfg config.Config, db *store.Store) error {
	got, err := db.Stamp(ctx, demoStamp)
	if err != nil {
		return err
	}
	empty, err := db.Empty(ctx)
	switch {
	case err != nil:
		return err
	case got == madeOf(cfg):
		return nil
	case strings.HasPrefix(got, unfinished):
		return directory.Refuse(directory.Invalid, "command.unfinished_demo", "File", cfg.DB, "Keys", cfg.Keys)
	case got != "":
		return directory.Refuse(directory.Invalid, "command.other_demo", "File", cfg.DB, "Holds", got, "Asked", madeOf(cfg), "Keys", cfg.Keys)
	case !empty:
		return directory.Refuse(directory.Invalid, "command.not_a_demo", "File", cfg.DB)
	}
	return nil
}

// prepareDemo makes sure that an admitted database holds the demo directory and its
// people, whom a demo of an older release has not.
func prepareDemo(ctx context.Context, cfg config.Config, h *house, out io.Writer) error {
	got, err := h.Stamp(ctx, demoStamp)
	if err != nil {
		return err
	}
	if got == madeOf(cfg) {
		return noRoom(cfg, addDemoPeople(ctx, h))
	}
	if err := h.SetStamp(ctx, demoStamp, unfinished+madeOf(cfg)); err != nil {
		return noRoom(cfg, err)
	}
	if err := fillDemo(ctx, cfg, h.Store, out); err != nil {
		return noRoom(cfg, err)
	}
	if err := addDemoPeople(ctx, h); err != nil {
		return noRoom(cfg, err)
	}
	return noRoom(cfg, h.SetStamp(ctx, demoStamp, madeOf(cfg)))
}

// noRoom words a full disk; other errors stay as they are.
func noRoom(cfg config.Config, err error) error {
	if store.IsFull(err) {
		return directory.Refuse(directory.Invalid, "store.full", "File", cfg.DB)
	}
	return err
}

// finished refuses to serve what a demo left half made.
func finished(ctx context.Context, cfg config.Config, db *store.Store) error {
	stamp, err := db.Stamp(ctx, demoStamp)
	if err == nil && strings.HasPrefix(stamp, unfinished) {
		return directory.Refuse(directory.Invalid, "command.unfinished_demo", "File", cfg.DB, "Keys", cfg.Keys)
	}
	return err
}

// fillDemo writes the directory in batches, telling now and then how far it is.
func fillDemo(ctx context.Context, cfg config.Config, db *store.Store, out io.Writer) error {
	now := cfg.Now
	if now.IsZero() {
		now = time.Now()
	}
	for _, p := range demo.Photos(cfg.Seed) {
		photo := store.Photo{ID: p.ID, MediaType: p.MediaType, Width: p.Width, Height: p.Height, Bytes: p.Bytes}
		if err := db.AddPhotos(ctx, photo); err != nil {
			return err
		}
	}
	done, told := 0, time.Now()
	params := demo.Params{Clinics: cfg.Clinics, Seed: cfg.Seed, Now: now}
	for batch := range demo.Directory(params, gazetteer.Embedded()) {
		if err := db.AddOrganizations(ctx, batch.Organizations...); err != nil {
			return err
		}
		if err := db.AddListings(ctx, batch.Listings...); err != nil {
			return err
		}
		if done += len(batch.Listings); time.Since(told) > 2*time.Second {
			told = time.Now()
			_, _ = fmt.Fprintf(out, "Making the demo directory: %d of %d clinics.\n", done, cfg.Clinics)
		}
	}
	return nil
}
