package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/jobs"
	"rootline/internal/store"
	"rootline/internal/words"
)

// mostDead is how many letters that were given up are listed.
const mostDead = 100

// waiting lets fn see to the letters that wait or were given up. It knows nothing of
// what is in them, and needs no keys.
func waiting(ctx context.Context, cfg config.Config, logs io.Writer, fn func(*jobs.Client) error) (err error) {
	db, err := store.Open(ctx, cfg.DB, store.Options{Now: time.Now, Migrate: jobs.Migrate})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	idle := map[string]jobs.Work{"letter": func(context.Context, string) error { return nil }}
	client, err := jobs.New(db.Writer(), idle, jobs.Options{
		Log: slog.New(slog.NewJSONHandler(logs, nil)), Now: time.Now, Random: rand.Reader,
	})
	if err != nil {
		return err
	}
	return fn(client)
}

// listMail says how many letters wait, and lists those that were given up.
func listMail(ctx context.Context, cfg config.Config, out, logs io.Writer) error {
	return waiting(ctx, cfg, logs, func(client *jobs.Client) error {
		w := words.English()
		backlog, err := client.Backlog(ctx)
		if err != nil {
			return err
		}
		dead, err := client.Dead(ctx, mostDead)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, w.T("post.waiting", "Number", backlog["letter"])); err != nil {
			return err
		}
		for _, d := range dead {
			line := w.T("post.dead", "Job", d.Job, "At", d.At.UTC().Format(time.RFC3339), "Attempts", d.Attempts, "Failure", d.Failure)
			if _, err := fmt.Fprintln(out, line); err != nil {
				return err
			}
		}
		return nil
	})
}

// retryMail has letters that were given up sent anew, by whoever serves.
func retryMail(ctx context.Context, cfg config.Config, out, logs io.Writer) error {
	return waiting(ctx, cfg, logs, func(client *jobs.Client) error {
		for _, job := range cfg.Jobs {
			err := client.Retry(ctx, job)
			if errors.Is(err, jobs.ErrNotDead) {
				return directory.Refuse(directory.Invalid, "post.not_dead", "Job", job)
			}
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintln(out, words.English().T("post.retried", "Job", job)); err != nil {
				return err
			}
		}
		return nil
	})
}
