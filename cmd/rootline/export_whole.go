package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"rootline/internal/directory"
	"rootline/internal/interop/ndjson"
	"rootline/internal/store"
)

// exportWhole writes all that a directory is, organizations first, for what reads
// it back has to have them before their clinics.
//
// The database may be changing meanwhile. What the listings are read with is of one
// moment; an organization or a photo that has come in between is written before the
// first listing that needs it, so that the file is whole whatever happens.
func exportWhole(ctx context.Context, db *store.Store, to io.Writer) (clinics int, err error) {
	w := whole{ctx: ctx, db: db, writer: ndjson.NewWriter(to), written: map[directory.ID]bool{}}
	if err := db.Organizations(ctx, w.organization); err != nil {
		return 0, err
	}
	err = db.ListingsInOrder(ctx, func(l directory.Listing) error {
		clinics++
		return w.listing(l)
	})
	if err != nil {
		return 0, err
	}
	err = db.Aliases(ctx, func(noun store.Noun, old string, target directory.ID) error {
		return w.writer.Write(ndjson.Item{Alias: &ndjson.Alias{Noun: string(noun), Old: old, Target: target}})
	})
	if err == nil {
		err = w.provenance()
	}
	return clinics, errors.Join(err, w.writer.Close())
}

// provenance writes where listings came from and which were told apart.
func (w *whole) provenance() error {
	sources, err := w.db.Sources(w.ctx)
	if err != nil {
		return err
	}
	for _, s := range sources {
		if s.Name == ownSource {
			continue
		}
		source := ndjson.Source(s)
		if err := w.writer.Write(ndjson.Item{Source: &source}); err != nil {
			return err
		}
	}
	pairs, err := w.db.Distinct(w.ctx)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if err := w.writer.Write(ndjson.Item{Distinct: &ndjson.Distinct{A: p.A, B: p.B}}); err != nil {
			return err
		}
	}
	return nil
}

// whole writes a directory, each organization and photo once.
type whole struct {
	ctx     context.Context
	db      *store.Store
	writer  *ndjson.Writer
	written map[directory.ID]bool
}

func (w *whole) organization(o directory.Organization) error {
	if w.written[o.ID] {
		return nil
	}
	w.written[o.ID] = true
	return w.writer.Write(ndjson.Item{Organization: &o})
}

func (w *whole) listing(l directory.Listing) error {
	for _, photo := range l.Clinic.Photos {
		if err := w.photo(photo.ID); err != nil {
			return fmt.Errorf("export %s: %w", l.Clinic.Slug, err)
		}
	}
	for o := l.Organization; ; {
		if err := w.organization(o); err != nil {
			return err
		}
		if o.ParentID.IsZero() || w.written[o.ParentID] {
			break
		}
		var err error
		if o, err = w.db.Organization(w.ctx, o.ParentID); err != nil {
			return fmt.Errorf("export %s: %w", l.Clinic.Slug, err)
		}
	}
	return w.writer.Write(ndjson.Item{Listing: &l})
}

func (w *whole) photo(id directory.ID) error {
	if w.written[id] {
		return nil
	}
	w.written[id] = true
	p, err := w.db.Photo(w.ctx, id)
	if err != nil {
		return err
	}
	return w.writer.Write(ndjson.Item{Photo: &ndjson.Photo{
		ID: p.ID, MediaType: p.MediaType, Width: p.Width, Height: p.Height, Bytes: p.Bytes,
	}})
}
