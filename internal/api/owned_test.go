package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rootline/internal/store/storetest"
)

// members is a JSON object.
type members = map[string]any

// request is what the tests look at of a request to change a listing.
type request struct {
	ID          string
	State       string
	Revision    int
	Differences []struct{ Name string }
	Conflicts   []struct {
		Name         string
		From, To, Is any
	}
	Decision *struct{ Reason, Text string }
}

func (r *request) names() string {
	if r == nil {
		return "none"
	}
	all := []string{r.State}
	for _, d := range r.Differences {
		all = append(all, d.Name)
	}
	return strings.Join(all, " ")
}

// owned is a listing as its people see it.
type owned struct {
	Version           int64
	Revision          int
	Who               string
	Listing, Proposed members
	Request           *request
	Others            []request
	Percent           int
	Missing           []string
}

type edited struct {
	Live    *request
	Current owned
}

func (c crew) own(t *testing.T, who string) owned {
	t.Helper()
	return ok[owned](t, c.site, http.StatusOK, asked{method: "GET", path: c.root, token: c.tokens[who]})
}

// change is an edit of what somebody was shown.
func (c crew) change(shown owned, who string, changes members, more ...any) asked {
	body := members{"version": shown.Version, "changes": changes}
	if shown.Revision > 0 {
		body["revision"] = shown.Revision
	}
	for i := 0; i < len(more); i += 2 {
		body[more[i].(string)] = more[i+1]
	}
	return asked{method: "PATCH", path: c.root, token: c.tokens[who], body: string(must(json.Marshal(body)))}
}

func (c crew) edit(t *testing.T, who string, changes members, more ...any) edited {
	t.Helper()
	return ok[edited](t, c.site, http.StatusOK, c.change(c.own(t, who), who, changes, more...))
}

func street(line string) members {
	return members{"address": members{"address_1": line, "city": members{"id": 745044}, "postal_code": "34000"}}
}

// shut is a week of which only the Tuesdays are left.
func shut() members {
	return members{"hours": members{"week": members{"tuesday": []any{members{"opens": "22:00", "closes": "26:30"}}}}}
}

// TestOwned_byRole asks for everything about a clinic's listing in every role.
func TestOwned_byRole(t *testing.T) {
	tests := []struct{ method, path, body, want string }{ // visitor nobody neighbour moderator manager owner brand owner admin
		{"GET", "", "", "401 404 404 403 200 200 200 200"},
		{"PATCH", "", `{"version":1,"draft":true}`, "401 404 404 403 200 200 200 200"},
		{"GET", "/history", "", "401 404 404 403 200 200 200 200"},
		{"POST", "/requests/{id}/withdrawal", "", "401 404 404 403 404 404 404 404"},
		{"POST", "/facts", `{"fact":"hours","right":true}`, "401 404 404 403 204 204 204 403"},
		{"POST", "/facts", `{"fact":"weather","right":true}`, "401 404 404 403 404 404 404 403"},
		{"GET", "/export", "", "401 404 404 403 403 200 200 403"},
		{"POST", "/withdrawal", "", "401 404 404 403 403 204 409 403"},
		{"POST", "/requests/{id}/settlement", `{"name":"address","wanted":false}`, "401 404 404 403 404 404 404 404"},
	}
	names := []string{"", "nobody", "neighbour", "moderator", "manager", "owner", "brand owner", "admin"}
	c := newCrew(t)
	for _, tt := range tests {
		path := c.root + strings.Replace(tt.path, "{id}", storetest.ID(7).String(), 1)
		var got []string
		for _, name := range names {
			r := c.ask(t, asked{method: tt.method, path: path, body: tt.body, token: c.tokens[name]})
			got = append(got, strconv.Itoa(r.status))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s {clinic}%s answered %q, %q; want %s", tt.method, tt.path, names, got, tt.want)
		}
	}
}

