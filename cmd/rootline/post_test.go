package main

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/mail"
	"rootline/internal/mail/mailtest"
	"rootline/internal/words"
)

// postOffice is a mail server, and how letters get there.
func postOffice(t *testing.T, o mailtest.Options) (*mailtest.Server, mail.SMTP) {
	t.Helper()
	server := mailtest.Start(t, o)
	return server, mail.SMTP{
		Host: server.Host, Port: server.Port, TLS: mail.StartTLS, From: emailOf(t, "no-reply@clinics.example"), Roots: server.Roots,
	}
}

// letterTo posts a letter that has all that any letter needs.
func (h *house) letterTo(t *testing.T, address string, change func(*auth.Letter)) auth.Letter {
	t.Helper()
	id := newID(t)
	l := auth.Letter{
		ID: id, Person: id, To: emailOf(t, address), Kind: auth.NoAccount, At: directory.At(time.Now()), Path: "/register",
	}
	change(&l)
	ok(t, h.People(t.Context(), func(tx auth.Tx) error { return tx.Post(t.Context(), l) }))
	return l
}

// sent runs the jobs until none waits.
func (h *house) sent(t *testing.T) {
	t.Helper()
	h.until(t, "every letter to be seen to", func() bool {
		backlog, err := h.jobs.Backlog(t.Context())
		return err == nil && backlog["letter"] == 0
	})
}

// TestMail_listAndRetry: letters that a server refuses for good are dead at once, and
// go out when somebody who has mended that says so.
func TestMail_listAndRetry(t *testing.T) {
	var refusing, asked atomic.Int64
	refusing.Store(1)
	server, room := postOffice(t, mailtest.Options{Answer: func(s mailtest.Stage, _ int) error {
		if s == mailtest.OnTo && refusing.Load() == 1 {
			asked.Add(1)
			return mailtest.Reply(550, 5, 1, 1, "no such user")
		}
		return nil
	}})
	cfg := keep(t)
	h := hurried(t, cfg, room)
	defer h.Close()
	h.postTo(t, 3)
	h.sent(t)
	if got := asked.Load(); got != 3 {
		t.Errorf("three letters that were refused for good were tried %d times", got)
	}
	dead, err := h.jobs.Dead(t.Context(), 10)
	ok(t, err)
	out, refusal := said(t, "mail", "list", "--db", cfg.DB)
	if refusal != "" || !strings.HasPrefix(out, "Letters that wait to be sent: 0\n") || strings.Count(out, "after 1 attempts: smtp_to\n") != 3 || strings.Contains(out, "@") {
		t.Errorf("mail list: %q, %q; want three letters that were given up, by their numbers", out, refusal)
	}
	refusing.Store(0)
	first, second := strconv.FormatInt(dead[0].Job, 10), strconv.FormatInt(dead[1].Job, 10)
	if out, refusal := said(t, "mail", "retry", first, second, "--db", cfg.DB); refusal != "" || !strings.Contains(out, first) || !strings.Contains(out, second) {
		t.Errorf("mail retry %s %s: %q, %q", first, second, out, refusal)
	}
	for _, number := range []string{first, "0", "999999", "-1", "one", "1e3", "99999999999999999999", ""} {
		if out, refusal := said(t, "mail", "retry", number, "--db", cfg.DB); refusal == "" || out != "" || strings.Contains(refusal, "\n") {
			t.Errorf("mail retry %q: %q, %q; want a sentence", number, out, refusal)
		}
	}
	if out, _ := said(t, "mail", "list", "--db", cfg.DB); !strings.HasPrefix(out, "Letters that wait to be sent: 2\n") || strings.Count(out, "\n") != 2 {
		t.Errorf("mail list after two were sent anew: %q", out)
	}
	h.sent(t)
	if got := len(server.Letters()); got != 2 {
		t.Errorf("%d letters went out, want 2", got)
	}
	if _, refusal := said(t, "mail", "list", "--db", filepath.Join(t.TempDir(), "none.db")); !strings.Contains(refusal, "There is no database at") {
		t.Errorf("mail list of no file: %q", refusal)
	}
}

// TestLetters_neverSent: a letter to somebody who has been forgotten, and one that its
// address has had too many of, leave nothing and are no failure.
func TestLetters_neverSent(t *testing.T) {
	server, room := postOffice(t, mailtest.Options{})
	h := hurried(t, keep(t), room)
	defer h.Close()
	forgotten := h.letterTo(t, "amy@practice.example", func(*auth.Letter) {})
	ok(t, h.vault.Forget(t.Context(), forgotten.Person))
	h.letterTo(t, "bea@practice.example", func(l *auth.Letter) { l.Silent = true })
	h.letterTo(t, "cat@practice.example", func(*auth.Letter) {})
	h.sent(t)
	var to []string
	for _, l := range server.Letters() {
		to = append(to, l.To)
	}
	if !slices.Equal(to, []string{"cat@practice.example"}) {
		t.Errorf("letters went to %q, want cat's alone", to)
	}
	if dead, err := h.jobs.Dead(t.Context(), 10); err != nil || len(dead) > 0 {
		t.Errorf("letters that nobody gets were given up: %v, %v", dead, err)
	}
}

