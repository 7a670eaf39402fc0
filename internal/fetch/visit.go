package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// maxHead bounds the headers of an answer.
const maxHead = 64 << 10

// visit makes one request. It returns a page, or where the site sends us.
func (c *Client) visit(ctx context.Context, t target) (Page, string, error) {
	conn, err := c.connect(ctx, t)
	if err != nil {
		return Page{}, "", err
	}
	defer conn.Close() //nolint:errcheck // nothing is lost with it: what was wanted has been read, or not
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, t.url.String(), nil)
	if err != nil {
		return Page{}, "", fmt.Errorf("ask %s: %w", t.host, err)
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", "text/html, text/plain")
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := over(conn).RoundTrip(req)
	if err != nil {
		return Page{}, "", unreadable(ctx, err, t.host)
	}
	defer resp.Body.Close() //nolint:errcheck // as above
	switch resp.StatusCode {
	case http.StatusOK:
		p, err := c.page(ctx, t, resp)
		return p, "", err
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if location := resp.Header.Get("Location"); location != "" {
			return Page{}, location, nil
		}
	}
	return Page{}, "", refuse(errStatus, "fetch.status", "Host", t.host, "Status", resp.StatusCode)
}

var errStatus = errors.New("no page")

// over speaks HTTP over conn, for one request. It knows no other way out: no
// proxy of the environment, no connection kept from before, no second try.
func over(conn net.Conn) *http.Transport {
	only := func(context.Context, string, string) (net.Conn, error) { return conn, nil }
	t := &http.Transport{
		DialContext:            only,
		DialTLSContext:         only,
		DisableKeepAlives:      true,
		DisableCompression:     true, // it would not bound what it unpacks
		MaxResponseHeaderBytes: maxHead,
		Protocols:              new(http.Protocols),
	}
	t.Protocols.SetHTTP1(true)
	return t
}
