package api

import (
	"context"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/search"
)

// rulingBody is what a moderator says to an item of the queue. What belongs to it
// depends on the kind of item.
type rulingBody struct {
	Answer   moderation.Answer `json:"answer,omitzero"`
	Revision int               `json:"revision,omitzero"`
	Chosen   []string          `json:"chosen,omitzero"`
	Reports  []directory.ID    `json:"reports,omitzero"`
	Reason   moderation.Reason `json:"reason,omitzero"`
	Text     string            `json:"text,omitzero"`
}

// decide answers POST /api/v1/admin/queue/{kind}/{item}/decision.
func (a *API) decide(c *fiber.Ctx) error {
	var in rulingBody
	if err := decode(c, &in); err != nil {
		return err
	}
	kind, id, err := itemOf(c)
	if err != nil {
		return err
	}
	if err := in.fits(kind); err != nil {
		return err
	}
	if err := a.rule(c.UserContext(), access.AskingOf(c).Actor, kind, id, &in); err != nil {
		return err
	}
	return done(c)
}

// rule has the desk decide that the kind of item is for.
func (a *API) rule(ctx context.Context, asks directory.Actor, kind moderation.ItemKind, id directory.ID, in *rulingBody) (err error) {
	switch kind {
	case moderation.ItemChange:
		_, err = a.Moderators.Decide(ctx, asks, id, in.verdict())
	case moderation.ItemClaim, moderation.ItemContest, moderation.ItemAppeal:
		_, err = a.Claims.Decide(ctx, asks, id, in.Answer == moderation.Approve, in.Reason, in.Text)
	case moderation.ItemProposal:
		s := moderation.Sentence{Seen: directory.Submitted, To: directory.Rejected, Reason: in.Reason, Text: in.Text}
		if in.Answer == moderation.Approve {
			s.To = directory.Published
		}
		_, err = a.Moderators.SetState(ctx, asks, id, s)
	case moderation.ItemReport, moderation.ItemLegal:
		err = a.Moderators.DecideReports(ctx, asks, id, in.Reports, in.Reason, in.Text)
	default:
		err = directory.Refuse(directory.NotFound, "moderation.no_item")
	}
	return err
}

func (in *rulingBody) verdict() moderation.Verdict {
	return moderation.Verdict{Answer: in.Answer, Revision: in.Revision, Chosen: in.Chosen, Reason: in.Reason, Text: in.Text}
}

// fits refuses what a kind of item has to be given and was not, and what does not belong
// to it.
func (in *rulingBody) fits(kind moderation.ItemKind) error {
	answers := []moderation.Answer{moderation.Approve, moderation.Reject}
	ofChange, ofReports := kind == moderation.ItemChange, kind == moderation.ItemReport || kind == moderation.ItemLegal
	if ofChange {
		answers = append(answers, moderation.AskBack)
	}
	faults := map[string]directory.Message{}
	must := func(name string, given, belongs bool) {
		switch {
		case given && !belongs:
			faults[name] = directory.Msg("api_listing.not_here")
		case !given && belongs:
			faults[name] = directory.Msg("invalid.missing")
		}
	}
	must("answer", in.Answer != "", !ofReports)
	must("revision", in.Revision != 0, ofChange)
	must("reports", len(in.Reports) > 0, ofReports)
	if len(in.Chosen) > 0 && (!ofChange || in.Answer != moderation.Approve) {
		faults["chosen"] = directory.Msg("api_listing.not_here")
	}
	if _, told := faults["answer"]; !told && !ofReports && !isOne(in.Answer, answers) {
		faults["answer"] = directory.Msg("invalid.choice", "Choices", choices(answers))
	}
	return search.Refusal(faults)
}

// maxRulings is how many decisions are carried out together.
const maxRulings = 100

// decideAll answers POST /api/v1/admin/decisions: all of them, or none.
func (a *API) decideAll(c *fiber.Ctx) error {
	var in struct {
		Decisions []struct {
			Request directory.ID `json:"request"`
			rulingBody
		} `json:"decisions"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	if len(in.Decisions) > maxRulings || len(in.Decisions) == 0 {
		return search.Refusal(map[string]directory.Message{"decisions": directory.Msg("api_listing.rulings", "Max", maxRulings)})
	}
	rulings := make([]moderation.Ruling, len(in.Decisions))
	for i, d := range in.Decisions {
		if err := within(fmt.Sprintf("decisions[%d]", i), d.fits(moderation.ItemChange)); err != nil {
			return err
		}
		rulings[i] = moderation.Ruling{Request: d.Request, Verdict: d.verdict()}
	}
	decided, err := a.Moderators.DecideAll(c.UserContext(), access.AskingOf(c).Actor, rulings)
	if err != nil {
		return err
	}
	views, err := a.newRequestViews(decided, nil)
	if err != nil {
		return err
	}
	return c.JSON(list[requestView]{views})
}

// undo answers POST /api/v1/admin/requests/{request}/undo.
func (a *API) undo(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	request, err := named(c, "request")
	if err != nil {
		return err
	}
	r, err := a.Moderators.Undo(c.UserContext(), access.AskingOf(c).Actor, request)
	if err != nil {
		return err
	}
	v, err := a.newRequestView(&r, nil)
	if err != nil {
		return err
	}
	return c.JSON(v)
}

// called answers POST /api/v1/admin/claims/{claim}/call.
func (a *API) called(c *fiber.Ctx) error {
	var in struct {
		Phone  directory.Phone `json:"phone"`
		Code   string          `json:"code"`
		Branch directory.ID    `json:"branch,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	return a.ofClaim(c, func(ctx context.Context, asks directory.Actor, claim directory.ID) (moderation.Claim, error) {
		return a.Claims.Called(ctx, asks, claim, in.Branch, in.Phone, in.Code)
	})
}
