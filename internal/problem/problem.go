package problem

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

// ContentType is the media type of a Problem in JSON.
const ContentType = "application/problem+json"

// Problem is a failure as it is told to whoever asked.
type Problem struct {
	Type       string            // the page that explains this kind of problem, or about:blank
	Title      string            // what kind of problem it is
	Status     int               // the HTTP status
	Detail     string            // what went wrong this time, and what to do about it
	Instance   string            // names this occurrence, for whoever has to look for it
	Fields     map[string]string // input name to what is wrong with it
	Nearest    []Nearest         // what may have been meant
	RetryAfter int               // seconds after which asking again makes sense; 0: no word on that
}

// Nearest is something that exists and may have been meant.
type Nearest struct {
	Label string `json:"label"`
	URL   string `json:"url"` // relative to the site's root
}

// Wording says sentences of the catalogue in the reader's language.
type Wording interface {
	Message(m directory.Message) string
	T(id string, pairs ...any) string
}

// Of words err for the person who asked, giving nothing away about errors that
// were not written for them.
func Of(err error, w Wording) Problem {
	if e := (*directory.Error)(nil); errors.As(err, &e) {
		return told(kinds[e.Kind], e, w)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return told(busy, &directory.Error{}, w)
	}
	if e := (*fiber.Error)(nil); errors.As(err, &e) && e.Code >= 400 && e.Code < 500 {
		return refused(e.Code, w)
	}
	return told(kinds[directory.Internal], &directory.Error{}, w)
}

// told is the Problem of a kind, with the sentences that an error names of its own.
func told(k kind, e *directory.Error, w Wording) Problem {
	p := Problem{Type: blank, Title: http.StatusText(k.status), Status: k.status, RetryAfter: k.retryAfter}
	if k.slug != "" {
		p.Type, p.Title = path(k.slug), w.T(k.title)
	}
	p.Detail = w.T(k.detail)
	if e.Message.ID != "" {
		p.Detail = w.Message(e.Message)
	}
	if len(e.Fields) > 0 {
		p.Fields = make(map[string]string, len(e.Fields))
		for name, m := range e.Fields {
			p.Fields[name] = w.Message(m)
		}
	}
	for _, n := range e.Nearest {
		p.Nearest = append(p.Nearest, Nearest{n.Label, n.Path})
	}
	return p
}

// refused is the Problem of a request that never got to what it asked for. The
// title is the status's own phrase, as RFC 9457, section 4.2.1 wants it beside
// about:blank; the error's text may repeat the request, and is dropped.
func refused(status int, w Wording) Problem {
	p := Problem{Type: blank, Title: http.StatusText(status), Status: status}
	if id, ok := refusals[status]; ok {
		p.Detail = w.T(id)
	}
	return p
}

// field is a member of errors, our extension of RFC 9457.
type field struct {
	Name   string `json:"name"`
	Detail string `json:"detail"`
}

// MarshalJSON writes the problem as RFC 9457 has it, with the members errors,
// in the order of their names, and nearest where there are any.
func (p Problem) MarshalJSON() ([]byte, error) {
	out := struct {
		Type     string    `json:"type"`
		Title    string    `json:"title"`
		Status   int       `json:"status"`
		Detail   string    `json:"detail,omitzero"`
		Instance string    `json:"instance,omitzero"`
		Errors   []field   `json:"errors,omitempty"`
		Nearest  []Nearest `json:"nearest,omitempty"`
	}{p.Type, p.Title, p.Status, p.Detail, p.Instance, nil, p.Nearest}
	for _, name := range slices.Sorted(maps.Keys(p.Fields)) {
		out.Errors = append(out.Errors, field{name, p.Fields[name]})
	}
	return json.Marshal(out)
}
