package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rootline/internal/directory"
)

// Settle is how long after a person has been given a new key what was sealed under
// the old one may still be on its way into the database. Longer than any
// transaction lasts.
const Settle = 5 * time.Minute

// Rotation is what a call of [Vault.RotatePersons] did, and left to do.
type Rotation struct {
	Resealed int // persons under whose old keys nothing is sealed any more
	Turned   int // persons who were given a new key
	Pending  int // persons with something still sealed under an old key
}

// RotatePersons replaces the keys of persons that were made before a given time. It
// takes two calls, [Settle] or more apart: the first gives every such person a new
// key, under which everything is sealed from then on; a later one calls reseal for
// them, which has to put [Vault.Reseal] of everything that the database holds of the
// person in its place, by transactions of its own. The old keys go on opening, and
// [Vault.Sweep] erases them after [KeepFor]. So nothing that is under way fails, nor
// does the backup of yesterday.
//
// It may be cut off at any point and called again, with the same time to finish what
// was begun: there is no more to do when nothing is pending. A person for whom
// reseal fails stays as they are, to be tried by the next call, and the others go
// on; the errors come back joined.
func (v *Vault) RotatePersons(ctx context.Context, before time.Time, reseal func(context.Context, directory.ID) error) (Rotation, error) {
	var r Rotation
	var err error
	if r.Resealed, err = v.resealSettled(ctx, reseal); ctx.Err() != nil {
		return r, err
	}
	turned, e := v.turnAll(ctx, before)
	r.Turned, err = turned, errors.Join(err, e)
	e = v.readers.QueryRowContext(ctx, `SELECT count(DISTINCT person) FROM key k WHERE person IS NOT NULL AND retired_at IS NULL AND `+older).Scan(&r.Pending)
	if err = errors.Join(err, e); err != nil {
		return r, fmt.Errorf("rotate persons: %w", err)
	}
	return r, nil
}

// newest is true of a person's newest key k, older when there is an older key under
// which something may still be sealed.
const (
	newest = `NOT EXISTS (SELECT 1 FROM key n WHERE n.person = k.person AND n.serial > k.serial)`
	older  = `EXISTS (SELECT 1 FROM key o WHERE o.person = k.person AND o.serial < k.serial AND o.retired_at IS NULL)`
)

// resealErrors is how many persons may go wrong before something larger must have.
const resealErrors = 20

// resealSettled has everything sealed anew for those whose new key is settled.
func (v *Vault) resealSettled(ctx context.Context, reseal func(context.Context, directory.ID) error) (done int, err error) {
	settled := instant(v.now().Add(-Settle))
	failures := 0
	for last := ""; ; {
		rows, e := v.readers.QueryContext(ctx, `SELECT k.person FROM key k WHERE k.person > ?1 AND k.made_at <= ?2 AND `+newest+` AND `+older+`
			ORDER BY k.person LIMIT ?3`, last, settled, sweepPage)
		if e != nil {
			return done, errors.Join(err, e)
		}
		persons, e := scanPersons(rows)
		if e != nil || len(persons) == 0 {
			return done, errors.Join(err, e)
		}
		for _, person := range persons {
			if e := v.resealOne(ctx, person, settled, reseal); e == nil {
				done++
			} else if failures++; ctx.Err() != nil || failures >= resealErrors {
				return done, errors.Join(err, e)
			} else {
				err = errors.Join(err, e)
			}
		}
		last = persons[len(persons)-1].String()
	}
}

// resealOne has everything of a person sealed anew, and retires the keys that are
// older than the newest settled one: what came in meanwhile is under newer ones.
func (v *Vault) resealOne(ctx context.Context, person directory.ID, settled int64, reseal func(context.Context, directory.ID) error) error {
	if err := reseal(ctx, person); err != nil {
		return fmt.Errorf("reseal %s: %w", person, err)
	}
	return v.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE key SET retired_at = ?3 WHERE person = ?1 AND retired_at IS NULL AND serial <
			(SELECT max(serial) FROM key WHERE person = ?1 AND made_at <= ?2)`, person.String(), settled, instant(v.now()))
		return err
	})
}

// turnAll gives a new key to everybody whose newest is from before a time, unless
// an older one has not been dealt with.
func (v *Vault) turnAll(ctx context.Context, before time.Time) (turned int, err error) {
	for last := ""; ; {
		var persons []directory.ID
		err := v.write(ctx, func(tx *sql.Tx) error {
			rows, err := tx.QueryContext(ctx, `SELECT k.person FROM key k WHERE k.person > ?1 AND k.made_at < ?2 AND `+newest+` AND NOT `+older+`
				ORDER BY k.person LIMIT ?3`, last, instant(before), sweepPage)
			if err != nil {
				return err
			}
			if persons, err = scanPersons(rows); err != nil || len(persons) == 0 {
				return err
			}
			for _, person := range persons {
				if err := v.addKey(ctx, tx, usePerson, person); err != nil {
					return err
				}
			}
			return tell(ctx, tx)
		})
		if err != nil || len(persons) == 0 {
			return turned, err
		}
		turned += len(persons)
		last = persons[len(persons)-1].String()
	}
}
