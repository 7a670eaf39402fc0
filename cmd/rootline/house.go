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
}

// openHouse opens the database and the keys that cfg names, making both where there
// is neither if create is set.
func openHouse(ctx context.Context, cfg config.Config, create bool, log *slog.Logger) (*house, error) {
	h := &house{}
	db, err := store.Open(ctx, cfg.DB, store.Options{
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
	})
	if err != nil {
		return nil, err
	}
	h.Store = db
	if err := h.furnish(ctx, cfg, log); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// furnish opens the vault that the database remembers, or has it remember a new one,
// and makes ready for jobs.
func (h *house) furnish(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	name, err := h.Stamp(ctx, vaultStamp)
	if err != nil {
		return err
	}
	h.vault, err = vault.Open(ctx, cfg.Keys, vault.Options{Create: name == "", Of: name, Now: time.Now, Random: rand.Reader})
	if err != nil {
		return err
	}
	if name == "" {
		if err := h.SetStamp(ctx, vaultStamp, h.vault.Name()); err != nil {
			return err
		}
	}
	room, err := newPostRoom(cfg.Mail)
	if err != nil {
		return err
	}
	h.post = &postman{letters: h.Store, room: room}
	h.jobs, err = jobs.New(h.Writer(), map[string]jobs.Work{"letter": h.post.deliver}, jobs.Options{
		Log: log, Now: time.Now, Random: rand.Reader, Timeout: letterTime,
	})
	return err
}

// Close closes what is open.
func (h *house) Close() error {
	err := h.Store.Close()
	if h.vault != nil {
		err = errors.Join(err, h.vault.Close())
	}
	return err
}
