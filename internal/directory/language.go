package directory

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// Language is a language people speak, by its shortest ISO 639 code in lower
// case: "en", "pt", "fil". The zero Language means none.
type Language struct{ code string }

// languages remembers codes that have parsed: the library takes a microsecond
// for each, and a directory of a million clinics names a hundred of them.
var languages sync.Map // string → Language

// ParseLanguage reads a two- or three-letter code in either case. Of several
// codes for a language, the one in use is kept: "deu" and "ger" become "de",
// the old "iw" becomes "he" and "cmn", spoken Chinese, "zh".
func ParseLanguage(s string) (Language, error) {
	if l, ok := languages.Load(s); ok {
		return l.(Language), nil
	}
	if len(s) == 2 || len(s) == 3 {
		if code, ok := languageCode(strings.ToLower(s)); ok {
			l := Language{code}
			languages.Store(strings.Clone(s), l)
			return l, nil
		}
	}
	return Language{}, Refuse(Invalid, "invalid.language")
}

// languageCode is the code in use for a language. There is none for what ISO 639
// has codes for besides: many languages, no language, languages of one's own.
func languageCode(s string) (code string, ok bool) {
	base, err := language.ParseBase(s)
	if err != nil || base.IsPrivateUse() || slices.Contains([]string{"und", "mul", "zxx", "mis"}, base.String()) {
		return "", false
	}
	base, _ = language.All.Make(base.String()).Base()
	return base.String(), true
}

func (l Language) String() string { return l.code }

// IsZero reports whether no language is named.
func (l Language) IsZero() bool { return l.code == "" }

// MarshalText writes the code.
func (l Language) MarshalText() ([]byte, error) { return []byte(l.code), nil }

// UnmarshalText reads what MarshalText wrote.
func (l *Language) UnmarshalText(b []byte) error { return parseText(l, b, ParseLanguage) }
