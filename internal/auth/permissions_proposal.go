package auth

// proposalRoutes are those of whoever proposes a clinic.
func proposalRoutes(Table) {}
