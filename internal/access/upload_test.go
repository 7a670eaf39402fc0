package access_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/server"
)

// mountUpload answers a form with a file with what it has read, or why not.
func mountUpload(pages, _ *access.Router) {
	handle := func(c *fiber.Ctx) error {
		file, form, err := access.Upload(c, "photo", "alt", "kind")
		if e := (*directory.Error)(nil); errors.As(err, &e) {
			said := e.Message.ID
			for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
				said += " " + name + ":" + strings.TrimPrefix(e.Fields[name].ID, "access.field_")
			}
			return c.Status(422).SendString(said)
		}
		if err != nil {
			return err
		}
		said := fmt.Sprintf("%d bytes, none: %v;", len(file), file == nil)
		for _, name := range slices.Sorted(maps.Keys(form)) {
			said += name + "=" + form[name] + ";"
		}
		return c.SendString(said)
	}
	pages.PostFile("/account/name", handle)
	pages.Post("/sign-in", handle)
	pages.Get("/account", func(c *fiber.Ctx) error { return c.SendString("") })
}

// part is one of a form with its head and what is in it.
func part(head, content string) string {
	return "--x\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n"
}

const (
	end    = "--x--\r\n"
	aPhoto = `name="photo"; filename="a.jpg"` + "\r\nContent-Type: image/jpeg"
)

func TestUpload(t *testing.T) {
	s := serve(t, "http://localhost:8080", mountUpload, func(o *server.Options, _ *access.Guard) {
		o.Bodies = []server.Body{{Method: "POST", Path: "/account/name", Bytes: 2 << 20}}
	})
	const kind = "multipart/form-data; boundary=x"
	text := part(`name="alt"`, "The door")
	for _, tt := range []struct {
		kind, body string
		status     int
		want       string
	}{
		{kind, part(aPhoto, "abc") + text + end, 200, "3 bytes, none: false;alt=The door;"},
		{kind, part(aPhoto, "abc") + text + "--x--", 200, "3 bytes, none: false;alt=The door;"},
		{kind, part(aPhoto, "a\r\n--y\x00\xff") + end, 200, "8 bytes, none: false;"},
		{kind, part(aPhoto, "") + end, 200, "0 bytes, none: false;"},
		{kind, text + end, 200, "0 bytes, none: true;alt=The door;"},
		{kind, part(aPhoto, strings.Repeat("a", 1<<20)) + end, 200, "1048576 bytes, none: false;"},
		{"application/x-www-form-urlencoded", "alt=a", 200, "0 bytes, none: true;alt=a;"},
		{"application/x-www-form-urlencoded", "alt=" + strings.Repeat("a", 64<<10), 413, ""},
		{kind, part(`name="alt"`, strings.Repeat("a", 64<<10)) + end, 413, ""},
		{kind, part(`name="alt"`, strings.Repeat("a", 40<<10)) + part(`name="kind"`, strings.Repeat("a", 40<<10)) + end, 413, ""},
		{kind, text + text + end, 422, "access.form alt:twice"},
		{kind, part(aPhoto, "a") + part(aPhoto, "b") + end, 422, "access.form photo:twice"},
		{kind, part(`name="role"`, "admin") + end, 422, "access.form role:unknown"},
		{kind, part(`name="role"; filename="a"`, "admin") + end, 422, "access.form role:unknown"},
		{kind, part(`name="alt"; filename="a"`, "x") + end, 422, "access.form alt:unknown"},
		{kind, part(`name="photo"`, "x") + end, 422, "access.form photo:unknown"},
		{kind, part(`name="alt"`, "\xff") + end, 422, "access.form alt:text"},
		{kind, part(`name="alt"`, "\x00") + end, 422, "access.form alt:text"},
		{kind, "before\r\n" + text + end, 422, "access.form_broken"},
		{kind, text + end + text + end, 200, "alt=The door;"},
		{kind, text + end + "after", 422, "access.form_broken"},
		{kind, text, 422, "access.form_broken"},
		{kind, end, 422, "access.form_broken"},
		{kind, "", 422, "access.form_broken"},
		{kind, "--x\r\n\r\nabc\r\n" + end, 422, "access.form_broken"},
		{kind, part(`filename="a"`, "x") + end, 422, "access.form_broken"},
		{kind, strings.Replace(text, "form-data", "attachment", 1) + end, 422, "access.form_broken"},
		{kind, part(`name="alt"`+"\r\nContent-Disposition: form-data; name=\"kind\"", "x") + end, 422, "access.form_broken"},
		{kind, strings.Repeat(text, 33) + end, 422, "access.form_broken"},
		{"multipart/form-data", text + end, 422, "access.form_broken"},
		{"multipart/form-data; boundary=" + strings.Repeat("x", 71), text + end, 422, "access.form_broken"},
		{kind, part(aPhoto+"\r\nContent-Transfer-Encoding: binary", "abc") + end, 200, "3 bytes, none: false;"},
		{kind, part(aPhoto+"\r\nContent-Transfer-Encoding: base64", "YWJj") + end, 415, ""},
		{kind, part(aPhoto+"\r\nContent-Encoding: gzip", "abc") + end, 415, ""},
		{kind, part(`name="photo"; filename="a"`+"\r\nContent-Type: multipart/mixed; boundary=y", "--y--") + end, 415, ""},
		{kind, part(`name="photo"; filename="a"`+"\r\nContent-Type: message/rfc822", "x") + end, 415, ""},
		{"multipart/mixed; boundary=x", text + end, 415, ""},
	} {
		got := s.ask(t, "POST /account/name", asAna, fromHere, "Content-Type: "+tt.kind, "", tt.body)
		if got.StatusCode != tt.status || !strings.Contains(got.body, tt.want) {
			t.Errorf("a form of %s, %.200q, is answered %d %.200q, want %d %.200q", tt.kind, tt.body, got.StatusCode, got.body, tt.status, tt.want)
		}
	}
	if got := s.ask(t, "POST /sign-in", fromHere, "Content-Type: "+kind, "", text+end); got.StatusCode != 415 {
		t.Errorf("a file where none is taken is answered %d %s, want 415", got.StatusCode, got.body)
	}
}

// TestUpload_token: a form with a file shows that it is ours as every other does.
func TestUpload_token(t *testing.T) {
	var s *site
	s = serve(t, "http://localhost:8080", func(pages, api *access.Router) {
		mountUpload(pages, api)
		pages.Get("/account/sessions", func(c *fiber.Ctx) error { return c.SendString(s.guard.FormToken(c)) })
	})
	ours := s.ask(t, "GET /account/sessions", asAna).body
	for _, tt := range []struct {
		from, token string
		status      int
	}{
		{fromHere, "another", 403}, // opened by somebody else, at the same desk
		{"X-None: 1", "another", 403},
		{"X-None: 1", "", 403},
		{"Sec-Fetch-Site: cross-site", "", 403},
		{fromHere, "", 200},
		{"X-None: 1", ours, 200},
	} {
		body := part(aPhoto, "abc")
		if tt.token != "" {
			body = part(`name="form_token"`, tt.token) + body
		}
		got := s.ask(t, "POST /account/name", asAna, tt.from, "Content-Type: multipart/form-data; boundary=x", "", body+end)
		if got.StatusCode != tt.status {
			t.Errorf("a form with a file, %s and the token %q is answered %d %s, want %d", tt.from, tt.token, got.StatusCode, got.body, tt.status)
		}
	}
}
