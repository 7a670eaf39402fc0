package problem

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

// ids says every sentence by its id and arguments, so that a test sees which
// sentence was chosen. That each is in the catalogue is for package words.
type ids struct{}

func (ids) T(id string, _ ...any) string { return id }

func (ids) Message(m directory.Message) string {
	if len(m.Args) == 0 {
		return m.ID
	}
	return fmt.Sprintf("%s%v", m.ID, m.Args)
}

func TestOf(t *testing.T) {
	fields := &directory.Error{
		Kind: directory.Invalid, Message: directory.Msg("parameter.refused"),
		Fields: map[string]directory.Message{"page": directory.Msg("parameter.whole", "Max", 9)},
	}
	near := &directory.Error{
		Kind: directory.NotFound, Message: directory.Msg("api.clinic_unknown"),
		Nearest: []directory.Near{{Label: "London", Path: "/prp/gb/london"}},
	}
	tests := map[string]struct {
		err  error
		want Problem
	}{
		"a plain error": {errors.New("disk on fire"), Problem{
			Type: "about:blank", Title: "Internal Server Error", Status: 500, Detail: "problem.internal.detail",
		}},
		"an internal error with a sentence": {directory.Refuse(directory.Internal, "some.id"), Problem{
			Type: "about:blank", Title: "Internal Server Error", Status: 500, Detail: "some.id",
		}},
		"input to correct": {fields, Problem{
			Type: "/problems/invalid", Title: "problem.invalid.title", Status: 422, Detail: "parameter.refused",
			Fields: map[string]string{"page": "parameter.wholemap[Max:9]"},
		}},
		"input to correct, wrapped": {fmt.Errorf("find clinics: %w", fields), Problem{
			Type: "/problems/invalid", Title: "problem.invalid.title", Status: 422, Detail: "parameter.refused",
			Fields: map[string]string{"page": "parameter.wholemap[Max:9]"},
		}},
		"nothing there, with a hint": {near, Problem{
			Type: "/problems/not-found", Title: "problem.not_found.title", Status: 404, Detail: "api.clinic_unknown",
			Nearest: []Nearest{{"London", "/prp/gb/london"}},
		}},
		"not ready, without a word": {&directory.Error{Kind: directory.NotReady}, Problem{
			Type: "/problems/not-ready", Title: "problem.not_ready.title", Status: 503, Detail: "problem.not_ready.detail", RetryAfter: 5,
		}},
		"time that was up": {fmt.Errorf("listing %w", context.DeadlineExceeded), Problem{
			Type: "about:blank", Title: "Service Unavailable", Status: 503, Detail: "problem.busy.detail", RetryAfter: 5,
		}},
		"time that was up while something was refused": {errors.Join(context.DeadlineExceeded, near), Problem{
			Type: "/problems/not-found", Title: "problem.not_found.title", Status: 404, Detail: "api.clinic_unknown",
			Nearest: []Nearest{{"London", "/prp/gb/london"}},
		}},
		"a visitor who left": {context.Canceled, Problem{
			Type: "about:blank", Title: "Internal Server Error", Status: 500, Detail: "problem.internal.detail",
		}},
		"no such route": {fiber.NewError(404, "Cannot GET /secret"), Problem{
			Type: "about:blank", Title: "Not Found", Status: 404, Detail: "refused.not_found",
		}},
		"no such method": {fiber.ErrMethodNotAllowed, Problem{
			Type: "about:blank", Title: "Method Not Allowed", Status: 405, Detail: "refused.method",
		}},
		"another host": {fiber.ErrMisdirectedRequest, Problem{
			Type: "about:blank", Title: "Misdirected Request", Status: 421, Detail: "refused.host",
		}},
		"a status without a sentence": {fiber.NewError(418, "the pot is secret"), Problem{
			Type: "about:blank", Title: "I'm a teapot", Status: 418,
		}},
		"a server's status": {fiber.NewError(502, "dial tcp 10.0.0.7: refused"), Problem{
			Type: "about:blank", Title: "Internal Server Error", Status: 500, Detail: "problem.internal.detail",
		}},
		"a status that is no error": {fiber.NewError(200, "fine"), Problem{
			Type: "about:blank", Title: "Internal Server Error", Status: 500, Detail: "problem.internal.detail",
		}},
	}
	for name, tt := range tests {
		if got := Of(tt.err, ids{}); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: Of(%v) = %+v, want %+v", name, tt.err, got, tt.want)
		}
	}
}

