package page

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rootline/internal/directory"
)

// eventName is what the record calls something that was done.
var eventName = regexp.MustCompile(`^(change|claim|listing|fact|report|queue|role|row|audit)\.[a-z_]+$`)

// TestEvents_everyKindIsWorded reads what can stand in the record out of the sources, so
// that none is forgotten: each has words for moderators, and for the people of a clinic.
func TestEvents_everyKindIsWorded(t *testing.T) {
	events := recordable(t)
	for _, state := range []directory.ListingState{directory.Published, directory.Rejected, directory.Suspended, directory.Archived} {
		events["listing."+string(state)] = true // put together from where moderators may have it stand
	}
	if len(events) < 40 {
		t.Errorf("%d kinds of events were found: %q", len(events), slices.Sorted(maps.Keys(events)))
	}
	for what := range events {
		if said := frame().event(what); said == what {
			t.Errorf("moderators have no words for %q", what)
		}
		// What is of no listing its people do not read.
		if apart := strings.HasPrefix(what, "audit.") || strings.HasPrefix(what, "queue.") || strings.HasPrefix(what, "row."); !apart && frame().Event(what) == what {
			t.Errorf("the people of a clinic have no words for %q", what)
		}
	}
}

// recordable are the names of events in the sources of those who keep the record.
func recordable(t *testing.T) map[string]bool {
	t.Helper()
	events := map[string]bool{}
	for _, pattern := range []string{"../../internal/moderation/*.go", "../../internal/store/audit*.go"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if !strings.HasSuffix(path, "_test.go") {
				readEvents(t, path, events)
			}
		}
	}
	return events
}

// readEvents adds the names of events in a file: whatever looks like one. An event whose
// name does not look like one is an error.
func readEvents(t *testing.T, path string, events map[string]bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			name, ok := unquoted(n.Value)
			if key, is := n.Key.(*ast.Ident); is && key.Name == "What" && ok && !eventName.MatchString(name) {
				t.Errorf("%s: an event is called %q, which this test does not look for", path, name)
			}
		case *ast.BasicLit:
			if name, ok := unquoted(n); ok && eventName.MatchString(name) {
				events[name] = true
			}
		}
		return true
	})
}

func unquoted(n ast.Expr) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
