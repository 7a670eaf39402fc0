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
	as           string         // who may: the admin, but for what is an owner's alone
	example      map[string]any // what a body may be; nil where there is none
	writable     []string
	required     []string
	kinds        map[string]string // of JSON, that each member takes: string, integer, boolean, array, object
}

// writers are all of them but those that take a file, which have tests of their own; with
// something that is there in the place of each part of the path.
func (c crew) writers(t *testing.T) (all []writer) {
	t.Helper()
	fill := strings.NewReplacer(
		"{clinic}", storetest.Listing(1).Clinic.Slug.String(), "{brand}", storetest.Listing(1).Organization.Slug.String(),
		"{account}", c.people["manager"].ID.String(), "{invitation}", storetest.ID(7).String(),
		"{session}", storetest.ID(7).String(), "{passkey}", "-_8BAgMA",
		"{claim}", storetest.ID(7).String(), "{request}", storetest.ID(7).String(), "{merge}", storetest.ID(7).String(), "{kind}", "change", "{item}", storetest.ID(7).String(),
		"{listing}", storetest.Listing(2).Clinic.Slug.String(),
	)
	for path, item := range document().Paths.Map() {
		for method, operation := range item.Operations() {
			if method == http.MethodGet {
				continue
			}
			w := writer{method: method, path: fill.Replace(path), as: "admin"}
			switch path {
			case "/owner/clinics/{clinic}/withdrawal", "/owner/clinics/{clinic}/facts": // are for no admin
				w.as = "owner"
			}
			if operation.RequestBody != nil {
				body := operation.RequestBody.Value.Content["application/json"]
				if body == nil { // a file: see TestFiles_areAllOfThem
					continue
				}
				w.read(t, body)
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
	w.kinds = map[string]string{}
	for name, schema := range body.Schema.Value.Properties {
		w.kinds[name] = schema.Value.Type.Slice()[0]
	}
	if body.Schema.Value.AdditionalProperties.Has == nil || *body.Schema.Value.AdditionalProperties.Has {
		t.Errorf("%s takes members that the document does not name", w)
	}
}

// strangers are values of every kind of JSON that a member does not take.
func (w *writer) strangers(name string) (all []any) {
	for kind, value := range map[string]any{
		"string": "x", "integer": 7, "number": 7.5, "boolean": true, "array": []string{"x"}, "object": map[string]any{"x": 1},
	} {
		if kind != w.kinds[name] {
			all = append(all, value)
		}
	}
	return append(all, nil, "")
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
