package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/server"
	"rootline/internal/vault"
)

// TestKeys_restored loses a database and its keys, restores the one without the other,
// and then both: people sign in as before.
func TestKeys_restored(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	h := hurried(t, config.Config{DB: at("some.db"), Keys: at("some.db.keys")}, nil)
	h.join(t, "amy@practice.example", "Amy")
	ok(t, h.Close())
	for _, args := range [][]string{{"backup", at("b.db"), "--db", at("some.db")}, {"backup", "--keys", at("b.keys"), "--db", at("some.db")}} {
		if _, refusal := said(t, args...); refusal != "" {
			t.Fatal(refusal)
		}
	}
	serve := []string{"serve", "--db", at("new.db"), "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"}
	out, refusal := said(t, "restore", at("b.db"), "--db", at("new.db"))
	if refusal != "" || !strings.Contains(out, "opened with its own keys alone") || !strings.Contains(out, at("new.db.keys")) {
		t.Errorf("restore without keys: %q, %q; want to be told where they belong", out, refusal)
	}
	before := contents(t, folder)
	if _, refusal := said(t, serve...); !strings.Contains(refusal, "There are no keys at "+at("new.db.keys")) || strings.Contains(refusal, "\n") {
		t.Errorf("serve without keys: %q", refusal)
	}
	unchanged(t, "serve without keys", before, contents(t, folder))

	ok(t, os.Rename(at("b.keys"), at("new.db.keys")))
	if out, refusal := said(t, "restore", at("b.db"), "--db", at("new.db"), "--replace"); refusal != "" || strings.Contains(out, "keys") {
		t.Errorf("restore with keys in their place: %q, %q; want nothing said of keys", out, refusal)
	}
	w := watch(t, nil, "serve", "--db", at("new.db"))
	status, reply := w.call(http.MethodPost, "/auth/login", "", map[string]string{"email": "amy@practice.example", "password": aPassword})
	if status != http.StatusOK {
		t.Errorf("login after a restoration: %d %v", status, reply)
	}
}

// busy is somebody who works while keys are rotated, at a browser and with a program.
type busy struct {
	*watched
	address, cookie, access, refresh string
	n                                int
	wrong                            []string // what was not answered as it should be
	made                             int
}

// wants counts a request, and notes one that was not answered so.
func (b *busy) wants(what string, want, status int, reply []byte, err error) {
	b.made++
	if err != nil || status != want {
		b.wrong = append(b.wrong, fmt.Sprintf("%s: %d %.200s, %v; want %d", what, status, reply, err, want))
	}
}

// round does once what there is to do.
func (b *busy) round() {
	b.n++
	status, reply, err := b.send(http.MethodGet, "/account", &bytes.Buffer{}, "Cookie", "__Host-session="+b.cookie)
	b.wants("GET /account", http.StatusOK, status, reply, err)
	status, reply, err = b.try(http.MethodGet, "/auth/account", b.access, nil)
	b.wants("GET /auth/account", http.StatusOK, status, reply, err)
	status, reply, err = b.try(http.MethodPatch, "/auth/account", b.access, map[string]string{"name": fmt.Sprint(b.address, b.n)})
	b.wants("PATCH /auth/account", http.StatusOK, status, reply, err)
	status, reply, err = b.try(http.MethodPost, "/auth/refresh", "", map[string]string{"refresh_token": b.refresh})
	b.wants("POST /auth/refresh", http.StatusOK, status, reply, err)
	b.access, b.refresh = tokensIn(reply)
	if b.n%50 == 1 {
		stranger := fmt.Sprintf("reader%d-of-%s", b.n, b.address)
		status, reply, err = b.try(http.MethodPost, "/auth/registrations", "", map[string]string{"name": "Somebody", "email": stranger},
			"X-Forwarded-For", fmt.Sprintf("2001:db8:%x::1", b.n)) // each from somewhere else
		b.wants("POST /auth/registrations", http.StatusAccepted, status, reply, err)
		b.signIn()
	}
}

func (b *busy) signIn() {
	status, reply, err := b.try(http.MethodPost, "/auth/login", "", map[string]string{"email": b.address, "password": aPassword})
	b.wants("POST /auth/login", http.StatusOK, status, reply, err)
	b.access, b.refresh = tokensIn(reply)
}

func tokensIn(reply []byte) (access, refresh string) {
	var got struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	_ = json.Unmarshal(reply, &got)
	return got.Access, got.Refresh
}

// TestKeys_rotatedUnderLoad is P5: keys that sign and those of persons are rotated, by
// another process, while people read, change, sign in, renew and register: nobody
// notices. With ROOTLINE_ASSURE=1 there are twenty rotations, else three.
func TestKeys_rotatedUnderLoad(t *testing.T) {
	rotations := 3
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		rotations = 20
	}
	cfg := keep(t)
	letters := filepath.Join(filepath.Dir(cfg.DB), "letters")
	var clock movable
	w := watch(t, func(h *house) { h.setClock(t, cfg, clock.Now) },
		"serve", "--db", cfg.DB, "--mail-dir", letters, "--trusted-proxy", "127.0.0.1/32")
	var all []*busy
	for i := range 3 {
		b := &busy{watched: w, address: fmt.Sprintf("busy%d@practice.example", i)}
		b.cookie = pageCookie(t, w, w.house.join(t, b.address, "Busy"))
		b.signIn()
		all = append(all, b)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var working, begun sync.WaitGroup
	begun.Add(len(all))
	for _, b := range all {
		working.Go(func() {
			b.round()
			begun.Done()
			for ctx.Err() == nil && len(b.wrong) < 10 {
				b.round()
			}
		})
	}
	begun.Wait()
	other, err := openHouse(t.Context(), cfg, false, slog.New(slog.DiscardHandler))
	ok(t, err)
	rotateTimes(t, other, cfg, &clock, rotations)
	stop()
	working.Wait()

	made, failed := 0, 0
	for _, b := range all {
		made, failed = made+b.made, failed+len(b.wrong)
		for _, wrong := range b.wrong {
			t.Error(wrong)
		}
		if a, err := other.AccountByEmail(t.Context(), emailOf(t, b.address)); err != nil || a.Name != fmt.Sprint(b.address, b.n) {
			t.Errorf("after the rotations %s is %+v, %v", b.address, a, err)
		}
	}
	t.Logf("P5: %d rotations of all keys during %d requests, of which %d failed", rotations, made, failed)
	ok(t, other.Close())
}

