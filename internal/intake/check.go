package intake

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"rootline/internal/directory"
)

// standIn is what a candidate without ids is checked with: whoever adds it gives
// it its own.
var standIn = struct {
	id    directory.ID
	other directory.ID
	slug  directory.Slug
}{mustID("00000000-0000-7000-8000-000000000001"), mustID("00000000-0000-7000-8000-000000000002"), directory.SlugOf("a")}

func mustID(s string) directory.ID {
	id, err := directory.ParseID(s)
	if err != nil {
		panic(err)
	}
	return id
}

// check holds the candidate against the rules of every listing, so that none is
// accepted that the directory would not take.
func (v *view) check(c *Candidate) {
	clinic, brand := c.Clinic, c.Brand
	for _, id := range []*directory.ID{&clinic.ID, &brand.ID} {
		if id.IsZero() {
			*id = standIn.id
		}
	}
	clinic.OrganizationID = standIn.other
	if brand.EntryType == "" {
		brand.EntryType = directory.EntryClinic
	}
	for _, slug := range []*directory.Slug{&clinic.Slug, &brand.Slug} {
		if slug.IsZero() {
			*slug = standIn.slug
		}
	}
	listing := directory.Listing{
		Clinic:    clinic,
		State:     directory.Standing[directory.ListingState]{Value: c.State},
		Operating: directory.Standing[directory.OperatingStatus]{Value: c.Operating},
	}
	v.blame(listing.Check(), "")
	v.blame(brand.Check(), "organization")
}

// blame notes each mistake that a check found, unless something that it comes of
// is in doubt already.
func (v *view) blame(err error, of string) {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) {
		return
	}
	for _, path := range slices.Sorted(maps.Keys(e.Fields)) {
		name := blamed(path, of)
		causes := append([]string{name}, comesOf[name]...)
		if !slices.ContainsFunc(causes, v.doubted) {
			v.note(Human, name, v.valueOf(name), e.Fields[path])
		}
	}
}

// comesOf are the fields that a field is read from where its own says nothing.
var comesOf = map[string][]string{
	"organization": {"name"},
	"time_zone":    {"country", "city", "city_id"},
	"latitude":     {"country", "city", "city_id", "longitude"},
}

// blamed is the field of a map that a field of a listing, named as in JSON, is
// read from.
func blamed(path, of string) string {
	if of != "" {
		return map[string]string{"name": of, "url": "organization_url", "entry_type": "entry_type"}[path]
	}
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' })
	switch parts[0] {
	case "address":
		return strings.Replace(parts[1], "point", "latitude", 1)
	case "offerings":
		for _, part := range parts {
			if slices.Contains([]string{"features", "capacity", "prices"}, part) {
				return part
			}
		}
		return "services"
	case "operating":
		return "operating_status"
	}
	return parts[0]
}
