package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rootline/internal/directory"
)

// Backup copies the keys, as they stand at one moment, to a new file for its owner
// alone: whole, read back, and on disk when Backup returns; if anything goes wrong
// there is no file at all. A file that is there already is never touched. The copy
// is a keys' file like any other: to restore it is to put it in the place of the
// one that was lost, and of whatever lies beside that: [Open] refuses it together
// with the log of another.
//
// Keys that are forgotten later live on in the copy, and must not for long: copies
// are to be destroyed after seven days, and the erasure ledger is to be replayed
// before anything is served with one.
func (v *Vault) Backup(ctx context.Context, to string) error {
	to, err := filepath.Abs(to)
	if err != nil {
		return fmt.Errorf("back up the keys: %w", err)
	}
	if _, err := os.Lstat(to); err == nil {
		return directory.Refuse(directory.Conflict, "backup.exists", "File", to)
	}
	folder := filepath.Dir(to)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return directory.Refuse(directory.NotFound, "backup.no_folder", "File", to, "Folder", folder)
	}
	f, err := os.CreateTemp(folder, ".rootline-keys-*.new")
	if err != nil {
		return v.notBackedUp(to, err)
	}
	defer discard(f.Name())
	if err := f.Close(); err != nil {
		return v.notBackedUp(to, err)
	}
	if err := v.copyTo(ctx, f.Name()); err != nil {
		return v.notBackedUp(to, err)
	}
	if err := v.sound(ctx, f.Name()); err != nil {
		return v.notBackedUp(to, fmt.Errorf("the copy is damaged: %w", err))
	}
	return v.notBackedUp(to, place(f.Name(), to))
}

// copyTo fills the empty file at path. VACUUM INTO reads at one moment and writes
// what is there, and nothing that is free.
func (v *Vault) copyTo(ctx context.Context, path string) (err error) {
	source, err := v.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	// To write another file is to write, to SQLite.
	if _, err := source.ExecContext(ctx, "PRAGMA query_only = off"); err != nil {
		return err
	}
	_, err = source.ExecContext(ctx, "VACUUM INTO ?1", path)
	_, e := source.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = on")
	return errors.Join(err, e)
}

// sound reads the whole copy: it has to be this vault, undamaged, with a key that
// can be read for every row that promises one.
func (v *Vault) sound(ctx context.Context, path string) (err error) {
	if err := recognise(ctx, path, v.name); err != nil {
		return err
	}
	pool, err := sql.Open("sqlite3", dsn(path, "mode=ro&immutable=1"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	var told string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&told); err != nil || told != "ok" {
		return errors.Join(err, errors.New(told))
	}
	rows, err := pool.QueryContext(ctx, `SELECT s.content FROM key k LEFT JOIN slot s ON s.id = k.slot`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var content []byte
		if err := rows.Scan(&content); err != nil {
			return err
		}
		if _, err := decode(content); err != nil {
			return err
		}
	}
	return rows.Err()
}

// notBackedUp words an error, in so far as it is about files.
func (v *Vault) notBackedUp(to string, err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, fs.ErrExist):
		return directory.Refuse(directory.Conflict, "backup.exists", "File", to)
	case errors.Is(err, errDamaged): // the copy is what its source is
		return refusal(v.path, err)
	}
	worded := (*directory.Error)(nil)
	if err = refusal(to, err); errors.As(err, &worded) && worded.Message.ID == "vault.unusable" {
		return &directory.Error{Kind: worded.Kind, Message: directory.Message{ID: "backup.failed", Args: worded.Message.Args}}
	}
	return err
}
