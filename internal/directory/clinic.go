package directory

import (
	"slices"
	"time"
)

// EntryType says what kind of business an organization is. Facilitators, who
// pose as clinics, and academies are found only by those who ask for them.
type EntryType string

// The kinds of organization there are.
const (
	EntryClinic      EntryType = "clinic"
	EntryChain       EntryType = "chain"
	EntryFacilitator EntryType = "facilitator"
	EntryAcademy     EntryType = "training_academy"
)

// EntryTypes returns every kind of organization there is.
func EntryTypes() []EntryType {
	return []EntryType{EntryClinic, EntryChain, EntryFacilitator, EntryAcademy}
}

// Organization is the brand or company behind one clinic or more.
type Organization struct {
	ID          ID        `json:"id"`
	Slug        Slug      `json:"slug"`
	Name        string    `json:"name"`
	ParentID    ID        `json:"parent_organization_id,omitzero"`
	EntryType   EntryType `json:"entry_type"`
	Description string    `json:"description,omitzero"`
	URL         URL       `json:"url,omitzero"`
}

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

// Address is where a clinic is. Point is never zero in a published clinic: one
// whose own coordinates are unknown stands at its city's, as Locality. ISO31662
// is its own field because GeoNames regions do not map onto it.
type Address struct {
	Address1   string       `json:"address_1,omitzero"`
	City       string       `json:"city"`
	CityID     CityID       `json:"city_id"`
	PostalCode string       `json:"postal_code,omitzero"`
	Region     Region       `json:"region,omitzero"`
	ISO31662   string       `json:"iso_3166_2,omitzero"`
	Country    Country      `json:"country"`
	Point      Point        `json:"point,omitzero"`
	Precision  GeoPrecision `json:"geo_precision"`
	TimeZone   string       `json:"time_zone"` // IANA name
	Fact       Fact         `json:"fact"`
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

// CapacityStatus says whether a clinic takes new patients for a service.
type CapacityStatus string

// Whether new patients are taken, best first. The zero status means that the
// clinic has not said.
const (
	HasCapacity     CapacityStatus = "capacity"
	Waitlist        CapacityStatus = "waitlist"
	NeedsAssessment CapacityStatus = "additional-assessment-required"
	NoCapacity      CapacityStatus = "no-capacity"
)

// CapacityStatuses returns every status, best first.
func CapacityStatuses() []CapacityStatus {
	return []CapacityStatus{HasCapacity, Waitlist, NeedsAssessment, NoCapacity}
}

// Capacity is whether new patients are taken, with its standing.
type Capacity struct {
	Status CapacityStatus `json:"status"`
	Fact   Fact           `json:"fact"`
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

// PhotoKind says what a photo shows.
type PhotoKind string

// What a photo can show.
const (
	PhotoPremises    PhotoKind = "premises"
	PhotoTeam        PhotoKind = "team"
	PhotoDevice      PhotoKind = "device"
	PhotoBeforeAfter PhotoKind = "before_after"
)

// PhotoKinds returns every kind of photo there is.
func PhotoKinds() []PhotoKind {
	return []PhotoKind{PhotoPremises, PhotoTeam, PhotoDevice, PhotoBeforeAfter}
}

// Photo is a picture of a clinic. A before-and-after picture carries its case:
// without the patient's consent and the treatment behind it, it is not shown.
type Photo struct {
	ID     ID           `json:"id"`
	Kind   PhotoKind    `json:"kind"`
	Alt    string       `json:"alt"`
	Width  int          `json:"width"`
	Height int          `json:"height"`
	Case   *BeforeAfter `json:"case,omitempty"`
}

// BeforeAfter is what a before-and-after picture has to say of itself.
type BeforeAfter struct {
	Consent       string  `json:"consent"` // the statement the patient gave
	Treatment     Service `json:"treatment"`
	Sessions      int     `json:"sessions"`
	MonthsBetween int     `json:"months_between"`
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

// Capacity is the best capacity among the services asked for, or among all of
// them if none is. The zero status means that nothing has been said of any.
func (c *Clinic) Capacity(asked ...Service) CapacityStatus {
	var best CapacityStatus
	for _, o := range c.Offerings {
		if len(asked) > 0 && !slices.Contains(asked, o.Service) || !o.Capacity.Fact.Holds() {
			continue
		}
		if best == "" || o.Capacity.Status.rank() < best.rank() {
			best = o.Capacity.Status
		}
	}
	return best
}

func (s CapacityStatus) rank() int { return slices.Index(CapacityStatuses(), s) }

// MainCurrency is the currency that most of the clinic's prices are in; of two
// as frequent, the one named first.
func (c *Clinic) MainCurrency() Currency {
	var main Currency
	counts := map[Currency]int{}
	for _, o := range c.Offerings {
		for _, p := range o.Prices {
			counts[p.Currency]++
			if main.IsZero() {
				main = p.Currency
			}
		}
	}
	for _, o := range c.Offerings {
		for _, p := range o.Prices {
			if counts[p.Currency] > counts[main] {
				main = p.Currency
			}
		}
	}
	return main
}

// PriceFrom is the lowest price of a session, in the clinic's main currency,
// that holds on day for one of the services asked for, or for any if none is.
func (c *Clinic) PriceFrom(day Date, asked ...Service) (Price, bool) {
	var lowest Price
	found := false
	main := c.MainCurrency()
	for _, o := range c.Offerings {
		if len(asked) > 0 && !slices.Contains(asked, o.Service) {
			continue
		}
		for _, p := range o.Prices {
			if p.Unit != PerSession || p.Currency != main || !p.ValidOn(day) || !p.Fact.Holds() {
				continue
			}
			if !found || p.Amount < lowest.Amount {
				lowest, found = p, true
			}
		}
	}
	return lowest, found
}

// ConfirmedAt is when a fact about the clinic was last confirmed, or zero if
// none ever was.
func (c *Clinic) ConfirmedAt() Instant {
	var newest Instant
	for f := range c.Facts() {
		if f.Fact.Known() && f.Fact.ObservedAt > newest {
			newest = f.Fact.ObservedAt
		}
	}
	return newest
}

// Zone is the clinic's time zone, or UTC if the name is not one that this
// system knows.
func (a Address) Zone() *time.Location {
	zone, err := time.LoadLocation(a.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}
