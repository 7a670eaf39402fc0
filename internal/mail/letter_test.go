package mail_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rootline/internal/directory"
	"rootline/internal/mail"
	"rootline/internal/mail/mailtest"
	"rootline/internal/words"
)

// kinds are all that there are, each with the facts it needs and no others.
func kinds(tb testing.TB) map[mail.Kind]mail.Facts {
	tb.Helper()
	all := facts(tb)
	id, err := directory.ParseID("019aa6a1-0000-7000-8000-000000000001")
	if err != nil {
		tb.Fatal(err)
	}
	bare := mail.Facts{ID: id, To: all.To, At: at}
	with := func(change func(*mail.Facts)) mail.Facts { f := bare; change(&f); return f }
	page := with(func(f *mail.Facts) { f.Path = "/account?tab=sign-in&next=%2F" })
	listed := func(more func(*mail.Facts)) mail.Facts {
		return with(func(f *mail.Facts) {
			f.Path, f.Place = "/owner/clinics/harbour", "Harbour & Sons <Clinic>"
			more(f)
		})
	}
	return map[mail.Kind]mail.Facts{
		mail.ConfirmAddress: with(func(f *mail.Facts) {
			f.Path, f.For, f.Code = "/confirm?token=dGhpcyBpcyBub3QgYSB0b2tlbg", 48*time.Hour, "049216"
		}),
		mail.SignInCode:   with(func(f *mail.Facts) { f.Code, f.For = "049216", 10*time.Minute }),
		mail.AddressTaken: with(func(f *mail.Facts) { f.Path = "/sign-in" }),
		mail.NoAccount:    with(func(f *mail.Facts) { f.Path = "/register" }),
		mail.Invitation: with(func(f *mail.Facts) {
			f.Path, f.For, f.By, f.Place, f.Role = "/invitations/dGhpcyBpcyBub3QgYSB0b2tlbg", 7*24*time.Hour, "Bea Example", "Harbour & Sons <Clinic>", directory.RoleManager
		}),
		mail.MemberRemoved:       with(func(f *mail.Facts) { f.Place = "Harbour & Sons <Clinic>" }),
		mail.PasswordChanged:     page,
		mail.AddressChangedOld:   page,
		mail.AddressChangedNew:   page,
		mail.SecondFactorChanged: page,
		mail.SignedInElsewhere:   with(func(f *mail.Facts) { f.Path, f.Device = "/account/sessions", "Firefox on Linux" }),
		mail.Test:                with(func(f *mail.Facts) { f.Path = "/" }),
		mail.ClaimCode: with(func(f *mail.Facts) {
			f.Path, f.Code, f.For, f.By, f.Place = "/claims/x", "049216", time.Hour, "Bea Example", "Harbour & Sons <Clinic>"
		}),

		mail.ChangeApproved:       listed(func(*mail.Facts) {}),
		mail.ChangeApprovedInPart: listed(because("advertising", "")),
		mail.ChangeRejected:       listed(because("other", "Dr <b>Amy</b> is not on the register.\nSee https://register.example/amy")),
		mail.ChangeAskedBack:      listed(because("", "Which branch is this?")),
		mail.ListingPublished:     listed(func(*mail.Facts) {}),
		mail.ListingRejected:      listed(because("duplicate", "")),
		mail.ListingSuspended:     listed(because("fraud", "The clinic has moved away.")),
		mail.ListingArchived:      listed(because("owners_wish", "")),
		mail.ListingReinstated:    listed(func(*mail.Facts) {}),
		mail.ClaimGranted:         listed(func(*mail.Facts) {}),
		mail.ClaimDenied:          listed(because("not_theirs", "")),
		mail.ClaimFinal:           listed(because("not_theirs", "We called twice.")),
		mail.ClaimContested:       listed(func(f *mail.Facts) { f.For = 7 * 24 * time.Hour }),
		mail.ClaimWaits:           listed(func(f *mail.Facts) { f.For = 7 * 24 * time.Hour }),
		mail.ClaimLost:            listed(func(f *mail.Facts) { f.Role = directory.RoleOwner }),
		mail.ReportDecided:        listed(because("fixed", "")),
		mail.NoticeDecided:        listed(because("nothing_wrong", "The text is an opinion, which the law allows.")),
		mail.FactsDue:             listed(func(f *mail.Facts) { f.Path, f.For = "/still-right/dGhpcyBpcyBub3Q", 60*24*time.Hour }),
	}
}

func because(reason, text string) func(*mail.Facts) {
	return func(f *mail.Facts) { f.Reason, f.Text = reason, text }
}

