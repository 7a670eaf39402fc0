package directory

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                "",
		"already folded":  "already folded",
		"Istanbul":        "istanbul",
		"İSTANBUL":        "istanbul",
		"ıstanbul":        "istanbul",
		"I\u0307stanbul":  "istanbul",
		"São Paulo":       "sao paulo",
		"Sa\u0303o Paulo": "sao paulo",
		"Straße":          "strasse",
		"STRAẞE":          "strasse",
		"Łódź":            "lodz",
		"Ærø":             "aero",
		"Þórshöfn":        "thorshofn",
		"Đà Nẵng":         "da nang",
		"Gəncə":           "gence",
		"ΑΘΉΝΑ":           "αθηνα",
		"Οδυσσεύς":        "οδυσσευσ",
		"Ｔｏｋｙｏ":           "tokyo",
		"МЮНХЕН":          "мюнхен",
		"Й":               "и",
		"東京":              "東京",
		"ﬁne":             "fine",
		"O’Higgins":       "o'higgins",
		"hair\u00adline":  "hairline", // soft hyphen
		"a\u200db":        "ab",       // joiner
		"№ ½":             "no 1⁄2",
		"\xff":            "\ufffd",
		"\xf0Ȯ":           "\ufffdo",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "",
		" , ":                         "",
		"Harbour Hair Clinic":         "harbour hair clinic",
		"PRP/SMP (31G)":               "prp smp 31g",
		"O’Higgins’ Klinik, Köln-Süd": "o higgins klinik koln sud",
		"Москва, ул. Арбат":           "москва ул арбат",
		"दिल्ली":                      "दिलली",
	} {
		if got := strings.Join(Words(in), " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSlugOf(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"東京":                       "",
		"---":                      "",
		"Harbour Hair Clinic":      "harbour-hair-clinic",
		"  İstanbul – Şişli (2)  ": "istanbul-sisli-2",
		"O'Higgins & Søn":          "ohiggins-son",
		"Straße 7":                 "strasse-7",
		"東京 Hair 東京":               "hair",
		strings.Repeat("a", 200):   strings.Repeat("a", 79),
		strings.Repeat("a ", 100):  strings.Repeat("a-", 39) + "a",
		strings.Repeat("ab ", 100): strings.Repeat("ab-", 26) + "a",
	} {
		if got := SlugOf(in); got.String() != want {
			t.Errorf("SlugOf(%q) = %q, want %q", in, got, want)
		}
	}
}

var names = []string{"", "Istanbul", "İSTANBUL ıstanbul", "Straße ẞ", "ΑΘΉΝΑ ς", "Ｔｏｋｙｏ ﬁ №", "a\u0301\u0315\u0300\u05ae", "\u1100\u1161", "한국", "が", "हिन्दी", "\xff\xfe", "\xf0Ȯ", "ǅ", "ϴ K Ω", "O’Higgins", "ŉ", "\U0001d165\U0001d16e", "𝔸", "\u0345A"}

// FuzzFold checks that folding a fold changes nothing, and that case and
// composition do not matter to it.
func FuzzFold(f *testing.F) {
	for _, s := range names {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q; folding that gives %q", s, once, twice)
		}
		if !utf8.ValidString(once) && utf8.ValidString(s) {
			t.Errorf("Fold(%q) = %q, which is not UTF-8", s, once)
		}
		for _, w := range Words(s) {
			if w == "" || strings.ContainsFunc(w, unicode.IsSpace) || !slices.Equal(Words(w), []string{w}) {
				t.Errorf("Words(%q) has %q, whose words are %q", s, w, Words(w))
			}
		}
	})
}

// Every letter there is, by itself and between others.
func TestFold_everyLetter(t *testing.T) {
	for r := range unicode.MaxRune + 1 {
		for _, s := range []string{string(r), "A" + string(r) + "\u0301b"} {
			once := Fold(s)
			if twice := Fold(once); twice != once {
				t.Errorf("Fold(%+q) = %+q; folding that gives %+q", s, once, twice)
			}
		}
	}
}

// FuzzSlugOf checks that a slug made of any name is one, or none.
func FuzzSlugOf(f *testing.F) {
	for _, s := range names {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		slug := SlugOf(s)
		if slug.IsZero() {
			return
		}
		if again, err := ParseSlug(slug.String()); err != nil || again != slug {
			t.Errorf("SlugOf(%q) = %q; parsing that gives %q, %v", s, slug, again, err)
		}
		if again := SlugOf(slug.String()); len(slug.String()) < maxSlug-1 && again != slug {
			t.Errorf("SlugOf(%q) = %q, whose slug is %q", s, slug, again)
		}
	})
}
