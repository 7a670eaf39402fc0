package intake

import "rootline/internal/directory"

// Record is what is remembered of a row, so that the next file of its source can
// be compared with this one, and so that a row that needs a human waits for one.
type Record struct {
	Source     string
	Key        string
	Line       int
	Digest     string
	Verdict    Verdict
	Evidence   []Evidence
	ClinicID   directory.ID // of the clinic that the row became or would become
	ObservedAt directory.Instant
	JudgedAt   directory.Instant

	// Applied is what of the row was last taken into the directory, and Pending
	// what waits for a human. Each is nil if there is nothing of the kind.
	Applied *Candidate
	Pending *Candidate
}

// Source is a file's origin, to be named wherever its data is shown.
type Source struct {
	Name       string
	Licence    string
	URL        directory.URL
	ObservedAt directory.Instant // of the newest file
	ImportedAt directory.Instant
}

// Pair is two clinics that somebody has found to be distinct, whatever they have
// in common. The lower id comes first.
type Pair struct{ A, B directory.ID }

// PairOf is the pair of two clinics, in either order.
func PairOf(a, b directory.ID) Pair {
	if b.String() < a.String() {
		a, b = b, a
	}
	return Pair{a, b}
}
