package gazetteer

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"rootline/internal/directory"
)

func TestNear(t *testing.T) {
	for _, tt := range []struct {
		lat, lng, km float64
		want         string // the most populous
	}{
		{51.5, -0.12, 25, "London"},
		{41.0, 29.0, 50, "Istanbul"},
		{-16.5, 179.99, 100, "Labasa"}, // over the date line
		{-16.5, -179.99, 100, "Labasa"},
		{78.2, 15.6, 50, "Longyearbyen"},
	} {
		if got := Embedded().Near(point(tt.lat, tt.lng), tt.km, 3); len(got) == 0 || got[0].Name != tt.want {
			t.Errorf("Near(%v,%v, %v, 3) = %v; want %s first", tt.lat, tt.lng, tt.km, got, tt.want)
		}
	}
}

func TestNear_nothing(t *testing.T) {
	london := point(51.5, -0.12)
	for _, got := range [][]City{
		Embedded().Near(directory.Point{}, 100, 3), Embedded().Near(london, -1, 3),
		Embedded().Near(london, math.NaN(), 3), Embedded().Near(london, 25, 0),
		Embedded().Near(point(-48, -123), 100, 3), // the middle of the Pacific
	} {
		if len(got) != 0 {
			t.Errorf("Near = %v; want none", got)
		}
	}
}

// TestNear_asOracle compares circles at random, poles and date line included,
// with a walk over all cities.
func TestNear_asOracle(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	g := Embedded()
	all := slices.Collect(g.AllCities())
	for range 15 {
		p := point(random.Float64()*180-90, random.Float64()*360-180)
		if random.IntN(2) == 0 {
			p = all[random.IntN(len(all))].Point
		}
		km := math.Exp(random.Float64() * math.Log(21_000))
		limit := 1 + random.IntN(30)
		var want []City
		for _, c := range all {
			if len(want) < limit && p.KM(c.Point) <= km {
				want = append(want, c)
			}
		}
		if got := g.Near(p, km, limit); !slices.Equal(got, want) {
			t.Errorf("Near(%v, %v, %d) = %v; want %v", p, km, limit, got, want)
		}
	}
}

// BenchmarkNear finds the five largest cities around Düsseldorf, where they are
// densest.
func BenchmarkNear(b *testing.B) {
	p := point(51.22, 6.77)
	b.ReportAllocs()
	for b.Loop() {
		Embedded().Near(p, 100, 5)
	}
}
