package storetest

import (
	"errors"

	"rootline/internal/directory"
)

// unsoundRefused tries to bring in what could not be read back, on every way
// there is, and wants nothing of it saved. Some of it cannot even be written: a
// service of that number has no name.
func unsoundRefused(c check) {
	Add(c.T, c.store, Listing(1))
	if err := c.store.AddOrganizations(c.Context(), Organization(2)); err != nil {
		c.Fatal(err)
	}
	before := c.lastChange()
	for field, spoil := range map[string]func(*directory.Listing){
		"offerings[0].service":             func(l *directory.Listing) { l.Clinic.Offerings[0].Service = 99 },
		"offerings[1].prices[0].unit":      func(l *directory.Listing) { l.Clinic.Offerings[1].Prices[0].Unit = "hair" },
		"name":                             func(l *directory.Listing) { l.Clinic.Name = "\xff" },
		"address.point":                    func(l *directory.Listing) { l.Clinic.Address.Point = directory.Point{} },
		"practitioners[0].fact.state":      func(l *directory.Listing) { l.Clinic.Practitioners[0].Fact.State = "heard" },
		"operating":                        func(l *directory.Listing) { l.Operating.Value = "lost" },
		"state":                            func(l *directory.Listing) { l.State.Value = "lost" },
		"offerings[0].features[0].feature": func(l *directory.Listing) { l.Clinic.Offerings[0].Features[0].Feature = directory.Density },
	} {
		l := Listing(2)
		spoil(&l)
		c.wantRefused("AddListings", c.store.AddListings(c.Context(), l), field)
		_, err := c.store.UpdateListing(c.Context(), Listing(1).Clinic.ID, func(l *directory.Listing) error { spoil(l); return nil })
		c.wantRefused("UpdateListing", err, field)
	}
	bad := Organization(3)
	bad.EntryType = "hospital"
	c.wantRefused("AddOrganizations", c.store.AddOrganizations(c.Context(), Organization(4), bad), "entry_type")
	spoil := func(o *directory.Organization) error { o.Name = ""; return nil }
	_, err := c.store.UpdateOrganization(c.Context(), Organization(1).ID, spoil)
	c.wantRefused("UpdateOrganization", err, "name")

	c.wantListing(Listing(1))
	_, err = c.store.Listing(c.Context(), Listing(2).Clinic.ID)
	c.wantKind("Listing(refused)", err, directory.NotFound)
	_, err = c.store.Organization(c.Context(), Organization(4).ID)
	c.wantKind("Organization(added beside a refused one)", err, directory.NotFound)
	if got := c.lastChange(); got != before {
		c.Errorf("LastChange() = %d after refusals, want %d", got, before)
	}
}

// wantRefused fails unless err is invalid and names the field.
func (c check) wantRefused(call string, err error, field string) {
	c.Helper()
	wrong := (*directory.Error)(nil)
	if !errors.As(err, &wrong) || wrong.Kind != directory.Invalid || wrong.Fields[field].ID == "" {
		c.Errorf("%s(with a wrong %s) = %v, want it refused by that name", call, field, err)
	}
}
