package server

import (
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// guard stands around all that Fiber does. It turns away what must not get in,
// and no reply gets out past finish.
func (d *door) guard(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		defer d.finish(ctx)
		if err := d.inspect(ctx); err != nil {
			d.turnAway(ctx, err)
			return
		}
		if !slices.Contains(methods, string(ctx.Method())) {
			// Fiber answers a method that it does not know by itself. As a TRACE,
			// which no route takes, it gets the reply of any other: 404 or 405.
			ctx.Request.Header.SetMethod(fasthttp.MethodTrace)
		}
		next(ctx)
	}
}

// methods are those that a route can take.
var methods = []string{
	fasthttp.MethodGet, fasthttp.MethodHead, fasthttp.MethodPost, fasthttp.MethodPut,
	fasthttp.MethodPatch, fasthttp.MethodDelete, fasthttp.MethodOptions,
}

// inspect decides whether a request may come in, and takes from it what only a
// proxy of ours may say.
func (d *door) inspect(ctx *fasthttp.RequestCtx) error {
	h := &ctx.Request.Header
	x, err := readHead(h)
	if err != nil {
		return err
	}
	if !d.answersTo(string(h.Host())) {
		return fiber.ErrMisdirectedRequest
	}
	if x.encoded {
		return fiber.ErrUnsupportedMediaType
	}
	d.settle(ctx, x.forwarded)
	return nil
}

// answersTo reports whether a Host field names this site. The port is not
// compared: it may be another on the way here, and no link is made of it.
func (d *door) answersTo(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"), ""
	}
	if strings.Trim(port, "0123456789") != "" {
		return false
	}
	if addr, err := netip.ParseAddr(name); err == nil && (addr.IsLoopback() || d.admin) {
		return true // no name that somebody else could let point here
	}
	name = strings.ToLower(name)
	return name == "localhost" || d.names[name]
}

// turnAway answers a request that does not get in, and ends its connection:
// what follows on it may be the rest of the same trick.
func (d *door) turnAway(ctx *fasthttp.RequestCtx, err error) {
	c := d.app.AcquireCtx(ctx)
	defer d.app.ReleaseCtx(c)
	r := d.begin(c)
	_ = d.reply(c, err)
	ctx.SetConnectionClose()
	d.note(r, c, refusedRoute, err)
}

// unread answers a request that could not be read to its end. What fasthttp says
// of it repeats its head, cookies included, so nothing of that is kept.
func (d *door) unread(ctx *fasthttp.RequestCtx, err error) {
	defer d.finish(ctx)
	d.turnAway(ctx, unreadError(err))
}

// unreadError is the status of what fasthttp says went wrong. Some timeouts
// reach us as text alone.
func unreadError(err error) error {
	var small *fasthttp.ErrSmallBuffer
	var network net.Error
	switch {
	case errors.Is(err, fasthttp.ErrBodyTooLarge):
		return fiber.ErrRequestEntityTooLarge
	case errors.As(err, &small):
		return fiber.ErrRequestHeaderFieldsTooLarge
	case errors.As(err, &network) && network.Timeout(), strings.Contains(err.Error(), "timeout"):
		return fiber.ErrRequestTimeout
	}
	return fiber.ErrBadRequest
}

// pathOf is a target without its query.
func pathOf(target []byte) string {
	path, _, _ := strings.Cut(string(target), "?")
	return path
}

// matches reports whether path is of a route's pattern, in which :name stands
// for any one segment. It is compared as it arrived: what is only the same once
// it has been unescaped is not the same route for Fiber either.
func matches(pattern, path string) bool {
	for {
		p, restPattern, morePattern := strings.Cut(pattern, "/")
		s, rest, more := strings.Cut(path, "/")
		fits := p == s || strings.HasPrefix(p, ":") && s != ""
		if !fits || more != morePattern {
			return false
		}
		if !more {
			return true
		}
		pattern, path = restPattern, rest
	}
}
