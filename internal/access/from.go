package access

import (
	"net"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// english is the one language that the site speaks so far.
var english, _ = directory.ParseLanguage("en")

// From is where a request comes from. A program brings no cookies; what it has
// instead, its handler fills in.
func From(c *fiber.Ctx) auth.From {
	from := auth.From{
		Addr:     address(c.Context().RemoteAddr()),
		Label:    label(string(c.Request().Header.UserAgent())),
		Language: english,
	}
	if x := routeOf(c); x != nil && x.kind == API {
		from.Program = true
		return from
	}
	from.Browser, from.Devices = cookieOf(c, browserCookie), devicesOf(c)
	return from
}

// address is that of whoever asks, as the server has settled it.
func address(a net.Addr) netip.Addr {
	if tcp, ok := a.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}

// SecureEnough reports whether nobody on the way could have read the request: it
// came by https, as far as the site's name or a proxy of ours tells, or from this
// machine.
func SecureEnough(c *fiber.Ctx) bool {
	if isLoopback(string(c.Request().Host())) {
		return true
	}
	if said := c.Request().Header.PeekAll(fiber.HeaderXForwardedProto); len(said) > 0 {
		return len(said) == 1 && strings.EqualFold(string(said[0]), "https")
	}
	x := routeOf(c)
	return x != nil && x.guard.Base.Scheme == "https"
}

// isLoopback reports whether a Host field names the machine itself.
func isLoopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	if addr, err := netip.ParseAddr(name); err == nil {
		return addr.Unmap().IsLoopback()
	}
	return strings.EqualFold(name, "localhost")
}
