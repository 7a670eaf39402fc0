package auth

// claimRoutes are those of whoever says that they speak for a clinic or a brand, and of
// visitors who report. Whose a claim is, its desk knows: no role is needed to have one.
func claimRoutes(t Table) {
	t.add(Rule{Scope: ScopePublic}, []string{
		"GET /clinics/:slug/claim", "GET /brands/:slug/claim",
		"GET /clinics/:slug/report", "POST /clinics/:slug/report",
	})
	t.add(Rule{Scope: ScopeSigned}, []string{
		"POST /clinics/:slug/claim", "POST /brands/:slug/claim",
		"GET /claims", "GET /claims/:claim",
		"POST /claims/:claim/mail", "POST /claims/:claim/code", "POST /claims/:claim/page", "POST /claims/:claim/call",
		"POST /claims/:claim/document",
		"POST /claims/:claim/submission", "POST /claims/:claim/withdrawal",
		"POST /claims/:claim/answer", "POST /claims/:claim/appeal",
	})
}
