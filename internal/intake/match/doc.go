// Package match finds entries of the directory that are likely to be one clinic,
// and says why.
//
// It weighs evidence as Fellegi and Sunter do (A Theory for Record Linkage, 1969):
// each thing that two entries have in common, or not, adds to the odds that they
// are one, in bits: 1 doubles the odds, -1 halves them. The sum, begun at -8 for
// two entries that merely came up together, is the score as log-odds; 0.9 and
// more is a [Match], for a human to decide. How much a thing says depends on how
// many have it, and the index itself is asked: a phone that nobody else has says
// 7, one that two others share 5.4, a call centre's of 26 sites 2.4.
//
// The weights are set by hand on invented directories, and were compared with a
// public register of hospitals; weights.go has them all:
//
//	name      10   at most for words in common, each by its rarity: log2((n+1000)/(m+1)) of n entries and m that have it
//	          4    if the names are the same word for word, less with each doubling of the namesakes
//	          0.7  for a word such as clinic or hair; 2 at most for the city that both are in
//	          ¼    of a word of the brand that both are of, if it has other branches; then 2 for being the same
//	          -⅓…  of what one lacks, most of what each lacks of the other
//	          -8   or worse for a number or a department (eye, children's, north) that only one has
//	phone     7    the same; -1 none in common, for phones change
//	site      6    the same domain, 7 the same page, 2 two pages of one domain; -1
//	e-mail    7    the same mailbox, 6 the same domain of their own; -0.5
//	brand     1    the same and nobody else's; -1.5; two of one brand share phone, site and e-mail at half their weight
//	address   6.5  street and number, 3 the street, 2 the city; -4 another number, -3 another street, -5 another city
//	postcode  3.5  the same; -0.5 nearly, -2 another
//	distance  5    the same roof, 3.5 the same point, 3 as near as the points are precise; -2 beyond 1 km, -4, -7, -12 beyond 50
//
// What goes together is not counted twice: of phone, site, e-mail and brand, and
// of address, postcode and distance, the strongest counts in full and what else
// speaks for the pair half. What speaks against always counts in full. What is
// missing counts nothing, and so does the nearness of points of a city: half a
// city stands there.
//
// Without at least one bit from the names there is no match, whatever else two
// entries share: four hospitals at one door, with one telephone exchange and one
// site, stay four. Names are compared in Latin letters, without legal forms and
// small words; slips of a finger, abbreviations and spellings by ear are allowed
// for; what tells branches apart (numbers, points of the compass, departments) is
// not. The lists behind that are in lists.go, in the languages of the directory.
//
// Only entries that share something which few have are compared: a phone, page,
// domain, mailbox, postcode, point or house, the 220 m around, a word of the name
// by its sound, alone or within the city, or the whole name. What more than 64
// share is passed over. That misses a pair that shares nothing rarer: two names of
// one telling word, misspelt beyond its sound, with nothing else in common but the
// city; or one of a chain's 65 branches in a city whose phone, postcode, house and
// point the chain's others all share. The names are words of any script, but
// Japanese is read as Chinese and Thai by its letters, and few such pairs are
// found by name.
//
// A pair is judged alike from both its sides, and the order in which entries were
// added makes no difference. That somebody has found two to be distinct is not
// known here: see intake.Pair.
//
// Read match.go first, then compare.go, name.go, contact.go and place.go; text.go
// and vocabulary.go say what a word is, keys.go and blocks.go what is looked at.
package match
