package auth

// proposalRoutes are those of whoever proposes a clinic, or owns one and takes it along,
// and of moderators who find that two are one.
func proposalRoutes(t Table) {
	t.add(Rule{Scope: ScopeSigned}, []string{"GET /propose", "POST /propose"})
	t.add(Rule{Scope: ScopeClinic, Roles: ownerRoles, StepUp: true}, []string{
		"POST /owner/clinics/:clinic/withdrawal", "GET /owner/clinics/:clinic/export",
	})
	t.add(Rule{Scope: ScopeSite, Roles: staffRoles}, []string{
		"GET /admin/listings/:listing/merge", "POST /admin/listings/:listing/merge", "POST /admin/merges/:merge/split",
	})
}
