package api

import (
	"iter"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth/self"
	"rootline/internal/directory"
	"rootline/internal/search"
)

// sessions answers GET /api/v1/auth/sessions.
func (a *API) sessions(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	all, err := a.Self.Sessions(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	return c.JSON(list[sessionView]{each(all, newSessionView)})
}

// endSession answers DELETE /api/v1/auth/sessions/{session}.
func (a *API) endSession(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	id, err := named(c, "session")
	if err != nil {
		return err
	}
	if err := a.Self.EndSession(c.UserContext(), access.AskingOf(c).Actor, id); err != nil {
		return err
	}
	return done(c)
}

// endSessions answers DELETE /api/v1/auth/sessions.
func (a *API) endSessions(c *fiber.Ctx) error {
	args, bad := arguments(c)
	others, err := parseOthers(args)
	if err := refused(bad, err); err != nil {
		return err
	}
	if err := noBody(c); err != nil {
		return err
	}
	end := a.Self.EndAll
	if others {
		end = a.Self.EndOthers
	}
	ended, err := end(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	return c.JSON(struct {
		Ended int `json:"ended"`
	}{ended})
}

// parseOthers reads whether the session that asks is to be left.
func parseOthers(args iter.Seq2[string, string]) (others bool, err error) {
	faults := map[string]directory.Message{}
	for name, value := range args {
		switch {
		case name != "others":
			faults[name] = directory.Msg("parameter.unknown", "Accepted", "others")
		case others:
			faults[name] = directory.Msg("parameter.twice")
		case value != "true":
			faults[name] = directory.Msg("parameter.flag")
		default:
			others = true
		}
	}
	return others, search.Refusal(faults)
}

// stepUp answers POST /api/v1/auth/step-up. The code is one of an app, a recovery
// code, or with a continuation the one that was mailed.
func (a *API) stepUp(c *fiber.Ctx) error {
	var in struct {
		Password     string `json:"password,omitzero"`
		Code         string `json:"code,omitzero"`
		Continuation string `json:"continuation,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	if in.Password != "" && in.Code != "" || in.Continuation != "" && in.Code == "" {
		return directory.Refuse(directory.Invalid, "api_auth.show_one")
	}
	err := a.Self.StepUp(c.UserContext(), from(c, in.Continuation), access.AskingOf(c).Actor, in.Password, in.Code)
	if err != nil {
		return err
	}
	return done(c)
}

// mailStepUpCode answers POST /api/v1/auth/step-up/code.
func (a *API) mailStepUpCode(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	continuation, err := a.Self.StepUpCode(c.UserContext(), access.From(c), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	return goOn(c, continuation)
}

// list is all there is of something.
type list[V any] struct {
	Items []V `json:"items"`
}

// sessionView is one way in which somebody is signed in.
type sessionView struct {
	ID        directory.ID `json:"id"`
	Label     *string      `json:"label"`
	Program   bool         `json:"program"`
	Current   bool         `json:"current"`
	Strong    bool         `json:"strong"`
	StrongAt  *time.Time   `json:"shown_at"`
	CreatedAt time.Time    `json:"created_at"`
	SeenAt    time.Time    `json:"seen_at"`
	ExpiresAt time.Time    `json:"expires_at"`
}

func newSessionView(s self.Session) sessionView {
	return sessionView{
		ID: s.ID, Label: orNull(s.Label), Program: s.Program, Current: s.Current,
		Strong: s.Strong, StrongAt: timeOrNull(s.StrongAt),
		CreatedAt: s.CreatedAt.Time(), SeenAt: s.SeenAt.Time(), ExpiresAt: s.ExpiresAt.Time(),
	}
}
