package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"rootline/internal/config"
	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/store"
)

// demoStamp is under which key a database says that it is a demo, and which.
const demoStamp = "demo"

// demonstrate fills a new database with the demo directory, unless it holds just
// that already, and serves it.
func demonstrate(ctx context.Context, cfg config.Config, out, logs io.Writer) error {
	db, err := store.Open(ctx, cfg.DB, store.Options{Create: true, Now: time.Now})
	if err != nil {
		return err
	}
	if err := prepareDemo(ctx, cfg, db, out); err != nil {
		_ = db.Close() // what went wrong before says more
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	return serve(ctx, cfg, out, logs)
}

// prepareDemo makes sure that db holds the demo directory that cfg asks for and
// nothing else. The stamp is written last: without it, what is there was not
// filled to its end.
func prepareDemo(ctx context.Context, cfg config.Config, db *store.Store, out io.Writer) error {
	want := fmt.Sprintf("clinics=%d seed=%d", cfg.Clinics, cfg.Seed)
	got, err := db.Stamp(ctx, demoStamp)
	if err != nil {
		return err
	}
	empty, err := db.Empty(ctx)
	switch {
	case err != nil:
		return err
	case got == want:
		return nil
	case got != "":
		return directory.Refuse(directory.Invalid, "command.other_demo", "File", cfg.DB, "Holds", got, "Asked", want)
	case !empty:
		return directory.Refuse(directory.Invalid, "command.not_a_demo", "File", cfg.DB)
	}
	if err := fillDemo(ctx, cfg, db, out); err != nil {
		return err
	}
	return db.SetStamp(ctx, demoStamp, want)
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
