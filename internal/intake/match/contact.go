package match

import (
	"rootline/internal/directory"
)

// contacts compares how two entries are reached and whose they are.
func (q *question) contacts(other *record) []Signal {
	out := make([]Signal, 0, 4)
	kin := 1.0
	if s, ok := q.brand(other); ok {
		out = append(out, s)
		if s.Score > 0 {
			kin = ofOneBrand // branches share them with their brand
		}
	}
	for _, compare := range []func(*record) (Signal, bool){q.phone, q.site, q.email} {
		if s, ok := compare(other); ok {
			if s.Score > 0 {
				s.Score *= kin
			}
			out = append(out, s)
		}
	}
	return out
}

func (q *question) brand(other *record) (Signal, bool) {
	if len(q.r.brand) == 0 || len(other.brand) == 0 {
		return Signal{}, false
	}
	_, others, ok := q.rarest(other, byBrand)
	brand := directory.Printable(q.e.Brand)
	switch {
	case !ok:
		return Signal{Brand, otherBrand, directory.Msg("match.brand.differs")}, true
	case others == 0:
		return Signal{Brand, sameBrand, directory.Msg("match.brand.same", "Brand", brand)}, true
	default:
		return Signal{Brand, least, directory.Msg("match.brand.shared", "Brand", brand, "Count", others)}, true
	}
}

func (q *question) phone(other *record) (Signal, bool) {
	if len(ofKind(q.r.keys, byPhone)) == 0 || len(ofKind(other.keys, byPhone)) == 0 {
		return Signal{}, false
	}
	key, others, ok := q.rarest(other, byPhone)
	if !ok {
		return Signal{Phone, otherPhone, directory.Msg("match.phone.differs")}, true
	}
	number := ""
	for _, p := range q.e.Phones {
		if phoneKey(p) == key {
			number = p.International()
			break
		}
	}
	weight := sharedBy(samePhone, others)
	if others == 0 {
		return Signal{Phone, weight, directory.Msg("match.phone.same", "Phone", number)}, true
	}
	return Signal{Phone, weight, directory.Msg("match.phone.shared", "Phone", number, "Count", others)}, true
}

// site compares sites. Of two pages of one site, each may be of a branch.
func (q *question) site(other *record) (Signal, bool) {
	if !q.r.hasSite || !other.hasSite {
		return Signal{}, false
	}
	mine, theirs := ofKind(q.r.keys, byPage), ofKind(other.keys, byPage)
	if _, others, ok := q.rarest(other, byPage); ok {
		page, _ := siteOf(q.e.Site)
		return sameSite(page, sharedBy(samePage, others), others), true
	}
	if key, others, ok := q.rarest(other, byDomain); ok {
		weight := float64(sameDomain)
		if len(mine) > 0 && len(theirs) > 0 {
			weight = otherPage
		}
		return sameSite(q.domainOf(key), sharedBy(weight, others), others), true
	}
	if len(mine)+len(ofKind(q.r.keys, byDomain)) == 0 || len(theirs)+len(ofKind(other.keys, byDomain)) == 0 {
		return Signal{}, false // the front door of a host where everybody has a page
	}
	return Signal{Site, otherSite, directory.Msg("match.site.differs")}, true
}

func sameSite(name string, weight float64, others int) Signal {
	if others == 0 {
		return Signal{Site, weight, directory.Msg("match.site.same", "Site", name)}
	}
	return Signal{Site, weight, directory.Msg("match.site.shared", "Site", name, "Count", others)}
}

// domainOf is the domain of the question's entry that has a key.
func (q *question) domainOf(key uint64) string {
	_, domain := siteOf(q.e.Site)
	if _, host := mailOf(q.e.Email); byDomain.key(domain) != key {
		return host
	}
	return domain
}

// email compares mailboxes, or, where a site is missing, whose mailboxes they are.
func (q *question) email(other *record) (Signal, bool) {
	mine, theirs := ofKind(q.r.keys, byMailbox), ofKind(other.keys, byMailbox)
	if _, others, ok := q.rarest(other, byMailbox); ok {
		weight := sharedBy(sameMail, others)
		if others == 0 {
			return Signal{Email, weight, directory.Msg("match.email.same", "Email", q.e.Email.String())}, true
		}
		return Signal{Email, weight, directory.Msg("match.email.shared", "Email", q.e.Email.String(), "Count", others)}, true
	}
	if q.r.hasSite && other.hasSite {
		return Signal{}, false // whose they are was compared with the sites
	}
	if key, others, ok := q.rarest(other, byDomain); ok {
		return Signal{Email, sharedBy(sameDomain, others), directory.Msg("match.email.domain", "Domain", q.domainOf(key), "Count", others)}, true
	}
	if len(mine) == 0 || len(theirs) == 0 {
		return Signal{}, false
	}
	return Signal{Email, otherMail, directory.Msg("match.email.differs")}, true
}
