package page

// KeptView is a form that was filled in and could not be taken, to be sent once more.
type KeptView struct {
	Sheet  Sheet // with all that was typed
	Path   string
	Name   string // of whoever is signed in, though not as when the form was opened; empty if nobody is
	SignIn string // where they sign in
}
