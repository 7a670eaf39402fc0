package api

import (
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// claimView is what somebody says, and shows, of what they speak for. The two codes are
// for whoever made the claim; the evidence is for moderators, too.
type claimView struct {
	ID           directory.ID          `json:"id"`
	Clinic       *directory.ID         `json:"clinic"`
	Brand        *directory.ID         `json:"brand"`
	By           directory.ID          `json:"by"`
	At           time.Time             `json:"at"`
	State        moderation.ClaimState `json:"state"`
	Evidence     []evidenceView        `json:"evidence"`
	Branches     []branchView          `json:"branches"`
	Call         *callView             `json:"call"`
	DueAt        *time.Time            `json:"due_at"`
	HolderSays   *string               `json:"holder_says"`
	HolderYields bool                  `json:"holder_yields"`
	Decision     *decisionView         `json:"decision"`
	Appeal       *string               `json:"appeal"`
	AppealedAt   *time.Time            `json:"appealed_at"`
	PageCode     *string               `json:"page_code"`
	CallCode     *string               `json:"call_code"`
}

type evidenceView struct {
	Kind     moderation.EvidenceKind `json:"kind"`
	At       time.Time               `json:"at"`
	Domain   *string                 `json:"domain"`
	Phone    *directory.Phone        `json:"phone"`
	Document *directory.ID           `json:"document"`
	Branch   *directory.ID           `json:"branch"`
	Note     *string                 `json:"note"`
}

type branchView struct {
	Clinic   directory.ID        `json:"clinic"`
	Standing moderation.Standing `json:"standing"`
	Domain   *string             `json:"domain"`
}

type callView struct {
	Clinic directory.ID    `json:"clinic"`
	Phone  directory.Phone `json:"phone"`
}

func newClaimView(c *moderation.Claim, reader directory.ID) claimView {
	v := claimView{
		ID: c.ID, Clinic: orNull(c.ClinicID), Brand: orNull(c.OrganizationID), By: c.By, At: c.At.Time(), State: c.State,
		Evidence: each(c.Evidence, newEvidenceView),
		Branches: each(c.Branches, func(b moderation.Branch) branchView {
			return branchView{b.ClinicID, b.Standing, orNull(b.Domain)}
		}),
		DueAt: timeOrNull(c.DueAt), HolderSays: orNull(c.HolderSays), HolderYields: c.HolderYields,
		Decision: newDecisionView(c.Decision, nil), Appeal: orNull(c.Appeal), AppealedAt: timeOrNull(c.AppealedAt),
	}
	if c.Call != (moderation.Call{}) {
		v.Call = &callView{c.Call.ClinicID, c.Call.Phone}
	}
	if c.By == reader { // what the holder says is for whoever decides
		v.HolderSays = nil
		v.PageCode, v.CallCode = orNull(c.PageCode()), orNull(c.CallCode)
	}
	return v
}

func newEvidenceView(e moderation.Evidence) evidenceView {
	return evidenceView{
		Kind: e.Kind, At: e.At.Time(), Domain: orNull(e.Domain), Phone: orNull(e.Phone),
		Document: orNull(e.Document), Branch: orNull(e.ClinicID), Note: orNull(e.Note),
	}
}
