package demo

import (
	"strconv"

	"rootline/internal/directory"
)

// offering is a service as the clinic describes it, or its bare name.
func (m *maker) offering(s directory.Service) directory.Offering {
	o := directory.Offering{Service: s}
	if m.thin {
		return o
	}
	switch s {
	case directory.PRP:
		o.Features = m.features(prpFeatures)
	case directory.SMP:
		o.Features = m.features(smpFeatures)
	case directory.PEPFactor: // has none of its own
	}
	if m.odds(78) {
		o.Capacity = directory.Capacity{
			Status: directory.CapacityStatuses()[m.weigh(58, 18, 12, 12)],
			Fact:   m.fact(directory.FactCapacity),
		}
	}
	if m.odds(75) {
		o.Prices = m.prices(s)
	}
	return o
}

// likely is a feature, in how many of a hundred offerings it occurs, and what
// names it goes by if it asks for one. Of neighbours with the same number in
// either, one at most occurs.
type likely struct {
	feature directory.Feature
	percent int
	either  int
	names   []string
}

var prpFeatures = []likely{
	{feature: directory.TopicalAnaesthetic, percent: 55},
	{feature: directory.InjectedAnaesthetic, percent: 20},
	{feature: directory.Vibration, percent: 18},
	{feature: directory.FineNeedles, percent: 35},
	{feature: directory.IcePacks, percent: 25},
	{feature: directory.Intradermal, percent: 40, either: 1},
	{feature: directory.Subcutaneous, percent: 40, either: 1},
	{feature: directory.SingleSpin, percent: 25, either: 2},
	{feature: directory.DoubleSpin, percent: 55, either: 2},
	{feature: directory.NamedKit, percent: 28, names: []string{"Plasmora demo kit", "Centria demo tube", "Autolis demo set"}},
	{feature: directory.AsepticProtocol, percent: 50},
}

var smpFeatures = []likely{
	{feature: directory.Hairline, percent: 65},
	{feature: directory.Density, percent: 60},
	{feature: directory.FullShavedLook, percent: 50},
	{feature: directory.ScarCamouflage, percent: 45},
	{feature: directory.Beard, percent: 20},
	{feature: directory.NamedPigment, percent: 30, names: []string{"Inkora demo ash", "Follitone demo five", "Carbonel demo grey"}},
	{feature: directory.RemovalOffered, percent: 28},
}

func (m *maker) features(from []likely) []directory.OfferedFeature {
	var all []directory.OfferedFeature
	taken := 0
	for _, l := range from {
		if l.either != 0 && l.either == taken || !m.odds(l.percent) {
			continue
		}
		taken = l.either
		f := directory.OfferedFeature{Feature: l.feature, Fact: m.claim(directory.FactFeature)}
		if l.names != nil {
			f.Detail = pick(m.dice, l.names)
		}
		all = append(all, f)
	}
	return all
}

// What people who give the treatments say of themselves.
var (
	injectors  = []string{"Physician, dermatology", "Physician, aesthetic medicine", "Nurse, injections", "Trichologist"}
	pigmenters = []string{"Scalp pigmentation artist", "Micropigmentation technician", "Pigmentation artist and trainer"}
)

// practitioners are up to three invented people.
func (m *maker) practitioners() []directory.Practitioner {
	var all []directory.Practitioner
	for range m.weigh(30, 40, 20, 10) {
		p := directory.Practitioner{Name: m.land.manner.person(m.dice), Fact: m.credential()}
		if p.Qualification = pick(m.dice, injectors); m.treatment() == directory.SMP {
			p.Qualification = pick(m.dice, pigmenters)
		}
		if m.odds(75) {
			p.Register, p.RegistrationNumber = register, "DEMO-"+strconv.Itoa(m.from(10000, 99999))
		}
		all = append(all, p)
	}
	return all
}
