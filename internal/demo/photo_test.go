package demo

import (
	"bytes"
	"image/png"
	"sync"
	"testing"

	"rootline/internal/directory"
)

// drawn is what Photos draws for seed 1, drawn once.
var drawn = sync.OnceValue(func() []Drawn { return Photos(1) })

func TestPhotos_areWhatListingsShow(t *testing.T) {
	byID := map[directory.ID]Drawn{}
	kinds := make(map[directory.PhotoKind]int)
	for _, p := range drawn() {
		byID[p.ID] = p
		kinds[p.Kind]++
		m, err := png.DecodeConfig(bytes.NewReader(p.Bytes))
		if err != nil || m.Width != p.Width || m.Height != p.Height || p.MediaType != "image/png" || len(p.Bytes) > 40<<10 {
			t.Errorf("%s photo of %d bytes is %dx%d %s, %v", p.Kind, len(p.Bytes), m.Width, m.Height, p.MediaType, err)
		}
	}
	for _, kind := range directory.PhotoKinds() {
		if kinds[kind] != perKind {
			t.Errorf("%d photos of kind %s, want %d", kinds[kind], kind, perKind)
		}
	}
	for _, l := range made(500, 1, testNow).Listings {
		for _, p := range l.Clinic.Photos {
			d, ok := byID[p.ID]
			if !ok || d.Kind != p.Kind || d.Width != p.Width || d.Height != p.Height || p.Alt == "" {
				t.Errorf("%s shows %+v, which is drawn as %s %dx%d", l.Clinic.Slug, p, d.Kind, d.Width, d.Height)
			}
			if (p.Case != nil) != (p.Kind == directory.PhotoBeforeAfter) {
				t.Errorf("%s: photo of kind %s with case %+v", l.Clinic.Slug, p.Kind, p.Case)
			}
			if p.Case != nil && (p.Case.Consent == "" || p.Case.Sessions < 1 || p.Case.MonthsBetween < 1 || !offers(&l, p.Case.Treatment)) {
				t.Errorf("%s: case %+v", l.Clinic.Slug, *p.Case)
			}
		}
	}
}

func TestPhotos_sameSeedSameBytes(t *testing.T) {
	a, b, other := drawn(), Photos(1), pictures(2)
	for i := range a {
		if a[i].ID != b[i].ID || !bytes.Equal(a[i].Bytes, b[i].Bytes) {
			t.Errorf("photo %d of seed 1 differs from itself", i)
		}
		if a[i].ID == other[i].id {
			t.Errorf("photo %d has the same id in seeds 1 and 2", i)
		}
	}
}
