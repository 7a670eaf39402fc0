package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/store"
	"rootline/internal/words"
)

// takeIn carries out rootline import: takes a file in, or says which rows are no
// duplicates, and lists the rows that wait if that was asked for.
func takeIn(ctx context.Context, cfg config.Config, out, logs io.Writer) (err error) {
	var file foreign
	if cfg.File != "" {
		if file, err = openFile(ctx, cfg); err != nil { // before there is a database that was not there
			return err
		}
	}
	report, err := newReport(cfg) // before cfg.DB may become a copy's
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, report.close()) }()
	if cfg.DryRun {
		var dir string
		if dir, err = os.MkdirTemp("", "rootline-dry-run-*"); err != nil {
			return fmt.Errorf("dry run: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		if cfg.DB, err = copyToTry(ctx, cfg.DB, dir); err != nil {
			return err
		}
	}
	db, err := store.Open(ctx, cfg.DB, store.Options{Create: cfg.File != "", Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := finished(ctx, cfg, db); err != nil {
		return err
	}
	if err := tellApart(ctx, db, cfg.Distinct, out); err != nil {
		return unusable(cfg, err)
	}
	var last string
	if cfg.File != "" {
		tally, err := takeFile(ctx, cfg, db, file, report, out, logs)
		if err != nil {
			return err
		}
		last = fmt.Sprintf("accepted=%d human=%d refused=%d changed=%d\n", tally.Accepted, tally.Human, tally.Refused, tally.Changed)
	}
	if cfg.Pending {
		if err := listPending(ctx, db, file.source.Name, out); err != nil {
			return err
		}
	}
	_, err = io.WriteString(out, last)
	return err
}

// unusable words what keeps a database from being written to; other errors stay as
// they are.
func unusable(cfg config.Config, err error) error {
	if store.IsBusy(err) {
		return directory.Refuse(directory.Conflict, "store.busy", "File", cfg.DB)
	}
	return noRoom(cfg, err)
}

// copyToTry copies the database into dir, so that a dry run does all that an
// import does and nothing that stays. Where there is no database, the copy will be
// made as the database would.
func copyToTry(ctx context.Context, path, dir string) (string, error) {
	to := filepath.Join(dir, "rootline.db")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return to, nil
	}
	db, err := store.OpenReadOnly(ctx, path)
	if err != nil {
		return "", err
	}
	_, err = db.Backup(ctx, to)
	return to, errors.Join(err, db.Close())
}

// takeFile takes a file in and says what was found. Whatever happens, the report
// tells what is done.
func takeFile(ctx context.Context, cfg config.Config, db *store.Store, file foreign, report *report, out, logs io.Writer) (tally intake.Tally, err error) {
	w := words.English()
	report.told = true
	reasons := newReasons()
	progress := newProgress(logs, w, file.count)
	desk := intake.Desk{Store: db, Now: time.Now, Random: rand.Reader}
	rows := intake.File{Source: file.source, ToldApart: file.toldApart, Rows: file.rows(db)}
	tally, err = desk.Import(ctx, rows, func(outcomes []intake.Outcome, so intake.Tally) error {
		for i := range outcomes {
			reasons.add(&outcomes[i])
			if err := report.write(w, &outcomes[i]); err != nil {
				return err
			}
		}
		progress.tell(so.Rows)
		return nil
	})
	progress.end()
	switch {
	case ctx.Err() != nil && cfg.DryRun:
		return tally, directory.Refuse(directory.Invalid, "import.stopped_dry")
	case ctx.Err() != nil:
		return tally, directory.Refuse(directory.Invalid, "import.stopped", "Count", tally.Rows, "File", cfg.File)
	case err == nil && isOwn(cfg.File):
		var left int
		if left, err = takeRest(ctx, cfg.File, db); left > 0 {
			_, _ = fmt.Fprintln(out, w.N("import.left", left))
		}
	}
	if err != nil {
		return tally, unusable(cfg, err)
	}
	reasons.print(out, w)
	if tally.Missing > 0 {
		_, _ = fmt.Fprintln(out, w.N("import.missing", tally.Missing, "Source", file.source.Name))
	}
	switch {
	case cfg.DryRun:
		_, _ = fmt.Fprintln(out, w.T("import.dry_run"))
	case tally.Human > 0:
		_, _ = fmt.Fprintln(out, w.N("import.wait", tally.Human, "DB", cfg.DB))
	}
	return tally, nil
}
