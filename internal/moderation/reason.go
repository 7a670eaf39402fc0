package moderation

import "slices"

// Reason is why something was decided as it was, as a code that statistics and
// programs can count.
type Reason string

// The reasons there are.
const (
	NotTrue       Reason = "not_true"       // we have seen that it is not so
	Unproven      Reason = "unproven"       // it may be so; nothing shows it
	Unclear       Reason = "unclear"        // it cannot be told what is meant
	Advertising   Reason = "advertising"    // praise, or a promise of healing
	Offensive     Reason = "offensive"      // it insults or threatens
	PersonalData  Reason = "personal_data"  // of somebody who has not agreed
	NoConsent     Reason = "no_consent"     // a patient's picture without what it needs
	Copyright     Reason = "copyright"      // somebody else's text or picture
	Duplicate     Reason = "duplicate"      // it is there already
	OutOfScope    Reason = "out_of_scope"   // no clinic, or none of these treatments
	NotTheirs     Reason = "not_theirs"     // they do not speak for it
	ClaimedBefore Reason = "claimed_before" // somebody else was found to speak for it
	NoAnswer      Reason = "no_answer"      // we asked and heard nothing
	Fraud         Reason = "fraud"          // it means to deceive
	LegalOrder    Reason = "legal_order"    // a court or an authority wants it so
	IllegalText   Reason = "illegal"        // the law does not allow it
	NothingWrong  Reason = "nothing_wrong"  // we looked and it is right
	Fixed         Reason = "fixed"          // it was wrong and has been put right
	OwnersWish    Reason = "owners_wish"    // its owner wants it so
	Other         Reason = "other"          // the text says why
)

// Subject is what is decided about.
type Subject string

// What there is to decide about.
const (
	OfChange  Subject = "change"
	OfListing Subject = "listing" // a new one, or one that is suspended or archived
	OfClaim   Subject = "claim"
	OfReport  Subject = "report"
)

var reasons = map[Subject][]Reason{
	OfChange:  {NotTrue, Unproven, Unclear, Advertising, Offensive, PersonalData, NoConsent, Copyright, Duplicate, OutOfScope, Fraud, IllegalText, NoAnswer, Other},
	OfListing: {OutOfScope, Duplicate, NotTrue, Unproven, Fraud, LegalOrder, IllegalText, OwnersWish, NoAnswer, Other},
	OfClaim:   {Unproven, NotTheirs, ClaimedBefore, Fraud, NoAnswer, Other},
	OfReport:  {Fixed, NothingWrong, Unproven, Unclear, Duplicate, Offensive, LegalOrder, Other},
}

// Reasons returns those that there can be for a decision about something, the usual
// ones first.
func Reasons(s Subject) []Reason { return slices.Clone(reasons[s]) }
