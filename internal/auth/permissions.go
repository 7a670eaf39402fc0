package auth

import "rootline/internal/directory"

// Permissions is the one table of who may do what: a row for each route there is,
// by method and pattern. The doors let nobody past it, pages show no button that it
// would refuse, and tests ask it of every role and object. An object is named by a
// part of the path: :clinic and :brand are those of whose team somebody has to be.
//
// What is another's is not there for whoever asks. A route that is not here does
// not pass its test.
func Permissions() Table {
	t := Table{}
	t.add(Rule{Scope: ScopePublic}, openRoutes)
	t.add(Rule{Scope: ScopeSigned}, signedRoutes)
	t.add(Rule{Scope: ScopeSigned, StepUp: true}, stepUpRoutes)
	t.add(Rule{Scope: ScopeClinic, Roles: teamRoles}, ofTeam("/owner/clinics/:clinic"))
	t.add(Rule{Scope: ScopeOrganization, Roles: teamRoles}, ofTeam("/owner/brands/:brand"))
	t.add(Rule{Scope: ScopeClinic, Roles: ownerRoles, StepUp: true}, ofOwners("/owner/clinics/:clinic"))
	t.add(Rule{Scope: ScopeOrganization, Roles: ownerRoles, StepUp: true}, ofOwners("/owner/brands/:brand"))
	t.add(Rule{Scope: ScopeSite, Roles: staffRoles}, ofTeam("/admin"))
	t.add(Rule{Scope: ScopeSite, Roles: adminRoles, StepUp: true}, ofOwners("/admin"))
	t.add(Rule{Scope: ScopeSite, Roles: staffRoles}, []string{"GET /admin"})
	t.add(Rule{Scope: ScopeSite, Roles: adminRoles}, []string{"GET /admin/places"})
	for _, part := range listingParts {
		part(t)
	}
	return t
}

var (
	teamRoles  = []directory.Role{directory.RoleManager, directory.RoleOwner, directory.RoleAdmin}
	ourRoles   = []directory.Role{directory.RoleManager, directory.RoleOwner} // of the place itself, and no admin
	soleRoles  = []directory.Role{directory.RoleOwner}
	ownerRoles = []directory.Role{directory.RoleOwner, directory.RoleAdmin}
	staffRoles = []directory.Role{directory.RoleModerator, directory.RoleAdmin}
	adminRoles = []directory.Role{directory.RoleAdmin}
)

// listingParts add the routes by which listings are kept true, each in a file of its own.
var listingParts = []func(Table){claimRoutes, editRoutes, queueRoutes, factRoutes, proposalRoutes, listingAPIRoutes, figureRoutes, photoRoutes}

func (t Table) add(r Rule, routes []string) {
	for _, name := range routes {
		t[name] = r
	}
}

// openRoutes are what anybody may ask for, known or not.
var openRoutes = []string{
	// the directory
	"GET /", "GET /search", "GET /about", "GET /problems/:type",
	"GET /clinics/:slug", "GET /clinics/:slug.:form", "GET /clinics/:slug/photos/:id", "GET /brands/:slug",
	"GET /prp", "GET /prp/:country", "GET /prp/:country/:region", "GET /prp/:country/:region/:city",
	"GET /smp", "GET /smp/:country", "GET /smp/:country/:region", "GET /smp/:country/:region/:city",
	"GET /tandem", "GET /tandem/:country", "GET /tandem/:country/:region", "GET /tandem/:country/:region/:city",
	"GET /:service", "GET /:service/:country", "GET /:service/:country/:region", "GET /:service/:country/:region/:city",
	"GET /assets/:name", "GET /favicon.ico", "GET /robots.txt", "GET /sitemap.xml", "GET /sitemaps/:name",
	"GET /.well-known/jwks.json", "GET /demo",
	"GET /api/v1/clinics", "GET /api/v1/clinics.geojson", "GET /api/v1/clinics/:clinic", "GET /api/v1/places",
	"GET /api/v1/openapi.json", "GET /api/v1/openapi.yaml",

	// getting in
	"GET /register", "POST /register", "GET /register/code", "POST /register/code",
	"GET /register/link/:link", "POST /register/link/:link",
	"GET /sign-in", "POST /sign-in", "GET /sign-in/code", "POST /sign-in/code",
	"GET /sign-in/second-factor", "POST /sign-in/second-factor",
	"POST /sign-in/passkey/options", "POST /sign-in/passkey",
	"GET /sign-in/link/:link", "POST /sign-in/link/:link",
	"GET /sign-in/welcome", "POST /sign-in/forget",
	"POST /sign-out", "POST /switch",
	"GET /invitations/:link", "POST /invitations/:link",
	"POST /api/v1/auth/registrations", "POST /api/v1/auth/registrations/confirmation",
	"POST /api/v1/auth/codes", "POST /api/v1/auth/codes/redemption", "POST /api/v1/auth/second-factor",
	"POST /api/v1/auth/login", "POST /api/v1/auth/refresh",
}

