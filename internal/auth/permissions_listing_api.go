package auth

// listingAPIRoutes are the same things, for programs.
func listingAPIRoutes(Table) {}
