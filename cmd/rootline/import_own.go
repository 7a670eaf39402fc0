package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/interop/ndjson"
	"rootline/internal/store"
)

// ownSource names the rows of all files that rootline export has written: the ids in
// them name the clinics for good, whichever file they stand in.
const ownSource = "Rootline directory"

// openOwn reads a directory that rootline export has written. Its listings are
// rows like those of any file, but for this: they keep their ids, slugs, standings
// and dates, and they have been told apart. Brands and photos that are not there
// yet are added before, and addresses of the past after them.
func openOwn(ctx context.Context, path string) (foreign, error) {
	brands := map[directory.ID]directory.Organization{}
	file := foreign{source: intake.Source{Name: ownSource, ObservedAt: directory.At(time.Now())}, toldApart: true}
	err := readOwn(path, func(_ int, item ndjson.Item) error {
		if item.Organization != nil {
			brands[item.Organization.ID] = *item.Organization
		}
		if item.Listing != nil {
			file.count++
		}
		return ctx.Err()
	})
	file.rows = func(db *store.Store) iter.Seq2[intake.Judged, error] {
		return func(yield func(intake.Judged, error) bool) {
			if err := addBrands(ctx, db, brands); err != nil {
				yield(intake.Judged{}, err)
				return
			}
			ownRows(ctx, path, db, brands)(yield)
		}
	}
	return file, err
}

// readOwn hands every document of a directory to fn, with its line.
func readOwn(path string, fn func(line int, item ndjson.Item) error) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return unreadable(path, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := ndjson.NewReader(f)
	for {
		item, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = fn(r.Line(), item)
		}
		if err != nil {
			return err
		}
	}
}

