package pages

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"rootline/internal/directory"
)

// maxWhole is how many digits an amount may have before its decimals. It is more than
// any treatment costs in any currency, and few enough to count in minor units.
const maxWhole = 12

var (
	plainDigits = regexp.MustCompile(`^\d+$`)
	grouped     = regexp.MustCompile(`^[1-9]\d{0,2}([., '’]\d{3})+$`)
	spaced      = regexp.MustCompile(`^[1-9]\d{0,2}([ '’]\d{3})+$`)
)

// readAmount reads an amount of money as people write it, in minor units: 1200, 1,200.50
// or 1.200,50. Where a sign could divide thousands as well as decimals, as in 1,250 of a
// currency that has three, it is refused rather than guessed.
func readAmount(s string, c directory.Currency) (int64, bool) {
	s = strings.TrimSpace(asciiDigits(s))
	whole, decimals, ok := cutAmount(s, c.Decimals())
	if !ok || len(decimals) > c.Decimals() || len(whole) > maxWhole {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+decimals+strings.Repeat("0", c.Decimals()-len(decimals)), 10, 64)
	return n, err == nil
}

// cutAmount tells the decimals of an amount from what is before them, which comes back
// without what divides its thousands.
func cutAmount(s string, most int) (whole, decimals string, ok bool) {
	at := strings.LastIndexAny(s, ".,")
	if at < 0 {
		whole, ok = ungrouped(s)
		return whole, "", ok
	}
	before, after := s[:at], s[at+1:]
	alone := !strings.ContainsAny(before, ".,")
	switch {
	case len(after) == 3 && (most < 3 || !alone) && grouped.MatchString(s) && oneSign(s):
		whole, ok = ungrouped(s)
		return whole, "", ok
	case alone && len(after) == 3 && s[at] == ',':
		return "", "", false // thousands to some, and decimals to others
	case !alone && strings.IndexByte(before, s[at]) >= 0 || !plainDigits.MatchString(after):
		return "", "", false
	}
	whole, ok = ungrouped(before)
	return whole, after, ok
}

// ungrouped is a whole number without what divides its thousands.
func ungrouped(s string) (string, bool) {
	if plainDigits.MatchString(s) {
		return strings.TrimLeft(s[:len(s)-1], "0") + s[len(s)-1:], true
	}
	if !grouped.MatchString(s) || !oneSign(s) {
		return "", false
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s), true
}

// oneSign reports whether an amount divides its thousands with the same sign throughout.
func oneSign(s string) bool {
	if spaced.MatchString(s) {
		return true
	}
	return strings.Count(s, ".") == 0 != (strings.Count(s, ",") == 0) && !strings.ContainsAny(s, " '’")
}

// amountText is an amount as it stands in a form, so that readAmount reads it back: with
// all its decimals, or with none if they say nothing.
func amountText(m directory.Money) string {
	digits := m.Currency.Decimals()
	unit := int64(math.Pow10(digits))
	if m.Amount%unit == 0 {
		return strconv.FormatInt(m.Amount/unit, 10)
	}
	rest := strconv.FormatInt(unit+m.Amount%unit, 10)[1:]
	return strconv.FormatInt(m.Amount/unit, 10) + "." + rest
}
