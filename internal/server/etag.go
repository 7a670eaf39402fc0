package server

import (
	"bytes"
	"strconv"

	"github.com/cespare/xxhash/v2"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// tag names the content of a page or an API reply, so that whoever has it already
// is spared a second copy: RFC 9110, sections 8.8.3 and 13.1.2.
//
// The tag is weak, since the same content is sent in several encodings. Fiber's
// own middleware compares CRC-32s, and finds a tag in a list by looking for its
// text anywhere in the header.
func tag(c *fiber.Ctx) error {
	if err := c.Next(); err != nil {
		return err
	}
	resp := c.Response()
	if !isCacheable(c) {
		return nil
	}
	h := &resp.Header
	if len(h.Peek(fiber.HeaderETag)) == 0 {
		h.Set(fiber.HeaderETag, `W/"`+strconv.FormatUint(xxhash.Sum64(resp.Body()), 36)+`"`)
	}
	if len(h.Peek(fiber.HeaderCacheControl)) == 0 {
		h.Set(fiber.HeaderCacheControl, "private, no-cache") // keep it, and ask whether it still holds
	}
	if isKnown(c.Request().Header.PeekAll(fiber.HeaderIfNoneMatch), h.Peek(fiber.HeaderETag)) {
		resp.ResetBody()
		resp.SetStatusCode(fiber.StatusNotModified)
	}
	return nil
}

// isCacheable reports whether a reply may be kept by whoever gets it.
func isCacheable(c *fiber.Ctx) bool {
	resp := c.Response()
	return (c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead) &&
		resp.StatusCode() == fiber.StatusOK && !resp.IsBodyStream() && len(resp.Body()) > 0 &&
		!bytes.Contains(resp.Header.Peek(fiber.HeaderCacheControl), []byte("no-store"))
}

// isKnown reports whether tag is among those of If-None-Match, by the weak
// comparison.
func isKnown(lists [][]byte, tag []byte) bool {
	tag = bytes.TrimPrefix(tag, []byte("W/"))
	for _, list := range lists {
		if bytes.Equal(bytes.Trim(list, " \t"), []byte("*")) {
			return true
		}
		for {
			list = bytes.TrimPrefix(bytes.TrimLeft(list, " \t,"), []byte("W/"))
			if len(list) == 0 || list[0] != '"' {
				break
			}
			end := bytes.IndexByte(list[1:], '"')
			if end < 0 {
				break
			}
			if bytes.Equal(list[:end+2], tag) {
				return true
			}
			list = list[end+2:]
		}
	}
	return false
}

// compressor replaces a body by a shorter one that the client can read.
var compressor = fasthttp.CompressHandlerBrotliLevel(func(*fasthttp.RequestCtx) {},
	fasthttp.CompressBrotliBestSpeed, fasthttp.CompressBestSpeed)

// minCompressed is the size from which compressing is worth the time: less fits
// into one packet anyway.
const minCompressed = 1 << 10

// compress makes replies of text shorter. All of them vary by what the client
// accepts, those too that went out as they were: a cache has to know.
func compress(c *fiber.Ctx) error {
	if err := c.Next(); err != nil {
		return err
	}
	resp := c.Response()
	if resp.IsBodyStream() || !isText(resp.Header.ContentType()) {
		return nil
	}
	c.Vary(fiber.HeaderAcceptEncoding)
	if len(resp.Body()) < minCompressed || len(resp.Header.ContentEncoding()) > 0 {
		return nil
	}
	compressor(c.Context())
	if etag := resp.Header.Peek(fiber.HeaderETag); len(resp.Header.ContentEncoding()) > 0 && bytes.HasPrefix(etag, []byte(`"`)) {
		resp.Header.Set(fiber.HeaderETag, "W/"+string(etag)) // no longer the same bytes
	}
	return nil
}

// isText reports whether a media type is one that gets shorter.
func isText(contentType []byte) bool {
	kind, _, _ := bytes.Cut(contentType, []byte(";"))
	for _, suffix := range []string{"json", "xml", "javascript", "/css", "/html", "/plain", "/calendar", "/vcard", "/csv"} {
		if bytes.HasSuffix(kind, []byte(suffix)) {
			return true
		}
	}
	return false
}
