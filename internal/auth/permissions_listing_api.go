package auth

// listingAPIRoutes are the same things, for programs: each is open to those to whom its
// page is.
func listingAPIRoutes(t Table) {
	const claim, clinic, admin = "/api/v1/owner/claims", "/api/v1/owner/clinics/:clinic", "/api/v1/admin"
	t.add(Rule{Scope: ScopePublic}, []string{"POST /api/v1/clinics/:clinic/reports"})
	t.add(Rule{Scope: ScopeSigned}, []string{
		"POST /api/v1/owner/proposals",
		"GET " + claim, "POST " + claim, "GET " + claim + "/:claim",
		"POST " + claim + "/:claim/mail-codes", "POST " + claim + "/:claim/mail-codes/redemption",
		"POST " + claim + "/:claim/page-checks", "POST " + claim + "/:claim/call",
		"POST " + claim + "/:claim/submission", "POST " + claim + "/:claim/answer",
		"POST " + claim + "/:claim/appeal", "POST " + claim + "/:claim/withdrawal",
	})
	t.add(Rule{Scope: ScopeClinic, Roles: teamRoles}, []string{
		"GET " + clinic, "PATCH " + clinic, "GET " + clinic + "/history",
		"POST " + clinic + "/requests/:request/withdrawal", "POST " + clinic + "/requests/:request/settlement",
	})
	t.add(Rule{Scope: ScopeClinic, Roles: ourRoles}, []string{"POST " + clinic + "/facts"})
	// To withdraw a listing, or take it along, is for those whose it is, and for no admin.
	t.add(Rule{Scope: ScopeClinic, Roles: soleRoles, StepUp: true}, []string{"POST " + clinic + "/withdrawal", "GET " + clinic + "/export"})
	t.add(Rule{Scope: ScopeSite, Roles: staffRoles}, []string{
		"GET " + admin + "/queue", "GET " + admin + "/queue/:kind/:item",
		"POST " + admin + "/queue/:kind/:item/assignment", "POST " + admin + "/queue/:kind/:item/decision",
		"POST " + admin + "/decisions", "POST " + admin + "/requests/:request/undo",
		"POST " + admin + "/claims/:claim/call",
		"POST " + admin + "/merges", "POST " + admin + "/merges/:merge/split",
		"GET " + admin + "/listings/:listing", "POST " + admin + "/listings/:listing/state",
	})
	t.add(Rule{Scope: ScopeSite, Roles: adminRoles}, []string{"GET " + admin + "/audit"})
}
