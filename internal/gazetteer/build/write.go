package build

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"rootline/internal/gazetteer/layout"
)

// write lays out all places, which are in order of rank, and their areas.
func write(all []*place, areas *areas) []byte {
	var f layout.File
	writePlaces(&f, all, areas)
	writeOrders(&f, all)
	writeKeys(&f, all)
	writeAreaKeys(&f, areas)
	return f.Join()
}

// writePlaces writes the rows of places and areas and the texts they refer to.
func writePlaces(f *layout.File, all []*place, areas *areas) {
	zones := zonesOf(all)
	shown := slices.Clone(zones.list)
	for _, p := range all {
		shown = append(shown, shownText(p))
	}
	texts := newTexts(shown)
	var zoneRows, rows, areaRows []byte
	for _, z := range zones.list {
		zoneRows = layout.AppendU24(zoneRows, texts.number[z])
	}
	for _, p := range all {
		rows = layout.AppendU24(rows, p.id)
		rows = binary.LittleEndian.AppendUint32(rows, uint32(p.lat)) // two's complement is the format
		rows = binary.LittleEndian.AppendUint32(rows, uint32(p.lng)) // two's complement is the format
		rows = binary.LittleEndian.AppendUint32(rows, p.population)
		rows = layout.AppendU24(rows, texts.number[shownText(p)])
		rows = binary.LittleEndian.AppendUint16(rows, areas.number(p.area))
		rows = append(rows, zones.number(p))
	}
	first := 0
	for _, a := range areas.list {
		code := [layout.CodeWidth]byte{}
		copy(code[:], a.area)
		areaRows = layout.AppendU24(append(areaRows, code[:]...), a.ordinal)
		areaRows = layout.AppendU24(areaRows, uint32(first))
		areaRows = binary.LittleEndian.AppendUint16(areaRows, zones.first[a.area[:2]])
		areaRows = binary.LittleEndian.AppendUint16(areaRows, areas.end(a))
		first += a.cities
	}
	f[layout.TextBlocks], f[layout.Texts], f[layout.Zones] = string(texts.blocks), string(texts.data), string(zoneRows)
	f[layout.Places], f[layout.Areas] = string(rows), string(areaRows)
}

func citiesOf(all []*place) []*place {
	return slices.DeleteFunc(slices.Clone(all), func(p *place) bool { return !p.isCity() })
}

// writeOrders lists the cities in every order that a reader searches by.
func writeOrders(f *layout.File, all []*place) {
	cities := citiesOf(all)
	order := func(compare func(a, b *place) int) string {
		slices.SortFunc(cities, func(a, b *place) int {
			return cmp.Or(compare(a, b), cmp.Compare(a.ordinal, b.ordinal))
		})
		var b []byte
		for _, c := range cities {
			b = layout.AppendU24(b, c.ordinal)
		}
		return string(b)
	}
	f[layout.ByID] = order(func(a, b *place) int { return cmp.Compare(a.id, b.id) })
	f[layout.BySlug] = order(func(a, b *place) int {
		return cmp.Or(strings.Compare(a.area, b.area), strings.Compare(a.slug.String(), b.slug.String()))
	})
	f[layout.ByLng] = order(func(a, b *place) int {
		return cmp.Or(cmp.Compare(layout.Band(a.lat), layout.Band(b.lat)), cmp.Compare(a.lng, b.lng))
	})
	var bands []byte // cities are in the last order still
	for band := range layout.BandCount + 1 {
		first, _ := slices.BinarySearchFunc(cities, band, func(c *place, band int) int { return cmp.Compare(layout.Band(c.lat), band) })
		bands = layout.AppendU24(bands, uint32(first))
	}
	f[layout.Bands] = string(bands)
}

// writeKeys writes what finds a place. An area without any city is nowhere that
// a search could go, so nothing finds it.
func writeKeys(f *layout.File, all []*place) {
	var entries []entry
	for _, p := range all {
		if !p.isCity() && p.main == nil {
			continue
		}
		for _, k := range wholeKeys(p) {
			entries = append(entries, entry{key: k, row: p.ordinal})
		}
		for _, k := range partKeys(p) {
			entries = append(entries, entry{key: k, row: p.ordinal, part: true})
		}
	}
	t := newKeyTable(entries)
	f[layout.KeyBlocks], f[layout.Keys], f[layout.KeyHits] = string(t.blocks), string(t.data), string(t.blockHits)
	f[layout.Hits], f[layout.Minima] = string(t.hits), string(t.minima())
	writeAlternates(f, all, t.number)
}

// writeAlternates says which keys find a city besides the one of its name.
func writeAlternates(f *layout.File, all []*place, number map[string]uint32) {
	var starts, alts []byte
	for _, p := range all {
		if p.weight() < minAlternates {
			break
		}
		starts = layout.AppendU24(starts, uint32(len(alts)/3))
		if !p.isCity() {
			continue
		}
		for _, k := range wholeKeys(p) {
			if k != keyOf(p.name) {
				alts = layout.AppendU24(alts, number[k])
			}
		}
	}
	starts = layout.AppendU24(starts, uint32(len(alts)/3))
	f[layout.AltStarts], f[layout.Alts] = string(starts), string(alts)
}

// writeAreaKeys writes what narrows a look-up to an area.
func writeAreaKeys(f *layout.File, areas *areas) {
	var entries []entry
	for i, a := range areas.list {
		for _, k := range areaKeys(a) {
			entries = append(entries, entry{key: k, row: uint32(i)})
		}
	}
	t := newKeyTable(entries)
	f[layout.AreaKeyBlocks], f[layout.AreaKeys] = string(t.blocks), string(t.data)
	f[layout.AreaKeyHits], f[layout.AreaHits] = string(t.blockHits), string(t.hits)
}
