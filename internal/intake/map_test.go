package intake

import (
	"io"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/intake/maps"
)

const head = "source = \"A made-up file\"\nlicence = \"CC0 1.0\"\nobserved_at = 2026-11-01\nkey = [\"Ref\"]\n"

const smallest = head + "[fields]\nname = \"Name\"\ncountry = {constant = \"GB\"}\n"

func TestParseMap(t *testing.T) {
	m := parsedMap(t, `
source      = "Clinic Guide"
licence     = "CC BY 4.0"
url         = "https://guide.example/clinics.csv"
observed_at = 2026-03-01
key         = ["Ref", "Branch"]
state       = "submitted"
standing    = "owner_asserted"
told_apart  = true
[file]
format    = "csv"
encoding  = "latin5"
delimiter = "\t"
quote     = ""
guarded   = true
[fields]
name    = "Name"
country = "Land"
`)
	day := directory.At(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	if m.Source != "Clinic Guide" || m.Licence != "CC BY 4.0" || m.URL.String() != "https://guide.example/clinics.csv" ||
		m.ObservedAt != day || len(m.Key) != 2 || m.State != directory.Submitted || m.Standing != directory.OwnerAsserted || !m.ToldApart {
		t.Errorf("ParseMap = %+v", m)
	}
	if want := (FileFormat{Format: "csv", Encoding: "latin5", Delimiter: '\t', Quote: NoQuote, Guarded: true}); m.File != want {
		t.Errorf("its file is %+v, want %+v", m.File, want)
	}
	if got := m.fact(directory.FactHours, day); got.Source != "Clinic Guide (CC BY 4.0)" || got.State != directory.OwnerAsserted || got.ObservedAt != day {
		t.Errorf("a fact of it is %+v", got)
	}
	m = parsedMap(t, smallest)
	if m.State != directory.Draft || m.Standing != directory.SourceChecked || m.ToldApart || m.File != (FileFormat{}) || !m.URL.IsZero() {
		t.Errorf("the smallest map has other defaults: %+v", m)
	}
}

func TestParseMapReadsAMoment(t *testing.T) {
	m := parsedMap(t, strings.Replace(smallest, "2026-11-01", "2026-11-01T12:00:00+03:00", 1))
	if want := directory.At(time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)); m.ObservedAt != want {
		t.Errorf("observed at %v, want %v", m.ObservedAt.Time(), want.Time())
	}
}

func TestParseMapTellsEveryMistake(t *testing.T) {
	got := mistakesIn(second(ParseMap([]byte(`
observed_at = "yesterday"
state       = "suspended"
told_apart  = "yes"
url         = "nowhere"
colour      = "red"
[file]
format      = "ods"
quote       = "''"
delimiter   = ""
[fields]
name        = 7
telephone   = "Phone"
phones      = {column = "Phone", split = [""]}
email       = {column = "A", columns = ["B"]}
city        = {column = "Town", split = [";"], values = "towns"}
address_1   = {columns = ["A", ""]}
region      = {constant = "", join = " "}
postal_code = {column = "P", other = "keep", fall_back = "x"}
hours       = "Hours"
monday      = "Mon"
latitude    = "Lat"
languages   = ""
[values.languages]
a = 1
[values.more]
[only]
Status = 1
`))))
	want := strings.Join([]string{
		"colour intake.map.unknown", "fields.address_1.columns intake.map.column", "fields.city.split intake.map.split",
		"fields.city.values intake.map.no_table", "fields.country invalid.missing", "fields.email intake.map.ways",
		"fields.friday intake.map.day", "fields.languages intake.map.column", "fields.longitude invalid.missing",
		"fields.monday intake.map.hours", "fields.name intake.map.field", "fields.phones.split intake.map.split",
		"fields.postal_code.fall_back intake.map.unknown", "fields.postal_code.other intake.map.otherwise",
		"fields.region intake.map.ways", "fields.region.join intake.map.join", "fields.saturday intake.map.day",
		"fields.sunday intake.map.day", "fields.telephone intake.map.unknown", "fields.thursday intake.map.day",
		"fields.tuesday intake.map.day", "fields.wednesday intake.map.day",
		"file.delimiter intake.map.char", "file.format invalid.choice", "file.quote intake.map.char",
		"key invalid.missing", "licence invalid.missing", "observed_at intake.map.date", "only.Status intake.map.texts",
		"source invalid.missing", "state invalid.choice", "told_apart intake.map.flag", "url invalid.url",
		"values.languages intake.map.unused", "values.more intake.map.unused",
	}, "; ")
	if got != want {
		t.Errorf("ParseMap says\n%s\nwant\n%s", got, want)
	}
}

