package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nyaruka/phonenumbers"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// TestDirectory_hasEverythingAsInLife counts what occurs in the default demo
// directory.
func TestDirectory_hasEverythingAsInLife(t *testing.T) {
	all := made(240, 1, testNow)
	at, today := directory.At(testNow), directory.DateOf(testNow)
	type listing = directory.Listing
	tests := []struct {
		what     string
		from, to int
		is       func(l *listing) bool
	}{
		{"published", 228, 238, func(l *listing) bool { return l.State.Value == directory.Published }},
		{"suspended, saying why and since when", 1, 3, func(l *listing) bool {
			return l.State.Value == directory.Suspended && l.State.Reason != "" && l.State.Since != 0
		}},
		{"closed", 1, 3, func(l *listing) bool {
			return l.Operating.Value == directory.Closed && l.State.Value == directory.Published
		}},
		{"temporarily closed", 1, 3, func(l *listing) bool { return l.Operating.Value == directory.TemporarilyClosed }},
		{"drafts", 1, 3, func(l *listing) bool { return l.State.Value == directory.Draft }},
		{"PRP alone", 50, 110, func(l *listing) bool { return offers(l, directory.PRP) && !offers(l, directory.SMP) }},
		{"SMP alone", 35, 90, func(l *listing) bool { return offers(l, directory.SMP) && !offers(l, directory.PRP) }},
		{"both", 60, 120, func(l *listing) bool { return l.Clinic.Tandem() }},
		{"both in Turkey, found in a search", 4, 25, func(l *listing) bool {
			return l.Clinic.Tandem() && l.Clinic.Address.Country.String() == "TR" && l.Searchable()
		}},
		{"PEP factor beside PRP", 15, 60, func(l *listing) bool { return offers(l, directory.PEPFactor) && offers(l, directory.PRP) }},
		{"PEP factor without PRP", 0, 0, func(l *listing) bool { return offers(l, directory.PEPFactor) && !offers(l, directory.PRP) }},
		{"solo clinics", 100, 190, func(l *listing) bool { return l.Organization.EntryType == directory.EntryClinic }},
		{"branches of chains", 50, 140, func(l *listing) bool { return l.Organization.EntryType == directory.EntryChain }},
		{"branches of chains that have a parent", 2, 60, func(l *listing) bool { return !l.Organization.ParentID.IsZero() }},
		{"agencies", 1, 5, func(l *listing) bool { return l.Organization.EntryType == directory.EntryFacilitator }},
		{"schools", 1, 5, func(l *listing) bool { return l.Organization.EntryType == directory.EntryAcademy }},
		{"thin", 20, 55, thin},
		{"in no region", 1, 10, func(l *listing) bool { return l.Clinic.Address.Region.IsZero() }},
		{"with an ISO 3166-2 code", 5, 30, func(l *listing) bool { return strings.HasPrefix(l.Clinic.Address.ISO31662, "US-") }},
		{"without a postal code", 30, 120, func(l *listing) bool { return l.Clinic.Address.PostalCode == "" }},
		{"without a street", 1, 30, func(l *listing) bool { return l.Clinic.Address.Address1 == "" }},
		{"without a telephone", 1, 25, func(l *listing) bool { return len(l.Clinic.Phones) == 0 }},
		{"on WhatsApp", 20, 120, func(l *listing) bool {
			return slices.ContainsFunc(l.Clinic.Phones, func(p directory.ClinicPhone) bool { return p.WhatsApp })
		}},
		{"with photos", 50, 150, func(l *listing) bool { return len(l.Clinic.Photos) > 0 }},
		{"with a case", 10, 80, func(l *listing) bool {
			return slices.ContainsFunc(l.Clinic.Photos, func(p directory.Photo) bool { return p.Case != nil })
		}},
		{"with a name in two scripts", 5, 60, func(l *listing) bool { return strings.Contains(l.Clinic.Name, " · ") }},
		{"hours unknown, though not thin", 10, 60, func(l *listing) bool { return !thin(l) && !l.Clinic.Hours.Fact.Known() }},
		{"by appointment", 5, 50, func(l *listing) bool { return l.Clinic.Hours.ByAppointment }},
		{"Saturdays by appointment", 3, 40, func(l *listing) bool {
			return hasInterval(l, func(v directory.Interval) bool { return v.ByAppointment })
		}},
		{"lunch breaks", 10, 70, func(l *listing) bool {
			return slices.ContainsFunc(l.Clinic.Hours.Week[:], func(d []directory.Interval) bool { return len(d) > 1 })
		}},
		{"open past midnight", 3, 30, func(l *listing) bool {
			return hasInterval(l, func(v directory.Interval) bool { return v.Closes > directory.EndOfDay })
		}},
		{"open day and night", 2, 25, func(l *listing) bool {
			return !slices.ContainsFunc(l.Clinic.Hours.Week[:], func(d []directory.Interval) bool {
				return len(d) != 1 || d[0].Opens != 0 || d[0].Closes != directory.EndOfDay
			})
		}},
		{"open on Saturdays", 40, 200, func(l *listing) bool { return len(l.Clinic.Hours.Week[time.Saturday]) > 0 }},
		{"with weeks from Sunday to Thursday", 2, 20, func(l *listing) bool {
			w := l.Clinic.Hours.Week
			return len(w[time.Sunday]) > 0 && len(w[time.Thursday]) > 0 && len(w[time.Friday]) == 0
		}},
		{"with an exception today", 1, 40, func(l *listing) bool {
			return slices.ContainsFunc(l.Clinic.Hours.Exceptions, func(e directory.Exception) bool {
				return !today.Before(e.First) && !e.Last.Before(today)
			})
		}},
		{"with an exception ahead", 10, 70, func(l *listing) bool {
			return slices.ContainsFunc(l.Clinic.Hours.Exceptions, func(e directory.Exception) bool { return today.Before(e.First) })
		}},
		{"credentials expired", 5, 60, hasCredential(func(f directory.Fact) bool {
			return f.ExpiresAt != 0 && f.ExpiresAt < at && f.ObservedAt < f.ExpiresAt
		})},
		{"credentials checked absent", 3, 40, hasCredential(func(f directory.Fact) bool { return f.State == directory.CheckedAbsent })},
		{"shut on public holidays", 3, 40, func(l *listing) bool { return l.Clinic.Hours.PublicHolidays != nil }},
		{"credentials not checked", 3, 50, hasCredential(func(f directory.Fact) bool { return f.State == directory.NotChecked })},
		{"confirmed in the last 30 days", 40, 140, func(l *listing) bool { return l.Clinic.ConfirmedAt() > at-directory.Instant(30*day/time.Millisecond) }},
		{"nothing confirmed for 300 days", 15, 100, func(l *listing) bool { return l.Clinic.ConfirmedAt() < at-directory.Instant(300*day/time.Millisecond) }},
		{"with a stale fact", 100, 235, func(l *listing) bool { return hasFact(l, func(f directory.Fact) bool { return f.Stale(testNow) }) }},
		{"with a claim checked absent", 15, 120, func(l *listing) bool {
			return hasFact(l, func(f directory.Fact) bool { return f.State == directory.CheckedAbsent })
		}},
		{"with a price from", 60, 180, func(l *listing) bool { _, ok := l.Clinic.PriceFrom(today); return ok }},
		{"priced in several currencies", 5, 50, func(l *listing) bool {
			main := l.Clinic.MainCurrency()
			return hasPrice(l, func(p directory.Price) bool { return p.Currency != main })
		}},
		{"priced per session", 80, 200, hasUnit(directory.PerSession)},
		{"priced per course", 30, 130, hasUnit(directory.PerCourse)},
		{"priced per area", 8, 80, hasUnit(directory.PerArea)},
		{"priced per consultation", 10, 90, hasUnit(directory.PerConsultation)},
		{"prices with a range", 30, 150, func(l *listing) bool {
			return hasPrice(l, func(p directory.Price) bool { return p.AmountMax > p.Amount })
		}},
		{"prices for several sessions", 30, 130, func(l *listing) bool { return hasPrice(l, func(p directory.Price) bool { return p.Sessions > 1 }) }},
		{"prices that we estimate", 20, 130, func(l *listing) bool {
			return hasPrice(l, func(p directory.Price) bool { return p.State == directory.PriceEstimate })
		}},
		{"prices no longer valid", 10, 100, func(l *listing) bool {
			return hasPrice(l, func(p directory.Price) bool { return !p.ValidTo.IsZero() && p.ValidTo.Before(today) })
		}},
		{"prices in dinars of three decimals", 1, 5, func(l *listing) bool {
			return hasPrice(l, func(p directory.Price) bool { return p.Currency.String() == "KWD" && p.Amount%1000 == 0 })
		}},
		{"prices in yen of none", 1, 10, func(l *listing) bool {
			return hasPrice(l, func(p directory.Price) bool { return p.Currency.String() == "JPY" && p.Amount > 5000 })
		}},
		{"features with a detail", 20, 150, func(l *listing) bool {
			return slices.ContainsFunc(offeredFeatures(l), func(f directory.OfferedFeature) bool { return f.Detail != "" })
		}},
		{"details where the feature asks for none", 0, 0, func(l *listing) bool {
			return slices.ContainsFunc(offeredFeatures(l), func(f directory.OfferedFeature) bool {
				return (f.Detail != "") != (f.Feature == directory.NamedKit || f.Feature == directory.NamedPigment)
			})
		}},
		{"with no word on capacity, though not thin", 20, 120, func(l *listing) bool { return !thin(l) && l.Clinic.Capacity() == "" }},
	}
	for _, tt := range tests {
		n := 0
		for i := range all.Listings {
			count(&n, tt.is(&all.Listings[i]))
		}
		if n < tt.from || n > tt.to {
			t.Errorf("%s: %d of 240, want %d to %d", tt.what, n, tt.from, tt.to)
		}
	}
}

