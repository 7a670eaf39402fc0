package page

import "slices"

// SignInView is the page on which people say who they are.
type SignInView struct {
	Done     string // what was just done; empty for nothing
	Sheet    Sheet
	Email    string
	Remember bool
	Known    []Remembered // whom this browser remembers
	Chosen   *Remembered  // who of them it is; nil before anybody is chosen
	Others   string       // address of the page with nobody chosen
	Register string       // address of the page for whoever has no account
}

// Remembered is somebody whom a browser remembers.
type Remembered struct {
	Account string // the id
	Name    string
	Detail  string // tells apart whoever has the same name
	Path    string // of the page with the address filled in
}

// SignedInView is the same page for whoever is signed in already.
type SignedInView struct {
	Sheet  Sheet
	Name   string
	Detail string
	Next   string // where they were going
}

// CodeView is a page that takes a six-digit code from a letter.
type CodeView struct {
	Sheet   Sheet
	Heading string
	Lead    string
	Label   string
	Path    string // takes the code
	Button  string
	Ended   bool // no code will do any more: there has to be a new one
	Again   Link // leads to a new code
	Help    []string
}

// SecondView is the page that takes a second factor.
type SecondView struct {
	Sheet    Sheet
	App      bool // a code of the app will do
	Passkey  bool // a passkey will do
	Remember bool
	Ended    bool   // it has been too long since the first factor
	Again    string // address of the page to begin anew
}

// PressView is a page with one button: following a link must not do anything yet, for
// programs follow links too.
type PressView struct {
	Sheet   Sheet
	Heading string
	Lead    string
	Path    string // what the button does
	Button  string
	Other   Link // leads elsewhere; no label: nowhere
}

// SaidView is a page that says one thing and leads on.
type SaidView struct {
	Heading string
	Lead    string
	Help    []string
	Next    Link // the button; no label: none
	Other   Link // a way beside it
}

// carriedByPasskey is what the form of the passkey carries: a box that is ticked is in
// the other form.
func (v SecondView) carriedByPasskey() Sheet {
	s := v.Sheet
	if v.Remember {
		s.Hidden = append(slices.Clone(s.Hidden), Field{Name: "remember", Value: "yes"})
	}
	return s
}
