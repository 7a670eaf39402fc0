package store

import (
	"context"
	"database/sql"
	"strconv"

	"rootline/internal/intake"
)

var (
	faultEvidence = fault{"evidence", "check.evidence", "check.remedy.import"}
	faultApplied  = fault{"applied", "check.applied", "check.remedy.import"}
)

// checkImports reads what is remembered of the rows of foreign files, strictly, and
// looks for rows that became a clinic which is not there.
func checkImports(ctx context.Context, tx *sql.Tx, c *Check) error {
	err := stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var number int64
		var evidence string
		var applied, pending sql.NullString
		if err := rows.Scan(&number, &evidence, &applied, &pending); err != nil {
			return err
		}
		c.Looked++
		id := strconv.FormatInt(number, 10)
		if _, err := readEvidence([]byte(evidence)); err != nil {
			c.add(faultEvidence, id)
		}
		for _, document := range []sql.NullString{applied, pending} {
			if !document.Valid {
				continue
			}
			if err := strict([]byte(document.String), new(intake.Candidate)); err != nil {
				c.refused(faultDocument, id, err)
			}
		}
		return nil
	}, `SELECT number, evidence, applied, pending FROM import_row`)
	if err != nil {
		return err
	}
	return c.ids(ctx, tx, faultApplied, `SELECT CAST(number AS TEXT) FROM import_row r
		WHERE applied IS NOT NULL AND NOT EXISTS (SELECT 1 FROM clinic WHERE id = r.clinic_id)`)
}
