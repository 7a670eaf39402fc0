package server

import (
	"errors"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"rootline/internal/directory"
)

// New returns the public app with the routes of o.Mount.
func New(o Options) *fiber.App { return newSite(o).public() }

// NewAdmin returns the app for operators: /healthz, /readyz and /metrics. It is
// served on a listener of its own, because what it tells is not for visitors.
func NewAdmin(o Options) *fiber.App { return newSite(o).admin() }

// site is what the two apps of a process share.
type site struct {
	Options
	names    map[string]bool // hosts answered to, besides the loopback's
	headers  []header        // of every reply
	metrics  *metrics
	stopping atomic.Bool
}

func newSite(o Options) *site {
	o.Limits = o.Limits.withDefaults()
	s := &site{Options: o, names: map[string]bool{}, headers: headersFor(o.BaseURL), metrics: newMetrics()}
	if o.BaseURL != nil {
		s.names[o.BaseURL.Hostname()] = true
	}
	for _, name := range o.Hosts {
		s.names[name] = true
	}
	return s
}

// door is one app of the site.
type door struct {
	*site
	app   *fiber.App
	admin bool // asked by machines, often, and by address: not logged, not counted
}

// open makes an app, with its sharp edges covered.
func (s *site) open(admin bool) *door {
	d := &door{site: s, admin: admin}
	d.app = fiber.New(fiber.Config{
		Immutable:                    true, // strings of a request may be kept; Fiber reuses their memory otherwise
		CaseSensitive:                true,
		DisablePreParseMultipartForm: true, // or forms are spooled to files before anybody asked
		DisableStartupMessage:        true,
		EnableTrustedProxyCheck:      true, // with no proxy listed: the guard decides what to believe
		BodyLimit:                    maxBytes,
		ReadBufferSize:               maxHead,
		WriteBufferSize:              16 << 10,
		ReadTimeout:                  s.Limits.Read,
		WriteTimeout:                 s.Limits.Write,
		IdleTimeout:                  s.Limits.Idle,
		ErrorHandler:                 d.reply,
	})
	http := d.app.Server()
	http.SecureErrorLogMessage = true
	http.CloseOnShutdown = true
	http.MaxIdleWorkerDuration = time.Second // which is also how long its sweeper outlives a stop
	http.HeaderReceived = s.limits
	http.Handler = d.guard(http.Handler)
	http.ErrorHandler = d.unread
	d.app.Use(d.observe, compress, tag, s.deadline)
	return d
}

func (s *site) public() *fiber.App {
	d := s.open(false)
	if s.Mount != nil {
		s.Mount(d.app)
	}
	return d.app
}

func (s *site) admin() *fiber.App {
	d := s.open(true)
	d.app.Get("/healthz", healthz)
	d.app.Get("/readyz", s.readyz)
	d.app.Get("/metrics", s.metrics.handler())
	return d.app
}

// healthz answers GET /healthz: ok, as long as the process can say so.
func healthz(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString("ok\n")
}

// readyz answers GET /readyz: whether to send visitors here.
func (s *site) readyz(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	if s.stopping.Load() {
		return directory.Refuse(directory.NotReady, "server.stopping")
	}
	if s.Ready != nil {
		if err := s.Ready(); err != nil {
			if e := (*directory.Error)(nil); errors.As(err, &e) {
				return err
			}
			return &directory.Error{Kind: directory.NotReady}
		}
	}
	return c.JSON(fiber.Map{"status": "ready"})
}

// limits is how large a request may be and how long it may take to arrive,
// decided from its head, before its body is read.
func (s *site) limits(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	for _, b := range s.Bodies {
		if b.Method == string(h.Method()) && matches(b.Path, pathOf(h.RequestURI())) {
			return fasthttp.RequestConfig{MaxRequestBodySize: b.Bytes, ReadTimeout: b.Read}
		}
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: maxBody}
}
