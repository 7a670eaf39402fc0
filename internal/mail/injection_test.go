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
		for _, payload := range mailtest.Payloads() {
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
		len(mailtest.Payloads()), len(fields), tried, refused, out, broken)
	if len(mailtest.Payloads()) < 500 {
		t.Errorf("%d payloads are fewer than 500", len(mailtest.Payloads()))
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
