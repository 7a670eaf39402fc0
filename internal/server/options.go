package server

import (
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/problem"
)

// Options is what the server needs to know. Log, Now and Random are required.
type Options struct {
	BaseURL        *url.URL       // what this site is called; with https, browsers are told to insist on it
	Hosts          []string       // further names it answers to, in lower case
	TrustedProxies []netip.Prefix // whose word on where a request comes from is taken
	Log            *slog.Logger
	Now            func() time.Time
	Random         io.Reader // of request ids; safe for concurrent use
	Limits         Limits
	Bodies         []Body       // routes that take larger bodies than others
	Ready          func() error // nil once everything is served; a nil Ready is always ready

	// Mount puts the routes on the public app; nil for none.
	Mount func(app *fiber.App)
	// ErrorPage writes the page of a problem. If it is nil or fails, the page
	// is a few words of plain text.
	ErrorPage func(c *fiber.Ctx, p problem.Problem) error
}

// Limits bound what a request may take. A zero field is a default.
type Limits struct {
	Read    time.Duration // to arrive whole
	Write   time.Duration // for its reply to be sent
	Idle    time.Duration // between two requests of a connection
	Request time.Duration // for its handler, by the deadline of its context
	Drain   time.Duration // when stopping: to tell clients not to come back on the same connection
	Grace   time.Duration // when stopping: for requests in hand to finish
}

// Body lets one route take more than the rest.
type Body struct {
	Method string
	Path   string // the route's pattern, with :name for any one segment
	Bytes  int
	Read   time.Duration // to arrive whole; zero: as the rest
}

// The sizes of a request that are taken.
const (
	maxBody  = 1 << 20  // of most routes
	maxBytes = 16 << 20 // of any route
	maxHead  = 16 << 10 // request line and headers
)

// withDefaults fills in what is left open. A slow client has to be gone after
// ten seconds, hence nine; Request is below Grace, so that handlers in hand end
// before the process does.
func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		of *time.Duration
		is time.Duration
	}{
		{&l.Read, 9 * time.Second},
		{&l.Write, 9 * time.Second},
		{&l.Idle, time.Minute},
		{&l.Request, 5 * time.Second},
		{&l.Drain, time.Second},
		{&l.Grace, 10 * time.Second},
	} {
		if *d.of == 0 {
			*d.of = d.is
		}
	}
	return l
}
