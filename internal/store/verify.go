package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mattn/go-sqlite3"

	"rootline/internal/directory"
)

// MaxFindings is how many findings of a kind are told one by one; the others are
// counted.
const MaxFindings = 20

// Finding is something that is wrong with the database.
type Finding struct {
	What    string            // the kind of fault, such as "photo_missing"
	ID      string            // of the row at fault; "" if it is none
	Message directory.Message // what is wrong
	Remedy  directory.Message // what to do about it, the same for all of a kind
}

// Check is what one look at the database came to.
type Check struct {
	Name     string         // such as "clinics"
	Looked   int            // at so many things
	Findings []Finding      // by kind and row, MaxFindings of a kind at most
	Counts   map[string]int // how many there are of each kind
}

// OK reports whether nothing was found wrong.
func (c *Check) OK() bool { return len(c.Findings) == 0 }

// fault is a kind of thing that can be wrong, with its sentences.
type fault struct{ what, message, remedy string }

var faultUnreadable = fault{"unreadable", "check.unreadable", "check.remedy.damaged"}

// add notes a finding. The pairs fill the gaps of its sentence.
func (c *Check) add(f fault, id string, pairs ...any) {
	if c.Counts == nil {
		c.Counts = map[string]int{}
	}
	if c.Counts[f.what]++; c.Counts[f.what] <= MaxFindings {
		c.Findings = append(c.Findings, Finding{f.what, id, directory.Msg(f.message, pairs...), directory.Msg(f.remedy)})
	}
}

// Verify looks at everything that the store promises of its file and calls done
// with each check as it comes to its end, until done returns an error. All of it is
// of one moment, however much is written meanwhile. What is wrong is a finding;
// the error is about not having been able to look.
//
// A schema of an older release is a finding, and then there are the checks alone
// that no schema is needed for.
func (s *Store) Verify(ctx context.Context, done func(Check) error) error {
	return s.verify(ctx, slices.Concat(ours, vital, thorough), done)
}

// examination is a check and how it is made.
type examination struct {
	name string
	make func(ctx context.Context, tx *sql.Tx, c *Check) error
	rows bool // it reads rows, for which it needs today's schema
}

// ours is what this program sees to whenever it opens a file, vital what a file has
// to pass to be of any use, and thorough what its rows have to. Whatever else comes
// to be kept in the database is examined from here.
var (
	ours  = []examination{{name: "settings", make: checkSettings}}
	vital = []examination{
		{name: "integrity", make: checkIntegrity},
		{name: "references", make: checkReferences},
	}
	thorough = []examination{
		{"organizations", checkOrganizations, true},
		{"clinics", checkClinics, true},
		{"aliases", checkAliases, true},
		{"photos", checkPhotos, true},
		{"changes", checkChanges, true},
		{"imports", checkImports, true},
		{"accounts", checkAccounts, true},
		{"sessions", checkSessions, true},
		{"secrets", checkSealed("secret"), true},
		{"letters", checkSealed("letter"), true},
		{"passkeys", checkSealed("passkey"), true},
		{"requests", checkRequests, true},
		{"claims", checkSealed("claim"), true},
		{"documents", checkSealed("document"), true},
		{"reports", checkSealed("report"), true},
		{"questions", checkQuestions, true},
		{"merges", checkMerges, true},
		{"record", checkAudit, true},
	}
)

func (s *Store) verify(ctx context.Context, examinations []examination, done func(Check) error) error {
	tx, err := s.readers.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	todays, err := verifySchema(ctx, tx, done)
	if err != nil {
		return err
	}
	for _, e := range examinations {
		if e.rows && !todays {
			continue
		}
		c := Check{Name: e.name}
		if err := c.run(ctx, tx, e.make); err != nil {
			return err
		}
		if err := done(c); err != nil {
			return err
		}
	}
	return nil
}

// run runs a check. That SQLite cannot read something is a finding as well.
func (c *Check) run(ctx context.Context, tx *sql.Tx, check func(context.Context, *sql.Tx, *Check) error) error {
	err := check(ctx, tx, c)
	sqlite := sqlite3.Error{}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &sqlite):
		c.add(faultUnreadable, "", "Reason", sqlite.Error())
	case err != nil:
		return fmt.Errorf("verify %s: %w", c.Name, err)
	}
	slices.SortStableFunc(c.Findings, func(a, b Finding) int {
		return strings.Compare(a.What+" "+a.ID, b.What+" "+b.ID)
	})
	return nil
}
