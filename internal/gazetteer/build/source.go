package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/gazetteer/layout"
)

// Columns of cities500.txt that we read, of 19.
const (
	colID, colName, colASCII, colAlternates, colLat, colLng = 0, 1, 2, 3, 4, 5
	colFeature, colCountry, colAdmin1, colPopulation        = 7, 8, 10, 14
	colZone, columns                                        = 17, 19
)

// gone are the feature codes of places where nobody lives any more: historical,
// abandoned, destroyed.
var gone = map[string]bool{"PPLH": true, "PPLQ": true, "PPLW": true}

// areas are all countries and regions, by code and in the order of codes.
type areas struct {
	list   []*place
	byCode map[string]*place
}

// number is where the area with a code stands in the list.
func (a *areas) number(code string) uint16 {
	i, _ := slices.BinarySearchFunc(a.list, code, func(p *place, code string) int { return strings.Compare(p.area, code) })
	return uint16(i)
}

// end is the number after p's and, of a country, after those of its regions,
// which follow it.
func (a *areas) end(p *place) uint16 {
	if p.isCountry() {
		return a.number(p.area + "\xff")
	}
	return a.number(p.area) + 1
}

// readAreas makes every country of the directory and every region of the list.
func readAreas(data []byte) (*areas, error) {
	var rows []struct{ Code, Name string }
	if err := json.Unmarshal(data, &rows); err != nil {
		return nil, fmt.Errorf("regions: %w", err)
	}
	a := &areas{byCode: map[string]*place{}}
	add := func(code, name string) error {
		if _, twice := a.byCode[code]; twice || len(code) > layout.CodeWidth {
			return fmt.Errorf("regions: bad or repeated code %q", code)
		}
		p := &place{area: code, name: name, ascii: name}
		a.list, a.byCode[code] = append(a.list, p), p
		return nil
	}
	for _, c := range directory.Countries() {
		if err := add(c.String(), countryName(c)); err != nil {
			return nil, err
		}
	}
	for _, row := range rows {
		r, err := directory.ParseRegion(row.Code)
		if err != nil {
			return nil, fmt.Errorf("regions: %q is not a region", row.Code)
		}
		if err := add(areaCode(r), row.Name); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(a.list, func(p, q *place) int { return strings.Compare(p.area, q.area) })
	return a, nil
}

// areaCode is a region's code without its dot.
func areaCode(r directory.Region) string {
	return r.String()[:2] + r.String()[3:]
}

// readCities reads every place that still stands, and leaves it in its country
// for assignRegions to find its region.
func readCities(data []byte, areas *areas) ([]*place, error) {
	var cities []*place
	for line := range bytes.Lines(data) {
		f := strings.Split(strings.TrimRight(string(line), "\r\n"), "\t")
		if len(f) != columns {
			return nil, fmt.Errorf("cities: %d columns instead of %d in %.60q", len(f), columns, line)
		}
		if gone[f[colFeature]] {
			continue
		}
		c, err := readCity(f)
		if err != nil {
			return nil, fmt.Errorf("cities: %w in %.60q", err, line)
		}
		if areas.byCode[c.area] == nil {
			return nil, fmt.Errorf("cities: unknown country in %.60q", line)
		}
		cities = append(cities, c)
	}
	return cities, nil
}

func readCity(f []string) (*place, error) {
	id, err := strconv.ParseUint(f[colID], 10, 32) // the layout has three bytes for it
	if err != nil || id == 0 || id >= 1<<24 {
		return nil, fmt.Errorf("bad id %q", f[colID])
	}
	population, err := strconv.ParseUint(f[colPopulation], 10, 31)
	if err != nil {
		return nil, fmt.Errorf("bad population: %w", err)
	}
	lat, err := micro(f[colLat])
	if err != nil {
		return nil, err
	}
	lng, err := micro(f[colLng])
	if err != nil {
		return nil, err
	}
	c := &place{
		id: uint32(id), area: f[colCountry],
		name: f[colName], ascii: f[colASCII], feature: f[colFeature],
		lat: lat, lng: lng, population: uint32(population), zone: f[colZone],
	}
	if admin1 := f[colAdmin1]; admin1 != "" && admin1 != "00" {
		c.code = c.area + admin1
	}
	if population >= minAlternates {
		c.alternates = strings.Split(f[colAlternates], ",")
	}
	return c, nil
}

// micro reads degrees as millionths.
func micro(s string) (int32, error) {
	deg, err := strconv.ParseFloat(s, 64)
	if err != nil || !(math.Abs(deg) <= 180) {
		return 0, fmt.Errorf("bad coordinate %q", s)
	}
	return int32(math.Round(deg * 1e6)), nil
}
