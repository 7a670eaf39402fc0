package match

import "math"

// Likely is the least score of a match.
const Likely = 0.9

// Bits of evidence; the package's comment says why they are what they are.
const (
	prior = -8 // what two candidates have against them before anything is compared

	maxName           = 10  // what words in common can say together
	maxWord           = 10  // what one can
	leastName         = 1   // without which nothing else counts
	sameName          = 4   // more, if nothing is left over; a bit less for each doubling of the namesakes
	sameBrandName     = 2   // the same of a brand's name, which each of its branches has
	facilityWord      = 0.7 // clinic, hospital
	specialtyWord     = 0.7 // hair, skin
	placeWord         = 2   // both are in the city that both name
	branchWord        = 0.25
	onlyTwoWord       = 0.7
	oneSided          = 0.35 // of what one name lacks
	twoSided          = 0.8  // of what each lacks of the other
	placeMissing      = 0.5
	brandMissing      = 0.3
	specialtyMissing  = 2
	departmentMissing = 8
	otherPart         = 5

	samePhone  = 7
	otherPhone = -1
	samePage   = 7
	sameDomain = 6
	otherPage  = 2 // pages of one site
	otherSite  = -1
	sameMail   = 7
	otherMail  = -0.5
	sameBrand  = 1
	otherBrand = -1.5
	ofOneBrand = 0.5 // of a contact that two of a brand share

	sameHouse     = 6.5
	sameStreet    = 3
	sameCity      = 2
	otherHouse    = -4
	otherStreet   = -3
	perhapsStreet = -1.5
	otherCity     = -5
	samePostcode  = 3.5
	nearPostcode  = -0.5
	otherPostcode = -2
	sameRoof      = 5 // one point, exactly, for both
	samePoint     = 3.5
	samePlace     = 3

	again = 0.5 // of evidence beside stronger evidence of its sort
	least = 0.2 // of what everybody shares
)

// shared is what is left of a weight when others, beside the two, share what they
// have in common: a bit less for each doubling.
func sharedBy(weight float64, others int) float64 {
	return max(least, weight-math.Log2(float64(1+others)))
}

// score turns bits into a probability.
func score(bits float64) float64 { return 1 / (1 + math.Exp2(-bits)) }
