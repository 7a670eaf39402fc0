package intake

import "slices"

// field is something that a map can take from a row.
type field int

// The fields there are, in the order in which a row's evidence names them.
const (
	fieldID field = iota
	fieldSlug
	fieldName
	fieldDescription
	fieldURL
	fieldEmail
	fieldPhones
	fieldWhatsApp
	fieldOrganization
	fieldOrganizationKey
	fieldOrganizationID
	fieldOrganizationSlug
	fieldOrganizationURL
	fieldEntryType
	fieldAddress1
	fieldCity
	fieldCityID
	fieldPostalCode
	fieldRegion
	fieldISO31662
	fieldCountry
	fieldLatitude
	fieldLongitude
	fieldGeoPrecision
	fieldTimeZone
	fieldLanguages
	fieldHours
	fieldMonday // the other days follow, up to Sunday
	fieldTuesday
	fieldWednesday
	fieldThursday
	fieldFriday
	fieldSaturday
	fieldSunday
	fieldServices
	fieldFeatures
	fieldCapacity
	fieldPrices
	fieldCurrency
	fieldPractitioners
	fieldState
	fieldOperatingStatus
	fieldObservedAt
	fieldEnd
)

// fields says how each is called in maps and evidence, and whether its cell can
// hold several items.
var fields = [fieldEnd]struct {
	name string
	list bool
}{
	fieldID:               {name: "id"},
	fieldSlug:             {name: "slug"},
	fieldName:             {name: "name"},
	fieldDescription:      {name: "description"},
	fieldURL:              {name: "url"},
	fieldEmail:            {name: "email"},
	fieldPhones:           {name: "phones", list: true},
	fieldWhatsApp:         {name: "whatsapp", list: true},
	fieldOrganization:     {name: "organization"},
	fieldOrganizationKey:  {name: "organization_key"},
	fieldOrganizationID:   {name: "organization_id"},
	fieldOrganizationSlug: {name: "organization_slug"},
	fieldOrganizationURL:  {name: "organization_url"},
	fieldEntryType:        {name: "entry_type"},
	fieldAddress1:         {name: "address_1"},
	fieldCity:             {name: "city"},
	fieldCityID:           {name: "city_id"},
	fieldPostalCode:       {name: "postal_code"},
	fieldRegion:           {name: "region"},
	fieldISO31662:         {name: "iso_3166_2"},
	fieldCountry:          {name: "country"},
	fieldLatitude:         {name: "latitude"},
	fieldLongitude:        {name: "longitude"},
	fieldGeoPrecision:     {name: "geo_precision"},
	fieldTimeZone:         {name: "time_zone"},
	fieldLanguages:        {name: "languages", list: true},
	fieldHours:            {name: "hours"},
	fieldMonday:           {name: "monday"},
	fieldTuesday:          {name: "tuesday"},
	fieldWednesday:        {name: "wednesday"},
	fieldThursday:         {name: "thursday"},
	fieldFriday:           {name: "friday"},
	fieldSaturday:         {name: "saturday"},
	fieldSunday:           {name: "sunday"},
	fieldServices:         {name: "services", list: true},
	fieldFeatures:         {name: "features", list: true},
	fieldCapacity:         {name: "capacity", list: true},
	fieldPrices:           {name: "prices", list: true},
	fieldCurrency:         {name: "currency"},
	fieldPractitioners:    {name: "practitioners", list: true},
	fieldState:            {name: "state"},
	fieldOperatingStatus:  {name: "operating_status"},
	fieldObservedAt:       {name: "observed_at"},
}

func (f field) String() string { return fields[f].name }

// fieldNames are the names of all fields, in their order.
func fieldNames() []string {
	names := make([]string, 0, fieldEnd)
	for i := range fields {
		names = append(names, fields[i].name)
	}
	return names
}

// fieldNamed is the field of a name.
func fieldNamed(name string) (field, bool) {
	i := slices.Index(fieldNames(), name)
	return field(i), i >= 0
}
