package directory

import "strings"

// Currency is an ISO 4217 code in upper case. The zero Currency means none.
type Currency struct{ code string }

// currencyCodes holds the code of every currency that people pay in, in order,
// three letters each: ISO 4217's list one of 2026 without funds, metals and
// codes for testing, and with BGN and HRK, in which prices may still stand on
// record. The list is ours because the library's is of 2017: it has neither the
// bolívar (VES) nor the ouguiya (MRU) nor the leone (SLE) in use today.
const currencyCodes = "AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBGNBHDBIFBMDBNDBOBBRLBSDBTNBWPBYNBZD" +
	"CADCDFCHFCLPCNYCOPCRCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYD" +
	"HKDHNLHRKHTGHUFIDRILSINRIQDIRRISKJMDJODJPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYD" +
	"MADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMYRMZNNADNGNNIONOKNPRNZDOMR" +
	"PABPENPGKPHPPKRPLNPYGQARRONRSDRUBRWFSARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZL" +
	"THBTJSTMTTNDTOPTRYTTDTWDTZSUAHUGXUSDUYUUZSVEDVESVNDVUVWSTXAFXCDXCGXOFXPFYERZARZMWZWG"

// Currencies whose minor unit is not a hundredth, as ISO 4217 has it. CLDR, the
// source of libraries, lists more: the dinar and the lek there have no decimals
// because their coins are gone, but programs we exchange amounts with count on
// the standard.
const (
	wholeCurrencies      = "BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXVNDVUVXAFXOFXPF"
	thousandthCurrencies = "BHDIQDJODKWDLYDOMRTND"
)

// ParseCurrency reads a code in either case.
func ParseCurrency(s string) (Currency, error) {
	if code, ok := findCode(currencyCodes, 3, s); ok {
		return Currency{code}, nil
	}
	return Currency{}, Refuse(Invalid, "invalid.currency")
}

func (c Currency) String() string { return c.code }

// IsZero reports whether no currency is named.
func (c Currency) IsZero() bool { return c.code == "" }

// Decimals is the number of digits of the minor unit: 2 for EUR, 0 for JPY, 3
// for KWD.
func (c Currency) Decimals() int {
	if _, ok := findCode(wholeCurrencies, 3, c.code); ok {
		return 0
	}
	if _, ok := findCode(thousandthCurrencies, 3, c.code); ok {
		return 3
	}
	return 2
}

// MarshalText writes the code.
func (c Currency) MarshalText() ([]byte, error) { return []byte(c.code), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Currency) UnmarshalText(b []byte) error { return parseText(c, b, ParseCurrency) }

// findCode looks s up, in either case, in a string of codes, all of one width
// and in order. It returns the one in there, so that what s was cut from need
// not be kept.
func findCode(codes string, width int, s string) (string, bool) {
	if len(s) != width { // some letters are shorter in capitals: ı
		return "", false
	}
	code := strings.ToUpper(s)
	for lo, hi := 0, len(codes)/width; lo < hi; {
		mid := (lo + hi) / 2
		switch at := codes[width*mid : width*(mid+1)]; {
		case at == code:
			return at, true
		case at < code:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return "", false
}
