package moderation

import (
	"slices"

	"rootline/internal/directory"
)

// Who is what somebody is to a listing, as far as its changes go.
type Who string

// The kinds of people and programs that change listings, least first.
const (
	Visitor       Who = "visitor"
	Import        Who = "import"      // a file, where intake has let it through
	ClinicManager Who = "manager"     // of the clinic
	ClinicOwner   Who = "owner"       // of the clinic
	BrandOwner    Who = "brand_owner" // owner or manager of the organization
	Moderator     Who = "moderator"   // or admin
)

// Whos returns every kind there is, least first.
func Whos() []Who {
	return []Who{Visitor, Import, ClinicManager, ClinicOwner, BrandOwner, Moderator}
}

// WhoIs says what an actor is to a listing: the most of all that they are to it.
// Moderators and admins are so only where a second factor was shown.
func WhoIs(a directory.Actor, l *directory.Listing) Who {
	who := Visitor
	for _, m := range a.Memberships {
		if m.AccountID == a.Account && a.Signed() {
			who = higher(who, whoBy(m, a.Strong, l))
		}
	}
	return who
}

func whoBy(m directory.Membership, strong bool, l *directory.Listing) Who {
	switch m.Role {
	case directory.RoleModerator, directory.RoleAdmin:
		if strong && m.ClinicID.IsZero() && m.OrganizationID.IsZero() {
			return Moderator
		}
	case directory.RoleOwner, directory.RoleManager:
		switch {
		case !m.OrganizationID.IsZero() && m.OrganizationID == l.Clinic.OrganizationID:
			return BrandOwner
		case m.ClinicID.IsZero() || m.ClinicID != l.Clinic.ID:
		case m.Role == directory.RoleOwner:
			return ClinicOwner
		default:
			return ClinicManager
		}
	}
	return Visitor
}

func higher(a, b Who) Who {
	if slices.Index(Whos(), b) > slices.Index(Whos(), a) {
		return b
	}
	return a
}

// TrustedAfter is how many changes of an account have to be approved, and none taken
// back, for moderators to look at fewer of its changes.
const TrustedAfter = 10

// Record is how an account's changes have fared.
type Record struct {
	Approved int // by a moderator
	Reverted int // taken back, be they approved or live at once
}

// Trusted reports whether moderators look at fewer of the account's changes.
func (r Record) Trusted() bool { return r.Approved >= TrustedAfter && r.Reverted == 0 }

// Outcome is what becomes of a change.
type Outcome string

// What can become of a change. The zero Outcome counts as Refused.
const (
	Refused Outcome = "refused" // not theirs to make
	Held    Outcome = "held"    // until a moderator decides
	Live    Outcome = "live"    // at once
)

// row is what becomes of changes to a field of a listing that the public sees: those
// of its own people, of those among them who are trusted, of files, and of moderators.
type row struct{ owner, trusted, file, moderator Outcome }

// policy is the table of what goes live and what waits. What visitors are harmed by
// if it is late goes live at once; what makes a clinic another one, what claims are
// proven by, people's qualifications and patients' pictures always wait. The state of
// a listing and the brand it is of are no field of a form: there are decisions for
// them, with reasons.
var policy = map[Field]row{
	FieldHours:      {Live, Live, Live, Live},
	FieldExceptions: {Live, Live, Live, Live},
	FieldCapacity:   {Live, Live, Live, Live},
	FieldPhones:     {Live, Live, Live, Live},
	FieldOperating:  {Live, Live, Live, Live},

	FieldDescription: {Held, Live, Live, Live},
	FieldLanguages:   {Held, Live, Live, Live},
	FieldFeatures:    {Held, Live, Live, Live},
	FieldPrices:      {Held, Live, Live, Live},

	FieldServices:      {Held, Held, Live, Live},
	FieldPractitioners: {Held, Held, Live, Live},
	FieldPhotos:        {Held, Held, Refused, Live},
	FieldEmail:         {Held, Held, Live, Live},
	FieldURL:           {Held, Held, Live, Live},
	FieldName:          {Held, Held, Live, Live},
	FieldAddress:       {Held, Held, Live, Live},
	FieldCredentials:   {Held, Held, Live, Live},
	FieldBeforeAfter:   {Held, Held, Refused, Live},

	FieldSlug:         {Refused, Refused, Refused, Live},
	FieldOrganization: {Refused, Refused, Refused, Live},
	FieldState:        {Refused, Refused, Refused, Refused},
}

// Decide says what becomes of a change to a field of a listing in some state. Nobody
// but its people sees a listing before it is published, so nothing of theirs waits
// there but the listing itself; of a suspended one everything waits; an archived one
// is no longer theirs to change.
func Decide(f Field, w Who, r Record, s directory.ListingState) Outcome {
	p := policy[f]
	switch w {
	case Moderator:
		return known(p.moderator)
	case Import:
		return known(p.file)
	case ClinicManager, ClinicOwner, BrandOwner:
	default:
		return Refused
	}
	outcome := known(p.owner)
	if r.Trusted() {
		outcome = known(p.trusted)
	}
	switch {
	case outcome == Refused || s == directory.Archived:
		return Refused
	case s == directory.Published:
		return outcome
	case s == directory.Suspended:
		return Held
	}
	return Live
}

func known(o Outcome) Outcome {
	if o == Live || o == Held {
		return o
	}
	return Refused
}
