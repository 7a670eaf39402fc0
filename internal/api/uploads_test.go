package api_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rootline/internal/media"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

// makePhoto makes photos of files as the program does.
func makePhoto(ctx context.Context, file io.Reader) (all []moderation.Variant, err error) {
	made, err := media.New(media.DefaultLimits()).Make(ctx, file)
	if err != nil {
		return nil, err
	}
	for _, v := range made.Variants {
		all = append(all, moderation.Variant{MediaType: v.MediaType, Width: v.Width, Height: v.Height, Bytes: v.Bytes})
	}
	return all, nil
}

// aPhoto is a PNG of nothing in particular.
func aPhoto() string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 640, 480))); err != nil {
		panic(err)
	}
	return b.String()
}

// files are the operations of the document that take a file, each with what it takes.
func (c crew) files(t *testing.T) map[string]asked {
	t.Helper()
	return map[string]asked{
		"POST /owner/clinics/{clinic}/photos": {
			method: "POST", path: c.root + "/photos?kind=team&alt=Us", token: c.tokens["owner"], media: "image/png", body: aPhoto(),
		},
		"POST /owner/claims/{claim}/documents": {
			method: "POST", path: "/owner/claims/" + c.asClaimant(t, "", "clinic", "example-clinic-2").ID + "/documents?note=It",
			token: c.tokens["nobody"], media: "application/pdf", body: "%PDF-1.7\n",
		},
	}
}

// TestFiles_areAllOfThem: what the other tests of writers leave out, because it takes no
// JSON, these tests have.
func TestFiles_areAllOfThem(t *testing.T) {
	var documented []string
	for path, item := range document().Paths.Map() {
		for method, o := range item.Operations() {
			if o.RequestBody != nil && o.RequestBody.Value.Content["application/json"] == nil {
				documented = append(documented, method+" "+path)
			}
		}
	}
	var tested []string
	for name := range newCrew(t).files(t) {
		tested = append(tested, name)
	}
	if !same(documented, tested) {
		t.Errorf("openapi.yaml has %q, which take a file; the tests have %q", documented, tested)
	}
}

// TestFiles_badInput sends to everything that takes a file what is none, what it does not
// understand, and what another site would have a browser send.
func TestFiles_badInput(t *testing.T) {
	c := newCrew(t)
	for name, good := range c.files(t) {
		before := c.everything(t)
		as := func(media, body string) asked {
			a := good
			a.media, a.body = media, body
			return a
		}
		for _, media := range []string{"", "application/json", "text/plain", "image/gif", "image/svg+xml", "application/x-www-form-urlencoded"} {
			c.refuses(t, 415, "", as(media, good.body))
		}
		c.refuses(t, 422, "empty", as(good.media, ""))
		c.refuses(t, 422, "", as(good.media, `{"is_admin":true}`))
		more := func(query string) asked {
			a := good
			a.path += query
			return a
		}
		c.refuses(t, 422, "state:", more("&state=approved"))
		c.refuses(t, 422, "alt:", more("&alt=x&alt=y"))
		c.refuses(t, 422, "note:", more("&note=x&note=y"))
		abroad, cookie := good, good
		abroad.more = http.Header{"Sec-Fetch-Site": {"cross-site"}}
		c.refuses(t, http.StatusForbidden, "another site", abroad)
		cookie.token, cookie.more = "", http.Header{"Cookie": {"__Host-session=" + good.token}}
		c.refuses(t, http.StatusUnauthorized, "Sign in", cookie)
		if after := c.everything(t); !slices.Equal(after, before) {
			t.Errorf("%s: what was refused has changed\n%q\ninto\n%q", name, before, after)
		}
	}
}

