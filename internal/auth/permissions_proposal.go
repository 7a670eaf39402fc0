package auth

// proposalRoutes are those of whoever proposes a clinic, or owns one and takes it along,
// and of moderators who find that two are one.
func proposalRoutes(t Table) {
	t.add(Rule{Scope: ScopeSigned}, []string{"GET /propose", "POST /propose"})
	// To withdraw a listing, or take it along, is for those whose it is, and for no admin.
	t.add(Rule{Scope: ScopeClinic, Roles: soleRoles, StepUp: true}, []string{
		"POST /owner/clinics/:clinic/withdrawal", "GET /owner/clinics/:clinic/export",
	})
	t.add(Rule{Scope: ScopeSite, Roles: staffRoles}, []string{
		"GET /admin/listings/:listing/merge", "POST /admin/listings/:listing/merge", "POST /admin/merges/:merge/split",
	})
}
