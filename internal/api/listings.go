package api

import "rootline/internal/access"

// mountListings adds the routes by which listings are kept true.
func (a *API) mountListings(*access.Router) {}
