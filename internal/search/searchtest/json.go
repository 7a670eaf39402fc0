package searchtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// reply is the API's answer to a search, as its document has it.
type reply struct {
	Total   int    `json:"total"`
	Page    int    `json:"page"`
	PerPage int    `json:"per_page"`
	Items   []item `json:"items"`
	Facets  struct {
		Service  []row `json:"service"`
		Country  []row `json:"country"`
		Region   []row `json:"region"`
		City     []row `json:"city"`
		Feature  []row `json:"feature"`
		Language []row `json:"language"`
	} `json:"facets"`
}

type row struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

type named struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
}

type item struct {
	ID           string   `json:"id"`
	Slug         string   `json:"slug"`
	Name         string   `json:"name"`
	Organization named    `json:"organization"`
	Services     []string `json:"services"`
	Country      string   `json:"country"`
	Region       *string  `json:"region"`
	RegionName   *string  `json:"region_name"`
	City         struct {
		ID   uint32 `json:"id"`
		Slug string `json:"slug"`
		Name string `json:"name"`
	} `json:"city"`
	Location   struct{ Lat, Lng float64 } `json:"location"`
	Precision  string                     `json:"geo_precision"`
	DistanceKM *float64                   `json:"distance_km"`
	Features   []string                   `json:"features"`
	Languages  []string                   `json:"languages"`
	OpenNow    *bool                      `json:"open_now"`
	OpensNext  *time.Time                 `json:"opens_next"`
	Capacity   *string                    `json:"capacity"`
	PriceFrom  *struct {
		Amount   int64  `json:"amount"`
		Currency string `json:"currency"`
		Unit     string `json:"unit"`
		State    string `json:"state"`
	} `json:"price_from"`
	ConfirmedOn     *string `json:"confirmed_on"`
	OperatingStatus string  `json:"operating_status"`
	URL             string  `json:"url"`
}

// itemKeys are the keys that every item has, absent facts being null; one with
// a distance has distance_km as well.
var itemKeys = strings.Fields("capacity city confirmed_on country features geo_precision id languages location name " +
	"open_now opens_next operating_status organization price_from region region_name services slug url")

// DiffJSON tells where body, which a made of itself with base, says something
// other than a's own cards and facets.
func DiffJSON(body []byte, a *search.Answer, base string) string {
	var r reply
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil || d.More() {
		return fmt.Sprintf("not the JSON of a reply: %v\n%s", err, body)
	}
	var b strings.Builder
	note(&b, "total, page, per_page", fmt.Sprint(r.Total, r.Page, r.PerPage), fmt.Sprint(a.Total, a.Page, a.PerPage))
	note(&b, "keys", keys(body), "")
	f, g := r.Facets, a.Facets
	for i, got := range [][]row{f.Service, f.Country, f.Region, f.City, f.Feature, f.Language} {
		want := [][]search.Row{g.Service, g.Country, g.Region, g.City, g.Feature, g.Language}[i]
		note(&b, "facet", got, want)
		if got == nil {
			fmt.Fprintf(&b, "a facet is null\n")
		}
	}
	cards := a.Cards()
	note(&b, "items", len(r.Items), len(cards))
	for i := range min(len(cards), len(r.Items)) {
		diffItem(&b, &r.Items[i], &cards[i], base)
	}
	return b.String()
}

// keys tells of items that lack a key or have an empty list written as null.
func keys(body []byte) string {
	var r struct{ Items []map[string]json.RawMessage }
	if err := json.Unmarshal(body, &r); err != nil {
		return err.Error()
	}
	for _, it := range r.Items {
		for _, k := range itemKeys {
			if _, ok := it[k]; !ok {
				return "no " + k
			}
		}
		for _, k := range []string{"services", "features", "languages", "location"} {
			if string(it[k]) == "null" {
				return k + " is null"
			}
		}
	}
	return ""
}

func diffItem(b *strings.Builder, it *item, c *search.Card, base string) {
	var opens *time.Time
	if !c.Doors.OpensNext.IsZero() {
		opens = &c.Doors.OpensNext
	}
	price := "null"
	if p := c.PriceFrom; p != nil {
		price = fmt.Sprintf("%v %v %v %v", p.Amount, p.Currency, p.Unit, p.State)
	}
	got := "null"
	if p := it.PriceFrom; p != nil {
		got = fmt.Sprintf("%v %v %v %v", p.Amount, p.Currency, p.Unit, p.State)
	}
	for _, f := range []struct {
		name      string
		got, want any
	}{
		{"id", it.ID, c.ID},
		{"slug", it.Slug, c.Slug},
		{"name", it.Name, c.Name},
		{"organization", it.Organization, named{c.OrgSlug, c.Organization}},
		{"services", it.Services, texts(c.Services)},
		{"country", it.Country, c.Country},
		{"region", text(it.Region), orNull(c.Region.String())},
		{"region_name", text(it.RegionName), orNull(c.RegionName)},
		{"city", fmt.Sprint(it.City), fmt.Sprint(struct {
			ID         directory.CityID
			Slug, Name string
		}{c.CityID, c.CitySlug, c.City})},
		{"location", it.Location, struct{ Lat, Lng float64 }{c.Point.Lat(), c.Point.Lng()}},
		{"geo_precision", it.Precision, c.Precision},
		{"distance_km", sameDistance(it.DistanceKM, c.DistanceKM), true},
		{"features", it.Features, texts(c.Features)},
		{"languages", it.Languages, texts(c.Languages)},
		{"open_now", text(it.OpenNow), openNow(c.Doors.State)},
		{"opens_next", moment(it.OpensNext), moment(opens)},
		{"capacity", text(it.Capacity), orNull(string(c.Capacity))},
		{"price_from", got, price},
		{"confirmed_on", text(it.ConfirmedOn), orNull(c.Confirmed.String())},
		{"operating_status", it.OperatingStatus, c.Operating},
		{"url", it.URL, base + "/clinics/" + c.Slug},
	} {
		note(b, f.name+" in JSON of "+c.ID, f.got, f.want)
	}
}

// sameDistance allows for a metre lost to rounding.
func sameDistance(got *float64, want float64) bool {
	if got == nil {
		return want == -1
	}
	return math.Abs(*got-want) <= 0.001
}

// openNow is null where nobody knows, and true only if the doors are open to
// everybody.
func openNow(s directory.DoorState) string {
	if s == directory.DoorsUnknown {
		return "null"
	}
	return strconv.FormatBool(s == directory.DoorsOpen)
}

func moment(t *time.Time) string {
	if t == nil {
		return "null"
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func text[T any](v *T) string {
	if v == nil {
		return "null"
	}
	return fmt.Sprint(*v)
}

func orNull(s string) string {
	if s == "" {
		return "null"
	}
	return s
}

func texts[T fmt.Stringer](values []T) []string {
	all := slices.Grow([]string{}, len(values))
	for _, v := range values {
		all = append(all, v.String())
	}
	return all
}
