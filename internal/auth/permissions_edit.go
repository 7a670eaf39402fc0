package auth

// editRoutes are those of the people of a clinic, who change its listing. Each section of
// it has a page; see the sections of package pages.
func editRoutes(t Table) {
	const root = "/owner/clinics/:clinic"
	t.add(Rule{Scope: ScopeClinic, Roles: teamRoles}, []string{
		"GET " + root, "GET " + root + "/preview", "GET " + root + "/history",
		"POST " + root + "/requests/:request/withdrawal", "POST " + root + "/requests/:request/settlement",
	})
	for _, section := range []string{"details", "address", "hours", "exceptions", "services", "prices"} {
		t.add(Rule{Scope: ScopeClinic, Roles: teamRoles}, []string{"GET " + root + "/" + section, "POST " + root + "/" + section})
	}
	t.add(Rule{Scope: ScopeOrganization, Roles: teamRoles}, []string{
		"GET /owner/brands/:brand/holiday", "POST /owner/brands/:brand/holiday",
	})
}