// TestEdit: hours are live at once and the address waits, which visitors do not see.
func TestEdit(t *testing.T) {
	c := newCrew(t)
	first := c.own(t, "owner")
	if first.Version != 1 || first.Request != nil || first.Who != "owner" || first.Percent != 100 {
		t.Fatalf("GET {clinic} = %+v", first)
	}
	changes := street("9 Quay")
	maps.Copy(changes, shut())
	got := c.edit(t, "owner", changes)
	if got.Live.names() != "approved hours exceptions.2027-01-01/2027-01-01" || got.Current.Request.names() != "pending address" {
		t.Errorf("PATCH {clinic} has %s live and %s waiting", got.Live.names(), got.Current.Request.names())
	}
	now, next := got.Current.Listing, got.Current.Proposed
	if at(now, "address", "address_1") != "1 Example Street" || at(next, "address", "address_1") != "9 Quay" {
		t.Errorf("visitors see %v, and would see %v", at(now, "address", "address_1"), at(next, "address", "address_1"))
	}
	if at(now, "hours", "fact", "source") != "the clinic" || at(now, "hours", "week", "tuesday").([]any)[0].(members)["closes"] != "26:30" {
		t.Errorf("the hours are %v", now["hours"])
	}
	path := c.root + "/requests/" + got.Current.Request.ID + "/withdrawal"
	c.refuses(t, http.StatusNotFound, "no such request", asked{method: "POST", path: path, token: c.tokens["manager"]})
	ok[struct{}](t, c.site, http.StatusNoContent, asked{method: "POST", path: path, token: c.tokens["owner"]})
	c.refuses(t, http.StatusConflict, "", asked{method: "POST", path: path, token: c.tokens["owner"]})
	type history struct{ Items []struct{ What string } }
	past := ok[history](t, c.site, http.StatusOK, asked{method: "GET", path: c.root + "/history", token: c.tokens["owner"]})
	if len(past.Items) == 0 || past.Items[0].What != "change.withdraw" {
		t.Errorf("GET history = %+v", past)
	}
	c.refuses(t, 422, "before:", asked{method: "GET", path: c.root + "/history?before=x", token: c.tokens["owner"]})
	c.refuses(t, 422, "listing:", asked{method: "GET", path: c.root + "/history?listing=" + storetest.ID(7).String(), token: c.tokens["owner"]})
}

// at is what stands in an object, deeper and deeper.
func at(in members, names ...string) any {
	var v any = in
	for _, name := range names {
		v, _ = v.(members)[name]
	}
	return v
}

// TestEdit_asShown sends everything back as it is shown, but for what says how it is
// known: that changes nothing.
func TestEdit_asShown(t *testing.T) {
	for _, who := range []string{"owner", "admin"} {
		c := newCrew(t)
		got := c.edit(t, who, asShown(c.own(t, who).Listing))
		if got.Live != nil || got.Current.Request != nil || got.Current.Version != 1 {
			t.Errorf("PATCH {clinic} by the %s as it is shown has %s live and %s waiting, version %d",
				who, got.Live.names(), got.Current.Request.names(), got.Current.Version)
		}
	}
}

// asShown are changes that want what is.
func asShown(listing members) members {
	changes := members{}
	for _, name := range []string{"name", "description", "website", "email", "phones", "languages", "hours", "offerings", "practitioners", "photos", "operating", "address"} {
		changes[name] = without(listing[name], "fact", "since", "region", "region_name", "country", "time_zone", "slug", "url", "width", "height")
	}
	changes["address"].(members)["city"] = members{"id": 745044}
	return changes
}

// without is a value without some members, however deep they are.
func without(v any, names ...string) any {
	switch v := v.(type) {
	case []any:
		all := []any{}
		for _, e := range v {
			all = append(all, without(e, names...))
		}
		return all
	case members:
		some := members{}
		for name, e := range v {
			if !slices.Contains(names, name) {
				some[name] = without(e, names...)
			}
		}
		return some
	}
	return v
}

// TestEdit_conflict: whoever comes second is shown both sides, and nothing is lost.
func TestEdit_conflict(t *testing.T) {
	c := newCrew(t)
	shown := c.own(t, "manager")
	c.edit(t, "owner", shut())
	r := c.refuses(t, http.StatusConflict, "has changed since", c.change(shown, "manager", members{"description": "By the harbour."}))
	var told struct{ Current owned }
	if err := json.Unmarshal(r.body, &told); err != nil || told.Current.Version != 2 {
		t.Errorf("the second is told %s, %v", r.body, err)
	}
	a := c.edit(t, "owner", street("9 Quay"))
	b := c.edit(t, "manager", street("10 Quay"))
	if len(b.Current.Others) != 1 || len(a.Current.Others) != 0 {
		t.Errorf("the second sees %d requests of others, the first %d", len(b.Current.Others), len(a.Current.Others))
	}
	c.decide(t, "change", a.Current.Request.ID, http.StatusNoContent, "answer", "approve", "revision", 1)
	own := c.own(t, "manager")
	if own.Request == nil || len(own.Request.Conflicts) != 1 || at(own.Request.Conflicts[0].Is.(members), "address_1") != "9 Quay" {
		t.Fatalf("the second then waits for %+v", own.Request)
	}
	settle := post(c.root+"/requests/"+own.Request.ID+"/settlement", c.tokens["manager"])
	settle.body = `{"name":"address","wanted":true}`
	if got := ok[request](t, c.site, http.StatusOK, settle); got.names() != "pending address" || len(got.Conflicts) != 0 {
		t.Errorf("POST settlement = %+v", got)
	}
	c.refuses(t, http.StatusNotFound, "no such conflict", settle)
}

