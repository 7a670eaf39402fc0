package layout

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// Magic opens every file; its last byte is the version of the layout.
const Magic = "rootgaz\x01"

// A Section is one run of bytes in the file.
type Section int

// The sections, in the order of the file; package gazetteer's doc says what is
// in them.
const (
	TextBlocks Section = iota
	Texts
	Zones
	Places
	Areas
	ByID
	BySlug
	Bands
	ByLng
	KeyBlocks
	Keys
	KeyHits
	Hits
	Minima
	AltStarts
	Alts
	AreaKeyBlocks
	AreaKeys
	AreaKeyHits
	AreaHits
	sections
)

// Widths, strides and flags.
const (
	PlaceWidth = 21      // of a row of Places
	AreaWidth  = 22      // of a row of Areas
	CodeWidth  = 12      // of an area's code
	BlockRun   = 32      // strings in a block
	MinimaRun  = 64      // hits that share one of Minima
	MaxPlaces  = 1 << 22 // so that an ordinal and two flags fit into three bytes
	BandCount  = 360     // bands of latitude, half a degree each
	NoZone     = 255     // zone of an area without cities
	MaxText    = 270     // bytes of a string: 15 and what a byte adds
	Nibble     = 15      // a length that continues in the next byte
	Last       = 1       // flag of a hit: the last one of its key
	Part       = 2       // flag of a hit: the key is the end of a name, not a whole one
)

const headerWidth = len(Magic) + 4 + 4*int(sections)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// widths are the widths of the rows in each section; 1 where there are none.
var widths = [sections]int{
	TextBlocks: 4, Texts: 1, Zones: 3, Places: PlaceWidth, Areas: AreaWidth, ByID: 3, BySlug: 3, Bands: 3, ByLng: 3,
	KeyBlocks: 4, Keys: 1, KeyHits: 3, Hits: 3, Minima: 3, AltStarts: 3, Alts: 3,
	AreaKeyBlocks: 4, AreaKeys: 1, AreaKeyHits: 3, AreaHits: 3,
}

// File is a gazetteer cut into its sections.
type File [sections]string

// Rows is the number of rows in section s.
func (f *File) Rows(s Section) int { return len(f[s]) / widths[s] }

// Cut checks data's header and cuts the sections out of it without copying or
// reading them, so that it takes the same time however large they are.
func Cut(data string) (*File, error) {
	if len(data) < headerWidth || data[:len(Magic)] != Magic {
		return nil, errors.New("not a gazetteer of this version")
	}
	f, at := &File{}, headerWidth
	for s := range sections {
		n := U32(data, len(Magic)+4+4*int(s))
		if uint64(n) > uint64(len(data)-at) {
			return nil, fmt.Errorf("truncated in section %d", s)
		}
		f[s] = data[at : at+int(n)]
		at += int(n)
		if len(f[s])%widths[s] != 0 {
			return nil, fmt.Errorf("section %d ends within a row", s)
		}
	}
	if at != len(data) {
		return nil, errors.New("bytes after the last section")
	}
	return f, f.agree()
}

// agree checks what the sizes of the sections say about each other.
func (f *File) agree() error {
	cities := f.Rows(ByID)
	switch {
	case f.Rows(BySlug) != cities, f.Rows(ByLng) != cities, f.Rows(Places) != cities+f.Rows(Areas):
		return errors.New("the sections disagree on the number of places")
	case f.Rows(Bands) != BandCount+1, f.Rows(Minima) != (f.Rows(Hits)+MinimaRun-1)/MinimaRun,
		f.Rows(KeyHits) != f.Rows(KeyBlocks), f.Rows(AreaKeyHits) != f.Rows(AreaKeyBlocks):
		return errors.New("a section has the wrong number of rows")
	}
	return nil
}

// Verify reads the whole of data and compares it with its checksum.
func Verify(data string) error {
	if len(data) < headerWidth {
		return errors.New("not a gazetteer of this version")
	}
	if got, want := checksum([]byte(data)), U32(data, len(Magic)); got != want {
		return fmt.Errorf("checksum %08x instead of %08x", got, want)
	}
	return nil
}

// checksum is the CRC-32C of what follows the checksum in data.
func checksum(data []byte) uint32 { return crc32.Checksum(data[len(Magic)+4:], castagnoli) }

// Join is the inverse of Cut.
func (f *File) Join() []byte {
	data := make([]byte, headerWidth)
	copy(data, Magic)
	for s, text := range f {
		binary.LittleEndian.PutUint32(data[len(Magic)+4+4*s:], uint32(len(text)))
		data = append(data, text...)
	}
	binary.LittleEndian.PutUint32(data[len(Magic):], checksum(data))
	return data
}

// Band is the half degree of latitude, counted from the South Pole, in which a
// latitude in millionths of a degree lies.
func Band(lat int32) int { return min(max(int(lat)+90_000_000, 0)/500_000, BandCount-1) }
