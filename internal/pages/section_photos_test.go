package pages

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// peopleAndPhotos are the sections that this file holds to their promises.
var peopleAndPhotos = []section{practitionersSection, photosSection}

// TestPeopleAndPhotos_whatIsShownReadsBackAsNothingNew for the listings of a demo, some
// of them odd: to send a form as it came changes nothing, and no fact.
func TestPeopleAndPhotos_whatIsShownReadsBackAsNothingNew(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	n := 0
	for batch := range demo.Directory(demo.Params{Clinics: 300, Seed: seed, Now: sectionNow}, gazetteer.Embedded()) {
		for _, l := range batch.Listings {
			l = clone(l)
			for i := range l.Clinic.Practitioners {
				l.Clinic.Practitioners[i].Fact = randomFact(dice)
				l.Clinic.Practitioners[i].Fact.ExpiresAt = directory.Instant(dice.Int64N(2e12))
			}
			if dice.IntN(2) == 0 {
				l.Clinic.Photos = append(l.Clinic.Photos, directory.Photo{Kind: directory.PhotoBeforeAfter, Case: &directory.BeforeAfter{Sessions: 3}})
			}
			for _, s := range peopleAndPhotos {
				after := clone(l)
				if wrong := s.read(&Pages{}, filled(t, s, l), &after); len(wrong) > 0 {
					t.Fatalf("%s of %s, sent as it came, is refused: %v", s.path, l.Clinic.Slug, wrong)
				}
				wantSame(t, s.path, l, after)
				n++
			}
		}
	}
	t.Logf("%d forms", n)
}

// filled is the form of a section as a browser would send it back, untouched but for pairs.
func filled(t *testing.T, s section, l directory.Listing, pairs ...string) *typed {
	t.Helper()
	values := drawn(t, s, l, pairs...)
	doc, err := html.Parse(strings.NewReader(render(t, s, l, nil, nil)))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() { // what drawn passes over
		if name := attribute(n, "name"); n.Data == "textarea" && !slices.Contains(pairs, name) && n.FirstChild != nil {
			values.Set(name, n.FirstChild.Data)
		}
	}
	return newTyped(values)
}

func sortedNames(wrong map[string]directory.Message) string {
	return strings.Join(slices.Sorted(maps.Keys(wrong)), " ")
}

// album is a listing with three photos, and two people.
func album(t *testing.T) directory.Listing {
	t.Helper()
	var l directory.Listing
	for i := range 3 {
		id, err := directory.NewID(sectionNow, bytes.NewReader(bytes.Repeat([]byte{byte(i + 1)}, 16)))
		if err != nil {
			t.Fatal(err)
		}
		l.Clinic.Photos = append(l.Clinic.Photos, directory.Photo{ID: id, Kind: directory.PhotoTeam, Alt: "Photo " + strconv.Itoa(i), Width: 800, Height: 600})
	}
	checked := directory.Fact{State: directory.SourceChecked, ExpiresAt: directory.At(sectionNow)}
	l.Clinic.Practitioners = []directory.Practitioner{{Name: "Dr Example", Qualification: "MD", Fact: checked}, {Name: "Ms Sample", Fact: checked}}
	return l
}

func alts(l directory.Listing) string {
	var all []string
	for _, p := range l.Clinic.Photos {
		all = append(all, strings.TrimPrefix(p.Alt, "Photo ")+string(p.Kind[:1]))
	}
	return strings.Join(all, " ")
}

