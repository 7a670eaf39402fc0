package api

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// mountOwned adds what the people of a clinic ask about its listing.
func (a *API) mountOwned(r *access.Router) {
	const root = "/owner/clinics/:clinic"
	r.Get(root, a.owned)
	r.Patch(root, a.editClinic)
	r.Get(root+"/history", a.history)
	r.Post(root+"/requests/:request/withdrawal", a.withdrawRequest)
	r.Post(root+"/requests/:request/settlement", a.settle)
	r.Post(root+"/facts", a.stillRight)
	r.Post(root+"/withdrawal", a.withdrawListing)
	r.Get(root+"/export", a.export)
}

// owned answers GET /api/v1/owner/clinics/{clinic}.
func (a *API) owned(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	return a.answerOwned(c, access.ObjectOf(c).Clinic)
}

// answerOwned answers with a listing as whoever asks, who is one of its people, sees it.
func (a *API) answerOwned(c *fiber.Ctx, clinic directory.ID) error {
	own, err := a.Listings.Listing(c.UserContext(), access.AskingOf(c).Actor, clinic)
	if err != nil {
		return err
	}
	v, err := a.newOwnedView(&own)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderETag, tagOf(&own))
	return c.JSON(v)
}

// revisionOf tells what somebody was shown of their own request: how often they had
// changed it.
func revisionOf(own *moderation.Own) int {
	if own.Request == nil {
		return 0
	}
	return own.Request.Revision
}

// withdrawRequest answers POST …/requests/{request}/withdrawal.
func (a *API) withdrawRequest(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	request, err := a.requestHere(c)
	if err != nil {
		return err
	}
	if err := a.Listings.Withdraw(c.UserContext(), access.AskingOf(c).Actor, request); err != nil {
		return err
	}
	return done(c)
}

// settle answers POST …/requests/{request}/settlement.
func (a *API) settle(c *fiber.Ctx) error {
	var in struct {
		Name   string `json:"name"`
		Wanted *bool  `json:"wanted"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	request, err := a.requestHere(c)
	if err != nil {
		return err
	}
	return a.withRequest(c)(a.Listings.Settle(c.UserContext(), access.AskingOf(c).Actor, request, in.Name, *in.Wanted))
}

// requestHere is the request that the path names, which has to be one on the clinic that
// it names. Whose it is, the desk judges.
func (a *API) requestHere(c *fiber.Ctx) (directory.ID, error) {
	id, err := named(c, "request")
	if err != nil {
		return id, err
	}
	r, err := a.Listings.Store.Request(c.UserContext(), id)
	if directory.KindOf(err) == directory.NotFound || err == nil && r.ClinicID != access.ObjectOf(c).Clinic {
		err = directory.Refuse(directory.NotFound, "moderation.no_request")
	}
	return id, err
}

// withRequest answers with a request of whoever asks.
func (a *API) withRequest(c *fiber.Ctx) func(moderation.ChangeRequest, error) error {
	return func(r moderation.ChangeRequest, err error) error {
		if err != nil {
			return err
		}
		v, err := a.newRequestView(&r, nil)
		if err != nil {
			return err
		}
		return c.JSON(v)
	}
}

// history answers GET /api/v1/owner/clinics/{clinic}/history.
func (a *API) history(c *fiber.Ctx) error {
	var q historyQuery
	if err := q.read(c, false); err != nil {
		return err
	}
	return withHistory(c)(a.Listings.History(c.UserContext(), access.AskingOf(c).Actor, access.ObjectOf(c).Clinic, q.before))
}

// ownedAsShown is the listing that was shown, or a Conflict with what is there now if
// that has moved on.
func (a *API) ownedAsShown(ctx context.Context, asks directory.Actor, clinic directory.ID, in *editBody) (moderation.Own, error) {
	own, err := a.Listings.Listing(ctx, asks, clinic)
	if err == nil && (own.Is.Number != in.Version || revisionOf(&own) != in.Revision) {
		err = directory.Refuse(directory.Conflict, "api_listing.moved")
	}
	return own, err
}
