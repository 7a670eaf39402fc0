package match

// contacts compares how two entries are reached and whose they are.
func (q *question) contacts(out []clue, other *record) []clue {
	kin := 1.0
	if c, ok := q.brand(other); ok {
		out = append(out, c)
		if c.score > 0 {
			kin = ofOneBrand // branches share them with their brand
		}
	}
	for _, compare := range [...]func(*question, *record) (clue, bool){(*question).phone, (*question).site, (*question).email} {
		if c, ok := compare(q, other); ok {
			if c.score > 0 {
				c.score *= kin
			}
			out = append(out, c)
		}
	}
	return out
}

func (q *question) brand(other *record) (clue, bool) {
	if len(q.r.brand) == 0 || len(other.brand) == 0 {
		return clue{}, false
	}
	switch _, others, ok := q.rarest(other, byBrand); {
	case !ok:
		return clue{about: brandDiffers, score: otherBrand}, true
	case others == 0:
		return clue{about: brandSame, score: sameBrand}, true
	default:
		return clue{about: brandSame, score: least, others: others}, true
	}
}

func (q *question) phone(other *record) (clue, bool) {
	if len(ofKind(q.r.keys, byPhone)) == 0 || len(ofKind(other.keys, byPhone)) == 0 {
		return clue{}, false
	}
	key, others, ok := q.rarest(other, byPhone)
	if !ok {
		return clue{about: phoneDiffers, score: otherPhone}, true
	}
	return clue{about: phoneSame, score: sharedBy(samePhone, others), others: others, key: key}, true
}

// site compares sites. Of two pages of one site, each may be of a branch.
func (q *question) site(other *record) (clue, bool) {
	if !q.r.hasSite || !other.hasSite {
		return clue{}, false
	}
	mine, theirs := ofKind(q.r.keys, byPage), ofKind(other.keys, byPage)
	if key, others, ok := q.rarest(other, byPage); ok {
		return clue{about: siteSame, score: sharedBy(samePage, others), others: others, key: key}, true
	}
	if key, others, ok := q.rarest(other, byDomain); ok {
		weight := float64(sameDomain)
		if len(mine) > 0 && len(theirs) > 0 {
			weight = otherPage
		}
		return clue{about: siteSame, score: sharedBy(weight, others), others: others, key: key}, true
	}
	if len(mine)+len(ofKind(q.r.keys, byDomain)) == 0 || len(theirs)+len(ofKind(other.keys, byDomain)) == 0 {
		return clue{}, false // the front door of a host where everybody has a page
	}
	return clue{about: siteDiffers, score: otherSite}, true
}

// email compares mailboxes, or, where a site is missing, whose mailboxes they are.
func (q *question) email(other *record) (clue, bool) {
	if _, others, ok := q.rarest(other, byMailbox); ok {
		return clue{about: emailSame, score: sharedBy(sameMail, others), others: others}, true
	}
	if q.r.hasSite && other.hasSite {
		return clue{}, false // whose they are was compared with the sites
	}
	if key, others, ok := q.rarest(other, byDomain); ok {
		return clue{about: emailDomain, score: sharedBy(sameDomain, others), others: others, key: key}, true
	}
	if len(ofKind(q.r.keys, byMailbox)) == 0 || len(ofKind(other.keys, byMailbox)) == 0 {
		return clue{}, false
	}
	return clue{about: emailDiffers, score: otherMail}, true
}
