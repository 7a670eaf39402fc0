package page

// RegisterView is the page on which somebody asks for an account.
type RegisterView struct {
	Sheet      Sheet
	SignIn     string // address of the page for whoever has an account
	Name       string
	Email      string
	Suggestion string // four words for a password; empty unless they were asked for
}

// InvitationView is an invitation, for somebody who has no account yet.
type InvitationView struct {
	Sheet      Sheet
	Heading    string
	Lead       string // what is offered, and by whom
	Email      string // where it was sent
	Path       string // the invitation's own address
	Name       string
	Suggestion string
}
