package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
)

var (
	faultChain   = fault{"alias_chain", "check.alias_chain", "check.remedy.alias"}
	faultLoop    = fault{"alias_loop", "check.alias_loop", "check.remedy.alias"}
	faultNowhere = fault{"alias_nowhere", "check.alias_nowhere", "check.remedy.alias"}
	faultShadow  = fault{"alias_taken", "check.alias_taken", "check.remedy.alias"}

	faultPhotoMissing = fault{"photo_missing", "check.photo_missing", "check.remedy.photo"}
	faultPhotoChanged = fault{"photo_changed", "check.photo_changed", "check.remedy.photo"}

	faultGap         = fault{"change_gap", "check.change_gap", "check.remedy.feed"}
	faultReused      = fault{"change_reused", "check.change_reused", "check.remedy.feed"}
	faultChangeOf    = fault{"change_of_nothing", "check.change_of_nothing", "check.remedy.feed"}
	faultUnannounced = fault{"unannounced", "check.unannounced", "check.remedy.feed"}
)

// checkAliases looks for former addresses that do not lead, in one hop, to
// something that is there.
func checkAliases(ctx context.Context, tx *sql.Tx, c *Check) error {
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM alias`).Scan(&c.Looked); err != nil {
		return err
	}
	if err := c.chains(ctx, tx); err != nil {
		return err
	}
	err := c.ids(ctx, tx, faultNowhere, `SELECT a.old FROM alias a
		WHERE a.noun = 'clinic' AND NOT EXISTS (SELECT 1 FROM clinic WHERE id = a.target_id)
		OR a.noun = 'organization' AND NOT EXISTS (SELECT 1 FROM organization WHERE id = a.target_id)`)
	if err != nil {
		return err
	}
	// What is merged away keeps its row; its slug may well be an alias.
	return c.ids(ctx, tx, faultShadow, `SELECT a.old FROM alias a JOIN clinic c ON a.noun = 'clinic' AND a.old = c.slug
		WHERE NOT EXISTS (SELECT 1 FROM alias WHERE noun = 'clinic' AND old = c.id)
		UNION ALL SELECT a.old FROM alias a JOIN organization o ON a.noun = 'organization' AND a.old = o.slug
		WHERE NOT EXISTS (SELECT 1 FROM alias WHERE noun = 'organization' AND old = o.id)`)
}

// chains notes aliases that lead to another alias, and those that lead back.
func (c *Check) chains(ctx context.Context, tx *sql.Tx) error {
	type end struct{ noun, name string }
	next := map[end]end{}
	err := stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var noun, old, target string
		err := rows.Scan(&noun, &old, &target)
		next[end{noun, old}] = end{noun, target}
		return err
	}, `SELECT a.noun, a.old, a.target_id FROM alias a JOIN alias b ON b.noun = a.noun AND b.old = a.target_id`)
	for from, to := range next {
		if leadsBack(next, from) {
			c.add(faultLoop, from.name)
		} else {
			c.add(faultChain, from.name, "Target", to.name)
		}
	}
	return err
}

// ids notes as a fault whatever a query finds: the id of each.
func (c *Check) ids(ctx context.Context, tx *sql.Tx, f fault, query string) error {
	return stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		c.add(f, id)
		return err
	}, query)
}

// checkPhotos reads every picture, and looks for those that clinics speak of.
func checkPhotos(ctx context.Context, tx *sql.Tx, c *Check) error {
	err := stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var id, sum string
		var bytes sql.RawBytes // read in place, for it is large
		if err := rows.Scan(&id, &sum, &bytes); err != nil {
			return err
		}
		c.Looked++
		if got := sha256.Sum256(bytes); hex.EncodeToString(got[:]) != sum {
			c.add(faultPhotoChanged, id)
		}
		return nil
	}, `SELECT id, sha256, bytes FROM photo UNION ALL SELECT photo_id, sha256, bytes FROM photo_variant`)
	if err != nil {
		return err
	}
	return stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var clinic, photo string
		err := rows.Scan(&clinic, &photo)
		c.add(faultPhotoMissing, clinic, "Photo", photo)
		return err
	}, `SELECT c.id, coalesce(p.value ->> 'id', '') FROM clinic c,
		json_each(CASE WHEN json_valid(c.document) THEN c.document END, '$.photos') p
		WHERE NOT EXISTS (SELECT 1 FROM photo WHERE id = p.value ->> 'id')`)
}

// checkChanges looks for gaps in the feed, and for rows that nobody was told of.
// A feed that does not begin at 1 has been swept, and does not have them all.
func checkChanges(ctx context.Context, tx *sql.Tx, c *Check) error {
	var first, last, given int
	err := tx.QueryRowContext(ctx, `SELECT count(*), coalesce(min(seq), 0), coalesce(max(seq), 0),
		coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change'), 0) FROM change`).Scan(&c.Looked, &first, &last, &given)
	if err != nil {
		return err
	}
	if missing := last - first + 1 - c.Looked; last > 0 && missing > 0 {
		c.add(faultGap, "", "Missing", missing, "First", first, "Last", last)
	}
	if given < last {
		c.add(faultReused, "", "Given", given, "Last", last)
	}
	err = c.ids(ctx, tx, faultChangeOf, `SELECT DISTINCT noun_id FROM change
		WHERE noun = 'clinic' AND noun_id NOT IN (SELECT id FROM clinic)
		OR noun = 'organization' AND noun_id NOT IN (SELECT id FROM organization)`)
	if err != nil || first > 1 {
		return err
	}
	return c.ids(ctx, tx, faultUnannounced, `SELECT id FROM clinic WHERE id NOT IN (SELECT noun_id FROM change WHERE noun = 'clinic')
		UNION ALL SELECT id FROM organization WHERE id NOT IN (SELECT noun_id FROM change WHERE noun = 'organization')`)
}
