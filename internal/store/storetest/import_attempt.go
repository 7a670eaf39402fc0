package storetest

import (
	"context"
	"errors"

	"rootline/internal/directory"
	"rootline/internal/intake"
)

// attemptTakenBack attempts what comes to a refusal in the middle of a batch: nothing
// of it is left, its slug is free again, and what stands around it stays.
func attemptTakenBack(c check) {
	wish := slug("wanted")
	refused := directory.Refuse(directory.Invalid, "invalid.slug")
	c.imports(func(ctx context.Context, tx intake.Tx) error {
		if err := tx.AddOrganization(ctx, Organization(0)); err != nil {
			return err
		}
		err := tx.Attempt(ctx, func() error {
			given, err := tx.FreeSlug(ctx, intake.NounClinic, wish)
			if err != nil || given != wish {
				c.Errorf("FreeSlug(%s) = %s, %v", wish, given, err)
			}
			return errors.Join(takeInOf(ctx, tx, 1), refused)
		})
		if !errors.Is(err, refused) {
			c.Errorf("Attempt() = %v, want what its function returned", err)
		}
		if given, err := tx.FreeSlug(ctx, intake.NounClinic, wish); err != nil || given != wish {
			c.Errorf("FreeSlug(%s) after an attempt that took it back = %s, %v", wish, given, err)
		}
		return tx.Attempt(ctx, func() error { return takeInOf(ctx, tx, 2) })
	})
	_, err := c.store.Organization(c.Context(), Organization(1).ID)
	c.wantKind("Organization(1), of the attempt that was refused", err, directory.NotFound)
	for _, n := range []int{0, 2} {
		if _, err := c.store.Organization(c.Context(), Organization(n).ID); err != nil {
			c.Errorf("Organization(%d) = %v", n, err)
		}
	}
}

// takeInOf adds the nth listing and its organization.
func takeInOf(ctx context.Context, tx intake.Tx, n int) error {
	l := Listing(n)
	if err := tx.AddOrganization(ctx, l.Organization); err != nil {
		return err
	}
	return tx.AddListing(ctx, l)
}

// batchSeesToday looks from within a batch at what it has written itself and at what
// answers for what was merged away.
func batchSeesToday(c check) {
	Add(c.T, c.store, Listings(3)...)
	merged, stays := Listing(1).Clinic.ID, Listing(2).Clinic.ID
	if err := c.store.AddAlias(c.Context(), "clinic", merged.String(), stays); err != nil {
		c.Fatal(err)
	}
	c.imports(func(ctx context.Context, tx intake.Tx) error {
		for asked, want := range map[directory.ID]directory.ID{merged: stays, stays: stays, Listing(0).Clinic.ID: Listing(0).Clinic.ID} {
			if got, err := tx.Today(ctx, intake.NounClinic, asked); err != nil || got != want {
				c.Errorf("Today(%s) = %s, %v; want %s", asked, got, err, want)
			}
		}
		_, err := tx.Today(ctx, intake.NounOrganization, ID(99))
		c.wantKind("Today(nothing)", err, directory.NotFound)
		_, err = tx.Listing(ctx, merged)
		c.wantKind("Listing(merged away)", err, directory.NotFound)
		_, err = tx.Brand(ctx, "files", "brand")
		c.wantKind("Brand(unknown)", err, directory.NotFound)
		if err := errors.Join(takeInOf(ctx, tx, 5), tx.SaveBrand(ctx, "files", "brand", Organization(5).ID)); err != nil {
			return err
		}
		if l, err := tx.Listing(ctx, Listing(5).Clinic.ID); err != nil || l.Clinic.Name != Listing(5).Clinic.Name {
			c.Errorf("Listing(5), added in the batch, = %s, %v", l.Clinic.Name, err)
		}
		if id, err := tx.Brand(ctx, "files", "brand"); err != nil || id != Organization(5).ID {
			c.Errorf("Brand(saved in the batch) = %s, %v", id, err)
		}
		return nil
	})
}
