package api

import "rootline/internal/access"

// mountListings adds the routes by which listings are kept true: what visitors report,
// who speaks for a clinic, what its people change, and what moderators say to all that.
func (a *API) mountListings(r *access.Router) {
	r.Post("/clinics/:clinic/reports", a.report)
	r.Post("/owner/proposals", a.propose)
	a.mountClaims(r)
	a.mountOwned(r)
	a.mountUploads(r)
	a.mountQueue(r)
}
