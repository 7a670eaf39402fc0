package auth

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
)

// Scope is how far a rule reaches: what the thing that is asked for has to be to
// whoever asks.
type Scope int

// The scopes. The zero Scope is nobody's, so that a rule left empty lets nobody
// through.
const (
	ScopeNobody       Scope = iota
	ScopePublic             // anybody, signed in or not
	ScopeSigned             // anybody signed in; nothing is anybody's yet
	ScopeOwn                // the account whose thing it is
	ScopeClinic             // a role for that clinic, or for its organization
	ScopeOrganization       // a role for that organization
	ScopeSite               // a role for the whole directory, or any role for what is nobody's in particular
)

// Rule says who may use a route.
type Rule struct {
	Scope  Scope
	Roles  []directory.Role // one of these; for the scopes from ScopeClinic on
	Strong bool             // a second factor or a passkey was shown for this session
	StepUp bool             // and who it is was shown anew in the last five minutes
}

// Object is what a request is about, as far as rules ask. The zero Object is for
// requests that are about nothing in particular.
type Object struct {
	Account      directory.ID // whose it is
	Clinic       directory.ID
	Organization directory.ID // of the clinic too, if there is a clinic
}

// Table is the rule of every route, by method and pattern: 'POST /sign-in'.
type Table map[string]Rule

// Allow decides whether an actor may do to an object what the rule is for, and if
// not, says what that means for them. What is not theirs is as if it were not
// there; a role that reaches it but does not suffice is Forbidden, and one that has
// to be shown better or anew is StepUp. Moderators and admins are so with a second
// factor only, whatever the rule says.
func Allow(r Rule, a directory.Actor, o Object, now time.Time) error {
	switch {
	case r.Scope == ScopePublic:
		return nil
	case !a.Signed():
		return directory.Refuse(directory.Unauthenticated, "auth.sign_in")
	case r.Scope == ScopeNobody:
		return directory.Refuse(directory.Forbidden, "auth.forbidden")
	}
	needsStrong, err := allowRole(r, a, o)
	switch {
	case err != nil:
		return err
	case (r.Strong || needsStrong) && !a.Strong:
		return directory.Refuse(directory.StepUp, "auth.strong")
	case r.StepUp && !fresh(a.StrongAt, now):
		return directory.Refuse(directory.StepUp, "auth.step_up")
	}
	return nil
}

// allowRole decides by who the actor is, and says whether that counts with a
// second factor only.
func allowRole(r Rule, a directory.Actor, o Object) (needsStrong bool, err error) {
	switch r.Scope {
	case ScopeSigned:
		return false, nil
	case ScopeOwn:
		if o.Account == a.Account {
			return false, nil
		}
		return false, directory.Refuse(directory.NotFound, "auth.not_found")
	case ScopeNobody, ScopePublic, ScopeClinic, ScopeOrganization, ScopeSite:
	}
	near, needsStrong := false, true
	may := false
	for _, m := range a.Memberships {
		if !reaches(r.Scope, m, o) || m.AccountID != a.Account {
			continue
		}
		near = true
		if slices.Contains(r.Roles, m.Role) {
			may = true
			needsStrong = needsStrong && ofSite(m.Role)
		}
	}
	switch {
	case may:
		return needsStrong, nil
	case near || r.Scope == ScopeSite && o == Object{}:
		return false, directory.Refuse(directory.Forbidden, "auth.forbidden")
	}
	return false, directory.Refuse(directory.NotFound, "auth.not_found")
}

// reaches reports whether a membership has to do with an object at all. An id
// that is not there belongs to nobody.
func reaches(s Scope, m directory.Membership, o Object) bool {
	if ofSite(m.Role) {
		return m.ClinicID.IsZero() && m.OrganizationID.IsZero()
	}
	clinic := !m.ClinicID.IsZero() && m.ClinicID == o.Clinic
	organization := !m.OrganizationID.IsZero() && m.OrganizationID == o.Organization
	switch s {
	case ScopeClinic:
		return !o.Clinic.IsZero() && (clinic || organization)
	case ScopeOrganization:
		return organization
	case ScopeSite:
		return o == Object{}
	case ScopeNobody, ScopePublic, ScopeSigned, ScopeOwn:
	}
	return false
}

func ofSite(r directory.Role) bool {
	return r == directory.RoleModerator || r == directory.RoleAdmin
}

// fresh reports whether at lies in the last five minutes.
func fresh(at directory.Instant, now time.Time) bool {
	since := now.Sub(at.Time())
	return at != 0 && since >= 0 && since < StepUpLife
}

// Check refuses a table with a row that cannot mean what it says, and one that
// does not fit the routes there are: a route without a row, or a row without a
// route.
func (t Table) Check(routes []string) error {
	var wrong []error
	for _, name := range slices.Sorted(maps.Keys(t)) {
		if err := t[name].check(); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
		}
		method, pattern, _ := strings.Cut(name, " ")
		if method == "" || method != strings.ToUpper(method) || !strings.HasPrefix(pattern, "/") {
			wrong = append(wrong, fmt.Errorf("%q is no route; write 'METHOD /pattern'", name))
		}
		if !slices.Contains(routes, name) {
			wrong = append(wrong, fmt.Errorf("%s: there is no such route", name))
		}
	}
	for _, name := range routes {
		if _, ok := t[name]; !ok {
			wrong = append(wrong, fmt.Errorf("%s: no rule says who may use it", name))
		}
	}
	return errors.Join(wrong...)
}

func (r Rule) check() error {
	byRole := r.Scope == ScopeClinic || r.Scope == ScopeOrganization || r.Scope == ScopeSite
	switch {
	case r.Scope <= ScopeNobody || r.Scope > ScopeSite:
		return errors.New("the rule has no scope")
	case byRole && len(r.Roles) == 0:
		return errors.New("the rule names no role")
	case !byRole && len(r.Roles) > 0:
		return errors.New("the scope asks for no role, yet the rule names some")
	case r.Scope == ScopePublic && (r.Strong || r.StepUp):
		return errors.New("the rule asks a visitor for a second factor")
	}
	for i, role := range r.Roles {
		if !slices.Contains(directory.Roles(), role) || slices.Contains(r.Roles[:i], role) {
			return fmt.Errorf("%q is no role, or named twice", role)
		}
	}
	return nil
}
