package directory

// EntryType says what kind of business an organization is. Facilitators, who
// pose as clinics, and academies are found only by those who ask for them.
type EntryType string

// The kinds of organization there are.
const (
	EntryClinic      EntryType = "clinic"
	EntryChain       EntryType = "chain"
	EntryFacilitator EntryType = "facilitator"
	EntryAcademy     EntryType = "training_academy"
)

// EntryTypes returns every kind of organization there is.
func EntryTypes() []EntryType {
	return []EntryType{EntryClinic, EntryChain, EntryFacilitator, EntryAcademy}
}

// Note is the id of the message that has to be said of a business that is not what
// it may seem; empty if it is.
func (t EntryType) Note() string {
	switch t {
	case EntryFacilitator:
		return "entry.facilitator_note"
	case EntryAcademy:
		return "entry.academy_note"
	case EntryClinic, EntryChain:
	}
	return ""
}

// Organization is the brand or company behind one clinic or more.
type Organization struct {
	ID          ID        `json:"id"`
	Slug        Slug      `json:"slug"`
	Name        string    `json:"name"`
	ParentID    ID        `json:"parent_organization_id,omitzero"`
	EntryType   EntryType `json:"entry_type"`
	Description string    `json:"description,omitzero"`
	URL         URL       `json:"url,omitzero"`
}
