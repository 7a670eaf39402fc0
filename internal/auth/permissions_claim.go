package auth

// claimRoutes are those of whoever says that they speak for a clinic or a brand, and of visitors who report.
func claimRoutes(Table) {}
