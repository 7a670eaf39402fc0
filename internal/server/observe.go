package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

// What stands in the log and the metrics for requests that no route took.
const (
	noRoute      = "none"    // there is none, or none for the method
	refusedRoute = "refused" // turned away before a route was looked for
)

// request is what is kept of a request while it is answered.
type request struct {
	start time.Time
	id    directory.ID
}

// requestKey is where a request's own id stands among its context's values.
type requestKey struct{}

// begin takes a request up.
func (s *site) begin(c *fiber.Ctx) request {
	r := request{start: s.Now()}
	var err error
	if r.id, err = directory.NewID(r.start, s.Random); err != nil {
		s.Log.Error("request without an id", slog.Any("error", err))
	}
	c.Context().SetUserValue(requestKey{}, r.id)
	c.Set(fiber.HeaderXRequestID, r.id.String())
	return r
}

// observe is the outermost of the middleware: behind it an error becomes a reply
// and a panic an error, and with the reply made the request is noted.
func (d *door) observe(c *fiber.Ctx) error {
	r, own := d.begin(c), c.Route()
	err := rescued(c.Next)
	if err != nil {
		if failed := d.reply(c, err); failed != nil {
			return failed
		}
	}
	route := noRoute
	if c.Route() != own { // else no route came after this one
		route = c.Route().Path
	}
	d.note(r, c, route, err)
	return nil
}

// note writes the one line that the log has about a request, and counts it. The
// route is its pattern, such as /clinics/:slug; of an error there is the text
// only if it is our own fault, because others are about what a visitor typed. One
// whose time was up is a warning: nothing is broken, but too much is asked of us.
// Operators' machines ask every few seconds: of theirs, only failures are noted.
func (d *door) note(r request, c *fiber.Ctx, route string, err error) {
	method, status, took := c.Method(), c.Response().StatusCode(), d.Now().Sub(r.start)
	if d.admin && status != fiber.StatusInternalServerError {
		return
	}
	if unread := len(c.Request().Header.RawHeaders()) == 0; unread || !slices.Contains(methods, method) {
		method = "other" // the method of what could not be read is GET for fasthttp
	}
	if !d.admin {
		d.metrics.count(method, route, status, took)
	}
	level := slog.LevelInfo
	attrs := make([]slog.Attr, 0, 8)
	attrs = append(attrs,
		slog.String("method", method),
		slog.String("route", route),
		slog.Int("status", status),
		slog.Duration("took", took),
		slog.Int("bytes", sent(c)),
		slog.String("request", r.id.String()))
	if status == fiber.StatusServiceUnavailable && errors.Is(err, context.DeadlineExceeded) {
		level = slog.LevelWarn
		attrs = append(attrs, slog.String("error", context.DeadlineExceeded.Error()))
	}
	if status == fiber.StatusInternalServerError && err != nil {
		level = slog.LevelError
		attrs = append(attrs, slog.String("error", err.Error()))
		if p := (*panicked)(nil); errors.As(err, &p) {
			attrs = append(attrs, slog.String("stack", p.stack))
		}
	}
	d.Log.LogAttrs(c.UserContext(), level, "request", attrs...)
}

// sent is the number of bytes in the reply's body.
func sent(c *fiber.Ctx) int {
	if resp := c.Response(); resp.IsBodyStream() {
		return max(0, resp.Header.ContentLength())
	} else if c.Method() != fiber.MethodHead {
		return len(resp.Body())
	}
	return 0
}

// panicked is a panic that was caught.
type panicked struct{ text, stack string }

func (p *panicked) Error() string { return p.text }

// rescued runs f and turns a panic into an error. The value of a panic may be
// made of what a visitor sent, so unless it is the runtime's own, its type alone
// is kept; the stack has addresses and no contents in it.
func rescued(f func() error) (err error) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case runtime.Error:
			err = &panicked{"panic: " + v.Error(), string(debug.Stack())}
		default:
			err = &panicked{fmt.Sprintf("panic: a %T", v), string(debug.Stack())}
		}
	}()
	return f()
}
