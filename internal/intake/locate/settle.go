package locate

import (
	"slices"

	"rootline/internal/directory"
)

// Which of several places of one name is meant.
const (
	// NearKM is how far from a town's centre a clinic may be that gives the town for
	// its city. A country practice is reached by way of a town, and in a file of a
	// thousand British hospitals the farthest that were right were at 29 km, while at
	// 46 the town meant was a namesake that the gazetteer does not have.
	NearKM = 30

	// FarKM is the same for a city of bigCity people and more: the largest reach
	// some 40 km out.
	FarKM   = 50
	bigCity = 500_000

	// oneTownKM is how close two places of one name are that are one town twice, as
	// the town and as the municipality called after it; and how close a point is to
	// one of two neighbours to be that one's.
	oneTownKM = 5

	// A place of foremostPopulation people and foremostRatio times as many as any
	// namesake is the one that everybody means who does not say which: London
	// rather than the City, but not Newport in Wales, nor any Springfield.
	foremostPopulation = 100_000
	foremostRatio      = 50
)

// settle tells which of some namesakes, one or more, a row means, at a point that may
// be zero.
func settle(cities []namesake, at directory.Point) (namesake, bool) {
	near := around(cities, at)
	if len(near) == 0 {
		return foremost(withoutNicknames(cities))
	}
	if own := ownOnly(near); len(own) > 0 {
		near = own
	}
	if len(inTown(near, near[0].Point)) == len(near) {
		return near[0], true
	}
	if here := inTown(near, at); len(here) == 1 {
		return here[0], true
	}
	return foremost(near)
}

// around returns the cities that a clinic at a point may give for its own; none, if
// the point is zero.
func around(cities []namesake, at directory.Point) []namesake {
	return slices.DeleteFunc(slices.Clone(cities), func(n namesake) bool { return !serves(n.Point, n.Population, at) })
}

// serves reports whether a clinic at a point may give a city for its own; none does,
// if the point is zero.
func serves(city directory.Point, population int, at directory.Point) bool {
	reach := float64(NearKM)
	if population >= bigCity {
		reach = FarKM
	}
	return !at.IsZero() && city.KM(at) <= reach
}

// inTown returns the cities whose centre is as good as at a point.
func inTown(cities []namesake, at directory.Point) []namesake {
	return slices.DeleteFunc(slices.Clone(cities), func(n namesake) bool { return n.Point.KM(at) > oneTownKM })
}

// ownOnly returns the cities that have the name for their own, main one.
func ownOnly(cities []namesake) []namesake {
	return slices.DeleteFunc(slices.Clone(cities), func(n namesake) bool { return !n.own })
}

// withoutNicknames leaves out the cities that merely also have the name while a
// larger one, which comes before them, has it for its own. The gazetteer's alternate
// names hold much that is historical: Swainsboro in Georgia was once called Paris.
func withoutNicknames(cities []namesake) []namesake {
	first := slices.IndexFunc(cities, func(n namesake) bool { return n.own })
	if first < 0 {
		return cities
	}
	return append(slices.Clone(cities[:first]), ownOnly(cities[first:])...)
}

// foremost is the only one of some cities, or the one that dwarfs all others. They
// come most populous first. One that merely also has the name (New Orleans, which is
// the Crescent City) dwarfs none that has it for its own.
func foremost(cities []namesake) (namesake, bool) {
	if len(cities) == 1 {
		return cities[0], true
	}
	first, second := cities[0], cities[1]
	dwarfs := first.Population >= foremostPopulation && first.Population >= foremostRatio*second.Population
	return first, dwarfs && (first.own || len(ownOnly(cities)) == 0)
}
