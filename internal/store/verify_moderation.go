package store

import (
	"context"
	"database/sql"
	"strconv"

	"rootline/internal/moderation"
)

// checkRequests reads every request strictly, and compares its columns with its
// document.
func checkRequests(ctx context.Context, tx *sql.Tx, c *Check) error {
	return stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var id, clinic, account, state, document string
		var at, edited, over int64
		if err := rows.Scan(&id, &clinic, &account, &state, &at, &edited, &over, &document); err != nil {
			return err
		}
		c.Looked++
		var r moderation.ChangeRequest
		if err := strict([]byte(document), &r); err != nil {
			c.refused(faultDocument, id, err)
			return nil
		}
		c.same(id, "id", id, r.ID.String())
		c.same(id, "clinic_id", clinic, r.ClinicID.String())
		c.same(id, "account_id", account, r.By.String())
		c.same(id, "state", state, string(r.State))
		c.same(id, "at", number(at), number(int64(r.At)))
		c.same(id, "edited_at", number(edited), number(int64(r.EditedAt)))
		c.same(id, "decided_at", number(over), number(decidedAt(&r)))
		return nil
	}, `SELECT id, clinic_id, account_id, state, at, edited_at, decided_at, document FROM change_request`)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// checkQuestions reads what clinics were asked, and what they have said, strictly.
func checkQuestions(ctx context.Context, tx *sql.Tx, c *Check) error {
	err := documents[[]moderation.Path](ctx, tx, c, `SELECT CAST(number AS TEXT), paths FROM question`)
	if err != nil {
		return err
	}
	return documents[moderation.Path](ctx, tx, c, `SELECT CAST(number AS TEXT), path FROM reply`)
}

// documents reads the documents that a query finds with what their rows are known by.
func documents[T any](ctx context.Context, tx *sql.Tx, c *Check, query string) error {
	return stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var id, document string
		if err := rows.Scan(&id, &document); err != nil {
			return err
		}
		c.Looked++
		var into T
		if err := strict([]byte(document), &into); err != nil {
			c.refused(faultDocument, id, err)
		}
		return nil
	}, query)
}
