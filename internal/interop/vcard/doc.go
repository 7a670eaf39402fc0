// Package vcard writes a clinic as a vCard 4.0 (RFC 6350), for people to keep among
// their contacts: its name and brand, where it is, how to reach it, its languages
// and its time zone.
//
// A card holds what is said to everybody on the clinic's page and no more. Its
// place on the map is left out where we know no more than the town: a navigator
// would take it for the door. The card is that of a business, KIND:org, with the
// clinic's id for UID, so that a newer one takes the older one's place.
//
// It is a pure function of the listing. Package contentline sees to it that nothing
// people typed can become a line of its own.
package vcard
