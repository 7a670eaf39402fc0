package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"rootline/internal/directory"
)

// schemaVersion is what a file of this release says of itself.
const schemaVersion = 1

// schema makes an empty vault. The bytes of keys are in slot and nowhere else, and
// a row of slot is never removed, resized or moved (see slot.go); everything else
// here is no secret to whoever has the file.
const schema = `
CREATE TABLE vault (
	one   INTEGER PRIMARY KEY CHECK (one = 1),
	name  TEXT NOT NULL,
	epoch INTEGER NOT NULL -- grows whenever keys that somebody may remember are not to be used so any more
) STRICT;

CREATE TABLE slot (
	id      INTEGER PRIMARY KEY,
	content BLOB NOT NULL CHECK (length(content) = 192)
) STRICT;

CREATE TABLE free (slot INTEGER PRIMARY KEY REFERENCES slot (id)) STRICT;

CREATE TABLE key (
	serial     INTEGER PRIMARY KEY AUTOINCREMENT,
	slot       INTEGER NOT NULL UNIQUE REFERENCES slot (id),
	use        TEXT NOT NULL CHECK (use IN ('person', 'signing', 'digest')),
	person     TEXT CHECK ((person IS NOT NULL) = (use = 'person')),
	made_at    INTEGER NOT NULL,
	retired_at INTEGER, -- a newer key has taken over: nothing new comes under this one
	missed_at  INTEGER  -- nobody has known the person since
) STRICT;

CREATE INDEX key_person ON key (person, serial) WHERE person IS NOT NULL;
CREATE INDEX key_retired ON key (retired_at) WHERE retired_at IS NOT NULL;
`

// establish puts a new vault at path: nothing, or a whole one with all keys that
// are not a person's, whenever the power fails. It is made aside and linked into
// place: whoever comes second finds the first one's, and uses it.
func establish(ctx context.Context, path string, o Options) error {
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return directory.Refuse(directory.NotFound, "vault.no_folder", "File", path, "Folder", folder)
	}
	f, err := os.CreateTemp(folder, ".rootline-keys-*.new") // readable by its owner alone
	if err != nil {
		return fmt.Errorf("create: %w", err)
	}
	defer discard(f.Name())
	if err := f.Close(); err != nil {
		return fmt.Errorf("create: %w", err)
	}
	if err := furnish(ctx, f.Name(), o); err != nil {
		return fmt.Errorf("create: %w", err)
	}
	if err := place(f.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("create: %w", err)
	}
	return nil
}

// furnish makes the empty file at path a vault, in one transaction.
func furnish(ctx context.Context, path string, o Options) (err error) {
	pool, err := openPool(ctx, path, writerSettings, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }() // which empties the log into the file
	v := &Vault{writer: pool, now: o.Now, random: o.Random}
	name, err := directory.NewID(o.Now(), o.Random)
	if err != nil {
		return err
	}
	return v.write(ctx, func(tx *sql.Tx) error {
		mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, schemaVersion)
		if _, err := tx.ExecContext(ctx, schema+mark); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO vault (one, name, epoch) VALUES (1, ?1, 1)`, name.String()); err != nil {
			return err
		}
		if err := v.addKey(ctx, tx, useDigest, noPerson); err != nil {
			return err
		}
		return v.addKey(ctx, tx, useSigning, noPerson)
	})
}
