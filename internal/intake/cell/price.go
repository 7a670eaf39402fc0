package cell

import (
	"slices"
	"strconv"
	"strings"

	"rootline/internal/directory"
)

const (
	estimate  = "estimate"
	dateRange = ".."
)

var units = []directory.PriceUnit{
	directory.PerSession, directory.PerCourse, directory.PerArea, directory.PerConsultation,
}

// ParsePrice reads what a service costs: the service, what the price buys, an amount
// or two, and the currency, such as "prp session 250.00-300.00 EUR". After them, in
// any order, may stand a number of sessions ("x3"), that the price is our estimate
// ("estimate"), and from when until when it holds ("2026-01-01..2026-12-31", either
// end of which may be missing).
func ParsePrice(s string) (directory.Service, directory.Price, error) {
	item, said := cutMark(s)
	words := strings.Fields(item)
	if len(words) < 4 {
		return 0, directory.Price{}, notPrice(item)
	}
	of, err := directory.ParseService(words[0])
	if err != nil {
		return 0, directory.Price{}, err
	}
	p := directory.Price{Unit: directory.PriceUnit(words[1]), State: directory.PricePublished, Fact: said}
	if !slices.Contains(units, p.Unit) {
		return 0, directory.Price{}, notPrice(words[1])
	}
	if p.Currency, err = directory.ParseCurrency(words[3]); err != nil {
		return 0, directory.Price{}, err
	}
	if p.Amount, p.AmountMax, err = parseAmounts(words[2], p.Currency); err != nil {
		return 0, directory.Price{}, err
	}
	for i, word := range words[4:] {
		if slices.Contains(words[4:4+i], word) {
			return 0, directory.Price{}, notPrice(word)
		}
		if err := parseDetail(word, &p); err != nil {
			return 0, directory.Price{}, err
		}
	}
	return of, p, nil
}

// FormatPrice writes a price of a service as [ParsePrice] reads it.
func FormatPrice(of directory.Service, p directory.Price) string {
	amount := FormatAmount(directory.Money{Amount: p.Amount, Currency: p.Currency})
	if p.AmountMax != 0 {
		amount += "-" + FormatAmount(directory.Money{Amount: p.AmountMax, Currency: p.Currency})
	}
	words := []string{of.String(), string(p.Unit), amount, p.Currency.String()}
	if p.Sessions != 0 {
		words = append(words, "x"+strconv.Itoa(p.Sessions))
	}
	if p.State == directory.PriceEstimate {
		words = append(words, estimate)
	}
	if !p.ValidFrom.IsZero() || !p.ValidTo.IsZero() {
		words = append(words, p.ValidFrom.String()+dateRange+p.ValidTo.String())
	}
	return mark(p.Fact) + strings.Join(words, " ")
}

func notPrice(text string) error {
	return directory.Refuse(directory.Invalid, "cell.price", "Text", directory.Printable(text))
}

// parseDetail reads what may follow a price.
func parseDetail(word string, p *directory.Price) error {
	if word == estimate {
		p.State = directory.PriceEstimate
		return nil
	}
	if number, ok := strings.CutPrefix(word, "x"); ok {
		n, err := strconv.ParseUint(number, 10, 31)
		if err != nil || n == 0 || p.Sessions != 0 {
			return notPrice(word)
		}
		p.Sessions = int(n)
		return nil
	}
	from, to, ok := strings.Cut(word, dateRange)
	if !ok || from == "" && to == "" || !p.ValidFrom.IsZero() || !p.ValidTo.IsZero() {
		return notPrice(word)
	}
	if err := p.ValidFrom.UnmarshalText([]byte(from)); err != nil {
		return err
	}
	return p.ValidTo.UnmarshalText([]byte(to))
}
