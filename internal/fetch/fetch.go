package fetch

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"time"

	"rootline/internal/directory"
)

// Options is what a Client needs to know. Site and Now are required; a zero
// field of the rest is a default.
type Options struct {
	Site *url.URL         // where this directory is, for those who wonder who visits them
	Now  func() time.Time // by which certificates are judged

	Refused      []netip.Prefix // public addresses that are not to be visited: the operator's own
	MaxBytes     int64          // of a page, before and after decompression: 4 MiB
	MaxRedirects int            // 5
	Timeout      time.Duration  // of a visit, redirects included: 15 s

	Resolver Resolver       // the system's
	Roots    *x509.CertPool // who may vouch for a site: whom the system trusts
	// Dial opens a connection to an address that has passed. The default has
	// the system connect, behind a check of its own.
	Dial func(ctx context.Context, to netip.AddrPort) (net.Conn, error)
}

// Client visits pages. It keeps nothing from one visit to the next, no cookie
// and no connection, and is safe for concurrent use.
type Client struct {
	agent        string
	now          func() time.Time
	allowed      func(netip.Addr) bool // public, but for the test that shows what that is good for
	refused      []netip.Prefix
	maxBytes     int64
	maxRedirects int
	timeout      time.Duration
	resolver     Resolver
	roots        *x509.CertPool
	dial         func(context.Context, netip.AddrPort) (net.Conn, error)
}

// New makes a Client.
func New(o Options) *Client {
	c := &Client{
		agent:        fmt.Sprintf("Rootline (looks for the code by which a clinic's owner shows that the site is theirs; %s)", o.Site),
		now:          o.Now,
		allowed:      public,
		refused:      o.Refused,
		maxBytes:     orElse(o.MaxBytes, 4<<20),
		maxRedirects: orElse(o.MaxRedirects, 5),
		timeout:      orElse(o.Timeout, 15*time.Second),
		resolver:     o.Resolver,
		roots:        o.Roots,
		dial:         o.Dial,
	}
	if c.resolver == nil {
		c.resolver = net.DefaultResolver
	}
	if c.dial == nil {
		c.dial = c.dialSystem
	}
	return c
}

func orElse[T int | int64 | time.Duration](value, otherwise T) T {
	if value > 0 {
		return value
	}
	return otherwise
}

// Page is what a site showed with status 200.
type Page struct {
	URL  directory.URL // where it is after all redirects: maybe on another site than was asked for
	Type string        // text/html or text/plain
	Text []byte        // decompressed, in whatever character set the site uses
}

// Page visits u and returns what it shows. Only an answer of 200 is a page: the
// error pages of many sites repeat the address that was asked for, and with it
// whatever somebody would like to be found there.
//
// The error is a *directory.Error, which tells the person what to change, unless
// ctx was cancelled.
func (c *Client) Page(ctx context.Context, u directory.URL) (Page, error) {
	within, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	p, err := c.follow(within, u)
	if err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return Page{}, fmt.Errorf("visit %s: %w", u.Host(), context.Canceled)
	}
	return p, err
}

// follow goes from redirect to redirect until there is a page. Each is a visit
// like the first, with nothing of the one before it.
func (c *Client) follow(ctx context.Context, u directory.URL) (Page, error) {
	t, err := aim(u)
	if err != nil {
		return Page{}, err
	}
	first := t
	for range c.maxRedirects + 1 {
		p, location, err := c.visit(ctx, t)
		if err != nil {
			return Page{}, err
		}
		if location == "" {
			p.URL = u
			return p, nil
		}
		if u, t, err = t.next(location); err != nil {
			return Page{}, err
		}
	}
	return Page{}, refuse(errEndless, "fetch.endless", "Host", first.host)
}

var (
	errEndless   = errors.New("too many redirects")
	errElsewhere = errors.New("redirect to what is no address of the web")
	errDowngrade = errors.New("redirect from https to http")
)

// next is where a redirect leads.
func (t target) next(location string) (directory.URL, target, error) {
	parsed, err := t.url.Parse(location)
	if err != nil {
		return directory.URL{}, target{}, refuse(errElsewhere, "fetch.elsewhere", "Host", t.host)
	}
	parsed.Fragment, parsed.RawFragment = "", ""
	u, err := directory.ParseURL(parsed.String())
	if err != nil {
		return directory.URL{}, target{}, refuse(errElsewhere, "fetch.elsewhere", "Host", t.host)
	}
	to, err := aim(u)
	if err != nil {
		return directory.URL{}, target{}, refuse(err, "fetch.elsewhere", "Host", t.host)
	}
	if t.encrypted() && !to.encrypted() {
		return directory.URL{}, target{}, refuse(errDowngrade, "fetch.downgrade", "Host", t.host)
	}
	return u, to, nil
}
