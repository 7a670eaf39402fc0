package directory

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// sound is a published listing with something in every field.
func sound(tb testing.TB) Listing {
	tb.Helper()
	b, err := os.ReadFile("testdata/clinic.json")
	if err != nil {
		tb.Fatal(err)
	}
	l := Listing{
		State:     Standing[ListingState]{Value: Published, Reason: "Looked at\nand found good", Since: 1},
		Operating: Standing[OperatingStatus]{Value: Active, Since: lastInstant},
		UpdatedAt: 1,
	}
	if err := json.Unmarshal(b, &l.Clinic); err != nil {
		tb.Fatal(err)
	}
	return l
}

// TestListing_Check breaks one thing at a time and wants that field named.
func TestListing_Check(t *testing.T) {
	l := sound(t)
	if err := l.Check(); err != nil {
		t.Fatalf("Check() of a sound listing = %v (%v)", err, fieldsOf(err))
	}
	long := strings.Repeat("é", 5000)
	tests := []struct {
		field, id string
		harm      func(*Listing)
	}{
		{"id", "invalid.missing", func(l *Listing) { l.Clinic.ID = ID{} }},
		{"slug", "invalid.missing", func(l *Listing) { l.Clinic.Slug = Slug{} }},
		{"organization_id", "invalid.missing", func(l *Listing) { l.Clinic.OrganizationID = ID{} }},
		{"name", "invalid.missing", func(l *Listing) { l.Clinic.Name = " \u00a0" }},
		{"name", "invalid.too_long", func(l *Listing) { l.Clinic.Name = strings.Repeat("n", 201) }},
		{"name", "invalid.line", func(l *Listing) { l.Clinic.Name = "Harbour\nHair" }},
		{"name", "invalid.text", func(l *Listing) { l.Clinic.Name = "Harbour\u0085Hair" }},
		{"name", "invalid.text", func(l *Listing) { l.Clinic.Name = "Harbour\xff" }},
		{"description", "invalid.too_long", func(l *Listing) { l.Clinic.Description = long }},
		{"description", "invalid.text", func(l *Listing) { l.Clinic.Description = "\x00" }},
		{"phones", "invalid.too_many", func(l *Listing) { l.Clinic.Phones = make([]ClinicPhone, 21) }},
		{"phones[0].number", "invalid.missing", func(l *Listing) { l.Clinic.Phones = make([]ClinicPhone, 1) }},
		{"languages", "invalid.too_many", func(l *Listing) { l.Clinic.Languages = make([]Language, 51) }},
		{"languages[0]", "invalid.missing", func(l *Listing) { l.Clinic.Languages = make([]Language, 1) }},
		{"address.address_1", "invalid.line", func(l *Listing) { l.Clinic.Address.Address1 = "1 Quay\r\nBcc: x" }},
		{"address.city", "invalid.too_long", func(l *Listing) { l.Clinic.Address.City = long }},
		{"address.postal_code", "invalid.too_long", func(l *Listing) { l.Clinic.Address.PostalCode = long }},
		{"address.iso_3166_2", "invalid.too_long", func(l *Listing) { l.Clinic.Address.ISO31662 = long }},
		{"address.country", "invalid.missing", func(l *Listing) { l.Clinic.Address.Country = Country{} }},
		{"address.point", "invalid.point", func(l *Listing) { l.Clinic.Address.Point = Point{} }},
		{"address.geo_precision", "invalid.choice", func(l *Listing) { l.Clinic.Address.Precision = "" }},
		{"address.time_zone", "invalid.time_zone", func(l *Listing) { l.Clinic.Address.TimeZone = "Europe/Atlantis" }},
		{"address.time_zone", "invalid.time_zone", func(l *Listing) { l.Clinic.Address.TimeZone = "" }},
		{"address.time_zone", "invalid.time_zone", func(l *Listing) { l.Clinic.Address.TimeZone = "Local" }},
		{"address.fact.state", "invalid.choice", func(l *Listing) { l.Clinic.Address.Fact.State = "heard" }},
		{"address.fact.source", "invalid.too_long", func(l *Listing) { l.Clinic.Address.Fact.Source = long }},
		{"address.fact.observed_at", "invalid.instant", func(l *Listing) { l.Clinic.Address.Fact.ObservedAt = -1 }},
		{"address.fact.expires_at", "invalid.instant", func(l *Listing) { l.Clinic.Address.Fact.ExpiresAt = lastInstant + 1 }},
		{"hours.week[1]", "invalid.hours.closes", func(l *Listing) { l.Clinic.Hours.Week[1] = []Interval{{Opens: 60}} }},
		{"hours.exceptions", "invalid.hours.exceptions", func(l *Listing) { l.Clinic.Hours.Exceptions = slices.Repeat(l.Clinic.Hours.Exceptions[:1], 401) }},
		{"hours.exceptions[0].name", "invalid.too_long", func(l *Listing) { l.Clinic.Hours.Exceptions[0].Name = long }},
		{"hours.exceptions[0].last", "invalid.date", func(l *Listing) { l.Clinic.Hours.Exceptions[0].Last = Date{10_000, 1, 1} }},
		{"hours.fact.state", "invalid.choice", func(l *Listing) { l.Clinic.Hours.Fact.State = "heard" }},
		{"practitioners", "invalid.too_many", func(l *Listing) { l.Clinic.Practitioners = make([]Practitioner, 101) }},
		{"practitioners[0].name", "invalid.missing", func(l *Listing) { l.Clinic.Practitioners[0].Name = "" }},
		{"practitioners[0].qualification", "invalid.too_long", func(l *Listing) { l.Clinic.Practitioners[0].Qualification = long }},
		{"practitioners[0].register", "invalid.too_long", func(l *Listing) { l.Clinic.Practitioners[0].Register = long }},
		{"practitioners[0].registration_number", "invalid.too_long", func(l *Listing) { l.Clinic.Practitioners[0].RegistrationNumber = long }},
		{"practitioners[0].fact.state", "invalid.choice", func(l *Listing) { l.Clinic.Practitioners[0].Fact.State = "heard" }},
		{"photos", "invalid.too_many", func(l *Listing) { l.Clinic.Photos = make([]Photo, 51) }},
		{"photos[0].id", "invalid.missing", func(l *Listing) { l.Clinic.Photos[0].ID = ID{} }},
		{"photos[0].kind", "invalid.choice", func(l *Listing) { l.Clinic.Photos[0].Kind = "selfie" }},
		{"photos[0].alt", "invalid.too_long", func(l *Listing) { l.Clinic.Photos[0].Alt = long }},
		{"photos[0].width", "invalid.negative", func(l *Listing) { l.Clinic.Photos[0].Width = -1 }},
		{"photos[0].height", "invalid.negative", func(l *Listing) { l.Clinic.Photos[0].Height = -1 }},
		{"photos[0].case.consent", "invalid.too_long", func(l *Listing) { l.Clinic.Photos[0].Case = &BeforeAfter{Consent: long} }},
		{"photos[0].case.treatment", "invalid.service", func(l *Listing) { l.Clinic.Photos[0].Case = &BeforeAfter{Treatment: 9} }},
		{"photos[0].case.sessions", "invalid.negative", func(l *Listing) { l.Clinic.Photos[0].Case = &BeforeAfter{Sessions: -1} }},
		{"photos[0].case.months_between", "invalid.negative", func(l *Listing) { l.Clinic.Photos[0].Case = &BeforeAfter{MonthsBetween: -1} }},
		{"offerings", "invalid.too_many", func(l *Listing) { l.Clinic.Offerings = make([]Offering, 51) }},
		{"offerings[0].service", "invalid.service", func(l *Listing) { l.Clinic.Offerings = []Offering{{}} }},
		{"offerings[0].service", "invalid.service", func(l *Listing) { l.Clinic.Offerings = []Offering{{Service: 4}} }},
		{"offerings[0].service", "invalid.service", func(l *Listing) { l.Clinic.Offerings = []Offering{{Service: -1}} }},
		{"offerings[1].service", "invalid.service.twice", func(l *Listing) { l.Clinic.Offerings = []Offering{{Service: SMP}, {Service: SMP}} }},
		{"offerings[0].features", "invalid.too_many", func(l *Listing) { l.Clinic.Offerings[0].Features = make([]OfferedFeature, 51) }},
		{"offerings[0].features[0].feature", "invalid.feature", func(l *Listing) { l.Clinic.Offerings[0].Features[0].Feature = 0 }},
		{"offerings[0].features[0].feature", "invalid.feature", func(l *Listing) { l.Clinic.Offerings[0].Features[0].Feature = featureEnd }},
		{"offerings[0].features[0].feature", "invalid.feature.service", func(l *Listing) { l.Clinic.Offerings[0].Features[0].Feature = Hairline }},
		{"offerings[0].features[0].detail", "invalid.too_long", func(l *Listing) { l.Clinic.Offerings[0].Features[0].Detail = long }},
		{"offerings[0].features[0].fact.state", "invalid.choice", func(l *Listing) { l.Clinic.Offerings[0].Features[0].Fact.State = "heard" }},
		{"offerings[0].capacity.status", "invalid.choice", func(l *Listing) { l.Clinic.Offerings[0].Capacity.Status = "plenty" }},
		{"offerings[0].capacity.fact.state", "invalid.choice", func(l *Listing) { l.Clinic.Offerings[0].Capacity.Fact.State = "heard" }},
		{"offerings[0].prices", "invalid.too_many", func(l *Listing) { l.Clinic.Offerings[0].Prices = make([]Price, 51) }},
		{"offerings[0].prices[0].amount", "invalid.negative", func(l *Listing) { l.Clinic.Offerings[0].Prices[0].Amount = -1 }},
		{"offerings[0].prices[0].amount_max", "invalid.price.range", func(l *Listing) { l.Clinic.Offerings[0].Prices[0].AmountMax = 1 }},
		{"offerings[0].prices[0].currency", "invalid.missing", func(l *Listing) { l.Clinic.Offerings[0].Prices[0].Currency = Currency{} }},
		{"offerings[0].prices[0].unit", "invalid.choice", func(l *Listing) { l.Clinic.Offerings[0].Prices[0].Unit = "" }},
		{"offerings[0].prices[0].sessions", "invalid.negative", func(l *Listing) { l.Clinic.Offerings[0].Prices[0].Sessions = -1 }},
		{"offerings[0].prices[0].state", "invalid.choice", func(l *Listing) { l.Clinic.Offerings[0].Prices[0].State = "" }},
		{"offerings[0].prices[0].valid_from", "invalid.date", func(l *Listing) { l.Clinic.Offerings[0].Prices[0].ValidFrom = Date{-1, 1, 1} }},
		{"offerings[0].prices[0].valid_to", "invalid.price.dates", func(l *Listing) {
			l.Clinic.Offerings[0].Prices[0].ValidFrom = DateOf(time.Unix(1e9, 0))
			l.Clinic.Offerings[0].Prices[0].ValidTo = DateOf(time.Unix(0, 0))
		}},
		{"offerings[0].prices[0].fact.state", "invalid.choice", func(l *Listing) { l.Clinic.Offerings[0].Prices[0].Fact.State = "heard" }},
		{"state", "invalid.choice", func(l *Listing) { l.State.Value = "" }},
		{"state.reason", "invalid.too_long", func(l *Listing) { l.State.Reason = long }},
		{"state.since", "invalid.instant", func(l *Listing) { l.State.Since = -1 }},
		{"operating", "invalid.choice", func(l *Listing) { l.Operating.Value = "" }},
		{"operating.reason", "invalid.too_long", func(l *Listing) { l.Operating.Reason = long }},
		{"operating.since", "invalid.instant", func(l *Listing) { l.Operating.Since = -1 }},
		{"updated_at", "invalid.instant", func(l *Listing) { l.UpdatedAt = -1 }},
	}
	for _, tt := range tests {
		l := sound(t)
		tt.harm(&l)
		wantField(t, l.Check(), tt.field, tt.id)
	}
}

