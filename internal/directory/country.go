package directory

import "strings"

// Country is an ISO 3166-1 alpha-2 code in upper case, or XK for Kosovo, which
// has none. The zero Country means none is known.
type Country struct{ code string }

// countryCodes holds every code in order, two letters each.
const countryCodes = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZ" +
	"CACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFR" +
	"GAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJP" +
	"KEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZ" +
	"NANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURW" +
	"SASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZ" +
	"UAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW"

// ParseCountry reads a code in either case.
func ParseCountry(s string) (Country, error) {
	if code, ok := findCode(countryCodes, 2, s); ok {
		return Country{code}, nil
	}
	return Country{}, Refuse(Invalid, "invalid.country")
}

// Countries returns every country there is, by code.
func Countries() []Country {
	all := make([]Country, 0, len(countryCodes)/2)
	for i := 0; i < len(countryCodes); i += 2 {
		all = append(all, Country{countryCodes[i : i+2]})
	}
	return all
}

func (c Country) String() string { return c.code }

// Slug is the country as it stands in an address: its code in lower case.
func (c Country) Slug() Slug { return Slug{strings.ToLower(c.code)} }

// IsZero reports whether no country is known.
func (c Country) IsZero() bool { return c.code == "" }

// MarshalText writes the code.
func (c Country) MarshalText() ([]byte, error) { return []byte(c.code), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Country) UnmarshalText(b []byte) error { return parseText(c, b, ParseCountry) }
