package cell

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rootline/internal/directory"
)

func TestParseAndFormatUndoEachOther(t *testing.T) {
	for _, s := range []string{
		"fine_needles_31g",
		"named_kit: Plasmora: the demo kit",
		"!double_spin",
		"?named_pigment_system: Inkora demo ash",
	} {
		f, err := ParseFeature(s)
		if again := FormatFeature(f); err != nil || again != s {
			t.Errorf("FormatFeature(ParseFeature(%q)) = %q, %v", s, again, err)
		}
	}
	for _, s := range []string{"prp: waitlist", "smp: additional-assessment-required", "?pep_factor: no-capacity"} {
		of, c, err := ParseCapacity(s)
		if again := FormatCapacity(of, c); err != nil || again != s {
			t.Errorf("FormatCapacity(ParseCapacity(%q)) = %q, %v", s, again, err)
		}
	}
	for _, s := range []string{
		"prp session 250.00 EUR",
		"prp session 250.00-300.50 EUR",
		"smp area 15000 JPY",
		"prp consultation 0.005 KWD",
		"!smp session 0.00 USD",
		"prp course 600.00-750.00 EUR x3 estimate 2026-01-01..2026-12-31",
		"prp session 1.00 EUR 2026-01-01..",
		"prp session 1.00 EUR ..2026-12-31",
	} {
		of, p, err := ParsePrice(s)
		if again := FormatPrice(of, p); err != nil || again != s {
			t.Errorf("FormatPrice(ParsePrice(%q)) = %q, %v", s, again, err)
		}
	}
	for _, s := range []string{
		"Ada Example",
		"Ada Example | Trichologist | Example Register | 12345",
		"Ada Example |  |  | 12345",
		`?\!Ada \| Example \\ | Trichologist`,
	} {
		p, err := ParsePractitioner(s)
		if again := FormatPractitioner(p); err != nil || again != s {
			t.Errorf("FormatPractitioner(ParsePractitioner(%q)) = %q, %v", s, again, err)
		}
	}
}

