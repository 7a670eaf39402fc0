package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
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
	if err != nil {
		return err
	}
	return tellKeys(ctx, cfg.DB, out)
}

// tellKeys says that a database that was restored waits for its keys, unless there
// are some where they are looked for first. Whether they are the right ones is found
// out when it is served.
func tellKeys(ctx context.Context, db string, out io.Writer) error {
	if knownVault(ctx, db) == "" {
		return nil
	}
	keys := config.KeysOf(db)
	if _, err := os.Stat(keys); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	_, err := fmt.Fprintln(out, words.English().T("keys.wanted", "Keys", keys))
	return err
}
