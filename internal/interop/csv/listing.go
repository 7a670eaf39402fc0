package csv

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/intake/cell"
	"rootline/internal/openinghours"
)

// columns are what a row says of a listing, each under the name of the field that
// an import map reads it into.
var columns = []struct {
	name string
	cell func(l *directory.Listing) string
}{
	{"id", func(l *directory.Listing) string { return l.Clinic.ID.String() }},
	{"slug", func(l *directory.Listing) string { return l.Clinic.Slug.String() }},
	{"name", func(l *directory.Listing) string { return l.Clinic.Name }},
	{"description", func(l *directory.Listing) string { return l.Clinic.Description }},
	{"url", func(l *directory.Listing) string { return l.Clinic.URL.String() }},
	{"email", func(l *directory.Listing) string { return l.Clinic.Email.String() }},
	{"phones", func(l *directory.Listing) string { return phones(l.Clinic.Phones) }},
	{"whatsapp", func(l *directory.Listing) string { return phones(whatsApp(l.Clinic.Phones)) }},
	{"organization_id", func(l *directory.Listing) string { return l.Organization.ID.String() }},
	{"organization_slug", func(l *directory.Listing) string { return l.Organization.Slug.String() }},
	{"organization", func(l *directory.Listing) string { return l.Organization.Name }},
	{"organization_url", func(l *directory.Listing) string { return l.Organization.URL.String() }},
	{"entry_type", func(l *directory.Listing) string { return string(l.Organization.EntryType) }},
	{"address_1", func(l *directory.Listing) string { return l.Clinic.Address.Address1 }},
	{"city", func(l *directory.Listing) string { return l.Clinic.Address.City }},
	{"city_id", func(l *directory.Listing) string { return cityID(l.Clinic.Address.CityID) }},
	{"postal_code", func(l *directory.Listing) string { return l.Clinic.Address.PostalCode }},
	{"region", func(l *directory.Listing) string { return l.Clinic.Address.Region.String() }},
	{"iso_3166_2", func(l *directory.Listing) string { return l.Clinic.Address.ISO31662 }},
	{"country", func(l *directory.Listing) string { return l.Clinic.Address.Country.String() }},
	{"latitude", func(l *directory.Listing) string { return degrees(l, directory.Point.Lat) }},
	{"longitude", func(l *directory.Listing) string { return degrees(l, directory.Point.Lng) }},
	{"geo_precision", func(l *directory.Listing) string { return string(l.Clinic.Address.Precision) }},
	{"time_zone", func(l *directory.Listing) string { return l.Clinic.Address.TimeZone }},
	{"languages", func(l *directory.Listing) string { return texts(l.Clinic.Languages) }},
	{"hours", nil}, // can fail: see Row
	{"services", func(l *directory.Listing) string { return offered(l, services) }},
	{"features", func(l *directory.Listing) string { return offered(l, features) }},
	{"capacity", func(l *directory.Listing) string { return offered(l, capacity) }},
	{"prices", func(l *directory.Listing) string { return offered(l, prices) }},
	{"practitioners", practitioners},
	{"state", func(l *directory.Listing) string { return string(l.State.Value) }},
	{"operating_status", func(l *directory.Listing) string { return string(l.Operating.Value) }},
	{"observed_at", func(l *directory.Listing) string { return observedAt(l.Clinic.ConfirmedAt()) }},
}

// Columns are the names of what [Row] says, in its order: the header of a table. They
// are the fields of an import map, so that the one called rootline reads it back.
func Columns() []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

// Row is a listing as a row of a table. A cell that can hold several things has one
// on each line, written as package cell has it; what is not known is empty.
//
// A table is for looking at, and for changing in a spreadsheet. It has the values of
// a directory and one date a row, that of the newest confirmation. It has neither the
// source and date of each fact, nor photos, nor why and since when a listing stands
// as it does, nor hours that nobody vouches for, nor what an organization says of
// itself, nor addresses of the past: package ndjson writes a directory whole.
//
// It fails if the hours cannot be written, which those that pass their Check can.
func Row(l *directory.Listing) ([]string, error) {
	row := make([]string, len(columns))
	for i, c := range columns {
		if c.cell != nil {
			row[i] = c.cell(l)
			continue
		}
		var err error
		if row[i], err = hours(l.Clinic.Hours); err != nil {
			return nil, err
		}
	}
	return row, nil
}

// hours are in the syntax of OpenStreetMap. That has no way to write a double quote
// in an exception's name; a typographic one takes its place.
func hours(h directory.Hours) (string, error) {
	h.Exceptions = slices.Clone(h.Exceptions)
	for i := range h.Exceptions {
		e := &h.Exceptions[i]
		e.Name = strings.ReplaceAll(e.Name, `"`, "”")
	}
	return openinghours.Format(h)
}

func phones(all []directory.ClinicPhone) string {
	items := make([]string, len(all))
	for i, p := range all {
		items[i] = p.Number.String()
	}
	return cell.FormatList(items)
}

func whatsApp(all []directory.ClinicPhone) []directory.ClinicPhone {
	return slices.DeleteFunc(slices.Clone(all), func(p directory.ClinicPhone) bool { return !p.WhatsApp })
}

func cityID(id directory.CityID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(id), 10)
}

func degrees(l *directory.Listing, of func(directory.Point) float64) string {
	if l.Clinic.Address.Point.IsZero() {
		return ""
	}
	return strconv.FormatFloat(of(l.Clinic.Address.Point), 'f', -1, 64)
}

func texts[T interface{ String() string }](all []T) string {
	items := make([]string, len(all))
	for i, v := range all {
		items[i] = v.String()
	}
	return cell.FormatList(items)
}

// offered gathers what is said of each offering.
func offered(l *directory.Listing, said func(o *directory.Offering) []string) string {
	var items []string
	for i := range l.Clinic.Offerings {
		items = append(items, said(&l.Clinic.Offerings[i])...)
	}
	return cell.FormatList(items)
}

func services(o *directory.Offering) []string { return []string{o.Service.String()} }

func features(o *directory.Offering) []string {
	var items []string
	for _, f := range o.Features {
		items = append(items, cell.FormatFeature(f))
	}
	return items
}

func capacity(o *directory.Offering) []string {
	if o.Capacity.Status == "" {
		return nil
	}
	return []string{cell.FormatCapacity(o.Service, o.Capacity)}
}

func prices(o *directory.Offering) []string {
	var items []string
	for _, p := range o.Prices {
		items = append(items, cell.FormatPrice(o.Service, p))
	}
	return items
}

func practitioners(l *directory.Listing) string {
	var items []string
	for _, p := range l.Clinic.Practitioners {
		items = append(items, cell.FormatPractitioner(p))
	}
	return cell.FormatList(items)
}

func observedAt(at directory.Instant) string {
	if at == 0 {
		return ""
	}
	return at.Time().Format(time.RFC3339Nano)
}
