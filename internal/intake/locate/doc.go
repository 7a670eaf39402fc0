// Package locate finds out where a row of a foreign file says that a clinic is, and
// what is doubtful about that.
//
// A row names a city and gives coordinates, each in its own spelling, and either may
// be wrong. Each is the other's witness: a place that both agree on is taken, and
// anything else is a doubt that says what was found and what would help. Ways to
// write a name are read (St. Albans, Stoke on Trent, Springfield IL, London W1);
// what would be a guess is a suggestion in the doubt, never its repair.
//
// Without a doubt, a city is settled, it lies in the row's country, and the point is
// the city's own or within [NearKM] of it, within [FarKM] if it is a big one.
//
// The package is pure: it asks the gazetteer and nobody else. Read locate.go first,
// then point.go and name.go for how text is read, settle.go for which of several
// namesakes is meant, and misplaced.go for coordinates that lie elsewhere.
package locate
