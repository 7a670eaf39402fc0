package demo

import (
	"image"
	"math/rand/v2"

	"rootline/internal/demo/sketch"
	"rootline/internal/directory"
)

// Drawn is one of the pictures that the demo's listings show, which refer to it
// by its id.
type Drawn struct {
	ID        directory.ID
	Kind      directory.PhotoKind
	Width     int
	Height    int
	MediaType string
	Bytes     []byte
}

// picture is a picture before it is drawn.
type picture struct {
	id   directory.ID
	kind directory.PhotoKind
	n    int // of its kind
}

// perKind is how many pictures there are of each kind. Listings share them.
const perKind = 6

// pictures are the same for a seed, so that a directory can refer to what is
// drawn apart from it.
func pictures(seed uint64) []picture {
	var all []picture
	for _, kind := range directory.PhotoKinds() {
		for n := range perKind {
			i := len(all)
			all = append(all, picture{newID(throw(seed, forPhotos, i), i), kind, n})
		}
	}
	return all
}

var drawing = map[directory.PhotoKind]func(int, *rand.Rand) *image.RGBA{
	directory.PhotoPremises:    sketch.Premises,
	directory.PhotoTeam:        sketch.Team,
	directory.PhotoDevice:      sketch.Device,
	directory.PhotoBeforeAfter: sketch.BeforeAfter,
}

// Photos draws every picture that the listings of a directory with this seed
// can show.
func Photos(seed uint64) []Drawn {
	all := make([]Drawn, 0, len(directory.PhotoKinds())*perKind)
	for i, p := range pictures(seed) {
		d := throw(seed, forPhotos, i)
		all = append(all, Drawn{
			ID: p.id, Kind: p.kind, Width: sketch.Width, Height: sketch.Height, MediaType: sketch.MediaType,
			Bytes: must(sketch.Encode(drawing[p.kind](p.n, d.Rand))),
		})
	}
	return all
}

// alts say what each picture shows to those who do not see it.
var alts = map[directory.PhotoKind][perKind]string{
	directory.PhotoPremises: {
		"Drawing of a shop front with a striped awning", "Drawing of a brick-red shop front",
		"Drawing of a blue shop front with plants", "Drawing of a green shop front between trees",
		"Drawing of a rose-coloured shop front", "Drawing of a shop front with a yellow door",
	},
	directory.PhotoTeam: {
		"Drawing of a team in shades of blue", "Drawing of a team in shades of green", "Drawing of a team in shades of rose",
		"Drawing of a team in shades of sand", "Drawing of a team in shades of teal", "Drawing of a team in shades of red",
	},
	directory.PhotoDevice: {
		"Drawing of a centrifuge", "Drawing of a rack of tubes with parted blood", "Drawing of a pigment pen and cups",
		"Drawing of a centrifuge and a syringe", "Drawing of tubes of plasma in a rack", "Drawing of a pen, pigments and a bottle",
	},
	directory.PhotoBeforeAfter: {
		"Drawing of a scalp from above, thin at the crown, before and after",
		"Drawing of a scalp from above, thin at the temples, before and after",
		"Drawing of a scalp from above, thin all over, before and after",
		"Drawing of a scalp from above, thin at crown and front, before and after",
		"Drawing of a scalp from above, thin along the parting, before and after",
		"Drawing of a scalp from above with a scar, before and after",
	},
}

// chosenPhotos are up to four pictures, one of a kind at most.
func (m *maker) chosenPhotos() []directory.Photo {
	var all []directory.Photo
	for i, percent := range []int{80, 45, 35, 35} {
		if !m.odds(percent) {
			continue
		}
		p := m.plan.photos[i*perKind+m.IntN(perKind)]
		photo := directory.Photo{ID: p.id, Kind: p.kind, Alt: alts[p.kind][p.n], Width: sketch.Width, Height: sketch.Height}
		if p.kind == directory.PhotoBeforeAfter {
			photo.Case = m.invented()
		}
		all = append(all, photo)
	}
	return all
}

// invented is the case behind a drawing of before and after: there is none.
func (m *maker) invented() *directory.BeforeAfter {
	return &directory.BeforeAfter{
		Consent: "Invented case, no patient", Treatment: m.treatment(),
		Sessions: m.from(2, 4), MonthsBetween: m.from(3, 12),
	}
}
