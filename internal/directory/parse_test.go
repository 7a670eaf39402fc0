package directory

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// parseTest is a line of a table: what parses to what. Want is the text of the
// value, or empty if the input is refused.
type parseTest struct{ in, want string }

// checkParse runs a table and, for each value that parses, checks what every
// value type promises: its text parses to itself, MarshalText writes that text,
// UnmarshalText reads it, and empty text is the zero value.
func checkParse[T interface {
	comparable
	fmt.Stringer
	encoding.TextMarshaler
}](t *testing.T, name, id string, parse func(string) (T, error), tests []parseTest) {
	t.Helper()
	var zero T
	for _, tt := range tests {
		v, err := parse(tt.in)
		if v.String() != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s(%q) = %q, %v; want %q", name, tt.in, v, err, tt.want)
			continue
		}
		if err != nil {
			e, ok := err.(*Error) //nolint:errorlint // it is not wrapped
			if !ok || e.Kind != Invalid || e.Message.ID != id || v != zero {
				t.Errorf("%s(%q) = %q, %v; want none and %s", name, tt.in, v, err, id)
			}
			continue
		}
		if again, err := parse(v.String()); err != nil || again != v {
			t.Errorf("%s(%q) = %q; parsing that gives %q, %v", name, tt.in, v, again, err)
		}
		if again, err := throughText(v); err != nil || again != v {
			t.Errorf("%s(%q) = %q; through MarshalText it becomes %q, %v", name, tt.in, v, again, err)
		}
	}
	if again, err := throughText(zero); err != nil || again != zero {
		t.Errorf("the zero value of %s becomes %q through MarshalText, %v", name, again, err)
	}
	v := zero
	if err := any(&v).(encoding.TextUnmarshaler).UnmarshalText([]byte("\x00")); err == nil {
		t.Errorf("UnmarshalText of a NUL byte gives %q for %s", v, name)
	}
	if z, ok := any(zero).(interface{ IsZero() bool }); ok && !z.IsZero() {
		t.Errorf("the zero value of %s is not zero", name)
	}
}

func throughText[T encoding.TextMarshaler](v T) (T, error) {
	// Something is there already, which the text has to replace.
	into := reflect.New(reflect.TypeFor[T]())
	b, err := v.MarshalText()
	if err == nil {
		err = into.Interface().(encoding.TextUnmarshaler).UnmarshalText(b)
	}
	return into.Elem().Interface().(T), err
}

func TestParseID(t *testing.T) {
	checkParse(t, "ParseID", "invalid.id", ParseID, []parseTest{
		{"0197c0de-5eed-7a11-8b0b-15dead5ea1ed", "0197c0de-5eed-7a11-8b0b-15dead5ea1ed"},
		{"0197C0DE-5EED-7A11-BB0B-15DEAD5EA1ED", "0197c0de-5eed-7a11-bb0b-15dead5ea1ed"},
		{"", ""},
		{"0197c0de-5eed-4a11-8b0b-15dead5ea1ed", ""},  // version 4
		{"0197c0de-5eed-7a11-cb0b-15dead5ea1ed", ""},  // another variant
		{"0197c0de-5eed-7a11-7b0b-15dead5ea1ed", ""},  // another variant
		{"0197c0de5eed7a118b0b15dead5ea1ed", ""},      // without hyphens
		{"0197c0de-5eed-7a11-8b0b-15dead5ea1e", ""},   // one short
		{"0197c0de-5eed-7a11-8b0b-15dead5ea1edd", ""}, // one long
		{"0197c0de-5eed-7a11-8b0b-15dead5ea1eg", ""},
		{"0197c0de_5eed-7a11-8b0b-15dead5ea1ed", ""},
		{"0197c0d-e5eed-7a11-8b0b-15dead5ea1ed", ""},
		{"{197c0de-5eed-7a11-8b0b-15dead5ea1ed", ""},
	})
}

func TestParseSlug(t *testing.T) {
	long := "a234567890-234567890-234567890-234567890-234567890-234567890-234567890-234567890"
	checkParse(t, "ParseSlug", "invalid.slug", ParseSlug, []parseTest{
		{"harbour-hair-clinic", "harbour-hair-clinic"},
		{"a", "a"},
		{"7", "7"},
		{long, long},
		{"", ""},
		{long + "1", ""},
		{"-a", ""},
		{"a-", ""},
		{"a--b", ""},
		{"A", ""},
		{"a b", ""},
		{"é", ""},
		{"a/b", ""},
		{"a.b", ""},
		{"-", ""},
	})
}

func TestParseCountry(t *testing.T) {
	checkParse(t, "ParseCountry", "invalid.country", ParseCountry, []parseTest{
		{"TR", "TR"},
		{"tr", "TR"},
		{"Tr", "TR"},
		{"XK", "XK"},
		{"AD", "AD"},
		{"ZW", "ZW"},
		{"", ""},
		{"UK", ""},
		{"EU", ""},
		{"TUR", ""},
		{"T", ""},
		{"ZZ", ""},
		{"AA", ""},
		{"DA", ""},
		{" TR", ""},
		{"792", ""},
		{"ı", ""},
		{"ıs", ""},
		{"ſe", ""}, // shorter in capitals
	})
	if got := must(ParseCountry("TR")).Slug().String(); got != "tr" {
		t.Errorf("Slug() of TR = %q, want tr", got)
	}
}

