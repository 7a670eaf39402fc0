package jsonld

import (
	"encoding/json"
	"fmt"
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
	n := s.clinicNode(c)
	n.Context = context
	n.Description, n.Email = c.Description, c.Email.String()
	n.SameAs = c.URL.String()
	for _, p := range c.Phones {
		n.Telephone = append(n.Telephone, p.Number.String())
	}
	n.Geo = geo(c.Address)
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
	n.Accepting = accepting(c, now)
	if l.Operating.Value == directory.Active {
		n.Hours, n.SpecialHours = hours(c.Hours)
	}
	day := directory.DateOf(now.In(c.Address.Zone()))
	for _, o := range c.Offerings {
		if o.Service != directory.SMP {
			n.Available = append(n.Available, therapyNode{"MedicalTherapy", s.name(o.Service), alternates[o.Service]})
		}
		n.Offers = append(n.Offers, s.offers(o, day)...)
	}
	return json.Marshal(n)
}

// clinicNode is a clinic as others refer to it.
func (s Site) clinicNode(c *directory.Clinic) clinicNode {
	page := s.Base + "/clinics/" + c.Slug.String()
	return clinicNode{Type: "MedicalClinic", ID: page + "#clinic", Name: c.Name, URL: page, Address: s.address(c.Address)}
}

func (s Site) address(a directory.Address) *addressNode {
	return &addressNode{
		Type: "PostalAddress", Street: a.Address1, Locality: a.City, Region: s.Region(a.Region),
		Code: a.PostalCode, Country: a.Country.String(),
	}
}

// geo is where the clinic is, unless only its city is known.
func geo(a directory.Address) *geoNode {
	if a.Point.IsZero() || a.Precision == directory.Locality {
		return nil
	}
	return &geoNode{"GeoCoordinates", a.Point.Lat(), a.Point.Lng()}
}

// accepting says whether new patients are taken, if that is known and not stale.
func accepting(c *directory.Clinic, now time.Time) *bool {
	var said, yes bool
	for _, o := range c.Offerings {
		if o.Capacity.Status != "" && o.Capacity.Fact.Known() && !o.Capacity.Fact.Stale(now) {
			said = true
			yes = yes || o.Capacity.Status != directory.NoCapacity
		}
	}
	if !said {
		return nil
	}
	return &yes
}

func (s Site) name(of directory.Service) string { return s.Words.Service(of) }

// alternates are the names that services go by beside the long ones, if any.
var alternates = map[directory.Service]string{directory.PRP: "PRP", directory.SMP: "SMP", directory.PEPFactor: ""}

// offers are a service's prices as the clinic has published them and as they hold
// on a day. SMP is offered with no price known, too: it stands nowhere else.
func (s Site) offers(o directory.Offering, day directory.Date) []offerNode {
	item := serviceNode{"Service", s.name(o.Service), alternates[o.Service]}
	var all []offerNode
	for _, p := range o.Prices {
		if p.State == directory.PricePublished && p.ValidOn(day) {
			all = append(all, offerNode{"Offer", item, price(p)})
		}
	}
	if len(all) == 0 && o.Service == directory.SMP {
		all = append(all, offerNode{Type: "Offer", Item: item})
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
