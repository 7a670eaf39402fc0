package server

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/gofiber/fiber/v2"
)

// long is a page that is worth compressing.
var long = strings.Repeat("<p>clinic</p>", 1000)

func mountPages(app *fiber.App) {
	app.Get("/page", func(c *fiber.Ctx) error { return c.Type("html", "utf-8").SendString(long) })
	app.Get("/short", func(c *fiber.Ctx) error { return c.JSON(fiber.Map{"a": 1}) })
	app.Get("/other", func(c *fiber.Ctx) error { return c.JSON(fiber.Map{"a": 2}) })
	app.Post("/page", func(c *fiber.Ctx) error { return c.SendString(long) })
	app.Get("/private", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderCacheControl, "no-store")
		return c.SendString(long)
	})
	app.Get("/asset", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
		c.Set(fiber.HeaderETag, `"v1"`)
		return c.Type("css").SendString(long)
	})
	app.Get("/packed", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentEncoding, "br")
		return c.Type("js").SendString(long)
	})
	app.Get("/photo", func(c *fiber.Ctx) error { return c.Type("jpg").SendString(long) })
	app.Get("/stream", func(c *fiber.Ctx) error { return c.SendStream(strings.NewReader(long), len(long)) })
	app.Get("/missing", func(*fiber.Ctx) error { return fiber.ErrNotFound })
}

func TestTag(t *testing.T) {
	s := start(t, mountPages)
	of := func(path string) string {
		resp, _ := get(t, s.addr, path)
		return resp.Header.Get("Etag")
	}
	page, short := of("/page"), of("/short")
	if page == "" || page == short || short == of("/other") || page != of("/page") || !strings.HasPrefix(page, `W/"`) {
		t.Errorf("the tags of three pages are %s, %s, %s", page, short, of("/other"))
	}
	for _, path := range []string{"/private", "/stream", "/missing"} {
		if got := of(path); got != "" {
			t.Errorf("%s has the tag %s", path, got)
		}
	}
	strong := strings.TrimPrefix(page, "W/")
	tests := []struct {
		path, header string
		want         int
	}{
		{"/page", page, 304},
		{"/page", strong, 304},
		{"/page", "*", 304},
		{"/page", `"a", W/"b,c" ,` + page, 304},
		{"/page", `"a"` + "\r\nIf-None-Match: " + page, 304},
		{"/asset", `"v1"`, 304},
		{"/asset", `W/"v1"`, 304},
		{"/page", short, 200},
		{"/page", `"a", "b"`, 200},
		{"/page", strings.Trim(strong, `"`), 200},
		{"/page", `"x` + strings.Trim(strong, `"`) + `"`, 200},
		{"/page", `"` + strings.Trim(strong, `"`), 200},
		{"/page", "", 200},
		{"/private", "*", 200},
		{"/missing", "*", 404},
	}
	for _, tt := range tests {
		for _, method := range []string{"GET", "HEAD"} {
			resp, body := ask(t, s.addr, request11(method, tt.path, "If-None-Match: "+tt.header))
			if resp.StatusCode != tt.want || tt.want == 304 && body != "" {
				t.Errorf("%s %s with If-None-Match: %s is answered %d with %d bytes, want %d", method, tt.path, tt.header, resp.StatusCode, len(body), tt.want)
			}
			if tt.want == 304 && (resp.Header.Get("Etag") == "" || resp.Header.Get("Vary") != "Accept-Encoding" || resp.Header.Get("Cache-Control") == "") {
				t.Errorf("304 on %s has %v, want what 200 would have had", tt.path, resp.Header)
			}
		}
	}
	if resp, _ := ask(t, s.addr, request11("POST", "/page", "If-None-Match: *", "Content-Length: 0")); resp.StatusCode != 200 || resp.Header.Get("Etag") != "" {
		t.Errorf("POST with If-None-Match is answered %d, tag %s", resp.StatusCode, resp.Header.Get("Etag"))
	}
	for path, want := range map[string]string{
		"/page": "private, no-cache", "/private": "no-store", "/asset": "public, max-age=31536000, immutable", "/missing": "no-store",
	} {
		if resp, _ := get(t, s.addr, path); resp.Header.Get("Cache-Control") != want {
			t.Errorf("%s may be kept: %s, want %s", path, resp.Header.Get("Cache-Control"), want)
		}
	}
}

