package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed is the map of the house: each package, and those of ours that it may
// import, floor by floor from the ground. Imports go down only, never sideways;
// an edge that is not here is a design decision, to be made here, in view.
var allowed = map[string]string{
	// beside: they import nothing of ours
	"db":              "",
	"web":             "",
	"internal/config": "",
	"internal/arch":   "",
	"internal/jobs":   "",
	// 1: nouns
	"internal/directory": "",
	// 2: maps and words
	"internal/gazetteer":        "internal/directory internal/gazetteer/layout",
	"internal/gazetteer/layout": "",
	"internal/gazetteer/build":  "internal/directory internal/gazetteer/layout",
	"internal/problem":          "internal/directory",
	"internal/strictjson":       "internal/directory",
	"internal/openinghours":     "internal/directory",
	"internal/words":            "internal/directory",
	// 3: rules, without I/O
	"internal/auth":              "internal/directory",
	"internal/auth/entry":        "internal/auth internal/auth/passkey internal/directory",
	"internal/auth/self":         "internal/auth internal/auth/passkey internal/directory",
	"internal/auth/team":         "internal/auth internal/directory",
	"internal/auth/passkey":      "internal/auth internal/directory",
	"internal/search":            "internal/directory internal/gazetteer internal/words",
	"internal/moderation":        "internal/auth internal/directory",
	"internal/figures":           "internal/directory",
	"internal/search/searchtest": "internal/directory internal/gazetteer internal/search",
	"internal/intake":            "internal/directory internal/gazetteer internal/intake/cell internal/intake/locate internal/intake/match internal/openinghours",
	"internal/intake/match":      "internal/directory",
	"internal/intake/maps":       "",
	"internal/intake/locate":     "internal/directory internal/gazetteer",
	"internal/intake/cell":       "internal/directory",
	// 4: cellar and faces
	"internal/fetch":               "internal/directory",
	"internal/demo":                "internal/demo/sketch internal/directory internal/gazetteer",
	"internal/demo/sketch":         "",
	"internal/interop/contentline": "",
	"internal/interop/ical":        "internal/directory internal/interop/contentline internal/words",
	"internal/interop/vcard":       "internal/directory internal/interop/contentline internal/words",
	"internal/interop/csv":         "internal/directory internal/intake/cell internal/openinghours",
	"internal/interop/xlsx":        "internal/directory",
	"internal/interop/geojson":     "internal/directory",
	"internal/interop/ndjson":      "internal/directory internal/strictjson",
	"internal/interop/jsonld":      "internal/directory internal/words",
	"internal/store":               "db internal/auth internal/directory internal/figures internal/intake internal/moderation internal/strictjson",
	"internal/store/storetest":     "internal/auth internal/directory internal/figures internal/intake internal/moderation internal/store",
	"internal/vault":               "internal/directory",
	"internal/access":              "internal/auth internal/auth/entry internal/directory",
	"internal/mail":                "internal/directory internal/words",
	"internal/mail/mailtest":       "",
	"internal/media":               "internal/directory",
	"web/page":                     "internal/directory internal/figures internal/moderation internal/problem internal/search internal/words web",
	// 5: doors
	"internal/api":    "internal/access internal/auth internal/auth/entry internal/auth/self internal/auth/team internal/directory internal/fetch internal/figures internal/gazetteer internal/interop/geojson internal/media internal/moderation internal/problem internal/search internal/strictjson internal/words",
	"internal/pages":  "internal/access internal/auth internal/auth/entry internal/auth/self internal/auth/team internal/directory internal/fetch internal/figures internal/gazetteer internal/interop/ical internal/interop/jsonld internal/interop/vcard internal/media internal/moderation internal/problem internal/search internal/words web web/page",
	"internal/server": "internal/directory internal/problem internal/words",
	// 6: wiring
	"cmd/assets":   "internal/gazetteer/build",
	"cmd/rootline": "*",
}

// TestImports reads every Go file of the house and compares what it imports
// with the map. It parses the files itself, for then the test cache knows them:
// a result obtained through go list would be served stale.
func TestImports(t *testing.T) {
	seen := map[string]bool{}
	for path, imports := range importsOf(t, "../..") {
		dir := filepath.ToSlash(filepath.Dir(path))
		seen[dir] = true
		may, known := allowed[dir]
		if !known {
			t.Errorf("%s: package %s is not on the map; put it on a floor", path, dir)
			continue
		}
		if may == "*" || strings.HasSuffix(path, "_test.go") {
			continue // tests may reach down and across to put the real things together
		}
		for _, other := range imports {
			if !slices.Contains(strings.Fields(may), other) {
				t.Errorf("%s: %s imports %s, which the map does not allow", path, dir, other)
			}
		}
	}
	for dir := range allowed {
		if !seen[dir] {
			t.Errorf("the map has %s, which has no Go files; take it off", dir)
		}
	}
}

// importsOf returns, for every Go file below root, which packages of ours it
// imports, as folders relative to root.
func importsOf(t *testing.T, root string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != root) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		found[rel] = nil
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(imported, "rootline/"); ok {
				found[rel] = append(found[rel], ours)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
