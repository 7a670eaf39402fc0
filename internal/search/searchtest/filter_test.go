package searchtest_test

import (
	"testing"

	"rootline/internal/directory"
	"rootline/internal/search"
)

func TestOracle_whatIsSearched(t *testing.T) {
	all := listings(
		clinic("Clinic", london),
		clinic("Chain", london, brand("", directory.EntryChain)),
		clinic("Agency", london, brand("", directory.EntryFacilitator)),
		clinic("Academy", london, brand("", directory.EntryAcademy)),
		clinic("Resting", london, operating(directory.TemporarilyClosed)),
		clinic("Gone", london, operating(directory.Closed)),
		clinic("Draft", london, listed(directory.Draft)),
		clinic("Submitted", london, listed(directory.Submitted)),
		clinic("Rejected", london, listed(directory.Rejected)),
		clinic("Suspended", london, listed(directory.Suspended)),
		clinic("Archived", london, listed(directory.Archived)),
	)
	checkLines(t, all, []line{
		{"everything that is published and not closed", search.Query{}, "Clinic, Chain, Resting"},
		{"agencies for who asks", search.Query{EntryTypes: []directory.EntryType{directory.EntryFacilitator}}, "Agency"},
		{"every type", search.Query{EntryTypes: directory.EntryTypes()}, "Clinic, Chain, Agency, Academy, Resting"},
		{"no words find what is not searched", search.Query{Text: "suspended"}, ""},
	})
}

func TestOracle_services(t *testing.T) {
	all := listings(
		clinic("P", london, prp), clinic("S", london, smp), clinic("PS", london, smp, prp),
		clinic("PE", london, prp, pep), clinic("E", london, pep), clinic("None", london),
	)
	checkLines(t, all, []line{
		{"one service", search.Query{Services: []search.Choice{search.ChoosePRP}}, "P, PS, PE"},
		{"either of two", search.Query{Services: []search.Choice{search.ChooseSMP, search.ChoosePEPFactor}}, "S, PS, PE, E"},
		{"both at one clinic", search.Query{Services: []search.Choice{search.ChooseTandem}}, "PS"},
		{"tandem or an adjunct", search.Query{Services: []search.Choice{search.ChooseTandem, search.ChoosePEPFactor}}, "PS, PE, E"},
	})
}

func TestOracle_places(t *testing.T) {
	all := listings(
		clinic("Bosphorus", istanbul), clinic("Castle", ankara), clinic("Thames", london),
		clinic("Irwell", manch), clinic("Merlion", singapore),
	)
	tr, gb := country("TR"), country("GB")
	checkLines(t, all, []line{
		{"a country", search.Query{Countries: []directory.Country{tr}}, "Bosphorus, Castle"},
		{"either of two", search.Query{Countries: []directory.Country{gb, country("SG")}}, "Thames, Irwell, Merlion"},
		{"a region", search.Query{Regions: []directory.Region{region("TR.68")}}, "Castle"},
		{"a city", search.Query{Cities: []directory.CityID{manch}}, "Irwell"},
		{"a city without a region", search.Query{Cities: []directory.CityID{singapore}}, "Merlion"},
		{"different filters narrow each other", search.Query{Countries: []directory.Country{tr}, Cities: []directory.CityID{manch, ankara}}, "Castle"},
		{"and may leave nothing", search.Query{Countries: []directory.Country{tr}, Regions: []directory.Region{region("GB.ENG")}}, ""},
	})
}