// TestListing_Check_unknown lets a listing say nothing that nobody has to know.
func TestListing_Check_unknown(t *testing.T) {
	full := sound(t)
	l := Listing{
		Clinic:    Clinic{ID: full.Clinic.ID, Slug: full.Clinic.Slug, OrganizationID: full.Clinic.OrganizationID, Name: "Harbour Hair"},
		State:     Standing[ListingState]{Value: Draft},
		Operating: Standing[OperatingStatus]{Value: Active},
	}
	l.Clinic.Address = Address{Country: full.Clinic.Address.Country, TimeZone: "UTC", Precision: PrecisionUnknown}
	l.Clinic.Offerings = []Offering{{Service: PRP}}
	if err := l.Check(); err != nil {
		t.Errorf("Check() of a bare draft = %v (%v)", err, fieldsOf(err))
	}
	l.State.Value = Published
	wantField(t, l.Check(), "address.point", "invalid.point")
}

// TestListing_Check_all wants every mistake told, and first the first.
func TestListing_Check_all(t *testing.T) {
	var wrong *Error
	if err := (&Listing{}).Check(); !errors.As(err, &wrong) || wrong.Kind != Invalid || wrong.Message.ID != "invalid.missing" {
		t.Fatalf("Check() of nothing = %v, want it to be invalid", err)
	}
	want := []string{
		"address.country", "address.geo_precision", "address.time_zone", "id", "name", "operating", "organization_id", "slug", "state",
	}
	if got := fieldsOf(wrong); !slices.Equal(got, want) {
		t.Errorf("Check() of nothing names %v, want %v", got, want)
	}
}

