package build

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"

	"rootline/internal/directory"
)

const (
	sameKM = 2  // how far apart two lists may put the same place
	nextKM = 10 // how far away a neighbour may be to tell a place's region
)

// laterCity is a row of the later list.
type laterCity struct {
	Name, Lat, Lng, Country, Admin1 string

	area  string
	point directory.Point
}

// assignRegions gives the cities the regions of today. The list of regions is
// younger than the list of cities, and where a country was divided anew in
// between (Norway in 2024, Viet Nam in 2025) a city's code is unknown or, worse,
// means another region now: Hanoi's is Quảng Trị's. The later list of cities
// knows: it tells the region of the places it shares with ours. For the
// others, a code that it no longer uses so is dropped, and the nearest neighbour
// tells, or else where most places with the same code went.
func assignRegions(cities []*place, areas *areas, later []byte) error {
	l, err := readLater(later, areas)
	if err != nil {
		return err
	}
	same := make([]string, len(cities))
	moved := map[string]map[string]int{} // code in our list, area in the later one: how many
	for i, c := range cities {
		if same[i] = nearest(c, l.byName[c.area+c.name], sameKM); same[i] != "" {
			if moved[c.code] == nil {
				moved[c.code] = map[string]int{}
			}
			moved[c.code][same[i]]++
		}
	}
	delete(moved, "") // no code is no hint
	for i, c := range cities {
		usual := mostOf(moved[c.code])
		known := areas.byCode[c.code] != nil && (usual == "" || usual == c.code)
		switch {
		case same[i] != "":
			c.area = same[i]
		case known:
			c.area = c.code
		default:
			c.area = cmp.Or(nearest(c, l.byCountry[c.area], nextKM), usual, c.area)
		}
	}
	return nil
}

// later is the later list, by country code and name, and by country code.
type later struct{ byName, byCountry map[string][]laterCity }

func readLater(data []byte, areas *areas) (later, error) {
	l := later{map[string][]laterCity{}, map[string][]laterCity{}}
	var rows []laterCity
	if err := json.Unmarshal(data, &rows); err != nil {
		return l, fmt.Errorf("later cities: %w", err)
	}
	for _, row := range rows {
		lat, err1 := strconv.ParseFloat(row.Lat, 64)
		lng, err2 := strconv.ParseFloat(row.Lng, 64)
		p, err3 := directory.NewPoint(lat, lng)
		if err1 != nil || err2 != nil || err3 != nil {
			return l, fmt.Errorf("later cities: bad coordinates of %q", row.Name)
		}
		row.area, row.point = row.Country+row.Admin1, p
		if row.Admin1 != "" && areas.byCode[row.area] != nil {
			l.byName[row.Country+row.Name] = append(l.byName[row.Country+row.Name], row)
			l.byCountry[row.Country] = append(l.byCountry[row.Country], row)
		}
	}
	return l, nil
}

// nearest is the area of the row nearest to c within km; empty if there is none.
func nearest(c *place, rows []laterCity, km float64) string {
	p, err := directory.NewPoint(float64(c.lat)/1e6, float64(c.lng)/1e6)
	if err != nil {
		return ""
	}
	area := ""
	for _, row := range rows {
		if d := p.KM(row.point); d <= km && (d < km || area == "") {
			area, km = row.area, d
		}
	}
	return area
}

// mostOf is the key with the highest count, the first of equals.
func mostOf(counts map[string]int) string {
	most := ""
	for key, n := range counts {
		if n > counts[most] || (n == counts[most] && key < most) {
			most = key
		}
	}
	return most
}
