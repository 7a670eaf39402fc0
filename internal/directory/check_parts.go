package directory

func (a *Address) check() (wrong mistakes) {
	wrong.line("address_1", a.Address1, maxAddressLine)
	wrong.line("city", a.City, maxAddressLine)
	wrong.line("postal_code", a.PostalCode, maxPostalCode)
	wrong.line("iso_3166_2", a.ISO31662, maxSubdivision)
	wrong.given("country", !a.Country.IsZero())
	listed(&wrong, "geo_precision", a.Precision, geoPrecisions)
	if _, ok := zoneNamed(a.TimeZone); !ok {
		wrong.add("time_zone", Msg("invalid.time_zone"))
	}
	wrong.within("fact", a.Fact.check())
	return wrong
}

func (p *ClinicPhone) check() (wrong mistakes) {
	wrong.given("number", !p.Number.IsZero())
	return wrong
}

func (l Language) check() (wrong mistakes) {
	wrong.given("", !l.IsZero())
	return wrong
}

func (p *Practitioner) check() (wrong mistakes) {
	wrong.name("name", p.Name)
	wrong.line("qualification", p.Qualification, maxCredential)
	wrong.line("register", p.Register, maxCredential)
	wrong.line("registration_number", p.RegistrationNumber, maxCredential)
	wrong.within("fact", p.Fact.check())
	return wrong
}

func (p *Photo) check() (wrong mistakes) {
	wrong.given("id", !p.ID.IsZero())
	listed(&wrong, "kind", p.Kind, PhotoKinds())
	wrong.line("alt", p.Alt, maxAlt)
	wrong.notNegative("width", int64(p.Width))
	wrong.notNegative("height", int64(p.Height))
	for i := range wrong.atMost("widths", len(p.Widths), maxWidths) {
		wrong.notNegative("widths", int64(p.Widths[i]))
	}
	if p.Case != nil {
		wrong.within("case", p.Case.check())
	}
	return wrong
}

// check lets things be missing: whether such a picture is shown is for
// [Photo.Showable] to say.
func (b *BeforeAfter) check() (wrong mistakes) {
	wrong.text("consent", b.Consent, maxConsent)
	if b.Treatment != 0 && !b.Treatment.exists() {
		wrong.add("treatment", Msg("invalid.service"))
	}
	wrong.notNegative("sessions", int64(b.Sessions))
	wrong.notNegative("months_between", int64(b.MonthsBetween))
	return wrong
}

func (o *Offering) check() (wrong mistakes) {
	if !o.Service.exists() {
		wrong.add("service", Msg("invalid.service"))
	}
	for i := range wrong.atMost("features", len(o.Features), maxFeatures) {
		wrong.each("features", i, o.Features[i].check(o.Service))
	}
	if o.Capacity.Status != "" {
		listed(&wrong, "capacity.status", o.Capacity.Status, CapacityStatuses())
	}
	wrong.within("capacity.fact", o.Capacity.Fact.check())
	for i := range wrong.atMost("prices", len(o.Prices), maxPrices) {
		wrong.each("prices", i, o.Prices[i].check())
	}
	return wrong
}

func (f *OfferedFeature) check(of Service) (wrong mistakes) {
	switch {
	case !f.Feature.exists():
		wrong.add("feature", Msg("invalid.feature"))
	case of.exists() && f.Feature.Service() != of:
		wrong.add("feature", Msg("invalid.feature.service", "Feature", f.Feature.String(), "Service", of.String()))
	}
	wrong.line("detail", f.Detail, maxDetail)
	wrong.within("fact", f.Fact.check())
	return wrong
}

func (p *Price) check() (wrong mistakes) {
	wrong.notNegative("amount", p.Amount)
	if p.AmountMax != 0 && p.AmountMax < p.Amount {
		wrong.add("amount_max", Msg("invalid.price.range"))
	}
	wrong.given("currency", !p.Currency.IsZero())
	listed(&wrong, "unit", p.Unit, priceUnits)
	wrong.notNegative("sessions", int64(p.Sessions))
	listed(&wrong, "state", p.State, priceStates)
	wrong.date("valid_from", p.ValidFrom)
	wrong.date("valid_to", p.ValidTo)
	if !p.ValidFrom.IsZero() && !p.ValidTo.IsZero() && p.ValidTo.Before(p.ValidFrom) {
		wrong.add("valid_to", Msg("invalid.price.dates"))
	}
	wrong.within("fact", p.Fact.check())
	return wrong
}

func (f *Fact) check() (wrong mistakes) {
	if f.State != "" {
		listed(&wrong, "state", f.State, factStates)
	}
	wrong.line("source", f.Source, maxSource)
	wrong.instant("observed_at", f.ObservedAt)
	wrong.instant("expires_at", f.ExpiresAt)
	return wrong
}
