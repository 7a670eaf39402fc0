package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/words"
)

// backup copies the database to a new file, while it is served or not, whatever
// its schema: the moment before an upgrade is the best one for a backup.
func backup(ctx context.Context, cfg config.Config, out io.Writer) error {
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

// unlessStopped is err, or what to say instead if it came of being told to stop.
func unlessStopped(ctx context.Context, err, stopped error) error {
	if err != nil && ctx.Err() != nil {
		return stopped
	}
	return err
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f", float64(bytes)/1e6) }
