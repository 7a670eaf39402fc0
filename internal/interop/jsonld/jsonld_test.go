package jsonld_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/interop/jsonld"
	"rootline/internal/search"
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
	l.Clinic.Photos = photos()
	l.Clinic.Offerings = []directory.Offering{
		{Service: directory.PRP, Prices: []directory.Price{
			price(12550, 0, directory.PerSession, directory.PricePublished),
			price(9900, 0, directory.PerSession, directory.PriceEstimate),
		}},
		{Service: directory.SMP, Prices: []directory.Price{price(5, 100000, directory.PerCourse, directory.PricePublished)}},
	}
	l.Clinic.Offerings[0].Capacity = directory.Capacity{
		Status: directory.HasCapacity, Fact: directory.FactCapacity.Observed(directory.OwnerAsserted, "the clinic", now),
	}
	return l
}

// photos are one of the premises, and two of before and after: with what has to be
// said of such, and without.
func photos() []directory.Photo {
	all := make([]directory.Photo, 3)
	for i := range all {
		all[i] = directory.Photo{ID: storetest.ID(i + 1), Kind: directory.PhotoBeforeAfter, Alt: "Invented", Width: 4, Height: 3}
	}
	all[0].Kind = directory.PhotoPremises
	all[1].Case = &directory.BeforeAfter{Consent: "Yes.", Treatment: directory.SMP, Sessions: 3, MonthsBetween: 6}
	return all
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
		{[]any{"image", 0}, `"https://clinics.example/clinics/example-clinic-1/photos/` + storetest.ID(1).String() + `"`},
		{[]any{"image", 1}, `null`}, // before and after are no pictures of the clinic
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
		{[]any{"specialOpeningHoursSpecification", 1}, `null`},
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
		{"the point of its postcode", func(l *directory.Listing) { l.Clinic.Address.Precision = directory.Postcode }, []any{"geo"}},
		{"a point of which nobody knows what it is", func(l *directory.Listing) { l.Clinic.Address.Precision = directory.PrecisionUnknown }, []any{"geo"}},
		{"an exception that has passed", func(l *directory.Listing) {
			yesterday := directory.DateOf(now.AddDate(0, 0, -1))
			l.Clinic.Hours.Exceptions[0].First, l.Clinic.Hours.Exceptions[0].Last = yesterday, yesterday
		}, []any{"specialOpeningHoursSpecification"}},
		{"no photo but of before and after", func(l *directory.Listing) { l.Clinic.Photos = l.Clinic.Photos[1:] }, []any{"image"}},
		{"a price that nobody vouches for", func(l *directory.Listing) {
			l.Clinic.Offerings[0].Prices[0].Fact = directory.Fact{}
			l.Clinic.Offerings = l.Clinic.Offerings[:1]
		}, []any{"makesOffer"}},
		{"a price that was looked for in vain", func(l *directory.Listing) {
			l.Clinic.Offerings[0].Prices[0].Fact.State = directory.CheckedAbsent
			l.Clinic.Offerings = l.Clinic.Offerings[:1]
		}, []any{"makesOffer"}},
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
		if got := at(t, clinic(t, l), tt.path...); got == "null" {
			t.Fatalf("%s: %v is not said where it is known", tt.name, tt.path)
		}
		tt.change(&l)
		if got := at(t, clinic(t, l), tt.path...); got != "null" {
			t.Errorf("%s: %v is %s, want nothing", tt.name, tt.path, got)
		}
	}
}

// TestClinic_isWhatItsOrganizationIs: who treats no patients has no therapies and no
// room for more of them, and neither have its places on the page of the brand.
func TestClinic_isWhatItsOrganizationIs(t *testing.T) {
	tests := map[directory.EntryType]struct{ kind, available, accepting, offer string }{
		directory.EntryClinic:      {`"MedicalClinic"`, `"MedicalTherapy"`, `true`, `125.5`},
		directory.EntryChain:       {`"MedicalClinic"`, `"MedicalTherapy"`, `true`, `125.5`},
		directory.EntryFacilitator: {`"LocalBusiness"`, `null`, `null`, `125.5`},
		directory.EntryAcademy:     {`"EducationalOrganization"`, `null`, `null`, `125.5`},
	}
	if len(tests) != len(directory.EntryTypes()) {
		t.Fatal("the table does not have every type of organization")
	}
	for entry, want := range tests {
		l := published()
		l.Organization.EntryType = entry
		said := clinic(t, l)
		for _, tt := range []struct {
			path []any
			want string
		}{
			{[]any{"@type"}, want.kind},
			{[]any{"availableService", 0, "@type"}, want.available},
			{[]any{"isAcceptingNewPatients"}, want.accepting},
			{[]any{"makesOffer", 0, "priceSpecification", "price"}, want.offer},
		} {
			if got := at(t, said, tt.path...); got != tt.want {
				t.Errorf("Clinic(…) of a %s at %v is %s, want %s", entry, tt.path, got, tt.want)
			}
		}
		b, err := site.Brand(&l.Organization, nil, []directory.Clinic{l.Clinic})
		if branch := `"subOrganization":[{"@type":` + want.kind; err != nil || !strings.Contains(string(b), branch) {
			t.Errorf("Brand(…) of a %s = %s, %v; want it to have %s", entry, b, err, branch)
		}
	}
}

