package auth

// photoRoutes are those of photos that visitors do not see yet, of how they get here, and
// of documents, which they never see.
func photoRoutes(t Table) {
	const root = "/owner/clinics/:clinic"
	t.add(Rule{Scope: ScopeClinic, Roles: teamRoles}, []string{
		"GET " + root + "/photos", "POST " + root + "/photos", "GET " + root + "/practitioners", "POST " + root + "/practitioners",
		"POST " + root + "/photos/upload", "GET " + root + "/photos/:photo", "POST /api/v1" + root + "/photos",
	})
	t.add(Rule{Scope: ScopeSigned}, []string{"POST /api/v1/owner/claims/:claim/documents"})
	t.add(Rule{Scope: ScopeSite, Roles: staffRoles}, []string{
		"GET /admin/photos/:photo", "GET /admin/claims/:claim/documents/:document",
		"GET /api/v1/admin/claims/:claim/documents/:document",
	})
}