func offers(l *directory.Listing, s directory.Service) bool {
	_, ok := l.Clinic.Offering(s)
	return ok
}

// thin is what the demo calls thin, seen from outside.
func thin(l *directory.Listing) bool {
	c := &l.Clinic
	return len(c.Phones) == 1 && c.Description == "" && c.URL.IsZero() && c.Email.IsZero() && c.Languages == nil &&
		c.Hours.Fact == directory.Fact{} && c.Practitioners == nil && c.Photos == nil && c.ConfirmedAt() == 0
}

func hasInterval(l *directory.Listing, is func(directory.Interval) bool) bool {
	return slices.ContainsFunc(l.Clinic.Hours.Week[:], func(d []directory.Interval) bool { return slices.ContainsFunc(d, is) })
}

func hasFact(l *directory.Listing, is func(directory.Fact) bool) bool {
	for f := range l.Clinic.Facts() {
		if is(f.Fact) {
			return true
		}
	}
	return false
}

func hasCredential(is func(directory.Fact) bool) func(*directory.Listing) bool {
	return func(l *directory.Listing) bool {
		return slices.ContainsFunc(l.Clinic.Practitioners, func(p directory.Practitioner) bool { return is(p.Fact) })
	}
}

func hasPrice(l *directory.Listing, is func(directory.Price) bool) bool {
	return slices.ContainsFunc(l.Clinic.Offerings, func(o directory.Offering) bool { return slices.ContainsFunc(o.Prices, is) })
}

