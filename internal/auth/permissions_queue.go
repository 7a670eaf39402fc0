package auth

// queueRoutes are those of moderators and admins.
func queueRoutes(Table) {}
