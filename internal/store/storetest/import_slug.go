package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/store"
)

// freeSlugs asks in one batch for a clinic's slug with each list of wishes.
func (c check) freeSlugs(all ...[]string) (got []string) {
	c.Helper()
	c.imports(func(ctx context.Context, tx intake.Tx) error {
		for _, wishes := range all {
			slugs := make([]directory.Slug, len(wishes))
			for i, w := range wishes {
				if w != "" {
					slugs[i] = slug(w)
				}
			}
			free, err := tx.FreeSlug(ctx, intake.NounClinic, slugs...)
			if err != nil {
				return fmt.Errorf("FreeSlug(clinic, %q): %w", wishes, err)
			}
			got = append(got, free.String())
		}
		return nil
	})
	return got
}

func (c check) wantFreeSlugs(wishes [][]string, want ...string) {
	c.Helper()
	if got := c.freeSlugs(wishes...); !slices.Equal(got, want) {
		c.Errorf("FreeSlug(clinic) with %q = %q, want %q", wishes, got, want)
	}
}

// withSlugs adds listings that have these slugs.
func (c check) withSlugs(slugs ...string) {
	c.Helper()
	all := Listings(len(slugs))
	for i := range all {
		all[i].Clinic.Slug = slug(slugs[i])
	}
	Add(c.T, c.store, all...)
}

func slugGivenOnce(c check) {
	c.withSlugs("taken", "taken-too")
	wishes := [][]string{{"taken", "free"}, {"free", "free-in-town"}, {"free", "free-in-town"}, {"", "taken", ""}, {"taken", "taken-too"}}
	want := []string{"free", "free-in-town", "free-in-town-2", "taken-2", "taken-too-2"}
	c.wantFreeSlugs(wishes, want...)
	c.wantFreeSlugs(wishes, want...) // nothing took them

	c.imports(func(ctx context.Context, tx intake.Tx) error {
		brand, err := tx.FreeSlug(ctx, intake.NounOrganization, slug("taken"))
		if err != nil || brand != slug("taken") {
			c.Errorf("FreeSlug(organization, taken) = %s, %v; want what only a clinic has", brand, err)
		}
		o := Organization(5)
		if o.Slug, err = tx.FreeSlug(ctx, intake.NounOrganization, Organization(1).Slug); err != nil {
			return err
		}
		return tx.AddOrganization(ctx, o) // it can be taken as it was given
	})
	if _, err := c.store.OrganizationBySlug(c.Context(), slug(Organization(1).Slug.String()+"-2")); err != nil {
		c.Errorf("OrganizationBySlug(as given) = %v", err)
	}
	if err := c.store.Import(c.Context(), func(tx intake.Tx) error {
		_, err := tx.FreeSlug(c.Context(), "street", slug("free"))
		return err
	}); err == nil {
		c.Error("FreeSlug(street) = nil, want an error")
	}
}

func namesakesNumbered(c check) {
	c.withSlugs("example", "example-2", "example-4", "example-04", "example-5-b", "example-b", "other-3", "example-10")
	nine := slices.Repeat([][]string{{"example"}}, 9)
	c.wantFreeSlugs(nine, "example-3", "example-5", "example-6", "example-7", "example-8", "example-9", "example-11", "example-12", "example-13")

	const many = 1200
	slugs := []string{"many"}
	for n := 2; n <= many; n++ {
		slugs = append(slugs, fmt.Sprintf("many-%d", n))
	}
	c.imports(func(ctx context.Context, tx intake.Tx) error {
		for i, s := range slugs {
			l := Listing(100 + i)
			l.Clinic.Slug, l.Clinic.OrganizationID = slug(s), Organization(0).ID
			if err := tx.AddListing(ctx, l); err != nil {
				return err
			}
		}
		for _, want := range []string{"many-1201", "many-1202"} {
			if got, err := tx.FreeSlug(ctx, intake.NounClinic, slug("many")); err != nil || got != slug(want) {
				c.Errorf("FreeSlug(clinic, many) = %s, %v; want %s", got, err, want)
			}
		}
		taken := Listing(99) // by its own wish, after the numbers have been read
		taken.Clinic.Slug, taken.Clinic.OrganizationID = slug("many-1203"), Organization(0).ID
		if err := tx.AddListing(ctx, taken); err != nil {
			return err
		}
		if got, err := tx.FreeSlug(ctx, intake.NounClinic, slug("many")); err != nil || got != slug("many-1204") {
			c.Errorf("FreeSlug(clinic, many) = %s, %v; want many-1204", got, err)
		}
		return nil
	})
}

func formerSlugNotGiven(c check) {
	c.withSlugs("first", "second", "third")
	c.rename(0, "renamed")
	c.rename(1, "first-2")
	c.merge(store.Clinic, Listing(2).Clinic.ID, Listing(0).Clinic.ID)
	c.wantFreeSlugs([][]string{{"first"}, {"second"}, {"third"}, {"renamed"}}, "first-3", "second-2", "third-2", "renamed-2")
}

func longSlugNumbered(c check) {
	full, hyphen := strings.Repeat("a", 80), strings.Repeat("b", 77)+"-cd"
	c.withSlugs(full, hyphen)
	wishes := append(slices.Repeat([][]string{{full}}, 10), []string{hyphen})
	var want []string
	for n := 2; n <= 9; n++ {
		want = append(want, fmt.Sprintf("%s-%d", strings.Repeat("a", 78), n))
	}
	c.wantFreeSlugs(wishes, append(want, strings.Repeat("a", 77)+"-10", strings.Repeat("a", 77)+"-11", strings.Repeat("b", 77)+"-2")...)
}

func namelessSlug(c check) {
	c.wantFreeSlugs([][]string{{}, {""}, {"", ""}, {"", "named"}}, "clinic", "clinic-2", "clinic-3", "named")
	c.imports(func(ctx context.Context, tx intake.Tx) error {
		got, err := tx.FreeSlug(ctx, intake.NounOrganization, directory.Slug{})
		if got != slug("brand") {
			c.Errorf("FreeSlug(organization, none) = %s, want brand", got)
		}
		return err
	})
}
