package gazetteer

import (
	"cmp"
	"math/bits"
	"slices"

	"rootline/internal/directory"
	"rootline/internal/gazetteer/layout"
)

const (
	maxNearest = 3
	maxEdits   = 2
	minShared  = 3  // letters that alike slugs must start with
	maxSlug    = 80 // see directory.Slug
)

// Nearest returns what may have been meant by a slug that does not exist, at
// most three places, likeliest first. It looks where the slug stood: among the
// countries if country is zero, among the regions of a country if region is zero
// and the country has any, and else among the cities. Another name of a place
// counts most (muenchen for munich, turkiye for Turkey); then a slug within two
// edits, or one where it is short; then one that starts alike; and last a place
// of that name elsewhere in the country.
func (g *Gazetteer) Nearest(slug string, country directory.Country, region directory.Region) []Place {
	if len(slug) > maxSlug {
		return nil
	}
	t, s := &top{limit: maxNearest}, g.scopeOf(country, region)
	named := g.keys.named(keyOf(slug))
	g.scan(t, named, func(o ordinal, h hit) bool { return !h.part() && s.holds(o) })
	t.take()
	for _, o := range g.alike(slug, s) {
		t.put(o)
		t.take()
	}
	if home := g.spanOf(g.areaOfCountry(country)); home.to > home.from {
		g.scan(t, named, func(o ordinal, h hit) bool { return !h.part() && home.has(g.areaOf(o)) })
		t.take()
	}
	return g.placesAt(t.taken)
}

// scope is where a slug stood: a span of areas and which places of it count.
type scope struct {
	span
	holds func(ordinal) bool
}

func (g *Gazetteer) scopeOf(country directory.Country, region directory.Region) scope {
	if country.IsZero() {
		return scope{span{0, g.areas()}, func(o ordinal) bool { return g.idOf(o) == 0 && g.isCountry(g.areaOf(o)) }}
	}
	home := g.spanOf(g.areaOfCountry(country))
	if a := g.areaOfRegion(region); a != none && home.has(a) {
		home = span{a, a + 1}
	}
	if home.to == home.from+1 {
		return scope{home, func(o ordinal) bool { return g.idOf(o) != 0 && g.areaOf(o) == home.from }}
	}
	return scope{home, func(o ordinal) bool { // its regions, and what lies in none of them
		a := g.areaOf(o)
		return home.has(a) && (a == home.from) == (g.idOf(o) != 0)
	}}
}

// alike are the places of a scope whose slugs resemble one, most alike first.
func (g *Gazetteer) alike(slug string, s scope) []ordinal {
	type candidate struct {
		o     ordinal
		score int
	}
	var found []candidate
	consider := func(o ordinal) {
		if s.holds(o) {
			if score, ok := resemblance(slug, g.shownSlug(o)); ok && g.inhabited(o) {
				found = append(found, candidate{o, score})
			}
		}
	}
	for a := s.from; a < s.to; a++ {
		consider(g.place(a))
	}
	for at := g.firstCity(s.from); at < g.firstCity(s.from+1); at++ {
		consider(g.listed(layout.BySlug, at))
	}
	slices.SortFunc(found, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.o, b.o)) })
	var list []ordinal
	for _, c := range found[:min(len(found), 2*maxNearest)] { // some may be taken already
		list = append(list, c.o)
	}
	return list
}

// inhabited reports whether there is any city; no page is about Bouvet Island.
func (g *Gazetteer) inhabited(o ordinal) bool {
	r := g.row(o)
	return !r.point().IsZero()
}

// shownSlug is the slug of a place, and for a country, whose slug is its code,
// the one its name would have.
func (g *Gazetteer) shownSlug(o ordinal) string {
	r := g.row(o)
	name, slug := g.nameAndSlug(&r)
	if r.id == 0 && g.isCountry(r.area) {
		return directory.SlugOf(name).String()
	}
	return slug
}

// resemblance scores how alike two slugs are, 0 for equal, and whether they are
// alike enough to be worth a suggestion.
func resemblance(asked, have string) (int, bool) {
	allowed := maxEdits
	if len(asked) <= 4 {
		allowed = 1
	}
	if d := edits(asked, have, allowed); d <= allowed {
		return d, true
	}
	shared := 0
	for shared < min(len(asked), len(have)) && asked[shared] == have[shared] {
		shared++
	}
	if shared == len(asked) && shared > 0 {
		return maxEdits + 1, true
	}
	return maxEdits + 1 + len(asked) - shared, shared >= minShared && 2*shared > len(asked)
}

// edits counts the letters to insert, remove, replace or swap with a neighbour
// between two slugs, or reports more than allowed.
func edits(a, b string, allowed int) int {
	missing, surplus := letters(a)&^letters(b), letters(b)&^letters(a)
	if max(len(a)-len(b), len(b)-len(a), bits.OnesCount64(missing), bits.OnesCount64(surplus)) > allowed {
		return allowed + 1 // each edit brings one letter at most; this spares nearly all the work
	}
	var rows [3][maxSlug + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// letters is the set of letters in a slug.
func letters(s string) (set uint64) {
	for i := range len(s) {
		set |= 1 << (s[i] % 64)
	}
	return set
}
