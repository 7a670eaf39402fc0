package gazetteer

import (
	"encoding/binary"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/gazetteer/layout"
)

func TestOpen(t *testing.T) {
	data := smallFile(t)
	g, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Verify(); err != nil || g.Len() != 3 {
		t.Errorf("Verify() = %v, Len() = %d; want none, 3", err, g.Len())
	}
	if got := labels(g.Lookup("scutari", 5)); strings.Join(got, "|") != "Üsküdar, Istanbul, Turkey" {
		t.Errorf("Lookup(scutari) = %v", got)
	}
}

func TestOpen_refuses(t *testing.T) {
	data := smallFile(t)
	width := func(s layout.Section, n uint32) string { // data with another length of a section
		b := []byte(data)
		binary.LittleEndian.PutUint32(b[12+4*int(s):], n)
		return string(b)
	}
	for name, bad := range map[string]string{
		"nothing":            "",
		"another format":     "PK\x03\x04" + data[4:],
		"another version":    strings.Replace(data, "rootgaz\x01", "rootgaz\x02", 1),
		"half a header":      data[:40],
		"a header alone":     data[:12+4*20],
		"one byte less":      data[:len(data)-1],
		"one byte more":      data + "\x00",
		"a third less":       data[:2*len(data)/3],
		"a huge section":     width(layout.Keys, 1<<32-1),
		"a broken row":       width(layout.Places, layout.PlaceWidth+1),
		"sections that leak": width(layout.Texts, 0),
	} {
		if g, err := Open(bad); err == nil {
			t.Errorf("Open(%s) = %d cities; want an error", name, g.Len())
		}
	}
}

func TestOpen_disagreement(t *testing.T) {
	for _, s := range []layout.Section{layout.ByID, layout.BySlug, layout.ByLng, layout.Bands, layout.Minima, layout.KeyHits, layout.AreaKeyHits} {
		f, err := layout.Cut(smallFile(t))
		if err != nil {
			t.Fatal(err)
		}
		f[s] += "\x00\x00\x00"
		if _, err := Open(string(f.Join())); err == nil {
			t.Errorf("Open accepts a row too much in section %d", s)
		}
	}
}

func TestVerify(t *testing.T) {
	if err := Embedded().Verify(); err != nil {
		t.Error(err)
	}
	damaged := []byte(smallFile(t))
	damaged[len(damaged)-1] ^= 1
	g, err := Open(string(damaged))
	if err != nil {
		t.Fatal(err)
	}
	if g.Verify() == nil {
		t.Error("Verify() finds nothing wrong with a flipped bit")
	}
	if layout.Verify("rootgaz") == nil {
		t.Error("Verify(rootgaz) finds nothing wrong with half a header")
	}
}

// FuzzOpen damages a file in three places. Whatever then opens may answer
// wrongly, but it answers, and stops.
func FuzzOpen(f *testing.F) {
	data := smallFile(f)
	f.Add(uint32(0), byte(0), uint32(100), byte(255), uint32(5000), byte(128), uint32(len(data)))
	f.Add(uint32(12), byte(9), uint32(200), byte(3), uint32(50), byte(7), uint32(90))
	f.Fuzz(func(_ *testing.T, i uint32, a byte, j uint32, b byte, k uint32, c byte, size uint32) {
		bad := []byte(data)
		bad[int(i)%len(bad)] = a
		bad[int(j)%len(bad)] = b
		bad[int(k)%len(bad)] = c
		if int(size) < len(bad) {
			bad = bad[:size]
		}
		g, err := Open(string(bad))
		if err != nil {
			return
		}
		askEverything(g)
	})
}

func askEverything(g *Gazetteer) {
	tr := country("TR")
	g.Lookup("istan", 10)
	g.Lookup("i, turkey", 10)
	g.Lookup("istanbul tr", 10)
	g.Countries()
	g.Regions(tr)
	g.Region(region("TR.34"))
	g.RegionBySlug(tr, slug("istanbul"))
	g.CityBySlug(tr, region("TR.34"), slug("uskudar"))
	g.Nearest("istambul", tr, directory.Region{})
	g.Nearest("uskidar", tr, region("TR.34"))
	g.Near(point(41, 29), 100, 5)
	for c := range g.AllCities() {
		g.City(c.ID)
	}
	for range g.Cities(tr, directory.Region{}) {
	}
	for range g.Alternates(745044) {
	}
}

// BenchmarkOpen opens the embedded gazetteer, all of it.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(embedded); err != nil {
			b.Fatal(err)
		}
	}
}
