package demo

import (
	"slices"
	"strings"

	"rootline/internal/directory"
)

// maker makes one clinic. What it throws depends on the seed and the clinic's
// number alone.
type maker struct {
	dice
	plan     *plan
	number   int
	land     *land
	town     *town
	rank     int           // among the clinics of the town
	host     string        // of its site and e-mail, without .example
	site     directory.URL // may be a page of its chain's
	thin     bool          // nothing is known but a name, a place and a telephone number
	services []directory.Service
	quiet    int // days since anybody last looked after the listing

	quoteAbroad bool // prices are in another country's currency
}

func (p *plan) maker(number int) *maker {
	m := &maker{dice: throw(p.seed, forClinics, number), plan: p, number: number}
	m.land, m.town, m.rank = p.place(number)
	m.thin = m.odds(15)
	m.services = m.offered()
	m.quoteAbroad = m.odds(14)
	// Most listings are looked after now and then, some have been forgotten.
	switch m.weigh(35, 30, 20, 15) {
	case 0:
		m.quiet = m.from(0, 20)
	case 1:
		m.quiet = m.from(21, 90)
	case 2:
		m.quiet = m.from(91, 300)
	default:
		m.quiet = m.from(301, 900)
	}
	return m
}

// offered is what the clinic offers: PRP, SMP or both, some with PEP factor
// beside the PRP.
func (m *maker) offered() []directory.Service {
	var services []directory.Service
	only := m.weigh(36, 26, 38)
	if only != 1 {
		services = append(services, directory.PRP)
	}
	if only != 0 {
		services = append(services, directory.SMP)
	}
	if only != 1 && m.odds(18) {
		services = append(services, directory.PEPFactor)
	}
	return services
}

// treatment is one of the treatments that people come for.
func (m *maker) treatment() directory.Service {
	if s := pick(m.dice, m.services); s != directory.PEPFactor {
		return s
	}
	return directory.PRP
}

func (m *maker) listing(o directory.Organization, name string, slug directory.Slug) directory.Listing {
	l := directory.Listing{Organization: o}
	c := &l.Clinic
	c.ID, c.Slug, c.OrganizationID, c.Name = newID(m.dice, m.number), slug, o.ID, name
	c.Address = m.address()
	for _, s := range m.services {
		c.Offerings = append(c.Offerings, m.offering(s))
	}
	if m.thin {
		c.Phones = m.phones()[:1]
	} else {
		m.fill(c, o.EntryType)
	}
	m.standing(&l)
	return l
}

// fill adds what a listing has that is not thin; one thing or another is
// missing, as in life.
func (m *maker) fill(c *directory.Clinic, entry directory.EntryType) {
	if m.odds(90) {
		c.Description = m.description(entry)
	}
	if m.odds(96) {
		c.Phones = m.phones()
	}
	if m.odds(75) {
		c.Email = must(directory.ParseEmail(pick(m.dice, mailboxes) + "@" + domain(m.host)))
	}
	if m.odds(80) {
		c.URL = m.site
	}
	if m.odds(88) {
		c.Languages = m.languages()
	}
	c.Hours = m.hours()
	c.Practitioners = m.practitioners()
	if m.odds(45) {
		c.Photos = m.chosenPhotos()
	}
}

// description says in two or three sentences what the clinic is like and that
// it is invented.
func (m *maker) description(entry directory.EntryType) string {
	switch entry {
	case directory.EntryFacilitator:
		return pick(m.dice, facilitatorTexts)
	case directory.EntryAcademy:
		return pick(m.dice, academyTexts)
	default: // a clinic
	}
	said := aboutPRP
	switch {
	case m.services[0] == directory.SMP:
		said = aboutSMP
	case len(m.services) > 1 && m.services[1] == directory.SMP:
		said = aboutBoth
	}
	text := pick(m.dice, said)
	if m.odds(40) {
		text += " " + pick(m.dice, asides)
	}
	return text + " " + pick(m.dice, closings)
}

// travelled holds languages that clinics offer to visitors from abroad.
var travelled = func() []directory.Language {
	var all []directory.Language
	for _, code := range strings.Fields("en en en de ar ru es fr it pt tr fa zh uk nl") {
		all = append(all, must(directory.ParseLanguage(code)))
	}
	return all
}()

// languages are the country's, at times not all of them, and up to three more.
func (m *maker) languages() []directory.Language {
	spoken := append([]directory.Language{}, m.land.speaks[:m.from(1, len(m.land.speaks))]...)
	for range m.weigh(40, 35, 15, 10) {
		more := pick(m.dice, travelled)
		if !slices.Contains(spoken, more) {
			spoken = append(spoken, more)
		}
	}
	return spoken
}
