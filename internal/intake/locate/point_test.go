package locate

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

func TestParseDegrees(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64
		ok   bool
	}{
		{"51.5074", 51.5074, true},
		{"-0.1278", -0.1278, true},
		{"+51", 51, true},
		{"−0.1278", -0.1278, true}, // U+2212
		{"51,5074", 51.5074, true},
		{".5", .5, true},
		{"5.", 5, true},
		{"-9.9528534337878227E-3", -0.0099528534337878227, true},
		{"52.050613403320312", 52.050613403320312, true},
		{"1e999", math.Inf(1), true},
		{"", 0, false},
		{"-", 0, false},
		{".", 0, false},
		{"1.234,5", 0, false},
		{"1_000", 0, false},
		{"0x1p-2", 0, false},
		{"NaN", 0, false},
		{"Inf", 0, false},
		{"infinity", 0, false},
		{"51.5 N", 0, false},
		{"51 30", 0, false},
		{"٥١", 0, false},
		{strings.Repeat("1", maxDegrees+1), 0, false},
	} {
		if got, ok := parseDegrees(tt.text); got != tt.want || ok != tt.ok {
			t.Errorf("parseDegrees(%q) = %v, %v; want %v, %v", tt.text, got, ok, tt.want, tt.ok)
		}
	}
}

// FuzzPoint reads any two texts for coordinates: a point that comes out is what the
// texts say, and what is no point is doubted.
func FuzzPoint(f *testing.F) {
	for _, seed := range [][2]string{
		{"51.5074", "-0.1278"},
		{"51,5074", "-9.9528534337878227E-3"},
		{"0", "0"},
		{"51°30'", "W"},
		{"", "1"},
		{"1e999", "0x1p-2"},
		{" 90 ", "-180"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, lat, lng string) {
		q := query(t, "GB||Bath")
		q.Latitude, q.Longitude = lat, lng
		found := world.Locate(q)
		given := strings.TrimSpace(lat) != "" || strings.TrimSpace(lng) != ""
		own := found.Point == found.City.Point
		if given && own && !doubtful(found) && found.Precision == "locality" {
			t.Errorf("Locate(%q, %q) drops coordinates without a doubt", lat, lng)
		}
		if own {
			return
		}
		read := func(s string) float64 {
			s = strings.NewReplacer(",", ".", "−", "-").Replace(strings.TrimSpace(s))
			n, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Errorf("Locate(%q, %q) reads what is no number", lat, lng)
			}
			return n
		}
		if found.Point.Lat() != read(lat) || found.Point.Lng() != read(lng) {
			t.Errorf("Locate(%q, %q).Point = %s", lat, lng, written(found.Point))
		}
	})
}