func TestOf_everyKind(t *testing.T) {
	for k := directory.Internal; k <= directory.TooMany; k++ {
		p := Of(&directory.Error{Kind: k}, ids{})
		if p.Status < 400 || p.Title == "" || p.Detail == "" || p.Type == "" {
			t.Errorf("Of(an Error of Kind %d) = %+v, which leaves something unsaid", k, p)
		}
		if (p.Type == "about:blank") != (p.Title == http.StatusText(p.Status)) {
			t.Errorf("Of(an Error of Kind %d) has type %s and title %q; about:blank goes with the status's own phrase", k, p.Type, p.Title)
		}
	}
}

func TestTypes(t *testing.T) {
	var got []string
	for _, typ := range Types() {
		got = append(got, fmt.Sprintf("%s %d %s %s", typ.Slug, typ.Status, typ.Title, typ.Detail))
	}
	want := []string{
		"invalid 422 problem.invalid.title problem.invalid.detail",
		"not-found 404 problem.not_found.title problem.not_found.detail",
		"conflict 409 problem.conflict.title problem.conflict.detail",
		"not-ready 503 problem.not_ready.title problem.not_ready.detail",
		"sign-in 401 problem.sign_in.title problem.sign_in.detail",
		"forbidden 403 problem.forbidden.title problem.forbidden.detail",
		"too-many 429 problem.too_many.title problem.too_many.detail",
		"step-up 403 problem.step_up.title problem.step_up.detail",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Types() = %q, want %q", got, want)
	}
}

func TestMarshalJSON(t *testing.T) {
	tests := map[string]struct {
		p    Problem
		want string
	}{
		"least": {
			Problem{Type: "about:blank", Title: "Not Found", Status: 404},
			`{"type":"about:blank","title":"Not Found","status":404}`,
		},
		"most": {Problem{
			Type: "/problems/invalid", Title: "T", Status: 422, Detail: "D", Instance: "urn:uuid:x", RetryAfter: 5,
			Fields:  map[string]string{"sort": "S", "page": "P", "q": `"<q>"`},
			Nearest: []Nearest{{"London, England", "/prp/gb"}},
		}, `{"type":"/problems/invalid","title":"T","status":422,"detail":"D","instance":"urn:uuid:x",` +
			`"errors":[{"name":"page","detail":"P"},{"name":"q","detail":"\"\u003cq\u003e\""},{"name":"sort","detail":"S"}],` +
			`"nearest":[{"label":"London, England","url":"/prp/gb"}]}`},
	}
	for name, tt := range tests {
		got, err := json.Marshal(tt.p)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: Marshal = %s, %v; want %s", name, got, err, tt.want)
		}
	}
}

// TestOf_givesNothingAway checks Of's promise over errors of every shape.
func TestOf_givesNothingAway(t *testing.T) {
	const secret = "canary-7f3a"
	for _, err := range []error{
		errors.New(secret), fmt.Errorf("%s: %w", secret, context.DeadlineExceeded),
		fmt.Errorf("store: %w", errors.New(secret)),
		errors.Join(errors.New(secret), fiber.NewError(500, secret)),
		fiber.NewError(400, secret), fiber.NewError(404, secret), fiber.NewError(500, secret), fiber.NewError(99, secret),
		errors.Join(errors.New(secret), directory.Refuse(directory.NotFound, "api.clinic_unknown")),
	} {
		body, jsonErr := json.Marshal(Of(err, ids{}))
		if jsonErr != nil || strings.Contains(string(body), secret) {
			t.Errorf("Of(%v) shows %s, %v", err, body, jsonErr)
		}
	}
}
