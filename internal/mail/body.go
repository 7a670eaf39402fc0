package mail

import (
	_ "embed"
	"html/template"
	"net/url"
	"strings"

	"rootline/internal/words"
)

// body is a letter before it is set as text and as HTML.
type body struct {
	subject string
	preview string   // what a list of letters shows beside the subject
	before  []string // paragraphs
	code    string
	button  string // what opens url, if there is one
	url     string
	after   []string
}

// text sets the letter as plain text. Paragraphs are one line each: mail
// programs break them to the width they have.
func (b body) text(w *words.Words, site *url.URL) string {
	var t strings.Builder
	paragraph := func(s string) { t.WriteString(s + "\n\n") }
	paragraph(b.subject)
	for _, p := range b.before {
		paragraph(p)
	}
	if b.code != "" {
		paragraph("    " + b.code)
	}
	if b.url != "" {
		paragraph(b.button + ":\n" + b.url)
	}
	for _, p := range b.after {
		paragraph(p)
	}
	t.WriteString("-- \n" + w.T("mail.sender") + ", " + address(site) + "\n" + w.T("mail.no_reply") + "\n")
	return t.String()
}

//go:embed letter.html.tmpl
var letterHTML string

var asHTML = template.Must(template.New("letter").Parse(letterHTML))

// html sets the letter as HTML that asks for nothing from anywhere.
func (b body) html(w *words.Words, site *url.URL) (string, error) {
	var h strings.Builder
	err := asHTML.Execute(&h, map[string]any{
		"Lang": w.Lang(), "Subject": b.subject, "Preview": b.preview, "Padding": make([]struct{}, 60),
		"Before": b.before, "Code": b.code, "Button": b.button, "URL": b.url, "After": b.after,
		"Sender": w.T("mail.sender"), "Site": address(site), "NoReply": w.T("mail.no_reply"),
	})
	return h.String(), err
}

// address is where the site begins.
func address(site *url.URL) string { return site.Scheme + "://" + site.Host + "/" }
