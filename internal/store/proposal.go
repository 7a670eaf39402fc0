package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// mostAlike is how many listings are returned for each thing that tells a clinic: a
// brand may have hundreds on one site.
const mostAlike = 20

// The listings that may be of a clinic, by what tells it. Each is found by an index, and
// read only then.
const (
	byPhone = `WHERE c.number IN (SELECT number FROM clinic WHERE ` + firstPhone + ` = ?1
		UNION SELECT number FROM clinic WHERE ` + secondPhone + ` = ?1)` + thatCount
	bySite = `WHERE c.number IN (SELECT number FROM clinic WHERE ` + siteOf + ` = ?1
		UNION SELECT number FROM clinic WHERE ` + siteOf + ` > ?1 || '/' AND ` + siteOf + ` < ?1 || '0')` + thatCount
	byName = `WHERE c.number IN (SELECT number FROM clinic WHERE slug = ?1
		UNION SELECT number FROM clinic WHERE slug > ?1 || '-/' AND slug < ?1 || '-:')` + thatCount

	thatCount = ` AND c.state IN ('submitted', 'published', 'suspended')` + notMerged + ` ORDER BY c.slug LIMIT ?2`

	// As the indexes have them.
	firstPhone  = `CASE WHEN json_valid(document) THEN document -> 'phones' -> 0 ->> 'number' END`
	secondPhone = `CASE WHEN json_valid(document) THEN document -> 'phones' -> 1 ->> 'number' END`
	siteOf      = `CASE WHEN json_valid(document) THEN document ->> 'url' END`
)

// sites are the ways in which the address of a domain's site begins.
var sites = []string{"https://", "https://www.", "http://", "http://www."}

func (d desk) Alike(ctx context.Context, of moderation.Probe) ([]directory.Listing, error) {
	found := map[directory.ID]bool{}
	var all []directory.Listing
	look := func(where, arg string) error {
		for l, err := range listings(ctx, d.p.q, json.Unmarshal, where, arg, mostAlike) {
			if err != nil {
				return fmt.Errorf("listings like %s: %w", of.Slug, err)
			}
			if !found[l.Clinic.ID] {
				found[l.Clinic.ID] = true
				all = append(all, l.Listing)
			}
		}
		return nil
	}
	for _, p := range of.Phones {
		if err := look(byPhone, p.String()); err != nil {
			return nil, err
		}
	}
	for _, scheme := range sites {
		if of.Domain == "" {
			break
		}
		if err := look(bySite, scheme+of.Domain); err != nil {
			return nil, err
		}
	}
	if !of.Slug.IsZero() {
		if err := look(byName, of.Slug.String()); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b directory.Listing) int {
		return strings.Compare(a.Clinic.Slug.String(), b.Clinic.Slug.String())
	})
	return all, nil
}

// proposedBy begins with what waits: that is little, and the record of an account may be
// long.
const proposedBy = `WHERE c.number IN (SELECT w.number FROM clinic w JOIN audit_event e ON e.clinic_id = w.id
	WHERE w.state = 'submitted' AND e.what = 'listing.propose' AND e.account_id = ?1)` + notMerged + ` ORDER BY c.slug`

func (d desk) Proposed(ctx context.Context, account directory.ID) ([]directory.Listing, error) {
	var all []directory.Listing
	for l, err := range listings(ctx, d.p.q, json.Unmarshal, proposedBy, account.String()) {
		if err != nil {
			return nil, fmt.Errorf("proposed by %s: %w", account, err)
		}
		all = append(all, l.Listing)
	}
	return all, nil
}

// proposersOf looks for each clinic by itself, so that the index by clinic is used.
const proposersOf = `SELECT e.clinic_id, e.account_id FROM json_each(?1) w CROSS JOIN audit_event e ON e.clinic_id = w.value
	WHERE e.what = 'listing.propose' AND e.account_id IS NOT NULL`

func (d desk) Proposers(ctx context.Context, clinics ...directory.ID) (map[directory.ID]directory.ID, error) {
	by := map[directory.ID]directory.ID{}
	if len(clinics) == 0 {
		return by, nil
	}
	wanted, err := json.Marshal(clinics)
	if err != nil {
		return nil, fmt.Errorf("proposers: %w", err)
	}
	err = stream(ctx, d.p.q, "proposers", func(rows *sql.Rows) error {
		var clinic, account directory.ID
		if err := rows.Scan(text(&clinic), text(&account)); err != nil {
			return fmt.Errorf("proposers: %w", err)
		}
		by[clinic] = account
		return nil
	}, proposersOf, string(wanted))
	return by, err
}

// OrganizationBySlug is on the terms of [Store.OrganizationBySlug].
func (d desk) OrganizationBySlug(ctx context.Context, slug directory.Slug) (directory.Organization, error) {
	o, err := organization(ctx, d.p.q, `WHERE slug = ?1`, slug.String())
	return o.Organization, err
}

// FreeSlug is on the terms of that of an import.
func (t *moderationTx) FreeSlug(ctx context.Context, noun string, wishes ...directory.Slug) (directory.Slug, error) {
	return attempted(t.peopleTx, func() (directory.Slug, error) { return t.slugs.give(ctx, t.tx, Noun(noun), wishes) })
}

// AddOrganization adds one on the terms of [Store.AddOrganizations].
func (t *moderationTx) AddOrganization(ctx context.Context, o directory.Organization) error {
	return t.try(func() error {
		if err := t.s.addOrganization(ctx, t.tx, &o); err != nil {
			return fmt.Errorf("add organization %s: %w", o.ID, err)
		}
		return nil
	})
}

// AddListing adds one on the terms of [Store.AddListings].
func (t *moderationTx) AddListing(ctx context.Context, l directory.Listing) error {
	return t.try(func() error {
		if err := t.s.addListing(ctx, t.tx, &l); err != nil {
			return fmt.Errorf("add listing %s: %w", l.Clinic.ID, err)
		}
		return nil
	})
}
