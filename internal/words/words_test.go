package words

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rootline/internal/directory"
)

// spanish adds a second language, with a sentence missing, to the real ones.
func spanish(t *testing.T) *languages {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"en/format.toml", "en/search.toml"} {
		data, err := catalogues.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	files["en/test.toml"] = &fstest.MapFile{Data: []byte(`
[test]
plain = "Plain"
only_english = "Only English"
gapped = "{{.Name}} in {{.Country}}"
counted = {one = "{{.Count}} clinic in {{.Country}}", other = "{{.Count}} clinics in {{.Country}}"}
`)}
	files["es/test.toml"] = &fstest.MapFile{Data: []byte(`
[test]
plain = "Sencillo"
gapped = "{{.Country}}: {{.Name}}"
counted = {one = "{{.Count}} clínica", other = "{{.Count}} clínicas"}
`)}
	all, err := readAll(files)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func country(t *testing.T, code string) directory.Country {
	t.Helper()
	c, err := directory.ParseCountry(code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func money(t *testing.T, amount int64, code string) directory.Money {
	t.Helper()
	c, err := directory.ParseCurrency(code)
	if err != nil {
		t.Fatal(err)
	}
	return directory.Money{Amount: amount, Currency: c}
}

func TestT(t *testing.T) {
	all := spanish(t)
	en, es := all.words[0], all.words[1]
	tr := country(t, "TR")
	tests := []struct{ call, got, want string }{
		{`en.T("test.plain")`, en.T("test.plain"), "Plain"},
		{`es.T("test.plain")`, es.T("test.plain"), "Sencillo"},
		{`es.T("test.only_english")`, es.T("test.only_english"), "Only English"},
		{`en.T("test.gapped", …)`, en.T("test.gapped", "Name", "Ana", "Country", tr), "Ana in Turkey"},
		{`es.T("test.gapped", …)`, es.T("test.gapped", "Name", "Ana", "Country", tr), "Turquía: Ana"},
		{`en.T with a gap left open`, en.T("test.gapped", "Name", "Ana"), "Ana in {Country}"},
		{`en.T("no.such.id")`, en.T("no.such.id"), "no.such.id"},
		{`en.N(…, 1)`, en.N("test.counted", 1, "Country", tr), "1 clinic in Turkey"},
		{`en.N(…, 0)`, en.N("test.counted", 0, "Country", tr), "0 clinics in Turkey"},
		{`en.N(…, 1234)`, en.N("test.counted", 1234, "Country", tr), "1,234 clinics in Turkey"},
		{`es.N(…, 12345)`, es.N("test.counted", 12345), "12.345 clínicas"},
		{`en.N("no.such.id", 2)`, en.N("no.such.id", 2), "no.such.id"},
		{`en.Message of no gaps`, en.Message(directory.Msg("test.plain")), "Plain"},
		{`en.Message with gaps`, en.Message(directory.Msg("test.gapped", "Name", "Ana", "Country", tr)), "Ana in Turkey"},
		{`en.Message in a Message`, en.Message(directory.Msg("test.gapped", "Name", directory.Msg("test.plain"), "Country", tr)), "Plain in Turkey"},
		{`en.Message that counts`, en.Message(directory.Msg("test.counted", "Count", 1, "Country", tr)), "1 clinic in Turkey"},
		{`en.Message of nothing`, en.Message(directory.Msg("no.such.id")), "no.such.id"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s = %q, want %q", tt.call, tt.got, tt.want)
		}
	}
}

func TestWordsOfValues(t *testing.T) {
	w := English()
	day, err := directory.NewDate(2026, time.November, 21)
	if err != nil {
		t.Fatal(err)
	}
	turkish, err := directory.ParseLanguage("tr")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ call, got, want string }{
		{`Number(7)`, w.Number(7), "7"},
		{`Number(1234567)`, w.Number(1234567), "1,234,567"},
		{`Number(-1234)`, w.Number(-1234), "-1,234"},
		{`Decimal(1234.5, 2)`, w.Decimal(1234.5, 2), "1,234.50"},
		{`Money(12550 EUR)`, w.Money(money(t, 12550, "EUR")), "€125.50"},
		{`Money(45000 EUR)`, w.Money(money(t, 45000, "EUR")), "€450"},
		{`Money(30000 JPY)`, w.Money(money(t, 30000, "JPY")), "¥30,000"},
		{`Money(45125 KWD)`, w.Money(money(t, 45125, "KWD")), "KWD" + nbsp + "45.125"},
		{`Money(450000 TRY)`, w.Money(money(t, 450000, "TRY")), "TRY" + nbsp + "4,500"},
		{`Money(9900 MXN)`, w.Money(money(t, 9900, "MXN")), "MX$99"},
		{`KM(0.01)`, w.KM(0.01), "100 m"},
		{`KM(0.94)`, w.KM(0.94), "900 m"},
		{`KM(0.95)`, w.KM(0.95), "1.0 km"},
		{`KM(3.44)`, w.KM(3.44), "3.4 km"},
		{`KM(9.96)`, w.KM(9.96), "10 km"},
		{`KM(1234.4)`, w.KM(1234.4), "1,234 km"},
		{`Date`, w.Date(day), "21 November 2026"},
		{`Date of none`, w.Date(directory.Date{}), ""},
		{`Month`, w.Month(day), "November 2026"},
		{`DayMonth`, w.DayMonth(day), "21 November"},
		{`Time`, w.Time(time.Date(2026, 1, 1, 9, 5, 59, 0, time.UTC)), "09:05"},
		{`Minute(570)`, w.Minute(570), "09:30"},
		{`Minute(EndOfDay)`, w.Minute(directory.EndOfDay), "24:00"},
		{`Minute(25:30)`, w.Minute(25*60 + 30), "01:30"},
		{`Weekday`, w.Weekday(time.Sunday), "Sunday"},
		{`Country(XK)`, w.Country(country(t, "XK")), "Kosovo"},
		{`Country(MK)`, w.Country(country(t, "MK")), "North Macedonia"},
		{`CountryIn(GB)`, w.CountryIn(country(t, "GB")), "the United Kingdom"},
		{`CountryIn(TR)`, w.CountryIn(country(t, "TR")), "Turkey"},
		{`CountryIn of none`, w.CountryIn(directory.Country{}), ""},
		{`say(In(NL))`, w.say(In(country(t, "NL"))), "the Netherlands"},
		{`say(In(MK))`, w.say(In(country(t, "MK"))), "North Macedonia"},
		{`Country of none`, w.Country(directory.Country{}), ""},
		{`Language(tr)`, w.Language(turkish), "Turkish"},
		{`Service(SMP)`, w.Service(directory.SMP), "SMP"},
		{`Feature(Beard)`, w.Feature(directory.Beard), "Beard"},
		{`say([]string)`, w.say([]string{"a", "b"}), "a, b"},
		{`say(Date)`, w.say(day), "21 November 2026"},
		{`say(Weekday)`, w.say(time.Monday), "Monday"},
		{`say(Language)`, w.say(turkish), "Turkish"},
		{`say(Service)`, w.say(directory.PRP), "PRP"},
		{`say(Feature)`, w.say(directory.Density), "Density among existing hair"},
		{`say(Money)`, w.say(money(t, 45000, "GBP")), "£450"},
		{`say(float64)`, w.say(2.5), "2.5"},
		{`say(Slug)`, w.say(directory.SlugOf("São Paulo")), "sao-paulo"},
		{`Lang`, w.Lang(), "en"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s = %q, want %q", tt.call, tt.got, tt.want)
		}
	}
}

func TestEveryCountryHasAName(t *testing.T) {
	for _, c := range directory.Countries() {
		if name := English().Country(c); len(name) < 3 {
			t.Errorf("Country(%s) = %q", c, name)
		}
		if in := English().CountryIn(c); strings.TrimPrefix(in, "the ") != English().Country(c) {
			t.Errorf("CountryIn(%s) = %q, which is not %q with its article", c, in, English().Country(c))
		}
	}
}

func TestFor(t *testing.T) {
	for _, header := range []string{"", "en-GB,en;q=0.9", "xx-invalid-;;;", "de", "*"} {
		if got := For(header); got != English() {
			t.Errorf("For(%q) speaks %s, want English", header, got.Lang())
		}
	}
	both := spanish(t)
	for header, want := range map[string]string{"es-MX,en;q=0.5": "es", "de,en;q=0.5": "en", "de": "en", "": "en", "en;q=;;": "en"} {
		if got := both.best(header).Lang(); got != want {
			t.Errorf("%q is answered in %s, want %s", header, got, want)
		}
	}
}

func TestReadAllRefuses(t *testing.T) {
	tests := map[string]fstest.MapFS{
		"the same id twice": {
			"en/a.toml": {Data: []byte(`x.y = "1"`)},
			"en/b.toml": {Data: []byte(`x.y = "2"`)},
		},
		"a program in a gap":       {"en/a.toml": {Data: []byte(`x.y = "{{if .A}}b{{end}}"`)}},
		"a program in a plural":    {"en/a.toml": {Data: []byte("[x.y]\none = \"{{.a}}\"\nother = \"b\"")}},
		"a sentence without text":  {"en/a.toml": {Data: []byte("[x.y]\none = \"b\"")}},
		"a file that is no TOML":   {"en/a.toml": {Data: []byte(`x = `)}},
		"a folder of no language":  {"not a language/a.toml": {Data: []byte(`x.y = "1"`)}},
		"a key that is the format": {"en/a.toml": {Data: []byte("[x]\nid = \"a\"\nlabel = \"b\"")}},
	}
	for name, files := range tests {
		if _, err := readAll(files); err == nil {
			t.Errorf("readAll took %s", name)
		}
	}
}

// BenchmarkT says a sentence of each kind that a card has several of.
func BenchmarkT(b *testing.B) {
	w := English()
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			w.T("service.prp")
		}
	})
	b.Run("gapped", func(b *testing.B) {
		for b.Loop() {
			w.T("format.km", "KM", 12)
		}
	})
}