// TestAddPhoto: a photo waits, or is drafted, and nobody else may upload one.
func TestAddPhoto(t *testing.T) {
	c := newCrew(t)
	add := func(who string, pairs ...string) asked {
		query := url.Values{"kind": {"premises"}, "alt": {"The door"}}
		for i := 0; i < len(pairs); i += 2 {
			query.Set(pairs[i], pairs[i+1])
		}
		return asked{method: "POST", path: c.root + "/photos?" + query.Encode(), token: c.tokens[who], media: "image/png", body: aPhoto()}
	}
	for _, tt := range []struct{ who, name, value, says string }{
		{"owner", "kind", "selfie", "kind: Use one of"},
		{"owner", "alt", " ", "alt: Describe"},
		{"owner", "alt", strings.Repeat("a", 3000), "alt:"},
	} {
		c.refuses(t, 422, tt.says, add(tt.who, tt.name, tt.value))
	}
	for who, status := range map[string]int{"": 401, "nobody": 404, "neighbour": 404, "moderator": 403} {
		if got := c.ask(t, add(who)).status; got != status {
			t.Errorf("POST photos as %q answered %d, want %d", who, got, status)
		}
	}
	type added struct {
		Photo struct {
			ID, Alt string
			Width   int
		}
		Request *request
	}
	waits := ok[added](t, c.site, http.StatusCreated, add("owner", "alt", " The door "))
	if waits.Photo.Width != 640 || waits.Photo.Alt != "The door" || waits.Request == nil || waits.Request.State != "pending" {
		t.Errorf("POST photos = %+v; want one that waits", waits)
	}
	photos := c.own(t, "owner").Proposed["photos"].([]any)
	if got := photos[len(photos)-1].(members)["id"]; got != waits.Photo.ID {
		t.Errorf("the listing would have the photo %v, want %s", got, waits.Photo.ID)
	}
	drafted := ok[added](t, c.site, http.StatusCreated, add("manager", "kind", "before_after"))
	if drafted.Request == nil || drafted.Request.State != "draft" {
		t.Errorf("POST a photo without its case = %+v; want one in draft", drafted)
	}
	if live := ok[added](t, c.site, http.StatusCreated, add("admin")); live.Request != nil {
		t.Errorf("POST photos as an admin waits in %+v", live.Request)
	}
}

// TestAddDocument: a document is evidence, which moderators alone read, and the record says
// that they have.
func TestAddDocument(t *testing.T) {
	c := newCrew(t)
	started := c.asClaimant(t, "", "clinic", "example-clinic-2")
	show := asked{
		method: "POST", path: "/owner/claims/" + started.ID + "/documents?note=The+licence", token: c.tokens["nobody"],
		media: "application/pdf", body: "%PDF-1.7\n",
	}
	bad := func(query string) asked {
		a := show
		a.path = "/owner/claims/" + started.ID + "/documents?" + query
		return a
	}
	c.refuses(t, 422, "branch:", bad("branch=x"))
	c.refuses(t, 422, "note:", bad("note="+strings.Repeat("a", 2500)))
	others := show
	others.token = c.tokens["owner"]
	c.refuses(t, http.StatusNotFound, "no such claim", others)
	type shown struct {
		Evidence []struct{ Kind, Document, Note string }
	}
	got := ok[shown](t, c.site, http.StatusOK, show)
	if len(got.Evidence) != 1 || got.Evidence[0].Kind != "document" || got.Evidence[0].Note != "The licence" {
		t.Fatalf("POST documents = %+v", got)
	}
	path := "/admin/claims/" + started.ID + "/documents/"
	read := func(who, document string) reply {
		return c.ask(t, asked{method: "GET", path: path + document, token: c.tokens[who]})
	}
	var statuses []string
	for _, who := range []string{"", "nobody", "owner", "moderator", "admin"} {
		statuses = append(statuses, strconv.Itoa(read(who, got.Evidence[0].Document).status))
	}
	if strings.Join(statuses, " ") != "401 403 403 200 200" {
		t.Errorf("GET the document is answered %q", statuses)
	}
	r := read("moderator", got.Evidence[0].Document)
	if string(r.body) != show.body || r.header.Get("Content-Type") != "application/pdf" || r.header.Get("Content-Disposition") != `attachment; filename="document.pdf"` {
		t.Errorf("GET the document = %q, %v", r.body, r.header)
	}
	for _, none := range []string{"x", storetest.ID(7).String()} {
		if r := read("moderator", none); r.status != http.StatusNotFound {
			t.Errorf("GET a document that is not there = %d", r.status)
		}
	}
	type history struct{ Items []struct{ What string } }
	past := ok[history](t, c.site, http.StatusOK, asked{method: "GET", path: "/admin/audit", token: c.tokens["admin"]})
	if len(past.Items) == 0 || past.Items[0].What != "claim.read" {
		t.Errorf("the record has %+v at its end", past.Items)
	}
}
