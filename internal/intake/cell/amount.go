package cell

import (
	"strconv"
	"strings"

	"rootline/internal/directory"
)

// ParseAmount reads an amount in a currency's own units, with a point before its
// decimals: "250.50", or "250". More decimals than the currency has are refused, and
// so are separators of thousands, which elsewhere are decimal points.
func ParseAmount(s string, in directory.Currency) (int64, error) {
	whole, fraction, point := strings.Cut(s, ".")
	decimals := in.Decimals()
	digits := whole + fraction + strings.Repeat("0", max(0, decimals-len(fraction)))
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || strings.Trim(digits, "0123456789") != "" ||
		whole == "" || point && fraction == "" || len(fraction) > decimals {
		return 0, directory.Refuse(directory.Invalid, "cell.amount", "Currency", in.String(), "Decimals", decimals)
	}
	return n, nil
}

// FormatAmount writes an amount, which is not negative, as [ParseAmount] reads it,
// with all of the currency's decimals.
func FormatAmount(m directory.Money) string {
	digits := strconv.FormatInt(m.Amount, 10)
	decimals := m.Currency.Decimals()
	if decimals == 0 {
		return digits
	}
	digits = strings.Repeat("0", max(0, decimals+1-len(digits))) + digits
	cut := len(digits) - decimals
	return digits[:cut] + "." + digits[cut:]
}

// parseAmounts reads an amount, or the two ends of a range.
func parseAmounts(s string, in directory.Currency) (from, to int64, err error) {
	first, last, isRange := strings.Cut(s, "-")
	if from, err = ParseAmount(first, in); err != nil || !isRange {
		return from, 0, err
	}
	if to, err = ParseAmount(last, in); err == nil && to < from {
		err = directory.Refuse(directory.Invalid, "invalid.price.range")
	}
	return from, to, err
}
