package ndjson

import "rootline/internal/directory"

// What the first line of a file says.
const (
	Format  = "rootline"
	Version = 1
)

// Item is one document of a directory: exactly one of its fields is set.
type Item struct {
	Organization *directory.Organization
	Photo        *Photo
	Listing      *directory.Listing // read without its organization, but for the clinic's OrganizationID
	Alias        *Alias
	Source       *Source
	Distinct     *Distinct
}

// Source is a file that listings were taken from, to be credited wherever they go.
type Source struct {
	Name       string            `json:"name"`
	Licence    string            `json:"licence,omitzero"`
	URL        directory.URL     `json:"url,omitzero"`
	ObservedAt directory.Instant `json:"observed_at"`
	ImportedAt directory.Instant `json:"imported_at"`
}

// Distinct is two clinics that somebody has found to be distinct.
type Distinct struct {
	A directory.ID `json:"a"`
	B directory.ID `json:"b"`
}

// Photo is a picture with its bytes; what a clinic says of it stands with the clinic.
type Photo struct {
	ID        directory.ID `json:"id"`
	MediaType string       `json:"media_type"`
	Width     int          `json:"width"`
	Height    int          `json:"height"`
	Bytes     []byte       `json:"bytes"`
}

// Alias is an id or slug of the past, and the thing that answers for it.
type Alias struct {
	Noun   string       `json:"noun"` // organization or clinic
	Old    string       `json:"old"`
	Target directory.ID `json:"target_id"`
}

// header is the first line.
type header struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
}

// document is any line after the first.
type document struct {
	Organization *directory.Organization `json:"organization,omitempty"`
	Photo        *Photo                  `json:"photo,omitempty"`
	Listing      *listing                `json:"listing,omitempty"`
	Alias        *Alias                  `json:"alias,omitempty"`
	Source       *Source                 `json:"source,omitempty"`
	Distinct     *Distinct               `json:"distinct,omitempty"`
	End          *end                    `json:"end,omitempty"`
}

// end is the last line.
type end struct {
	Documents int `json:"documents"`
}

// listing is a directory.Listing with its members named. The organization is a
// document of its own.
type listing struct {
	Clinic    directory.Clinic                    `json:"clinic"`
	State     standing[directory.ListingState]    `json:"state"`
	Operating standing[directory.OperatingStatus] `json:"operating"`
	UpdatedAt directory.Instant                   `json:"updated_at,omitzero"`
}

type standing[S ~string] struct {
	Value  S                 `json:"value"`
	Reason string            `json:"reason,omitzero"`
	Since  directory.Instant `json:"since,omitzero"`
}

func newDocument(i *Item) document {
	d := document{Organization: i.Organization, Photo: i.Photo, Alias: i.Alias, Source: i.Source, Distinct: i.Distinct}
	if l := i.Listing; l != nil {
		d.Listing = &listing{
			Clinic: l.Clinic, State: standing[directory.ListingState](l.State),
			Operating: standing[directory.OperatingStatus](l.Operating), UpdatedAt: l.UpdatedAt,
		}
	}
	return d
}

func (d *document) item() Item {
	i := Item{Organization: d.Organization, Photo: d.Photo, Alias: d.Alias, Source: d.Source, Distinct: d.Distinct}
	if l := d.Listing; l != nil {
		i.Listing = &directory.Listing{
			Clinic: l.Clinic, State: directory.Standing[directory.ListingState](l.State),
			Operating: directory.Standing[directory.OperatingStatus](l.Operating), UpdatedAt: l.UpdatedAt,
		}
	}
	return i
}

// things is how many of its members a document has.
func (d *document) things() int {
	n := 0
	for _, is := range []bool{
		d.Organization != nil, d.Photo != nil, d.Listing != nil, d.Alias != nil, d.Source != nil, d.Distinct != nil, d.End != nil,
	} {
		if is {
			n++
		}
	}
	return n
}
