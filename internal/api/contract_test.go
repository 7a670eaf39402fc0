package api_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"rootline/internal/access"
	"rootline/internal/api"
	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/search"
)

func TestDocument_isValid(t *testing.T) {
	if err := document().Validate(t.Context(), openapi3.EnableExamplesValidation()); err != nil {
		t.Errorf("openapi.yaml: %v", err)
	}
}

// TestDocument_hasEveryRoute keeps Mount and the document the same list.
func TestDocument_hasEveryRoute(t *testing.T) {
	var mounted, documented []string
	for _, r := range newApp(&api.API{}, &access.Guard{}).GetRoutes(true) {
		if r.Method != "HEAD" { // goes with every GET
			path := regexp.MustCompile(`:(\w+)`).ReplaceAllString(strings.TrimPrefix(r.Path, api.Root), "{$1}")
			mounted = append(mounted, r.Method+" "+path)
		}
	}
	for path, item := range document().Paths.Map() {
		for method := range item.Operations() {
			documented = append(documented, method+" "+path)
		}
	}
	slices.Sort(mounted)
	slices.Sort(documented)
	if !slices.Equal(mounted, documented) {
		t.Errorf("Mount has %q, openapi.yaml has %q", mounted, documented)
	}
}

// TestDocument_namesWhatThereIs keeps the closed lists of the document those of
// the program.
func TestDocument_namesWhatThereIs(t *testing.T) {
	lists := map[string][]string{
		"Service":        texts(directory.Services()),
		"Choice":         texts(search.Choices()),
		"Feature":        texts(directory.Features()),
		"EntryType":      sorted(directory.EntryTypes()),
		"CapacityStatus": sorted(directory.CapacityStatuses()),
		"Role":           sorted(directory.Roles()),
		"ReportReason":   sorted(moderation.ReportReasons()),
		"ItemKind":       sorted(moderation.ItemKinds()),
		"Field":          sorted(moderation.Fields()),
		"Who":            sorted(moderation.Whos()),
		"Reason":         reasons(),
	}
	for name, want := range lists {
		if got := enum(document().Components.Schemas[name].Value); !same(got, want) {
			t.Errorf("schema %s lists %q, want %q", name, got, want)
		}
	}
	sort := document().Components.Parameters["sort"].Value.Schema.Value
	if got, want := enum(sort), texts(search.Sorts()); !same(got, want) {
		t.Errorf("parameter sort lists %q, want %q", got, want)
	}
	photo := document().Components.Schemas["Photo"].Value.Properties["kind"].Value
	if got, want := enum(photo), sorted(directory.PhotoKinds()); !same(got, want) {
		t.Errorf("the kinds of photo are %q, want %q", got, want)
	}
}

// TestDocument_namesEveryParameter keeps the parameters of a search, and their
// limits, those that it reads.
func TestDocument_namesEveryParameter(t *testing.T) {
	for _, p := range document().Paths.Value("/clinics").Get.Parameters {
		if !search.Known(p.Value.Name) {
			t.Errorf("openapi.yaml has the parameter %s, which a search does not know", p.Value.Name)
		}
	}
	if got := len(document().Paths.Value("/clinics").Get.Parameters); got != 15 {
		t.Errorf("openapi.yaml has %d parameters of a search, want 15", got)
	}
	parameters := document().Components.Parameters
	limits := map[string]struct{ got, want float64 }{
		"page":              {*parameters["page"].Value.Schema.Value.Max, search.MaxPage},
		"per_page":          {*parameters["per_page"].Value.Schema.Value.Max, search.MaxPerPage},
		"per_page, default": {parameters["per_page"].Value.Schema.Value.Default.(float64), search.DefaultPerPage},
		"radius_km":         {*parameters["radius_km"].Value.Schema.Value.Max, search.MaxRadiusKM},
		"radius, default":   {parameters["radius_km"].Value.Schema.Value.Default.(float64), search.DefaultRadiusKM},
		"q":                 {float64(*parameters["q"].Value.Schema.Value.MaxLength), search.MaxText},
	}
	for name, p := range parameters {
		if p.Value.Schema.Value.Items != nil {
			limits[name] = struct{ got, want float64 }{float64(*p.Value.Schema.Value.MaxItems), search.MaxValues}
		}
	}
	for name, limit := range limits {
		if limit.got != limit.want {
			t.Errorf("openapi.yaml limits %s to %g, the program to %g", name, limit.got, limit.want)
		}
	}
}

