package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rootline/internal/auth"
	"rootline/internal/store/storetest"
)

// everything is all that the admin of these tests may see of people: what a refused
// request must not change.
func (c crew) everything(t *testing.T) (seen []string) {
	t.Helper()
	for _, path := range []string{"/auth/account", "/auth/passkeys", "/owner/places", "/admin/members", c.root + "/members"} {
		seen = append(seen, string(c.ask(t, asked{method: "GET", path: path, token: c.tokens["admin"]}).body))
	}
	return append(seen, strconv.Itoa(len(storetest.Letters(t, c.store))))
}

// refusesBody sends a body that is not what the document says, as somebody who may do
// everything, and fails unless that is why it is refused.
func (c crew) refusesBody(t *testing.T, w *writer, status int, names, body, media string) {
	t.Helper()
	a := asked{method: w.method, path: w.path, token: c.tokens[w.as], body: body, media: media}
	r := c.ask(t, a)
	p := problemOf(t, r)
	var got []string
	for _, e := range p.Errors {
		got = append(got, e.Name)
	}
	if r.status != status || strings.Join(got, " ") != names {
		t.Errorf("%s %.200q as %q answered %d %s about %q; want %d about %q", w, body, media, r.status, p.Detail, got, status, names)
	}
}

// refusesWithin is refusesBody of what is wrong with a member, or with what stands in it.
func (c crew) refusesWithin(t *testing.T, w *writer, name, body string) {
	t.Helper()
	r := c.ask(t, asked{method: w.method, path: w.path, token: c.tokens[w.as], body: body})
	p := problemOf(t, r)
	about := len(p.Errors) > 0
	for _, e := range p.Errors {
		rest, ok := strings.CutPrefix(e.Name, name)
		about = about && ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	}
	if r.status != 422 || !about {
		t.Errorf("%s %.200q answered %d %s about %v; want 422 about %s", w, body, r.status, p.Detail, p.Errors, name)
	}
}

// TestWriters_badInput sends to everything that writes what is no JSON, not the JSON
// that it takes, or the same twice.
func TestWriters_badInput(t *testing.T) {
	c := newCrew(t)
	before := c.everything(t)
	const form, text, latin = "application/x-www-form-urlencoded", "text/plain", "application/json; charset=iso-8859-1"
	for _, w := range c.writers(t) {
		example := string(must(json.Marshal(w.example)))
		c.refusesBody(t, &w, 415, "", "name=x", form)
		c.refusesBody(t, &w, 415, "", example, text)
		c.refusesBody(t, &w, 415, "", example, latin)
		c.refusesBody(t, &w, 422, "", "null", "")
		c.refusesBody(t, &w, 422, "", "[]", "")
		c.refusesBody(t, &w, 422, "", "{}{}", "")
		c.refusesBody(t, &w, 422, "", strings.Repeat("[", 10_000), "")
		c.refusesBody(t, &w, 422, "", "{\"a\":\"\xff\"}", "")
		c.refusesBody(t, &w, 422, "no_such_member", w.with("no_such_member", 1), "")
		c.refuses(t, 422, "v: There", asked{method: w.method, path: w.path + "?v=1", token: c.tokens[w.as], body: example})
		if w.example == nil {
			continue
		}
		c.refusesBody(t, &w, 415, "", "", "")
		c.refusesBody(t, &w, 422, "", "", "application/json")
		for _, name := range w.required {
			c.refusesBody(t, &w, 422, name, w.without(name), "")
		}
		for _, name := range w.writable {
			value := string(must(json.Marshal(w.example[name])))
			if _, given := w.example[name]; !given {
				value = "null"
			}
			twice := strings.Replace(w.with(name, json.RawMessage(value)), "{", `{"`+name+`":`+value+`,`, 1)
			c.refusesBody(t, &w, 422, name, twice, "")
			for _, value := range w.strangers(name) {
				c.refusesWithin(t, &w, name, w.with(name, value))
			}
			c.refusesBody(t, &w, 422, strings.ToUpper(name), w.with(strings.ToUpper(name), "x"), "")
		}
	}
	if after := c.everything(t); !slices.Equal(after, before) {
		t.Errorf("what was refused has changed\n%q\ninto\n%q", before, after)
	}
}

// TestReaders_badInput asks for what is read of people with a parameter that nothing
// understands.
func TestReaders_badInput(t *testing.T) {
	c := newCrew(t)
	for _, path := range []string{"/auth/account", "/auth/sessions", "/auth/passkeys", "/owner/places", c.root + "/members", "/admin/members"} {
		ok[struct{}](t, c.site, http.StatusOK, asked{method: "GET", path: path, token: c.tokens["admin"]})
		c.refuses(t, 422, "v: There", asked{method: "GET", path: path + "?v=1", token: c.tokens["admin"]})
	}
}

