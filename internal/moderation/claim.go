package moderation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rootline/internal/directory"
)

// ClaimState says how far a claim has come.
type ClaimState string

// The states of a claim.
const (
	ClaimStarted   ClaimState = "started"   // evidence is being gathered
	ClaimPending   ClaimState = "pending"   // waits for a moderator
	ClaimContested ClaimState = "contested" // somebody holds it, and has time to answer
	ClaimGranted   ClaimState = "granted"
	ClaimDenied    ClaimState = "denied"
	ClaimAppealed  ClaimState = "appealed"
	ClaimFinal     ClaimState = "final" // denied after an appeal
	ClaimWithdrawn ClaimState = "withdrawn"
)

// nextClaims lists the states that may follow each state of a claim.
var nextClaims = map[ClaimState][]ClaimState{
	ClaimStarted:   {ClaimPending, ClaimContested, ClaimWithdrawn},
	ClaimPending:   {ClaimContested, ClaimGranted, ClaimDenied, ClaimWithdrawn},
	ClaimContested: {ClaimContested, ClaimPending, ClaimAppealed, ClaimGranted, ClaimDenied, ClaimFinal, ClaimWithdrawn},
	ClaimDenied:    {ClaimAppealed},
	ClaimAppealed:  {ClaimContested, ClaimGranted, ClaimFinal, ClaimWithdrawn},
	ClaimGranted:   nil,
	ClaimFinal:     nil,
	ClaimWithdrawn: nil,
}

// May reports whether a claim may go from one state to another.
func (s ClaimState) May(to ClaimState) bool { return slices.Contains(nextClaims[s], to) }

// Open reports whether a claim has still to be decided.
func (s ClaimState) Open() bool {
	return s == ClaimStarted || s == ClaimPending || s == ClaimContested || s == ClaimAppealed
}

// EvidenceKind is a way to show that one speaks for a clinic.
type EvidenceKind string

// The ways there are, each worth what it takes to fake it.
const (
	CodeByMail EvidenceKind = "code_by_mail_at_domain"
	CodeOnSite EvidenceKind = "code_on_site"
	CallBack   EvidenceKind = "call_back" // a moderator has called the listed number
	Document   EvidenceKind = "document"  // a moderator has to read it
)

// Evidence is something that was shown, and for which of a brand's branches.
type Evidence struct {
	Kind     EvidenceKind      `json:"kind"`
	At       directory.Instant `json:"at"`
	Domain   string            `json:"domain,omitzero"`    // that a code has proven
	Phone    directory.Phone   `json:"phone,omitzero"`     // that was called
	Document directory.ID      `json:"document,omitzero"`  // where it is kept
	ClinicID directory.ID      `json:"clinic_id,omitzero"` // zero if it is for the whole claim
	Note     string            `json:"note,omitzero"`
}

// Call is the wish to be called by a moderator, at a number that a clinic is listed with.
type Call struct {
	ClinicID directory.ID    `json:"clinic_id"`
	Phone    directory.Phone `json:"phone"`
}

// ContestTime is how long whoever holds a clinic has to answer somebody who says that
// it is theirs.
const ContestTime = 7 * 24 * time.Hour

// Claim is somebody's word, and evidence, that they speak for a clinic or a brand.
type Claim struct {
	ID             directory.ID      `json:"id"`
	ClinicID       directory.ID      `json:"clinic_id,omitzero"` // one of the two is set
	OrganizationID directory.ID      `json:"organization_id,omitzero"`
	By             directory.ID      `json:"by"`
	At             directory.Instant `json:"at"`
	State          ClaimState        `json:"state"`
	Evidence       []Evidence        `json:"evidence,omitempty"`
	Branches       []Branch          `json:"branches,omitempty"` // of a brand
	Call           Call              `json:"call,omitzero"`      // that the claimant has asked for
	CallCode       string            `json:"call_code,omitzero"` // for [Claims.Called]; the claimant alone is shown it
	DueAt          directory.Instant `json:"due_at,omitzero"`    // until when the holder may answer
	HolderSays     string            `json:"holder_says,omitzero"`
	HolderYields   bool              `json:"holder_yields,omitzero"`
	Decision       Decision          `json:"decision,omitzero"`
	Appeal         string            `json:"appeal,omitzero"` // why the decision was wrong
	AppealedAt     directory.Instant `json:"appealed_at,omitzero"`
}

// Submit lays the claim before a moderator. If somebody holds what is claimed they
// have seven days to answer first. There has to be evidence to look at.
func (c *Claim) Submit(held bool, now time.Time) error {
	if c.State != ClaimStarted {
		return c.refuse()
	}
	if len(c.Evidence) == 0 && c.Call == (Call{}) {
		return directory.Refuse(directory.Invalid, "moderation.claim.evidence")
	}
	to := ClaimPending
	if held {
		to = ClaimContested
	}
	if err := c.move(to); err != nil {
		return err
	}
	if held {
		c.DueAt = directory.At(now.Add(ContestTime))
	}
	return nil
}

// Contest has the claim wait for whoever has come to hold what it is for, as those
// wait that were pending or appealed, or waited for somebody else, when another was
// granted.
func (c *Claim) Contest(now time.Time) error {
	if err := c.move(ClaimContested); err != nil {
		return err
	}
	c.DueAt = directory.At(now.Add(ContestTime))
	c.HolderYields, c.HolderSays = false, ""
	return nil
}

