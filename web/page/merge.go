package page

import (
	"strconv"

	"rootline/internal/moderation"
)

// MergeView is the page on which a moderator makes one of two listings.
type MergeView struct {
	Sheet       Sheet
	Done        string
	Kept        string // the id of the listing that is kept
	With, Other string // what was typed of the other, and its id
	Holder      moderation.Side
	Preview     moderation.MergePreview
	Differences DifferencesView
	Merges      []moderation.Merge // into the one that is kept
}

// path is where the page is, for another listing to be kept.
func (v MergeView) path(kept string) string { return "/admin/listings/" + kept + "/merge" }

// carried is what the form sends along: what the moderator looked at.
func (v MergeView) carried() Sheet {
	s := with(v.Sheet, Field{"with", v.Other})
	s = with(s, Field{"kept_version", strconv.FormatInt(v.Preview.Kept.Number, 10)})
	return with(s, Field{"gone_version", strconv.FormatInt(v.Preview.Gone.Number, 10)})
}

// sideName names a side by its clinic and those who hold it.
func (v MergeView) sideName(side moderation.Side) string {
	name, holders := v.Preview.Kept.Listing.Clinic.Name, v.Preview.KeptHolders
	if side == moderation.GoneSide {
		name, holders = v.Preview.Gone.Listing.Clinic.Name, v.Preview.GoneHolders
	}
	for i, m := range holders {
		if i == 0 {
			name += ":"
		} else {
			name += ","
		}
		name += " " + v.Preview.Names[m.AccountID]
	}
	return name
}
