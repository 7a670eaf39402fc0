package strictjson

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
)

// request has a member of every kind that requests have.
type request struct {
	Name     string             `json:"name"`
	Age      int                `json:"age,omitempty"`
	Phone    directory.Phone    `json:"phone"`
	Point    directory.Point    `json:"point"`
	When     *time.Time         `json:"when"`
	Consents []consent          `json:"consents"`
	Nested   *request           `json:"nested"`
	Labels   map[string]string  `json:"labels"`
	Prices   map[string]consent `json:"prices"`
	Pair     [2]int             `json:"pair"`
	Photo    []byte             `json:"photo"`
	Any      any                `json:"any"`
	NoTag    string
	Hidden   string `json:"-"`
	shared
	named `json:"named"`
	inner string //nolint:unused // it is there to be refused
}

type consent struct {
	Scope   string `json:"scope"`
	Version int    `json:"version"`
}

type shared struct {
	Shared string `json:"shared"`
	Name   string `json:"name"` // hidden by request's own
}

type named struct {
	Deep string `json:"deep"`
}

func TestDecode(t *testing.T) {
	when := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	phone, err := directory.ParsePhone("+442079460958", directory.Country{})
	if err != nil {
		t.Fatal(err)
	}
	point, err := directory.NewPoint(41, 29)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		body string
		want request
	}{
		{`{}`, request{}},
		{" {\n\"name\" : \"Ana\\u00e9 \\ud83d\\ude00 \\\\ud800\" } ", request{Name: "Anaé 😀 \\ud800"}},
		{`{"name":null,"consents":null,"nested":null,"labels":null,"any":null}`, request{}},
		{
			`{"age":7,"phone":"+442079460958","point":{"lat":41,"lng":29},"when":"2026-03-01T09:00:00Z"}`,
			request{Age: 7, Phone: phone, Point: point, When: &when},
		},
		{
			`{"consents":[{"scope":"a","version":1},{}],"pair":[1,2],"photo":"AQI="}`,
			request{Consents: []consent{{"a", 1}, {}}, Pair: [2]int{1, 2}, Photo: []byte{1, 2}},
		},
		{`{"nested":{"nested":{"name":"x"}}}`, request{Nested: &request{Nested: &request{Name: "x"}}}},
		{
			`{"labels":{"A":"1","b":"2"},"prices":{"x":{"scope":"s"}}}`,
			request{Labels: map[string]string{"A": "1", "b": "2"}, Prices: map[string]consent{"x": {Scope: "s"}}},
		},
		{
			`{"any":{"A":[{"b":1}]},"NoTag":"n","shared":"s","named":{"deep":"d"}}`,
			request{Any: map[string]any{"A": []any{map[string]any{"b": 1.0}}}, NoTag: "n", shared: shared{Shared: "s"}, named: named{"d"}},
		},
	}
	for _, tt := range tests {
		var got request
		if err := Decode([]byte(tt.body), &got); err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Decode(%s) = %+v, %v; want %+v", tt.body, got, describe(err), tt.want)
		}
	}
}

