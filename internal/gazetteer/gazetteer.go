package gazetteer

import (
	_ "embed" // the gazetteer itself
	"fmt"
	"sync"

	"rootline/internal/directory"
	"rootline/internal/gazetteer/layout"
)

//go:embed gazetteer.bin
var embedded string

// Gazetteer answers questions about places out of a file that it never parses.
// It never changes and is safe for concurrent use.
type Gazetteer struct {
	data     string
	file     *layout.File
	texts    texts
	keys     keys // of all places: hits are ordinals
	areaKeys keys // of areas: hits are areas
}

// Open reads a gazetteer in place, without copying it. It takes microseconds:
// it checks that the file is whole, not what every byte of it says; see Verify.
// A string is asked for because nobody can change it afterwards.
func Open(data string) (*Gazetteer, error) {
	f, err := layout.Cut(data)
	if err != nil {
		return nil, fmt.Errorf("open gazetteer: %w", err)
	}
	return &Gazetteer{
		data:  data,
		file:  f,
		texts: texts{blocks: f[layout.TextBlocks], data: f[layout.Texts]},
		keys: keys{
			texts:     texts{blocks: f[layout.KeyBlocks], data: f[layout.Keys]},
			blockHits: f[layout.KeyHits], hits: f[layout.Hits],
		},
		areaKeys: keys{
			texts:     texts{blocks: f[layout.AreaKeyBlocks], data: f[layout.AreaKeys]},
			blockHits: f[layout.AreaKeyHits], hits: f[layout.AreaHits],
		},
	}, nil
}

var openEmbedded = sync.OnceValue(func() *Gazetteer {
	g, err := Open(embedded)
	if err != nil {
		panic(err) // the program was built around a broken file
	}
	return g
})

// Embedded is the gazetteer that comes with the program.
func Embedded() *Gazetteer { return openEmbedded() }

// Verify reads the whole gazetteer and compares it with its checksum. A damaged
// one answers wrongly, but it does not panic.
func (g *Gazetteer) Verify() error {
	if err := layout.Verify(g.data); err != nil {
		return fmt.Errorf("verify gazetteer: %w", err)
	}
	return nil
}

// Len is the number of cities.
func (g *Gazetteer) Len() int { return g.file.Rows(layout.ByID) }

// ordinal is a row of Places, and a rank: 0 is the best known place of all.
type ordinal uint32

// row is a place as it stands in the file.
type row struct {
	id         directory.CityID // 0: the place is its area
	lat, lng   int32            // millionths of a degree
	population uint32
	text       uint32
	area       area
	zone       byte
}

func (g *Gazetteer) row(o ordinal) row {
	s, at := g.file[layout.Places], int(o)*layout.PlaceWidth
	return row{
		id:         directory.CityID(layout.U24(s, at)),
		lat:        int32(layout.U32(s, at+3)), // two's complement is the format
		lng:        int32(layout.U32(s, at+7)), // two's complement is the format
		population: layout.U32(s, at+11),
		text:       layout.U24(s, at+15),
		area:       g.areaOf(o),
		zone:       layout.U8(s, at+20),
	}
}

// areaOf is where a place lies; it alone is wanted for every hit of a search.
func (g *Gazetteer) areaOf(o ordinal) area {
	return area(layout.U16(g.file[layout.Places], int(o)*layout.PlaceWidth+18))
}

// point is where the place is; zero for an area without cities.
func (r *row) point() directory.Point {
	p, err := directory.NewPoint(float64(r.lat)/1e6, float64(r.lng)/1e6)
	if err != nil {
		return directory.Point{}
	}
	return p
}
