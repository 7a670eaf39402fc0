package auth

// queueRoutes are those of moderators and admins. The whole record is for admins alone.
func queueRoutes(t Table) {
	t.add(Rule{Scope: ScopeSite, Roles: staffRoles}, []string{
		"GET /admin/queue", "POST /admin/queue/decisions",
		"GET /admin/queue/:kind/:item", "POST /admin/queue/:kind/:item/assignment", "POST /admin/queue/:kind/:item/decision",
		"POST /admin/requests/:request/undo", "POST /admin/claims/:claim/call",
		"GET /admin/listings/:listing", "POST /admin/listings/:listing/state",
	})
	t.add(Rule{Scope: ScopeSite, Roles: adminRoles}, []string{"GET /admin/audit"})
}
