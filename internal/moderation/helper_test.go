package moderation_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

// now is the moment of every test that does not say another.
var now = storetest.Now

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func id(n int) directory.ID { return storetest.ID(n) }

// said is a refusal as tests write it: its sentence, and the fields it names.
func said(err error) string {
	e := (*directory.Error)(nil)
	switch {
	case err == nil:
		return "fine"
	case !errors.As(err, &e):
		return "our fault: " + err.Error()
	}
	return strings.TrimSpace(e.Message.ID + " " + strings.Join(slices.Sorted(maps.Keys(e.Fields)), " "))
}

func wants(tb testing.TB, call string, err error, want string) {
	tb.Helper()
	if got := said(err); got != want {
		tb.Errorf("%s = %s, want %s", call, got, want)
	}
}

// names are those of differences.
func names(all []moderation.Difference) string {
	var parts []string
	for _, d := range all {
		parts = append(parts, d.Name())
	}
	return strings.Join(parts, " ")
}

func conflictNames(all []moderation.Conflict) string {
	var parts []string
	for _, c := range all {
		parts = append(parts, c.Name())
	}
	return strings.Join(parts, " ")
}

// listing is the clinic of every test: published, with PRP.
func listing() directory.Listing { return storetest.Listing(1) }

// changed is the listing after some changes, which reach nothing that it shares.
func changed(l directory.Listing, changes ...func(*directory.Listing)) directory.Listing {
	l.Clinic.Offerings = slices.Clone(l.Clinic.Offerings)
	for i := range l.Clinic.Offerings {
		l.Clinic.Offerings[i].Features = slices.Clone(l.Clinic.Offerings[i].Features)
		l.Clinic.Offerings[i].Prices = slices.Clone(l.Clinic.Offerings[i].Prices)
	}
	l.Clinic.Phones = slices.Clone(l.Clinic.Phones)
	l.Clinic.Languages = slices.Clone(l.Clinic.Languages)
	l.Clinic.Practitioners = slices.Clone(l.Clinic.Practitioners)
	l.Clinic.Photos = slices.Clone(l.Clinic.Photos)
	l.Clinic.Hours.Exceptions = slices.Clone(l.Clinic.Hours.Exceptions)
	for _, change := range changes {
		change(&l)
	}
	return l
}

// draw draws anything that a listing of clinic 1 can be.
func draw(t *rapid.T, label string) directory.Listing {
	l := listing()
	c := &l.Clinic
	pick := func(what string, n int) int { return rapid.IntRange(0, n).Draw(t, label+" "+what) }
	c.Name = []string{"Harbour", "Abbey", "Mill.prp"}[pick("name", 2)]
	c.Description = []string{"", "Hair", "<b>Hair</b>"}[pick("description", 2)]
	c.Slug = storetest.Listing(1 + pick("slug", 1)).Clinic.Slug
	l.Organization = storetest.Organization(1 + pick("organization", 1))
	c.OrganizationID = l.Organization.ID
	c.URL = []directory.URL{{}, must(directory.ParseURL("https://harbour.example/"))}[pick("url", 1)]
	c.Email = []directory.Email{{}, must(directory.ParseEmail("desk@harbour.example"))}[pick("email", 1)]
	c.Address.Address1 = []string{"", "1 Quay", "2 Quay"}[pick("street", 2)]
	c.Address.Fact = drawFact(t, label, directory.FactAddress)
	c.Phones, c.Languages = nil, nil
	for _, n := range some(t, label+" phones", []string{"+442079460958", "+442079460959", "+442079460960"}) {
		c.Phones = append(c.Phones, directory.ClinicPhone{Number: must(directory.ParsePhone(n, directory.Country{})), WhatsApp: pick("whatsapp", 1) == 0})
	}
	for _, n := range some(t, label+" languages", []string{"en", "tr", "de"}) {
		c.Languages = append(c.Languages, must(directory.ParseLanguage(n)))
	}
	drawHours(t, label, &c.Hours)
	c.Offerings = nil
	for _, s := range some(t, label+" services", directory.Services()) {
		c.Offerings = append(c.Offerings, drawOffering(t, label+" "+s.String(), s))
	}
	c.Practitioners = nil
	for range pick("practitioners", 3) {
		c.Practitioners = append(c.Practitioners, directory.Practitioner{
			Name: []string{"Ada", "Bea", "Ada#2"}[pick("who", 2)], Qualification: []string{"", "MD"}[pick("qualification", 1)],
			Fact: drawFact(t, label, directory.FactCredential),
		})
	}
	c.Photos = nil
	for _, n := range some(t, label+" photos", []int{1, 2, 3}) {
		c.Photos = append(c.Photos, directory.Photo{ID: id(700 + n), Kind: directory.PhotoKinds()[pick("kind", 3)], Alt: "A room", Width: 4, Height: 3})
	}
	l.Operating.Value = []directory.OperatingStatus{directory.Active, directory.Closed}[pick("operating", 1)]
	l.State.Value = []directory.ListingState{directory.Published, directory.Draft}[pick("state", 1)]
	return l
}

