// Package db holds the shape of the database: its migrations, a directory for
// each SQL dialect, embedded in the program.
//
// A migration goes forward only, carries one thought and tells its reason at its
// head. Once merged it is never edited: testdata/hashes.txt remembers each one,
// and schema.sql shows what they add up to.
package db

import (
	"embed"
	"io/fs"
)

//go:embed sqlite/*.sql
var files embed.FS

// SQLite returns the migrations for SQLite, named NNNN_noun_change.sql.
func SQLite() (fs.FS, error) { return fs.Sub(files, "sqlite") }
