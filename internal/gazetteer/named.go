package gazetteer

import "rootline/internal/directory"

// Named returns the cities and regions of a country that name is a full name of,
// in any script, in the order of [Gazetteer.Lookup], at most 100 of them. Where
// Lookup helps who is still typing, Named tells who has written a name what it
// says: it takes no start of a name for the whole.
func (g *Gazetteer) Named(name string, country directory.Country) []Place {
	if len(name) > maxQuery {
		return nil
	}
	t, home := &top{limit: maxPlaces}, g.spanOf(g.areaOfCountry(country))
	g.scan(t, g.keys.named(keyOf(name)), func(o ordinal, h hit) bool {
		return !h.part() && home.has(g.areaOf(o)) && (g.idOf(o) != 0 || g.isRegion(o))
	})
	t.take()
	return g.placesAt(t.taken)
}
