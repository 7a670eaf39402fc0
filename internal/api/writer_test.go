package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"rootline/internal/store/storetest"
)

// writer is an operation of the document that may change something.
type writer struct {
	method, path string
	example      map[string]any // what a body may be; nil where there is none
	writable     []string
	required     []string
}

// writers are all of them, with something that is there in the place of each part of
// the path.
func (c crew) writers(t *testing.T) (all []writer) {
	t.Helper()
	fill := strings.NewReplacer(
		"{clinic}", storetest.Listing(1).Clinic.Slug.String(), "{brand}", storetest.Listing(1).Organization.Slug.String(),
		"{account}", c.people["manager"].ID.String(), "{invitation}", storetest.ID(7).String(),
		"{session}", storetest.ID(7).String(), "{passkey}", "-_8BAgMA",
	)
	for path, item := range document().Paths.Map() {
		for method, operation := range item.Operations() {
			if method == http.MethodGet {
				continue
			}
			w := writer{method: method, path: fill.Replace(path)}
			if operation.RequestBody != nil {
				w.read(t, operation.RequestBody.Value.Content["application/json"])
			}
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(a, b writer) int { return strings.Compare(a.String(), b.String()) })
	return all
}

func (w *writer) String() string { return w.method + " " + w.path }

// read reads what a body may be.
func (w *writer) read(t *testing.T, body *openapi3.MediaType) {
	t.Helper()
	example := body.Example
	if example == nil {
		example = body.Examples["app"].Value.Value
	}
	w.example = example.(map[string]any)
	w.writable = slices.Sorted(maps.Keys(body.Schema.Value.Properties))
	w.required = body.Schema.Value.Required
	if body.Schema.Value.AdditionalProperties.Has == nil || *body.Schema.Value.AdditionalProperties.Has {
		t.Errorf("%s takes members that the document does not name", w)
	}
}

// with is the example with one member in the place of what is there, or besides.
func (w *writer) with(name string, value any) string { return w.withAll([]string{name}, value) }

func (w *writer) withAll(names []string, value any) string {
	members := maps.Clone(w.example)
	if members == nil {
		members = map[string]any{}
	}
	for _, name := range names {
		members[name] = value
	}
	return string(must(json.Marshal(members)))
}

func (w *writer) without(name string) string {
	members := maps.Clone(w.example)
	delete(members, name)
	return string(must(json.Marshal(members)))
}

// properties collects the names of all members in a document.
func properties(document []byte, into map[string]bool) {
	var value any
	if err := json.Unmarshal(document, &value); err != nil {
		panic(err)
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			if named, ok := v["properties"].(map[string]any); ok {
				for name := range named {
					into[name] = true
				}
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(value)
}
