// Package openinghours reads and writes opening hours as OpenStreetMap notes
// them: "Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-14:00; PH off". It knows the
// part of that notation which [directory.Hours] can hold, and refuses the rest
// with the place where it stands: nothing is left out or guessed.
//
// [Parse] and [Format] are inverse as far as meaning goes: what Format writes,
// Parse reads as hours under which the doors stand the same at every moment.
//
// # Grammar
//
// Words in capitals are explained below; [x] may be left out, {x} may come any
// number of times.
//
//	hours   = rule { ( ";" | "," ) rule } [ "||" BYAPPT ] [ ";" ]
//	rule    = days [ ":" ] what | dates [ ":" ] what | every
//	every   = what | "24/7" [ state ]               (the first rule only)
//	what    = times [ state ] | state
//	days    = day { "," day }
//	day     = WEEKDAY [ "-" WEEKDAY ] | "PH"        (Sa-Mo is Sa,Su,Mo)
//	dates   = date [ "-" ( date | MONTH DAY | DAY ) ]
//	date    = YEAR MONTH DAY                        (2026 Dec 24)
//	times   = span { "," span }
//	span    = TIME "-" TIME                         (22:00-02:00 is 22:00-26:00)
//	state   = "open" [ NAME ] | ( "off" | "closed" ) [ NAME ] | [ "unknown" ] BYAPPT
//
// BYAPPT is the comment "by appointment", and for dates also "by appointment:
// Short day", which gives them a name. NAME is a comment, for dates only: of all
// of their rules, one at most says it, and it is not BYAPPT. A comment is a line in
// double quotes.
// TIME is hours and minutes; a span opens before 24:00 and closes by 48:00.
// State without times holds all day.
//
// Case does not matter. Read too, for files have them and they can mean nothing
// else: 9:00 for 09:00; any white space or none between the parts, and spans with
// no comma between them; other dashes, and quotation marks “so”; Mon, Tues or
// Saturday; Sept or December; "appointment only" and the like; a semicolon at the
// end.
//
// # Meaning
//
// A rule after a semicolon replaces all that was said before of its days; one
// after a comma adds to it, and where the two overlap the later counts. A rule
// that is off during some times takes them away. "||" gives appointments whenever
// the doors would be shut. Without it and without a rule, they are.
//
// Hours past midnight belong to the day on which they begin, so that what is said
// of the next day does not cut them short. That is where [directory.Hours] and
// some other readers of the notation differ. Format writes weekdays so that those
// readers agree; but a night that runs into an exception or a public holiday they
// end at midnight, and one whose day is replaced by such they let begin there.
//
// Rules come in the order weekdays, public holidays, dates: in the other order the
// later rule would undo the earlier one, which nobody means who writes it, so it
// is refused unless both say the same. For the same reason a rule for every day
// has to be the first.
//
// # What is refused
//
// Dates without a year, seasons, school holidays, week numbers, single weekdays of
// a month, days counted from a holiday or from Easter, sunrise and its like, open
// ends (08:00+), single points in time, a comment that is no name and no
// appointment, and "by appointment" after open or off, which says two things; spans that begin and end at the same time, for some mean all day
// and some never; and text that breaks off with an ellipsis, by a message of its
// own, for then the rest of it is somewhere.
//
// # What cannot be written
//
// Format refuses what the notation has no way to say: an exception's name that has
// a double quote in it, more than one line, or over 200 letters, and one that reads
// as BYAPPT does.
//
// Read parse.go first, then day.go for what overlapping rules come to, and
// format.go.
package openinghours