func TestOracle_near(t *testing.T) {
	home := must(directory.NewPoint(51.5, 0))
	all := listings(
		clinic("Here", london, at(51.5, 0)),
		clinic("Mile", london, at(51.51, 0)),
		clinic("Far", manch, at(53.48, -2.24)),
		clinic("East", singapore, at(-17, 179.999)),
		clinic("West", singapore, at(-17, -179.999)),
		clinic("Pole", singapore, at(90, 12)),
	)
	mile := must(directory.NewPoint(51.51, 0)).KM(home)
	checkLines(t, all, []line{
		{"the radius includes itself", search.Query{Near: home, RadiusKM: mile}, "Here, Mile"},
		{"and nothing beyond", search.Query{Near: home, RadiusKM: mile * 0.999999}, "Here"},
		{"across the antimeridian", search.Query{Near: must(directory.NewPoint(-17, 180)), RadiusKM: 1}, "East, West"},
		{"the pole has no longitude", search.Query{Near: must(directory.NewPoint(90, -100)), RadiusKM: 1}, "Pole"},
		{"nearest first", search.Query{Near: must(directory.NewPoint(51.51, 0)), RadiusKM: 500, Sort: search.ByDistance}, "Mile, Here, Far"},
	})
}

func TestOracle_featuresAndLanguages(t *testing.T) {
	unchecked := directory.Fact{State: directory.NotChecked}
	all := listings(
		clinic("Both", london, speaks("en", "tr"), offer(directory.PRP, with(directory.IcePacks, owner), with(directory.Vibration, owner))),
		clinic("Split", london, speaks("tr"), offer(directory.PRP, with(directory.IcePacks, owner)), offer(directory.SMP, with(directory.Vibration, owner))),
		clinic("Ice", london, speaks("en"), offer(directory.PRP, with(directory.IcePacks, owner), with(directory.Vibration, absent))),
		clinic("Perhaps", london, offer(directory.PRP, with(directory.IcePacks, unchecked), with(directory.IcePacks, directory.Fact{}))),
	)
	ice, shake := directory.IcePacks, directory.Vibration
	checkLines(t, all, []line{
		{"a feature that holds for any service", search.Query{Features: []directory.Feature{ice}}, "Both, Split, Ice"},
		{"all of several", search.Query{Features: []directory.Feature{ice, shake}}, "Both, Split"},
		{"a language", search.Query{Languages: []directory.Language{language("en")}}, "Both, Ice"},
		{"either of two", search.Query{Languages: []directory.Language{language("en"), language("tr")}}, "Both, Split, Ice"},
	})
}

func TestOracle_openNow(t *testing.T) {
	arranged := func(l *directory.Listing) {
		for d := range l.Clinic.Hours.Week {
			l.Clinic.Hours.Week[d][0].ByAppointment = true
		}
	}
	all := listings(
		clinic("Open", london, opens(9, 17, owner)),
		clinic("Opening", london, opens(10, 17, owner)),
		clinic("Closing", london, opens(9, 10, owner)),
		clinic("Later", istanbul, opens(14, 17, owner)), // 13:00 there
		clinic("Unknown", london, opens(9, 17, directory.Fact{})),
		clinic("Resting", london, opens(9, 17, owner), operating(directory.TemporarilyClosed)),
		clinic("Arranged", london, opens(9, 17, owner), arranged),
	)
	checkLines(t, all, []line{
		{"open to everybody, from the minute of opening to the one before closing", search.Query{OpenNow: true}, "Open, Opening"},
	})
}

func TestOracle_accepting(t *testing.T) {
	all := listings(
		clinic("Room", london, offer(directory.PRP, room(directory.HasCapacity, owner))),
		clinic("SMP only", london, offer(directory.PRP, room(directory.Waitlist, owner)), offer(directory.SMP, room(directory.HasCapacity, owner))),
		clinic("Full", london, offer(directory.PRP, room(directory.NoCapacity, owner))),
		clinic("Unsaid", london, offer(directory.PRP, room(directory.HasCapacity, directory.Fact{State: directory.NotChecked}))),
	)
	checkLines(t, all, []line{
		{"for any service", search.Query{Accepting: true}, "Room, SMP only"},
		{"for the one asked", search.Query{Accepting: true, Services: []search.Choice{search.ChoosePRP}}, "Room"},
		{"for one of both in tandem", search.Query{Accepting: true, Services: []search.Choice{search.ChooseTandem}}, "SMP only"},
	})
}
