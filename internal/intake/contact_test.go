package intake

import (
	"testing"

	"rootline/internal/directory"
)

func countryOf(tb testing.TB, code string) directory.Country {
	tb.Helper()
	var c directory.Country
	if err := c.UnmarshalText([]byte(code)); err != nil {
		tb.Fatal(err)
	}
	return c
}

func TestReadPhone(t *testing.T) {
	for _, tt := range []struct{ text, country, want string }{
		{"0113 496 0001", "GB", "+441134960001"},
		{"(0113) 496-0001", "GB", "+441134960001"},
		{"0113/4960001", "GB", "+441134960001"},
		{"+44 (0)113 496 0001", "TR", "+441134960001"},
		{"0044 113 496 0001", "TR", "+441134960001"},
		{"44 113 496 0001", "GB", "+441134960001"},
		{"0232 555 01 01", "TR", "+902325550101"},
		{"(212) 555-0123", "US", "+12125550123"},
		{"0113 496 0001", "", "intake.phones.code"},
		{"0113 496", "GB", "intake.phones.plan"},
		{"00000 000000", "GB", "intake.phones.plan"},
		{"1111111111", "GB", "intake.phones.plan"},
		{"12345", "GB", "intake.phones.plan"},
		{"+44 12345", "GB", "intake.phones.plan"},
		{"+44 113 496 0001 2345", "GB", "intake.phones.plan"},
		{"n/a", "GB", "intake.phones.none"},
		{"-", "GB", "intake.phones.none"},
		{"0113 496 0001 / 0113 496 0002", "GB", "intake.phones.several"},
		{"0113 496 0001, 0113 496 0002", "GB", "intake.phones.several"},
		{"0113 496 0001 or 0113 496 0002", "GB", "intake.phones.several"},
		{"0113 496 0001 0113 496 0002", "GB", "intake.phones.several"},
		{"0113 496 0001 ext 7", "GB", "intake.phones.words"},
		{"Tel. 0113 496 0001", "GB", "intake.phones.words"},
		{"1-800-FLOWERS", "US", "intake.phones.words"},
	} {
		read := readPhone(phoneCell{tt.text, countryOf(t, tt.country)})
		if got := read.number.String() + read.what.ID; got != tt.want {
			t.Errorf("readPhone(%q, %s) = %s, want %s", tt.text, tt.country, got, tt.want)
		}
	}
}