func TestParseMapRefuses(t *testing.T) {
	tests := map[string]struct{ toml, want string }{
		"no TOML":                 {"source = ", "intake.map.toml"},
		"a key twice":             {"source = 'a'\nsource = 'b'", "intake.map.toml"},
		"no text":                 {"source = \"\xff\"", "intake.map.toml"},
		"a book":                  {strings.Repeat("# a\n", maxMap), "intake.map.long"},
		"a time of nowhere":       {strings.Replace(smallest, "2026-11-01", "2026-11-01T09:00:00", 1), "observed_at intake.map.date"},
		"a time of no day":        {strings.Replace(smallest, "2026-11-01", "09:00:00", 1), "observed_at intake.map.date"},
		"a day before computers":  {strings.Replace(smallest, "2026-11-01", "1890-11-01", 1), "observed_at invalid.instant"},
		"a source without end":    {strings.Replace(smallest, "A made-up file", strings.Repeat("a", 301), 1), "source invalid.too_long"},
		"a licence without end":   {strings.Replace(smallest, "CC0 1.0", strings.Repeat("a", 151), 1), "licence invalid.too_long"},
		"fields that are none":    {head + "fields = 7", "fields intake.map.table; fields.country invalid.missing; fields.name invalid.missing"},
		"a value for two cities":  {smallest + "city = {column = \"A\", values = \"c\"}\n[values.c]\na = [\"x\", \"y\"]", "values.c.a intake.map.one_value"},
		"a value in two writings": {smallest + "city = {column = \"A\", values = \"c\"}\n[values.c]\na = \"x\"\nA = \"y\"", "values.c.a intake.map.twice"},
	}
	for name, tt := range tests {
		if got := mistakesIn(second(ParseMap([]byte(tt.toml)))); got != tt.want {
			t.Errorf("ParseMap of %s says %q, want %q", name, got, tt.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestMapCheck(t *testing.T) {
	m := parsedMap(t, smallest)
	day := m.ObservedAt.Time()
	for _, tt := range []struct {
		now  time.Time
		want string
	}{
		{day.Add(-aheadOfUTC), "<nil>"}, // it has begun on Kiritimati
		{day.Add(-aheadOfUTC - time.Millisecond), "observed_at intake.map.future"},
	} {
		if got := mistakesIn(m.Check(tt.now)); got != tt.want {
			t.Errorf("Check(%v) of a file of %v: %s, want %s", tt.now, day, got, tt.want)
		}
	}
}

// TestMapMeaning keeps rows from being judged anew because somebody has laid out
// the map differently, and makes sure that they are when it means something else.
func TestMapMeaning(t *testing.T) {
	meaning := func(toml string) [32]byte { return parsedMap(t, toml).meaning }
	usual := meaning(smallest)
	for what, toml := range map[string]string{
		"comments":                "# a map\n" + smallest,
		"what is so by itself":    "state = \"draft\"\nstanding = \"source_checked\"\n" + smallest,
		"how the file is written": smallest + "[file]\nencoding = \"utf-16\"\n",
		"where it was published":  "url = \"https://a.example/\"\n" + smallest,
		"another way to say when": strings.Replace(smallest, "2026-11-01", "2026-11-01T02:00:00+02:00", 1),
	} {
		if meaning(toml) != usual {
			t.Errorf("a map means something else with %s", what)
		}
	}
	for what, toml := range map[string]string{
		"another day":     strings.Replace(smallest, "2026-11-01", "2026-11-02", 1),
		"another licence": strings.Replace(smallest, "CC0", "CC BY", 1),
		"another state":   "state = \"submitted\"\n" + smallest,
		"another column":  strings.Replace(smallest, "\"Name\"", "\"Title\"", 1),
		"another field":   smallest + "city = \"Town\"\n",
	} {
		if meaning(toml) == usual {
			t.Errorf("a map means the same with %s", what)
		}
	}
}

func TestMapsThatComeWithTheProgram(t *testing.T) {
	if len(maps.Names()) == 0 {
		t.Error("there are no maps")
	}
	for _, name := range maps.Names() {
		toml, ok := maps.Named(name)
		if !ok {
			t.Errorf("Named(%q) finds nothing", name)
		}
		if _, err := ParseMap(toml); err != nil {
			t.Errorf("the map %s: %s", name, mistakesIn(err))
		}
	}
	for _, name := range []string{"", "no-such-map", "../maps/nhs", "README"} {
		if _, ok := maps.Named(name); ok {
			t.Errorf("Named(%q) finds a map", name)
		}
	}
}

func TestMessageOf(t *testing.T) {
	for want, err := range map[string]error{
		"invalid.phone":     directory.Refuse(directory.Invalid, "invalid.phone"),
		"intake.unreadable": io.ErrUnexpectedEOF,
	} {
		if got := messageOf(err); got.ID != want {
			t.Errorf("messageOf(%v) = %s, want %s", err, got.ID, want)
		}
	}
}