func TestOrganization_Check(t *testing.T) {
	l := sound(t)
	good := Organization{ID: l.Clinic.OrganizationID, ParentID: l.Clinic.ID, Slug: l.Clinic.Slug, Name: "Harbour", EntryType: EntryChain}
	if err := good.Check(); err != nil {
		t.Fatalf("Check() of a sound organization = %v (%v)", err, fieldsOf(err))
	}
	tests := []struct {
		field, id string
		harm      func(*Organization)
	}{
		{"id", "invalid.missing", func(o *Organization) { o.ID = ID{} }},
		{"slug", "invalid.missing", func(o *Organization) { o.Slug = Slug{} }},
		{"name", "invalid.missing", func(o *Organization) { o.Name = "" }},
		{"parent_organization_id", "invalid.parent", func(o *Organization) { o.ParentID = o.ID }},
		{"entry_type", "invalid.choice", func(o *Organization) { o.EntryType = "hospital" }},
		{"description", "invalid.too_long", func(o *Organization) { o.Description = strings.Repeat("d", 4001) }},
	}
	for _, tt := range tests {
		o := good
		tt.harm(&o)
		wantField(t, o.Check(), tt.field, tt.id)
	}
}

func wantField(t *testing.T, err error, field, id string) {
	t.Helper()
	wrong := (*Error)(nil)
	if !errors.As(err, &wrong) || wrong.Kind != Invalid || wrong.Fields[field].ID != id || len(wrong.Fields) != 1 {
		t.Errorf("Check() = %v naming %v, want %s: %s alone", err, fieldsOf(err), field, id)
	}
}

func fieldsOf(err error) []string {
	wrong := (*Error)(nil)
	if !errors.As(err, &wrong) {
		return nil
	}
	return slices.Sorted(maps.Keys(wrong.Fields))
}

func BenchmarkListing_Check(b *testing.B) {
	l := sound(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := l.Check(); err != nil {
			b.Fatal(err)
		}
	}
}
