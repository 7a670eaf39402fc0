package api

import (
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// ownedView is a listing as somebody of its people sees it: what visitors see, what is
// to come of what was asked for, and what there is to say yet.
type ownedView struct {
	Version     int64          `json:"version"`
	Revision    *int           `json:"revision"`
	Who         moderation.Who `json:"who"`
	Listing     clinicView     `json:"listing"`
	Proposed    clinicView     `json:"proposed"`
	Request     *requestView   `json:"request"`
	Others      []requestView  `json:"others"`
	Percent     int            `json:"percent"`
	Missing     []string       `json:"missing"`
	UsuallyDays *int           `json:"usually_days"`
}

func (a *API) newOwnedView(own *moderation.Own) (v ownedView, err error) {
	v = ownedView{
		Version: own.Is.Number, Revision: orNull(revisionOf(own)), Who: own.Who,
		Listing: a.newFullView(&own.Is.Listing), Proposed: a.newFullView(&own.Proposed),
		Percent: own.Percent, Missing: each(own.Missing, moderation.Path.String), UsuallyDays: orNull(own.Days),
	}
	if own.Request != nil {
		r, err := a.newRequestView(own.Request, nil)
		if err != nil {
			return v, err
		}
		v.Request = &r
	}
	v.Others, err = a.newRequestViews(own.Others, own.Names)
	return v, err
}

// newFullView is a clinic with those of its photos, too, that cannot be shown to visitors.
func (a *API) newFullView(l *directory.Listing) clinicView {
	v := a.newClinicView(l)
	v.Photos = each(l.Clinic.Photos, func(p directory.Photo) photoView { return newPhotoView(v.URL, p) })
	return v
}
