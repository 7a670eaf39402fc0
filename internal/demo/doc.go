// Package demo makes the demo directory: any number of invented clinics at real
// cities, so that Rootline can be tried, shown and measured without a word about
// anybody who exists.
//
// It yields values and stores nothing. The same number of clinics, seed and
// moment make the same directory to the byte; another moment moves its dates
// and changes nothing else. A clinic follows from the plan and its own number
// alone, so nothing is held but the plan, and a million clinics take seconds.
//
// What it makes is made to be recognised: telephone numbers that are reserved
// for fiction or cannot be dialled, sites under .example, texts that say that
// the clinic is invented, and drawings that bear the words DEMO DRAWING.
//
// Read directory.go first, then plan.go and owner.go for who is where, and
// clinic.go for what a clinic is made of; countries.go, manners.go and texts.go
// are the material.
package demo
