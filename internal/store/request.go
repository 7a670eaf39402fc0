package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

const selectRequest = `SELECT id, document FROM change_request `

func (d desk) Request(ctx context.Context, id directory.ID) (moderation.ChangeRequest, error) {
	var c conditions
	c.add("id =", id.String())
	all, err := d.requests(ctx, &c, 1)
	if err != nil {
		return moderation.ChangeRequest{}, err
	}
	if len(all) == 0 {
		return moderation.ChangeRequest{}, directory.Refuse(directory.NotFound, "not_found.request")
	}
	return all[0], nil
}

func (d desk) Requests(ctx context.Context, f moderation.RequestFilter, limit int) ([]moderation.ChangeRequest, error) {
	if f.Clinic.IsZero() {
		return d.requestsOf(ctx, f, limit)
	}
	all, err := ofAll(ctx, d, f.Clinic, func(ctx context.Context, clinic directory.ID) ([]moderation.ChangeRequest, error) {
		f.Clinic = clinic
		return d.requestsOf(ctx, f, limit)
	}, func(a, b moderation.ChangeRequest) int { return newestFirst(a.At, b.At, a.ID, b.ID) })
	return upTo(limit, all), err
}

func (d desk) requestsOf(ctx context.Context, f moderation.RequestFilter, limit int) ([]moderation.ChangeRequest, error) {
	var c conditions
	c.of("clinic_id", f.Clinic)
	c.of("account_id", f.By)
	if f.Open {
		c.only(`state IN ('draft', 'pending', 'asked_back')`)
	}
	if f.DecidedSince > 0 {
		c.add("decided_at >=", int64(f.DecidedSince))
		c.only(`decided_at > 0`) // as the index has it
	}
	return d.requests(ctx, &c, limit)
}

func (d desk) requests(ctx context.Context, c *conditions, limit int) ([]moderation.ChangeRequest, error) {
	var all []moderation.ChangeRequest
	where, args := c.query("at DESC, id DESC", limit)
	err := stream(ctx, d.p.q, "requests", func(rows *sql.Rows) error {
		var id, document sql.RawBytes
		if err := rows.Scan(&id, &document); err != nil {
			return fmt.Errorf("requests: %w", err)
		}
		var r moderation.ChangeRequest
		if err := json.Unmarshal(document, &r); err != nil {
			return unreadable("request", string(id), err)
		}
		all = append(all, r)
		return nil
	}, selectRequest+where, args...)
	if err != nil {
		return nil, err
	}
	decisions := make([]*moderation.Decision, len(all))
	for i := range all {
		decisions[i] = &all[i].Decision
	}
	return all, d.name(ctx, decisions)
}

// SaveRequest saves a request. That it was asked back is no decision, and one that does
// not wait for a moderator any more is nobody's to look at.
func (t *moderationTx) SaveRequest(ctx context.Context, r moderation.ChangeRequest) error {
	return t.try(func() error {
		document, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("save request %s: %w", r.ID, err)
		}
		_, err = t.exec(ctx, "save request "+r.ID.String(), `INSERT INTO change_request
			(id, clinic_id, account_id, state, at, edited_at, decided_at, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
			ON CONFLICT (id) DO UPDATE SET clinic_id = excluded.clinic_id, account_id = excluded.account_id, state = excluded.state,
			at = excluded.at, edited_at = excluded.edited_at, decided_at = excluded.decided_at, document = excluded.document`,
			r.ID.String(), r.ClinicID.String(), r.By.String(), string(r.State), int64(r.At), int64(r.EditedAt), decidedAt(&r), string(document))
		if err != nil || r.State == moderation.Pending {
			return err
		}
		return t.unassign(ctx, ofRequest, r.ID)
	})
}

// decidedAt is when a request was approved or rejected, be it by an undo; 0 if it is open,
// went live at once or has ended otherwise.
func decidedAt(r *moderation.ChangeRequest) int64 {
	if r.State != moderation.Approved && r.State != moderation.Rejected {
		return 0
	}
	return int64(r.Decision.At)
}
