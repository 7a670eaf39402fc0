package jsonld_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/interop/jsonld"
	"rootline/internal/store/storetest"
	"rootline/internal/words"
)

var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

var site = jsonld.Site{
	Base: "https://clinics.example", Words: words.English(),
	Region: func(r directory.Region) string { return strings.TrimPrefix(r.String(), "GB.") },
}

// clinic is what the site says of a listing.
func clinic(t *testing.T, l directory.Listing) map[string]any {
	t.Helper()
	b, err := site.Clinic(&l, now)
	if err != nil {
		t.Fatal(err)
	}
	var said map[string]any
	if err := json.Unmarshal(b, &said); err != nil {
		t.Fatalf("Clinic(%s) is not JSON: %v\n%s", l.Clinic.Slug, err, b)
	}
	return said
}

// at follows names and numbers into what was said, and writes what is there.
func at(t *testing.T, said any, path ...any) string {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			node, _ := said.(map[string]any)
			said = node[step]
		case int:
			list, _ := said.([]any)
			if step >= len(list) {
				return "null"
			}
			said = list[step]
		}
	}
	b, err := json.Marshal(said)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// published is a listing of which everything is known.
func published() directory.Listing {
	l := storetest.Listing(1)
	l.State.Value, l.Operating.Value = directory.Published, directory.Active
	l.Clinic.Address.Precision = directory.Rooftop
	fact := directory.FactHours.Observed(directory.OwnerAsserted, "the clinic", now.AddDate(0, 0, -1))
	l.Clinic.Hours = directory.Hours{Fact: fact}
	for _, d := range []time.Weekday{time.Monday, time.Tuesday} {
		l.Clinic.Hours.Week[d] = []directory.Interval{{Opens: 540, Closes: 720}, {Opens: 780, Closes: 1080}}
	}
	l.Clinic.Hours.Week[time.Friday] = []directory.Interval{{Opens: 1200, Closes: 1560}}
	l.Clinic.Hours.Week[time.Saturday] = []directory.Interval{{Opens: 540, Closes: 600, ByAppointment: true}}
	l.Clinic.Hours.Week[time.Sunday] = []directory.Interval{{Opens: 0, Closes: directory.EndOfDay}}
	l.Clinic.Hours.PublicHolidays = &directory.Holidays{Intervals: []directory.Interval{{Opens: 600, Closes: 720}}}
	christmas := directory.DateOf(time.Date(2026, 12, 25, 0, 0, 0, 0, time.UTC))
	l.Clinic.Hours.Exceptions = []directory.Exception{{First: christmas, Last: christmas, Name: "Christmas"}}
	price := func(amount, most int64, unit directory.PriceUnit, state directory.PriceState) directory.Price {
		p := directory.Price{Amount: amount, AmountMax: most, Unit: unit, State: state}
		p.Currency, _ = directory.ParseCurrency("GBP")
		p.Fact = directory.FactPrice.Observed(directory.OwnerAsserted, "the clinic", now)
		return p
	}
	l.Clinic.Offerings = []directory.Offering{
		{Service: directory.PRP, Prices: []directory.Price{
			price(12550, 0, directory.PerSession, directory.PricePublished),
			price(9900, 0, directory.PerSession, directory.PriceEstimate),
		}},
		{Service: directory.SMP, Prices: []directory.Price{price(5, 100000, directory.PerCourse, directory.PricePublished)}},
	}
	l.Clinic.Offerings[0].Capacity = directory.Capacity{
		Status: directory.Waitlist, Fact: directory.FactCapacity.Observed(directory.OwnerAsserted, "the clinic", now),
	}
	return l
}

func TestClinic(t *testing.T) {
	said := clinic(t, published())
	tests := []struct {
		path []any
		want string
	}{
		{[]any{"@context"}, `"https://schema.org"`},
		{[]any{"@type"}, `"MedicalClinic"`},
		{[]any{"address", "@type"}, `"PostalAddress"`},
		{[]any{"parentOrganization", "@type"}, `"MedicalOrganization"`},
		{[]any{"availableService", 0, "@type"}, `"MedicalTherapy"`},
		{[]any{"availableService", 0, "alternateName"}, `"PRP"`},
		{[]any{"availableService", 1}, `null`},
		{[]any{"makesOffer", 0, "itemOffered", "alternateName"}, `"PRP"`},
		{[]any{"makesOffer", 0, "priceSpecification", "price"}, `125.5`},
		{[]any{"makesOffer", 0, "priceSpecification", "unitText"}, `"session"`},
		{[]any{"makesOffer", 1, "itemOffered", "@type"}, `"Service"`},
		{[]any{"makesOffer", 1, "itemOffered", "alternateName"}, `"SMP"`},
		{[]any{"makesOffer", 1, "priceSpecification", "minPrice"}, `0.05`},
		{[]any{"makesOffer", 1, "priceSpecification", "maxPrice"}, `1000`},
		{[]any{"makesOffer", 2}, `null`}, // an estimate is not the clinic's offer
		{[]any{"isAcceptingNewPatients"}, `true`},
		{[]any{"openingHoursSpecification", 0, "dayOfWeek"}, `["Monday","Tuesday"]`},
		{[]any{"openingHoursSpecification", 0, "closes"}, `"12:00"`},
		{[]any{"openingHoursSpecification", 1, "opens"}, `"13:00"`},
		{[]any{"openingHoursSpecification", 2, "dayOfWeek"}, `["Friday"]`},
		{[]any{"openingHoursSpecification", 2, "closes"}, `"02:00"`},
		{[]any{"openingHoursSpecification", 3, "dayOfWeek"}, `["Sunday"]`}, // Saturday is by appointment
		{[]any{"openingHoursSpecification", 3, "closes"}, `"23:59"`},
		{[]any{"openingHoursSpecification", 4, "dayOfWeek"}, `["https://schema.org/PublicHolidays"]`},
		{[]any{"openingHoursSpecification", 4, "opens"}, `"10:00"`},
		{[]any{"openingHoursSpecification", 5}, `null`},
		{[]any{"specialOpeningHoursSpecification", 0, "validFrom"}, `"2026-12-25"`},
		{[]any{"specialOpeningHoursSpecification", 0, "closes"}, `"00:00"`},
		{[]any{"aggregateRating"}, `null`},
		{[]any{"review"}, `null`},
	}
	for _, tt := range tests {
		if got := at(t, said, tt.path...); got != tt.want {
			t.Errorf("Clinic(…) at %v is %s, want %s", tt.path, got, tt.want)
		}
	}
}

