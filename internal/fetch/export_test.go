package fetch

import (
	"context"
	"net"
	"net/netip"

	"rootline/internal/directory"
)

// Public is the rule about addresses.
var Public = public

// Lax takes the rule about addresses out of c: what the walls hold back has to
// come through without them, or the tests of the walls show nothing.
func Lax(c *Client) *Client {
	c.allowed = func(netip.Addr) bool { return true }
	return c
}

// DialSystem is the third wall on its own.
func (c *Client) DialSystem(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	return c.dialSystem(ctx, to)
}

// Aim is the first wall: where a request for u goes, and to which host and port.
func Aim(u directory.URL) (request, host string, port uint16, err error) {
	t, err := aim(u)
	if err != nil {
		return "", "", 0, err
	}
	return t.url.String(), t.host, t.port, nil
}

// Next is where a redirect from u leads.
func Next(u directory.URL, location string) (directory.URL, error) {
	t, err := aim(u)
	if err != nil {
		return directory.URL{}, err
	}
	to, _, err := t.next(location)
	return to, err
}