// forgetful is where letters are kept by a process that dies before it has noted that
// one was sent.
type forgetful struct {
	*house
	deaths atomic.Int64
}

func (f *forgetful) RemoveLetter(ctx context.Context, id directory.ID) error {
	if f.deaths.Add(-1) >= 0 {
		return errors.New("the process was killed")
	}
	return f.house.RemoveLetter(ctx, id)
}

// TestLetters_sameTwice: a letter that was sent and not noted is sent again, byte for
// byte: by its Message-ID a mail server knows it.
func TestLetters_sameTwice(t *testing.T) {
	server, room := postOffice(t, mailtest.Options{})
	h := hurried(t, keep(t), room)
	defer h.Close()
	dying := &forgetful{house: h}
	dying.deaths.Store(1)
	h.post.letters = dying
	l := h.letterTo(t, "amy@practice.example", func(*auth.Letter) {})
	h.sent(t)
	got := server.Letters()
	if len(got) != 2 || string(got[0].Message) != string(got[1].Message) || !strings.Contains(string(got[0].Message), "Message-ID: <"+l.ID.String()+"@") {
		t.Errorf("a letter that was not noted as sent went out as %d letters; want the same twice", len(got))
	}
}

// TestLetters_everyKindIsWorded reads which kinds of letters there are out of the
// source, so that none is forgotten, and words each of them.
func TestLetters_everyKindIsWorded(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", "internal", "auth", "letter.go"), nil, 0)
	ok(t, err)
	kinds := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is {
			return true
		}
		if of, is := spec.Type.(*ast.Ident); !is || of.Name != "LetterKind" {
			return true
		}
		kind, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		ok(t, err)
		kinds++
		for _, role := range []directory.Role{directory.RoleManager, directory.RoleOwner, directory.RoleModerator, directory.RoleAdmin} {
			l, err := mail.Compose(words.English(), "https://clinics.example", mail.Kind(kind), mail.Facts{
				ID: newID(t), To: emailOf(t, "amy@practice.example"), At: time.Now(), Path: "/account", Code: "049216",
				For: 10 * time.Minute, By: "Amy", Place: "The Practice", Role: role, Device: "Firefox on Linux",
				Reason: "other", Text: "Which branch?",
			})
			if err != nil || l.Subject == "" || !strings.Contains(l.Text, "https://clinics.example") {
				t.Errorf("a letter of kind %s for a %s: %+v, %v", kind, role, l, err)
			}
		}
		return true
	})
	if kinds < 11 {
		t.Errorf("%d kinds of letters were found", kinds)
	}
}

