package pages

import (
	"testing"

	"rootline/internal/directory"
)

func TestReadClock(t *testing.T) {
	for typed, want := range map[string]string{
		"9": "09:00", "09": "09:00", "9:30": "09:30", "9.30": "09:30", "09:30": "09:30", "930": "09:30", "0930": "09:30", "1330": "13:30",
		"9h": "09:00", "9h30": "09:30", "9 h 30": "09:30", "9 Uhr": "09:00", "9:30 h": "09:30", " 9 ": "09:00",
		"9am": "09:00", "9 AM": "09:00", "9:30 p.m.": "21:30", "12am": "00:00", "12 pm": "12:00", "12:15am": "00:15", "930pm": "21:30",
		"noon": "12:00", "Midnight": "00:00", "24": "24:00", "24:00": "24:00", "26:30": "26:30", "48": "48:00",
		"٩:٣٠": "09:30", "９：３０": "", "９:３０": "09:30", "9\u00a0am": "09:00",
		"": "", "nine": "", "9:3": "", "9:60": "", "48:01": "", "99": "", "13pm": "", "0am": "", "-9": "", "9-17": "", "9:30:00": "", "9 30 5": "", "9\x00": "",
		"00000000000000000009": "", "9:30<script>": "",
	} {
		m, ok := readClock(typed)
		if got := clockText(m); ok != (want != "") || ok && got != want {
			t.Errorf("readClock(%q) = %s, %t; want %q", typed, got, ok, want)
		}
	}
}

func TestReadInterval(t *testing.T) {
	for _, tt := range []struct{ opens, closes, want, wrong string }{
		{"9", "17", "09:00–17:00", ""},
		{"9am", "5pm", "09:00–17:00", ""},
		{"18", "2", "18:00–26:00", ""},
		{"18", "midnight", "18:00–24:00", ""},
		{"0", "24", "00:00–24:00", ""},
		{"10", "34:00", "10:00–34:00", ""},
		{"9", "9", "", "closes"},
		{"9", "", "", "closes"},
		{"", "17", "", "opens"},
		{"soon", "17", "", "opens"},
		{"9", "late", "", "closes"},
		{"25:00", "26:00", "", "opens"},
		{"24:00", "2", "", "opens"},
	} {
		in, wrong := readInterval(tt.opens, tt.closes)
		got := ""
		if len(wrong) == 0 {
			got = clockText(in.Opens) + "–" + clockText(in.Closes)
		}
		if _, told := wrong[tt.wrong]; got != tt.want || told != (tt.wrong != "") || len(wrong) > 1 {
			t.Errorf("readInterval(%q, %q) = %q, %v; want %q, wrong %q", tt.opens, tt.closes, got, wrong, tt.want, tt.wrong)
		}
	}
}

func TestReadAmount(t *testing.T) {
	for _, tt := range []struct {
		currency, typed string
		want            int64 // -1: refused
	}{
		{"EUR", "1200", 120000},
		{"EUR", "1.200,50", 120050},
		{"EUR", "1,200.50", 120050},
		{"EUR", "1,200", 120000},
		{"EUR", "1.200", 120000},
		{"EUR", "12.5", 1250},
		{"EUR", "12,50", 1250},
		{"EUR", "0.50", 50},
		{"EUR", "0", 0},
		{"EUR", "007", 700},
		{"EUR", "1 200,50", 120050},
		{"EUR", "1\u202f200", 120000},
		{"EUR", "1'200.50", 120050},
		{"EUR", "1,234,567", 123456700},
		{"EUR", "١٢٠٠", 120000},
		{"EUR", "", -1},
		{"EUR", "-5", -1},
		{"EUR", "€120", -1},
		{"EUR", "12.345,678", -1},
		{"EUR", "1.2.3", -1},
		{"EUR", "1,20,000", -1},
		{"EUR", "0.250", -1},
		{"EUR", "12.", -1},
		{"EUR", ".50", -1},
		{"EUR", "1e9", -1},
		{"EUR", "NaN", -1},
		{"EUR", "1,200,50", -1},
		{"EUR", "1 200.000 000", -1},
		{"EUR", "9999999999999", -1},
		{"EUR", "99999999999999999999999999", -1},
		{"EUR", "1.200'300", -1},
		{"JPY", "12000", 12000},
		{"JPY", "12,000", 12000},
		{"JPY", "12.000", 12000},
		{"JPY", "12.5", -1},
		{"JPY", "12,000.00", -1},
		{"KWD", "1250", 1250000},
		{"KWD", "1250.500", 1250500},
		{"KWD", "1,250.500", 1250500},
		{"KWD", "1.250,500", 1250500},
		{"KWD", "1.250", 1250},
		{"KWD", "1,250", -1},
		{"KWD", "1.5", 1500},
		{"KWD", "1.2345", -1},
		{"KWD", "1,234,567", 1234567000},
	} {
		c, err := directory.ParseCurrency(tt.currency)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := readAmount(tt.typed, c)
		if ok != (tt.want >= 0) || ok && got != tt.want {
			t.Errorf("readAmount(%q, %s) = %d, %t; want %d", tt.typed, tt.currency, got, ok, tt.want)
		}
		if again, ok := readAmount(amountText(directory.Money{Amount: got, Currency: c}), c); tt.want >= 0 && (!ok || again != got) {
			t.Errorf("readAmount(amountText(%d %s)) = %d, %t", got, tt.currency, again, ok)
		}
	}
}

func TestReadDate(t *testing.T) {
	for typed, want := range map[string]string{
		"2026-12-24": "2026-12-24", "24.12.2026": "2026-12-24", "1. 2. 2027": "2027-02-01", "٢٠٢٦-١٢-٢٤": "2026-12-24", "": "",
		"24/12/2026": "?", "12/24/2026": "?", "2026-02-30": "?", "30.2.2026": "?", "24.12.26": "?", "tomorrow": "?", "2026-12-24T00:00": "?", "0000-01-01": "?",
	} {
		d, ok := readDate(typed)
		if got := d.String(); ok != (want != "?") || ok && got != want {
			t.Errorf("readDate(%q) = %q, %t; want %q", typed, got, ok, want)
		}
	}
}

func FuzzReadAmount(f *testing.F) {
	f.Add("1.200,50")
	f.Fuzz(func(t *testing.T, s string) {
		for _, code := range []string{"EUR", "JPY", "KWD"} {
			c, _ := directory.ParseCurrency(code)
			if n, ok := readAmount(s, c); ok {
				if again, ok := readAmount(amountText(directory.Money{Amount: n, Currency: c}), c); n < 0 || !ok || again != n {
					t.Errorf("readAmount(%q, %s) = %d, which reads back as %d, %t", s, code, n, again, ok)
				}
			}
		}
	})
}

func FuzzReadClock(f *testing.F) {
	f.Add("9:30 pm")
	f.Fuzz(func(t *testing.T, s string) {
		if m, ok := readClock(s); ok {
			if again, ok := readClock(clockText(m)); m < 0 || m > 2*directory.EndOfDay || !ok || again != m {
				t.Errorf("readClock(%q) = %s, which reads back as %s, %t", s, clockText(m), clockText(again), ok)
			}
		}
	})
}
