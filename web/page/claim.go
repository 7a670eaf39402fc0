package page

import (
	"github.com/a-h/templ"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// ClaimPlace is a clinic or a brand that somebody says they speak for.
type ClaimPlace struct {
	Name  string
	Where string // empty for a brand
	Path  string
	Brand bool

	Hidden bool // it has no page that visitors can open
}

// ClaimStartView is how it can be shown that one speaks for a place.
type ClaimStartView struct {
	Sheet  Sheet
	Place  ClaimPlace
	Held   bool // somebody else speaks for it already
	Ways   []ClaimWay
	SignIn string // address that leads back here

	Register string // the same, for whoever has no account
}

// ClaimWay is a kind of evidence.
type ClaimWay struct {
	Title, Text string
	Works       bool // for this place
}

// ClaimsView is the claims that somebody has to do with.
type ClaimsView struct{ Mine, Others []ClaimRow }

// ClaimRow is one of them.
type ClaimRow struct {
	Place ClaimPlace
	Path  string
	State moderation.ClaimState
	At    directory.Instant
	Due   directory.Instant
	By    string
}

// ClaimView is a claim as whoever made it sees it, or who holds what it is for.
type ClaimView struct {
	Sheet    Sheet // its ID is the name of the form that was refused, if one was
	Done     string
	Typed    map[string]string
	Path     string
	Claim    moderation.Claim
	Place    ClaimPlace
	Mine     bool
	Claimant string
	Shown    []ClaimShown
	Branches []ClaimBranch
	Calling  string    // the number that a moderator will call
	Ask      *ClaimAsk // nil if nothing more can be shown
}

// ClaimShown is something that was shown.
type ClaimShown struct {
	Text, Detail string
	For          string // the branch; empty if it goes for all of the claim
	At           directory.Instant
}

// ClaimBranch is a clinic of a brand that is claimed.
type ClaimBranch struct {
	Name, City string
	Standing   moderation.Standing
	Domain     string
	Shown      []string
	Path       string // where evidence is shown for it
}

// ClaimAsk is what can be shown still.
type ClaimAsk struct {
	Branch, BranchName string // if it is for one
	Site               string // where a code can stand
	Domain             string
	Own                bool // the domain shows whose it is
	Code               string
	CallCode           string
	Phones             []Option
}

// sheet is one of the forms: refused, if it is the one that was.
func (v ClaimView) sheet(name string) Sheet {
	s := Sheet{ID: name, Token: v.Sheet.Token}
	if v.Sheet.ID == name {
		s = v.Sheet
	}
	if v.Ask != nil && v.Ask.Branch != "" {
		s.Hidden = append(s.Hidden, Field{Name: "branch", Value: v.Ask.Branch})
	}
	return s
}

// typed is what was typed into a field of the form that was refused.
func (v ClaimView) typed(form, field string) string {
	if v.Sheet.ID == form {
		return v.Typed[field]
	}
	return ""
}

// answerable reports whether whoever reads can say something to the claim.
func (v ClaimView) answerable() bool { return !v.Mine && v.Claim.State == moderation.ClaimContested }

// withdrawable reports whether the claim can be taken back.
func (v ClaimView) withdrawable() bool {
	return v.Mine && v.Claim.State.May(moderation.ClaimWithdrawn)
}

// ReportView is the form by which a visitor says what is wrong.
type ReportView struct {
	Sheet       Sheet
	Place       ClaimPlace
	Reasons     []ReportReason
	Text, Email string
}

// ReportReason is something that can be wrong.
type ReportReason struct {
	Option
	Legal bool // the law says what becomes of it
}

// fileField is what the field for a file has which not every field has.
func (v ClaimView) fileField(name string) templ.Attributes {
	s := v.sheet(name)
	a := templ.Attributes{"id": s.id(name), "required": true, "aria-describedby": Input{Name: name, Hint: "-"}.describedBy(s)}
	if s.fault(name) != "" {
		a["aria-invalid"] = "true"
	}
	return a
}

// pageAddress is what stands in the field for a page of the site: what was typed, or to
// begin with the site that is listed.
func (v ClaimView) pageAddress(a ClaimAsk) string {
	if typed := v.typed("page", "url"); typed != "" {
		return typed
	}
	return a.Site
}