// Asked reports whether any of those who hold what is claimed has had the time to answer
// it: to have come later, or not to have held it when it was contested, is not to be asked.
func (c *Claim) Asked(held []directory.Membership) bool {
	return c.DueAt != 0 && slices.ContainsFunc(held, func(m directory.Membership) bool {
		return m.Since <= directory.At(c.DueAt.Time().Add(-ContestTime))
	})
}

// Release has a contested claim wait as any other does, since whoever held what it is for
// has left.
func (c *Claim) Release() error {
	to := ClaimPending
	if c.AppealedAt != 0 {
		to = ClaimAppealed
	}
	if err := c.move(to); err != nil {
		return err
	}
	c.DueAt, c.HolderYields, c.HolderSays = 0, false, ""
	return nil
}

// Answer keeps what a holder says to a contest: that they yield, or why they do not.
// They may say it anew until it is decided.
func (c *Claim) Answer(yields bool, text string) error {
	if c.State != ClaimContested {
		return c.refuse()
	}
	text = strings.TrimSpace(text)
	if err := checkText(text, !yields); err != nil {
		return err
	}
	c.HolderYields, c.HolderSays = yields, text
	return nil
}

// Decidable reports whether the claim waits for nobody but whoever decides: a contest
// does once its holder has answered, or their time is up.
func (c *Claim) Decidable(now time.Time) bool {
	switch c.State {
	case ClaimPending, ClaimAppealed:
		return true
	case ClaimContested:
		return c.HolderYields || c.HolderSays != "" || directory.At(now) >= c.DueAt
	default:
		return false
	}
}

// Decide grants the claim or denies it. The first to decide is heard, and whoever
// comes second is told by whom. A contest is for admins, and not before its holder
// has had their time; nobody decides their own. A denial has a reason, and nothing is
// granted that nothing was shown for.
func (c *Claim) Decide(grant, admin bool, d Decision, now time.Time) error {
	d.Text, d.At = strings.TrimSpace(d.Text), directory.At(now)
	to, answer := ClaimGranted, Approve
	if !grant {
		to, answer = ClaimDenied, Reject
		if c.AppealedAt != 0 {
			to = ClaimFinal
		}
	}
	switch {
	case !c.State.May(to):
		return c.refuse()
	case d.By.ID == c.By:
		return directory.Refuse(directory.Forbidden, "moderation.own")
	case c.State == ClaimContested && !admin:
		return directory.Refuse(directory.Forbidden, "moderation.claim.admin")
	case !c.Decidable(now):
		return c.wait()
	case grant && len(c.Evidence) == 0:
		return directory.Refuse(directory.Conflict, "moderation.claim.not_called")
	}
	if err := d.check(OfClaim, answer); err != nil {
		return err
	}
	c.State, c.Decision = to, d
	return nil
}

// wait says until when a holder may answer.
func (c *Claim) wait() error {
	return directory.Refuse(directory.Conflict, "moderation.claim.wait", "Due", directory.DateOf(c.DueAt.Time()).String())
}

// AppealFor asks for a denial to be looked at once more, which can be done once.
func (c *Claim) AppealFor(by directory.ID, why string, now time.Time) error {
	why = strings.TrimSpace(why)
	switch {
	case by != c.By:
		return directory.Refuse(directory.NotFound, "moderation.claim.none")
	case c.State == ClaimFinal || c.AppealedAt != 0:
		return directory.Refuse(directory.Conflict, "moderation.claim.appealed")
	case !c.State.May(ClaimAppealed):
		return c.refuse()
	}
	if err := checkText(why, true); err != nil {
		return err
	}
	c.State, c.Appeal, c.AppealedAt = ClaimAppealed, why, directory.At(now)
	return nil
}

// Withdraw takes the claim back on the claimant's behalf.
func (c *Claim) Withdraw(by directory.ID) error {
	if by != c.By {
		return directory.Refuse(directory.NotFound, "moderation.claim.none")
	}
	return c.move(ClaimWithdrawn)
}

func (c *Claim) move(to ClaimState) error {
	if !c.State.May(to) {
		return c.refuse()
	}
	c.State = to
	return nil
}

// refuse says why nothing more can be done to the claim where it stands.
func (c *Claim) refuse() error {
	if by := c.Decision.By; !by.ID.IsZero() && !c.State.Open() {
		return directory.Refuse(directory.Conflict, "moderation.decided", "By", by.Name)
	}
	return directory.Refuse(directory.Conflict, "moderation.moved_on")
}

// checkText wants a text that can be shown, and that says something if it is needed.
func checkText(text string, needed bool) error {
	wrong := map[string]directory.Message{}
	switch {
	case text == "" && needed:
		wrong["text"] = directory.Msg("moderation.text_needed")
	case utf8.RuneCountInString(text) > maxText:
		wrong["text"] = directory.Msg("invalid.too_long", "Max", maxText)
	case directory.Printable(unbroken.Replace(text)) != unbroken.Replace(text):
		wrong["text"] = directory.Msg("invalid.text")
	}
	return mistaken(wrong)
}
