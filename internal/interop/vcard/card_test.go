package vcard_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-vcard"

	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	ours "rootline/internal/interop/vcard"
	"rootline/internal/store/storetest"
	"rootline/internal/words"
)

var site = ours.Site{Words: words.English(), Page: "https://rootline.example/clinics/example-clinic-0", Region: "Istanbul"}

// read is a card as another program reads it.
func read(t *testing.T, text []byte) vcard.Card {
	t.Helper()
	d := vcard.NewDecoder(bytes.NewReader(text))
	card, err := d.Decode()
	if err != nil {
		t.Fatalf("%s is no card: %v", text, err)
	}
	if more, err := d.Decode(); err == nil {
		t.Fatalf("a second card is %v", more)
	}
	return card
}

func TestCard(t *testing.T) {
	l := storetest.Listing(0)
	text := ours.Card(&l, site)
	card := read(t, text)
	want := map[string]string{
		vcard.FieldVersion: "4.0", vcard.FieldKind: "org", vcard.FieldFormattedName: "Example Clinic 0",
		vcard.FieldOrganization: "Example Brand 0;Example Clinic 0", vcard.FieldUID: "urn:uuid:" + l.Clinic.ID.String(),
		vcard.FieldTelephone: "tel:+442079460958", vcard.FieldEmail: "hello@clinic-0.example",
		vcard.FieldURL: "https://clinic-0.example/", vcard.FieldGeolocation: "geo:41.01384,28.94966",
		vcard.FieldTimezone: "Europe/Istanbul", vcard.FieldSource: site.Page + ".vcf", vcard.FieldRevision: "20260302T090000Z",
	}
	for name, value := range want {
		if got := card.Value(name); got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
	a := card.Address()
	if got := fmt.Sprint(a.StreetAddress, "|", a.Locality, "|", a.Region, "|", a.PostalCode, "|", a.Country); got != "0 Example Street|Istanbul|Istanbul|34000|Turkey" {
		t.Errorf("the address is %s", got)
	}
	if got := fmt.Sprint(card.Values(vcard.FieldLanguage)); got != "[en tr]" {
		t.Errorf("the languages are %s", got)
	}
	golden(t, "clinic.vcf", text)
}

func TestCard_leavesOutWhatIsNotKnown(t *testing.T) {
	l := storetest.Listing(0)
	c := &l.Clinic
	c.Phones, c.Email, c.URL, c.Languages, c.Offerings = nil, directory.Email{}, directory.URL{}, nil, nil
	c.Practitioners, c.Hours, c.Address.Fact = nil, directory.Hours{}, directory.Fact{}
	c.Address.Precision = directory.Locality
	l.Organization.Name, l.UpdatedAt = c.Name, 0
	card := read(t, ours.Card(&l, ours.Site{Words: words.English()}))
	for _, name := range []string{vcard.FieldTelephone, vcard.FieldEmail, vcard.FieldURL, vcard.FieldLanguage, vcard.FieldGeolocation, vcard.FieldSource, vcard.FieldRevision} {
		if got := card.Get(name); got != nil {
			t.Errorf("%s is %q, want none", name, got.Value)
		}
	}
	if got := card.Value(vcard.FieldOrganization); got != c.Name {
		t.Errorf("a clinic that is its own organization is of %q", got)
	}
	if got, want := card.Value(vcard.FieldNote), "Nobody has confirmed any of this yet."; got != want {
		t.Errorf("the note is %q, want %q", got, want)
	}
}

// TestCard_leadsToTheDoor leaves out points that a navigator would take for it.
func TestCard_leadsToTheDoor(t *testing.T) {
	for precision, want := range map[directory.GeoPrecision]bool{
		directory.Rooftop: true, directory.Street: true,
		directory.Postcode: false, directory.Locality: false, directory.PrecisionUnknown: false,
	} {
		l := storetest.Listing(0)
		l.Clinic.Address.Precision = precision
		if got := read(t, ours.Card(&l, site)).Get(vcard.FieldGeolocation) != nil; got != want {
			t.Errorf("a card has a point of precision %s: %t, want %t", precision, got, want)
		}
	}
}

// TestCard_prefersTheFirst numbers ways of one kind as far as RFC 6350 has numbers.
func TestCard_prefersTheFirst(t *testing.T) {
	l := storetest.Listing(0)
	phone := l.Clinic.Phones[0]
	for _, tt := range []struct {
		phones int
		want   string // the preference of the last
	}{{1, ""}, {2, "2"}, {100, "100"}, {101, "100"}, {120, "100"}} {
		l.Clinic.Phones = slices.Repeat([]directory.ClinicPhone{phone}, tt.phones)
		fields := read(t, ours.Card(&l, site))[vcard.FieldTelephone]
		if got := fields[len(fields)-1].Params.Get(vcard.ParamPreferred); got != tt.want {
			t.Errorf("of %d phones the last has PREF=%s, want %s", tt.phones, got, tt.want)
		}
	}
}

func TestCard_warns(t *testing.T) {
	l := storetest.Listing(0)
	l.Operating.Value, l.Organization.EntryType = directory.TemporarilyClosed, directory.EntryFacilitator
	// The library leaves the escape before a semicolon where the RFC allows it.
	note := strings.ReplaceAll(read(t, ours.Card(&l, site)).Value(vcard.FieldNote), `\;`, ";")
	for _, want := range []string{"Temporarily closed.", words.English().T("entry.facilitator_note"), site.Page, "1 March 2026"} {
		if !strings.Contains(note, want) {
			t.Errorf("the note is %q, want something of %q", note, want)
		}
	}
}

// TestCard_hostile types lines into every text there is. The card of a hostile
// clinic has the lines that any card has, and the text is in its place.
func TestCard_hostile(t *testing.T) {
	const attack = "A\r\nTEL:+15550100\rEND:VCARD\nBEGIN:VCARD\u2028x;y,z\\n\x00"
	l := storetest.Listing(0)
	tame := lines(ours.Card(&l, site))
	l.Clinic.Name, l.Organization.Name = attack, attack+"!"
	l.Clinic.Address.Address1, l.Clinic.Address.City, l.Clinic.Address.PostalCode, l.Clinic.Address.TimeZone = attack, attack, attack, attack
	hostile := site
	hostile.Region = attack
	text := ours.Card(&l, hostile)
	if got := lines(text); got != tame {
		t.Errorf("a hostile clinic's card has the lines\n%s, want\n%s", got, tame)
	}
	card := read(t, text)
	if got := card.Value(vcard.FieldFormattedName); !strings.HasPrefix(got, "A\nTEL:+15550100\nEND:VCARD\nBEGIN:VCARD\nx") {
		t.Errorf("FN is %q", got)
	}
	if rest := strings.ReplaceAll(string(text), "\r\n", ""); strings.ContainsAny(rest, "\r\n\x00\u2028") {
		t.Errorf("a control character is left in %q", rest)
	}
}

// lines are the names of a card's lines.
func lines(text []byte) string {
	var names []string
	for line := range strings.SplitSeq(string(text), "\r\n") {
		if !strings.HasPrefix(line, " ") {
			name, _, _ := strings.Cut(line, ":")
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// TestCard_demo reads the cards of clinics of all kinds.
func TestCard_demo(t *testing.T) {
	const seed = 20260302
	for batch := range demo.Directory(demo.Params{Clinics: 300, Seed: seed, Now: storetest.Now}, gazetteer.Embedded()) {
		for _, l := range batch.Listings {
			card := read(t, ours.Card(&l, site))
			if card.Value(vcard.FieldFormattedName) != l.Clinic.Name || len(card.Values(vcard.FieldTelephone)) != len(l.Clinic.Phones) {
				t.Fatalf("seed %d: the card of %s is %v", seed, l.Clinic.Slug, card)
			}
		}
	}
}

// golden compares got with testdata/name, or with UPDATE_GOLDEN=1 rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s differs (%v); run make golden and read the diff\n got: %s\nwant: %s", path, err, got, want)
	}
}
