// Package jsonld says what is known of a clinic or a brand in the vocabulary of
// schema.org, as JSON-LD for search engines and other programs.
//
// A clinic is a MedicalClinic. PRP, and what goes with it, is a MedicalTherapy
// that it has available; SMP, a cosmetic procedure, is a Service that it offers. An
// agency is a LocalBusiness and an academy an EducationalOrganization, which have no
// therapies and take no patients.
//
// What is not known is left out: there is no rating, for there are no reviews, no
// coordinates but those of the door or its street, no price that nobody vouches for,
// and no hours where nobody has said any. What is only for those who have an
// appointment is not among the opening hours.
//
// The functions are pure. What they write is safe inside a script element. Tests
// compile it against the types of the npm package schema-dts.
package jsonld