// some draws a few of all, in any order.
func some[T any](t *rapid.T, label string, all []T) []T {
	return rapid.Permutation(all).Draw(t, label)[:rapid.IntRange(0, len(all)).Draw(t, label+" count")]
}

func drawFact(t *rapid.T, label string, kind directory.FactKind) directory.Fact {
	states := []directory.FactState{directory.NotChecked, directory.OwnerAsserted, directory.SourceChecked, directory.CheckedAbsent}
	return kind.Observed(rapid.SampledFrom(states).Draw(t, label+" fact"), "somebody", now.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, label+" day")))
}

func drawHours(t *rapid.T, label string, h *directory.Hours) {
	*h = directory.Hours{ByAppointment: rapid.Bool().Draw(t, label+" by appointment"), Fact: drawFact(t, label, directory.FactHours)}
	if rapid.Bool().Draw(t, label+" open") {
		h.Week[time.Monday] = []directory.Interval{{Opens: 540, Closes: 1020}}
	}
	if rapid.Bool().Draw(t, label+" holidays") {
		h.PublicHolidays = &directory.Holidays{}
	}
	for range rapid.IntRange(0, 3).Draw(t, label+" exceptions") {
		first := must(directory.NewDate(2026, 12, rapid.IntRange(24, 26).Draw(t, label+" first")))
		h.Exceptions = append(h.Exceptions, directory.Exception{First: first, Last: first, Name: rapid.SampledFrom([]string{"", "Feast"}).Draw(t, label+" feast")})
	}
}

func drawOffering(t *rapid.T, label string, s directory.Service) directory.Offering {
	o := directory.Offering{Service: s}
	if rapid.Bool().Draw(t, label+" said") {
		o.Capacity = directory.Capacity{Status: rapid.SampledFrom(directory.CapacityStatuses()).Draw(t, label+" capacity"), Fact: drawFact(t, label, directory.FactCapacity)}
	}
	var of []directory.Feature
	for _, f := range directory.Features() {
		if f.Service() == s && len(of) < 3 {
			of = append(of, f)
		}
	}
	for _, f := range some(t, label+" features", of) {
		o.Features = append(o.Features, directory.OfferedFeature{Feature: f, Fact: drawFact(t, label, directory.FactFeature)})
	}
	for range rapid.IntRange(0, 2).Draw(t, label+" prices") {
		o.Prices = append(o.Prices, directory.Price{
			Amount: rapid.SampledFrom([]int64{100, 9007199254740993}).Draw(t, label+" amount"), Currency: must(directory.ParseCurrency("EUR")),
			Unit: directory.PerSession, State: directory.PricePublished, Fact: drawFact(t, label, directory.FactPrice),
		})
	}
	return o
}
