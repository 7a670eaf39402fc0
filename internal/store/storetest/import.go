package storetest

import (
	"context"
	"errors"

	"rootline/internal/directory"
	"rootline/internal/intake"
)

// Source returns an invented source of the name.
func Source(name string) intake.Source {
	return intake.Source{
		Name: name, Licence: "Example Licence 1.0", URL: must(directory.ParseURL("https://data.example/" + name)),
		ObservedAt: directory.At(Now.AddDate(-1, 0, 0)), ImportedAt: directory.At(Now),
	}
}

// imports runs fn in a batch that credits the source "files", and fails if that
// does.
func (c check) imports(fn func(ctx context.Context, tx intake.Tx) error) {
	c.Helper()
	err := c.store.Import(c.Context(), func(tx intake.Tx) error {
		if err := tx.SaveSource(c.Context(), Source("files")); err != nil {
			return err
		}
		return fn(c.Context(), tx)
	})
	if err != nil {
		c.Fatalf("Import() = %v", err)
	}
}

// takeIn writes with each method that writes: listing 1 and what belongs to it, and
// other names for listing 0, which is there.
func takeIn(ctx context.Context, tx intake.Tx) error {
	l, before := Listing(1), Listing(0)
	_, err := tx.UpdateListing(ctx, before.Clinic.ID, func(l *directory.Listing) error { l.Clinic.Slug = slug("renamed"); return nil })
	return errors.Join(err,
		tx.SaveSource(ctx, Source("files")),
		tx.AddOrganization(ctx, l.Organization),
		tx.AddListing(ctx, l),
		tx.UpdateOrganization(ctx, before.Organization.ID, func(o *directory.Organization) error { o.Name = "Renamed"; return nil }),
		tx.SaveBrand(ctx, "files", "brand", l.Organization.ID),
		tx.SaveRecord(ctx, Record("1")),
	)
}

// importAllOrNone ends batches in every way there is. Only one that ends well leaves
// anything behind.
func importAllOrNone(c check) {
	Add(c.T, c.store, Listing(0))
	refused := errors.New("refused")
	before := c.lastChange()
	for how, run := range map[string]func() error{
		"an error": func() error {
			return c.store.Import(c.Context(), func(tx intake.Tx) error { return errors.Join(takeIn(c.Context(), tx), refused) })
		},
		"a context that has ended": func() error {
			ctx, cancel := context.WithCancel(c.Context())
			cancel()
			return c.store.Import(ctx, func(tx intake.Tx) error { return takeIn(ctx, tx) })
		},
		"a context that ends with all written": func() error {
			ctx, cancel := context.WithCancel(c.Context())
			defer cancel()
			return c.store.Import(ctx, func(tx intake.Tx) error {
				defer cancel()
				return takeIn(ctx, tx)
			})
		},
		"a context that ends in the middle": func() error {
			ctx, cancel := context.WithCancel(c.Context())
			return c.store.Import(c.Context(), func(tx intake.Tx) error {
				err := takeIn(ctx, tx)
				cancel()
				_ = tx.SaveSource(ctx, Source("more")) // and nobody looks
				return err
			})
		},
	} {
		if err := run(); err == nil {
			c.Errorf("Import(ending with %s) = nil, want an error", how)
		}
		c.wantNothingOf(before, how)
	}
	c.imports(takeIn)
	if err := c.readBack(); err != nil {
		c.Errorf("after Import: %v", err)
	}
	if got := c.lastChange(); got != before+4 {
		c.Errorf("LastChange() = %d after four changes from %d on", got, before)
	}
}

// wantNothingOf wants nothing that takeIn writes to be there.
func (c check) wantNothingOf(before int64, how string) {
	c.Helper()
	c.wantListing(Listing(0))
	c.wantKind("Moved(0) after Import ended with "+how, c.readBack(), directory.NotFound)
	_, err := c.store.Organization(c.Context(), Organization(1).ID)
	c.wantKind("Organization(1) after Import ended with "+how, err, directory.NotFound)
	sources, err := c.store.Sources(c.Context())
	if got := c.lastChange(); got != before || len(sources) != 0 || err != nil || len(c.records("files")) != 0 {
		c.Errorf("after Import ended with %s: LastChange() = %d, Sources() = %+v, %v; want %d and none", how, got, sources, err, before)
	}
}

// readBack is an error unless all that takeIn writes is there.
func (c check) readBack() error {
	_, moved := c.store.Moved(c.Context(), "clinic", Listing(0).Clinic.Slug.String())
	_, listing := c.store.Listing(c.Context(), Listing(1).Clinic.ID)
	renamed, err := c.store.Organization(c.Context(), Organization(0).ID)
	brands, e := c.store.Brands(c.Context(), "files")
	if err := errors.Join(moved, listing, err, e); err != nil {
		return err
	}
	if renamed.Name != "Renamed" || brands["brand"] != Organization(1).ID || len(c.records("files")) != 1 {
		return errors.New("something is missing")
	}
	return nil
}

