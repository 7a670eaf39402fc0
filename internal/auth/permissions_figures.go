package auth

// figureRoutes are those that tell what listings bring, and how the directory stands.
func figureRoutes(t Table) {
	t.add(Rule{Scope: ScopeClinic, Roles: teamRoles}, []string{
		"GET /owner/clinics/:clinic/figures", "GET /api/v1/owner/clinics/:clinic/figures",
	})
	t.add(Rule{Scope: ScopeOrganization, Roles: teamRoles}, []string{
		"GET /owner/brands/:brand/figures", "GET /api/v1/owner/brands/:brand/figures",
	})
	t.add(Rule{Scope: ScopeSite, Roles: staffRoles}, []string{"GET /admin/figures", "GET /api/v1/admin/figures"})
}
