package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rootline/internal/directory"
)

// noPerson is whose the keys are that are no person's.
var noPerson directory.ID

const (
	// OrphanFor is how long nobody has to know a person before [Vault.Sweep] erases
	// the keys. They open nothing, so there is no hurry; and whoever has put an old
	// database in place by mistake has as long to put the right one back.
	OrphanFor = 7 * 24 * time.Hour
	// KeepFor is how long a person's key that was replaced, and under which nothing is
	// sealed any more, is kept for the sake of backups: what was sealed before the
	// rotation in one that is older than that cannot be opened.
	KeepFor = 90 * 24 * time.Hour
)

// Forget erases all keys of a person. When it returns nil, neither the file nor its
// log holds them, and no process that has the file open uses them: what they sealed
// is unreadable for good, in every copy of the database. Forgetting somebody who has
// no key does nothing more; after an error it has to be called again.
func (v *Vault) Forget(ctx context.Context, person directory.ID) error {
	err := v.write(ctx, func(tx *sql.Tx) error {
		serials, err := serialsOf(ctx, tx, `SELECT serial FROM key WHERE person = ?1`, person.String())
		if err != nil || serials == nil {
			return err
		}
		return erase(ctx, tx, serials)
	})
	if err == nil {
		err = v.flush(ctx) // even if there was no key: an earlier call may have been cut off here
	}
	if err != nil {
		return fmt.Errorf("forget %s: %w", person, err)
	}
	return nil
}

// Swept is what a [Vault.Sweep] found.
type Swept struct {
	Orphans int // persons whom nobody knows, waiting to be erased
	Erased  int // keys that are gone now
}

// sweepPage is how many persons are looked at between two transactions.
const sweepPage = 256

// Sweep erases the keys that are of no use any more: those of orphans, which are
// persons whom nobody has known for [OrphanFor]; replaced ones of persons after
// [KeepFor], and signing keys that verify nothing any more. An orphan comes from a
// transaction that was not committed after its person's key had been made. Known
// says whether the database has a person, and is asked outside of any transaction;
// when it fails, so does Sweep.
func (v *Vault) Sweep(ctx context.Context, known func(directory.ID) (bool, error)) (Swept, error) {
	var swept Swept
	for last := ""; ; {
		persons, err := v.personsAfter(ctx, last)
		if err != nil {
			return swept, fmt.Errorf("sweep: %w", err)
		}
		if len(persons) == 0 {
			break
		}
		last = persons[len(persons)-1].String()
		orphans, erased, err := v.sweep(ctx, persons, known)
		if err != nil {
			return swept, fmt.Errorf("sweep: %w", err)
		}
		swept.Orphans += orphans
		swept.Erased += erased
	}
	expired, err := v.expire(ctx)
	swept.Erased += expired
	return swept, err
}

// sweep looks after some persons: it notes who is not known, and since when.
func (v *Vault) sweep(ctx context.Context, persons []directory.ID, known func(directory.ID) (bool, error)) (orphans, erased int, err error) {
	unknown := make([]bool, len(persons))
	for i, p := range persons {
		is, err := known(p)
		if err != nil {
			return 0, 0, err
		}
		unknown[i] = !is
	}
	now := v.now()
	err = v.write(ctx, func(tx *sql.Tx) error {
		var gone []int64
		for i, p := range persons {
			missed, statement := any(nil), `UPDATE key SET missed_at = ?2 WHERE person = ?1 AND missed_at IS NOT NULL`
			if unknown[i] {
				missed, statement = instant(now), `UPDATE key SET missed_at = ?2 WHERE person = ?1 AND missed_at IS NULL`
				orphans++
			}
			if _, err := tx.ExecContext(ctx, statement, p.String(), missed); err != nil {
				return err
			}
			serials, err := serialsOf(ctx, tx, `SELECT serial FROM key WHERE person = ?1 AND missed_at < ?2`, p.String(), instant(now.Add(-OrphanFor)))
			if err != nil {
				return err
			}
			if len(serials) > 0 {
				orphans--
			}
			gone = append(gone, serials...)
		}
		erased = len(gone)
		if erased == 0 {
			return nil
		}
		return erase(ctx, tx, gone)
	})
	if err == nil && erased > 0 {
		err = v.flush(ctx)
	}
	return orphans, erased, err
}

// expire erases the keys that were replaced long enough ago.
func (v *Vault) expire(ctx context.Context) (erased int, err error) {
	now := v.now()
	err = v.write(ctx, func(tx *sql.Tx) error {
		serials, err := serialsOf(ctx, tx, `SELECT serial FROM key WHERE use = 'signing' AND retired_at < ?1 OR use = 'person' AND retired_at < ?2`,
			instant(now.Add(-VerifyFor)), instant(now.Add(-KeepFor)))
		if erased = len(serials); err != nil || erased == 0 {
			return err
		}
		return erase(ctx, tx, serials)
	})
	if err == nil && erased > 0 {
		err = v.flush(ctx)
	}
	if err != nil {
		return 0, fmt.Errorf("erase replaced keys: %w", err)
	}
	return erased, nil
}

// personsAfter lists some of the persons who have keys, in the order of their ids.
func (v *Vault) personsAfter(ctx context.Context, last string) (persons []directory.ID, err error) {
	rows, err := v.readers.QueryContext(ctx, `SELECT DISTINCT person FROM key WHERE person > ?1 ORDER BY person LIMIT ?2`, last, sweepPage)
	if err != nil {
		return nil, err
	}
	return scanPersons(rows)
}

func scanPersons(rows *sql.Rows) (persons []directory.ID, err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		person, err := directory.ParseID(text)
		if err != nil {
			return nil, fmt.Errorf("whose key is that: %q", text)
		}
		persons = append(persons, person)
	}
	return persons, rows.Err()
}
