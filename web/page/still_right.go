package page

import "rootline/internal/directory"

// StillRightView is the page on which somebody at a clinic says what is still right of
// what its letter asked for.
type StillRightView struct {
	Sheet    Sheet
	Path     string // that the buttons are sent to
	Clinic   Link   // its public page
	Public   bool   // nobody speaks for the clinic
	Change   string // where its people change what is wrong
	Claim    string // where somebody becomes one of them
	Facts    []StillRightFact
	Left     int               // so many have no answer yet
	Until    directory.Instant // the link works
	Declined bool              // that there be no more letters was just said
}

// StillRightFact is one fact to be confirmed or denied.
type StillRightFact struct {
	Name  string // as it is sent back
	Label string
	Lines []string // what is known
	Fact  directory.Fact
	Known bool
	Said  bool // it was answered
	Right bool // and so
}

// progress says how far the reader has come.
func (v StillRightView) progress(f Frame) string {
	if v.Left == 0 {
		return f.T("facts_page.all_done")
	}
	return f.T("facts_page.progress", "Done", len(v.Facts)-v.Left, "Of", len(v.Facts))
}

// declining is the form by which an address says that it wants no more letters.
func (v StillRightView) declining() Sheet {
	s := v.Sheet
	s.Hidden = append(s.Hidden[:len(s.Hidden):len(s.Hidden)], Field{Name: "decline", Value: "yes"})
	return s
}
