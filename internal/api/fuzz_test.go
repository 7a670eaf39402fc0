package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"pgregory.net/rapid"

	"rootline/internal/store/storetest"
)

// TestFuzz asks whatever the document's own parameters suggest, and worse:
// nothing is our fault, and every reply is as the document has it.
func TestFuzz(t *testing.T) {
	s := newSite(t, storetest.Listings(30)...)
	anyRequest := requests()
	rapid.Check(t, func(t *rapid.T) {
		path := anyRequest.Draw(t, "path")
		if r := s.get(t, path); r.status >= http.StatusInternalServerError {
			t.Errorf("GET %s answered %d %s", path, r.status, r.body)
		}
	})
}

// TestFuzz_accepted asks what the document says is accepted, where its schemas
// say all there is to say: it is.
func TestFuzz_accepted(t *testing.T) {
	s := newSite(t, storetest.Listings(30)...)
	rapid.Check(t, func(t *rapid.T) {
		query := url.Values{}
		for _, name := range []string{"service", "feature", "entry_type", "open_now", "accepting", "page", "per_page"} {
			if rapid.Bool().Draw(t, name) {
				query.Set(name, accepted(document().Components.Parameters[name].Value.Schema.Value).Draw(t, "value"))
			}
		}
		path := "/clinics?" + query.Encode()
		if r := s.get(t, path); r.status != http.StatusOK {
			t.Errorf("GET %s answered %d %s", path, r.status, r.body)
		}
	})
}

// requests generates paths of the document with parameters of theirs.
func requests() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		path := rapid.SampledFrom([]string{"/clinics", "/clinics", "/clinics", "/places", "/clinics/{clinic}", "/openapi.json"}).Draw(t, "template")
		operation := document().Paths.Value(path).Get
		var query []string
		for range rapid.IntRange(0, 6).Draw(t, "parameters") {
			if len(operation.Parameters) == 0 {
				break
			}
			p := rapid.SampledFrom(operation.Parameters).Draw(t, "parameter").Value
			value := values(p.Schema.Value).Draw(t, p.Name)
			if p.In == openapi3.ParameterInPath {
				path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
				continue
			}
			query = append(query, p.Name+"="+encodings(value).Draw(t, "encoded"))
		}
		if rapid.IntRange(0, 9).Draw(t, "stray") == 0 {
			query = append(query, encodings(rapid.String().Draw(t, "stray name")).Draw(t, "encoded"))
		}
		path = strings.ReplaceAll(path, "{clinic}", rapid.SampledFrom([]string{"example-clinic-3", "no-such-clinic"}).Draw(t, "clinic"))
		return path + "?" + strings.Join(query, "&")
	})
}

// values generates values that a schema accepts, that it nearly does, and that
// have nothing to do with it.
func values(s *openapi3.Schema) *rapid.Generator[string] {
	odd := []string{
		"", " ", ",", "0", "-1", "1e3", "NaN", "null", "true", "false", "a,,b", "0,0", "91,181", "41.01,28.98", "istanbul",
		"TR.34", "745044", "TR", "tandem", "distance", strings.Repeat("z", 300), strings.Repeat("9", 40), "\x00", "\xff\xfe", "é\u200d💉",
	}
	return rapid.OneOf(accepted(s), accepted(s), rapid.SampledFrom(odd), rapid.String(), rapid.StringN(0, 3, -1))
}

// accepted generates values that a schema accepts.
func accepted(s *openapi3.Schema) *rapid.Generator[string] {
	switch {
	case s.Items != nil:
		return rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(accepted(s.Items.Value), 1, 3).Draw(t, "list"), ",")
		})
	case len(s.Enum) > 0:
		return rapid.Map(rapid.SampledFrom(s.Enum), func(v any) string { return fmt.Sprint(v) })
	case s.Type.Is("integer"):
		return rapid.Map(rapid.IntRange(int(*s.Min), int(*s.Max)), strconv.Itoa)
	case s.Type.Is("number"):
		return rapid.Map(rapid.Float64Range(*s.Min, *s.Max), func(f float64) string { return fmt.Sprintf("%.3f", f) })
	case s.Pattern != "":
		return rapid.StringMatching(s.Pattern)
	default:
		return rapid.StringN(1, 20, -1)
	}
}

// encodings generates ways to write a value into an address: as it should be, and
// as it should not.
func encodings(value string) *rapid.Generator[string] {
	escaped := url.QueryEscape(value)
	return rapid.SampledFrom([]string{escaped, escaped, escaped, strings.ReplaceAll(escaped, "%2C", ","), escaped + "%", escaped + ";", "%ff" + escaped})
}
