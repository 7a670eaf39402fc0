package page

import (
	"strings"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// ProposeView is the page on which somebody proposes a clinic.
type ProposeView struct {
	Sheet     Sheet
	Done      string
	Typed     Proposal
	BrandName string // of the brand that it is to belong to; empty for none
	Places    []PlaceChoice
	Alike     []Alike
	Waiting   []string // what the same account has proposed and nobody has decided
}

// Proposal is what was typed.
type Proposal struct {
	Name, Address1, City, Place, PostalCode, Phone, Site, Description, Brand string

	Services      map[directory.Service]bool
	Mine, Another bool
}

// PlaceChoice is a city that a name may mean.
type PlaceChoice struct{ ID, Label string }

// Alike is a listing that the proposal may be of.
type Alike struct {
	Name, City string
	Path       string // of its page; empty while it waits for a moderator itself
	Because    []moderation.Likeness
}

// likenessWords say what two clinics have in common.
var likenessWords = map[moderation.Likeness]string{
	moderation.SamePhone: "propose_page.same.phone",
	moderation.SameSite:  "propose_page.same.site",
	moderation.SameName:  "propose_page.same.name",
}

// because says what a listing has in common with the proposal.
func (a Alike) because(f Frame) string {
	var all []string
	for _, l := range a.Because {
		all = append(all, f.T(likenessWords[l]))
	}
	return strings.Join(all, " ")
}

// hidden is what the form carries along: for which name the cities were offered, and the
// brand.
func (v ProposeView) hidden() Sheet {
	s := v.Sheet
	if len(v.Places) > 0 {
		s = with(s, Field{"place_for", v.Typed.City})
	}
	if v.BrandName != "" {
		s = with(s, Field{"brand", v.Typed.Brand})
	}
	return s
}
