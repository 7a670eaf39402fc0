package jsonld

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/words"
)

const context = "https://schema.org"

// Site is where the pages stand, and in which language.
type Site struct {
	Base  string // the site's address, without a slash at its end
	Words *words.Words

	// Region is the name of a region, or "".
	Region func(directory.Region) string
}

// Clinic is what is known of a clinic at now. It is for listings that searches
// hold: the page of one that is gone asks not to be indexed.
func (s Site) Clinic(l *directory.Listing, now time.Time) ([]byte, error) {
	c := &l.Clinic
	is := kinds[l.Organization.EntryType]
	n := s.clinicNode(c, is)
	n.Context = context
	n.Description, n.Email = c.Description, c.Email.String()
	n.SameAs = c.URL.String()
	for _, p := range c.Phones {
		n.Telephone = append(n.Telephone, p.Number.String())
	}
	if c.Address.AtTheDoor() {
		n.Geo = &geoNode{"GeoCoordinates", c.Address.Point.Lat(), c.Address.Point.Lng()}
	}
	parent := s.brandNode(&l.Organization)
	n.Parent = &parent
	for _, lang := range c.Languages {
		n.Languages = append(n.Languages, lang.String())
	}
	for i := range c.Photos {
		if p := &c.Photos[i]; p.Showable() && p.Kind != directory.PhotoBeforeAfter {
			n.Images = append(n.Images, fmt.Sprintf("%s/photos/%s", n.URL, p.ID))
		}
	}
	today := directory.DateOf(now.In(c.Address.Zone()))
	if l.Operating.Value == directory.Active {
		n.Hours, n.SpecialHours = hours(&c.Hours, today)
	}
	for _, o := range c.Offerings {
		n.Offers = append(n.Offers, s.offers(o, today)...)
	}
	if is.treats {
		s.treatments(&n, c, now)
	}
	return json.Marshal(n)
}

// treatments adds what only those say who treat patients: for which services, and
// whether there is room for more. SMP is offered even where no price is known: it is
// no therapy, and so stands nowhere else.
func (s Site) treatments(n *clinicNode, c *directory.Clinic, now time.Time) {
	if yes, known := c.Accepting(now); known {
		n.Accepting = &yes
	}
	for _, o := range c.Offerings {
		switch {
		case o.Service != directory.SMP:
			n.Available = append(n.Available, therapyNode{"MedicalTherapy", s.name(o.Service), alternates[o.Service]})
		case !slices.ContainsFunc(n.Offers, func(o offerNode) bool { return o.Item == s.item(directory.SMP) }):
			n.Offers = append(n.Offers, offerNode{Type: "Offer", Item: s.item(directory.SMP)})
		}
	}
}

// clinicNode is a clinic as others refer to it.
func (s Site) clinicNode(c *directory.Clinic, is kind) clinicNode {
	page := s.Base + "/clinics/" + c.Slug.String()
	return clinicNode{Type: is.place, ID: page + "#clinic", Name: c.Name, URL: page, Address: s.address(c.Address)}
}

func (s Site) address(a directory.Address) *addressNode {
	return &addressNode{
		Type: "PostalAddress", Street: a.Address1, Locality: a.City, Region: s.Region(a.Region),
		Code: a.PostalCode, Country: a.Country.String(),
	}
}

// name is the long name of a service, for programs to know it by.
func (s Site) name(of directory.Service) string { return s.Words.T("clinic.service." + of.String()) }

// alternates are the names that services go by beside the long ones, if any.
var alternates = map[directory.Service]string{directory.PRP: "PRP", directory.SMP: "SMP", directory.PEPFactor: ""}

// item is a service as something that is offered.
func (s Site) item(of directory.Service) serviceNode {
	return serviceNode{"Service", s.name(of), alternates[of]}
}

// offers are a service's prices as the clinic has published them, as somebody
// vouches for them, and as they hold on a day.
func (s Site) offers(o directory.Offering, day directory.Date) []offerNode {
	var all []offerNode
	for _, p := range o.Prices {
		if p.State == directory.PricePublished && p.Fact.Holds() && p.ValidOn(day) {
			all = append(all, offerNode{"Offer", s.item(o.Service), price(p)})
		}
	}
	return all
}

func price(p directory.Price) *priceNode {
	n := &priceNode{
		Type: "UnitPriceSpecification", Currency: p.Currency.String(), Unit: string(p.Unit),
		From: p.ValidFrom.String(), Through: p.ValidTo.String(),
	}
	if p.Sessions > 1 {
		n.Unit = fmt.Sprintf("%d × %s", p.Sessions, directory.PerSession)
	}
	n.Price = decimal(p.Amount, p.Currency)
	if p.AmountMax != 0 {
		n.Price, n.Min, n.Max = "", n.Price, decimal(p.AmountMax, p.Currency)
	}
	return n
}

// decimal writes minor units in the currency's own: 12550 EUR is 125.50.
func decimal(amount int64, in directory.Currency) jsonDecimal {
	places := in.Decimals()
	digits := strconv.FormatInt(amount, 10)
	if places == 0 {
		return jsonDecimal(digits)
	}
	digits = strings.Repeat("0", max(0, places+1-len(digits))) + digits
	whole := len(digits) - places
	return jsonDecimal(digits[:whole] + "." + digits[whole:])
}
