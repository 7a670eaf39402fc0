package searchtest

import (
	"fmt"
	"strings"

	"rootline/internal/directory"
)

// nameWords make names that collide, contain each other, differ by a letter or
// two, and are written in more than one script.
var nameWords = []string{
	"Abbey", "Abby", "Abbeys", "Harbour", "Harbor", "Mill", "Mills", "Milly", "Clinic", "Klinik", "Hair", "Haire",
	"Scalp", "Follicle", "Follicles", "Folicle", "Vampire", "Plasma", "Centre", "Center", "Micropigment", "Istanbul",
	"London", "Köln", "Cologne", "Élan", "Elan", "Ångström", "Straße", "Strasse", "İnci", "ırmak", "Çınar", "São",
	"Мюнхен", "Клиника", "東京", "医院", "O'Hara", "d'Or", "4Ever", "A", "Dr", "X2",
	"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
	`"Quote"`, `Back\slash`, "<b>Bold</b>", "Line\nbreak", "Tab\t", "Sep\u2028arator", "💉", "\u0001",
}

func (r *Random) name() string {
	words := make([]string, 1+r.IntN(3))
	for i := range words {
		words[i] = one(r, nameWords)
		if r.chance(10) {
			words[i] = strings.ToUpper(words[i])
		}
	}
	return strings.Join(words, one(r, []string{" ", " ", " ", "-", " & "}))
}

func (r *Random) organization(n int) directory.Organization {
	types := []directory.EntryType{
		directory.EntryClinic, directory.EntryClinic, directory.EntryClinic, directory.EntryChain,
		directory.EntryChain, directory.EntryFacilitator, directory.EntryAcademy,
	}
	return directory.Organization{ID: r.id(), Slug: slug("brand-%d", n), Name: r.name(), EntryType: one(r, types)}
}

// slug panics on what is no slug: only tests make slugs this way.
func slug(format string, args ...any) directory.Slug {
	s, err := directory.ParseSlug(fmt.Sprintf(format, args...))
	if err != nil {
		panic(err)
	}
	return s
}

// listing makes a whole new listing of an organization.
func (r *Random) listing(id directory.ID, n int, org directory.Organization) directory.Listing {
	l := directory.Listing{
		Clinic: directory.Clinic{
			ID: id, Slug: slug("clinic-%d", n), OrganizationID: org.ID, Name: r.name(),
			Address: r.address(), Languages: some(r, 3, languages),
			Hours: r.hours(), Offerings: r.offerings(),
		},
		Organization: org,
	}
	r.fill(&l.Clinic)
	r.stand(&l)
	return l
}

// stand gives the listing a state and the clinic a status.
func (r *Random) stand(l *directory.Listing) {
	states := []directory.ListingState{
		directory.Draft, directory.Submitted, directory.Rejected, directory.Suspended, directory.Archived,
	}
	l.State.Value, l.Operating.Value = directory.Published, directory.Active
	if r.chance(15) {
		l.State.Value = one(r, states)
	}
	if r.chance(25) {
		l.Operating.Value = one(r, []directory.OperatingStatus{directory.TemporarilyClosed, directory.Closed})
	}
}

// fill says some of the things that only completeness counts.
func (r *Random) fill(c *directory.Clinic) {
	if r.chance(40) {
		c.Description = "Fictional."
	}
	if r.chance(40) {
		c.URL = parsed(directory.ParseURL("https://clinic.example/"))
	}
	if r.chance(40) {
		c.Phones = []directory.ClinicPhone{{Number: parsed(directory.ParsePhone("+44 20 7946 0123", directory.Country{}))}}
	}
	if r.chance(30) {
		c.Photos = []directory.Photo{{ID: r.id(), Kind: directory.PhotoPremises}}
	}
	for range r.IntN(3) {
		c.Practitioners = append(c.Practitioners, directory.Practitioner{Name: "Dr Example", Fact: r.fact()})
	}
}

// parsed is v, of a text that cannot fail to parse.
func parsed[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var languages = parseAll(directory.ParseLanguage, "en", "tr", "de", "pt", "fil", "ar", "ja")

var currencies = parseAll(directory.ParseCurrency, "EUR", "TRY", "JPY", "KWD")

func parseAll[T any](parse func(string) (T, error), texts ...string) []T {
	var all []T
	for _, s := range texts {
		all = append(all, parsed(parse(s)))
	}
	return all
}

func (r *Random) offerings() []directory.Offering {
	var all []directory.Offering
	for _, s := range some(r, 3, directory.Services()) {
		o := directory.Offering{Service: s}
		if r.chance(70) {
			o.Capacity = directory.Capacity{Status: one(r, directory.CapacityStatuses()), Fact: r.fact()}
		}
		for _, f := range some(r, 5, directory.Features()) {
			if f.Service() == s || r.chance(10) {
				o.Features = append(o.Features, directory.OfferedFeature{Feature: f, Fact: r.fact()})
			}
		}
		for range r.IntN(4) {
			o.Prices = append(o.Prices, r.price())
		}
		all = append(all, o)
	}
	return all
}

func (r *Random) price() directory.Price {
	units := []directory.PriceUnit{
		directory.PerSession, directory.PerSession, directory.PerSession,
		directory.PerCourse, directory.PerArea, directory.PerConsultation,
	}
	return directory.Price{
		Amount:   one(r, []int64{0, 9900, 9900, 15000, 20050, 300000}),
		Currency: one(r, currencies[:1+r.IntN(len(currencies))]),
		Unit:     one(r, units), State: one(r, []directory.PriceState{directory.PricePublished, directory.PriceEstimate}),
		ValidFrom: r.day(20), ValidTo: r.day(20), Fact: r.fact(),
	}
}
