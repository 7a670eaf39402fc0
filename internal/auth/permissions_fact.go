package auth

// factRoutes are those by which clinics say what is still right: with the link in a
// letter, or signed in. It is the clinic's word, so no admin gives it.
func factRoutes(t Table) {
	t.add(Rule{Scope: ScopePublic}, []string{"GET /still-right/:link", "POST /still-right/:link"})
	t.add(Rule{Scope: ScopeClinic, Roles: ourRoles}, []string{"POST /owner/clinics/:clinic/facts"})
}
