package jsonld

// The nodes of schema.org that are written, with the properties that are used.
// Nothing that is empty is written.

type clinicNode struct {
	Context      string        `json:"@context,omitzero"`
	Type         string        `json:"@type"`
	ID           string        `json:"@id"`
	Name         string        `json:"name"`
	URL          string        `json:"url"`
	Description  string        `json:"description,omitzero"`
	SameAs       string        `json:"sameAs,omitzero"` // the clinic's own site
	Telephone    []string      `json:"telephone,omitempty"`
	Email        string        `json:"email,omitzero"`
	Address      *addressNode  `json:"address,omitempty"`
	Geo          *geoNode      `json:"geo,omitempty"`
	Parent       *brandNode    `json:"parentOrganization,omitempty"`
	Languages    []string      `json:"knowsLanguage,omitempty"`
	Images       []string      `json:"image,omitempty"`
	Accepting    *bool         `json:"isAcceptingNewPatients,omitempty"`
	Hours        []hoursNode   `json:"openingHoursSpecification,omitempty"`
	SpecialHours []hoursNode   `json:"specialOpeningHoursSpecification,omitempty"`
	Available    []therapyNode `json:"availableService,omitempty"`
	Offers       []offerNode   `json:"makesOffer,omitempty"`
}

type brandNode struct {
	Context     string       `json:"@context,omitzero"`
	Type        string       `json:"@type"`
	ID          string       `json:"@id"`
	Name        string       `json:"name"`
	URL         string       `json:"url"`
	Description string       `json:"description,omitzero"`
	SameAs      string       `json:"sameAs,omitzero"`
	Parent      *brandNode   `json:"parentOrganization,omitempty"`
	Branches    []clinicNode `json:"subOrganization,omitempty"`
}

type addressNode struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitzero"`
	Locality string `json:"addressLocality,omitzero"`
	Region   string `json:"addressRegion,omitzero"`
	Code     string `json:"postalCode,omitzero"`
	Country  string `json:"addressCountry"`
}

type geoNode struct {
	Type      string  `json:"@type"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type hoursNode struct {
	Type    string   `json:"@type"`
	Name    string   `json:"name,omitzero"`
	Days    []string `json:"dayOfWeek,omitempty"`
	Opens   string   `json:"opens"`
	Closes  string   `json:"closes"`
	From    string   `json:"validFrom,omitzero"`
	Through string   `json:"validThrough,omitzero"`
}

type therapyNode struct {
	Type      string `json:"@type"`
	Name      string `json:"name"`
	Alternate string `json:"alternateName,omitzero"`
}

type offerNode struct {
	Type  string      `json:"@type"`
	Item  serviceNode `json:"itemOffered"`
	Price *priceNode  `json:"priceSpecification,omitempty"`
}

type serviceNode struct {
	Type      string `json:"@type"`
	Name      string `json:"name"`
	Alternate string `json:"alternateName,omitzero"`
}

type priceNode struct {
	Type     string      `json:"@type"`
	Price    jsonDecimal `json:"price,omitzero"`
	Min      jsonDecimal `json:"minPrice,omitzero"`
	Max      jsonDecimal `json:"maxPrice,omitzero"`
	Currency string      `json:"priceCurrency"`
	Unit     string      `json:"unitText"`
	From     string      `json:"validFrom,omitzero"`
	Through  string      `json:"validThrough,omitzero"`
}

// jsonDecimal is a number as it is written: 125.50, not a float near it.
type jsonDecimal string

// MarshalJSON writes the number.
func (d jsonDecimal) MarshalJSON() ([]byte, error) { return []byte(d), nil }
