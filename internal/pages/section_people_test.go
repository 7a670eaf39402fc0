package pages

import (
	"fmt"
	"testing"

	"rootline/internal/directory"
)

// TestReadPractitioners_asManyAsThereCanBe: a clinic with as many people as a listing can
// have is saved like any other, and nobody of them is left out of the form.
func TestReadPractitioners_asManyAsThereCanBe(t *testing.T) {
	l := open(t, "")
	for i := range 100 {
		l.Clinic.Practitioners = append(l.Clinic.Practitioners, directory.Practitioner{Name: fmt.Sprintf("Dr Example %d", i)})
	}
	form := drawn(t, practitionersSection, l)
	if !form.Has(personAt(99).name + ".name") {
		t.Fatal("the form does not have the last of a hundred")
	}
	in := newTyped(form)
	if wrong := readPractitioners(&Pages{}, in, &l); len(wrong) > 0 || len(l.Clinic.Practitioners) != 100 {
		t.Errorf("readPractitioners() = %v, with %d people", wrong, len(l.Clinic.Practitioners))
	}
	if err := in.unknown(); err != nil {
		t.Errorf("the form has what nobody asks for: %v", err)
	}
}