// signedRoutes are what anybody does with themselves who is signed in. There is no object
// in these paths but what the signed-in account has of its own.
var signedRoutes = []string{
	"GET /account", "POST /account/name",
	"GET /account/sessions", "POST /account/sessions/:session/end", "POST /account/sessions/end-others", "POST /account/sessions/end-all",
	"POST /account/devices/:device/removal",
	"GET /account/confirm", "POST /account/confirm", "POST /account/confirm/mail",
	"POST /account/confirm/passkey/options", "POST /account/confirm/passkey",
	"GET /account/email/code", "POST /account/email/code",
	"GET /owner",
	"POST /api/v1/auth/logout", "GET /api/v1/auth/account", "PATCH /api/v1/auth/account",
	"GET /api/v1/auth/sessions", "DELETE /api/v1/auth/sessions", "DELETE /api/v1/auth/sessions/:session",
	"POST /api/v1/auth/step-up", "POST /api/v1/auth/step-up/code",
	"POST /api/v1/auth/email/confirmation",
	"GET /api/v1/owner/places",
}

// stepUpRoutes are what anybody does with themselves who has shown anew who they are.
var stepUpRoutes = []string{
	"GET /account/password", "POST /account/password", "POST /account/password/removal",
	"GET /account/email", "POST /account/email",
	"GET /account/passkeys", "POST /account/passkeys", "POST /account/passkeys/options", "POST /account/passkeys/:passkey/removal",
	"GET /account/app", "POST /account/app", "POST /account/app/start", "POST /account/app/removal",
	"GET /account/recovery-codes", "POST /account/recovery-codes",
	"PUT /api/v1/auth/password", "DELETE /api/v1/auth/password",
	"POST /api/v1/auth/email",
	"POST /api/v1/auth/app", "PUT /api/v1/auth/app", "DELETE /api/v1/auth/app",
	"POST /api/v1/auth/recovery-codes",
	"GET /api/v1/auth/passkeys", "DELETE /api/v1/auth/passkeys/:passkey",
}

// ofTeam is what everybody does who has a role at a place, and ofOwners what its
// owners do: with pages, and below /api/v1 with programs.
func ofTeam(root string) []string {
	return []string{
		"GET " + root + "/members", "POST " + root + "/departure",
		"GET /api/v1" + root + "/members", "POST /api/v1" + root + "/departure",
	}
}

func ofOwners(root string) []string {
	return []string{
		"POST " + root + "/invitations", "POST " + root + "/invitations/:invitation/withdrawal",
		"POST " + root + "/members/:account/removal", "POST " + root + "/members/:account/role",
		"POST /api/v1" + root + "/invitations", "DELETE /api/v1" + root + "/invitations/:invitation",
		"DELETE /api/v1" + root + "/members/:account", "PATCH /api/v1" + root + "/members/:account",
	}
}
