package server

import (
	"context"

	"github.com/gofiber/fiber/v2"
)

// deadline gives each request its time to finish. Fiber cannot tell a handler
// that its client has left, so this is what ends work nobody is waiting for.
// Handlers pass c.UserContext() down.
func (s *site) deadline(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), s.Limits.Request)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}
