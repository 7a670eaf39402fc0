package auth

// editRoutes are those of the people of a clinic, who change its listing.
func editRoutes(Table) {}
