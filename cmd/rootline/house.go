package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/jobs"
	"rootline/internal/store"
	"rootline/internal/vault"
)

// vaultStamp is under which key a database remembers the name of its vault.
const vaultStamp = "vault"

// letterTime is how long sending a letter may take: mail servers have minutes for
// each answer.
const letterTime = 5 * time.Minute

// house is a database with the keys to what is personal in it, and with its jobs.
// The three need each other, and this is where they meet.
type house struct {
	*store.Store
	vault *vault.Vault
	jobs  *jobs.Client
	post  *postman
	books *accountant
}

// openHouse opens the database and the keys that cfg names, making both where there
// is neither if create is set. A database that knows its keys is left as it was
// unless they are there.
func openHouse(ctx context.Context, cfg config.Config, create bool, log *slog.Logger) (*house, error) {
	return openAdmitted(ctx, cfg, create, log, func(*store.Store) error { return nil })
}

// openAdmitted is openHouse for a database that admit lets in. What it refuses has
// been given no keys.
func openAdmitted(ctx context.Context, cfg config.Config, create bool, log *slog.Logger, admit func(*store.Store) error) (*house, error) {
	h := &house{}
	var err error
	if name := knownVault(ctx, cfg.DB); name != "" {
		if h.vault, err = openVault(ctx, cfg, name); err != nil {
			return nil, err
		}
	}
	if h.Store, err = store.Open(ctx, cfg.DB, h.storeOptions(create)); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	err = admit(h.Store)
	if err == nil {
		err = h.furnish(ctx, cfg, log)
	}
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// knownVault is the name of the vault that a database remembers, or "" if it
// remembers none, or is not there or not to be read, which is found out when it is
// opened.
func knownVault(ctx context.Context, path string) string {
	db, err := store.OpenReadOnly(ctx, path)
	if err != nil {
		return ""
	}
	name, err := db.Stamp(ctx, vaultStamp)
	if errors.Join(err, db.Close()) != nil {
		return ""
	}
	return name
}

// openVault opens the keys that cfg names: those of the name, or, where a database
// remembers none yet, whatever keys are there, or new ones.
func openVault(ctx context.Context, cfg config.Config, name string) (*vault.Vault, error) {
	return vault.Open(ctx, cfg.Keys, vault.Options{Create: name == "", Of: name, Now: time.Now, Random: rand.Reader})
}

// storeOptions join the database with the jobs and the keys that there will be.
func (h *house) storeOptions(create bool) store.Options {
	return store.Options{
		Create: create, Now: time.Now, Migrate: jobs.Migrate,
		Enqueue: func(ctx context.Context, tx *sql.Tx, kind, id string) error {
			return h.jobs.Enqueue(ctx, tx, kind, id)
		},
		Keys: store.Keys{
			Seal: func(ctx context.Context, person directory.ID, plain, place []byte) ([]byte, error) {
				return h.vault.Seal(ctx, person, plain, place)
			},
			Open: func(ctx context.Context, person directory.ID, sealed, place []byte) ([]byte, error) {
				return h.vault.Open(ctx, person, sealed, place)
			},
			Digest: func(purpose, value string) []byte { return h.vault.Digest(purpose, value) },
		},
	}
}

// furnish sees that the database and its keys know each other, and makes ready for
// letters and jobs.
func (h *house) furnish(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	if h.vault == nil {
		if err := h.adopt(ctx, cfg); err != nil {
			return err
		}
	}
	room, err := newPostRoom(cfg.Mail)
	if err != nil {
		return err
	}
	h.post = &postman{letters: h.Store, room: room}
	h.books = &accountant{Store: h.Store, now: time.Now, log: log}
	h.jobs, err = jobs.New(h.Writer(), map[string]jobs.Work{"letter": h.post.deliver}, jobs.Options{
		Log: log, Now: time.Now, Random: rand.Reader, Timeout: letterTime,
	})
	return err
}

// adopt has the database remember its keys, which are new, or which a crash has left
// without a database that knows them. Keys that persons have are another's: to take
// them would be to sweep them out in the end, since nobody here knows those persons.
func (h *house) adopt(ctx context.Context, cfg config.Config) error {
	name, err := h.Stamp(ctx, vaultStamp)
	if err != nil {
		return err
	}
	if h.vault, err = openVault(ctx, cfg, name); err != nil || name != "" {
		return err
	}
	unused, err := h.vault.Unused(ctx)
	if err != nil {
		return err
	}
	if !unused {
		name, err = h.Stamp(ctx, vaultStamp) // another process may have been quicker, with these very keys
		if err == nil && name != h.vault.Name() {
			err = directory.Refuse(directory.Invalid, "keys.of_another", "File", cfg.Keys, "Of", cfg.DB)
		}
		return err
	}
	return h.SetStamp(ctx, vaultStamp, h.vault.Name())
}

// Close closes what is open.
func (h *house) Close() (err error) {
	if h.Store != nil {
		err = h.Store.Close()
	}
	if h.vault != nil {
		err = errors.Join(err, h.vault.Close())
	}
	return err
}
