package page

import (
	"strconv"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// ListingFileView is all that moderators see of a listing, however it stands.
type ListingFileView struct {
	Done    QueueDone
	Sheet   Sheet
	File    moderation.File
	Typed   Sentence
	Reasons []moderation.Reason
	Whole   []Difference
	Alike   []Resembling
	Merge   bool // it can be merged with another
}

// Sentence is the form by which a listing comes to stand otherwise, as it was filled in.
type Sentence struct {
	To     directory.ListingState
	Reason moderation.Reason
	Text   string
}

// path is where the listing is shown, or what is below that.
func (v ListingFileView) path(below string) string {
	return ListingPath(v.File.Is.Listing.Clinic.ID) + below
}

// older is the address of what was done before what is shown; empty where that is all.
func (v ListingFileView) older() string {
	n := len(v.File.History.Events)
	if n < 100 { // as many as there are on a page
		return ""
	}
	return v.path("?before=" + strconv.FormatInt(v.File.History.Events[n-1].Number, 10) + "#history")
}

// path is where the row is shown.
func (v FileRowView) path() string {
	return ItemPath(moderation.ItemImport, strconv.FormatInt(v.Row.Number, 10))
}

// reportKind is what a row of reports waits as.
func reportKind(r *moderation.Row) moderation.ItemKind {
	if r.Legal {
		return moderation.ItemLegal
	}
	return moderation.ItemReport
}

// claimKind is what a claim waits as, or has waited as.
func claimKind(c moderation.Claim) moderation.ItemKind {
	switch c.State {
	case moderation.ClaimContested:
		return moderation.ItemContest
	case moderation.ClaimAppealed:
		return moderation.ItemAppeal
	default:
		return moderation.ItemClaim
	}
}
