package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

var (
	errType     = errors.New("neither HTML nor plain text")
	errEncoding = errors.New("an encoding that was not asked for")
)

// page reads the page in resp.
func (c *Client) page(ctx context.Context, t target, resp *http.Response) (Page, error) {
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) || kind != "text/html" && kind != "text/plain" {
		return Page{}, refuse(errType, "fetch.type", "Host", t.host)
	}
	text, err := c.text(resp)
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return Page{}, refuse(err, "fetch.large", "Host", t.host, "Limit", c.maxBytes>>10)
	}
	if err != nil {
		return Page{}, unreadable(ctx, err, t.host)
	}
	return Page{Type: kind, Text: text}, nil
}

// text reads the body of resp, which may take so many bytes on the way and so
// many when it is unpacked: little can unpack to much, and much to nothing.
func (c *Client) text(resp *http.Response) ([]byte, error) {
	if resp.ContentLength > c.maxBytes {
		return nil, &http.MaxBytesError{Limit: c.maxBytes}
	}
	body := c.bounded(resp.Body)
	switch strings.ToLower(strings.Join(resp.Header.Values("Content-Encoding"), ",")) {
	case "", "identity":
		return io.ReadAll(body)
	case "gzip", "x-gzip":
	default: // two of them, one on top of the other, among others
		return nil, errEncoding
	}
	unpacked, err := gzip.NewReader(body)
	if err != nil {
		return nil, fmt.Errorf("unpack the page: %w", err)
	}
	return io.ReadAll(c.bounded(unpacked))
}

// bounded is r, with an error after as many bytes as a page may have. The
// library has it for requests; it serves for answers as well.
func (c *Client) bounded(r io.Reader) io.Reader {
	return http.MaxBytesReader(nil, io.NopCloser(r), c.maxBytes)
}