func TestReadPhotos(t *testing.T) {
	const form = "photos[0]"
	complete := []string{
		form + ".kind", "before_after", form + ".treatment", "prp", form + ".sessions", "3", form + ".months", "6", form + ".consent", "Agreed to in 2026.",
	}
	for _, tt := range []struct {
		name  string
		typed []string
		want  string // of the photos, in their order
		wrong string // the fields
	}{
		{"nothing", nil, "0t 1t 2t", ""},
		{"another text", []string{form + ".alt", "The door"}, "The doort 1t 2t", ""},
		{"the last first", []string{"photos[2].place", "0"}, "", "photos[2].place"},
		{"the first last", []string{form + ".place", "9"}, "1t 2t 0t", ""},
		{"one removed", []string{"photos[1].remove", "yes"}, "0t 2t", ""},
		{"no text", []string{form + ".alt", " "}, "", form + ".alt"},
		{"another kind", []string{form + ".kind", "device"}, "0d 1t 2t", ""},
		{"a kind of none", []string{form + ".kind", "selfie"}, "", form + ".kind"},
		{"a case", complete, "0b 1t 2t", ""},
		{"a case without anything", []string{form + ".kind", "before_after"}, "", form + ".consent " + form + ".months " + form + ".sessions " + form + ".treatment"},
		{"a case without consent", append(complete[:8:8], form+".consent", " "), "", form + ".consent"},
		{"a case of many sessions", append(complete[:10:10], form+".sessions", "1000"), "", form + ".sessions"},
		{"another's photo", []string{form + ".id", "0197c0de-5eed-7a11-8b0b-15dead5ea1ed"}, "", form + ".alt"},
		{"a photo twice", []string{"photos[1].id", album(t).Clinic.Photos[0].ID.String()}, "", "photos[1].alt"},
	} {
		l := album(t)
		wrong := readPhotos(&Pages{}, filled(t, photosSection, album(t), tt.typed...), &l)
		if got := sortedNames(wrong); got != tt.wrong || tt.wrong == "" && alts(l) != tt.want {
			t.Errorf("readPhotos(%s) = %s, wrong %q; want %s, wrong %q", tt.name, alts(l), got, tt.want, tt.wrong)
		}
	}
	l := album(t)
	if wrong := readPhotos(&Pages{}, newTyped(url.Values{}), &l); len(wrong) > 0 || alts(l) != "0t 1t 2t" {
		t.Errorf("readPhotos(no row) = %s, %v; want all to stay", alts(l), wrong)
	}
}

func TestReadPractitioners(t *testing.T) {
	const form, fresh = "practitioners[0]", "practitioners[2]"
	for _, tt := range []struct {
		name  string
		typed []string
		want  string
		wrong string
	}{
		{"nothing", nil, "Dr Example MD source_checked 2026-11-20, Ms Sample  source_checked 2026-11-20", ""},
		{"another qualification", []string{form + ".qualification", "PhD"}, "Dr Example PhD owner_asserted 2026-11-20, Ms Sample  source_checked 2026-11-20", ""},
		{"another date", []string{form + ".until", "2027-01-31"}, "Dr Example MD owner_asserted 2027-01-31, Ms Sample  source_checked 2026-11-20", ""},
		{"no date", []string{form + ".until", ""}, "Dr Example MD owner_asserted , Ms Sample  source_checked 2026-11-20", ""},
		{"somebody more", []string{fresh + ".name", "Mr New"}, "Dr Example MD source_checked 2026-11-20, Ms Sample  source_checked 2026-11-20, Mr New  owner_asserted ", ""},
		{"one removed", []string{form + ".remove", "yes"}, "Ms Sample  source_checked 2026-11-20", ""},
		{"one emptied", []string{form + ".name", "", form + ".qualification", "", form + ".until", ""}, "Ms Sample  source_checked 2026-11-20", ""},
		{"no name", []string{form + ".name", ""}, "", form + ".name"},
		{"a name twice", []string{fresh + ".name", "Ms Sample"}, "", fresh + ".name"},
		{"a day that is none", []string{form + ".until", "2027-02-30"}, "", form + ".until"},
	} {
		l := album(t)
		wrong := readPractitioners(&Pages{}, filled(t, practitionersSection, album(t), tt.typed...), &l)
		var all []string
		for _, p := range l.Clinic.Practitioners {
			all = append(all, strings.Join([]string{p.Name, p.Qualification, string(p.Fact.State), untilText(p.Fact)}, " "))
		}
		if got := strings.Join(all, ", "); sortedNames(wrong) != tt.wrong || tt.wrong == "" && got != tt.want {
			t.Errorf("readPractitioners(%s) = %q, wrong %v; want %q, wrong %q", tt.name, got, wrong, tt.want, tt.wrong)
		}
	}
}
