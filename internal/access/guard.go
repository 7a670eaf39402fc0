package access

import (
	"net/http"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// route is a handler with its rule.
type route struct {
	guard   *Guard
	origins *http.CrossOriginProtection
	kind    Kind
	rule    auth.Rule
	handle  fiber.Handler
	clinic  bool // the path names one
	brand   bool
	private bool          // its replies are for whoever asks alone
	file    bool          // its form may bring a file
	keep    fiber.Handler // has what was typed sent once more, where it cannot be taken now
}

// visit is what is known of a request.
type visit struct {
	*route
	asked  bool // asking has been found out, as far as that went
	asking entry.Asking
	failed error // why it is not known who asks, if that was said at all
	token  bool  // a bearer token was shown
	object auth.Object
}

// visitKey is where a request's visit stands among its context's values, or its
// route as long as nothing has been asked.
type visitKey struct{}

// open answers what anybody may read. It does nothing that would take time; a visit
// begins only once the handler asks who it is for.
func (x *route) open(c *fiber.Ctx) error {
	c.Context().SetUserValue(visitKey{}, x)
	err := x.handle(c)
	if v, ok := c.Context().UserValue(visitKey{}).(*visit); ok {
		return v.leave(c, err)
	}
	return err
}

// guarded answers those whom the rule lets through.
func (x *route) guarded(c *fiber.Ctx) error {
	v := &visit{route: x}
	c.Context().SetUserValue(visitKey{}, v)
	if err := v.admit(c); err != nil {
		if v.keeps(c, err) {
			return v.leave(c, v.keep(c))
		}
		return v.refuse(c, err)
	}
	return v.leave(c, x.handle(c))
}

// admit decides whether the handler is reached. Nothing is asked of anybody before
// it is known that the request is one of ours, and nothing is looked up for whom
// nobody knows.
func (v *visit) admit(c *fiber.Ctx) error {
	if v.private && !SecureEnough(c) {
		return directory.Refuse(directory.Forbidden, "access.plain_http")
	}
	if !isSafe(c) {
		if err := v.isOurs(c); err != nil {
			return err
		}
	}
	if v.rule.Scope == auth.ScopePublic {
		return nil
	}
	v.ask(c)
	if v.failed != nil {
		return v.failed
	}
	if v.asking.Actor.Signed() {
		if err := v.isTheirs(c); err != nil {
			return err
		}
		if err := v.find(c); err != nil {
			return err
		}
	}
	return auth.Allow(v.rule, v.asking.Actor, v.object, v.guard.Now())
}

// find finds what the path names. What is not there is refused in the words in
// which what is another's is, so that nobody can tell them apart.
func (v *visit) find(c *fiber.Ctx) (err error) {
	switch {
	case v.clinic:
		v.object, err = v.guard.Objects.Clinic(c.UserContext(), c.Params("clinic"))
	case v.brand:
		v.object, err = v.guard.Objects.Brand(c.UserContext(), c.Params("brand"))
	}
	if directory.KindOf(err) == directory.NotFound {
		return directory.Refuse(directory.NotFound, "auth.not_found")
	}
	return err
}

// leave sees a reply out.
func (v *visit) leave(c *fiber.Ctx, err error) error {
	if v.failed != nil && directory.KindOf(v.failed) != directory.Unauthenticated {
		return v.failed // the handler took somebody for a visitor who may be none
	}
	if err != nil {
		return v.challenged(c, err)
	}
	if v.private || v.asked {
		c.Set(fiber.HeaderCacheControl, "no-store")
	}
	return nil
}

// isSafe reports whether a request only reads (RFC 9110, section 9.2.1).
func isSafe(c *fiber.Ctx) bool {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return true
	}
	return false
}