// TestCompose keeps a golden file of each letter as text, with what stands above
// it, and as HTML; and of one letter as it goes over the wire.
func TestCompose(t *testing.T) {
	for kind, f := range kinds(t) {
		l := compose(t, kind, f)
		head := fmt.Sprintf("From: %s\nSubject: %s\n\n", l.Sender, l.Subject)
		golden(t, string(kind)+".txt", []byte(head+l.Text))
		golden(t, string(kind)+".html", []byte(l.HTML))
	}
	server := mailtest.Start(t, mailtest.Options{})
	if err := to(t, server).Send(t.Context(), compose(t, mail.ConfirmAddress, kinds(t)[mail.ConfirmAddress])); err != nil {
		t.Fatal(err)
	}
	wire := server.Letters()[0].Message
	if bytes.Count(wire, []byte("\n")) != bytes.Count(wire, []byte("\r\n")) {
		t.Error("a line of the letter ends in LF alone")
	}
	golden(t, "confirm_address.eml", bytes.ReplaceAll(wire, []byte("\r\n"), []byte("\n")))
}

// telling are words that an onlooker should not read on a locked telephone.
var telling = regexp.MustCompile(`(?i)clinic|harbour|hair|prp|smp|plasma|pigment|treat|patient|health|bea|049216|practice`)

func TestCompose_tellsOnlookersNothing(t *testing.T) {
	for kind, f := range kinds(t) {
		l := compose(t, kind, f)
		preview := l.HTML[strings.Index(l.HTML, `<div style="display:none`):]
		preview, _, _ = strings.Cut(preview, "</div>")
		first, _, _ := strings.Cut(l.Text, "\n")
		for _, s := range []string{l.Subject, l.Sender, preview, first} {
			if telling.MatchString(s) {
				t.Errorf("%s: an onlooker reads %q", kind, s)
			}
		}
	}
}

// TestCompose_asksForNothing holds that a letter's HTML is well made, loads
// nothing and leads nowhere but to this site, and that its text says the same.
func TestCompose_asksForNothing(t *testing.T) {
	for kind, f := range kinds(t) {
		l := compose(t, kind, f)
		if f.Path != "" && !strings.Contains(l.Text, "\n"+base+f.Path+"\n") {
			t.Errorf("%s: the text lacks %s", kind, base+f.Path)
		}
		if f.Code != "" && (!strings.Contains(l.Text, "\n    "+f.Code+"\n") || !strings.Contains(l.HTML, ">"+f.Code+"<")) {
			t.Errorf("%s lacks its code", kind)
		}
		if got := len(l.HTML); got > 20_000 {
			t.Errorf("%s is of %d bytes; mail programs cut long letters", kind, got)
		}
		for _, s := range []string{l.Text, l.HTML} {
			if strings.Contains(s, "mail.") || strings.Contains(s, "{") && s == l.Text {
				t.Errorf("%s has a sentence without words, or a gap:\n%s", kind, s)
			}
		}
		links, loads := 0, 0
		tokens(t, l.HTML, func(tag, key, value string) {
			switch {
			case key == "href" && tag == "a":
				links++
				if value != base+"/" && value != base+f.Path {
					t.Errorf("%s leads to %s", kind, value)
				}
			case key == "src" || key == "href" || key == "background" || key == "srcset" || strings.HasPrefix(key, "on") || strings.Contains(value, "url("):
				loads++
			}
		})
		if loads > 0 || links == 0 || strings.Contains(l.HTML, "@import") || strings.Contains(l.HTML, "url(") {
			t.Errorf("%s has %d links and loads %d things", kind, links, loads)
		}
	}
}

// tokens tells of each attribute in a page.
func tokens(t *testing.T, page string, each func(tag, key, value string)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "img", "iframe", "object", "form", "link", "svg":
			t.Errorf("a letter has <%s>", n.Data)
		}
		for _, a := range n.Attr {
			each(n.Data, a.Key, a.Val)
		}
	}
}

func TestCompose_roles(t *testing.T) {
	f := kinds(t)[mail.Invitation]
	for role, want := range map[directory.Role]string{
		directory.RoleManager: "as a manager: Harbour", directory.RoleOwner: "as an owner: Harbour",
		directory.RoleModerator: "as a moderator.", directory.RoleAdmin: "as an admin.",
	} {
		f.Role = role
		if l := compose(t, mail.Invitation, f); !strings.Contains(l.Text, want) {
			t.Errorf("an invitation as %s lacks %q:\n%s", role, want, l.Text)
		}
	}
	site := kinds(t)[mail.MemberRemoved]
	site.Place = ""
	if l := compose(t, mail.MemberRemoved, site); !strings.Contains(l.Text, "running the directory") {
		t.Errorf("who is no moderator any more reads:\n%s", l.Text)
	}
}