func hasUnit(u directory.PriceUnit) func(*directory.Listing) bool {
	return func(l *directory.Listing) bool {
		return hasPrice(l, func(p directory.Price) bool { return p.Unit == u })
	}
}

func offeredFeatures(l *directory.Listing) (all []directory.OfferedFeature) {
	for _, o := range l.Clinic.Offerings {
		all = append(all, o.Features...)
	}
	return all
}

// TestDirectory_leavesNoKindOut holds for every vocabulary that has an end.
func TestDirectory_leavesNoKindOut(t *testing.T) {
	seen := map[any]bool{}
	countriesOf := map[directory.ID]map[directory.Country]bool{}
	all := made(240, 1, testNow)
	for i := range all.Listings {
		c := &all.Listings[i].Clinic
		org, country := c.OrganizationID, c.Address.Country
		seen[country], seen[c.Address.Precision] = true, true
		if countriesOf[org] == nil {
			countriesOf[org] = map[directory.Country]bool{}
		}
		countriesOf[org][country] = true
		for _, f := range offeredFeatures(&all.Listings[i]) {
			seen[f.Feature] = seen[f.Feature] || f.Fact.Holds()
		}
		for _, o := range c.Offerings {
			seen[o.Service], seen[o.Capacity.Status] = true, true
		}
		for f := range c.Facts() {
			seen[f.Fact.State] = true
		}
		for _, p := range c.Photos {
			seen[p.Kind] = true
		}
	}
	want := []any{
		directory.Rooftop, directory.Street, directory.Postcode, directory.Locality, directory.PrecisionUnknown,
		directory.OwnerAsserted, directory.SourceChecked, directory.CheckedAbsent, directory.NotChecked,
	}
	want = add(add(add(add(want, directory.Features()), directory.Services()), directory.CapacityStatuses()), directory.PhotoKinds())
	for _, w := range want {
		if !seen[w] {
			t.Errorf("no clinic of 240 has %v (%T)", w, w)
		}
	}
	inCountries, abroad := 0, 0
	for w := range seen {
		if _, ok := w.(directory.Country); ok {
			inCountries++
		}
	}
	for _, c := range countriesOf {
		count(&abroad, len(c) > 2)
	}
	if inCountries != 36 || abroad < 3 {
		t.Errorf("240 clinics are in %d countries with %d brands in more than two of them; want 36, and three or more", inCountries, abroad)
	}
}

func add[T any](to []any, more []T) []any {
	for _, v := range more {
		to = append(to, v)
	}
	return to
}

