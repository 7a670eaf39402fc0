package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
)

// typed is a form as somebody filled it in. It remembers which fields it was asked for:
// what was sent besides is refused, see [typed.unknown].
type typed struct {
	values url.Values
	asked  []string        // in the order in which they were asked for first
	known  map[string]bool // the same
}

// typedIn reads a form, whatever its fields are called.
func typedIn(c *fiber.Ctx) (*typed, error) {
	values, err := access.AnyForm(c)
	if err != nil {
		return nil, err
	}
	return newTyped(values), nil
}

// newTyped is a form of which nothing has been asked for yet.
func newTyped(values url.Values) *typed { return &typed{values: values, known: map[string]bool{}} }

// Raw is the value of a field as it was typed; empty if it was not sent.
func (t *typed) Raw(name string) string {
	if !t.known[name] {
		t.known[name] = true
		t.asked = append(t.asked, name)
	}
	return t.values.Get(name)
}

// Text is the value of a field without the space around it, each end of line as one
// character. Browsers send two for it.
func (t *typed) Text(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(t.Raw(name), "\r\n", "\n"))
}

// Ticked reports whether a box was ticked.
func (t *typed) Ticked(name string) bool { return t.Raw(name) != "" }

// Sent reports whether a field was in the form at all. A box that is not ticked is not.
func (t *typed) Sent(name string) bool {
	t.Raw(name)
	return t.values.Has(name)
}

// Names are the names of what was sent that begin with prefix, in alphabetical order. To
// name them is not to ask for them.
func (t *typed) Names(prefix string) []string {
	var names []string
	for name := range t.values {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// unknown refuses what was sent and never asked for, by its name.
func (t *typed) unknown() error {
	wrong := wrongs{}
	for name := range t.values {
		if name != access.FormField && !t.known[name] {
			wrong[access.Short(name)] = directory.Msg("access.field_unknown")
		}
	}
	return wrong.err()
}
