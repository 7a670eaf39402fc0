package pages

import (
	"rootline/internal/directory"
	"rootline/internal/interop/jsonld"
)

// data says pages to programs, in the vocabulary of schema.org.
func (p *Pages) data() jsonld.Site {
	return jsonld.Site{Base: p.Base, Words: p.words(), Region: func(id directory.Region) string {
		region, _ := p.Places.Region(id)
		return region.Name
	}}
}

// brandData is a brand with those of its clinics that searches hold, as far as its
// page lists them.
func (p *Pages) brandData(o, parent *directory.Organization, listings []directory.Listing) ([]byte, error) {
	var clinics []directory.Clinic
	for i := range listings {
		if listings[i].Searchable() && len(clinics) < maxListed {
			clinics = append(clinics, listings[i].Clinic)
		}
	}
	return p.data().Brand(o, parent, clinics)
}
