package directory

// How long texts may be, in letters, and how many there may be of each thing.
// Whoever needs more has made a mistake or means harm: every reader of the
// directory pays for what is in it.
const (
	maxName        = 200
	maxDescription = 4000
	maxAddressLine = 200
	maxPostalCode  = 40
	maxSubdivision = 6 // ISO 3166-2: two letters, a hyphen, three more
	maxSource      = 500
	maxDetail      = 200
	maxCredential  = 200
	maxAlt         = 500
	maxConsent     = 1000
	maxReason      = 1000

	maxPhones        = 20
	maxLanguages     = 50
	maxOfferings     = 50
	maxFeatures      = 50
	maxPrices        = 50
	maxPractitioners = 100
	maxPhotos        = 50
	maxWidths        = 8
)

// Check reports as an [Error] what keeps the organization from being one: its
// sentence tells the first mistake, and its fields, named as in JSON, all of them.
func (o *Organization) Check() error {
	var wrong mistakes
	wrong.given("id", !o.ID.IsZero())
	wrong.given("slug", !o.Slug.IsZero())
	wrong.name("name", o.Name)
	if o.ParentID == o.ID && !o.ID.IsZero() {
		wrong.add("parent_organization_id", Msg("invalid.parent"))
	}
	listed(&wrong, "entry_type", o.EntryType, EntryTypes())
	wrong.text("description", o.Description, maxDescription)
	return wrong.error()
}

// Check reports as an [Error] what keeps the listing from being one: its sentence
// tells the first mistake, and its fields all of them. They are named as in JSON,
// such as address.city or offerings[0].prices[1].amount; state and operating are
// how the listing stands. The organization is checked by itself. A listing that
// passes can be written, read back the same and shown.
func (l *Listing) Check() error {
	var wrong mistakes
	l.Clinic.check(&wrong)
	listed(&wrong, "state", l.State.Value, listingStates)
	wrong.text("state.reason", l.State.Reason, maxReason)
	wrong.instant("state.since", l.State.Since)
	listed(&wrong, "operating", l.Operating.Value, operatingStatuses)
	wrong.text("operating.reason", l.Operating.Reason, maxReason)
	wrong.instant("operating.since", l.Operating.Since)
	wrong.instant("updated_at", l.UpdatedAt)
	if l.State.Value == Published && l.Clinic.Address.Point.IsZero() {
		wrong.add("address.point", Msg("invalid.point"))
	}
	return wrong.error()
}

func (c *Clinic) check(wrong *mistakes) {
	wrong.given("id", !c.ID.IsZero())
	wrong.given("slug", !c.Slug.IsZero())
	wrong.given("organization_id", !c.OrganizationID.IsZero())
	wrong.name("name", c.Name)
	wrong.text("description", c.Description, maxDescription)
	wrong.within("address", c.Address.check())
	wrong.within("hours", c.Hours.check())
	for i := range wrong.atMost("phones", len(c.Phones), maxPhones) {
		wrong.each("phones", i, c.Phones[i].check())
	}
	for i := range wrong.atMost("languages", len(c.Languages), maxLanguages) {
		wrong.each("languages", i, c.Languages[i].check())
	}
	for i := range wrong.atMost("practitioners", len(c.Practitioners), maxPractitioners) {
		wrong.each("practitioners", i, c.Practitioners[i].check())
	}
	for i := range wrong.atMost("photos", len(c.Photos), maxPhotos) {
		wrong.each("photos", i, c.Photos[i].check())
	}
	var offered [len(serviceNames)]bool
	for i := range wrong.atMost("offerings", len(c.Offerings), maxOfferings) {
		o := &c.Offerings[i]
		wrong.each("offerings", i, o.check())
		if o.Service.exists() && offered[o.Service] {
			wrong.each("offerings", i, mistake("service", Msg("invalid.service.twice", "Service", o.Service.String())))
		} else if o.Service.exists() {
			offered[o.Service] = true
		}
	}
}
