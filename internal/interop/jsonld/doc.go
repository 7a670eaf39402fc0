// Package jsonld says what is known of a clinic or a brand in the vocabulary of
// schema.org, as JSON-LD for search engines and other programs.
//
// A clinic is a MedicalClinic. PRP, and what goes with it, is a MedicalTherapy
// that it has available; SMP, a cosmetic procedure, is a Service that it offers.
// What is not known is left out: there is no rating, for there are no reviews, no
// coordinates where the clinic stands at its city's point only, and no hours where
// nobody has said any. What is only for those who have an appointment is not among
// the opening hours.
//
// The functions are pure. What they write is safe inside a script element. Tests
// compile it against the types of the npm package schema-dts.
package jsonld
