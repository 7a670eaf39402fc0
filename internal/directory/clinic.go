package directory

// Clinic is one physical place where treatments are given, and the unit that a
// visitor sees. Every clinic belongs to an organization, if only to its own.
type Clinic struct {
	ID             ID             `json:"id"`
	Slug           Slug           `json:"slug"`
	OrganizationID ID             `json:"organization_id"`
	Name           string         `json:"name"`
	Description    string         `json:"description,omitzero"`
	URL            URL            `json:"url,omitzero"`   // its own site
	Email          Email          `json:"email,omitzero"` // the public one
	Phones         []ClinicPhone  `json:"phones,omitempty"`
	Address        Address        `json:"address"`
	Languages      []Language     `json:"languages,omitempty"`
	Hours          Hours          `json:"hours,omitzero"`
	Offerings      []Offering     `json:"offerings,omitempty"`
	Practitioners  []Practitioner `json:"practitioners,omitempty"`
	Photos         []Photo        `json:"photos,omitempty"`
}

// ClinicPhone is a number under which a clinic can be reached.
type ClinicPhone struct {
	Number   Phone `json:"number"`
	WhatsApp bool  `json:"whatsapp,omitzero"`
}

// Offering is a service at a clinic (HSDS service_at_location).
type Offering struct {
	Service  Service          `json:"service"`
	Features []OfferedFeature `json:"features,omitempty"`
	Capacity Capacity         `json:"capacity,omitzero"`
	Prices   []Price          `json:"prices,omitempty"`
}

// OfferedFeature is a feature with its standing; Detail names the kit or the
// pigment where the feature asks for a name.
type OfferedFeature struct {
	Feature Feature `json:"feature"`
	Detail  string  `json:"detail,omitzero"`
	Fact    Fact    `json:"fact"`
}

// Practitioner is a person who gives treatments, with the qualification they
// claim and the register that confirms it.
type Practitioner struct {
	Name               string `json:"name"`
	Qualification      string `json:"qualification,omitzero"`
	Register           string `json:"register,omitzero"`
	RegistrationNumber string `json:"registration_number,omitzero"`
	Fact               Fact   `json:"fact"` // of the credential
}

// Offering returns what the clinic says of one service.
func (c *Clinic) Offering(s Service) (Offering, bool) {
	for _, o := range c.Offerings {
		if o.Service == s {
			return o, true
		}
	}
	return Offering{}, false
}

// Tandem reports whether the clinic offers both PRP and SMP.
func (c *Clinic) Tandem() bool {
	_, prp := c.Offering(PRP)
	_, smp := c.Offering(SMP)
	return prp && smp
}
