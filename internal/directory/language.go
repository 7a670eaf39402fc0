package directory

import (
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

// ParseLanguage reads a two- or three-letter code in either case; the
// three-letter code of a language that has two letters becomes those.
func ParseLanguage(s string) (Language, error) {
	if l, ok := languages.Load(s); ok {
		return l.(Language), nil
	}
	if len(s) == 2 || len(s) == 3 {
		base, err := language.ParseBase(strings.ToLower(s))
		if err == nil && base.String() != "und" {
			l := Language{base.String()}
			languages.Store(strings.Clone(s), l)
			return l, nil
		}
	}
	return Language{}, Refuse(Invalid, "invalid.language")
}

func (l Language) String() string { return l.code }

// IsZero reports whether no language is named.
func (l Language) IsZero() bool { return l.code == "" }

// MarshalText writes the code.
func (l Language) MarshalText() ([]byte, error) { return []byte(l.code), nil }

// UnmarshalText reads what MarshalText wrote.
func (l *Language) UnmarshalText(b []byte) error { return parseText(l, b, ParseLanguage) }
