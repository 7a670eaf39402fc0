package store

import (
	"context"
	"iter"
	"strconv"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

var (
	_ moderation.Store = (*Store)(nil)
	_ moderation.Tx    = (*moderationTx)(nil)
)

// Moderate runs fn in one transaction, on the terms of [Store.People]. It has the one
// connection that writes from its beginning on: what it reads stands until it ends, and
// fn runs once.
func (s *Store) Moderate(ctx context.Context, fn func(moderation.Tx) error) error {
	return s.writePeople(ctx, func(t *peopleTx) error {
		return fn(&moderationTx{peopleTx: t, desk: desk{t.people}, slugs: newSlugs()})
	})
}

// moderationTx is a transaction in which the directory is changed.
type moderationTx struct {
	*peopleTx
	desk
	slugs slugs
}

// desk reads how the directory changes, from a pool or within a transaction.
type desk struct{ p people }

func (s *Store) desk() desk { return desk{s.people()} }

// Version returns the listing of one clinic, on the terms of [Store.Listing], with the
// number of the updates that it has seen.
func (s *Store) Version(ctx context.Context, clinic directory.ID) (moderation.Version, error) {
	return s.desk().Version(ctx, clinic)
}

// Branches returns the listings of a brand's clinics and of those of the organizations
// whose parent it is, by slug.
func (s *Store) Branches(ctx context.Context, brand directory.ID) ([]directory.Listing, error) {
	return s.desk().Branches(ctx, brand)
}

// Request returns one request to change a listing.
func (s *Store) Request(ctx context.Context, id directory.ID) (moderation.ChangeRequest, error) {
	return s.desk().Request(ctx, id)
}

// Requests returns the requests that a filter lets through, the newest first.
func (s *Store) Requests(ctx context.Context, f moderation.RequestFilter, limit int) ([]moderation.ChangeRequest, error) {
	return s.desk().Requests(ctx, f, limit)
}

// Claim returns one claim. That of somebody whose key has been erased is NotFound.
func (s *Store) Claim(ctx context.Context, id directory.ID) (moderation.Claim, error) {
	return s.desk().Claim(ctx, id)
}

// Claims returns the claims that a filter lets through, the newest first.
func (s *Store) Claims(ctx context.Context, f moderation.ClaimFilter, limit int) ([]moderation.Claim, error) {
	return s.desk().Claims(ctx, f, limit)
}

// Reports returns the reports of a clinic that nobody has decided, the oldest first.
// One whose key has been erased has neither text nor address.
func (s *Store) Reports(ctx context.Context, clinic directory.ID) ([]moderation.Report, error) {
	return s.desk().Reports(ctx, clinic)
}

// Queue returns all that waits for moderators and that a filter lets through.
func (s *Store) Queue(ctx context.Context, f moderation.QueueFilter) ([]moderation.Item, error) {
	return s.desk().Queue(ctx, f)
}

// Recorded returns the events that a filter lets through, the newest first.
func (s *Store) Recorded(ctx context.Context, f moderation.EventFilter, limit int) ([]moderation.Recorded, error) {
	return s.desk().Recorded(ctx, f, limit)
}

// Events yields the whole record, the oldest event first.
func (s *Store) Events(ctx context.Context) iter.Seq2[moderation.Event, error] {
	return s.desk().Events(ctx)
}

// Questions returns the letters that asked a clinic, the oldest first.
func (s *Store) Questions(ctx context.Context, clinic directory.ID) ([]moderation.Question, error) {
	return s.desk().Questions(ctx, clinic)
}

// Replies returns what a clinic has said of its facts, the oldest first.
func (s *Store) Replies(ctx context.Context, clinic directory.ID) ([]moderation.Reply, error) {
	return s.desk().Replies(ctx, clinic)
}

// Alike returns the listings that may be of the clinic that is asked for, by slug.
func (s *Store) Alike(ctx context.Context, of moderation.Probe) ([]directory.Listing, error) {
	return s.desk().Alike(ctx, of)
}

// Proposed returns the listings that wait for a moderator and that an account has
// proposed, by slug.
func (s *Store) Proposed(ctx context.Context, account directory.ID) ([]directory.Listing, error) {
	return s.desk().Proposed(ctx, account)
}

// Proposers returns who proposed clinics, by clinic.
func (s *Store) Proposers(ctx context.Context, clinics ...directory.ID) (map[directory.ID]directory.ID, error) {
	return s.desk().Proposers(ctx, clinics...)
}

// Merge returns one merge.
func (s *Store) Merge(ctx context.Context, id directory.ID) (moderation.Merge, error) {
	return s.desk().Merge(ctx, id)
}

// Merges returns the merges into a listing, the newest first.
func (s *Store) Merges(ctx context.Context, kept directory.ID) ([]moderation.Merge, error) {
	return s.desk().Merges(ctx, kept)
}

// Names returns the names of those accounts that are there and not forgotten.
func (s *Store) Names(ctx context.Context, accounts ...directory.ID) (map[directory.ID]string, error) {
	return s.desk().Names(ctx, accounts...)
}

// Organization is on the terms of [Store.Organization].
func (d desk) Organization(ctx context.Context, id directory.ID) (directory.Organization, error) {
	o, err := organization(ctx, d.p.q, `WHERE id = ?1`, id.String())
	return o.Organization, err
}

// Names are read from the accounts one by one: those who decide are few.
func (d desk) Names(ctx context.Context, accounts ...directory.ID) (map[directory.ID]string, error) {
	names := map[directory.ID]string{}
	for _, id := range accounts {
		if _, known := names[id]; known || id.IsZero() {
			continue
		}
		a, err := d.p.Account(ctx, id)
		if directory.KindOf(err) == directory.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		names[id] = a.Name
	}
	return names, nil
}

// name gives the names of today to those who have decided.
func (d desk) name(ctx context.Context, decisions []*moderation.Decision) error {
	ids := make([]directory.ID, len(decisions))
	for i, decision := range decisions {
		ids[i] = decision.By.ID
	}
	names, err := d.Names(ctx, ids...)
	for _, decision := range decisions {
		decision.By.Name = names[decision.By.ID]
	}
	return err
}

// conditions is a WHERE that is put together.
type conditions struct {
	all  []string
	args []any
}

// add narrows what is found; the argument comes at the end of the condition.
func (c *conditions) add(condition string, arg any) {
	c.args = append(c.args, arg)
	c.all = append(c.all, condition+" ?"+strconv.Itoa(len(c.args)))
}

// only narrows what is found by a condition without an argument.
func (c *conditions) only(condition string) { c.all = append(c.all, condition) }

// of narrows what is found to what is of id, if there is one.
func (c *conditions) of(column string, id directory.ID) {
	if !id.IsZero() {
		c.add(column+" =", id.String())
	}
}

// query is all of it, and what comes behind; a limit of 0 is none.
func (c *conditions) query(order string, limit int) (string, []any) {
	text, args := "", c.args
	if len(c.all) > 0 {
		text = "WHERE " + strings.Join(c.all, " AND ")
	}
	text += " ORDER BY " + order
	if limit > 0 {
		args = append(args, limit)
		text += " LIMIT ?" + strconv.Itoa(len(args))
	}
	return text, args
}
