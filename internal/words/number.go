package words

import (
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"
	"golang.org/x/text/number"

	"rootline/internal/directory"
)

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

// Number is n with the language's digits and separators: 1,234.
func (w *Words) Number(n int) string {
	if w.ascii && n >= 0 && n < 1000 {
		return strconv.Itoa(n) // most numbers on a page; the library takes microseconds
	}
	return w.printer.Sprint(number.Decimal(n))
}

// Decimal is f with exactly this many digits after the point.
func (w *Words) Decimal(f float64, digits int) string {
	return w.printer.Sprint(number.Decimal(f, number.Scale(digits)))
}

// Money is an amount with its currency. The currency's symbol is one that no
// other currency has in this language: US dollars and Mexican ones differ. An
// amount without cents is said without them.
func (w *Words) Money(m directory.Money) string {
	unit := int64(math.Pow10(m.Currency.Decimals()))
	digits := m.Currency.Decimals()
	if m.Amount%unit == 0 {
		digits = 0
	}
	amount := w.Decimal(float64(m.Amount)/float64(unit), digits)
	return w.T("format.money", "Symbol", w.symbol(m.Currency), "Amount", amount)
}

// symbol is the sign that goes before an amount. One that ends in a letter, as
// TRY does, needs a space.
func (w *Words) symbol(c directory.Currency) string {
	if s, ok := w.symbols.Load(c); ok {
		return s.(string)
	}
	s := c.String()
	if unit, err := currency.ParseISO(s); err == nil {
		s = w.printer.Sprint(currency.Symbol(unit))
	}
	if last, _ := utf8.DecodeLastRuneInString(s); unicode.IsLetter(last) {
		s += nbsp
	}
	w.symbols.Store(c, s)
	return s
}

// KM is a distance, as exactly as matters on the way there: hundreds of metres
// below a kilometre, tenths below ten, whole kilometres from there on.
func (w *Words) KM(km float64) string {
	switch {
	case km < 0.95:
		return w.T("format.metres", "Metres", max(100, 100*int(math.Round(km*10))))
	case km < 9.95:
		return w.T("format.km", "KM", w.Decimal(math.Round(km*10)/10, 1))
	default:
		return w.T("format.km", "KM", int(math.Round(km)))
	}
}
