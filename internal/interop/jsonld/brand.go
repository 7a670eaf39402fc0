package jsonld

import (
	"encoding/json"

	"rootline/internal/directory"
)

// kind is what schema.org calls an organization, and a place of it.
type kind struct {
	organization, place string
	treats              bool // patients
}

// kinds has every type of organization. A facilitator gives no treatment, and an
// academy none to patients.
var kinds = map[directory.EntryType]kind{
	directory.EntryClinic:      {"MedicalOrganization", "MedicalClinic", true},
	directory.EntryChain:       {"MedicalOrganization", "MedicalClinic", true},
	directory.EntryFacilitator: {"Organization", "LocalBusiness", false},
	directory.EntryAcademy:     {"EducationalOrganization", "EducationalOrganization", false},
}

// Brand is what is known of an organization: its parent, unless that is nil, and
// its clinics, of which the caller gives those that searches hold.
func (s Site) Brand(o *directory.Organization, parent *directory.Organization, clinics []directory.Clinic) ([]byte, error) {
	n := s.brandNode(o)
	n.Context, n.Description, n.SameAs = context, o.Description, o.URL.String()
	if parent != nil {
		above := s.brandNode(parent)
		n.Parent = &above
	}
	for i := range clinics {
		n.Branches = append(n.Branches, s.clinicNode(&clinics[i], kinds[o.EntryType]))
	}
	return json.Marshal(n)
}

// brandNode is an organization as others refer to it.
func (s Site) brandNode(o *directory.Organization) brandNode {
	page := s.Base + "/brands/" + o.Slug.String()
	return brandNode{Type: kinds[o.EntryType].organization, ID: page + "#organization", Name: o.Name, URL: page}
}
