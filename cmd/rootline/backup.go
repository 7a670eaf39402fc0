package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/vault"
	"rootline/internal/words"
)

// backup copies the database to a new file, while it is served or not, whatever
// its schema: the moment before an upgrade is the best one for a backup.
func backup(ctx context.Context, cfg config.Config, out io.Writer) error {
	if cfg.OfKeys {
		return backupKeys(ctx, cfg, out)
	}
	held, err := backedUp(ctx, cfg)
	if err != nil {
		return unlessStopped(ctx, err, directory.Refuse(directory.Invalid, "backup.stopped"))
	}
	_, err = fmt.Fprintln(out, words.English().T("backup.done", "File", cfg.File, "Clinics", held.Clinics,
		"Organizations", held.Organizations, "Photos", held.Photos, "Size", megabytes(held.Bytes)))
	return err
}

func backedUp(ctx context.Context, cfg config.Config) (held store.Contents, err error) {
	db, err := store.OpenReadOnly(ctx, cfg.DB)
	if err != nil {
		return held, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Backup(ctx, cfg.File)
}

// backupKeys copies the keys of the database. They are never in a copy of it, and
// this copy is to be kept apart from those.
func backupKeys(ctx context.Context, cfg config.Config, out io.Writer) (err error) {
	db, err := store.OpenReadOnly(ctx, cfg.DB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	name, err := db.Stamp(ctx, vaultStamp)
	if err != nil {
		return err
	}
	keys, err := vault.Open(ctx, cfg.Keys, vault.Options{Of: name, Now: time.Now, Random: rand.Reader})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, keys.Close()) }()
	if err := keys.Backup(ctx, cfg.File); err != nil {
		return unlessStopped(ctx, err, directory.Refuse(directory.Invalid, "backup.stopped"))
	}
	_, err = fmt.Fprintln(out, words.English().T("keys.backed_up", "File", cfg.File, "Of", cfg.DB))
	return err
}

// unlessStopped is err, or what to say instead if it came of being told to stop.
func unlessStopped(ctx context.Context, err, stopped error) error {
	if err != nil && ctx.Err() != nil {
		return stopped
	}
	return err
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f", float64(bytes)/1e6) }