// movable is a clock that can be moved on, by all who share it.
type movable struct{ ahead atomic.Int64 }

func (m *movable) Now() time.Time { return time.Now().Add(time.Duration(m.ahead.Load())) }

// rotateTimes rotates all keys so many times, moving the clock on where an operator
// would wait. In the end nothing is sealed with an old key.
func rotateTimes(t *testing.T, h *house, cfg config.Config, clock *movable, times int) {
	t.Helper()
	h.setClock(t, cfg, clock.Now)
	for range times {
		for range 5 {
			ok(t, h.vault.RotateSigning(t.Context()))
		}
		var out strings.Builder
		waits := 0
		ok(t, h.rotatePersons(t.Context(), clock.Now(), &out, func(context.Context, time.Duration) error {
			if waits++; waits > 10 {
				return errors.New("it never ends")
			}
			clock.ahead.Add(int64(vault.Settle + time.Second))
			return nil
		}))
		if !strings.Contains(out.String(), "sealed with the new keys") {
			t.Errorf("a rotation said %q", out.String())
		}
	}
	if n := h.betweenKeys(t); n != 0 {
		t.Errorf("%d persons are between keys after %d rotations", n, times)
	}
}

// setClock gives the house's keys another clock.
func (h *house) setClock(t *testing.T, cfg config.Config, now func() time.Time) {
	t.Helper()
	was := h.vault
	moved, err := vault.Open(t.Context(), cfg.Keys, vault.Options{Of: was.Name(), Now: now, Random: rand.Reader})
	ok(t, err)
	h.vault = moved
	ok(t, was.Close())
}

// betweenKeys is how many persons may still have something under an old key. It asks
// for keys from before all time to be replaced, of which there are none.
func (h *house) betweenKeys(t *testing.T) int {
	t.Helper()
	r, err := h.vault.RotatePersons(t.Context(), time.UnixMilli(0), func(context.Context, directory.ID) error {
		return errors.New("there was something left to seal anew")
	})
	ok(t, err)
	return r.Pending
}

// pageCookie signs somebody in at a browser, and returns its cookie.
func pageCookie(t *testing.T, w *watched, a directory.Account) string {
	t.Helper()
	base, err := url.Parse(w.base)
	ok(t, err)
	desk := furnishDesks(&server.Options{BaseURL: base}, w.house).entry
	var in auth.In
	ok(t, w.house.People(t.Context(), func(tx auth.Tx) (err error) {
		in, err = auth.Begin(t.Context(), tx, a, auth.From{Label: "Firefox on Linux"}, auth.ShownStrong, time.Now(), rand.Reader)
		return err
	}))
	cookie, err := desk.PageToken(t.Context(), in.Session)
	ok(t, err)
	return cookie
}

// TestKeysRotate_stopped stops a rotation, which says that nothing is lost, and begins
// it anew.
func TestKeysRotate_stopped(t *testing.T) {
	cfg := keep(t)
	h := hurried(t, cfg, nil)
	amy := h.join(t, "amy@practice.example", "Amy")
	signer, _, err := h.vault.Signer(t.Context())
	ok(t, err)

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var said strings.Builder
	out := writer(func(b []byte) {
		if said.Write(b); strings.Contains(said.String(), "persons have new keys") || strings.Contains(said.String(), "person has new keys") {
			stop()
		}
	})
	err = run(ctx, []string{"keys", "rotate", "--persons", "--db", cfg.DB}, noEnv, out, out)
	if err == nil || !strings.Contains(sentence(err), "Nothing is lost") || !strings.Contains(said.String(), "signed with a new key") {
		t.Errorf("keys rotate that was stopped: %q, %v", said.String(), err)
	}
	if now, _, err := h.vault.Signer(t.Context()); err != nil || now == signer {
		t.Errorf("keys rotate left the key %s to sign, %v; want another", now, err)
	}
	if keys, err := h.vault.Verifiers(t.Context()); err != nil || keys[signer] == nil {
		t.Errorf("keys rotate has what was signed before verify no more, %v", err)
	}
	read := func(when string) {
		t.Helper()
		if got, err := h.Account(t.Context(), amy.ID); err != nil || got != amy {
			t.Errorf("%s an account is %+v, %v; want %+v", when, got, err, amy)
		}
	}
	read("between the two halves of a rotation")
	if n := h.betweenKeys(t); n != 1 {
		t.Errorf("%d persons are between keys, want 1", n)
	}
	rotateTimes(t, h, cfg, new(movable), 1)
	read("after a rotation that was stopped and begun anew")
	ok(t, h.Close())
}
