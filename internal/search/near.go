package search

import (
	"cmp"
	"math"
	"slices"

	"rootline/internal/directory"
)

// bands finds documents near a point: the globe is cut into bands of latitude,
// and within each the documents stand by longitude.
type bands struct {
	start []uint32 // band b's documents are docs[start[b]:start[b+1]]
	docs  []uint32
	lngs  []float64 // of docs
	point []directory.Point
	unit  [][3]float64 // each document's point on the unit sphere
}

const (
	bandsPerDegree = 4
	bandCount      = 180*bandsPerDegree + 1
	// slack is how far a comparison of dot products may be off, in radians
	// squared: inside it the exact distance decides.
	slack = 1e-12
)

func bandOf(lat float64) int {
	return max(0, min(bandCount-1, int(math.Floor((lat+90)*bandsPerDegree))))
}

func newBands(entries []*entry) bands {
	b := bands{point: make([]directory.Point, len(entries)), unit: make([][3]float64, len(entries))}
	of := make([]uint32, len(entries))
	for i := range entries {
		b.point[i] = entries[i].point
		b.unit[i] = unitVector(entries[i].point)
		of[i] = uint32(bandOf(entries[i].point.Lat()))
	}
	b.start, b.docs = groupBy(of, bandCount)
	for band := range bandCount {
		slices.SortFunc(b.docs[b.start[band]:b.start[band+1]], func(x, y uint32) int {
			return cmp.Compare(b.point[x].Lng(), b.point[y].Lng())
		})
	}
	b.lngs = make([]float64, len(b.docs))
	for i, d := range b.docs {
		b.lngs[i] = b.point[d].Lng()
	}
	return b
}

func unitVector(p directory.Point) [3]float64 {
	lat, lng := p.Lat()*math.Pi/180, p.Lng()*math.Pi/180
	return [3]float64{math.Cos(lat) * math.Cos(lng), math.Cos(lat) * math.Sin(lng), math.Sin(lat)}
}

func dot(a, b [3]float64) float64 { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }

// circle is the set of points within a distance of a centre.
type circle struct {
	centre directory.Point
	km     float64
	unit   [3]float64
	cos    float64 // dot products above this are inside, below outside, save for slack
}

func newCircle(centre directory.Point, km float64) circle {
	return circle{centre: centre, km: km, unit: unitVector(centre), cos: math.Cos(km / directory.EarthRadiusKM)}
}

// mark sets the bit of every document in the circle.
func (b *bands) mark(c circle, bits []uint64) {
	reach := c.km/directory.EarthRadiusKM*180/math.Pi + 1e-9
	south, north := c.centre.Lat()-reach, c.centre.Lat()+reach
	half := lngReach(c.centre.Lat(), reach)
	for band := bandOf(south); band <= bandOf(north); band++ {
		lo, hi := b.start[band], b.start[band+1]
		west, east := c.centre.Lng()-half, c.centre.Lng()+half
		switch {
		case half >= 180:
			b.markRun(c, bits, lo, hi, -180, 180)
		case west < -180:
			b.markRun(c, bits, lo, hi, -180, east)
			b.markRun(c, bits, lo, hi, west+360, 180)
		case east > 180:
			b.markRun(c, bits, lo, hi, west, 180)
			b.markRun(c, bits, lo, hi, -180, east-360)
		default:
			b.markRun(c, bits, lo, hi, west, east)
		}
	}
}

// lngReach is how far in longitude a circle of reach degrees around a point at
// lat extends: all the way round if a pole lies within.
func lngReach(lat, reach float64) float64 {
	if math.Abs(lat)+reach >= 90 {
		return 180
	}
	return math.Asin(math.Sin(reach*math.Pi/180)/math.Cos(lat*math.Pi/180))*180/math.Pi + 1e-9
}

// markRun marks the documents of docs[lo:hi] between two longitudes that lie in
// the circle.
func (b *bands) markRun(c circle, bits []uint64, lo, hi uint32, west, east float64) {
	lngs := b.lngs[lo:hi]
	from, _ := slices.BinarySearch(lngs, west)
	for i := from; i < len(lngs) && lngs[i] <= east; i++ {
		d := b.docs[int(lo)+i]
		p := dot(b.unit[d], c.unit)
		if p > c.cos+slack || p >= c.cos-slack && b.point[d].KM(c.centre) <= c.km {
			bits[d/64] |= 1 << (d % 64)
		}
	}
}
