package gazetteer

import (
	"slices"
	"strings"
)

// Bounds of one look-up, so that its cost does not follow from what was typed.
const (
	maxQuery  = 400 // bytes; the longest name has half as many
	maxWords  = 8   // up to which a query is split into a name and what narrows it
	maxPlaces = 100

	// labelDepth is how far down to look for the place that has q for a label:
	// "Québec, Canada" is the city, though the region around Montréal ranks above.
	labelDepth = 20
)

// probe is one way to read a query: a name, or the start of one, somewhere.
type probe struct {
	name   string
	in     areaSet
	whole  bool // the name in full
	region bool // regions only
}

// Lookup finds places by the start of any of their names, in any script, or by
// the start of a later word of their main name. What follows a comma, or the
// last words of q where that makes sense, narrows to a region or country: all of
// "london, ontario", "london ontario" and "london, ca" find the one in Canada.
//
// Places of which q is a full name come first; otherwise the order is that of
// population, a region coming right behind its largest city. Each place appears
// once, and at most limit, or 100, of them. The Label of a place, sent back as
// q, finds it or a namesake with the same Label first.
func (g *Gazetteer) Lookup(q string, limit int) []Place {
	if limit < 1 || len(q) > maxQuery {
		return nil
	}
	limit = min(limit, maxPlaces)
	if places := g.lookup(g.withComma(q), max(limit, labelDepth)); len(places) > 0 {
		if i := slices.IndexFunc(places, func(p Place) bool { return p.Label == strings.TrimSpace(q) }); i > 0 {
			own := places[i]
			copy(places[1:], places[:i])
			places[0] = own
		}
		return places[:min(limit, len(places))]
	}
	return g.lookup(g.withoutComma(q), limit)
}

// lookup makes one pass after the other until limit places are found.
func (g *Gazetteer) lookup(passes [][]probe, limit int) []Place {
	t := &top{limit: limit}
	for _, pass := range passes {
		g.find(t, pass)
	}
	return g.placesAt(t.taken)
}

// withComma reads q as a name, a comma, and where it is.
func (g *Gazetteer) withComma(q string) [][]probe {
	name, where, comma := strings.Cut(q, ",")
	if !comma {
		return nil
	}
	name, region := strings.CutSuffix(name, regionMark)
	words := strings.Fields(keyOf(where))
	p := probe{name: keyOf(name), in: g.within(words[:min(len(words), maxWords)]), region: region}
	return [][]probe{{p.exact()}, {p}}
}

// withoutComma reads q as a name, or as a name and where it is without saying
// where the one ends. A full name in a place that is named ranks with the names
// that q may be the start of: "santa m" is Santa Marta rather than a Santa in
// Madagascar, yet "san jose c" is the one in California and the one in Costa Rica.
func (g *Gazetteer) withoutComma(q string) [][]probe {
	whole := probe{name: keyOf(q)}
	starts, split := []probe{whole}, []probe(nil)
	if words := strings.Fields(whole.name); len(words) <= maxWords {
		for i := len(words) - 1; i > 0; i-- {
			if in := g.within(words[i:]); !in.empty() {
				p := probe{name: strings.Join(words[:i], " "), in: in}
				starts, split = append(starts, p.exact()), append(split, p)
			}
		}
	}
	return [][]probe{{whole.exact()}, starts, split}
}

func (p probe) exact() probe {
	p.whole = true
	return p
}

// find takes the best of what all probes of one pass find together.
func (g *Gazetteer) find(t *top, pass []probe) {
	for _, p := range pass {
		if p.name == "" || p.in.empty() || t.limit == 0 {
			continue
		}
		hits := g.keys.starting
		if p.whole {
			hits = g.keys.named
		}
		g.scan(t, hits(p.name), func(o ordinal, h hit) bool {
			return (!p.whole || !h.part()) && p.in.has(g.areaOf(o)) && (!p.region || g.isRegion(o))
		})
	}
	t.take()
}

// isRegion reports whether a place is a region.
func (g *Gazetteer) isRegion(o ordinal) bool {
	return g.idOf(o) == 0 && !g.isCountry(g.areaOf(o))
}
