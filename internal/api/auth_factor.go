package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth"
	"rootline/internal/directory"
)

// setPassword answers PUT /api/v1/auth/password.
func (a *API) setPassword(c *fiber.Ctx) error {
	var in struct {
		Password string `json:"password"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	if err := a.Self.SetPassword(c.UserContext(), access.AskingOf(c).Actor, in.Password); err != nil {
		return err
	}
	return done(c)
}

// removePassword answers DELETE /api/v1/auth/password.
func (a *API) removePassword(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	if err := a.Self.RemovePassword(c.UserContext(), access.AskingOf(c).Actor); err != nil {
		return err
	}
	return done(c)
}

// startApp answers POST /api/v1/auth/app.
func (a *API) startApp(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	app, err := a.Self.StartApp(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	return c.JSON(struct {
		Key string `json:"key"`
		URL string `json:"url"`
	}{app.Key, app.URL})
}

// finishApp answers PUT /api/v1/auth/app.
func (a *API) finishApp(c *fiber.Ctx) error {
	var in struct {
		Code string `json:"code"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	codes, err := a.Self.FinishApp(c.UserContext(), access.AskingOf(c).Actor, in.Code)
	if err != nil {
		return err
	}
	return c.JSON(newRecoveryView(codes))
}

// removeApp answers DELETE /api/v1/auth/app.
func (a *API) removeApp(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	if err := a.Self.RemoveApp(c.UserContext(), access.AskingOf(c).Actor); err != nil {
		return err
	}
	return done(c)
}

// newRecoveryCodes answers POST /api/v1/auth/recovery-codes.
func (a *API) newRecoveryCodes(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	codes, err := a.Self.NewRecoveryCodes(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	return c.JSON(newRecoveryView(codes))
}

// passkeys answers GET /api/v1/auth/passkeys.
func (a *API) passkeys(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	profile, err := a.Self.Profile(c.UserContext(), access.AskingOf(c).Actor)
	if err != nil {
		return err
	}
	return c.JSON(list[passkeyView]{each(profile.Passkeys, newPasskeyView)})
}

// removePasskey answers DELETE /api/v1/auth/passkeys/{passkey}.
func (a *API) removePasskey(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	credential, err := base64url.DecodeString(c.Params("passkey"))
	if err != nil {
		return directory.Refuse(directory.NotFound, "auth.not_found")
	}
	if err := a.Self.RemovePasskey(c.UserContext(), access.AskingOf(c).Actor, credential); err != nil {
		return err
	}
	return done(c)
}

// recoveryView is recovery codes, which are never shown again; none where there are
// some already.
type recoveryView struct {
	RecoveryCodes []string `json:"recovery_codes"`
}

func newRecoveryView(codes []string) recoveryView {
	return recoveryView{each(codes, func(code string) string { return code })}
}

// passkeyView is a passkey, by the id that its device has given it.
type passkeyView struct {
	ID        string     `json:"id"`
	Label     *string    `json:"label"`
	CreatedAt time.Time  `json:"created_at"`
	UsedAt    *time.Time `json:"used_at"`
}

func newPasskeyView(p auth.Passkey) passkeyView {
	return passkeyView{base64url.EncodeToString(p.Credential), orNull(p.Label), p.CreatedAt.Time(), timeOrNull(p.UsedAt)}
}
