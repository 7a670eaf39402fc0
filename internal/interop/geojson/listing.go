package geojson

import (
	"bytes"
	"encoding/json"

	"rootline/internal/directory"
)

// properties is what a file of features says of a clinic. What is not known is
// left out.
type properties struct {
	Slug            directory.Slug            `json:"slug"`
	Name            string                    `json:"name"`
	Organization    string                    `json:"organization,omitzero"`
	EntryType       directory.EntryType       `json:"entry_type"`
	Services        []directory.Service       `json:"services"`
	Features        []directory.Feature       `json:"features,omitempty"`
	Capacity        directory.CapacityStatus  `json:"capacity,omitzero"`
	Address1        string                    `json:"address_1,omitzero"`
	City            string                    `json:"city,omitzero"`
	PostalCode      string                    `json:"postal_code,omitzero"`
	Region          directory.Region          `json:"region,omitzero"`
	Country         directory.Country         `json:"country"`
	GeoPrecision    directory.GeoPrecision    `json:"geo_precision"`
	Phones          []directory.Phone         `json:"phones,omitempty"`
	Email           directory.Email           `json:"email,omitzero"`
	Website         directory.URL             `json:"website,omitzero"`
	Languages       []directory.Language      `json:"languages,omitempty"`
	OperatingStatus directory.OperatingStatus `json:"operating_status"`
	ConfirmedOn     directory.Date            `json:"confirmed_on,omitzero"`
}

// Listing is the Feature of a listing, as a file for other programs has it.
func Listing(l *directory.Listing) ([]byte, error) {
	c, a := &l.Clinic, &l.Clinic.Address
	p := properties{
		Slug: c.Slug, Name: c.Name, Organization: l.Organization.Name, EntryType: l.Organization.EntryType,
		Services: []directory.Service{}, Features: held(c), Capacity: c.Capacity(),
		Address1: a.Address1, City: a.City, PostalCode: a.PostalCode, Region: a.Region, Country: a.Country,
		GeoPrecision: a.Precision, Email: c.Email, Website: c.URL, Languages: c.Languages,
		OperatingStatus: l.Operating.Value,
	}
	for _, o := range c.Offerings {
		p.Services = append(p.Services, o.Service)
	}
	for _, phone := range c.Phones {
		p.Phones = append(p.Phones, phone.Number)
	}
	if at := c.ConfirmedAt(); at != 0 {
		p.ConfirmedOn = directory.DateOf(at.Time())
	}
	text, err := marshal(p)
	if err != nil {
		return nil, err
	}
	return AppendFeature(nil, c.ID.String(), a.Point, text), nil
}

// held are the features that somebody vouches for.
func held(c *directory.Clinic) []directory.Feature {
	var all []directory.Feature
	for _, o := range c.Offerings {
		for _, f := range o.Features {
			if f.Fact.Holds() {
				all = append(all, f.Feature)
			}
		}
	}
	return all
}

// marshal writes JSON that nobody will put into a page: "&" stays "&".
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