func TestCompress(t *testing.T) {
	s := start(t, mountPages)
	tests := []struct {
		path, accept, encoding, vary string
	}{
		{"/page", "gzip, deflate, br, zstd", "br", "Accept-Encoding"},
		{"/page", "gzip", "gzip", "Accept-Encoding"},
		{"/page", "", "", "Accept-Encoding"},
		{"/page", "identity", "", "Accept-Encoding"},
		{"/page", "gzip;q=0", "", "Accept-Encoding"},
		{"/page", "br;q=0, gzip", "gzip", "Accept-Encoding"},
		{"/asset", "gzip", "gzip", "Accept-Encoding"},
		{"/short", "gzip", "", "Accept-Encoding"},
		{"/packed", "gzip", "br", "Accept-Encoding"},
		{"/photo", "gzip, br", "", ""},
		{"/stream", "gzip, br", "", ""},
	}
	for _, tt := range tests {
		resp, body := get(t, s.addr, tt.path, "Accept-Encoding: "+tt.accept)
		if got := resp.Header.Get("Content-Encoding"); got != tt.encoding || resp.Header.Get("Vary") != tt.vary {
			t.Errorf("%s, accepting %q, comes as %q, varying by %q; want %q and %q", tt.path, tt.accept, got, resp.Header.Get("Vary"), tt.encoding, tt.vary)
		}
		if text := unpack(t, tt.encoding, body); tt.path == "/page" && text != long {
			t.Errorf("%s, accepting %q, comes as something else of %d bytes", tt.path, tt.accept, len(text))
		}
		if tt.encoding != "" && tt.path != "/packed" && len(body) > len(long)/4 {
			t.Errorf("%s as %s has %d bytes, not much less than %d", tt.path, tt.encoding, len(body), len(long))
		}
		head, _ := ask(t, s.addr, request11("HEAD", tt.path, "Accept-Encoding: "+tt.accept))
		if fmt.Sprint(head.ContentLength, head.Header.Get("Content-Encoding")) != fmt.Sprint(resp.ContentLength, tt.encoding) {
			t.Errorf("HEAD %s, accepting %q, announces %d bytes; GET %d", tt.path, tt.accept, head.ContentLength, resp.ContentLength)
		}
	}
	packed, _ := get(t, s.addr, "/asset", "Accept-Encoding: gzip")
	whole, _ := get(t, s.addr, "/asset")
	if packed.Header.Get("Etag") != `W/"v1"` || whole.Header.Get("Etag") != `"v1"` {
		t.Errorf("the tags of one asset are %s packed and %s whole", packed.Header.Get("Etag"), whole.Header.Get("Etag"))
	}
}

func unpack(t *testing.T, encoding, body string) string {
	t.Helper()
	var r io.Reader = strings.NewReader(body)
	switch encoding {
	case "br":
		if !bytes.Contains([]byte(body), []byte("<p>clinic</p><p>clinic</p>")) {
			r = brotli.NewReader(r)
		}
	case "gzip":
		var err error
		if r, err = gzip.NewReader(r); err != nil {
			t.Fatal(err)
		}
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// BenchmarkReply measures what the middleware adds to a page of 13 kB.
func BenchmarkReply(b *testing.B) {
	s := start(b, mountPages)
	for name, raw := range map[string]string{
		"plain": request11("GET", "/page"), "brotli": request11("GET", "/page", "Accept-Encoding: br"), "gzip": request11("GET", "/page", "Accept-Encoding: gzip"),
	} {
		b.Run(name, func(b *testing.B) {
			conn := dial(b, s.addr)
			buf := make([]byte, 64<<10)
			for b.Loop() {
				if _, err := io.WriteString(conn, raw); err != nil {
					b.Fatal(err)
				}
				for n := 0; ; {
					m, err := conn.Read(buf[n:])
					if err != nil {
						b.Fatal(err)
					}
					n += m
					head, body, ok := bytes.Cut(buf[:n], []byte("\r\n\r\n"))
					if ok && bytes.Contains(head, fmt.Appendf(nil, "Content-Length: %d\r\n", len(body))) {
						break
					}
				}
			}
		})
	}
}
