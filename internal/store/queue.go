package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// The nouns of assignments.
const (
	ofRequest  = "request"
	ofClaim    = "claim"
	ofProposal = "proposal"
	ofReport   = "report"
)

// assignedAs says under which noun an item of a kind is assigned; "" if none is.
func assignedAs(kind moderation.ItemKind) string {
	switch kind {
	case moderation.ItemChange:
		return ofRequest
	case moderation.ItemClaim, moderation.ItemContest, moderation.ItemAppeal:
		return ofClaim
	case moderation.ItemProposal:
		return ofProposal
	case moderation.ItemReport, moderation.ItemLegal:
		return ofReport
	default:
		return ""
	}
}

// claimWaits says what a claim waits for a moderator as; "" if it does not.
func claimWaits(s moderation.ClaimState) moderation.ItemKind {
	switch s {
	case moderation.ClaimPending:
		return moderation.ItemClaim
	case moderation.ClaimContested:
		return moderation.ItemContest
	case moderation.ClaimAppealed:
		return moderation.ItemAppeal
	default:
		return ""
	}
}

// withClinic leads from ids, clinics and moments to what a row of the queue needs.
const withClinic = ` JOIN clinic c ON c.id = w.clinic_id LEFT JOIN assignment a ON a.noun_id = w.id AND a.noun = `

const selectWaiting = `SELECT w.id, w.clinic_id, w.since, w.legal, c.document -> 'address' ->> 'country',
	c.document -> 'languages' ->> 0, a.account_id FROM `

// The rows of the queue that can be read without a key. What visitors say of a listing
// is one row: a notice by law, from the first that is one, if there is any.
const (
	waitingRequests = selectWaiting + `(SELECT id, clinic_id, edited_at AS since, 0 AS legal FROM change_request
		WHERE state = 'pending') w` + withClinic + `'request'`
	waitingProposals = selectWaiting + `(SELECT id, id AS clinic_id, state_since AS since, 0 AS legal FROM clinic c
		WHERE state = 'submitted'` + notMerged + `) w` + withClinic + `'proposal'`
	waitingReports = selectWaiting + `(SELECT clinic_id AS id, clinic_id, coalesce(min(CASE WHEN legal = 1 THEN at END), min(at)) AS since,
		max(legal) AS legal FROM report WHERE decided_at = 0 GROUP BY clinic_id) w` + withClinic + `'report'`
)

