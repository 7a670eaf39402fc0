package directory

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// harbour is a clinic with something in every field.
func harbour(t *testing.T) Clinic {
	t.Helper()
	checked := func(day string) Fact {
		return FactAddress.Observed(SourceChecked, "register.example", date(t, day).In(time.UTC))
	}
	asserted := func(k FactKind, day string) Fact {
		return k.Observed(OwnerAsserted, "owner", date(t, day).In(time.UTC))
	}
	weekly := hours(t, "Mo-Fr 09:00-12:30 13:30-18:00; Sa 10:00-14:00a 20:00-25:30; 2026-12-24..2026-12-26 shut; 2026-12-31 09:00-12:00")
	weekly.Exceptions[0].Name = "Christmas"
	weekly.Fact = asserted(FactHours, "2026-07-01")
	eur, try := must(ParseCurrency("EUR")), must(ParseCurrency("TRY"))
	return Clinic{
		ID:             must(ParseID("0197c0de-5eed-7a11-8b0b-15dead5ea1ed")),
		Slug:           must(ParseSlug("harbour-hair-clinic-istanbul")),
		OrganizationID: must(ParseID("0197c0de-5eed-7a11-8b0b-15dead5ea1ee")),
		Name:           "Harbour Hair Clinic",
		Description:    "An invented clinic by an invented harbour.",
		URL:            must(ParseURL("https://harbour.example/istanbul?lang=en&x=<1>")),
		Email:          must(ParseEmail("reception@harbour.example")),
		Phones:         []ClinicPhone{{Number: must(ParsePhone("+44 20 7946 0958", Country{}))}, {Number: must(ParsePhone("+1 212 555 0123", Country{})), WhatsApp: true}},
		Address: Address{
			Address1: "1 Invented Quay", City: "İstanbul", CityID: 745044, PostalCode: "34000",
			Region: must(ParseRegion("TR.34")), ISO31662: "TR-34", Country: must(ParseCountry("TR")),
			Point: must(NewPoint(41.013843, 28.949662)), Precision: Street, TimeZone: "Europe/Istanbul", Fact: checked("2026-05-04"),
		},
		Languages: []Language{must(ParseLanguage("tr")), must(ParseLanguage("en"))},
		Hours:     weekly,
		Offerings: []Offering{
			{
				Service:  PRP,
				Features: []OfferedFeature{{Feature: FineNeedles, Fact: asserted(FactFeature, "2026-06-01")}, {Feature: NamedKit, Detail: "Invented Kit 3", Fact: checked("2026-06-02")}, {Feature: IcePacks, Fact: Fact{State: CheckedAbsent, ObservedAt: 1780272000000}}},
				Capacity: Capacity{Status: Waitlist, Fact: asserted(FactCapacity, "2026-07-20")},
				Prices: []Price{
					{Amount: 12550, Currency: eur, Unit: PerSession, State: PricePublished, ValidFrom: date(t, "2026-01-01"), ValidTo: date(t, "2026-12-31"), Fact: asserted(FactPrice, "2026-07-02")},
					{Amount: 30000, AmountMax: 45000, Currency: eur, Unit: PerCourse, Sessions: 3, State: PriceEstimate, Fact: checked("2026-02-01")},
				},
			},
			{Service: SMP, Prices: []Price{{Amount: 900000, Currency: try, Unit: PerArea, State: PricePublished, Fact: Fact{State: NotChecked}}}},
		},
		Practitioners: []Practitioner{{Name: "Dr. Ada Invented", Qualification: "Dermatologist", Register: "Invented Register", RegistrationNumber: "12345", Fact: Fact{State: SourceChecked, Source: "register.example", ObservedAt: 1767225600000, ExpiresAt: 1830297600000}}},
		Photos: []Photo{
			{ID: must(ParseID("0197c0de-5eed-7a11-8b0b-15dead5ea1ef")), Kind: PhotoPremises, Alt: "A drawing of a reception", Width: 1200, Height: 800},
			{ID: must(ParseID("0197c0de-5eed-7a11-8b0b-15dead5ea1f0")), Kind: PhotoBeforeAfter, Alt: "A drawing of a hairline", Width: 1200, Height: 800, Case: &BeforeAfter{Consent: "I agree that these pictures are shown.", Treatment: SMP, Sessions: 3, MonthsBetween: 6}},
		},
	}
}

