package match

import (
	"math"

	"rootline/internal/directory"
)

// clue is a signal before it is worded, which only those of a match are: nine in
// ten comparisons come to nothing, and words take longer than weights.
type clue struct {
	about  about
	score  float64
	others int     // that share it too
	key    uint64  // of what is shared
	km     float64 // of a distance
}

// about is what a clue has found.
type about uint8

const (
	nameSame about = iota
	nameLike
	brandSame
	brandDiffers
	phoneSame
	phoneDiffers
	siteSame
	siteDiffers
	emailSame
	emailDomain
	emailDiffers
	houseSame
	streetSame
	numberDiffers
	streetDiffers
	citySame
	cityDiffers
	postcodeSame
	postcodeDiffers
	pointSame
	apart
)

// kinds are what the clues are about, to a reader.
var kinds = [...]SignalKind{
	nameSame: Name, nameLike: Name, brandSame: Brand, brandDiffers: Brand, phoneSame: Phone, phoneDiffers: Phone,
	siteSame: Site, siteDiffers: Site, emailSame: Email, emailDomain: Email, emailDiffers: Email,
	houseSame: Address, streetSame: Address, numberDiffers: Address, streetDiffers: Address, citySame: Address, cityDiffers: Address,
	postcodeSame: Postcode, postcodeDiffers: Postcode, pointSame: Distance, apart: Distance,
}

// word puts a clue in words.
func (q *question) word(c clue, other *record) directory.Message {
	switch kinds[c.about] {
	case Name, Brand:
		return q.wordName(c, other)
	case Phone, Site, Email:
		return q.wordContact(c)
	default:
		return q.wordPlace(c, other)
	}
}

func (q *question) wordName(c clue, other *record) directory.Message {
	name, theirs := directory.Printable(q.e.Name), directory.Printable(other.name)
	brand := directory.Printable(q.e.Brand)
	switch {
	case c.about == nameSame:
		return directory.Msg("match.name.same", "Name", theirs)
	case c.about == nameLike:
		return directory.Msg("match.name.like", "Name", name, "Other", theirs)
	case c.about == brandDiffers:
		return directory.Msg("match.brand.differs")
	case c.others == 0:
		return directory.Msg("match.brand.same", "Brand", brand)
	default:
		return directory.Msg("match.brand.shared", "Brand", brand, "Count", c.others)
	}
}

func (q *question) wordContact(c clue) directory.Message {
	mail := q.e.Email.String()
	switch {
	case c.about == phoneDiffers:
		return directory.Msg("match.phone.differs")
	case c.about == siteDiffers:
		return directory.Msg("match.site.differs")
	case c.about == emailDiffers:
		return directory.Msg("match.email.differs")
	case c.about == emailDomain && c.others == 0:
		return directory.Msg("match.email.domain_alone", "Domain", q.siteWith(c.key))
	case c.about == emailDomain:
		return directory.Msg("match.email.domain", "Domain", q.siteWith(c.key), "Count", c.others)
	case c.about == phoneSame && c.others == 0:
		return directory.Msg("match.phone.same", "Phone", q.phoneWith(c.key))
	case c.about == phoneSame:
		return directory.Msg("match.phone.shared", "Phone", q.phoneWith(c.key), "Count", c.others)
	case c.about == siteSame && c.others == 0:
		return directory.Msg("match.site.same", "Site", q.siteWith(c.key))
	case c.about == siteSame:
		return directory.Msg("match.site.shared", "Site", q.siteWith(c.key), "Count", c.others)
	case c.others == 0:
		return directory.Msg("match.email.same", "Email", mail)
	default:
		return directory.Msg("match.email.shared", "Email", mail, "Count", c.others)
	}
}

func (q *question) wordPlace(c clue, other *record) directory.Message {
	city, code := directory.Printable(q.r.city), directory.Printable(q.e.Address.PostalCode)
	switch {
	case c.about == houseSame && c.others == 0:
		return directory.Msg("match.address.same")
	case c.about == houseSame:
		return directory.Msg("match.address.shared", "Count", c.others)
	case c.about == streetSame:
		return directory.Msg("match.address.street")
	case c.about == numberDiffers:
		return directory.Msg("match.address.number")
	case c.about == streetDiffers:
		return directory.Msg("match.address.differs")
	case c.about == citySame:
		return directory.Msg("match.address.city", "City", city)
	case c.about == cityDiffers:
		return directory.Msg("match.address.city_other", "City", city, "Other", directory.Printable(other.city))
	case c.about == postcodeDiffers:
		return directory.Msg("match.postcode.differs", "Code", code, "Other", directory.Printable(other.postcode))
	case c.about == postcodeSame && c.others == 0:
		return directory.Msg("match.postcode.same", "Code", code)
	case c.about == postcodeSame:
		return directory.Msg("match.postcode.shared", "Code", code, "Count", c.others)
	case c.about == pointSame && c.others == 0:
		return directory.Msg("match.distance.same")
	case c.about == pointSame:
		return directory.Msg("match.distance.shared", "Count", c.others)
	case c.km < 1: // in metres, as people would say it
		return directory.Msg("match.distance.metres", "Metres", int(math.Round(c.km*1000)))
	default:
		return directory.Msg("match.distance.km", "KM", int(math.Round(c.km)))
	}
}

// phoneWith is the question's number that has a key.
func (q *question) phoneWith(key uint64) string {
	for _, p := range q.e.Phones {
		if phoneKey(p) == key {
			return p.International()
		}
	}
	return ""
}

// siteWith is the question's page or domain, of the site or of the mailbox, that
// has a key.
func (q *question) siteWith(key uint64) string {
	page, domain := siteOf(q.e.Site)
	_, host := mailOf(q.e.Email)
	switch key {
	case byPage.key(page):
		return page
	case byDomain.key(domain):
		return domain
	}
	return host
}
