package access

import (
	"bytes"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// AskingOf is who makes a request; zero for a visitor. Where anybody may ask, they
// are looked up when this is called first, and the reply is then kept by nobody.
func AskingOf(c *fiber.Ctx) entry.Asking {
	v := visitOf(c)
	if v == nil {
		return entry.Asking{}
	}
	v.ask(c)
	return v.asking
}

// ObjectOf is what the path of a route that is not for everybody names by :clinic or
// :brand.
func ObjectOf(c *fiber.Ctx) auth.Object {
	if v, ok := c.Context().UserValue(visitKey{}).(*visit); ok {
		return v.object
	}
	return auth.Object{}
}

// routeOf is the route that answers a request; nil for none of ours.
func routeOf(c *fiber.Ctx) *route {
	switch v := c.Context().UserValue(visitKey{}).(type) {
	case *route:
		return v
	case *visit:
		return v.route
	}
	return nil
}

// visitOf is the visit that a request is, which begins now if it has not.
func visitOf(c *fiber.Ctx) *visit {
	switch v := c.Context().UserValue(visitKey{}).(type) {
	case *visit:
		return v
	case *route:
		begun := &visit{route: v}
		c.Context().SetUserValue(visitKey{}, begun)
		return begun
	}
	return nil
}

// ask finds out, once, who makes the request.
func (v *visit) ask(c *fiber.Ctx) {
	if v.asked {
		return
	}
	v.asked = true
	if v.kind == API {
		v.asking, v.failed = v.program(c)
	} else {
		v.asking, v.failed = v.person(c)
	}
	if v.failed != nil {
		v.asking = entry.Asking{}
	}
}

// person is who has signed in with this browser. A cookie that is no longer good is
// no reason to refuse what a visitor may have: it is taken back. What a handler has
// set by now stays, though: that is somebody who has just come, or gone.
func (v *visit) person(c *fiber.Ctx) (entry.Asking, error) {
	cookie := cookieOf(c, sessionCookie)
	if cookie == "" || v.guard.Who == nil {
		return entry.Asking{}, nil
	}
	asking, renewed, err := v.guard.Who.Page(c.UserContext(), cookie)
	isSet := len(c.Response().Header.PeekCookie(sessionCookie)) > 0
	switch {
	case directory.KindOf(err) == directory.Unauthenticated:
		if !isSet {
			DropSession(c)
		}
		return entry.Asking{}, nil
	case err == nil && renewed != "" && !isSet:
		setCookie(c, sessionCookie, renewed, asking.Session.ExpiresAt.Time().Sub(v.guard.Now()))
	}
	return asking, err
}

// program is whose token a program shows.
func (v *visit) program(c *fiber.Ctx) (entry.Asking, error) {
	fields := c.Request().Header.PeekAll(fiber.HeaderAuthorization)
	if len(fields) == 0 || v.guard.Who == nil {
		return entry.Asking{}, nil
	}
	scheme, token, _ := bytes.Cut(fields[0], []byte(" "))
	if !bytes.EqualFold(scheme, []byte("Bearer")) {
		return entry.Asking{}, nil
	}
	v.token = true
	if len(fields) > 1 || len(token) == 0 || len(token) > maxCookie || bytes.ContainsAny(token, " \t,") {
		return entry.Asking{}, directory.Refuse(directory.Unauthenticated, "auth.token")
	}
	return v.guard.Who.Program(c.UserContext(), string(token))
}

// challenged tells a program by which scheme it is to show who it is, where it has
// not (RFC 6750, section 3), or not well enough (RFC 9470, section 3).
func (v *visit) challenged(c *fiber.Ctx, err error) error {
	if v.kind != API {
		return err
	}
	challenge := "Bearer"
	switch kind := directory.KindOf(err); {
	case kind == directory.StepUp:
		challenge = `Bearer error="insufficient_user_authentication"`
	case kind != directory.Unauthenticated:
		return err
	case v.token && v.failed != nil:
		challenge = `Bearer error="invalid_token"`
	}
	c.Set(fiber.HeaderWWWAuthenticate, challenge)
	return err
}
