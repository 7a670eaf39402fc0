package directory

// PhotoKind says what a photo shows.
type PhotoKind string

// What a photo can show.
const (
	PhotoPremises    PhotoKind = "premises"
	PhotoTeam        PhotoKind = "team"
	PhotoDevice      PhotoKind = "device"
	PhotoBeforeAfter PhotoKind = "before_after"
)

// PhotoKinds returns every kind of photo there is.
func PhotoKinds() []PhotoKind {
	return []PhotoKind{PhotoPremises, PhotoTeam, PhotoDevice, PhotoBeforeAfter}
}

// Photo is a picture of a clinic. A before-and-after picture carries its case,
// for without that it is not shown: see [Photo.Showable].
type Photo struct {
	ID     ID           `json:"id"`
	Kind   PhotoKind    `json:"kind"`
	Alt    string       `json:"alt"`
	Width  int          `json:"width"`
	Height int          `json:"height"`
	Widths []int        `json:"widths,omitempty"` // narrower ones in which there is the same picture
	Case   *BeforeAfter `json:"case,omitempty"`
}

// BeforeAfter is what a before-and-after picture has to say of itself.
type BeforeAfter struct {
	Consent       string  `json:"consent"` // the statement the patient gave
	Treatment     Service `json:"treatment"`
	Sessions      int     `json:"sessions"`
	MonthsBetween int     `json:"months_between"`
}

// Showable reports whether the picture may be shown to the public: one of
// before and after only with the patient's consent and the treatment behind it.
func (p *Photo) Showable() bool {
	if p.Kind != PhotoBeforeAfter {
		return true
	}
	c := p.Case
	return c != nil && c.Consent != "" && c.Treatment != 0 && c.Sessions > 0 && c.MonthsBetween > 0
}
