package search

import (
	"cmp"
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
	service   [len(choiceColumn)]int
	feature   [directory.FeatureCount]int
	country   []int
	language  [][]int // by segment, then by its column
	region    [][]int // by segment, then by its place
	city      [][]int
}

func (t *tally) init(q *Query, segments int) {
	t.inCountry = len(q.Countries) == 1
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
		f.Region = top(placeRows(t.region, func(i int) []directory.Region { return parts[i].regions.keys },
			func(r directory.Region) Row { return regionRow(r, sn.places) }))
		f.City = top(placeRows(t.city, func(i int) []directory.CityID { return parts[i].cities.keys },
			func(c directory.CityID) Row { return cityRow(c, sn.places) }))
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

func top(rows []Row) []Row { return rows[:min(len(rows), MaxFacetRows)] }

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

// placeRows adds up the counts of all segments by key; place 0 is none. Labels
// cost a look-up, so they are left to those rows that will be shown.
func placeRows[K comparable](counts [][]int, keys func(segment int) []K, row func(K) Row) []Row {
	sum := make(map[K]int)
	for i, segment := range counts {
		for place, n := range segment {
			if place > 0 && n > 0 {
				sum[keys(i)[place]] += n
			}
		}
	}
	return sumRows(sum, row)
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

func regionRow(r directory.Region, places *gazetteer.Gazetteer) Row {
	label := r.String()
	if known, ok := places.Region(r); ok {
		label = known.Name
	}
	return Row{Value: r.String(), Label: label}
}

func cityRow(c directory.CityID, places *gazetteer.Gazetteer) Row {
	id := strconv.FormatUint(uint64(c), 10)
	label := id
	if known, ok := places.City(c); ok {
		label = known.Name
	}
	return Row{Value: id, Label: label}
}