func TestCompose_lasting(t *testing.T) {
	f := kinds(t)[mail.SignInCode]
	tests := []struct {
		lasts time.Duration
		want  string
	}{
		{time.Second, "1 minute, until 21 November 2026 at 14:05 (UTC)"},
		{time.Minute, "1 minute, until 21 November 2026 at 14:06 (UTC)"},
		{10 * time.Minute, "10 minutes, until 21 November 2026 at 14:15 (UTC)"},
		{90 * time.Minute, "90 minutes, until 21 November 2026 at 15:35 (UTC)"},
		{time.Hour, "1 hour, until 21 November 2026 at 15:05 (UTC)"},
		{36 * time.Hour, "36 hours, until 23 November 2026 at 02:05 (UTC)"},
		{24 * time.Hour, "1 day, until 22 November 2026 at 14:05 (UTC)"},
		{7 * 24 * time.Hour, "7 days, until 28 November 2026 at 14:05 (UTC)"},
	}
	for _, tt := range tests {
		f.For = tt.lasts
		if l := compose(t, mail.SignInCode, f); !strings.Contains(l.Text, "It works for "+tt.want+".") {
			t.Errorf("a code that works for %v reads:\n%s", tt.lasts, l.Text)
		}
	}
}

func TestCompose_refusesMistakes(t *testing.T) {
	tests := map[string]struct {
		base   string
		kind   mail.Kind
		change func(*mail.Facts)
	}{
		"no such kind":            {base, "postcard", func(*mail.Facts) {}},
		"no id":                   {base, mail.Test, func(f *mail.Facts) { f.ID = directory.ID{} }},
		"nobody to write to":      {base, mail.Test, func(f *mail.Facts) { f.To = directory.Email{} }},
		"no time":                 {base, mail.Test, func(f *mail.Facts) { f.At = time.Time{} }},
		"a base without scheme":   {"clinics.example", mail.Test, func(*mail.Facts) {}},
		"a base with a path":      {"https://clinics.example/x", mail.Test, func(*mail.Facts) {}},
		"a base of another kind":  {"ftp://clinics.example", mail.Test, func(*mail.Facts) {}},
		"another site":            {base, mail.AddressTaken, func(f *mail.Facts) { f.Path = "//evil.example" }},
		"another site in whole":   {base, mail.AddressTaken, func(f *mail.Facts) { f.Path = "https://evil.example" }},
		"another site by user":    {base, mail.AddressTaken, func(f *mail.Facts) { f.Path = "@evil.example" }},
		"another site by suffix":  {base, mail.AddressTaken, func(f *mail.Facts) { f.Path = ".evil.example" }},
		"another site, backslash": {base, mail.AddressTaken, func(f *mail.Facts) { f.Path = `/\evil.example` }},
		"a path of two lines":     {base, mail.AddressTaken, func(f *mail.Facts) { f.Path = "/a\r\nBcc: b@c.example" }},
		"a path with a space":     {base, mail.AddressTaken, func(f *mail.Facts) { f.Path = "/a b" }},
		"a code of letters":       {base, mail.SignInCode, func(f *mail.Facts) { f.Code = "12345a" }},
		"a code of two lines":     {base, mail.SignInCode, func(f *mail.Facts) { f.Code = "123456\n" }},
		"a code that is too long": {base, mail.SignInCode, func(f *mail.Facts) { f.Code = "123456789" }},
		"no code":                 {base, mail.SignInCode, func(f *mail.Facts) { f.Code = "" }},
		"no end":                  {base, mail.SignInCode, func(f *mail.Facts) { f.For = 0 }},
		"no link and no code":     {base, mail.ConfirmAddress, func(f *mail.Facts) { f.Code, f.Path = "", "" }},
		"no role":                 {base, mail.Invitation, func(f *mail.Facts) { f.Role = "" }},
		"an invitation for ever":  {base, mail.Invitation, func(f *mail.Facts) { f.For = 0 }},
		"no page to take it":      {base, mail.AddressTaken, func(f *mail.Facts) { f.Path = "" }},
		"no page, password":       {base, mail.PasswordChanged, func(f *mail.Facts) { f.Path = "" }},
		"no page, second factor":  {base, mail.SecondFactorChanged, func(f *mail.Facts) { f.Path = "" }},
		"no page, old address":    {base, mail.AddressChangedOld, func(f *mail.Facts) { f.Path = "" }},
		"no page, new address":    {base, mail.AddressChangedNew, func(f *mail.Facts) { f.Path = "" }},
		"no page, sessions":       {base, mail.SignedInElsewhere, func(f *mail.Facts) { f.Path = "" }},
	}
	for name, tt := range tests {
		f := facts(t)
		tt.change(&f)
		if l, err := mail.Compose(words.English(), tt.base, tt.kind, f); err == nil {
			t.Errorf("%s: Compose(%s, %s) = %+v, want an error", name, tt.base, tt.kind, l)
		}
	}
}