// TestClinic_document keeps the form in which a clinic is stored: what changes
// in testdata/clinic.json changes what every database holds.
func TestClinic_document(t *testing.T) {
	c := harbour(t)
	if err := c.Hours.Check(); err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "clinic.json", append(got, '\n'))
	var again Clinic
	if err := json.Unmarshal(got, &again); err != nil || !reflect.DeepEqual(again, c) {
		t.Errorf("read back, the clinic is another: %v\n got %+v\nwant %+v", err, again, c)
	}
}

// A clinic of which nothing is known takes no more room than it must, and comes
// back the same.
func TestClinic_emptyDocument(t *testing.T) {
	got, err := json.Marshal(Clinic{})
	const want = `{"id":"","slug":"","organization_id":"","name":"","address":{"city":"","city_id":0,"country":"","geo_precision":"","time_zone":"","fact":{"state":""}}}`
	if err != nil || string(got) != want {
		t.Errorf("Marshal(Clinic{}) = %s, %v; want %s", got, err, want)
	}
	var again Clinic
	if err := json.Unmarshal(got, &again); err != nil || !reflect.DeepEqual(again, Clinic{}) {
		t.Errorf("read back, it is %+v, %v", again, err)
	}
}

func TestOrganization_document(t *testing.T) {
	o := Organization{
		ID: must(ParseID("0197c0de-5eed-7a11-8b0b-15dead5ea1ee")), Slug: must(ParseSlug("harbour")), Name: "Harbour", ParentID: must(ParseID("0197c0de-5eed-7a11-8b0b-15dead5ea1e0")),
		EntryType: EntryChain, Description: "Invented.", URL: must(ParseURL("https://harbour.example")),
	}
	got, err := json.Marshal(o)
	const want = `{"id":"0197c0de-5eed-7a11-8b0b-15dead5ea1ee","slug":"harbour","name":"Harbour","parent_organization_id":"0197c0de-5eed-7a11-8b0b-15dead5ea1e0","entry_type":"chain","description":"Invented.","url":"https://harbour.example"}`
	if err != nil || string(got) != want {
		t.Errorf("Marshal(%+v) = %s, %v; want %s", o, got, err, want)
	}
	var again Organization
	if err := json.Unmarshal(got, &again); err != nil || again != o {
		t.Errorf("read back, it is %+v, %v", again, err)
	}
}

// What a document holds is parsed again, so that nothing invalid comes in by it.
func TestClinic_badDocument(t *testing.T) {
	for _, bad := range []string{
		`{"id":"1"}`, `{"slug":"A"}`, `{"url":"javascript:alert(1)"}`, `{"email":"a"}`, `{"phones":[{"number":"999"}]}`, `{"languages":["xx"]}`,
		`{"address":{"country":"UK"}}`, `{"address":{"region":"34"}}`, `{"address":{"point":{"lat":91,"lng":0}}}`, `{"address":{"point":{"lat":0,"lng":0}}}`, `{"address":{"point":7}}`,
		`{"offerings":[{"service":"tandem"}]}`, `{"offerings":[{"features":[{"feature":"needles"}]}]}`, `{"offerings":[{"prices":[{"currency":"XXX"}]}]}`, `{"hours":{"exceptions":[{"first":"2026-02-30"}]}}`,
	} {
		var c Clinic
		if err := json.Unmarshal([]byte(bad), &c); err == nil {
			t.Errorf("Unmarshal(%s) = %+v; want it refused", bad, c)
		}
	}
}

