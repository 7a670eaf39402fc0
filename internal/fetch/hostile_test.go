package fetch_test

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"rootline/internal/fetch"
)

// scripted is a site that answers whatever talk writes, to anything.
func (w *web) scripted(t *testing.T, name, address string, talk func(net.Conn)) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = conn.Read(make([]byte, 4096))
				talk(conn)
			}()
		}
	}()
	w.name(name, address)
	w.at(address+":80", l.Addr().String())
	w.at(address+":443", l.Addr().String())
}

// says writes text, again and again if it has to, until nobody reads any more.
func says(text string, again ...string) func(net.Conn) {
	return func(c net.Conn) {
		_, err := io.WriteString(c, text)
		for len(again) > 0 && err == nil {
			_, err = io.WriteString(c, again[0])
		}
	}
}

// drips is says with a pause before each byte.
func drips(text, again string) func(net.Conn) {
	return func(c net.Conn) {
		_, err := io.WriteString(c, text)
		for i := 0; err == nil; i++ {
			time.Sleep(5 * time.Millisecond)
			_, err = io.WriteString(c, again[i%len(again):][:1])
		}
	}
}

// silent answers nothing until it is left alone.
func silent(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

// TestPage_hostile reads what sites should not send. Each ends in its sentence,
// and in time.
func TestPage_hostile(t *testing.T) {
	const limit = 64 << 10
	noise := make([]byte, 4096)
	rng := rand.NewChaCha8([32]byte{1})
	_, _ = rng.Read(noise)
	bomb := packed(make([]byte, 4<<20))
	packs := func(b []byte) string {
		return fmt.Sprintf("%sContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", ok, len(b), b)
	}
	for name, tt := range map[string]struct {
		talk     func(net.Conn)
		sentence string
	}{
		"status 404":               {says("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\ncode"), "fetch.status"},
		"status 401":               {says("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\n"), "fetch.status"},
		"status 204":               {says("HTTP/1.1 204 No Content\r\n\r\n"), "fetch.status"},
		"status 206":               {says("HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\n\r\ncode"), "fetch.status"},
		"status 101":               {says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"), "fetch.status"},
		"status 304":               {says("HTTP/1.1 304 Not Modified\r\n\r\n"), "fetch.status"},
		"status 300":               {says("HTTP/1.1 300 Choices\r\nLocation: /\r\n\r\n"), "fetch.status"},
		"status 999":               {says("HTTP/1.1 999 No\r\n\r\n"), "fetch.status"},
		"a redirect to nowhere":    {says("HTTP/1.1 302 Found\r\n\r\n"), "fetch.status"},
		"a redirect to itself":     {says("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"), "fetch.endless"},
		"a redirect with a bomb":   {says("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", strings.Repeat("x", 4096)), "fetch.endless"},
		"an image":                 {says("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\ncode"), "fetch.type"},
		"a program":                {says("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}"), "fetch.type"},
		"no type":                  {says("HTTP/1.1 200 OK\r\n\r\n<html>"), "fetch.type"},
		"two types":                {says("HTTP/1.1 200 OK\r\nContent-Type: text/html, image/png\r\n\r\n<html>"), "fetch.type"},
		"a promise of too much":    {says(ok + "Content-Length: 65537\r\n\r\n"), "fetch.large"},
		"a promise beyond numbers": {says(ok + "Content-Length: 99999999999999999999\r\n\r\n"), "fetch.answer"},
		"a page without end":       {says(ok+"\r\n", strings.Repeat("x", 4096)), "fetch.large"},
		"chunks without end":       {says(ok+"Transfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n"), "fetch.large"},
		"a long extension":         {says(ok+"Transfer-Encoding: chunked\r\n\r\n5;", strings.Repeat("x", 4096)), "fetch.answer"},
		"a bomb":                   {says(packs(bomb)), "fetch.large"},
		"bombs in a row":           {says(packs(append(packed(make([]byte, limit)), bomb...))), "fetch.large"},
		"nothing, packed forever":  {says(ok+"Content-Encoding: gzip\r\n\r\n", string(packed(nil))), "fetch.large"},
		"a bomb in a bomb":         {says(ok + "Content-Encoding: gzip, gzip\r\n\r\n" + string(packed(bomb))), "fetch.answer"},
		"two encodings":            {says(ok + "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\n" + string(packed(bomb))), "fetch.answer"},
		"deflate":                  {says(ok + "Content-Encoding: deflate\r\n\r\nzzzz"), "fetch.answer"},
		"brotli":                   {says(ok + "Content-Encoding: br\r\n\r\nzzzz"), "fetch.answer"},
		"noise called packed":      {says(packs(noise)), "fetch.answer"},
		"half of what was packed":  {says(packs(packed(noise)[:2000])), "fetch.answer"},
		"less than promised":       {says(ok + "Content-Length: 100\r\n\r\nx"), "fetch.answer"},
		"two lengths":              {says(ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"), "fetch.answer"},
		"nothing":                  {says(""), "fetch.answer"},
		"noise":                    {says(string(noise)), "fetch.answer"},
		"another protocol":         {says("SSH-2.0-OpenSSH_9.9\r\n"), "fetch.answer"},
		"a header without end":     {says("HTTP/1.1 200 OK\r\nX: ", strings.Repeat("x", 4096)), "fetch.answer"},
		"headers without end":      {says("HTTP/1.1 200 OK\r\n", strings.Repeat("X: y\r\n", 99)), "fetch.answer"},
		"hints without end":        {says("", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"), "fetch.answer"},
		"silence":                  {silent, "fetch.slow"},
		"silence after headers":    {func(c net.Conn) { says(ok + "\r\n")(c); silent(c) }, "fetch.slow"},
		"a slow status":            {drips("", "HTTP/1.1 200 OK and on and on "), "fetch.slow"},
		"slow headers":             {drips("HTTP/1.1 200 OK\r\n", "X: y\r\n"), "fetch.slow"},
		"a slow page":              {drips(ok+"\r\n", "x"), "fetch.slow"},
		"slow packing":             {drips(ok+"Content-Encoding: gzip\r\n\r\n", string(packed(nil))), "fetch.slow"},
		"slow redirects": {func(c net.Conn) {
			time.Sleep(400 * time.Millisecond) // the time ends amid one, not between two
			says("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n")(c)
		}, "fetch.slow"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWeb(t)
			w.scripted(t, "site.example", public, tt.talk)
			c := w.client(func(o *fetch.Options) {
				o.MaxBytes = limit
				if tt.sentence == "fetch.slow" {
					o.Timeout = time.Second
				}
			})
			if got := try(t, c, "http://site.example/"); got != tt.sentence {
				t.Errorf("Page = %s, want %s", got, tt.sentence)
			}
		})
	}
}

// TestPage_atTheLimit reads a page that is just as large as it may be, and none
// that is a byte larger, packed or not.
func TestPage_atTheLimit(t *testing.T) {
	const limit = 10_000
	for _, size := range []int{limit, limit + 1} {
		for _, pack := range []bool{false, true} {
			w := newWeb(t)
			w.site(t, "site.example", public, func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", "text/html")
				body := bytes.Repeat([]byte("x"), size)
				if pack {
					rw.Header().Set("Content-Encoding", "gzip")
					body = packed(body)
				}
				_, _ = rw.Write(body)
			})
			p, err := w.client(func(o *fetch.Options) { o.MaxBytes = limit }).Page(t.Context(), parse(t, "http://site.example/"))
			if size > limit && sentence(err) != "fetch.large" || size <= limit && (err != nil || len(p.Text) != size) {
				t.Errorf("Page of %d bytes (packed: %v) = %d bytes, %v", size, pack, len(p.Text), err)
			}
		}
	}
}

// TestPage_bombsTakeNoRoom measures what a bomb of 200 MiB takes: S14.
func TestPage_bombsTakeNoRoom(t *testing.T) {
	w := newWeb(t)
	bomb := bytes.Repeat(packed(make([]byte, 8<<20)), 25)
	w.scripted(t, "site.example", public, says(fmt.Sprintf("%sContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", ok, len(bomb), bomb)))
	c := w.client(nil)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if got := try(t, c, "http://site.example/"); got != "fetch.large" {
		t.Errorf("Page = %s", got)
	}
	runtime.ReadMemStats(&after)
	if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 32 {
		t.Errorf("a bomb of 200 MiB took %d MiB, all told", got)
	} else {
		t.Logf("a bomb of %d KiB that unpacks to 200 MiB took %d MiB, all told", len(bomb)>>10, got)
	}
}

// TestPage_certificates visits sites that cannot show who they are.
func TestPage_certificates(t *testing.T) {
	config := func(c *tls.Config) func(*httptest.Server) {
		return func(s *httptest.Server) { s.TLS = c }
	}
	for name, tt := range map[string]struct {
		server   func(*httptest.Server)
		host     string
		client   func(*fetch.Options)
		sentence string
	}{
		"in order":          {host: "example.com", sentence: "no error"},
		"TLS 1.2":           {host: "example.com", server: config(&tls.Config{MaxVersion: tls.VersionTLS12}), sentence: "no error"},
		"TLS 1.1":           {host: "example.com", server: config(&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}), sentence: "fetch.certificate"},
		"of another name":   {host: "another.example", sentence: "fetch.certificate"},
		"of nobody we know": {host: "example.com", client: func(o *fetch.Options) { o.Roots = nil }, sentence: "fetch.certificate"},
		"out of date": {host: "example.com", client: func(o *fetch.Options) {
			o.Now = func() time.Time { return time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC) }
		}, sentence: "fetch.certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t)
			w.secure(t, public, shows("secure"), tt.server)
			w.name("another.example", public)
			if got := try(t, w.client(tt.client), "https://"+tt.host+"/"); got != tt.sentence {
				t.Errorf("Page = %s, want %s", got, tt.sentence)
			}
		})
	}
}

// TestPage_notTLS connects to what speaks no TLS, or nothing.
func TestPage_notTLS(t *testing.T) {
	for want, talk := range map[string]func(net.Conn){
		"fetch.certificate": says("HTTP/1.1 400 Bad Request\r\n\r\n"),
		"fetch.slow":        silent,
	} {
		w := newWeb(t)
		w.scripted(t, "site.example", public, talk)
		c := w.client(func(o *fetch.Options) { o.Timeout = time.Second })
		if got := try(t, c, "https://site.example/"); got != want {
			t.Errorf("Page = %s, want %s", got, want)
		}
	}
}

// TestPage_leavesNothing counts what still runs after visits of every kind.
func TestPage_leavesNothing(t *testing.T) {
	w := newWeb(t)
	w.site(t, "site.example", public, shows("seen"))
	w.scripted(t, "endless.example", publicToo, says(ok+"\r\n", strings.Repeat("x", 4096)))
	w.scripted(t, "noise.example", "93.184.216.1", says("noise"))
	w.secure(t, "93.184.216.2", shows("secure"), nil)
	c := w.client(nil)
	visit := func() {
		for _, address := range []string{"http://site.example/", "http://endless.example/", "http://noise.example/", "https://noise.example/", "https://example.com/"} {
			try(t, c, address)
		}
	}
	visit()
	before := runtime.NumGoroutine()
	for range 20 {
		visit()
	}
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines after 100 visits, %d before", runtime.NumGoroutine(), before)
		}
	}
}
