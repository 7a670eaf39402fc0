package pages

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// mountProposals adds the pages of whoever proposes a clinic, or withdraws their own.
func (p *Pages) mountProposals(r *access.Router) {
	r.Get("/propose", p.propose)
	r.PostKept("/propose", p.postPropose, p.kept)
	p.mountWithdrawal(r)
	p.mountMerges(r)
}

// proposalFields are those of the form besides its boxes for services, in the order in
// which they stand.
var proposalFields = []string{
	"name", "services", "address_1", "city", "postal_code", "phone", "site", "description", "brand",
}

// propose answers GET /propose. A brand that is named comes along, for its owners add
// branches from its page.
func (p *Pages) propose(c *fiber.Ctx) error {
	view := page.ProposeView{Sheet: p.sheet(c), Done: p.done(c), Typed: page.Proposal{Brand: c.Query("brand")}}
	return p.showPropose(c, view)
}

func (p *Pages) showPropose(c *fiber.Ctx, v page.ProposeView) error {
	waiting, err := p.Listings.Proposed(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	for _, l := range waiting {
		v.Waiting = append(v.Waiting, l.Clinic.Name)
	}
	if v.Typed.Brand != "" && v.BrandName == "" {
		v.BrandName = p.brandName(c, v.Typed.Brand)
	}
	return show(c, page.Propose(p.accountFrame(c, "propose_page.title"), v))
}

// brandName is what a brand is called; empty if there is none of that slug.
func (p *Pages) brandName(c *fiber.Ctx, slug string) string {
	s, err := directory.ParseSlug(slug)
	if err != nil {
		return ""
	}
	o, err := p.Store.OrganizationBySlug(c.UserContext(), s)
	if err != nil {
		return ""
	}
	return o.Name
}

// postPropose answers POST /propose. Whatever is wrong, nothing of what was typed is
// lost; where a name is that of several cities, or the clinic may be there already, the
// page asks.
func (p *Pages) postPropose(c *fiber.Ctx) error {
	names := append([]string{"place", "place_for", "mine", "another"}, proposalFields...)
	for _, s := range directory.Services() {
		names = append(names, "service_"+s.String())
	}
	in, err := access.Form(c, names...)
	if err != nil {
		return err
	}
	view := page.ProposeView{Typed: typedProposal(in)}
	proposal, wrong, choice := p.readProposal(in)
	view.Places = choice
	out, err := moderation.Proposed{}, wrong.err()
	if err == nil {
		out, err = p.Listings.Propose(c.UserContext(), access.AskingOf(c).Actor, proposal)
	}
	if err == nil && !out.Claim.IsZero() {
		return seeOther(c, "/claims/"+out.Claim.String())
	}
	view.Alike = p.alike(out.Alike)
	return p.settle(c, asTyped(err), "/propose?done=proposed", func(s page.Sheet) error {
		view.Sheet = s
		return p.showPropose(c, view)
	}, append(proposalFields, "another")...)
}

// typedProposal is the form as it was typed.
func typedProposal(in map[string]string) page.Proposal {
	t := page.Proposal{
		Name: in["name"], Address1: in["address_1"], City: in["city"], Place: in["place"], PostalCode: in["postal_code"],
		Phone: in["phone"], Site: in["site"], Description: in["description"], Brand: in["brand"],
		Mine: in["mine"] != "", Another: in["another"] != "", Services: make(map[directory.Service]bool, len(directory.Services())),
	}
	for _, s := range directory.Services() {
		t.Services[s] = in["service_"+s.String()] != ""
	}
	return t
}

// readProposal reads what was typed, notes all that is wrong with it, and returns the
// cities to choose from, if there are several.
func (p *Pages) readProposal(in map[string]string) (moderation.Proposal, wrongs, []page.PlaceChoice) {
	wrong := wrongs{}
	out := moderation.Proposal{
		Name: in["name"], Description: in["description"], Mine: in["mine"] != "", Another: in["another"] != "",
	}
	for _, s := range directory.Services() {
		if in["service_"+s.String()] != "" {
			out.Services = append(out.Services, s)
		}
	}
	if len(out.Services) == 0 {
		wrong["services"] = directory.Msg("moderation.propose.services")
	}
	city, choice := p.cityOf(in, wrong)
	out.Address = addressIn(city)
	out.Address.Address1, out.Address.PostalCode = strings.TrimSpace(in["address_1"]), strings.TrimSpace(in["postal_code"])
	out.Phone = readInto(wrong, "phone", in["phone"], func(s string) (directory.Phone, error) {
		if city.ID == 0 && !strings.HasPrefix(s, "+") {
			return directory.Phone{}, nil // as it is dialled there, and nobody knows where yet
		}
		return directory.ParsePhone(s, city.Country)
	})
	out.URL = readInto(wrong, "site", in["site"], func(s string) (directory.URL, error) {
		if !strings.Contains(s, "://") {
			s = "https://" + s
		}
		return directory.ParseURL(s)
	})
	out.Brand = readInto(wrong, "brand", in["brand"], directory.ParseSlug)
	return out, wrong, choice
}

// readInto reads a field that may be left empty, and notes what is wrong with it.
func readInto[T any](wrong wrongs, name, typed string, parse func(string) (T, error)) (value T) {
	if typed = strings.TrimSpace(typed); typed == "" {
		return value
	}
	value, err := parse(typed)
	if e := (*directory.Error)(nil); errors.As(err, &e) {
		wrong[name] = e.Message
	}
	return value
}

// mostMeant is how many cities of one name are offered.
const mostMeant = 10

// cityOf is the city that was typed: the one that was chosen, if what is typed is still
// what the choice was offered for; or else the only one that the name can mean.
func (p *Pages) cityOf(in map[string]string, wrong wrongs) (gazetteer.City, []page.PlaceChoice) {
	typed := strings.TrimSpace(in["city"])
	if typed == "" {
		wrong["city"] = directory.Msg("moderation.propose.city")
		return gazetteer.City{}, nil
	}
	found := p.citiesMeant(typed)
	if chosen := in["place"]; chosen != "" && in["place_for"] == in["city"] {
		for _, place := range found {
			if cityText(place.City) == chosen {
				city, _ := p.Places.City(place.City)
				return city, nil
			}
		}
	}
	switch len(found) {
	case 0:
		wrong["city"] = directory.Msg("propose_page.city.unknown")
		return gazetteer.City{}, nil
	case 1:
		city, _ := p.Places.City(found[0].City)
		return city, nil
	}
	wrong["city"] = directory.Msg("propose_page.city.several")
	var choice []page.PlaceChoice
	for _, place := range found {
		choice = append(choice, page.PlaceChoice{ID: cityText(place.City), Label: place.Label})
	}
	return gazetteer.City{}, choice
}

func cityText(id directory.CityID) string { return strconv.FormatUint(uint64(id), 10) }

// citiesMeant are the cities that a text can mean; the one, if it is that one's label.
func (p *Pages) citiesMeant(text string) []gazetteer.Place {
	found := p.citiesNamed(text)
	for i, place := range found {
		if directory.Fold(place.Label) == directory.Fold(text) {
			return found[i : i+1]
		}
	}
	return found[:min(len(found), mostMeant)]
}

// addressIn is an address in a city of which nothing else is known: it stands at the
// city's point, until somebody knows better.
func addressIn(city gazetteer.City) directory.Address {
	return directory.Address{
		City: city.Name, CityID: city.ID, Region: city.Region, Country: city.Country,
		Point: city.Point, Precision: directory.Locality, TimeZone: city.TimeZone,
	}
}

// asTyped is a refusal with the names that the fields have in the form.
func asTyped(err error) error {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) || e.Fields == nil {
		return err
	}
	again := *e
	again.Fields = map[string]directory.Message{}
	for name, m := range e.Fields {
		again.Fields[strings.TrimPrefix(name, "address.")] = m
	}
	return &again
}

// alike are the listings that a proposal resembles, as the page asks about them.
func (p *Pages) alike(all []moderation.Alike) (views []page.Alike) {
	for _, a := range all {
		v := page.Alike{Name: a.Listing.Clinic.Name, City: a.Listing.Clinic.Address.City, Because: a.Because}
		if a.Listing.HasPage() {
			v.Path = "/clinics/" + a.Listing.Clinic.Slug.String()
		}
		views = append(views, v)
	}
	return views
}
