package server

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

// TestIsolation is S16 over replies and log: 64 clients send requests with marks
// of their own in every part of them, and no client ever sees a mark that it did
// not send with that very request, and the log none at all. With
// ROOTLINE_ASSURE=1 there are a million requests.
func TestIsolation(t *testing.T) {
	const clients = 64
	each := 50
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		each = 1_000_000/clients + 1
	}
	kept, log := &memory{}, &watched{}
	s := start(t, kept.mount, func(o *Options) { o.Log = slog.New(slog.NewJSONHandler(log, nil)) })
	var all sync.WaitGroup
	for client := range clients {
		conn := dial(t, s.addr)
		if err := conn.SetDeadline(time.Now().Add(10 * time.Minute)); err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			r := bufio.NewReader(conn)
			for i := range each {
				raw, marks := marked(client, i)
				if _, err := io.WriteString(conn, raw); err != nil {
					t.Errorf("client %d, request %d: %v", client, i, err)
					return
				}
				resp, body := readReply(t, r, "POST")
				checkMarks(t, fmt.Sprint(resp.StatusCode, resp.Header, body), marks, resp.StatusCode == 200)
				if t.Failed() {
					return
				}
			}
		})
	}
	all.Wait()
	kept.check(t)
	if lines, marked := log.lines.Load(), log.marked.Load(); lines != int64(clients*each) || marked != nil {
		t.Errorf("the log has %d lines of %d requests, and one with a mark: %v", lines, clients*each, marked)
	}
	if _, metrics := get(t, s.admin, "/metrics"); strings.Contains(metrics, "mark-") {
		t.Errorf("the metrics have a mark: %s", metrics)
	}
}

// watched is a log that is looked through as it is written: of a million
// requests it would be long.
type watched struct {
	lines  atomic.Int64
	marked atomic.Pointer[string] // a line with a mark in it
}

func (w *watched) Write(line []byte) (int, error) {
	w.lines.Add(1)
	if text := string(line); strings.Contains(text, "mark-") {
		w.marked.Store(&text)
	}
	return len(line), nil
}

// marked is a request with a mark in its path, query, header, cookie and body.
// Every few it is one that ends badly.
func marked(client, i int) (raw string, marks []string) {
	for _, part := range []string{"p", "q", "h", "c", "b"} {
		marks = append(marks, fmt.Sprintf("mark-%s-%d-%d-end", part, client, i))
	}
	route := []string{"echo", "echo", "echo", "refused", "panic", "none"}[i%6]
	raw = fmt.Sprintf("POST /%s/%s?q=%s HTTP/1.1\r\nHost: localhost\r\nX-Mark: %s\r\nCookie: mark=%s\r\nContent-Length: %d\r\n\r\n%s",
		route, marks[0], marks[1], marks[2], marks[3], len(marks[4]), marks[4])
	return raw, marks
}

// checkMarks wants every mark of text to be one of own, and, if echoed, all of
// them to be there.
func checkMarks(t *testing.T, text string, own []string, echoed bool) {
	t.Helper()
	rest := text
	for _, mark := range own {
		if echoed && !strings.Contains(text, mark) {
			t.Errorf("the mark %s did not come back: %s", mark, text)
		}
		rest = strings.ReplaceAll(rest, mark, "")
	}
	if strings.Contains(rest, "mark-") {
		t.Errorf("with the marks %v came another's: %s", own, rest)
	}
}

// memory keeps strings of requests beyond their end, as handlers may: as many as
// there is room for.
type memory struct {
	mu   sync.Mutex
	kept [][5]string
}

func (m *memory) mount(app *fiber.App) {
	app.Post("/echo/:mark", func(c *fiber.Ctx) error {
		parts := [5]string{c.Params("mark"), c.Query("q"), c.Get("X-Mark"), c.Cookies("mark"), string(c.Body())}
		m.mu.Lock()
		if len(m.kept) < 100_000 {
			m.kept = append(m.kept, parts)
		}
		m.mu.Unlock()
		return c.JSON(parts)
	})
	app.Post("/refused/:mark", func(c *fiber.Ctx) error {
		return directory.Refuse(directory.Invalid, "json.unknown", "Given", c.Params("mark"))
	})
	app.Post("/panic/:mark", func(c *fiber.Ctx) error { panic(c.Params("mark") + string(c.Body())) })
}

// check wants each of what was kept to be one request's still.
func (m *memory) check(t *testing.T) {
	t.Helper()
	for _, parts := range m.kept {
		var client, i int
		if _, err := fmt.Sscanf(parts[0], "mark-p-%d-%d-end", &client, &i); err != nil {
			t.Fatalf("a handler kept %q: %v", parts, err)
		}
		if _, marks := marked(client, i); [5]string(marks) != parts {
			t.Fatalf("a handler kept %q of the request with %q", parts, marks)
		}
	}
}
