package store

import (
	"bytes"
	"context"
	"database/sql"
	"unicode"
	"unicode/utf8"
)

var (
	faultUnsealed      = fault{"unsealed", "check.unsealed", "check.remedy.row"}
	faultClosedSession = fault{"closed_session", "check.closed_session", "check.remedy.session"}
	faultFamilyAlive   = fault{"family_alive", "check.family_alive", "check.remedy.session"}
	faultRevoked       = fault{"revoked_unannounced", "check.revoked_unannounced", "check.remedy.session"}
)

// checkAccounts looks for accounts that could be read without their keys, and for
// closed ones that are still signed in.
func checkAccounts(ctx context.Context, tx *sql.Tx, c *Check) error {
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM account`).Scan(&c.Looked); err != nil {
		return err
	}
	if err := c.unsealed(ctx, tx, "account"); err != nil {
		return err
	}
	return stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var account, session string
		err := rows.Scan(&account, &session)
		c.add(faultClosedSession, account, "Session", session)
		return err
	}, `SELECT a.id, s.id FROM account a JOIN session s ON s.account_id = a.id WHERE a.state = 'closed' AND s.revoked_at = 0`)
}

// checkSessions looks for sessions whose end has not reached everybody. A feed that
// does not begin at 1 has been swept, and does not have them all.
func checkSessions(ctx context.Context, tx *sql.Tx, c *Check) error {
	var first int
	err := tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM session), coalesce(min(seq), 0) FROM change`).Scan(&c.Looked, &first)
	if err != nil {
		return err
	}
	if err := c.unsealed(ctx, tx, "session"); err != nil {
		return err
	}
	err = c.ids(ctx, tx, faultFamilyAlive, `SELECT s.id FROM session s JOIN refresh_family f ON f.session_id = s.id
		WHERE f.ended_at <> 0 AND s.revoked_at = 0`)
	if err != nil || first > 1 {
		return err
	}
	return c.ids(ctx, tx, faultRevoked, `SELECT id FROM session WHERE revoked_at <> 0
		AND id NOT IN (SELECT noun_id FROM change WHERE noun = 'session')`)
}

// checkSealed looks for rows of a table that could be read without their keys.
func checkSealed(table string) func(context.Context, *sql.Tx, *Check) error {
	return func(ctx context.Context, tx *sql.Tx, c *Check) error {
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&c.Looked); err != nil {
			return err
		}
		return c.unsealed(ctx, tx, table)
	}
}

// unsealed notes what stands in a table's sealed columns and is text, as all that we
// seal would be if it were not.
func (c *Check) unsealed(ctx context.Context, tx *sql.Tx, table string) error {
	for _, s := range sealed {
		if s.table != table {
			continue
		}
		err := stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
			var key any
			var value sql.RawBytes
			if err := rows.Scan(&key, &value); err != nil {
				return err
			}
			if isText(value) {
				c.add(faultUnsealed, keyName(key), "Column", s.table+"."+s.column)
			}
			return nil
		}, `SELECT `+s.key+`, `+s.column+` FROM `+s.table+` WHERE `+s.column+` IS NOT NULL`+s.among())
		if err != nil {
			return err
		}
	}
	return nil
}

// isText reports whether a value is UTF-8 without control characters. Of sealed
// values, which are 28 random bytes and more, less than one in a thousand million is.
func isText(value []byte) bool {
	return utf8.Valid(value) && !bytes.ContainsFunc(value, unicode.IsControl)
}
