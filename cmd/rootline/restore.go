package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/words"
)

// restore makes the database of a backup, and says where the one is kept that was
// there before. What is kept in other files is restored with it as it comes to be;
// nothing serves the database before it is in place.
func restore(ctx context.Context, cfg config.Config, out io.Writer) error {
	restored, err := store.Restore(ctx, cfg.File, cfg.DB, store.RestoreOptions{Replace: cfg.Replace, Now: time.Now})
	if err != nil {
		return unlessStopped(ctx, err, directory.Refuse(directory.Invalid, "restore.stopped", "File", cfg.DB))
	}
	w := words.English()
	if restored.Kept != "" {
		if _, err := fmt.Fprintln(out, w.T("restore.kept", "Kept", restored.Kept)); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(out, w.T("restore.done", "File", cfg.DB, "Clinics", restored.Clinics,
		"Organizations", restored.Organizations, "Photos", restored.Photos))
	return err
}
