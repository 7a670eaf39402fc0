package mail_test

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"rootline/internal/directory"
	"rootline/internal/mail"
	"rootline/internal/mail/mailtest"
	"rootline/internal/words"
)

// breaks are what has ended a line somewhere, whole and in parts, raw and in the
// guises that some decoder along the way may take off.
var breaks = []string{
	"\r\n", "\n", "\r", "\n\r", "\r\r\n", "\x00", "\x00\r\n", "\v", "\f", "\x1c", "\x1e", "\x85", "\u0085", "\u2028", "\u2029",
	"\u560a", "\u010a\u010d", "\u240d\u240a", "\xe5\x98\x8a", "\\r\\n", "%0d%0a", "%0A", "%E2%80%A8", "=0D=0A", "=?utf-8?q?=0D=0A?=", "&#13;&#10;",
	"\r\n\t", "\r\n ", " \r\n", "\x08\r\n", "\u202e\r\n", "\u200b\n", "\ufeff\r\n", "\xff\r\n", "\xc0\x8a", "\x1b[2K\r\n",
}

// smuggled are what would be gained by ending a line.
var smuggled = []string{
	"Bcc: eve@evil.example", "To: eve@evil.example", "Cc: eve@evil.example,mallory@evil.example", "Subject: Buy this",
	"From: Rootline <admin@clinics.example>", "Reply-To: eve@evil.example", "Content-Type: text/html", "Auto-Submitted: no",
	"\r\n<h1>Buy this</h1>", ".\r\nMAIL FROM:<eve@evil.example>\r\nRCPT TO:<mallory@evil.example>\r\nDATA\r\n",
	".\nRCPT TO:<mallory@evil.example>\n", "--=_boundary--", "Message-ID: <x@evil.example>", "X-Header: " + strings.Repeat("a", 1200),
	"DATA", "QUIT", "Return-Path: <eve@evil.example>",
}

// payloads are what somebody may type in order to send letters of their own.
func payloads() []string {
	var all []string
	for _, b := range breaks {
		for _, s := range smuggled {
			all = append(all, "Amy"+b+s)
		}
		all = append(all, b, strings.Repeat(b, 40)+"Amy", "Amy"+strings.Repeat(b, 40))
	}
	return append(all,
		"https://evil.example/win", "www.evil.example", "evil.example", "eve@evil.example", "mailto:eve@evil.example", "//evil.example",
		"javascript:alert(1)", `"><img src=https://evil.example/x>`, "<a href='https://evil.example'>here</a>", "</p><script>alert(1)</script>",
		"http:⁄⁄evil.example", "evil。example", "evil．example", "evil.\u200bexample", "evil\u200d.example", "a.b.c.d.e.example/x?y=z",
		"{{.URL}}", "{{.By}}", "${jndi:ldap://evil.example}", "%s%n", "=?utf-8?b?PGgxPg==?=", "\u202egnp.live", strings.Repeat("a", 100_000),
		strings.Repeat("Dr. ", 5000), strings.Repeat("\u0301", 2000), strings.Repeat("👩‍⚕️", 500), "Amy, eve@evil.example", "Amy <eve@evil.example>", "(Amy) eve@evil.example")
}

// expected are the headers of each letter, by name, and nothing besides.
var expected = []string{
	"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To",
}

