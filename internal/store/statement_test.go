package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestStatements wants ?N for the Nth argument in every statement: $1, and ? alone,
// are bound in the order in which they appear, which is silently another one.
func TestStatements(t *testing.T) {
	wrong := regexp.MustCompile(`\?\D|\?$|\$\d`)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d files, %v", len(files), err)
	}
	statements := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && strings.HasPrefix(text.Value, "`") {
				statements++
				if at := wrong.FindString(strings.Trim(text.Value, "`")); at != "" {
					t.Errorf("%s: a statement has %q: %s", name, at, text.Value)
				}
			}
			return true
		})
	}
	if statements < 10 {
		t.Errorf("found %d statements, want all of them", statements)
	}
}
