package directory

// Money is an amount in the currency's minor unit: 12550 EUR is 125.50 euros,
// 1500 JPY is 1500 yen.
type Money struct {
	Amount   int64
	Currency Currency
}
