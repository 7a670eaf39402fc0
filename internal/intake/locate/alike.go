package locate

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"rootline/internal/directory"
)

// spelling is how a city of a country is spelt, for comparing it with what is not.
type spelling struct {
	key     string
	letters uint64 // that occur in the key, a bit for each
	region  directory.Region
	point   directory.Point
	label   string
}

type likeQuery struct {
	country directory.Country
	region  directory.Region
	key     string
}

// maxLike bounds an answer, of which the row's coordinates then leave some out.
const maxLike = 50

// namesAlike are the names of the places that the row's city, which is none, may have
// been meant for, likeliest first. A row with coordinates in its country means none
// that is far from them.
func (r *row) namesAlike() string {
	var names []string
	inside := !r.at.point.IsZero() && r.isIn(r.at.point)
	for _, s := range r.alike(r.q.Country, r.region, r.q.City) {
		if len(names) < maxNames && !(inside && s.point.KM(r.at.point) > FarKM) && !slices.Contains(names, s.label) {
			names = append(names, s.label)
		}
	}
	return strings.Join(names, "; ")
}

// alike returns the spellings most like a name, at most maxLike: in a region, if it
// is not zero.
func (l *Locator) alike(country directory.Country, region directory.Region, name string) []spelling {
	q := likeQuery{country, region, keyOf(name[:min(len(name), maxName)])}
	return l.likes.of(q, func() []spelling { return q.among(l.spellingsIn(country)) })
}

// spellingsIn are the names of a country's cities, most populous first.
func (l *Locator) spellingsIn(country directory.Country) []spelling {
	return l.spellings.of(country, func() []spelling {
		regions := map[directory.Region]string{}
		for _, r := range l.places.Regions(country) {
			regions[r.ID] = r.Name
		}
		var all []spelling
		for c := range l.places.Cities(country, directory.Region{}) {
			s := spelling{key: keyOf(c.Name), region: c.Region, point: c.Point, label: c.Name}
			if name := regions[c.Region]; name != "" && name != c.Name {
				s.label += ", " + name
			}
			s.letters = lettersIn(s.key)
			all = append(all, s)
		}
		return all
	})
}

// among returns the spellings most like the one asked for, most alike first.
func (q likeQuery) among(all []spelling) []spelling {
	type candidate struct{ at, score int }
	var found []candidate
	letters := lettersIn(q.key)
	for i := range all {
		if !q.region.IsZero() && all[i].region != q.region {
			continue
		}
		if score, ok := q.resembles(letters, &all[i]); ok {
			found = append(found, candidate{i, score})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.score, b.score) })
	var best []spelling
	for _, c := range found[:min(len(found), maxLike)] {
		best = append(best, all[c.at])
	}
	return best
}

// resembles scores how like a spelling is to the name asked for, 0 for the most, and
// whether it is like enough to be worth a suggestion: it differs by a letter in four,
// three at most, or one of the two is the other with words before or after it.
func (q likeQuery) resembles(letters uint64, s *spelling) (int, bool) {
	allowed := min(max(len(q.key)/4, 1), maxEdits)
	if bits.OnesCount64(letters&^s.letters) <= allowed && bits.OnesCount64(s.letters&^letters) <= allowed {
		if d := edits(q.key, s.key, allowed); d <= allowed {
			return d, true
		}
	}
	longer, shorter := q.key, s.key
	if len(longer) < len(shorter) {
		longer, shorter = shorter, longer
	}
	if len(shorter) >= minPart && strings.Contains(" "+longer+" ", " "+shorter+" ") {
		return maxEdits + len(longer) - len(shorter), true
	}
	return 0, false
}

const (
	maxEdits = 3
	minPart  = 4 // letters of a name that is worth finding within another
)

// edits counts the letters to insert, remove or replace between two keys, or reports
// more than allowed.
func edits(a, b string, allowed int) int {
	if max(len(a)-len(b), len(b)-len(a)) > allowed || max(len(a), len(b)) > maxName {
		return allowed + 1
	}
	var rows [2][maxName + 1]int
	last, row := &rows[0], &rows[1]
	for j := range len(b) + 1 {
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
		}
		last, row = row, last
	}
	return last[len(b)]
}

// lettersIn is the set of letters in a key.
func lettersIn(key string) (set uint64) {
	for i := range len(key) {
		set |= 1 << (key[i] % 64)
	}
	return set
}
