package search

import (
	"math/rand/v2"
	"testing"

	"rootline/internal/directory"
)

// TestMark_agreesWithEveryDistance compares the circle that the bands find with
// the distance of every single point, over the poles and the date line too.
func TestMark_agreesWithEveryDistance(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	centres := []directory.Point{
		point(t, 41.01, 28.95), point(t, 0, 180), point(t, -17.8, -179.99), point(t, 89.9, 10),
		point(t, -90, 0), point(t, 90, 0), point(t, 0.0001, 0.0001), point(t, 69.2, 179.5),
	}
	entries := make([]*entry, 4_000)
	for i := range entries {
		near := centres[random.IntN(len(centres))]
		entries[i] = &entry{point: around(random, near)}
	}
	for i, c := range centres {
		entries[i].point = c // a point is in its own circle
	}
	b := newBands(entries)
	for range 300 {
		c := newCircle(centres[random.IntN(len(centres))], 1+random.Float64()*499)
		if random.IntN(3) == 0 { // exactly at the radius, which is included
			c = newCircle(c.centre, max(1e-9, c.centre.KM(entries[random.IntN(len(entries))].point)))
		}
		bits := make([]uint64, (len(entries)+63)/64)
		b.mark(c, bits)
		for d, e := range entries {
			want := e.point.KM(c.centre) <= c.km
			if got := bits[d/64]>>(d%64)&1 != 0; got != want {
				t.Fatalf("%v within %v km of %v: %t, but it is %v km away", e.point, c.km, c.centre, got, e.point.KM(c.centre))
			}
		}
	}
}

func point(t *testing.T, lat, lng float64) directory.Point {
	t.Helper()
	p, err := directory.NewPoint(lat, lng)
	if err != nil {
		t.Fatalf("NewPoint(%v, %v): %v", lat, lng, err)
	}
	return p
}

// around returns a point some degrees from p, wrapped where it leaves the map.
func around(random *rand.Rand, p directory.Point) directory.Point {
	for {
		lat := p.Lat() + random.NormFloat64()*2
		lng := p.Lng() + random.NormFloat64()*6
		if random.IntN(4) == 0 {
			lng = random.Float64()*360 - 180
		}
		switch {
		case lng > 180:
			lng -= 360
		case lng < -180:
			lng += 360
		}
		if q, err := directory.NewPoint(lat, lng); err == nil {
			return q
		}
	}
}
