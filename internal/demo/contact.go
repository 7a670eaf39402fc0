package demo

import (
	"fmt"
	"hash/fnv"
	"strings"

	"rootline/internal/directory"
)

// Limits of a slug and of a label of a host name.
const (
	maxSlug = 80
	maxHost = 63
)

// shorten makes a slug of text that is one but for its length. What is cut off
// is stood for by a number made of it, so that slugs stay apart.
func shorten(text string) directory.Slug {
	if len(text) > maxSlug {
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(text)) // never fails
		text = strings.TrimRight(text[:maxSlug-9], "-") + fmt.Sprintf("-%08x", sum.Sum32())
	}
	return must(directory.ParseSlug(text))
}

// domain is a host name under .example, where nobody can register one.
func domain(slug string) string {
	return strings.TrimRight(slug[:min(len(slug), maxHost)], "-") + ".example"
}

func site(slug, path string) directory.URL {
	return must(directory.ParseURL("https://" + domain(slug) + "/" + path))
}

var mailboxes = []string{"info", "hello", "contact", "reception", "team"}

// phones is one number, or two. Some of them are on WhatsApp.
func (m *maker) phones() []directory.ClinicPhone {
	all := []directory.ClinicPhone{{Number: m.phone(), WhatsApp: m.odds(25)}}
	if m.odds(20) {
		all = append(all, directory.ClinicPhone{Number: m.phone(), WhatsApp: m.odds(60)})
	}
	return all
}

// phone is a number that rings nowhere. It is in E.164 form already and read as
// such, for telling whether it is possible takes longer than making the clinic.
func (m *maker) phone() directory.Phone {
	var p directory.Phone
	err := p.UnmarshalText([]byte(fill(m.dice, pick(m.dice, m.land.lines))))
	return must(p, err)
}