// addBrands adds the organizations that are not there, with their parents. One whose
// slug is somebody else's here gets another.
func addBrands(ctx context.Context, db *store.Store, brands map[directory.ID]directory.Organization) error {
	err := db.Import(ctx, func(tx intake.Tx) error {
		for _, id := range slices.SortedFunc(maps.Keys(brands), func(a, b directory.ID) int { return cmp.Compare(a.String(), b.String()) }) {
			_, err := tx.Today(ctx, intake.NounOrganization, id)
			if err == nil {
				continue
			}
			if directory.KindOf(err) != directory.NotFound {
				return err
			}
			o := brands[id]
			if o.Slug, err = tx.FreeSlug(ctx, intake.NounOrganization, o.Slug); err != nil {
				return err
			}
			if err := tx.AddOrganization(ctx, o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("add the brands: %w", err)
	}
	return nil
}

// errStopped ends the reading of a file that nobody wants to read on.
var errStopped = errors.New("stopped")

// ownRows yields the listings of a directory as rows, and takes in what else it
// holds on the way.
func ownRows(ctx context.Context, path string, db *store.Store, brands map[directory.ID]directory.Organization) iter.Seq2[intake.Judged, error] {
	return func(yield func(intake.Judged, error) bool) {
		err := readOwn(path, func(line int, item ndjson.Item) error {
			switch {
			case item.Photo != nil:
				return addPhoto(ctx, db, *item.Photo)
			case item.Listing != nil:
				row, err := ownRow(line, item.Listing, brands)
				if !yield(row, err) || err != nil {
					return errStopped
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(intake.Judged{}, err)
		}
	}
}

func addPhoto(ctx context.Context, db *store.Store, p ndjson.Photo) error {
	if _, err := db.Photo(ctx, p.ID); directory.KindOf(err) != directory.NotFound {
		return err // nil: it is there
	}
	return db.AddPhotos(ctx, store.Photo{ID: p.ID, MediaType: p.MediaType, Width: p.Width, Height: p.Height, Bytes: p.Bytes})
}

// ownRow is a listing as a row. One that another directory has let in may still be
// refused by this one's rules.
func ownRow(line int, l *directory.Listing, brands map[directory.ID]directory.Organization) (intake.Judged, error) {
	whole := *l
	whole.Organization = brands[l.Clinic.OrganizationID]
	row := intake.Judged{Line: line, Key: l.Clinic.ID.String(), Observed: l.Clinic.ConfirmedAt(), Candidate: intake.Candidate{
		Clinic: l.Clinic, Brand: whole.Organization, State: l.State.Value, Operating: l.Operating.Value, Whole: &whole,
	}}
	document, err := json.Marshal(l)
	if err != nil {
		return row, fmt.Errorf("line %d: %w", line, err)
	}
	row.Digest = fmt.Sprintf("%x", sha256.Sum256(document))
	if refused := (*directory.Error)(nil); errors.As(l.Check(), &refused) {
		for _, field := range slices.Sorted(maps.Keys(refused.Fields)) {
			row.Evidence = append(row.Evidence, intake.Evidence{Weight: intake.Refused, Field: field, Message: refused.Fields[field]})
		}
	}
	if whole.Organization.ID.IsZero() {
		row.Evidence = append(row.Evidence, intake.Evidence{
			Weight: intake.Refused, Field: "organization_id", Value: l.Clinic.OrganizationID.String(), Message: directory.Msg("import.no_brand"),
		})
	}
	return row, nil
}

// takeRest takes in what a directory holds beside its listings, once they are there:
// addresses of the past, the files that they came from, and what was told apart. It
// returns how many addresses were left, for something else has them here.
func takeRest(ctx context.Context, path string, db *store.Store) (left int, err error) {
	rest := rest{merged: map[string]directory.ID{}}
	err = readOwn(path, func(_ int, item ndjson.Item) error {
		rest.add(item)
		return ctx.Err()
	})
	if err != nil {
		return 0, err
	}
	if left, err = rest.takeAliases(ctx, db); err != nil {
		return left, err
	}
	if err := db.SetDistinct(ctx, rest.distinct...); err != nil {
		return left, err
	}
	return left, db.Import(ctx, func(tx intake.Tx) error {
		for _, s := range rest.sources {
			if err := tx.SaveSource(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// rest is what a directory holds beside organizations, photos and listings.
type rest struct {
	aliases  []ndjson.Alias
	merged   map[string]directory.ID // what each id of the past leads to
	sources  []intake.Source
	distinct []intake.Pair
}

func (r *rest) add(item ndjson.Item) {
	switch {
	case item.Alias != nil:
		r.aliases = append(r.aliases, *item.Alias)
		if _, err := directory.ParseID(item.Alias.Old); err == nil {
			r.merged[item.Alias.Old] = item.Alias.Target
		}
	case item.Source != nil:
		r.sources = append(r.sources, intake.Source(*item.Source))
	case item.Distinct != nil:
		r.distinct = append(r.distinct, intake.PairOf(item.Distinct.A, item.Distinct.B))
	}
}

// takeAliases lets addresses of the past answer here too. To make an alias of the
// address of a thing is to merge that thing away, so this is done only to what the
// other directory has merged away itself.
func (r *rest) takeAliases(ctx context.Context, db *store.Store) (left int, err error) {
	for _, a := range r.aliases {
		noun := store.Noun(a.Noun)
		if _, err := db.Moved(ctx, noun, a.Old); err == nil {
			continue // it leads somewhere already
		} else if directory.KindOf(err) != directory.NotFound {
			return left, err
		}
		holder, err := holderOf(ctx, db, noun, a.Old)
		if err != nil {
			return left, err
		}
		if holder != "" && r.merged[holder] != a.Target {
			left++
			continue
		}
		err = db.AddAlias(ctx, noun, a.Old, a.Target)
		if kind := directory.KindOf(err); kind == directory.NotFound || kind == directory.Conflict {
			left++ // its thing was not taken in
		} else if err != nil {
			return left, err
		}
	}
	return left, nil
}

// holderOf is the id of the thing that has an address today; "" if there is none.
func holderOf(ctx context.Context, db *store.Store, noun store.Noun, name string) (string, error) {
	var holder directory.ID
	id, err := directory.ParseID(name)
	slug, noSlug := directory.ParseSlug(name)
	switch {
	case err == nil && noun == store.Clinic:
		l, e := db.Listing(ctx, id)
		holder, err = l.Clinic.ID, e
	case err == nil:
		o, e := db.Organization(ctx, id)
		holder, err = o.ID, e
	case noSlug != nil:
		return "", directory.Refuse(directory.Invalid, "invalid.slug")
	case noun == store.Clinic:
		l, e := db.ListingBySlug(ctx, slug)
		holder, err = l.Clinic.ID, e
	default:
		o, e := db.OrganizationBySlug(ctx, slug)
		holder, err = o.ID, e
	}
	if directory.KindOf(err) == directory.NotFound {
		return "", nil
	}
	return holder.String(), err
}

// isOwn reports whether a file is one that rootline export has written as NDJSON.
func isOwn(path string) bool { return strings.EqualFold(filepath.Ext(path), ".ndjson") }
