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

// Photo is a picture of a clinic. A before-and-after picture carries its case:
// without the patient's consent and the treatment behind it, it is not shown.
type Photo struct {
	ID     ID           `json:"id"`
	Kind   PhotoKind    `json:"kind"`
	Alt    string       `json:"alt"`
	Width  int          `json:"width"`
	Height int          `json:"height"`
	Case   *BeforeAfter `json:"case,omitempty"`
}

// BeforeAfter is what a before-and-after picture has to say of itself.
type BeforeAfter struct {
	Consent       string  `json:"consent"` // the statement the patient gave
	Treatment     Service `json:"treatment"`
	Sessions      int     `json:"sessions"`
	MonthsBetween int     `json:"months_between"`
}