// TestInjection is S11: whatever is typed in whichever field, a letter has one
// recipient, the expected headers, two parts, and no link but to this site.
func TestInjection(t *testing.T) {
	fields := map[string]struct {
		kind mail.Kind
		set  func(f *mail.Facts, s string)
	}{
		"By":     {mail.Invitation, func(f *mail.Facts, s string) { f.By = s }},
		"Place":  {mail.Invitation, func(f *mail.Facts, s string) { f.Place = s }},
		"Device": {mail.SignedInElsewhere, func(f *mail.Facts, s string) { f.Device = s }},
		"To": {mail.Invitation, func(f *mail.Facts, s string) {
			f.To = directory.Email{}
			for _, address := range []string{s, "amy" + s + "@practice.example", "amy@practice.example" + s, "amy@" + s, s + "@practice.example"} {
				if e, err := directory.ParseEmail(address); err == nil {
					f.To = e
				}
			}
		}},
		"Path": {mail.Invitation, func(f *mail.Facts, s string) { f.Path = "/invitations/" + s }},
		"Code": {mail.ConfirmAddress, func(f *mail.Facts, s string) { f.Code = "049216" + s }},
	}
	tried, refused, out, broken := 0, 0, 0, 0
	for name, field := range fields {
		server := mailtest.Start(t, mailtest.Options{Plain: true, UTF8: true})
		client := to(t, server)
		client.TLS = mail.NoTLS
		for _, payload := range payloads() {
			f := facts(t)
			field.set(&f, payload)
			tried++
			before := len(server.Letters())
			l, err := mail.Compose(words.English(), base, field.kind, f)
			if err != nil {
				if name == "By" || name == "Place" || name == "Device" {
					t.Errorf("%s %q stops a letter: %v", name, payload, err)
				}
				refused++
				continue
			}
			err = client.Send(t.Context(), l)
			got := server.Letters()[before:]
			if err != nil {
				if len(got) > 0 || !mail.Refused(err) {
					t.Errorf("%s %q: Send = %v, and the server has %d letters", name, payload, err, len(got))
				}
				refused++
				continue
			}
			if len(got) != 1 {
				t.Fatalf("%s %q made %d letters", name, payload, len(got))
			}
			out++
			if wrong := inspect(t, got[0], f); wrong != "" {
				broken++
				t.Errorf("%s %q: %s", name, payload, wrong)
			}
		}
	}
	t.Logf("S11: %d payloads in %d fields make %d letters: %d are refused, %d go out, %d of them to another recipient, with other headers or links",
		len(payloads()), len(fields), tried, refused, out, broken)
	if len(payloads()) < 500 {
		t.Errorf("%d payloads are fewer than 500", len(payloads()))
	}
}

var address = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://[^\s"<>]*|\bwww\.\S+|\b[\w-]+\.example\S*|\S+@\S+`)

// inspect says what is wrong with a letter as the server has it.
func inspect(t *testing.T, r mailtest.Received, f mail.Facts) string {
	t.Helper()
	if strings.ContainsAny(r.To, " ,;") || r.From != "no-reply@clinics.example" {
		return fmt.Sprintf("it went from %q to %q", r.From, r.To)
	}
	m := read(t, r.Message)
	var names []string
	for name, values := range m.Header {
		names = append(names, name)
		if len(values) != 1 || strings.ContainsFunc(values[0], func(c rune) bool { return unicode.IsControl(c) || c == '\u2028' || c == '\u2029' }) {
			return fmt.Sprintf("its header %s is %q", name, values)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, expected) {
		return fmt.Sprintf("its headers are %q", names)
	}
	head := map[string]string{
		"From": `"Rootline" <no-reply@clinics.example>`, "To": "<" + r.To + ">", "Auto-Submitted": "auto-generated", "Mime-Version": "1.0",
		"Date": "Sat, 21 Nov 2026 14:05:00 +0000", "Message-Id": "<" + f.ID.String() + "@clinics.example>",
	}
	for name, want := range head {
		if got := m.Header.Get(name); got != want {
			return fmt.Sprintf("its %s is %q, want %q", name, got, want)
		}
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return err.Error()
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, kind := range []string{"text/plain", "text/html"} {
		part, err := parts.NextRawPart()
		if err != nil || !strings.HasPrefix(part.Header.Get("Content-Type"), kind) {
			return fmt.Sprintf("it lacks its part of %s: %v", kind, err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			return err.Error()
		}
		if wrong := leads(t, kind, string(text)); wrong != "" {
			return wrong
		}
	}
	if _, err := parts.NextRawPart(); !errors.Is(err, io.EOF) {
		return "it has a third part"
	}
	return ""
}

// leads says where a part leads to, if that is not this site: by a link, or by
// what a mail program would make one of.
func leads(t *testing.T, kind, text string) (wrong string) {
	t.Helper()
	if kind == "text/html" {
		tokens(t, text, func(tag, key, value string) {
			if key == "href" && (tag != "a" || !strings.HasPrefix(value, base+"/")) || key == "src" || strings.HasPrefix(key, "on") {
				wrong = fmt.Sprintf("it has %s %s=%s", tag, key, value)
			}
		})
		return wrong
	}
	if len(text) > 5000 {
		return fmt.Sprintf("it is of %d bytes", len(text))
	}
	for _, found := range address.FindAllString(text, -1) {
		if !strings.HasPrefix(found, base+"/") {
			return fmt.Sprintf("a mail program may make a link of %q", found)
		}
	}
	return ""
}