// TestDirectory_isSound holds every clinic of a larger directory against the
// gazetteer and the rules of the nouns.
func TestDirectory_isSound(t *testing.T) {
	places := gazetteer.Embedded()
	at := directory.At(testNow)
	for _, l := range made(3000, 5, testNow).Listings {
		c, a := &l.Clinic, &l.Clinic.Address
		city, ok := places.City(a.CityID)
		if !ok || city.Name != a.City || city.Country != a.Country || city.Region != a.Region || city.TimeZone != a.TimeZone {
			t.Errorf("%s stands in %+v; the gazetteer has %+v", c.Slug, a, city)
		}
		if km := a.Point.KM(city.Point); km > 3.01 || (km == 0) != (a.Precision == directory.Locality) {
			t.Errorf("%s is %.2f km from its city, precision %s", c.Slug, km, a.Precision)
		}
		if _, err := time.LoadLocation(a.TimeZone); err != nil {
			t.Errorf("%s: %v", c.Slug, err)
		}
		if err := c.Hours.Check(); err != nil {
			t.Errorf("%s: hours: %v: %+v", c.Slug, err, c.Hours)
		}
		for f := range c.Facts() {
			if f.Fact.ObservedAt > at || f.Fact.Known() != (f.Fact.ObservedAt != 0) {
				t.Errorf("%s: fact %+v was observed after now, or not at all", c.Slug, f)
			}
		}
		if l.State.Since == 0 || l.UpdatedAt < l.State.Since || l.UpdatedAt > at {
			t.Errorf("%s: published %v, updated %v", c.Slug, l.State.Since, l.UpdatedAt)
		}
		if said := c.Description; said != "" && !strings.Contains(strings.ToLower(said), "invented") {
			t.Errorf("%s does not say that it is invented: %s", c.Slug, said)
		}
	}
}

// TestPhones_ringNowhere holds for every number the demo can make: it is
// possible, and either in a range that its country reserves for fiction or in
// none that is in use.
func TestPhones_ringNowhere(t *testing.T) {
	d := throw(1, forPlan, 0)
	for _, c := range countries {
		for _, pattern := range strings.Fields(c.phones) {
			numbers := []string{strings.ReplaceAll(pattern, "#", "0"), strings.ReplaceAll(pattern, "#", "9")}
			for range 25 {
				numbers = append(numbers, fill(d, pattern))
			}
			for _, s := range numbers {
				if got, err := directory.ParsePhone(s, directory.Country{}); err != nil || got.String() != s {
					t.Errorf("ParsePhone(%q) = %v, %v", s, got, err)
				}
				if n, err := phonenumbers.Parse(s, ""); err != nil || phonenumbers.IsValidNumber(n) && !reserved(pattern) {
					t.Errorf("%s of %s may be somebody's number", s, c.code)
				}
			}
		}
	}
}

// reserved reports whether a pattern lies in a range that its country keeps for
// fiction: those of NANP, Ofcom, Bundesnetzagentur, ARCEP, ACMA, PTS and ComReg.
func reserved(pattern string) bool {
	if strings.HasPrefix(pattern, "+1") {
		return pattern[5:] == "55501##"
	}
	return slices.Contains(strings.Fields(`+442079460### +441134960### +441214960### +441314960### +441414960###
		+441614960### +447700900### +493023125### +498999998### +494066969### +496990009### +492214710###
		+3319900#### +3326191#### +3335301#### +3346571#### +3353649#### +6125550#### +6135550#### +6175550####
		+6185550#### +468465004## +463139006## +464062804## +3532091#####`), pattern)
}

// TestDirectory_isAsLargeAndMixedAsLife guards what the sizes of the index and
// the mix of the benchmarks rest on.
func TestDirectory_isAsLargeAndMixedAsLife(t *testing.T) {
	n := len(large().Listings)
	size, published, thinOnes, turkish, istanbul := 0, 0, 0, 0, 0
	found := map[directory.Country]bool{}
	for i := 0; i < n; i += 5 {
		size += 5 * len(written(t, large().Listings[i].Clinic))
	}
	for _, l := range large().Listings {
		found[l.Clinic.Address.Country] = true
		count(&published, l.State.Value == directory.Published)
		count(&thinOnes, thin(&l))
		count(&turkish, l.Clinic.Address.Country.String() == "TR")
		count(&istanbul, l.Clinic.Address.City == "Istanbul")
	}
	for _, tt := range []struct {
		what          string
		got, from, to int
	}{
		{"bytes of JSON a clinic", size / n, 1800, 2600},
		{"published of 1000", published * 1000 / n, 975, 990},
		{"thin of 1000", thinOnes * 1000 / n, 135, 165},
		{"Turkish of 1000", turkish * 1000 / n, 50, 90},
		{"of the Turkish in Istanbul, of 1000", istanbul * 1000 / turkish, 200, 450},
		{"countries", len(found), len(countries), len(countries)},
	} {
		if tt.got < tt.from || tt.got > tt.to {
			t.Errorf("%s: %d, want %d to %d", tt.what, tt.got, tt.from, tt.to)
		}
	}
}