func TestClinicOffering(t *testing.T) {
	for _, tt := range []struct {
		offers []Service
		tandem bool
	}{{nil, false}, {[]Service{PRP}, false}, {[]Service{SMP, PEPFactor}, false}, {[]Service{SMP, PRP}, true}} {
		var c Clinic
		for _, s := range tt.offers {
			c.Offerings = append(c.Offerings, Offering{Service: s})
		}
		if got := c.Tandem(); got != tt.tandem {
			t.Errorf("Tandem() of %v = %t, want %t", tt.offers, got, tt.tandem)
		}
		for _, s := range tt.offers {
			if o, ok := c.Offering(s); !ok || o.Service != s {
				t.Errorf("Offering(%s) of %v = %v, %t", s, tt.offers, o, ok)
			}
		}
	}
}

func TestPhotoShowable(t *testing.T) {
	whole := BeforeAfter{Consent: "yes", Treatment: SMP, Sessions: 1, MonthsBetween: 1}
	without := func(take func(*BeforeAfter)) *BeforeAfter {
		c := whole
		take(&c)
		return &c
	}
	for i, tt := range []struct {
		kind PhotoKind
		c    *BeforeAfter
		want bool
	}{
		{PhotoPremises, nil, true},
		{PhotoTeam, nil, true},
		{PhotoDevice, nil, true},
		{PhotoBeforeAfter, &whole, true},
		{PhotoBeforeAfter, nil, false},
		{PhotoBeforeAfter, without(func(c *BeforeAfter) { c.Consent = "" }), false},
		{PhotoBeforeAfter, without(func(c *BeforeAfter) { c.Treatment = 0 }), false},
		{PhotoBeforeAfter, without(func(c *BeforeAfter) { c.Sessions = 0 }), false},
		{PhotoBeforeAfter, without(func(c *BeforeAfter) { c.MonthsBetween = 0 }), false},
	} {
		if got := (&Photo{Kind: tt.kind, Case: tt.c}).Showable(); got != tt.want {
			t.Errorf("line %d: Showable() of %s with %+v = %t, want %t", i, tt.kind, tt.c, got, tt.want)
		}
	}
}

func TestAddressZone(t *testing.T) {
	for name, want := range map[string]string{
		"Europe/Istanbul": "Europe/Istanbul", "America/Argentina/San_Luis": "America/Argentina/San_Luis",
		"": "UTC", "UTC": "UTC", "Local": "UTC", "Europe/Nowhere": "UTC", "../etc/passwd": "UTC",
	} {
		for range 2 { // looked up, then remembered
			if got := (Address{TimeZone: name}).Zone().String(); got != want {
				t.Errorf("Zone() of %q = %s, want %s", name, got, want)
			}
		}
	}
}

func TestAddressAtTheDoor(t *testing.T) {
	here := must(NewPoint(41.01, 28.95))
	for precision, want := range map[GeoPrecision]bool{
		Rooftop: true, Street: true, Postcode: false, Locality: false, PrecisionUnknown: false, "": false,
	} {
		if got := (Address{Point: here, Precision: precision}).AtTheDoor(); got != want {
			t.Errorf("AtTheDoor() of a point of precision %q = %t, want %t", precision, got, want)
		}
		if (Address{Precision: precision}).AtTheDoor() {
			t.Errorf("AtTheDoor() of no point, of precision %q", precision)
		}
	}
}

func TestEntryTypeNote(t *testing.T) {
	for entry, want := range map[EntryType]string{
		EntryClinic: "", EntryChain: "", EntryFacilitator: "entry.facilitator_note", EntryAcademy: "entry.academy_note",
	} {
		if got := entry.Note(); got != want {
			t.Errorf("Note() of a %s = %q, want %q", entry, got, want)
		}
	}
}

// golden compares got with testdata/name, or with UPDATE_GOLDEN=1 rewrites it.
// A reviewer reads the diff of the golden file as the diff of the behaviour.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with UPDATE_GOLDEN=1 and read the diff\n got: %s\nwant: %s", path, got, want)
	}
}
