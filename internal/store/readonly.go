package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"
)

// OpenReadOnly opens the database in the file at path for reading alone, be it
// served at the same time or a backup that lies on the shelf. It refuses what
// [Open] refuses, a missing file among it, and changes nothing: a schema of an
// older release stays as it is, and what asks for newer tables fails, as does every
// method that writes. A log that a crash has left is taken in when the store is
// closed, as whoever opens the file would.
func OpenReadOnly(ctx context.Context, path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	if err := admit(ctx, path, false); err != nil {
		return nil, err
	}
	// The journal is not asked for: to ask is to set it, and a backup has none.
	settings := slices.DeleteFunc(slices.Clone(readerSettings), func(s setting) bool { return s.name == "journal_mode" })
	pool, err := openPool(ctx, path, settings, readerCount())
	if err == nil {
		err = checkVersion(ctx, pool, path)
	}
	if err != nil {
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
		return nil, refusal(path, err)
	}
	return &Store{
		writer: pool, readers: pool, close: pool.Close,
		now: func() time.Time { return time.Time{} }, // of what is never written
	}, nil
}
