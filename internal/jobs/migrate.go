package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// Migrate makes the tables that jobs are kept in, named river_, or brings them up to
// date. The directory's own migrations come first. Tables of a newer release are
// refused. Of two processes that start at the same moment, one fails on what the
// other has just done; it goes on from there as long as somebody gets further.
func Migrate(ctx context.Context, db *sql.DB) error {
	m, err := rivermigrate.New(riversqlite.New(db), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	for reached := -1; ; {
		done, err := m.ExistingVersions(ctx)
		if err != nil {
			return fmt.Errorf("migrate jobs: %w", err)
		}
		if len(done) == len(m.AllVersions()) {
			return nil
		}
		_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		if err != nil && len(done) == reached {
			return errors.Join(errors.New("migrate jobs"), err)
		}
		reached = len(done)
	}
}
