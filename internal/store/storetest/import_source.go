package storetest

import (
	"context"
	"errors"
	"maps"
	"slices"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/store"
)

// rowsHaveSource saves a row and a brand without their source, before it and, which
// is refused, in a batch of their own.
func rowsHaveSource(c check) {
	if err := c.store.AddOrganizations(c.Context(), Organization(1)); err != nil {
		c.Fatal(err)
	}
	row := func(tx intake.Tx) error { return tx.SaveRecord(c.Context(), Record("1")) }
	brand := func(tx intake.Tx) error { return tx.SaveBrand(c.Context(), "files", "brand", Organization(1).ID) }
	for what, save := range map[string]func(intake.Tx) error{"SaveRecord": row, "SaveBrand": brand} {
		if err := c.store.Import(c.Context(), save); err == nil {
			c.Errorf("Import(%s without a source) = nil, want an error", what)
		}
	}
	err := c.store.Import(c.Context(), func(tx intake.Tx) error {
		return errors.Join(row(tx), brand(tx), tx.SaveSource(c.Context(), Source("files")))
	})
	if err != nil {
		c.Errorf("Import(the source last) = %v", err)
	}
}

func sourcesComeBack(c check) {
	wantSources := func(want ...intake.Source) {
		c.Helper()
		if got, err := c.store.Sources(c.Context()); err != nil || !slices.Equal(got, want) {
			c.Errorf("Sources() = %+v, %v; want %+v", got, err, want)
		}
	}
	wantSources()
	bare := intake.Source{Name: "bare"}
	newer := Source("files")
	newer.Licence, newer.ObservedAt, newer.ImportedAt = "Example Licence 2.0", directory.At(Now), newer.ImportedAt+1
	for _, s := range []intake.Source{Source("files"), bare, newer} {
		if err := c.store.Import(c.Context(), func(tx intake.Tx) error { return tx.SaveSource(c.Context(), s) }); err != nil {
			c.Fatalf("SaveSource(%+v) = %v", s, err)
		}
	}
	wantSources(bare, newer)
	if empty, err := c.store.Empty(c.Context()); err != nil || empty {
		c.Errorf("Empty() = %t, %v with a source, want false", empty, err)
	}
}

func brandsComeBack(c check) {
	Add(c.T, c.store, Listings(4)...)
	c.imports(func(ctx context.Context, tx intake.Tx) error {
		return errors.Join(tx.SaveSource(ctx, Source("other")),
			tx.SaveBrand(ctx, "files", "one", Organization(3).ID), tx.SaveBrand(ctx, "files", "two", Organization(2).ID),
			tx.SaveBrand(ctx, "other", "one", Organization(0).ID), tx.SaveBrand(ctx, "files", "one", Organization(1).ID))
	})
	wantBrands := func(source string, want map[string]directory.ID) {
		c.Helper()
		if got, err := c.store.Brands(c.Context(), source); err != nil || !maps.Equal(got, want) {
			c.Errorf("Brands(%s) = %v, %v; want %v", source, got, err, want)
		}
	}
	wantBrands("files", map[string]directory.ID{"one": Organization(1).ID, "two": Organization(2).ID})
	wantBrands("other", map[string]directory.ID{"one": Organization(0).ID})
	wantBrands("unknown", nil)
	c.merge(store.Organization, Organization(1).ID, Organization(2).ID)
	wantBrands("files", map[string]directory.ID{"one": Organization(2).ID, "two": Organization(2).ID})
}