// TestLetters_keptQuiet: of a hundred letters that a server turns away quoting their
// addresses, no address, name or code is in the log, in a job's row or in plain text
// anywhere in the database.
func TestLetters_keptQuiet(t *testing.T) {
	var refusals atomic.Int64
	server, room := postOffice(t, mailtest.Options{Answer: func(s mailtest.Stage, n int) error {
		if s != mailtest.OnTo {
			return nil
		}
		refusals.Add(1)
		if n%10 == 0 {
			return mailtest.Reply(550, 5, 1, 1, "quetzalcanary@practice.example is nobody")
		}
		return mailtest.Reply(451, 4, 7, 1, "later, quetzalcanary@practice.example")
	}})
	cfg := keep(t)
	h := hurried(t, cfg, room)
	var log transcript
	h.hurry(t, slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	codes := []string{}
	for i := range 100 {
		code := fmt.Sprintf("7%07d", i*7919%10_000_000)
		codes = append(codes, code)
		h.letterTo(t, fmt.Sprintf("quetzalcanary%d@practice.example", i), func(l *auth.Letter) {
			l.Kind, l.Code, l.For, l.By, l.Path = auth.ConfirmAddress, code, time.Hour, "quetzalcanary", "/register/link/quetzalcanary"
		})
	}
	h.until(t, "letters to be turned away", func() bool { return refusals.Load() >= 200 })
	if len(server.Letters()) > 0 || log.String() == "" {
		t.Errorf("%d letters went out, and the log has %d bytes", len(server.Letters()), len(log.String()))
	}
	var rows strings.Builder
	all, err := h.Writer().QueryContext(t.Context(), `SELECT quote(args) || quote(errors) || quote(metadata) || quote(tags) FROM river_job`)
	ok(t, err)
	defer all.Close()
	for all.Next() {
		var row string
		ok(t, all.Scan(&row))
		rows.WriteString(row)
	}
	ok(t, errors.Join(all.Err(), h.Close()))
	if !strings.Contains(rows.String(), "smtp_to") {
		t.Error("the rows of the jobs do not say what failed")
	}
	stored := contents(t, filepath.Dir(cfg.DB))["test.db"]
	for where, text := range map[string]string{"the log": log.String(), "the jobs' rows": rows.String(), "the database": stored} {
		for _, g := range guisesOf("quetzalcanary") {
			if strings.Contains(text, g.text) {
				t.Errorf("%s has a canary in it, %s", where, g.name)
			}
		}
		for _, code := range codes {
			if strings.Contains(text, code) {
				t.Errorf("%s has the code %s in it", where, code)
			}
		}
	}
}

// TestServe_stopsWhileLettersLeave stops the program while it sends letters: it ends
// in good order, and with the next one each letter has gone out once.
func TestServe_stopsWhileLettersLeave(t *testing.T) {
	const letters = 25
	server, room := postOffice(t, mailtest.Options{Delay: 20 * time.Millisecond})
	cfg := keep(t)
	w := watch(t, func(h *house) { h.post.room = room }, "serve", "--db", cfg.DB)
	w.house.postTo(t, letters)
	w.wait("the first letter to go out", func() bool { return len(server.Letters()) > 0 })
	if err := w.stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	early := len(server.Letters())
	h := hurried(t, cfg, room)
	defer h.Close()
	h.sent(t)
	count := map[string]int{}
	for _, l := range server.Letters() {
		count[l.To]++
	}
	for to, n := range count {
		if n != 1 {
			t.Errorf("%s has %d letters", to, n)
		}
	}
	if len(count) != letters {
		t.Errorf("%d of %d letters went out", len(count), letters)
	}
	t.Logf("%d of %d letters were out when the program was stopped", early, letters)
}

// TestServe_tellsOfNoWayOut: a program that cannot write letters says so when it
// starts, serves all the same, and keeps them.
func TestServe_tellsOfNoWayOut(t *testing.T) {
	cfg := keep(t)
	file := filepath.Join(filepath.Dir(cfg.DB), "file")
	ok(t, os.WriteFile(file, nil, 0o600))
	for want, args := range map[string][]string{
		"No letter could be written in " + file: {"--mail-dir", file},
		"No letters go out":                     nil,
	} {
		w := watch(t, nil, append([]string{"serve", "--db", cfg.DB}, args...)...)
		w.wait("a word about letters", func() bool { return strings.Contains(w.out.String(), want) })
		address := fmt.Sprintf("amy%d@practice.example", len(args))
		if status, reply := w.call(http.MethodPost, "/auth/registrations", "", map[string]string{"name": "Amy", "email": address}); status != http.StatusAccepted {
			t.Errorf("a registration while no letter can be written: %d %v", status, reply)
		}
		ok(t, w.stop())
	}
	if out, _ := said(t, "mail", "list", "--db", cfg.DB); out != "Letters that wait to be sent: 2\n" {
		t.Errorf("mail list: %q; want two letters that wait", out)
	}
	w := watch(t, nil, "serve", "--db", cfg.DB, "--mail-dir", filepath.Join(filepath.Dir(cfg.DB), "letters"))
	if out := w.out.String(); strings.Contains(out, "etter") {
		t.Errorf("a program whose letters leave says %q", out)
	}
}

// TestServe_diskFull fills the disk under somebody who registers: they are told that
// it did not work, nothing is left of it, and it works once there is room.
func TestServe_diskFull(t *testing.T) {
	cfg := keep(t)
	w := watch(t, nil, "serve", "--db", cfg.DB, "--mail-dir", filepath.Join(filepath.Dir(cfg.DB), "letters"), "--trusted-proxy", "127.0.0.1/32")
	limit := func(pages int) {
		_, err := w.house.Writer().ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", pages))
		ok(t, err)
	}
	register := func(n int) int {
		status, _, err := w.try(http.MethodPost, "/auth/registrations", "", map[string]string{
			"name": strings.Repeat("A", 80), "email": fmt.Sprintf("reader%d@practice.example", n),
		}, "X-Forwarded-For", fmt.Sprintf("2001:db8:%x::1", n))
		ok(t, err)
		return status
	}
	rows := func() string {
		return fmt.Sprintf("%d accounts, %d secrets", w.house.count(t, `SELECT count(*) FROM account`), w.house.count(t, `SELECT count(*) FROM secret`))
	}
	limit(1) // which is as many as there are
	before, status, n := "", http.StatusAccepted, 0
	for ; status == http.StatusAccepted && n < 300; n++ {
		before = rows()
		status = register(n)
	}
	if status < 500 || status > 599 {
		t.Errorf("registering on a full disk: %d after %d times; want a 5xx", status, n)
	}
	if after := rows(); after != before {
		t.Errorf("registering on a full disk left %s, want %s", after, before)
	}
	if status, _ := w.ask(w.base + "/"); status != http.StatusOK {
		t.Errorf("reading on a full disk: %d", status)
	}
	limit(1_000_000)
	if status := register(n); status != http.StatusAccepted {
		t.Errorf("registering with room again: %d", status)
	}
}
