package intake

import "rootline/internal/directory"

// Row is a line of a foreign file: its cells in the order of the columns, as text.
type Row struct {
	Line  int // where it stands in the file, from 1; of a row of several lines, the first
	Cells []string
}

// Candidate is the listing that a row asks for.
type Candidate struct {
	// Clinic is what the row says of the clinic, each fact with the file's source
	// and date. Its ids and slug are zero, unless the file brings them: see Own.
	Clinic directory.Clinic `json:"clinic"`

	// Brand is what the row says of the organization: at least its name. Its ID and
	// slug are zero, unless the file brings them. BrandKey names it for good within
	// the source; empty: the clinic is an organization of its own.
	Brand    directory.Organization `json:"brand"`
	BrandKey string                 `json:"brand_key,omitzero"`

	State     directory.ListingState    `json:"state"`
	Operating directory.OperatingStatus `json:"operating"`

	// Whole is the listing as another directory of our kind had it, with the
	// reasons and dates of how it stands, which are kept when it is added; nil for
	// files of any other kind.
	Whole *directory.Listing `json:"-"`
}

// Judged is what a row is worth by itself, before it is compared with what the
// directory has.
type Judged struct {
	Line      int
	Key       string            // names the row for good within its source; "" if it has none, and is refused
	Repeated  bool              // another row of the file has the key, and is the one to go by
	Observed  directory.Instant // when the row was true; zero if it is refused or does not say so that it can be read
	Digest    string            // of all that the map takes from the row, and of the map: equal digests ask for the same
	Evidence  []Evidence
	Candidate Candidate // as far as it could be read
}

// Verdict is what the row is worth by itself.
func (j *Judged) Verdict() Verdict { return Weigh(j.Evidence) }
