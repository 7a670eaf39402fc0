package vault_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/vault"
)

// childOf names the keys' file to a child: this program, started again as another
// process that has it open.
const childOf = "ROOTLINE_TEST_VAULT"

func TestMain(m *testing.M) {
	path := os.Getenv(childOf)
	if path == "" {
		os.Exit(m.Run())
	}
	if err := serve(context.Background(), path, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve does what it is told, a line at a time, and answers each with a line.
func serve(ctx context.Context, path string, in io.Reader, out io.Writer) error {
	v, err := vault.Open(ctx, path, vault.Options{Now: newClock().Now, Random: rand.Reader})
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		words := append(strings.Fields(lines.Text()), "", "")
		if words[0] == "work" {
			return work(ctx, v, words[1], out)
		}
		answer, err := do(ctx, v, words)
		if err != nil {
			answer = "refused " + err.Error()
		}
		if _, err := fmt.Fprintln(out, answer); err != nil {
			return err
		}
	}
	return v.Close()
}

func do(ctx context.Context, v *vault.Vault, words []string) (string, error) {
	if words[0] == "rotate" {
		return "done", v.RotateSigning(ctx)
	}
	if words[0] == "kid" {
		kid, _, err := v.Signer(ctx)
		return kid, err
	}
	id, err := directory.ParseID(words[1])
	if err != nil {
		return "", err
	}
	switch words[0] {
	case "seal":
		sealed, err := v.Seal(ctx, id, []byte(words[2]), place)
		return hex.EncodeToString(sealed), err
	case "open":
		sealed, err := hex.DecodeString(words[2])
		if err != nil {
			return "", err
		}
		plain, err := v.Open(ctx, id, sealed, place)
		return string(plain), err
	case "forget":
		return "done", v.Forget(ctx, id)
	}
	return "", fmt.Errorf("do what: %q", words)
}

// work adds persons to the database, and removes every fifth, telling of each when it
// is done, until it is killed.
func work(ctx context.Context, v *vault.Vault, database string, out io.Writer) error {
	db, err := sql.Open("sqlite3", "file:"+database+"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000")
	if err != nil {
		return err
	}
	for i := 1; ; i++ {
		id, err := directory.NewID(newClock().Now(), rand.Reader)
		if err != nil {
			return err
		}
		sealed, err := v.Seal(ctx, id, []byte(id.String()), place)
		if err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, `INSERT INTO person (id, sealed) VALUES (?1, ?2)`, id.String(), sealed); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, "added", id); err != nil {
			return err
		}
		if i%5 != 0 {
			continue
		}
		if _, err := db.ExecContext(ctx, `DELETE FROM person WHERE id = ?1`, id.String()); err != nil {
			return err
		}
		if err := v.Forget(ctx, id); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, "forgot", id); err != nil {
			return err
		}
	}
}

