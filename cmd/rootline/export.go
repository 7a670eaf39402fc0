package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/interop/csv"
	"rootline/internal/interop/geojson"
	"rootline/internal/interop/ical"
	"rootline/internal/interop/vcard"
	"rootline/internal/store"
	"rootline/internal/words"
)

// export writes the directory, or one clinic, in a format for other programs: to
// standard output, or to a file, which is there whole or not at all.
//
// NDJSON has everything, and can be imported anywhere. A CSV file has the values of
// every listing, whatever its state, but for those that have been merged away.
// GeoJSON has what searches hold: a map is for the public.
func export(ctx context.Context, cfg config.Config, out io.Writer) error {
	err := exportFrom(ctx, cfg, out)
	return unlessStopped(ctx, err, directory.Refuse(directory.Invalid, "export.stopped"))
}

func exportFrom(ctx context.Context, cfg config.Config, out io.Writer) (err error) {
	db, err := store.OpenReadOnly(ctx, cfg.DB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if cfg.Out == "" {
		_, err := exportTo(ctx, cfg, db, out)
		return err
	}
	file, err := newWhole(cfg.Out)
	if err != nil {
		return err
	}
	defer file.discard()
	clinics, err := exportTo(ctx, cfg, db, file)
	if err != nil {
		return err
	}
	if err := file.place(); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, words.English().N("export.done", clinics, "File", cfg.Out))
	return err
}

// exportTo writes what cfg asks for, and returns how many clinics that is.
func exportTo(ctx context.Context, cfg config.Config, db *store.Store, to io.Writer) (clinics int, err error) {
	switch cfg.Format {
	case "csv":
		return exportTable(ctx, db, to)
	case "ndjson":
		return exportWhole(ctx, db, to)
	case "geojson":
		return exportMap(ctx, db, to)
	}
	listing, err := clinicCalled(ctx, db, cfg.Clinic)
	if err != nil {
		return 0, err
	}
	var text []byte
	if cfg.Format == "vcard" {
		region, _ := gazetteer.Embedded().Region(listing.Clinic.Address.Region)
		text = vcard.Card(&listing, vcard.Site{Words: words.English(), Region: region.Name})
	} else {
		text = ical.Calendar(&listing, time.Now(), ical.Site{Words: words.English()})
	}
	_, err = to.Write(text)
	return 1, err
}

// clinicCalled is the listing of a clinic that has the slug, or once had it.
func clinicCalled(ctx context.Context, db *store.Store, name string) (directory.Listing, error) {
	slug, err := directory.ParseSlug(name)
	if err != nil {
		return directory.Listing{}, err
	}
	listing, err := db.ListingBySlug(ctx, slug)
	if directory.KindOf(err) == directory.NotFound {
		if slug, err = db.Moved(ctx, store.Clinic, name); err == nil {
			listing, err = db.ListingBySlug(ctx, slug)
		}
	}
	if directory.KindOf(err) == directory.NotFound {
		err = directory.Refuse(directory.NotFound, "export.no_clinic", "Slug", name)
	}
	return listing, err
}

func exportTable(ctx context.Context, db *store.Store, to io.Writer) (clinics int, err error) {
	merged, err := mergedAway(ctx, db)
	if err != nil {
		return 0, err
	}
	w := csv.NewWriter(to)
	if err := w.Write(csv.Columns()); err != nil {
		return 0, err
	}
	err = db.ListingsInOrder(ctx, func(l directory.Listing) error {
		if merged[l.Clinic.ID.String()] {
			return nil
		}
		row, err := csv.Row(&l)
		if err != nil {
			return fmt.Errorf("write %s: %w", l.Clinic.Slug, err)
		}
		clinics++
		return w.Write(row)
	})
	return clinics, errors.Join(err, w.Flush())
}

// mergedAway are the clinics that another answers for.
func mergedAway(ctx context.Context, db *store.Store) (map[string]bool, error) {
	merged := map[string]bool{}
	err := db.Aliases(ctx, func(noun store.Noun, old string, _ directory.ID) error {
		if noun == store.Clinic {
			merged[old] = true
		}
		return nil
	})
	return merged, err
}

func exportMap(ctx context.Context, db *store.Store, to io.Writer) (clinics int, err error) {
	w := geojson.NewWriter(to)
	err = db.ListingsInOrder(ctx, func(l directory.Listing) error {
		if !l.Searchable() {
			return nil
		}
		feature, err := geojson.Listing(&l)
		if err != nil {
			return err
		}
		clinics++
		return w.Write(feature)
	})
	return clinics, errors.Join(err, w.Close())
}