func (d desk) Queue(ctx context.Context, f moderation.QueueFilter) ([]moderation.Item, error) {
	var all []moderation.Item
	for _, waiting := range []struct {
		kinds []moderation.ItemKind
		query string
	}{
		{[]moderation.ItemKind{moderation.ItemChange}, waitingRequests},
		{[]moderation.ItemKind{moderation.ItemProposal}, waitingProposals},
		{[]moderation.ItemKind{moderation.ItemReport, moderation.ItemLegal}, waitingReports},
	} {
		if f.Kind != "" && !slices.Contains(waiting.kinds, f.Kind) {
			continue
		}
		items, err := d.waiting(ctx, waiting.kinds, waiting.query, f.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	if f.Kind == "" || assignedAs(f.Kind) == ofClaim {
		items, err := d.waitingClaims(ctx, f.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	return slices.DeleteFunc(all, func(i moderation.Item) bool { return !f.Lets(i) }), nil
}

// waiting reads rows of the queue: of the first kind, or if they are legal of the last. With
// an id it reads that one alone.
func (d desk) waiting(ctx context.Context, kinds []moderation.ItemKind, query string, id directory.ID) ([]moderation.Item, error) {
	var all []moderation.Item
	var args []any
	if !id.IsZero() {
		query, args = query+` WHERE w.id = ?1`, []any{id.String()}
	}
	err := stream(ctx, d.p.q, "queue", func(rows *sql.Rows) error {
		i := moderation.Item{Kind: kinds[0]}
		var legal bool
		err := rows.Scan(text(&i.ID), text(&i.ClinicID), &i.Since, &legal, text(&i.Country), text(&i.Language), text(&i.Assigned))
		if err != nil {
			return fmt.Errorf("queue: %w", err)
		}
		if legal {
			i.Kind = kinds[len(kinds)-1]
		}
		all = append(all, i)
		return nil
	}, query, args...)
	return all, err
}

// waitingClaims reads the claims that wait, but for those of somebody whose key has been
// erased. Of the claim of a brand its clinic is known once it is opened.
func (d desk) waitingClaims(ctx context.Context, id directory.ID) ([]moderation.Item, error) {
	var c conditions
	c.of("id", id)
	c.only(`state IN ('pending', 'contested', 'appealed')`)
	claims, err := d.claims(ctx, &c, 0)
	if err != nil {
		return nil, err
	}
	return d.itemsOf(ctx, claims)
}

// standingClaims says of pairs of a claim and a clinic what the clinic says of itself, and
// who has taken the claim.
const standingClaims = `SELECT c.document -> 'address' ->> 'country', c.document -> 'languages' ->> 0, a.account_id
	FROM json_each(?1) w LEFT JOIN clinic c ON c.id = w.value ->> 1
	LEFT JOIN assignment a ON a.noun = 'claim' AND a.noun_id = w.value ->> 0 ORDER BY w.key`

// itemsOf asks once for all of them.
func (d desk) itemsOf(ctx context.Context, claims []moderation.Claim) ([]moderation.Item, error) {
	if len(claims) == 0 {
		return nil, nil
	}
	all, pairs := make([]moderation.Item, len(claims)), make([][2]directory.ID, len(claims))
	for n := range claims {
		all[n] = itemOf(&claims[n])
		pairs[n] = [2]directory.ID{all[n].ID, all[n].ClinicID}
	}
	asked, err := json.Marshal(pairs)
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	n := 0
	err = stream(ctx, d.p.q, "queue of claims", func(rows *sql.Rows) error {
		i := &all[n]
		if err := rows.Scan(text(&i.Country), text(&i.Language), text(&i.Assigned)); err != nil {
			return fmt.Errorf("queue: claim %s: %w", i.ID, err)
		}
		n++
		return nil
	}, standingClaims, string(asked))
	return all, err
}

// itemOf is what a claim itself says of its row.
func itemOf(c *moderation.Claim) moderation.Item {
	i := moderation.Item{Kind: claimWaits(c.State), ID: c.ID, ClinicID: c.ClinicID, Since: c.At}
	if i.ClinicID.IsZero() && len(c.Branches) > 0 {
		i.ClinicID = c.Branches[0].ClinicID
	}
	switch c.State {
	case moderation.ClaimContested:
		i.DueAt = c.DueAt
	case moderation.ClaimAppealed:
		i.Since = c.AppealedAt
	default:
	}
	return i
}

// Assign has the last word: whoever takes what somebody else has taken, has it.
func (t *moderationTx) Assign(ctx context.Context, kind moderation.ItemKind, id, to directory.ID) error {
	return t.try(func() error {
		noun := assignedAs(kind)
		if noun == "" {
			return fmt.Errorf("assign %s %s: there is no such kind of item", kind, id)
		}
		if to.IsZero() {
			return t.unassign(ctx, noun, id)
		}
		if err := t.waits(ctx, noun, id); err != nil {
			return err
		}
		_, err := t.exec(ctx, "assign "+noun+" "+id.String(), `INSERT INTO assignment (noun, noun_id, account_id) VALUES (?1, ?2, ?3)
			ON CONFLICT (noun, noun_id) DO UPDATE SET account_id = excluded.account_id`, noun, id.String(), to.String())
		return err
	})
}

// waitsFor finds out whether something waits, by its noun.
var waitsFor = map[string]string{
	ofRequest:  `SELECT EXISTS (SELECT 1 FROM change_request WHERE id = ?1 AND state = 'pending')`,
	ofClaim:    `SELECT EXISTS (SELECT 1 FROM claim WHERE id = ?1 AND state IN ('pending', 'contested', 'appealed'))`,
	ofProposal: `SELECT EXISTS (SELECT 1 FROM clinic WHERE id = ?1 AND state = 'submitted')`,
	ofReport:   `SELECT EXISTS (SELECT 1 FROM report WHERE clinic_id = ?1 AND decided_at = 0)`,
}

// waits refuses what nobody has to look at any more.
func (t *moderationTx) waits(ctx context.Context, noun string, id directory.ID) error {
	var there bool
	if err := t.q.QueryRowContext(ctx, waitsFor[noun], id.String()).Scan(&there); err != nil {
		return fmt.Errorf("look for %s %s: %w", noun, id, err)
	}
	if !there {
		return directory.Refuse(directory.NotFound, "not_found.item")
	}
	return nil
}

func (t *moderationTx) unassign(ctx context.Context, noun string, id directory.ID) error {
	_, err := t.exec(ctx, "unassign "+noun+" "+id.String(), `DELETE FROM assignment WHERE noun = ?1 AND noun_id = ?2`, noun, id.String())
	return err
}