func TestPeopleWriteLessTidily(t *testing.T) {
	if got, want := ParseList(" a\r\n\n b \n"), []string{"a", "b"}; !slices.Equal(got, want) {
		t.Errorf("ParseList = %q, want %q", got, want)
	}
	if f, err := ParseFeature("  named_kit :Plasmora "); err != nil || FormatFeature(f) != "named_kit: Plasmora" {
		t.Errorf("ParseFeature = %+v, %v", f, err)
	}
	if of, p, err := ParsePrice("prp  session 250-300.5 eur ..2026-12-31 estimate"); err != nil ||
		FormatPrice(of, p) != "prp session 250.00-300.50 EUR estimate ..2026-12-31" {
		t.Errorf("ParsePrice = %v %+v, %v", of, p, err)
	}
	if p, err := ParsePractitioner(`Ada|Nurse\`); err != nil || p.Name != "Ada" || p.Qualification != `Nurse\` {
		t.Errorf("ParsePractitioner = %+v, %v", p, err)
	}
	if of, c, err := ParseCapacity("prp:capacity"); err != nil || FormatCapacity(of, c) != "prp: capacity" {
		t.Errorf("ParseCapacity = %v %+v, %v", of, c, err)
	}
	if s := FormatCapacity(directory.PRP, directory.Capacity{}); s != "" {
		t.Errorf("FormatCapacity of nothing said = %q, want nothing", s)
	}
}

func TestWhatIsNotUnderstoodIsRefused(t *testing.T) {
	parsers := map[string]func(string) error{
		"ParseFeature":      func(s string) error { _, err := ParseFeature(s); return err },
		"ParseCapacity":     func(s string) error { _, _, err := ParseCapacity(s); return err },
		"ParsePrice":        func(s string) error { _, _, err := ParsePrice(s); return err },
		"ParsePractitioner": func(s string) error { _, err := ParsePractitioner(s); return err },
	}
	tests := map[string][]string{
		"ParseFeature":  {"", "massage", ": Plasmora", "!!double_spin"},
		"ParseCapacity": {"", "prp", "prp:", "prp: perhaps", "massage: capacity"},
		"ParsePrice": {
			"", "prp", "prp session 250 ", "massage session 250 EUR", "prp hour 250 EUR", "prp session 250 XXX",
			"prp session -5 EUR", "prp session 2,500 EUR", "prp session 2.505 EUR", "prp session 1.5 JPY",
			"prp session 5. EUR", "prp session .5 EUR", "prp session 300-250 EUR", "prp session 1-2-3 EUR",
			"prp session +5 EUR", "prp session 99999999999999999999 EUR", "prp session 250- EUR",
			"prp session 250 EUR x0", "prp session 250 EUR x", "prp session 250 EUR x3 x3", "prp session 250 EUR x3 x4",
			"prp session 250 EUR x99999999999", "prp session 250 EUR cheap", "prp session 250 EUR ..",
			"prp session 250 EUR 2026-02-30..", "prp session 250 EUR ..2026-13-01",
			"prp session 250 EUR 2026-01-01.. ..2026-12-31",
		},
		"ParsePractitioner": {"", " | Nurse", "a | b | c | d | e", "?"},
	}
	for name, inputs := range tests {
		for _, s := range inputs {
			if err := parsers[name](s); directory.KindOf(err) != directory.Invalid {
				t.Errorf("%s(%q) = %v, want a refusal", name, s, err)
			}
		}
	}
}

func TestFactOfACellStandsOnTheFile(t *testing.T) {
	file := directory.Fact{State: directory.SourceChecked, Source: "a file", ObservedAt: 7, ExpiresAt: 9}
	no := file
	no.State = directory.CheckedAbsent
	tests := map[directory.FactState]directory.Fact{
		"":                      file,
		directory.OwnerAsserted: file,
		directory.SourceChecked: file,
		directory.CheckedAbsent: no,
		directory.NotChecked:    {State: directory.NotChecked},
	}
	for state, want := range tests {
		if got := Fact(directory.Fact{State: state}, file); got != want {
			t.Errorf("Fact(%q) = %+v, want %+v", state, got, want)
		}
	}
}

// line is a text that may stand in a listing, without spaces around it.
func line(t *rapid.T, name string) string {
	return strings.TrimSpace(rapid.StringMatching(`[ !?|\\:a-zé.\-]{0,12}`).Draw(t, name))
}

// said is a fact as parsing leaves one.
func said(t *rapid.T) directory.Fact {
	states := []directory.FactState{"", directory.CheckedAbsent, directory.NotChecked}
	return directory.Fact{State: rapid.SampledFrom(states).Draw(t, "state")}
}

func TestNothingIsLostInACell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := directory.OfferedFeature{
			Feature: rapid.SampledFrom(directory.Features()).Draw(t, "feature"), Detail: line(t, "detail"), Fact: said(t),
		}
		if got, err := ParseFeature(FormatFeature(f)); err != nil || got != f {
			t.Errorf("ParseFeature(%q) = %+v, %v; want %+v", FormatFeature(f), got, err, f)
		}
		p := directory.Practitioner{
			Name: line(t, "name"), Qualification: line(t, "qualification"), Register: line(t, "register"),
			RegistrationNumber: line(t, "number"), Fact: said(t),
		}
		if p.Name == "" {
			p.Name = "?"
		}
		if got, err := ParsePractitioner(FormatPractitioner(p)); err != nil || got != p {
			t.Errorf("ParsePractitioner(%q) = %+v, %v; want %+v", FormatPractitioner(p), got, err, p)
		}
	})
}

func TestNothingIsLostOfAPrice(t *testing.T) {
	day := func(t *rapid.T, name string) (d directory.Date) {
		text := rapid.SampledFrom([]string{"", "2026-01-01", "2026-12-31", "0001-01-01", "9999-12-31"}).Draw(t, name)
		if err := d.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		return d
	}
	rapid.Check(t, func(t *rapid.T) {
		p := directory.Price{
			Amount:    rapid.Int64Range(0, 1<<62).Draw(t, "amount"),
			Unit:      rapid.SampledFrom(units).Draw(t, "unit"),
			Sessions:  rapid.IntRange(0, 9).Draw(t, "sessions"),
			State:     rapid.SampledFrom([]directory.PriceState{directory.PricePublished, directory.PriceEstimate}).Draw(t, "state"),
			ValidFrom: day(t, "from"), ValidTo: day(t, "to"), Fact: said(t),
		}
		if rapid.Bool().Draw(t, "range") {
			p.AmountMax = rapid.Int64Range(max(1, p.Amount), 1<<62).Draw(t, "amount_max")
		}
		p.Currency, _ = directory.ParseCurrency(rapid.SampledFrom([]string{"EUR", "JPY", "KWD"}).Draw(t, "currency"))
		of := rapid.SampledFrom(directory.Services()).Draw(t, "service")
		if gotOf, got, err := ParsePrice(FormatPrice(of, p)); err != nil || gotOf != of || got != p {
			t.Errorf("ParsePrice(%q) = %v, %+v, %v; want %v, %+v", FormatPrice(of, p), gotOf, got, err, of, p)
		}
	})
}