// child is another process with the vault open.
type child struct {
	*testing.T
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func start(t *testing.T, path string) *child {
	t.Helper()
	self, err := os.Executable()
	check(t, err)
	c := &child{T: t, cmd: exec.CommandContext(t.Context(), self)}
	c.cmd.Env = append(os.Environ(), childOf+"="+path)
	c.cmd.Stderr = os.Stderr
	c.in, err = c.cmd.StdinPipe()
	check(t, err)
	out, err := c.cmd.StdoutPipe()
	check(t, err)
	c.out = bufio.NewScanner(out)
	check(t, c.cmd.Start())
	return c
}

func (c *child) tell(format string, args ...any) {
	c.Helper()
	_, err := fmt.Fprintf(c.in, format+"\n", args...)
	check(c, err)
}

func (c *child) ask(format string, args ...any) string {
	c.Helper()
	c.tell(format, args...)
	if !c.out.Scan() {
		c.Fatalf("the other process has ended when asked to "+format, args...)
	}
	return c.out.Text()
}

// kill ends the process as a power cut would, but for what the disk has not written,
// and returns what it had still said.
func (c *child) kill() (said []string) {
	c.Helper()
	check(c, c.cmd.Process.Kill())
	for c.out.Scan() {
		said = append(said, c.out.Text())
	}
	_ = c.cmd.Wait() // "signal: killed"
	return said
}

func (c *child) end() {
	c.Helper()
	check(c, c.in.Close())
	check(c, c.cmd.Wait())
}

// TestProcesses has two processes on one file: each sees at its next call what the
// other has done, though both remember the keys.
func TestProcesses(t *testing.T) {
	v, path, _ := fresh(t)
	other := start(t, path)
	for range 20 {
		amy, bob := person(t), person(t)
		amys := seal(t, v, amy, "amy's")
		if got := other.ask("open %s %x", amy, amys); got != "amy's" {
			t.Errorf("another process opens %q, want amy's", got)
		}
		bobs, err := hex.DecodeString(other.ask("seal %s %s", bob, "bob's"))
		check(t, err)
		wantOpen(t, v, bob, bobs, "bob's")

		check(t, v.Forget(t.Context(), amy)) // whose key the other remembers
		if got := other.ask("open %s %x", amy, amys); got != "refused vault.forgotten" {
			t.Errorf("another process opens %q, want it to be forgotten", got)
		}
		if got := other.ask("forget %s", bob); got != "done" {
			t.Fatal(got)
		}
		wantForgotten(t, v, bob, bobs)

		other.ask("rotate")
		kid, _, err := v.Signer(t.Context())
		if told := other.ask("kid"); err != nil || kid != told {
			t.Errorf("Signer() = %s, %v; the other process signs with %s", kid, err, told)
		}
		check(t, v.RotateSigning(t.Context()))
		keys, err := v.Verifiers(t.Context())
		if told := other.ask("kid"); err != nil || keys[told] == nil {
			t.Errorf("Verifiers() = %v, %v; the other process signs with %s", keys, err, told)
		}
	}
	other.end()
}

// TestKilled_between kills a process that has been given a key and has committed
// nothing: an orphan is all that is left.
func TestKilled_between(t *testing.T) {
	v, path, c := fresh(t)
	amy := person(t)
	other := start(t, path)
	sealed, err := hex.DecodeString(other.ask("seal %s %s", amy, "text"))
	check(t, err)
	other.kill()
	wantOpen(t, v, amy, sealed, "text") // had it been committed, it would open
	nobody := func(directory.ID) (bool, error) { return false, nil }
	if got, err := v.Sweep(t.Context(), nobody); err != nil || got != (vault.Swept{Orphans: 1}) {
		t.Errorf("Sweep = %+v, %v; want an orphan", got, err)
	}
	c.pass(vault.OrphanFor + time.Millisecond)
	if got, err := v.Sweep(t.Context(), nobody); err != nil || got != (vault.Swept{Erased: 1}) {
		t.Errorf("Sweep(a week later) = %+v, %v; want its key erased", got, err)
	}
}

// TestKilled kills processes at any moment of their work. Whatever is in the database
// opens, all that was told has happened, and a kill leaves one orphan at most.
func TestKilled(t *testing.T) {
	const kills = 30
	seed := mathrand.Uint64()
	random := mathrand.New(mathrand.NewPCG(seed, 3))
	v, path, c := fresh(t)
	database := filepath.Join(t.TempDir(), "test.db")
	sqlite(t, database, `PRAGMA journal_mode = WAL`, `CREATE TABLE person (id TEXT PRIMARY KEY, sealed BLOB NOT NULL)`)
	var told []string
	for range kills {
		other := start(t, path)
		other.tell("work %s", database)
		if !other.out.Scan() {
			t.Fatal("the other process does nothing")
		}
		said := other.out.Text()
		time.Sleep(time.Duration(random.IntN(60_000)) * time.Microsecond) // when to kill it
		told = append(append(told, said), other.kill()...)
	}
	rows := sealedIn(t, database)
	for id, sealed := range rows {
		wantOpen(t, v, id, sealed, id.String())
	}
	forgotten := map[string]bool{}
	for _, line := range told {
		what, id, _ := strings.Cut(line, " ")
		forgotten[id] = what == "forgot"
	}
	lost := 0
	for text, gone := range forgotten {
		id, err := directory.ParseID(text)
		check(t, err)
		if gone {
			wantForgotten(t, v, id, []byte("anything"))
		} else if rows[id] == nil {
			lost++ // or removed, and killed before that could be told
		}
	}
	orphans := keysIn(t, path, "person") - len(rows)
	t.Logf("%d kills, %d lines told, %d persons, %d orphans, %d removed and not told (seed %d)", kills, len(told), len(rows), orphans, lost, seed)
	if lost > kills || orphans < 0 || orphans > kills || len(told) < kills {
		t.Errorf("%d persons lost and %d orphans after %d kills (seed %d)", lost, orphans, kills, seed)
	}
	known := func(id directory.ID) (bool, error) { return rows[id] != nil, nil }
	if got, err := v.Sweep(t.Context(), known); err != nil || got != (vault.Swept{Orphans: orphans}) {
		t.Errorf("Sweep = %+v, %v; want %d orphans", got, err, orphans)
	}
	c.pass(vault.OrphanFor + time.Millisecond)
	if got, err := v.Sweep(t.Context(), known); err != nil || got != (vault.Swept{Erased: orphans}) {
		t.Errorf("Sweep(a week later) = %+v, %v; want %d keys erased", got, err, orphans)
	}
	for id, sealed := range rows {
		wantOpen(t, v, id, sealed, id.String())
	}
}

func sealedIn(t *testing.T, database string) map[directory.ID][]byte {
	t.Helper()
	db, err := sql.Open("sqlite3", database)
	check(t, err)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT id, sealed FROM person`)
	check(t, err)
	defer rows.Close()
	found := map[directory.ID][]byte{}
	for rows.Next() {
		var text string
		var sealed []byte
		check(t, rows.Scan(&text, &sealed))
		id, err := directory.ParseID(text)
		check(t, err)
		found[id] = sealed
	}
	check(t, rows.Err())
	return found
}
