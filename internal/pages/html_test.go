package pages_test

import (
	"io"
	"strings"

	"golang.org/x/net/html"
)

func copyAll(b *strings.Builder, r io.Reader) (int64, error) { return io.Copy(b, r) }

// find returns the elements of a name whose attributes are as given, in turn
// name and value; the value "*" is any.
func find(n *html.Node, element string, attributes ...string) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type != html.ElementNode || element != "*" && d.Data != element {
			continue
		}
		fits := true
		for i := 0; i+1 < len(attributes); i += 2 {
			value, has := attr(d, attributes[i])
			fits = fits && has && (attributes[i+1] == "*" || value == attributes[i+1])
		}
		if fits {
			found = append(found, d)
		}
	}
	return found
}

// find returns elements of the page; see the function.
func (r *reply) find(element string, attributes ...string) []*html.Node {
	return find(r.doc, element, attributes...)
}

// text is what the first such element says, or "" if there is none.
func (r *reply) text(element string, attributes ...string) string {
	found := r.find(element, attributes...)
	if len(found) == 0 {
		return ""
	}
	return text(found[0])
}

// main is what the page says in its middle.
func (r *reply) main() string { return r.text("main") }

// link is where the first link with this text leads, or "".
func (r *reply) link(label string) string {
	for _, a := range r.find("a") {
		if text(a) == label {
			href, _ := attr(a, "href")
			return href
		}
	}
	return ""
}

// cards are the names of the clinics that the page lists.
func (r *reply) cards() []string {
	var names []string
	for _, card := range r.find("article", "class", "card") {
		names = append(names, text(find(card, "h3")[0]))
	}
	return names
}

// head is the value of an attribute of the first such element.
func (r *reply) head(name, element string, attributes ...string) string {
	found := r.find(element, attributes...)
	if len(found) == 0 {
		return ""
	}
	value, _ := attr(found[0], name)
	return value
}

func (r *reply) canonical() string { return r.head("href", "link", "rel", "canonical") }

func (r *reply) noindex() bool { return r.head("content", "meta", "name", "robots") == "noindex" }

// notice reports whether the page says that it is information only.
func (r *reply) notice() bool {
	return strings.Contains(r.text("p", "class", "notice"), "medical or legal advice")
}

// isData reports whether a script element holds data, which nothing runs.
func isData(n *html.Node) bool {
	kind, _ := attr(n, "type")
	return n.Data == "script" && kind == "application/ld+json"
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// text is what an element says, with single spaces.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