// TestDocument_saysWhoMay keeps what the document says of who may ask what the
// permission table decides.
func TestDocument_saysWhoMay(t *testing.T) {
	said := 0
	for name, rule := range auth.Permissions() {
		method, path, isOurs := ours(name)
		if !isOurs {
			continue
		}
		said++
		path = regexp.MustCompile(`:(\w+)`).ReplaceAllString(path, "{$1}")
		item := document().Paths.Value(path)
		if item == nil || item.GetOperation(method) == nil {
			t.Errorf("openapi.yaml does not have %s %s", method, path)
			continue
		}
		o := item.GetOperation(method)
		signed := rule.Scope != auth.ScopePublic
		if got := o.Security != nil && len(*o.Security) == 1; got != signed || signed && o.Responses.Value("401") == nil {
			t.Errorf("openapi.yaml says of %s %s that one has to be signed in: %t, want %t", method, path, got, signed)
		}
		if got := strings.Contains(o.Description, "Needs a step-up"); got != rule.StepUp {
			t.Errorf("openapi.yaml says of %s %s that it needs a step-up: %t, want %t", method, path, got, rule.StepUp)
		}
		if (rule.StepUp || len(rule.Roles) > 0) && o.Responses.Value("403") == nil {
			t.Errorf("openapi.yaml does not say of %s %s that it may be forbidden", method, path)
		}
	}
	if said < 50 {
		t.Errorf("the table has %d routes of the API, too few", said)
	}
}

// TestDocument_changesWithItsVersion lets no version of the document be two
// documents. A new version is added to testdata/openapi.sum with UPDATE_GOLDEN=1;
// one that stands there is never written again.
func TestDocument_changesWithItsVersion(t *testing.T) {
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const path = "testdata/openapi.sum"
	sums, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	line := fmt.Sprintf("%s %x", document().Info.Version, sha256.Sum256(text))
	known := strings.Split(strings.TrimSpace(string(sums)), "\n")
	for _, other := range known {
		if version, _, _ := strings.Cut(other, " "); version == document().Info.Version && other != line {
			t.Fatalf("openapi.yaml has changed, but not its version: %s has %q, not %q", path, other, line)
		}
	}
	switch {
	case slices.Contains(known, line):
	case os.Getenv("UPDATE_GOLDEN") != "":
		if err := os.WriteFile(path, append(sums, line+"\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s does not have %q; run make golden", path, line)
	}
}

func TestDocument_isServed(t *testing.T) {
	s := newSite(t)
	for path, mediaType := range map[string]string{"/openapi.json": "application/json", "/openapi.yaml": "application/yaml"} {
		r := s.get(t, path)
		doc, err := openapi3.NewLoader().LoadFromData(r.body)
		if err != nil || r.status != 200 || r.header.Get("Content-Type") != mediaType {
			t.Fatalf("GET %s answered %d %s, %v", path, r.status, r.header.Get("Content-Type"), err)
		}
		if got, want := must(json.Marshal(doc)), must(json.Marshal(document())); !reflect.DeepEqual(got, want) {
			t.Errorf("GET %s answered another document than openapi.yaml", path)
		}
	}
}

// reasons are all there can be, whatever is decided.
func reasons() []string {
	all := map[string]bool{}
	for _, of := range []moderation.Subject{moderation.OfChange, moderation.OfListing, moderation.OfClaim, moderation.OfReport} {
		for _, r := range moderation.Reasons(of) {
			all[string(r)] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func enum(s *openapi3.Schema) []string {
	var list []string
	for _, v := range s.Enum {
		list = append(list, fmt.Sprint(v))
	}
	return list
}

func texts[T fmt.Stringer](list []T) []string {
	var texts []string
	for _, v := range list {
		texts = append(texts, v.String())
	}
	return texts
}

// same reports whether two lists have the same elements in any order.
func same(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
