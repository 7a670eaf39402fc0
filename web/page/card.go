package page

import (
	"strings"

	"rootline/internal/search"
)

// place says where a result is: city, region and country, the region only where
// it says more than the city does.
func (f Frame) place(c search.Card) string {
	parts := []string{c.City}
	if c.RegionName != "" && c.RegionName != c.City {
		parts = append(parts, c.RegionName)
	}
	return strings.Join(append(parts, f.Country(c.Country)), ", ")
}