// TestClinic_offersSMPWithoutAPrice: it is no therapy, so it has no other place.
func TestClinic_offersSMPWithoutAPrice(t *testing.T) {
	l := published()
	for i := range l.Clinic.Offerings {
		l.Clinic.Offerings[i].Prices = nil
	}
	said := clinic(t, l)
	if got := at(t, said, "makesOffer", 0); got != `{"@type":"Offer","itemOffered":{"@type":"Service","alternateName":"SMP","name":"SMP (scalp micropigmentation)"}}` {
		t.Errorf("SMP without a price is offered as %s", got)
	}
	if got := at(t, said, "makesOffer", 1); got != "null" {
		t.Errorf("PRP without a price is offered as %s, want nothing", got)
	}
	l.Organization.EntryType = directory.EntryFacilitator
	if got := at(t, clinic(t, l), "makesOffer"); got != "null" {
		t.Errorf("an agency that names no price offers %s, want nothing", got)
	}
}

// TestClinic_acceptsAsSearchesDo compares what is said with what is found.
func TestClinic_acceptsAsSearchesDo(t *testing.T) {
	for _, tt := range []struct {
		status directory.CapacityStatus
		want   string
	}{
		{directory.HasCapacity, "true"},
		{directory.Waitlist, "false"},
		{directory.NeedsAssessment, "false"},
		{directory.NoCapacity, "false"},
		{"", "null"},
	} {
		l := published()
		l.Clinic.Offerings = l.Clinic.Offerings[:1]
		l.Clinic.Offerings[0].Capacity.Status = tt.status
		if got := at(t, clinic(t, l), "isAcceptingNewPatients"); got != tt.want {
			t.Errorf("a clinic of capacity %q is accepting: %s, want %s", tt.status, got, tt.want)
		}
		b := search.NewBuilder(gazetteer.Embedded(), now)
		b.Add(&l)
		live := search.NewLive(gazetteer.Embedded())
		live.Replace(b.Index())
		found, err := live.Find(search.Query{Accepting: true, Page: 1, PerPage: 1}, now)
		if err != nil || (found.Total == 1) != (tt.want == "true") {
			t.Errorf("searches for who is accepting find %d clinics of capacity %q, %v", found.Total, tt.status, err)
		}
	}
}

// TestClinic_pricesInMinorUnits takes currencies with none, two and three decimals.
func TestClinic_pricesInMinorUnits(t *testing.T) {
	for _, tt := range []struct {
		currency string
		amount   int64
		want     string // as it is written
	}{
		{"JPY", 45000, "45000"},
		{"JPY", 5, "5"},
		{"EUR", 5, "0.05"},
		{"EUR", 12500, "125.00"},
		{"KWD", 45500, "45.500"},
		{"KWD", 1, "0.001"},
	} {
		l := published()
		p := &l.Clinic.Offerings[0].Prices[0]
		p.Amount = tt.amount
		var err error
		if p.Currency, err = directory.ParseCurrency(tt.currency); err != nil {
			t.Fatal(err)
		}
		if b, err := site.Clinic(&l, now); err != nil || !strings.Contains(string(b), `"price":`+tt.want+`,"priceCurrency":"`+tt.currency+`"`) {
			t.Errorf("%d of %s is not written as %s: %s, %v", tt.amount, tt.currency, tt.want, b, err)
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
		if got, want := at(t, said, "subOrganization", 0, "@id"), `"https://clinics.example/clinics/`+l.Clinic.Slug.String()+`#clinic"`; got != want {
			t.Errorf("Brand's branch has the id %s, want %s", got, want)
		}
		if got := at(t, said, "parentOrganization", "name"); got != `"`+parent.Name+`"` {
			t.Errorf("Brand's parent is %s", got)
		}
	}
}
