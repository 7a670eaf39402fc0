package page

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// QueueFilter is which part of the queue somebody looks at, as its form has it.
type QueueFilter struct {
	Kind     moderation.ItemKind
	Country  string
	Language string
	Assigned string // me, nobody, or empty for whoever
}

// Query is the filter as an address carries it.
func (q QueueFilter) Query() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{
		"kind": string(q.Kind), "country": q.Country, "language": q.Language, "assigned": q.Assigned,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// At is a path with the filter, and what else its address is to say.
func (q QueueFilter) At(path string, more url.Values) string {
	v := q.Query()
	maps.Copy(v, more)
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// of is the same filter, for another kind.
func (q QueueFilter) of(kind moderation.ItemKind) string {
	q.Kind = kind
	return q.At("/admin/queue", nil)
}

// ItemPath is the address of an item of the queue.
func ItemPath(kind moderation.ItemKind, id string) string {
	return "/admin/queue/" + string(kind) + "/" + id
}

// ListingPath is where moderators see all of a listing.
func ListingPath(id directory.ID) string { return "/admin/listings/" + id.String() }

// QueueDone is what was just done, and where it is taken back.
type QueueDone struct {
	Text string // empty for nothing
	Undo string // the address to send to; empty where it cannot be taken back
}

// QueueView is a page of what waits for moderators.
type QueueView struct {
	Done    QueueDone
	Sheet   Sheet
	Filter  QueueFilter // as far as it was understood
	Typed   QueueFilter // as it was typed
	Unread  bool        // it was not understood, so nothing is shown
	Items   moderation.Items
	Rows    []FileRow // of files, where they are looked at
	Pager   Pager
	You     directory.ID
	Bulk    Bulk
	Reasons []moderation.Reason
}

// Bulk is the form for many requests at once, as it was filled in.
type Bulk struct {
	Open   bool
	Rows   map[string]bool // by the id of the request
	Reason moderation.Reason
	Text   string
}

// total is how much waits in all.
func (v QueueView) total() (n int) {
	for _, count := range v.Items.Counts {
		n += count
	}
	return n
}

// bulk reports whether there is anything that can be ticked.
func (v QueueView) bulk() bool {
	return slices.ContainsFunc(v.Items.Items, func(i moderation.Item) bool { return i.Kind == moderation.ItemChange })
}

// FileRow is a row of a foreign file that needs a human.
type FileRow struct {
	Number  int64
	Name    string
	City    string
	Source  string
	Line    int
	Key     string
	At      directory.Instant  // when it was judged
	Listing *directory.Listing // that it asks for; nil if that could not be read
	Remarks []Remark
	Alike   []Resembling
}

// Remark is something about a row that weighs on what becomes of it.
type Remark struct {
	Weight string // id of what it asks for by itself
	Text   directory.Message
	Value  string // what the file says there
}

// Resembling is a listing that may be the same clinic as another.
type Resembling struct {
	Clinic  directory.Clinic
	State   directory.ListingState
	Percent int // how likely it is; 0 where that is not told
	Because []directory.Message
}

// FileRowView is the page of a row.
type FileRowView struct {
	Done   QueueDone
	Sheet  Sheet
	Filter QueueFilter
	Row    FileRow
	Whole  []Difference
}

// kind is what an item is called.
func (f Frame) kind(k moderation.ItemKind) string { return f.T("queue_page.kind." + string(k)) }

// reason is why something was decided, as the beginning of a sentence.
func (f Frame) reason(r moderation.Reason) string {
	return capital(f.T("moderation.reason." + string(r)))
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// due says by when something has to be decided, and how much of a hurry that is.
func (f Frame) due(i moderation.Item) string {
	switch left := i.Due().Time().Sub(f.Now); {
	case left < 0:
		return f.N("queue_page.late", int(-left/(24*time.Hour)))
	case left < 24*time.Hour:
		return f.T("queue_page.due_today", "Time", f.moment(i.Due()))
	default:
		return f.N("queue_page.due", int(left/(24*time.Hour)))
	}
}

// dueTone is the class of the badge that says so.
func (f Frame) dueTone(i moderation.Item) string {
	switch left := i.Due().Time().Sub(f.Now); {
	case left < 0:
		return "fact queue-late"
	case left < 24*time.Hour:
		return "fact fact-stale"
	}
	return "fact"
}

// age says how long something has waited.
func (f Frame) age(since directory.Instant) string {
	switch days := int(f.Now.Sub(since.Time()) / (24 * time.Hour)); {
	case days < 1:
		return f.T("queue_page.age_today")
	default:
		return f.N("queue_page.age", days)
	}
}

// name is what somebody is called; who is forgotten has none.
func (f Frame) name(names map[directory.ID]string, id directory.ID) string {
	switch {
	case id.IsZero():
		return f.T("queue_page.nobody")
	case names[id] == "":
		return f.T("queue_page.forgotten")
	}
	return names[id]
}

// summary says in one line what an item is about.
func (f Frame) summary(i moderation.Item, s moderation.Sketch) string {
	var parts []string
	switch i.Kind {
	case moderation.ItemChange:
		for _, field := range s.Fields {
			parts = append(parts, f.Field(field))
		}
	case moderation.ItemClaim, moderation.ItemContest, moderation.ItemAppeal:
		if s.Brand != "" {
			parts = append(parts, f.N("queue_page.branches", s.Branches))
		}
		for _, kind := range s.Evidence {
			parts = append(parts, f.T("queue_page.evidence."+string(kind)))
		}
		if s.Called {
			parts = append(parts, f.T("queue_page.asks_call"))
		}
	case moderation.ItemReport, moderation.ItemLegal:
		for _, c := range s.Counts {
			parts = append(parts, f.T("queue_page.counted", "What", f.reported(c.Reason), "Count", c.Count))
		}
	case moderation.ItemProposal:
		for _, o := range s.Clinic.Offerings {
			parts = append(parts, f.Service(o.Service))
		}
	case moderation.ItemImport:
	}
	return strings.Join(parts, " · ")
}

// reported is what somebody says is wrong.
func (f Frame) reported(r moderation.ReportReason) string {
	return f.T("queue_page.report." + string(r))
}

// listed is what an item is about, by name.
func listed(s moderation.Sketch) string {
	if s.Brand != "" {
		return s.Brand
	}
	return s.Clinic.Name
}

// where is a clinic's city and country.
func (f Frame) where(c *directory.Clinic) string {
	switch country := f.Country(c.Address.Country); {
	case c.Address.City == "":
		return country
	case country == "":
		return c.Address.City
	default:
		return c.Address.City + ", " + country
	}
}

// kinds are those of the tabs: those of which something waits, and the one looked at.
func (v QueueView) kinds() (all []moderation.ItemKind) {
	for _, kind := range moderation.ItemKinds() {
		if v.Items.Counts[kind] > 0 || kind == v.Filter.Kind {
			all = append(all, kind)
		}
	}
	return all
}

// Choosable is a choice of a list.
type Choosable struct {
	Value, Label string
	Chosen       bool
}

// countries are those of what waits, by name.
func (v QueueView) countries(f Frame) []Choosable {
	var all []Choosable
	for _, c := range v.Items.Countries {
		all = append(all, Choosable{c.String(), f.Country(c), c.String() == v.Typed.Country})
	}
	return withTyped(byLabel(all), v.Typed.Country)
}

// languages are those of what waits, by name.
func (v QueueView) languages(f Frame) []Choosable {
	var all []Choosable
	for _, l := range v.Items.Languages {
		all = append(all, Choosable{l.String(), f.Language(l), l.String() == v.Typed.Language})
	}
	return withTyped(byLabel(all), v.Typed.Language)
}

// takers are those by whom an item may have been taken.
func (v QueueView) takers(f Frame) []Choosable {
	return withTyped([]Choosable{
		{"me", f.T("queue_page.me"), v.Typed.Assigned == "me"},
		{"nobody", f.T("queue_page.free"), v.Typed.Assigned == "nobody"},
	}, v.Typed.Assigned)
}

// withTyped adds what was typed, if it is none of the choices, so that nothing else is
// shown in its place.
func withTyped(all []Choosable, typed string) []Choosable {
	if typed == "" || slices.ContainsFunc(all, func(o Choosable) bool { return o.Chosen }) {
		return all
	}
	return append(all, Choosable{typed, typed, true})
}

func byLabel(all []Choosable) []Choosable {
	slices.SortFunc(all, func(a, b Choosable) int { return strings.Compare(a.Label, b.Label) })
	return all
}