// TestEdit_draft: what is not finished is seen by its author alone, until it is sent.
func TestEdit_draft(t *testing.T) {
	c := newCrew(t)
	got := c.edit(t, "owner", members{"description": "By the harbour.", "hours": shut()["hours"]}, "draft", true)
	if got.Live != nil || got.Current.Request.names() != "draft description hours exceptions.2027-01-01/2027-01-01" || len(c.own(t, "manager").Others) != 0 {
		t.Errorf("PATCH {clinic} as a draft = %s, live %s", got.Current.Request.names(), got.Live.names())
	}
	own := c.own(t, "owner")
	sent := ok[edited](t, c.site, http.StatusOK, asked{
		method: "PATCH", path: c.root, token: c.tokens["owner"], body: `{"version":1,"revision":` + strconv.Itoa(own.Revision) + `}`,
	})
	if sent.Current.Request == nil || sent.Current.Request.State != "pending" {
		t.Errorf("PATCH {clinic} without changes = %s, live %s", sent.Current.Request.names(), sent.Live.names())
	}
}

// TestEdit_refused: what a role may not write is refused by name, and so is what cannot be.
func TestEdit_refused(t *testing.T) {
	c := newCrew(t)
	feature := func(state string) members {
		return members{"offerings": []any{members{"service": "prp", "features": []any{members{"feature": "ice_packs", "fact": members{"state": state}}}}}}
	}
	photo := members{"id": storetest.ID(99).String(), "kind": "team", "alt": "Us"}
	tests := []struct {
		who     string
		changes members
		status  int
		says    string
	}{
		{"owner", members{"slug": "another"}, 403, "changes.slug:"},
		{"brand owner", members{"slug": "another", "name": "Another"}, 403, "changes.slug:"},
		{"owner", members{"name": ""}, 422, "changes.name:"},
		{"owner", members{"name": nil}, 422, "changes.name:"},
		{"owner", members{"website": "ftp://clinic.example"}, 422, "changes.website:"},
		{"owner", members{"name": strings.Repeat("a", 5000)}, 422, "changes.name:"},
		{"owner", members{"address": members{"city": members{"id": 1}}}, 422, "changes.address.city.id:"},
		{"owner", members{"photos": []any{photo}}, 422, "changes.photos[0].id:"},
		{"owner", members{"hours": members{"week": members{"monday": []any{members{"opens": "9:00", "closes": "17:00"}}}}}, 422, "changes.hours.week.monday[0].opens:"},
		{"owner", members{"hours": members{"week": members{"monday": []any{members{"opens": "09:00", "closes": "48:01"}}}}}, 422, "changes.hours.week.monday[0].closes:"},
		{"owner", feature("source_checked"), 422, "changes.offerings[0].features[0].fact.state:"},
		{"owner", feature("yes"), 422, "changes.offerings[0].features[0].fact.state:"},
		{"owner", members{"operating": members{"status": "thriving"}}, 422, "changes.operating:"},
	}
	for _, tt := range tests {
		c.refuses(t, tt.status, tt.says, c.change(c.own(t, tt.who), tt.who, tt.changes))
	}
	if got := c.own(t, "owner"); got.Version != 1 || got.Request != nil {
		t.Errorf("what was refused has changed %+v", got)
	}
	got := c.edit(t, "owner", feature("checked_absent"))
	if !strings.Contains(got.Current.Request.names(), "features.prp.ice_packs") {
		t.Errorf("that there is no ice waits as %s", got.Current.Request.names())
	}
	if got := c.edit(t, "admin", members{"slug": "another", "description": nil, "website": nil, "email": nil, "hours": nil}); got.Live.names() != "approved slug description url email hours exceptions.2027-01-01/2027-01-01" {
		t.Errorf("by an admin %s is live", got.Live.names())
	}
}

// TestEdit_onlyWhatIsWritable (S4) puts what nobody may write into every object of an edit.
func TestEdit_onlyWhatIsWritable(t *testing.T) {
	c := newCrew(t)
	foreign := []string{
		"id", "slug", "url", "organization", "organization_id", "state", "listing", "source", "observed_at", "expires_at", "stale", "unanswered_since",
		"width", "height", "region", "country", "time_zone", "since", "updated_at", "owner", "role", "is_admin", "open_now", "confirmed_on",
	}
	shown := c.own(t, "owner")
	changes := asShown(shown.Listing)
	changes["hours"].(members)["fact"] = members{"state": "owner_asserted"}
	tried := 0
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case []any:
			for i, e := range v {
				walk(path+"["+strconv.Itoa(i)+"]", e)
			}
		case members:
			for _, name := range foreign {
				if _, there := v[name]; there || path == "changes" && name == "slug" {
					continue
				}
				v[name] = "x"
				c.refuses(t, 422, path+"."+name+":", c.change(shown, "owner", changes))
				delete(v, name)
				tried++
			}
			for name, e := range v {
				walk(path+"."+name, e)
			}
		}
	}
	walk("changes", any(changes))
	if got := c.own(t, "owner"); got.Version != 1 || got.Request != nil {
		t.Errorf("what was refused has changed %+v", got)
	}
	t.Logf("%d members were sent to where they cannot be written", tried)
}