// TestWriters_long sends a megabyte where a few letters belong, and text that no name
// or code is made of.
func TestWriters_long(t *testing.T) {
	c := newCrew(t)
	before := c.everything(t)
	for _, w := range c.writers(t) {
		for _, name := range w.writable {
			values := []string{strings.Repeat("a", 1<<20), "a\x00b"}
			if name != "text" { // which may have lines, in any script
				values = append(values, "a\r\nBcc: x@clinic.example", "\u202eabc")
			}
			for _, value := range values {
				a := asked{method: w.method, path: w.path, token: c.tokens[w.as], body: w.with(name, value)}
				if r := c.ask(t, a); r.status < 400 || r.status >= 500 {
					t.Errorf("%s with %.40q in %s answered %d %s", &w, value, name, r.status, r.body)
				}
			}
		}
	}
	if after := c.everything(t); !slices.Equal(after, before) {
		t.Errorf("what was refused has changed\n%q\ninto\n%q", before, after)
	}
}

// TestWriters_onlyWhatIsWritable (S4) sends everything that the document has a name
// for to everything that writes, unless that takes it: roles, states, owners, times.
func TestWriters_onlyWhatIsWritable(t *testing.T) {
	c := newCrew(t)
	before := c.everything(t)
	names := map[string]bool{}
	properties(must(json.Marshal(document())), names)
	if len(names) < 100 || !names["role"] || !names["recovery_codes_left"] || !names["strong"] {
		t.Fatalf("the document names %d members, too few", len(names))
	}
	tried := 0
	for _, w := range c.writers(t) {
		foreign := slices.Sorted(maps.Keys(names))
		foreign = slices.DeleteFunc(foreign, func(name string) bool { return slices.Contains(w.writable, name) })
		for some := range slices.Chunk(foreign, 20) { // as many as one reply names
			c.refusesBody(t, &w, 422, strings.Join(some, " "), w.withAll(some, "admin"), "")
		}
		tried += len(foreign)
	}
	t.Logf("%d members were sent to where they cannot be written", tried)
	if after := c.everything(t); !slices.Equal(after, before) {
		t.Errorf("what was refused has changed\n%q\ninto\n%q", before, after)
	}
}

// TestWriters_guarded asks for everything that writes from a page of another site,
// and for what is not open to all with a cookie in the place of a token.
func TestWriters_guarded(t *testing.T) {
	c := newCrew(t)
	open := map[string]bool{}
	for name, rule := range auth.Permissions() {
		if method, path, isOurs := ours(name); isOurs && rule.Scope == auth.ScopePublic {
			open[method+" "+strings.Replace(path, ":clinic", storetest.Listing(1).Clinic.Slug.String(), 1)] = true
		}
	}
	cookie := http.Header{"Cookie": {"__Host-session=" + c.tokens["admin"]}}
	abroad := http.Header{"Sec-Fetch-Site": {"cross-site"}}
	for _, w := range c.writers(t) {
		a := asked{method: w.method, path: w.path, body: string(must(json.Marshal(w.example))), more: cookie}
		if !open[w.String()] {
			c.refuses(t, http.StatusUnauthorized, "Sign in", a)
		}
		a.more, a.token = abroad, c.tokens[w.as]
		c.refuses(t, http.StatusForbidden, "another site", a)
	}
}

// TestWriters_fuzz sends whatever to whatever: nothing is our fault, and every reply
// is as the document has it.
func TestWriters_fuzz(t *testing.T) {
	c := newCrew(t)
	writers := slices.DeleteFunc(c.writers(t), func(w writer) bool { return w.example == nil })
	texts := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"", "x", "493021", "owner", "admin", "x@clinic.example", "Ada.Example-1@clinic.example", password, "en", strings.Repeat("9", 300),
	}))
	values := rapid.OneOf(texts.AsAny(), texts.AsAny(), texts.AsAny(), rapid.Int().AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil))
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SampledFrom(writers).Draw(t, "writer")
		members := maps.Clone(w.example)
		for _, name := range w.writable {
			if rapid.Bool().Draw(t, name) {
				members[name] = values.Draw(t, "value")
			}
		}
		if rapid.IntRange(0, 9).Draw(t, "stray") == 0 {
			members[rapid.String().Draw(t, "name")] = values.Draw(t, "value")
		}
		a := asked{method: w.method, path: w.path, token: c.tokens[w.as], body: string(must(json.Marshal(members)))}
		if r := c.ask(t, a); r.status >= http.StatusInternalServerError {
			t.Errorf("%s %s answered %d %s", &w, a.body, r.status, r.body)
		}
	})
}