func TestDecode_whenRefused(t *testing.T) {
	deep := strings.Repeat(`{"nested":`, MaxDepth) + "{}" + strings.Repeat("}", MaxDepth)
	tests := []struct{ body, want string }{
		{``, "json.syntax"},
		{`{`, "json.syntax"},
		{`{"name":"a"} {}`, "json.syntax"},
		{`{"name":"a"}]`, "json.syntax"},
		{`{"name":"a",}`, "json.syntax"},
		{`{"name":NaN}`, "json.syntax"},
		{`{'name':1}`, "json.syntax"},
		{"\ufeff{}", "json.syntax"},
		{"{\"name\":\"\xff\"}", "json.syntax"},
		{`{"name":"\ud800"}`, "json.syntax"},
		{`{"name":"\ud800\u0041"}`, "json.syntax"},
		{`{"name":"\udc00"}`, "json.syntax"},
		{`{"name":"\\\ud800"}`, "json.syntax"},
		{deep, "json.depth"},
		{`null`, "json.type"},
		{`[]`, "json.type"},
		{`"name"`, "json.type"},
		{`{"nane":"a"}`, "json.refused nane=json.unknown"},
		{`{"Name":"a"}`, "json.refused Name=json.unknown"},
		{`{"NAME":"a","name":"b"}`, "json.refused NAME=json.unknown"},
		{`{"name":"a","name":"b"}`, "json.refused name=json.duplicate"},
		{`{"name":"a","\u006eame":"b"}`, "json.refused name=json.duplicate"},
		{`{"con\u017fents":[]}`, "json.refused conſents=json.unknown"},
		{`{"notag":"a"}`, "json.refused notag=json.unknown"},
		{`{"Hidden":"a"}`, "json.refused Hidden=json.unknown"},
		{`{"-":"a"}`, "json.refused -=json.unknown"},
		{`{"inner":"a"}`, "json.refused inner=json.unknown"},
		{`{"deep":"a"}`, "json.refused deep=json.unknown"},
		{`{"named":{"Deep":"a"}}`, "json.refused named.Deep=json.unknown"},
		{`{"consents":[{},{"scope":"a","Scope":"b"}]}`, "json.refused consents[1].Scope=json.unknown"},
		{`{"consents":[{"version":"1"}],"age":1.5}`, "json.refused age=json.type consents[0].version=json.type"},
		{`{"consents":{"scope":["a"]}}`, "json.refused consents=json.type"},
		{`{"consents":[[1,{"a":2}]],"age":"x"}`, "json.refused age=json.type consents[0]=json.type"},
		{`{"labels":{"a":"1","A":"2"}}`, "json.refused labels.A=json.duplicate"},
		{`{"labels":[]}`, "json.refused labels=json.type"},
		{`{"labels":{"k":"1","\u212a":"2"}}`, "json.refused labels.\u212a=json.duplicate"},
		{`{"prices":{"x":{"SCOPE":"s"}}}`, "json.refused prices.x.SCOPE=json.unknown"},
		{`{"any":[{"a":{"b":1,"B":2}}]}`, "json.refused any[0].a.B=json.duplicate"},
		{`{"phone":"12"}`, "json.refused phone=invalid.phone"},
		{`{"phone":12}`, "json.refused phone=json.type"},
		{`{"point":{"lat":0,"lng":0}}`, "json.refused point=invalid.point"},
		{`{"point":{"lat":41,"lng":29,"LAT":1}}`, "json.refused point.LAT=json.unknown"},
		{`{"point":{"lat":41,"lng":29,"lat":1}}`, "json.refused point.lat=json.duplicate"},
		{`{"when":"yesterday"}`, "json.refused when=json.type"},
		{`{"name":{"name":"a","name":"b"}}`, "json.refused name=json.type name.name=json.duplicate"},
		{`{"` + strings.Repeat("é", 100) + `":1}`, "json.refused " + strings.Repeat("é", 64) + "…=json.unknown"},
	}
	for _, tt := range tests {
		got := request{Name: "kept"}
		err := Decode([]byte(tt.body), &got)
		if describe(err) != tt.want || !reflect.DeepEqual(got, request{Name: "kept"}) {
			t.Errorf("Decode(%s) = %+v, %s; want it untouched and %s", tt.body, got, describe(err), tt.want)
		}
	}
}

func TestDecode_boundsTheAnswer(t *testing.T) {
	var body strings.Builder
	body.WriteString("{")
	for i := range 1000 {
		fmt.Fprintf(&body, "%q:1,", fmt.Sprint("x", i))
	}
	body.WriteString(`"name":"a"}`)
	var e *directory.Error
	if err := Decode([]byte(body.String()), new(request)); !errors.As(err, &e) || len(e.Fields) != maxRefused {
		t.Errorf("Decode(a thousand unknown members) = %s, want %d of them named", describe(err), maxRefused)
	}
}

