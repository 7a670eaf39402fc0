package gazetteer

import (
	"testing"

	"rootline/internal/directory"
	"rootline/internal/gazetteer/build"
	"rootline/internal/gazetteer/layout"
)

func country(s string) directory.Country {
	c, err := directory.ParseCountry(s)
	if err != nil && s != "" {
		panic(s)
	}
	return c
}

func region(s string) directory.Region {
	r, err := directory.ParseRegion(s)
	if err != nil && s != "" {
		panic(s)
	}
	return r
}

func slug(s string) directory.Slug {
	sl, err := directory.ParseSlug(s)
	if err != nil {
		panic(s)
	}
	return sl
}

func point(lat, lng float64) directory.Point {
	p, err := directory.NewPoint(lat, lng)
	if err != nil {
		panic(err)
	}
	return p
}

func labels(places []Place) []string {
	list := []string{}
	for _, p := range places {
		list = append(list, p.Label)
	}
	return list
}

// smallFile is a whole gazetteer of three cities.
func smallFile(tb testing.TB) string {
	tb.Helper()
	data, err := build.Build(build.Sources{
		Cities: []byte("745044\tIstanbul\tIstanbul\tByzantion,Стамбул\t41.01384\t28.94966\tP\tPPLA\tTR\t\t34\t\t\t\t14804116\t\t39\tEurope/Istanbul\t2022-01-01\n" +
			"738329\tÜsküdar\tUskudar\tScutari\t41.02252\t29.02344\tP\tPPLA2\tTR\t\t34\t\t\t\t600000\t\t39\tEurope/Istanbul\t2022-01-01\n" +
			"1880252\tSingapore\tSingapore\t\t1.28967\t103.85007\tP\tPPLC\tSG\t\t\t\t\t\t5638700\t\t1\tAsia/Singapore\t2022-01-01\n"),
		Regions: []byte(`[{"code":"TR.34","name":"Istanbul"}]`),
		Later:   []byte(`[]`),
	})
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// ownKeys are the keys that find a place by a whole name, and by a part of one,
// read from the file from end to end.
type ownKeys struct {
	key  string
	hits []hit
}

func allKeys(g *Gazetteer) []ownKeys {
	var all []ownKeys
	at := 0
	for block := range g.keys.blockCount() {
		c := g.keys.cursor(block)
		for i := 0; i < layout.BlockRun && c.next(); i++ {
			k := ownKeys{key: string(c.text())}
			for end := g.keys.past(at); at < end; at++ {
				k.hits = append(k.hits, g.keys.hit(at))
			}
			all = append(all, k)
		}
	}
	return all
}
