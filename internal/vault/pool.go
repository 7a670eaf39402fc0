package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"slices"

	"rootline/internal/directory"
)

// setting is one of SQLite's: its name in the DSN and as a PRAGMA, the value to
// ask for and the value to read back.
type setting struct{ name, value, back string }

// settings hold on every connection. They ride in the DSN, for a PRAGMA that is
// run once reaches only the connection that happens to run it.
var settings = []setting{
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"}, // a key is on disk before anything that is sealed with it
	{"busy_timeout", "5000", "5000"},
	{"foreign_keys", "on", "1"},
	{"secure_delete", "on", "1"},
}

var (
	readerSettings = append([]setting{{"query_only", "on", "1"}}, settings...)
	writerSettings = append([]setting{{"query_only", "off", "0"}}, settings...)
	// Emptying the log waits for readers and keeps writers waiting: a little at a
	// time, for SQLite does not notice meanwhile that nobody wants it any more.
	flusherSettings = append([]setting{{"busy_timeout", "50", "50"}}, slices.DeleteFunc(slices.Clone(writerSettings),
		func(s setting) bool { return s.name == "busy_timeout" })...)
)

// readerCount is how many look keys up at the same time: it takes microseconds.
func readerCount() int { return 2 + runtime.GOMAXPROCS(0) }

// dsn names the file at path to SQLite. Everything that means something in a URI
// is escaped: a question mark in a file's name is one.
func dsn(path, options string) string { return "file:" + url.PathEscape(path) + "?" + options }

// openPool opens size connections at most and makes sure that they have the
// settings that were asked for. Transactions take the write lock when they begin:
// one that reads first and then writes would fail at once with SQLITE_BUSY.
func openPool(ctx context.Context, path string, want []setting, size int) (*sql.DB, error) {
	options := "_stmt_cache_size=64&_txlock=immediate"
	for _, s := range want {
		options += "&_" + s.name + "=" + s.value
	}
	pool, err := sql.Open("sqlite3", dsn(path, options))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size) // the default would close and reopen all but two
	for _, s := range want {
		var got string
		if err := pool.QueryRowContext(ctx, "PRAGMA "+s.name).Scan(&got); err != nil {
			return nil, errors.Join(fmt.Errorf("read back %s: %w", s.name, err), pool.Close())
		}
		if got != s.back {
			refused := directory.Refuse(directory.Invalid, "vault.setting", "File", path, "Setting", s.name, "Want", s.back, "Got", got)
			return nil, errors.Join(refused, pool.Close())
		}
	}
	return pool, nil
}

// finish empties the write-ahead log into the file and closes the pools.
func (v *Vault) finish() error {
	err := v.readers.Close() // first: a reader would keep the log from being emptied
	if _, e := v.writer.ExecContext(v.closing, "PRAGMA wal_checkpoint(TRUNCATE)"); e != nil {
		err = errors.Join(err, fmt.Errorf("checkpoint: %w", e))
	}
	return errors.Join(err, v.flusher.Close(), v.writer.Close())
}

func (v *Vault) closePools() (err error) {
	for _, pool := range []*sql.DB{v.readers, v.flusher, v.writer} {
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
	}
	return err
}
