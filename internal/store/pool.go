package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"

	"github.com/pressly/goose/v3"

	"rootline/db"
	"rootline/internal/directory"
)

// setting is one of SQLite's: its name in the DSN and as a PRAGMA, the value to
// ask for and the value to read back.
type setting struct{ name, value, back string }

// settings hold on every connection. They ride in the DSN, for a PRAGMA that is
// run once reaches only the connection that happens to run it.
var settings = []setting{
	{"journal_mode", "WAL", "wal"}, // readers and the writer do not wait for each other
	{"synchronous", "FULL", "2"},   // the driver's NORMAL loses acknowledged rows in a power cut
	{"busy_timeout", "5000", "5000"},
	{"foreign_keys", "on", "1"},
	{"secure_delete", "on", "1"}, // what is deleted is overwritten, not just forgotten
}

var (
	readerSettings = append([]setting{{"query_only", "on", "1"}}, settings...)
	writerSettings = append([]setting{{"query_only", "off", "0"}}, settings...)
)

// unread are the driver's own options, which cannot be read back. Transactions
// take the write lock when they begin: one that reads first and then writes would
// fail at once with SQLITE_BUSY, whatever the timeout.
const (
	readerOptions = "&_stmt_cache_size=64"
	writerOptions = "&_stmt_cache_size=64&_txlock=immediate"
)

// readerCount leaves room beside [Store.Listings], which takes a connection for
// each processor.
func readerCount() int { return 4 + runtime.GOMAXPROCS(0) }

// dsn names the file at path to SQLite. Everything that means something in a URI
// is escaped: a question mark in a file's name is one.
func dsn(path, options string) string { return "file:" + url.PathEscape(path) + "?" + options }

// openPool opens size connections at most and makes sure that they have the
// settings that were asked for.
func openPool(ctx context.Context, path string, want []setting, size int) (*sql.DB, error) {
	options := readerOptions
	if size == 1 {
		options = writerOptions
	}
	for _, s := range want {
		options += "&_" + s.name + "=" + s.value
	}
	pool, err := sql.Open("sqlite3", dsn(path, options[1:]))
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
			refused := directory.Refuse(directory.Invalid, "store.setting", "File", path, "Setting", s.name, "Want", s.back, "Got", got)
			return nil, errors.Join(refused, pool.Close())
		}
	}
	return pool, nil
}

// finish empties the write-ahead log into the file and closes the pools. Closing
// alone would do so only where no other process has the file open.
func (s *Store) finish() error {
	err := s.readers.Close() // first: a reader would keep the log from being emptied
	if _, e := s.writer.ExecContext(s.closing, "PRAGMA wal_checkpoint(TRUNCATE)"); e != nil {
		err = errors.Join(err, fmt.Errorf("checkpoint: %w", e))
	}
	return errors.Join(err, s.writer.Close())
}

func (s *Store) closePools() (err error) {
	for _, pool := range []*sql.DB{s.readers, s.writer} {
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
	}
	return err
}

// provider runs the migrations. It keeps no state outside itself and says nothing.
func provider(pool *sql.DB) (*goose.Provider, error) {
	files, err := db.SQLite()
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return p, nil
}

// checkVersion refuses a schema that this program has not heard of.
func checkVersion(ctx context.Context, pool *sql.DB, path string) error {
	p, err := provider(pool)
	if err != nil {
		return err
	}
	current, err := version(ctx, pool)
	if err != nil {
		return err
	}
	sources := p.ListSources()
	if known := sources[len(sources)-1].Version; current > known {
		return directory.Refuse(directory.Invalid, "store.newer", "File", path, "Version", current, "Known", known)
	}
	return nil
}

// version is the number of the newest migration that has been run. It asks the
// database itself, for goose would want to make its table first.
func version(ctx context.Context, pool querier) (current int64, err error) {
	var exists bool
	err = pool.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?1)`, goose.DefaultTablename).Scan(&exists)
	if err == nil && exists {
		err = pool.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM `+goose.DefaultTablename).Scan(&current)
	}
	if err != nil {
		return 0, fmt.Errorf("schema version: %w", err)
	}
	return current, nil
}

// migrate runs the migrations that are still to be run. Of two processes that
// start at the same moment, one fails on what the other has just done; it goes on
// from there as long as somebody gets further.
func migrate(ctx context.Context, pool *sql.DB) error {
	p, err := provider(pool)
	if err != nil {
		return err
	}
	for reached := int64(-1); ; {
		_, err := p.Up(ctx)
		if err == nil {
			return nil
		}
		current, e := version(ctx, pool)
		if e != nil || current == reached {
			return errors.Join(fmt.Errorf("migrate: %w", err), e)
		}
		reached = current
	}
}
