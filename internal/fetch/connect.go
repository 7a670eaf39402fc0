package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// Resolver looks up the addresses of a name; *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// What the second and the third wall hold back.
var (
	errForbidden = errors.New("not a public address")
	errNowhere   = errors.New("no address")
)

// connect opens a connection to t. Whatever keeps it from doing so, short of a
// bad certificate, makes one and the same sentence: it must not tell what is at
// an address that we may not visit, nor that we may not.
func (c *Client) connect(ctx context.Context, t target) (net.Conn, error) {
	found, err := c.addresses(ctx, t.host)
	if err != nil {
		return nil, refuse(err, "fetch.unreachable", "Host", t.host)
	}
	conn, err := c.dialOneOf(ctx, found, t.port)
	if err != nil {
		return nil, refuse(err, "fetch.unreachable", "Host", t.host)
	}
	// The context ends the visit. This ends it whatever the layers above make
	// of the context.
	if end, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(end.Add(time.Second)); err != nil {
			_ = conn.Close()
			return nil, refuse(err, "fetch.unreachable", "Host", t.host)
		}
	}
	if !t.encrypted() {
		return conn, nil
	}
	return c.encrypt(ctx, conn, t.host)
}

// addresses looks host up, once, and returns the addresses only if each of them
// is public: an answer with a single one inside was made to get us there. The
// dot at the end keeps the resolver from trying names of our own network.
func (c *Client) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	found, err := c.resolver.LookupNetIP(ctx, "ip", host+".")
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, errNowhere
	}
	for _, a := range found {
		if !c.may(a) {
			return nil, errForbidden
		}
	}
	return found, nil
}

// may reports whether a may be connected to.
func (c *Client) may(a netip.Addr) bool {
	if !c.allowed(a) {
		return false
	}
	for _, p := range c.refused {
		if p.Contains(a.Unmap()) {
			return false
		}
	}
	return true
}

const (
	// perFamily is how many addresses of IPv4 and of IPv6 are tried. More would
	// have one name make us knock at many doors.
	perFamily = 2
	// patience is how long one may take to answer, so that a dead one does not
	// use up the time of the visit.
	patience = 3 * time.Second
)

// dialOneOf connects to the first of the addresses that answers.
func (c *Client) dialOneOf(ctx context.Context, found []netip.Addr, port uint16) (net.Conn, error) {
	last := errNowhere
	var four, six int
	for _, a := range found {
		a = a.Unmap()
		count := &six
		if a.Is4() {
			count = &four
		}
		if *count++; *count > perFamily {
			continue
		}
		conn, err := c.dialPatiently(ctx, netip.AddrPortFrom(a, port))
		if err == nil {
			return conn, nil
		}
		last = err
	}
	return nil, last
}

func (c *Client) dialPatiently(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return c.dial(ctx, to)
}

// dialSystem is the third wall: the system connects to an address only after
// that very address has been held against the rule once more, so that no
// mistake above gets past.
func (c *Client) dialSystem(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	d := net.Dialer{KeepAlive: -1, Control: func(_, address string, _ syscall.RawConn) error {
		real, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("read where the connection goes: %w", err)
		}
		if !c.may(real.Addr()) {
			return errForbidden
		}
		return nil
	}}
	return d.DialContext(ctx, "tcp", to.String())
}

// encrypt makes sure that the site is who its name says. It closes conn unless
// it succeeds.
func (c *Client) encrypt(ctx context.Context, conn net.Conn, host string) (net.Conn, error) {
	secure := tls.Client(conn, &tls.Config{
		ServerName: host,
		RootCAs:    c.roots,
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"http/1.1"},
		Time:       c.now,
	})
	err := secure.HandshakeContext(ctx)
	switch {
	case err == nil:
		return secure, nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		err = refuse(err, "fetch.slow", "Host", host)
	default:
		err = refuse(err, "fetch.certificate", "Host", host)
	}
	_ = conn.Close()
	return nil, err
}
