package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"runtime"
	"slices"
	"sync"

	quick "github.com/segmentio/encoding/json"
	"golang.org/x/sync/errgroup"

	"rootline/internal/directory"
	"rootline/internal/strictjson"
)

var (
	faultDocument = fault{"document", "check.document", "check.remedy.row"}
	faultUnsound  = fault{"unsound", "check.unsound", "check.remedy.listing"}
	faultColumn   = fault{"column", "check.column", "check.remedy.row"}
	faultParents  = fault{"parent_loop", "check.parent_loop", "check.remedy.row"}
)

// checkOrganizations reads every organization strictly, compares its columns with
// its document and looks for organizations that are part of themselves.
func checkOrganizations(ctx context.Context, tx *sql.Tx, c *Check) error {
	parents := map[string]string{}
	err := stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
		var id, slug, document string
		var parent sql.NullString
		if err := rows.Scan(&id, &slug, &parent, &document); err != nil {
			return err
		}
		c.Looked++
		if parent.Valid {
			parents[id] = parent.String
		}
		var o directory.Organization
		if err := strict([]byte(document), &o); err != nil {
			c.refused(faultDocument, id, err)
			return nil
		}
		c.same(id, "id", id, o.ID.String())
		c.same(id, "slug", slug, o.Slug.String())
		c.same(id, "parent_id", parent.String, orNull(o.ParentID).String)
		c.sound(id, o.Check())
		return nil
	}, `SELECT id, slug, parent_id, document FROM organization`)
	for id := range parents {
		if leadsBack(parents, id) {
			c.add(faultParents, id)
		}
	}
	return err
}

// leadsBack reports whether following next from one comes to it again.
func leadsBack[K comparable](next map[K]K, from K) bool {
	at, known := next[from]
	for range next {
		if !known || at == from {
			break
		}
		at, known = next[at]
	}
	return known && at == from
}

// row is a clinic's row as it stands.
type row struct {
	id, slug, organization, document string
	listing                          directory.Listing // but for the clinic, which is the document
}

// checkClinics reads every clinic strictly, and compares its columns with its
// document. Decoding is most of the work and is done on all processors.
func checkClinics(ctx context.Context, tx *sql.Tx, c *Check) error {
	var mu sync.Mutex // guards c
	read := make(chan row, 64)
	workers, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() error {
			for r := range read {
				found := r.check()
				mu.Lock()
				c.join(found)
				mu.Unlock()
			}
			return nil
		})
	}
	workers.Go(func() error {
		defer close(read)
		return stream(ctx, tx, c.Name, func(rows *sql.Rows) error {
			var r row
			l := &r.listing
			err := rows.Scan(&r.id, &r.slug, &r.organization, &r.document, &l.State.Value, &l.State.Reason, &l.State.Since,
				&l.Operating.Value, &l.Operating.Reason, &l.Operating.Since, &l.UpdatedAt)
			if err != nil {
				return err
			}
			read <- r
			return nil
		}, `SELECT id, slug, organization_id, document, state, state_reason, state_since,
			operating, operating_reason, operating_since, updated_at FROM clinic`)
	})
	return workers.Wait()
}

// check looks at one row by itself.
func (r *row) check() (c Check) {
	c.Looked = 1
	clinic := &r.listing.Clinic
	if err := strict([]byte(r.document), clinic); err != nil {
		c.refused(faultDocument, r.id, err)
		return c
	}
	c.same(r.id, "id", r.id, clinic.ID.String())
	c.same(r.id, "slug", r.slug, clinic.Slug.String())
	c.same(r.id, "organization_id", r.organization, clinic.OrganizationID.String())
	c.sound(r.id, r.listing.Check())
	return c
}

// join adds what another look came to.
func (c *Check) join(other Check) {
	c.Looked += other.Looked
	for _, f := range other.Findings {
		c.add(fault{f.What, f.Message.ID, f.Remedy.ID}, f.ID, pairs(f.Message.Args)...)
	}
}

// pairs are the arguments of a message as they are given to make one.
func pairs(args map[string]any) (all []any) {
	for name, value := range args {
		all = append(all, name, value)
	}
	return all
}

// strict reads a document that has to be of into's shape to the letter. Most are, to
// the byte, what would be written of them again; nothing can have been dropped from
// those, and looking no closer is ten times as quick.
func strict[T any](document []byte, into *T) error {
	if quick.Unmarshal(document, into) == nil {
		if again, err := json.Marshal(into); err == nil && bytes.Equal(again, document) {
			return nil
		}
	}
	var zero T
	*into = zero // of what the quick decoder may have left
	return strictjson.Decode(document, into)
}

// sound notes what a rule of the directory has against a document.
func (c *Check) sound(id string, err error) {
	if err != nil {
		c.refused(faultUnsound, id, err)
	}
}

// refused notes a refusal, by the first of the fields that it names.
func (c *Check) refused(f fault, id string, err error) {
	refusal := (*directory.Error)(nil)
	if !errors.As(err, &refusal) {
		c.add(f, id, "Field", "document", "Why", err.Error())
		return
	}
	field, why := "document", refusal.Message
	if named := slices.Sorted(maps.Keys(refusal.Fields)); len(named) > 0 {
		field, why = named[0], refusal.Fields[named[0]]
	}
	c.add(f, id, "Field", field, "Why", why)
}

// same notes a column that says another thing than the document does.
func (c *Check) same(id, column, got, want string) {
	if got != want {
		c.add(faultColumn, id, "Column", column, "Got", got, "Want", want)
	}
}
