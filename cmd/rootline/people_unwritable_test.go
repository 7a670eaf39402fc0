package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rootline/internal/server"
)

// unwritable are fields of what is kept that nobody writes by sending them: how a thing
// stands, whose it is, who vouches for it, and what was decided of it.
var unwritable = []string{
	"state", "id", "slug", "organization_id", "account_id", "by", "at", "is_admin", "roles", "verified", "approved", "live",
	"evidence", "decision", "source", "observed_at", "expires_at", "fact.state", "differences", "granted", "session", "geo_precision", "__proto__",
}

// TestPeople_unwritable sends to every route that changes something what it understands,
// with one field more of those that nobody may write, in the body and in the query, and
// to forms what they understand in the query alone (S4). All of it is refused, and nothing
// changes.
func TestPeople_unwritable(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	links := w.lettersWithLinks()
	before, sent, rows := w.dump(), 0, 0
	for _, row := range routesOf(server.New(*mounted(t, w.cfg, w.house))) {
		method, pattern, _ := strings.Cut(row, " ")
		if method == http.MethodGet {
			continue
		}
		s := w.whoMay(row)
		path := w.realPath(s, row, pattern, links)
		rows++
		refused := func(path, body, kind string) {
			t.Helper()
			if a := w.send(method, path, body, append(s.as(path), "Content-Type", kind)...); a.status != http.StatusUnprocessableEntity {
				t.Errorf("%s %s (%.200q) as %v = %d %s, want 422: %.200s", method, path, body, s, a.status, a.location(), a.body)
			}
			sent++
		}
		for _, field := range unwritable {
			w.withField(t, row, path, field, refused)
		}
		if bodies[row] != "" && bodyType(path) == formType {
			a := w.send(method, path+"?"+bodies[row], "", append(s.as(path), "Content-Type", formType)...)
			if sent++; a.status < 400 || a.status >= 500 { // an empty form, for whatever reason
				t.Errorf("%s %s?%s as %v without a body = %d %s, want it refused", method, path, bodies[row], s, a.status, a.location())
			}
		}
	}
	w.unchanged("a field that nobody may write", before)
	t.Logf("%d routes that change something, %d requests", rows, sent)
}

// withField sends to a route, by refused, what it understands with a field besides.
func (w *world) withField(t *testing.T, row, path, field string, refused func(path, body, kind string)) {
	t.Helper()
	method, pattern, _ := strings.Cut(row, " ")
	named := url.QueryEscape(field)
	switch kind := bodyType(path); {
	case kind == jsonType:
		rest := strings.TrimPrefix(bodies[row], "{")
		if rest == "" {
			rest = "}"
		} else {
			rest = "," + rest
		}
		refused(path, `{"`+field+`":{"x":1}`+rest, jsonType)
		refused(path+"?"+named+"=x", bodies[row], jsonType)
	case kind != formType: // a file has no fields
		refused(path+"?"+named+"=x", bodies[row], kind)
	case takesFile(method, pattern):
		body, kind := upload(t, aPNG(t), "The sky")
		part := "Content-Disposition: form-data; name=\"" + field + "\"\r\n\r\nx\r\n--"
		boundary, _, _ := strings.Cut(body, "\r\n")
		refused(path, boundary+"\r\n"+part+strings.TrimPrefix(body, "--"), kind)
	default:
		refused(path, strings.TrimPrefix(bodies[row]+"&"+named+"=x", "&"), formType)
	}
}
