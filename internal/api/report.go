package api

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// report answers POST /api/v1/clinics/{clinic}/reports. An address of the past leads
// nowhere here: what is sent on is read twice.
func (a *API) report(c *fiber.Ctx) error {
	var in struct {
		Reason   moderation.ReportReason `json:"reason"`
		Text     string                  `json:"text,omitzero"`
		Email    directory.Email         `json:"email,omitzero"`
		Language directory.Language      `json:"language,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	given, _ := url.PathUnescape(c.Params("clinic")) // "" if it cannot be decoded
	address, ok := parseAddress(given)
	if !ok {
		return directory.Refuse(directory.NotFound, "not_found.clinic")
	}
	if wait := a.Claims.Throttle.Begin(auth.Guess{Addr: access.From(c).Addr}, a.Now()); wait > 0 {
		return auth.SlowNetwork(wait)
	}
	listing, err := a.listing(c.UserContext(), address)
	if err != nil {
		return err
	}
	err = a.Listings.Report(c.UserContext(), access.AskingOf(c).Actor, moderation.Report{
		ClinicID: listing.Clinic.ID, Reason: in.Reason, Text: in.Text, Email: in.Email, Language: in.Language,
	})
	if err != nil {
		return err
	}
	c.Status(fiber.StatusAccepted)
	return nil
}
