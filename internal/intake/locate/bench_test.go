package locate

import (
	"testing"
)

// BenchmarkLocate measures rows by kind: as they repeat, and as they come first. What
// is doubtful has to be cheap enough for a file that is doubtful throughout.
func BenchmarkLocate(b *testing.B) {
	for _, bm := range []struct{ name, line string }{
		{"city", "GB||Godalming"},
		{"point", "GB|Surrey|Godalming|51.19|-0.61"},
		{"namesakes", "US|IL|Springfield|39.8|-89.65"},
		{"parts", "GB||Beckenham, London|51.4|-0.03"},
		{"unknown", "GB||Godalmimg|51.19|-0.61"},
		{"missing", "GB|||51.19|-0.61"},
		{"swapped", "GB||Godalming|-0.61|51.19"},
		{"abroad", "GB||Godalming|51.5|7.2"}, // where Europe is densest
	} {
		q := query(b, bm.line)
		b.Run(bm.name, func(b *testing.B) {
			for b.Loop() {
				world.Locate(q)
			}
		})
		b.Run(bm.name+"/first", func(b *testing.B) {
			for b.Loop() {
				clear(world.readings.kept)
				clear(world.likes.kept)
				world.Locate(q)
			}
		})
	}
}
