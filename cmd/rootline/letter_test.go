package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/jobs"
	"rootline/internal/mail"
	"rootline/internal/mail/mailtest"
)

// hurried is a house whose jobs try again in hundredths of seconds where they would
// in minutes and hours.
func hurried(t *testing.T, cfg config.Config, room postRoom) *house {
	t.Helper()
	h, err := openHouse(t.Context(), cfg, true, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	h.post.room, h.post.base = room, "https://clinics.example"
	h.hurry(t, slog.DiscardHandler)
	return h
}

// hurry has the house's jobs try again at once, and tell a log of it.
func (h *house) hurry(t *testing.T, log slog.Handler) {
	t.Helper()
	var err error
	h.jobs, err = jobs.New(h.Writer(), map[string]jobs.Work{"letter": h.post.deliver}, jobs.Options{
		Log: slog.New(log), Now: time.Now, Random: rand.Reader,
		FirstRetry: 10 * time.Millisecond, LastRetry: 100 * time.Millisecond, Poll: 10 * time.Millisecond,
	})
	ok(t, err)
}

func keep(t *testing.T) config.Config {
	t.Helper()
	db := filepath.Join(t.TempDir(), "test.db")
	return config.Config{DB: db, Keys: db + ".keys"}
}

// postTo posts n letters, each to somebody else.
func (h *house) postTo(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		id, err := directory.NewID(time.Now(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		to, err := directory.ParseEmail(fmt.Sprintf("reader%d@practice.example", i))
		if err != nil {
			t.Fatal(err)
		}
		l := auth.Letter{ID: id, Person: id, To: to, Kind: auth.NoAccount, At: directory.At(time.Now()), Path: "/register"}
		if err := h.People(t.Context(), func(tx auth.Tx) error { return tx.Post(t.Context(), l) }); err != nil {
			t.Fatal(err)
		}
	}
}

// until runs the jobs until cond holds, and then stops them.
func (h *house) until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.jobs.Run(ctx) }()
	patience := time.After(time.Minute)
	for !cond() {
		select {
		case <-patience:
			stop()
			t.Fatalf("waited a minute for %s; the jobs ended with %v", what, <-ended)
		case <-time.After(5 * time.Millisecond):
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
}

var messageID = regexp.MustCompile(`(?m)^Message-ID: <\S+>`)

// TestLetters_aDayWithoutServer has letters wait through a mail server that cannot be
// reached, then turns everybody away, then breaks off here and there, and through three processes:
// in the end each is there once, and nothing is kept of it.
func TestLetters_aDayWithoutServer(t *testing.T) {
	const letters = 40
	var asked, weather atomic.Int64
	const turnedAway, brokenOff, fine = 1, 2, 3
	server := mailtest.Start(t, mailtest.Options{Answer: func(s mailtest.Stage, n int) error {
		switch now := weather.Load(); {
		case now == turnedAway && s == mailtest.OnTo:
			asked.Add(1)
			return mailtest.Reply(451, 4, 7, 1, "later")
		case now == brokenOff && s == []mailtest.Stage{mailtest.OnFrom, mailtest.OnTo, mailtest.OnContent}[n%3]:
			asked.Add(1)
			return mailtest.ErrDrop
		}
		return nil
	}})
	from, err := directory.ParseEmail("no-reply@clinics.example")
	if err != nil {
		t.Fatal(err)
	}
	there := mail.SMTP{Host: server.Host, Port: server.Port, TLS: mail.StartTLS, From: from, Roots: server.Roots, Patience: 2 * time.Second}
	nowhere := there
	nowhere.Port = closedPort(t)

	cfg := keep(t)
	h := hurried(t, cfg, nowhere)
	h.postTo(t, letters)
	h.until(t, "letters to be tried in vain", func() bool {
		var attempts int64
		err := h.Writer().QueryRowContext(t.Context(), `SELECT coalesce(sum(attempt), 0) FROM river_job`).Scan(&attempts)
		return err == nil && attempts > 3*letters
	})
	for _, now := range []int64{turnedAway, brokenOff} {
		weather.Store(now)
		asked.Store(0)
		if err := h.Close(); err != nil { // another process goes on
			t.Fatal(err)
		}
		h = hurried(t, cfg, there)
		h.until(t, "letters to be turned away", func() bool { return asked.Load() > 2*letters })
	}
	if got := len(server.Letters()); got != 0 {
		t.Fatalf("%d letters went out while none could", got)
	}
	weather.Store(fine)
	h.until(t, "every letter to go out", func() bool {
		backlog, err := h.jobs.Backlog(t.Context())
		return err == nil && backlog["letter"] == 0
	})
	got, ids := map[string]int{}, map[string]bool{}
	for _, l := range server.Letters() {
		got[l.To]++
		ids[messageID.FindString(string(l.Message))] = true
	}
	if len(ids) != letters {
		t.Errorf("%d letters have %d names", letters, len(ids))
	}
	for i := range letters {
		if to := fmt.Sprintf("reader%d@practice.example", i); got[to] != 1 {
			t.Errorf("%s has %d letters, want 1", to, got[to])
		}
	}
	var kept int
	if err := h.Writer().QueryRowContext(t.Context(), `SELECT count(*) FROM letter`).Scan(&kept); err != nil || kept != 0 {
		t.Errorf("%d letters are kept after they went out, %v", kept, err)
	}
	if dead, err := h.jobs.Dead(t.Context(), 10); err != nil || len(dead) != 0 {
		t.Errorf("letters were given up: %v, %v", dead, err)
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
}
