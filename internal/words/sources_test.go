package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// families are the ids that the program puts together from a name and its
// prefix, so that no source has them whole. Each entry names who does.
var families = []string{
	"month.", "weekday.", "country.", "country_in.", "service.", "feature.", // package words
	"choice.", // search's labels and the pages' forms
	"sort.", "filters.group.", "entry.", "filters.country", "filters.region", "filters.city", "filters.language",
	"home.prp.", "home.smp.", "home.tandem.", "place.about.", "place.service.", "clinic.service.", // by service
	"capacity.", "group.", "photo.", "price.unit.", "price.sessions.", // by a value of directory
	"problems.",         // by type of problem
	"import.weight.",    // by a verdict of package intake
	"signin_page.role.", // by a role
	"signin_page.may.",
	"team_page.role.", "team_page.may.",
	"figures_page.fact.", "figures_page.kind.", // by a kind of fact, of count
	"moderation.reason.",                                                                                       // by a reason of package moderation
	"report_page.reason.", "claim_page.kind.", "claim_page.state.", "claim_page.next.", "claim_page.standing.", // by a value of package moderation
	// by what waits for moderators, and by what can stand in the record
	"queue_page.kind.", "queue_page.kinds.", "queue_page.evidence.", "queue_page.branch.", "queue_page.report.", "queue_page.request.",
	"queue_page.claim.", "queue_page.becomes.", "queue_page.event.",
	// by a kind of letter
	"mail.change_approved.", "mail.change_approved_in_part.", "mail.change_rejected.", "mail.change_asked_back.", "mail.listing_published.",
	"mail.listing_rejected.", "mail.listing_suspended.", "mail.listing_archived.", "mail.listing_reinstated.", "mail.claim_granted.",
	"mail.claim_denied.", "mail.claim_final.", "mail.claim_contested.", "mail.claim_waits.", "mail.claim_lost.",
	"mail.report_decided.", "mail.notice_decided.", "mail.facts_due.",
}

// sayers are the functions that take an id, and which argument it is. The pairs
// that fill its gaps come after it; n of them are other arguments.
var sayers = map[string]struct{ id, pairs int }{
	"T":       {0, 1},
	"N":       {0, 2},
	"Msg":     {0, 1},
	"Refuse":  {1, 2},
	"vouched": {0, -1},
	"refuse":  {1, 2},
}

// use is an id in a source, and the gaps that are filled there; nil if the
// source does not spell them out.
type use struct {
	at   string
	id   string
	gaps []string
}

// TestCatalogueAndSourcesAgree reads every Go file of the program, those that
// templ generates among them. Every id that is said has to be in the catalogue
// with the gaps it is given, and every sentence of the catalogue has to be said
// somewhere.
func TestCatalogueAndSourcesAgree(t *testing.T) {
	w := English()
	literals := map[string]bool{}
	for path, file := range sources(t, "../..") {
		for _, u := range uses(path, file) {
			check(t, w, u)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := literal(n); ok {
				literals[s] = true
			}
			return true
		})
	}
	for _, id := range slices.Sorted(maps.Keys(w.ids())) {
		inFamily := slices.ContainsFunc(families, func(prefix string) bool {
			rest, ok := strings.CutPrefix(id, prefix)
			return ok && !strings.Contains(rest, ".")
		})
		if !literals[id] && !inFamily {
			t.Errorf("nothing says the sentence %s; remove it from the catalogue", id)
		}
	}
}

// check holds a use against the catalogue.
func check(t *testing.T, w *Words, u use) {
	t.Helper()
	want, ok := w.ids()[u.id]
	if !ok {
		t.Errorf("%s says %q, which is not in the catalogue", u.at, u.id)
		return
	}
	if u.gaps == nil {
		return
	}
	for _, name := range want {
		if !slices.Contains(u.gaps, name) {
			t.Errorf("%s leaves {{.%s}} of %s open", u.at, name, u.id)
		}
	}
}

// ids are the ids of every sentence, each with the names of its gaps.
func (w *Words) ids() map[string][]string {
	ids := map[string][]string{}
	for id := range w.plain {
		ids[id] = []string{}
	}
	for id, p := range w.gapped {
		ids[id] = []string{}
		for _, piece := range p {
			if piece.gap != "" && (piece.gap != "Count" || !w.plurals[id]) {
				ids[id] = append(ids[id], piece.gap)
			}
		}
	}
	return ids
}

// sources parses every Go file below root that is not a test.
func sources(t *testing.T, root string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name := d.Name()
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == "node_modules" || name == "testdata" || strings.HasSuffix(name, "test") || strings.HasPrefix(name, ".") && path != root):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		files[strings.TrimPrefix(path, root+"/")] = file
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// uses are the calls in a file that name an id in plain sight.
func uses(path string, file *ast.File) []use {
	var found []use
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sayer, ok := sayers[nameOf(call.Fun)]
		if !ok || len(call.Args) <= sayer.id {
			return true
		}
		id, ok := literal(call.Args[sayer.id])
		if ok && id != "" {
			found = append(found, use{path + ": " + nameOf(call.Fun), id, gapsOf(call, sayer.pairs)})
		}
		return true
	})
	return found
}

// gapsOf are the names among the pairs of a call; nil if they cannot be told.
func gapsOf(call *ast.CallExpr, from int) []string {
	if from < 0 || call.Ellipsis.IsValid() {
		return nil
	}
	gaps := []string{}
	for i := from; i < len(call.Args); i += 2 {
		name, ok := literal(call.Args[i])
		if !ok {
			return nil
		}
		gaps = append(gaps, name)
	}
	return gaps
}

func nameOf(fun ast.Expr) string {
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
