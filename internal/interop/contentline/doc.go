// Package contentline writes the lines that vCard (RFC 6350, section 3) and
// iCalendar (RFC 5545, section 3.1) are made of: a name, a colon, a value, folded
// at 75 octets.
//
// What people typed cannot leave its value: line breaks of every kind become the
// escape for one, and what controls a terminal is dropped. So nobody writes a
// second line, or a second part of an address, into somebody else's contacts.
//
// The line is all that this package knows. Which lines a card or a calendar has is
// for packages vcard and ical to say.
package contentline
