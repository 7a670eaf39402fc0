package directory

// Role is what somebody is to the directory. A manager and an owner are so for a
// clinic or an organization, a moderator and an admin for all of it.
type Role string

// The roles there are besides the visitor, who has no account, least first.
const (
	RoleManager   Role = "manager"
	RoleOwner     Role = "owner"
	RoleModerator Role = "moderator"
	RoleAdmin     Role = "admin"
)

// Roles returns every role that an account can have, least first.
func Roles() []Role { return []Role{RoleManager, RoleOwner, RoleModerator, RoleAdmin} }

// AccountState says how far an account has come.
type AccountState string

// The states of an account.
const (
	AccountUnconfirmed AccountState = "unconfirmed" // its address has not been shown to be its owner's
	AccountActive      AccountState = "active"
	AccountClosed      AccountState = "closed"
)

// Account is a person who can sign in.
type Account struct {
	ID        ID
	Email     Email
	Name      string
	Language  Language
	State     AccountState
	CreatedAt Instant
}

// Membership is a role that an account has. Of the two ids one is set for a
// manager or owner, and none for a moderator or admin.
type Membership struct {
	AccountID      ID
	Role           Role
	ClinicID       ID
	OrganizationID ID
	Since          Instant
}

// Session is one way in which an account is signed in: a browser, or a program.
type Session struct {
	ID        ID
	AccountID ID
	Program   bool
	Label     string  // such as "Firefox on Linux"; never an address
	Strong    bool    // a second factor or a passkey was shown
	StrongAt  Instant // when who it is was last shown anew; 0 if never
	CreatedAt Instant
	SeenAt    Instant
	ExpiresAt Instant
	RevokedAt Instant
}

// Actor is who is asking. The zero Actor is a visitor, of whom nothing is known.
type Actor struct {
	Account     ID
	Session     ID
	Strong      bool
	StrongAt    Instant // when that was shown last, for what asks for it anew
	Memberships []Membership
}

// Signed reports whether somebody is signed in.
func (a Actor) Signed() bool { return !a.Account.IsZero() }

// Has reports whether the actor has a role, wherever that may be.
func (a Actor) Has(role Role) bool {
	for _, m := range a.Memberships {
		if m.Role == role {
			return true
		}
	}
	return false
}
