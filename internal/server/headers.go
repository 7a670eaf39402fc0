package server

import (
	"net/url"

	"github.com/valyala/fasthttp"
)

// header is one line of a reply's head.
type header struct{ name, value string }

// contentSecurityPolicy lets a page use what we serve and nothing else, and lets
// nobody frame it. A picture may be written into the page itself.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headersFor is the headers that every reply carries, whatever it is.
//
// The Referrer-Policy is same-origin and not no-referrer: neither tells a
// clinic's site where its visitor comes from, but under no-referrer browsers
// send our own forms with Origin: null, and we could not tell them from others.
func headersFor(base *url.URL) []header {
	all := []header{
		{"Content-Security-Policy", contentSecurityPolicy},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "same-origin"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"},
	}
	if base != nil && base.Scheme == "https" {
		all = append(all, header{"Strict-Transport-Security", "max-age=31536000; includeSubDomains"})
	}
	return all
}

// finish completes the head of a reply. It comes last, because much that happens
// to a reply on its way resets it, and leaves alone what a handler has chosen to
// say otherwise.
func (s *site) finish(ctx *fasthttp.RequestCtx) {
	for _, h := range s.headers {
		if len(ctx.Response.Header.Peek(h.name)) == 0 {
			ctx.Response.Header.Set(h.name, h.value)
		}
	}
	if s.stopping.Load() {
		ctx.SetConnectionClose()
	}
}