func TestDecode_intoNothing(t *testing.T) {
	for _, into := range []any{nil, request{}, "name"} {
		var e *directory.Error
		if err := Decode([]byte(`{}`), into); err == nil || errors.As(err, &e) {
			t.Errorf("Decode({}, %T) = %v, want an error that is our fault", into, err)
		}
	}
}

func TestIsJSON(t *testing.T) {
	for header, want := range map[string]bool{
		"application/json":                            true,
		"Application/JSON; charset=UTF-8":             true,
		"application/json;charset=\"utf-8\"":          true,
		"application/json; charset=iso-8859-1":        false,
		"text/plain":                                  false,
		"application/x-www-form-urlencoded":           false,
		"multipart/form-data; boundary=x":             false,
		"application/problem+json":                    false,
		"application/jsonp":                           false,
		"application/json, text/plain":                false,
		"text/plain; a=application/json":              false,
		"application/json; charset=utf-8; charset=u8": false,
		"": false,
	} {
		if got := IsJSON(header); got != want {
			t.Errorf("IsJSON(%q) = %v", header, got)
		}
	}
}

// describe is an error's sentence and its fields in order.
func describe(err error) string {
	var e *directory.Error
	if !errors.As(err, &e) {
		return fmt.Sprint(err)
	}
	text := e.Message.ID
	for _, at := range slices.Sorted(maps.Keys(e.Fields)) {
		text += " " + at + "=" + e.Fields[at].ID
	}
	return text
}

// FuzzDecode checks what the package is for: what is accepted has one meaning.
// encoding/json finds the same one, writing it down and reading it again changes
// nothing, and neither a changed case nor a repeated member gets through.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{"name":"a","consents":[{"scope":"b","version":2}],"any":{"x":[1,null]}}`,
		`{"point":{"lat":1,"lng":2},"labels":{"a":"b"},"pair":[1,2]}`,
		`{"name":"a","name":"b"}`, `{"NAME":"a"}`, `{"name":"\ud800"}`, `[[[[`, `{"prices":{"":{}}}`, `{"":1}`, "",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var got, lax, again request
		if err := Decode(body, &got); err != nil {
			var e *directory.Error
			if !errors.As(err, &e) || e.Kind != directory.Invalid || len(e.Fields) > maxRefused {
				t.Errorf("Decode(%q) = %v, which is nothing the caller can act on", body, err)
			}
			return
		}
		if err := json.Unmarshal(body, &lax); err != nil || !reflect.DeepEqual(got, lax) {
			t.Errorf("Decode(%q) = %+v; encoding/json says %+v, %v", body, got, lax, err)
		}
		written, err := json.Marshal(got)
		if err != nil {
			t.Fatalf("write down what %q was decoded to: %v", body, err)
		}
		if err := Decode(written, &again); err != nil {
			t.Errorf("Decode(%s), written down of %q: %s", written, body, describe(err))
		}
		twice := strings.Replace(string(written), `"name":`, `"name":"","name":`, 1)
		if err := Decode([]byte(twice), &again); err == nil {
			t.Errorf("Decode(%s) accepted a member twice", twice)
		}
		shouted := strings.Replace(string(written), `"age"`, `"Age"`, 1)
		if err := Decode([]byte(shouted), &again); err == nil && shouted != string(written) {
			t.Errorf("Decode(%s) accepted another case", shouted)
		}
	})
}

// BenchmarkDecode measures a contact request's worth of JSON.
func BenchmarkDecode(b *testing.B) {
	body := []byte(`{"name":"Ana","age":41,"phone":"+442079460958","consents":[{"scope":"share","version":3},{"scope":"store","version":1}],"labels":{"a":"b"}}`)
	b.ReportAllocs()
	for b.Loop() {
		var into request
		if err := Decode(body, &into); err != nil {
			b.Fatal(err)
		}
	}
}