// importGoesOn refuses in every way there is and wants the batch to hold what
// succeeded, and nothing of what did not: no former name of what was not renamed.
func importGoesOn(c check) {
	Add(c.T, c.store, Listing(0), Listing(1))
	mine := errors.New("mine")
	id := Listing(0).Clinic.ID
	rename := func(to directory.Slug, err error) func(*directory.Listing) error {
		return func(l *directory.Listing) error { l.Clinic.Slug, l.Clinic.Name = to, "Renamed"; return err }
	}
	c.imports(func(ctx context.Context, tx intake.Tx) error {
		_, err := tx.UpdateListing(ctx, id, rename(slug("other"), mine))
		if !errors.Is(err, mine) {
			c.Errorf("UpdateListing(0, refusing) = %v, want its own error", err)
		}
		_, err = tx.UpdateListing(ctx, id, rename(Listing(1).Clinic.Slug, nil))
		c.wantKind("UpdateListing(0, to the slug of 1)", err, directory.Conflict)
		_, err = tx.UpdateListing(ctx, id, rename(directory.Slug{}, nil))
		c.wantKind("UpdateListing(0, to no slug)", err, directory.Invalid)
		_, err = tx.UpdateListing(ctx, ID(99), rename(slug("other"), nil))
		c.wantKind("UpdateListing(unknown)", err, directory.NotFound)
		move := func(o *directory.Organization) error { o.Slug = Organization(1).Slug; return nil }
		c.wantKind("UpdateOrganization(0, to the slug of 1)", tx.UpdateOrganization(ctx, Organization(0).ID, move), directory.Conflict)
		c.wantKind("UpdateOrganization(unknown)", tx.UpdateOrganization(ctx, ID(99), move), directory.NotFound)
		c.wantKind("AddListing(1 again)", tx.AddListing(ctx, Listing(1)), directory.Conflict)
		c.wantKind("AddOrganization(1 again)", tx.AddOrganization(ctx, Organization(1)), directory.Conflict)
		_, err = tx.Record(ctx, "files", "unknown")
		c.wantKind("Record(unknown)", err, directory.NotFound)
		return tx.AddOrganization(ctx, Organization(2))
	})
	c.wantListing(Listing(0))
	c.wantMoved(Listing(0).Clinic.Slug.String(), "")
	if got := c.changesAfter(c.lastChange() - 1); len(got) != 1 || got[0].ID != Organization(2).ID {
		c.Errorf("the feed ends with %+v, want organization 2 alone", got)
	}
	if _, err := c.store.Organization(c.Context(), Organization(2).ID); err != nil {
		c.Errorf("Organization(2) = %v, want what succeeded", err)
	}
}

// importEnds fails in the middle of a batch that goes on regardless.
func importEnds(c check) {
	homeless := Listing(1)
	var failure, after error
	err := c.store.Import(c.Context(), func(tx intake.Tx) error {
		if err := tx.AddOrganization(c.Context(), Organization(2)); err != nil {
			return err
		}
		failure = tx.AddListing(c.Context(), homeless) // whose organization is not there
		after = tx.AddOrganization(c.Context(), Organization(1))
		return nil
	})
	if failure == nil || !errors.Is(after, failure) || !errors.Is(err, failure) {
		c.Errorf("Import(after a failure) = %v, AddOrganization = %v; want both to be %v", err, after, failure)
	}
	_, err = c.store.Organization(c.Context(), Organization(2).ID)
	c.wantKind("Organization(2)", err, directory.NotFound)
}

func importSaysChanged(c check) {
	Add(c.T, c.store, Listing(0))
	before := c.lastChange()
	id := Listing(0).Clinic.ID
	for _, tt := range []struct {
		name   string
		change func(*directory.Listing)
		want   bool
	}{
		{"nothing", func(*directory.Listing) {}, false},
		{"to the same", func(l *directory.Listing) { l.Clinic.Name = Listing(0).Clinic.Name }, false},
		{"there and back", func(l *directory.Listing) { l.Clinic.Phones = append([]directory.ClinicPhone{}, l.Clinic.Phones...) }, false},
		{"what the store sets", func(l *directory.Listing) { l.UpdatedAt = 1 }, false},
		{"the name", func(l *directory.Listing) { l.Clinic.Name = "Another" }, true},
		{"the state", func(l *directory.Listing) { l.State.Value = directory.Suspended }, true},
	} {
		c.imports(func(ctx context.Context, tx intake.Tx) error {
			changed, err := tx.UpdateListing(ctx, id, func(l *directory.Listing) error { tt.change(l); return nil })
			if changed != tt.want {
				c.Errorf("UpdateListing(0, %s) = %t, want %t", tt.name, changed, tt.want)
			}
			return err
		})
		if tt.want {
			before++
		}
		if got := c.lastChange(); got != before {
			c.Errorf("LastChange() = %d after UpdateListing(0, %s), want %d", got, tt.name, before)
		}
	}
}
