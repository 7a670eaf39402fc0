package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/interop/ndjson"
	"rootline/internal/store"
)

// openOwn reads a directory that rootline export has written. Its listings are
// rows like those of any file, but for this: they keep their ids, slugs, standings
// and dates, and they have been told apart. Brands and photos that are not there
// yet are added before, and addresses of the past after them.
func openOwn(ctx context.Context, path string) (foreign, error) {
	brands := map[directory.ID]directory.Organization{}
	// Files of one directory are one source, whichever file: its ids name the rows.
	file := foreign{source: intake.Source{Name: "Rootline directory", ObservedAt: directory.At(time.Now())}, toldApart: true}
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

// addBrands adds the organizations that are not there, with their parents.
func addBrands(ctx context.Context, db *store.Store, brands map[directory.ID]directory.Organization) error {
	var missing []directory.Organization
	for id, o := range brands {
		_, err := db.Organization(ctx, id)
		switch {
		case directory.KindOf(err) == directory.NotFound:
			missing = append(missing, o)
		case err != nil:
			return err
		}
	}
	if err := db.AddOrganizations(ctx, missing...); err != nil {
		return fmt.Errorf("add the brands: %w", err)
	}
	return nil
}

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
	row := intake.Judged{Line: line, Key: l.Clinic.ID.String(), Candidate: intake.Candidate{
		Clinic: l.Clinic, Brand: whole.Organization, State: l.State.Value, Operating: l.Operating.Value, Whole: &whole,
	}}
	document, err := json.Marshal(l)
	if err != nil {
		return row, fmt.Errorf("line %d: %w", line, err)
	}
	row.Digest = fmt.Sprintf("%x", sha256.Sum256(document))
	if refused := (*directory.Error)(nil); errors.As(l.Check(), &refused) {
		row.Evidence = append(row.Evidence, intake.Evidence{Weight: intake.Refused, Message: refused.Message})
	}
	if whole.Organization.ID.IsZero() {
		row.Evidence = append(row.Evidence, intake.Evidence{
			Weight: intake.Refused, Field: "organization_id", Value: l.Clinic.OrganizationID.String(), Message: directory.Msg("import.no_brand"),
		})
	}
	return row, nil
}

// takeAliases lets the addresses of the past answer here too, once what they lead
// to is there.
func takeAliases(ctx context.Context, path string, db *store.Store) error {
	return readOwn(path, func(_ int, item ndjson.Item) error {
		if item.Alias == nil {
			return nil
		}
		noun := store.Noun(item.Alias.Noun)
		if _, err := db.Moved(ctx, noun, item.Alias.Old); directory.KindOf(err) != directory.NotFound {
			return err // nil: it leads somewhere already
		}
		err := db.AddAlias(ctx, noun, item.Alias.Old, item.Alias.Target)
		if kind := directory.KindOf(err); kind == directory.NotFound || kind == directory.Conflict {
			return nil // its thing was not taken in, or is here under that very name
		}
		return err
	})
}

// isOwn reports whether a file is one that rootline export has written as NDJSON.
func isOwn(path string) bool { return strings.EqualFold(filepath.Ext(path), ".ndjson") }
