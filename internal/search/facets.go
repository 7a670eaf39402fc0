package search

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// tally counts what a run finds.
type tally struct {
	total     int
	inCountry bool // the query names exactly one country
	maxPlaces int  // rows of regions and of cities
	service   [len(choiceColumn)]int
	feature   [directory.FeatureCount]int
	country   []int
	language  [][]int // by segment, then by its column
	region    [][]int // by segment, then by its place
	city      [][]int
}

func (t *tally) init(q *Query, segments int) {
	t.inCountry = len(q.Countries) == 1
	if t.maxPlaces = MaxFacetRows; q.AllPlaces {
		t.maxPlaces = math.MaxInt
	}
	t.country = make([]int, len(countries))
	t.language = make([][]int, segments)
	t.region = make([][]int, segments)
	t.city = make([][]int, segments)
}

func (t *tally) languageCounts(p *part) []int { return countsOf(t.language, p.place, len(p.languages)) }

func (t *tally) regionCounts(p *part) []int { return countsOf(t.region, p.place, len(p.regions.keys)) }

func (t *tally) cityCounts(p *part) []int { return countsOf(t.city, p.place, len(p.cities.keys)) }

func countsOf(of [][]int, place, size int) []int {
	if of[place] == nil {
		of[place] = make([]int, size)
	}
	return of[place]
}

// countPlaces counts the documents of a block that pass everything, by place.
func (t *tally) countPlaces(counts []int, of []uint32, b *block) {
	for m := b.full(); m != 0; m &= m - 1 {
		counts[of[int(b.number)*64+bits.TrailingZeros64(m)]]++
	}
}

// facets words the counts.
func (t *tally) facets(sn *snapshot, parts []*part) Facets {
	f := Facets{Region: []Row{}, City: []Row{}}
	for _, c := range Choices() {
		f.Service = append(f.Service, Row{c.String(), labels().choice[c], t.service[c]})
	}
	f.Service = sorted(f.Service)
	f.Country = rows(t.country, func(i int) Row {
		return Row{Value: countries[i].String(), Label: labels().country[i]}
	})
	f.Feature = rows(t.feature[:], func(i int) Row {
		return Row{Value: directory.Feature(i + 1).String(), Label: labels().feature[i]}
	})
	f.Language = languageRows(t.language, parts)
	if t.inCountry {
		f.Region = placeRows(t.maxPlaces, t.region, func(i int) []directory.Region { return parts[i].regions.keys },
			directory.Region.String, func(r directory.Region) string { return regionName(r, sn.places) })
		f.City = placeRows(t.maxPlaces, t.city, func(i int) []directory.CityID { return parts[i].cities.keys },
			cityValue, func(c directory.CityID) string { return cityName(c, sn.places) })
	}
	return f
}

// rows makes a row of every count that is not zero.
func rows(counts []int, row func(i int) Row) []Row {
	out := []Row{}
	for i, n := range counts {
		if n > 0 {
			r := row(i)
			r.Count = n
			out = append(out, r)
		}
	}
	return sorted(out)
}

func sorted(rows []Row) []Row {
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return rows
}

func languageRows(counts [][]int, parts []*part) []Row {
	sum := make(map[directory.Language]int)
	for i, segment := range counts {
		for column, n := range segment {
			sum[parts[i].languages[column]] += n
		}
	}
	return sumRows(sum, func(l directory.Language) Row {
		return Row{Value: l.String(), Label: labels().language(l)}
	})
}

// placeRows makes rows of the places that count most, at most so many; place 0 is
// none. A country has thousands of cities and an answer shows a hundred, so values
// and labels are left to those that may be shown.
func placeRows[K comparable](limit int, counts [][]int, keys func(segment int) []K, value, label func(K) string) []Row {
	most := mostCounted(limit, addUp(counts, keys))
	out := make([]Row, len(most))
	key := make(map[string]K, len(most))
	for i, m := range most {
		out[i] = Row{Value: value(m.key), Count: m.count}
		key[out[i].Value] = m.key
	}
	out = sorted(out)
	out = out[:min(len(out), limit)]
	for i := range out {
		out[i].Label = label(key[out[i].Value])
	}
	return out
}

type counted[K comparable] struct {
	key   K
	count int
}

// addUp adds the counts of all segments by key.
func addUp[K comparable](counts [][]int, keys func(segment int) []K) []counted[K] {
	var all []counted[K]
	at := make(map[K]int)
	for i, segment := range counts {
		for place, n := range segment {
			if place == 0 || n == 0 {
				continue
			}
			k := keys(i)[place]
			if i > 0 { // of one segment, all keys differ
				if known, ok := at[k]; ok {
					all[known].count += n
					continue
				}
			}
			if len(counts) > 1 {
				at[k] = len(all)
			}
			all = append(all, counted[K]{k, n})
		}
	}
	return all
}

// mostCounted returns the first so many by count, and all that count as many as the
// last of them.
func mostCounted[K comparable](limit int, all []counted[K]) []counted[K] {
	slices.SortFunc(all, func(a, b counted[K]) int { return cmp.Compare(b.count, a.count) })
	n := min(len(all), limit)
	for n > 0 && n < len(all) && all[n].count == all[n-1].count {
		n++
	}
	return all[:n]
}

func sumRows[K comparable](sum map[K]int, row func(K) Row) []Row {
	out := make([]Row, 0, len(sum))
	for k, n := range sum {
		if n > 0 {
			r := row(k)
			r.Count = n
			out = append(out, r)
		}
	}
	return sorted(out)
}

// regionName is the gazetteer's name of a region, or its id if it has none.
func regionName(r directory.Region, places *gazetteer.Gazetteer) string {
	if known, ok := places.Region(r); ok {
		return known.Name
	}
	return r.String()
}

func cityValue(c directory.CityID) string { return strconv.FormatUint(uint64(c), 10) }

func cityName(c directory.CityID, places *gazetteer.Gazetteer) string {
	if known, ok := places.City(c); ok {
		return known.Name
	}
	return cityValue(c)
}