// TestClinic_saysNothingOfWhatIsUnknown takes away what is known, bit by bit.
func TestClinic_saysNothingOfWhatIsUnknown(t *testing.T) {
	tests := []struct {
		name   string
		change func(*directory.Listing)
		path   []any
	}{
		{"hours nobody vouches for", func(l *directory.Listing) { l.Clinic.Hours.Fact = directory.Fact{} }, []any{"openingHoursSpecification"}},
		{"hours of a clinic that is shut for now", func(l *directory.Listing) { l.Operating.Value = directory.TemporarilyClosed }, []any{"openingHoursSpecification"}},
		{"the point of its city", func(l *directory.Listing) { l.Clinic.Address.Precision = directory.Locality }, []any{"geo"}},
		{"capacity said too long ago", func(l *directory.Listing) { l.Clinic.Offerings[0].Capacity.Fact.ExpiresAt = 1 }, []any{"isAcceptingNewPatients"}},
		{"no photo", func(l *directory.Listing) { l.Clinic.Photos = nil }, []any{"image"}},
		{"no phone", func(l *directory.Listing) { l.Clinic.Phones = nil }, []any{"telephone"}},
		{"no street", func(l *directory.Listing) { l.Clinic.Address.Address1 = "" }, []any{"address", "streetAddress"}},
		{"a price that has ended", func(l *directory.Listing) {
			l.Clinic.Offerings[0].Prices[0].ValidTo = directory.DateOf(now.AddDate(0, 0, -1))
			l.Clinic.Offerings = l.Clinic.Offerings[:1]
		}, []any{"makesOffer"}},
	}
	for _, tt := range tests {
		l := published()
		if got := at(t, clinic(t, l), tt.path...); got == "null" && tt.name != "no photo" {
			t.Fatalf("%s: %v is not said where it is known", tt.name, tt.path)
		}
		tt.change(&l)
		if got := at(t, clinic(t, l), tt.path...); got != "null" {
			t.Errorf("%s: %v is %s, want nothing", tt.name, tt.path, got)
		}
	}
}

func TestClinic_cannotEndItsScript(t *testing.T) {
	l := published()
	l.Clinic.Name = "</script><script>alert(1)</script><!--"
	b, err := site.Clinic(&l, now)
	if err != nil || strings.ContainsAny(string(b), "<>&\u2028\u2029") {
		t.Errorf("Clinic(…) = %s, %v; want nothing that HTML would see", b, err)
	}
}

func TestBrand(t *testing.T) {
	l, parent := published(), storetest.Organization(2)
	tests := map[directory.EntryType]string{
		directory.EntryClinic: "MedicalOrganization", directory.EntryChain: "MedicalOrganization",
		directory.EntryFacilitator: "Organization", directory.EntryAcademy: "EducationalOrganization",
	}
	if len(tests) != len(directory.EntryTypes()) || !slices.Contains(directory.EntryTypes(), directory.EntryChain) {
		t.Fatal("the table does not have every type of organization")
	}
	for entry, want := range tests {
		o := l.Organization
		o.EntryType = entry
		b, err := site.Brand(&o, &parent, []directory.Clinic{l.Clinic})
		if err != nil {
			t.Fatal(err)
		}
		var said map[string]any
		if err := json.Unmarshal(b, &said); err != nil {
			t.Fatal(err)
		}
		if got := at(t, said, "@type"); got != `"`+want+`"` {
			t.Errorf("Brand of type %s is a %s, want %s", entry, got, want)
		}
		if got := at(t, said, "subOrganization", 0, "@type"); got != `"MedicalClinic"` {
			t.Errorf("Brand's branch is a %s", got)
		}
		if got, want := at(t, said, "subOrganization", 0, "@id"), `"https://clinics.example/clinics/`+l.Clinic.Slug.String()+`#clinic"`; got != want {
			t.Errorf("Brand's branch has the id %s, want %s", got, want)
		}
		if got := at(t, said, "parentOrganization", "name"); got != `"`+parent.Name+`"` {
			t.Errorf("Brand's parent is %s", got)
		}
	}
}
