package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// reportForm is what of a report is sealed as one.
type reportForm struct {
	Text     string              `json:"text,omitzero"`
	Email    directory.Email     `json:"email,omitzero"`
	Language directory.Language  `json:"language,omitzero"`
	Decision moderation.Decision `json:"decision,omitzero"`
}

func (d desk) Reports(ctx context.Context, clinic directory.ID) ([]moderation.Report, error) {
	var all []moderation.Report
	err := stream(ctx, d.p.q, "reports", func(rows *sql.Rows) error {
		var r moderation.Report
		var sealed []byte
		if err := rows.Scan(text(&r.ID), text(&r.ClinicID), &r.Reason, &r.At, &sealed); err != nil {
			return fmt.Errorf("reports: %w", err)
		}
		plain, err := d.p.s.keys.open(ctx, r.ID, sealed, place{"report.sealed", r.ID.String()})
		if directory.KindOf(err) == directory.NotFound { // forgotten, and still wrong
			plain, err = []byte(`{}`), nil
		}
		if err != nil {
			return fmt.Errorf("report %s: %w", r.ID, err)
		}
		var f reportForm
		if err := json.Unmarshal(plain, &f); err != nil {
			return unreadable("report", r.ID.String(), err)
		}
		r.Text, r.Email, r.Language = f.Text, f.Email, f.Language
		all = append(all, r)
		return nil
	}, `SELECT id, clinic_id, reason, at, sealed FROM report WHERE decided_at = 0 AND clinic_id = ?1 ORDER BY at, id`, clinic.String())
	return all, err
}

// SaveReport saves a report, sealed with a key of its own. Once none of a clinic's
// reports waits any more, they are nobody's to look at.
func (t *moderationTx) SaveReport(ctx context.Context, r moderation.Report) error {
	return t.try(func() error {
		plain, err := json.Marshal(reportForm{r.Text, r.Email, r.Language, r.Decision})
		if err != nil {
			return fmt.Errorf("save report %s: %w", r.ID, err)
		}
		sealed, err := t.s.keys.seal(ctx, r.ID, plain, place{"report.sealed", r.ID.String()})
		if err != nil {
			return fmt.Errorf("save report %s: %w", r.ID, err)
		}
		_, err = t.exec(ctx, "save report "+r.ID.String(), `INSERT INTO report
			(id, clinic_id, reason, legal, at, decided_at, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
			ON CONFLICT (id) DO UPDATE SET clinic_id = excluded.clinic_id, reason = excluded.reason, legal = excluded.legal,
			at = excluded.at, decided_at = excluded.decided_at, sealed = excluded.sealed`,
			r.ID.String(), r.ClinicID.String(), string(r.Reason), r.Reason.Legal(), int64(r.At), int64(r.Decision.At), sealed)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, "unassign reports of "+r.ClinicID.String(), `DELETE FROM assignment WHERE noun = 'report' AND noun_id = ?1
			AND NOT EXISTS (SELECT 1 FROM report WHERE decided_at = 0 AND clinic_id = ?1)`, r.ClinicID.String())
		return err
	})
}
