package searchtest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
)

// Oracle answers searches over a directory by looking at all of it.
type Oracle struct {
	clinics []clinic
	places  *gazetteer.Gazetteer
}

// clinic is a searchable listing with what is the same for every question.
type clinic struct {
	*directory.Listing
	score     int
	confirmed directory.Instant
	name      string   // folded
	ownWords  []string // of the clinic's name and its organization's
	words     []string // those and all others under which it is found
}

// Expected is what a search has to answer.
type Expected struct {
	Total  int
	Cards  []search.Card // the page, in order
	Facets search.Facets // without labels
}

// NewOracle knows the listings as they are ranked at asOf. Those that searches
// do not show may be among them.
func NewOracle(listings []directory.Listing, places *gazetteer.Gazetteer, asOf time.Time) *Oracle {
	o := &Oracle{places: places}
	for i := range listings {
		l := &listings[i]
		if !l.Searchable() {
			continue
		}
		own := ownWords(l)
		o.clinics = append(o.clinics, clinic{
			Listing:   l,
			score:     search.Score(&l.Clinic, asOf),
			confirmed: l.Clinic.ConfirmedAt(),
			name:      directory.Fold(l.Clinic.Name),
			ownWords:  own,
			words:     slices.Concat(own, serviceWords(l), placeWords(&l.Clinic.Address, places)),
		})
	}
	return o
}

// Len is the number of clinics that a search can find.
func (o *Oracle) Len() int { return len(o.clinics) }

// Find answers q as of now.
func (o *Oracle) Find(q search.Query, now time.Time) Expected {
	a := o.ask(q, now)
	found := a.found(q)
	slices.SortFunc(found, a.order)
	want := Expected{Total: len(found), Facets: a.facets()}
	first := min((q.Page-1)*q.PerPage, len(found))
	for _, h := range found[first:min(first+q.PerPage, len(found))] {
		want.Cards = append(want.Cards, a.card(h))
	}
	return want
}

// hit is a clinic that was found.
type hit struct {
	*clinic
	tier tier
	km   float64 // -1 unless the query has Near
}

// order compares two hits: by what the query sorts by, then by score, then by id.
func (a *asked) order(x, y hit) int {
	return cmp.Or(a.bySort(x, y), cmp.Compare(y.score, x.score), strings.Compare(x.id(), y.id()))
}

func (a *asked) bySort(x, y hit) int {
	switch a.q.Sort {
	case search.ByDistance:
		return cmp.Compare(x.km, y.km)
	case search.ByConfirmed:
		return cmp.Compare(y.confirmed, x.confirmed) // never confirmed is zero
	case search.ByName:
		return strings.Compare(x.name, y.name)
	default:
		return cmp.Compare(x.tier, y.tier)
	}
}

func (c *clinic) id() string { return c.Clinic.ID.String() }