func TestParseRegion(t *testing.T) {
	checkParse(t, "ParseRegion", "invalid.region", ParseRegion, []parseTest{
		{"TR.34", "TR.34"},
		{"tr.34", "TR.34"},
		{"GB.ENG", "GB.ENG"},
		{"us.ca", "US.CA"},
		{"XK.1234567890", "XK.1234567890"},
		{"", ""},
		{"TR", ""},
		{"TR.", ""},
		{".34", ""},
		{"UK.ENG", ""},
		{"TR-34", ""},
		{"TR.34.1", ""},
		{"TR.12345678901", ""},
		{"TR.3 4", ""},
		{"TR.ş", ""},
		{"TR.ſ", ""},
		{"TR.ıɐ", ""},
	})
	if got := must(ParseRegion("TR.34")).Country().String(); got != "TR" {
		t.Errorf("Country() of TR.34 = %q", got)
	}
	if got := (Region{}).Country(); !got.IsZero() {
		t.Errorf("Country() of no region = %q", got)
	}
}

func TestParseLanguage(t *testing.T) {
	checkParse(t, "ParseLanguage", "invalid.language", ParseLanguage, []parseTest{
		{"en", "en"},
		{"EN", "en"},
		{"en", "en"},
		{"eng", "en"},
		{"deu", "de"},
		{"ger", "de"},
		{"fil", "fil"},
		{"pt", "pt"},
		{"iw", "he"},
		{"in", "id"},
		{"ji", "yi"},
		{"tl", "fil"},
		{"cmn", "zh"},
		{"nb", "no"},
		{"nn", "nn"},
		{"ckb", "ckb"},
		{"", ""},
		{"e", ""},
		{"english", ""},
		{"en-GB", ""},
		{"xx", ""},
		{"und", ""},
		{"mul", ""},
		{"zxx", ""},
		{"mis", ""},
		{"qaa", ""},
		{"qtz", ""},
		{"é", ""},
		{" en", ""},
		{"123", ""},
	})
}

// The code that a code becomes has to be one that stays.
func TestParseLanguage_settles(t *testing.T) {
	const letters = " abcdefghijklmnopqrstuvwxyz"
	known := 0
	for i := range 26 * 26 * 27 {
		s := strings.TrimSpace(string([]byte{letters[1+i%26], letters[1+i/26%26], letters[i/26/26]}))
		l, err := ParseLanguage(s)
		if err != nil {
			continue
		}
		known++
		if again, err := ParseLanguage(l.String()); err != nil || again != l {
			t.Errorf("ParseLanguage(%q) = %q; parsing that gives %q, %v", s, l, again, err)
		}
	}
	if known < 1000 {
		t.Errorf("only %d codes parse", known)
	}
}

func TestParseCurrency(t *testing.T) {
	checkParse(t, "ParseCurrency", "invalid.currency", ParseCurrency, []parseTest{
		{"EUR", "EUR"},
		{"eur", "EUR"},
		{"AED", "AED"},
		{"ZWG", "ZWG"},
		{"VES", "VES"},
		{"MRU", "MRU"},
		{"SLE", "SLE"},
		{"", ""},
		{"EU", ""},
		{"EURO", ""},
		{"€", ""},
		{"XXX", ""},
		{"XTS", ""},
		{"XAU", ""},
		{"DEM", ""},
		{"978", ""},
		{"URE", ""},
		{"ıls", ""},
	})
}

func TestParseDate(t *testing.T) {
	checkParse(t, "ParseDate", "invalid.date", ParseDate, []parseTest{
		{"2026-03-31", "2026-03-31"},
		{"2024-02-29", "2024-02-29"},
		{"0001-01-01", "0001-01-01"},
		{"9999-12-31", "9999-12-31"},
		{"", ""},
		{"2026-02-29", ""},
		{"2026-3-31", ""},
		{"31.03.2026", ""},
		{"2026-00-01", ""},
		{"0000-01-01", ""},
		{"10000-01-01", ""},
		{"2026-03-31T00:00:00Z", ""},
	})
}

func TestParseService(t *testing.T) {
	checkParse(t, "ParseService", "invalid.service", ParseService, []parseTest{
		{"prp", "prp"},
		{"smp", "smp"},
		{"pep_factor", "pep_factor"},
		{"", ""},
		{"PRP", ""},
		{"tandem", ""},
		{"unsure", ""},
	})
	for _, s := range Services() {
		if got, err := ParseService(s.String()); err != nil || got != s {
			t.Errorf("ParseService(%q) = %v, %v", s, got, err)
		}
	}
}

func TestParseFeature(t *testing.T) {
	checkParse(t, "ParseFeature", "invalid.feature", ParseFeature, []parseTest{
		{"vibration", "vibration"},
		{"fine_needles_31g", "fine_needles_31g"},
		{"removal_or_correction", "removal_or_correction"},
		{"", ""},
		{"Vibration", ""},
		{"needles", ""},
	})
	if len(Features()) != FeatureCount {
		t.Errorf("there are %d features, not %d", len(Features()), FeatureCount)
	}
	names := map[string]bool{}
	for _, f := range Features() {
		if got, err := ParseFeature(f.String()); err != nil || got != f {
			t.Errorf("ParseFeature(%q) = %v, %v", f, got, err)
		}
		if names[f.String()] || f.Group() == "" || f.Service() == 0 {
			t.Errorf("%s is named twice or lacks its group %q or service %q", f, f.Group(), f.Service())
		}
		names[f.String()] = true
	}
}
