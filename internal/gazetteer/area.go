package gazetteer

import (
	"strings"

	"rootline/internal/directory"
	"rootline/internal/gazetteer/layout"
)

// area is a row of Areas: a country, or one of its regions, which follow it.
type area uint16

// none is no area.
const none = ^area(0)

func (g *Gazetteer) areas() area { return area(g.file.Rows(layout.Areas)) }

// code is the area's code with the zeros that fill it up.
func (g *Gazetteer) code(a area) string {
	at := int(a) * layout.AreaWidth
	if a >= g.areas() {
		return strings.Repeat("\x00", layout.CodeWidth)
	}
	return g.file[layout.Areas][at : at+layout.CodeWidth]
}

// areaWithCode finds the area with a code, which has no dot.
func (g *Gazetteer) areaWithCode(code string) area {
	lo, hi := area(0), g.areas()
	for lo < hi {
		mid := lo + (hi-lo)/2
		if g.code(mid) < code {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < g.areas() && strings.TrimRight(g.code(lo), "\x00") == code {
		return lo
	}
	return none
}

func (g *Gazetteer) areaOfCountry(c directory.Country) area {
	return g.areaWithCode(c.String())
}

func (g *Gazetteer) areaOfRegion(r directory.Region) area {
	country, code, ok := strings.Cut(r.String(), ".")
	if !ok {
		return none
	}
	return g.areaWithCode(country + code)
}

// isCountry reports whether an area is a country rather than a region.
func (g *Gazetteer) isCountry(a area) bool { return g.code(a)[2] == 0 }

// country is the country that an area is or lies in.
func (g *Gazetteer) country(a area) directory.Country {
	c, err := directory.ParseCountry(g.code(a)[:2])
	if err != nil {
		return directory.Country{}
	}
	return c
}

// region is the region that an area is; zero for a country.
func (g *Gazetteer) region(a area) directory.Region {
	if g.isCountry(a) {
		return directory.Region{}
	}
	code := g.code(a)
	r, err := directory.ParseRegion(code[:2] + "." + strings.TrimRight(code[2:], "\x00"))
	if err != nil {
		return directory.Region{}
	}
	return r
}

// place is the ordinal of the area itself.
func (g *Gazetteer) place(a area) ordinal {
	return ordinal(layout.U24(g.file[layout.Areas], int(a)*layout.AreaWidth+layout.CodeWidth))
}

// firstCity is where in BySlug the cities of an area start; they end where
// those of the next area start.
func (g *Gazetteer) firstCity(a area) int {
	if a >= g.areas() {
		return g.Len()
	}
	return min(g.Len(), int(layout.U24(g.file[layout.Areas], int(a)*layout.AreaWidth+layout.CodeWidth+3)))
}

// zone is the time zone with a number among those of an area's country.
func (g *Gazetteer) zone(a area, number byte) string {
	if number == layout.NoZone {
		return ""
	}
	first := layout.U16(g.file[layout.Areas], int(a)*layout.AreaWidth+layout.CodeWidth+6)
	return g.texts.text(layout.U24(g.file[layout.Zones], 3*(int(first)+int(number))))
}

// span is a run of areas: a country with its regions, or one region.
type span struct{ from, to area }

func (s span) has(a area) bool { return a >= s.from && a < s.to }

// spanOf is an area and what lies in it; empty for no area.
func (g *Gazetteer) spanOf(a area) span {
	if a >= g.areas() {
		return span{}
	}
	to := area(layout.U16(g.file[layout.Areas], int(a)*layout.AreaWidth+layout.CodeWidth+8))
	return span{a, min(max(to, a+1), g.areas())}
}
