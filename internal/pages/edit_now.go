package pages

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// mostExceptions is how many days with other hours are told on the overview.
const mostExceptions = 5

// nowOrder are the sections of the overview: first what people decide by.
var nowOrder = []string{"hours", "exceptions", "services", "prices", "practitioners", "photos", "details", "address"}

// now is what a listing says to visitors, section by section.
func (p *Pages) now(c *fiber.Ctx, f page.Frame, d clinicDesk, s page.Sheet) (page.NowView, error) {
	v := page.NowView{Title: p.words().T("edit_page.not_now"), Sheet: page.Sheet{Token: s.Token}}
	if d.own.Is.Listing.State.Value == directory.Published {
		v.Title = p.words().T("edit_page.now")
		if p.Guard.May(c, "POST "+editRoot+"/facts", access.ObjectOf(c)) == access.Yes {
			v.Facts = d.root + "/facts"
		}
	}
	said, err := moderation.Sayings(&d.own.Is.Listing, f.Now)
	if err != nil {
		return v, err
	}
	for _, path := range nowOrder {
		i := slices.IndexFunc(sections, func(s section) bool { return s.path == path })
		part := page.NowSection{ID: path, Title: p.words().T(sections[i].title), Path: d.root + "/" + path}
		rows := nowRows{p: p, f: f, today: directory.DateOf(f.Now.In(d.own.Is.Listing.Clinic.Address.Zone()))}
		for _, s := range said {
			if sectionOf[s.Path.Field] == path {
				if err := rows.add(s); err != nil {
					return v, fmt.Errorf("word %s: %w", s.Path, err)
				}
			}
		}
		part.Rows = rows.all()
		part.Due = slices.ContainsFunc(part.Rows, func(r page.NowRow) bool { return r.Due })
		v.Sections = append(v.Sections, part)
	}
	return v, nil
}

// nowRows gathers the rows of a section: what has nothing to be confirmed by itself is
// told together with others of its kind.
type nowRows struct {
	p          *Pages
	f          page.Frame
	today      directory.Date // where the clinic is
	rows       []page.NowRow
	features   []gathered
	exceptions int // that were passed over
	photos     map[directory.PhotoKind]int
}

// gathered are the features of a service that nobody has to be asked about.
type gathered struct {
	service directory.Service
	has     []string
	lacks   []string
	fact    directory.Fact // the one that is out of date first
}

func (r *nowRows) add(s moderation.Saying) error {
	switch s.Path.Field {
	case moderation.FieldFeatures:
		if !s.Due {
			return r.feature(s)
		}
	case moderation.FieldExceptions:
		return r.exception(s)
	case moderation.FieldPhotos:
		return r.photo(s)
	default:
	}
	said, err := r.f.Difference(moderation.Difference{Path: s.Path, To: s.Value}, r.p.addressLines)
	if err != nil || said.After == nil && !s.Fact.Known() {
		return err
	}
	row := page.NowRow{Name: s.Path.String(), Label: said.Label, Lines: said.After, Fact: s.Fact, Due: s.Due}
	kind, decided := s.Path.Field.FactKind()
	row.Decided, row.Credential = decided, kind == directory.FactCredential
	r.append(row)
	return nil
}

// append adds a row, or, if it is one more of the same without a fact of its own, its
// lines to the row before.
func (r *nowRows) append(row page.NowRow) {
	if n := len(r.rows); n > 0 && !row.Decided && r.rows[n-1].Label == row.Label {
		r.rows[n-1].Lines = append(r.rows[n-1].Lines, row.Lines...)
		return
	}
	r.rows = append(r.rows, row)
}

func (r *nowRows) feature(s moderation.Saying) error {
	var o directory.OfferedFeature
	if err := json.Unmarshal(s.Value, &o); err != nil || !s.Fact.Known() {
		return err
	}
	n := len(r.features)
	if n == 0 || r.features[n-1].service != s.Path.Service {
		r.features = append(r.features, gathered{service: s.Path.Service, fact: s.Fact})
		n++
	}
	g := &r.features[n-1]
	if s.Fact.ExpiresAt != 0 && s.Fact.ExpiresAt < g.fact.ExpiresAt {
		g.fact = s.Fact
	}
	if s.Fact.Holds() {
		g.has = append(g.has, r.f.Feature(o.Feature))
	} else {
		g.lacks = append(g.lacks, r.f.Feature(o.Feature))
	}
	return nil
}

// exception tells of days to come with other hours; what is over is of no use to anybody.
func (r *nowRows) exception(s moderation.Saying) error {
	var e directory.Exception
	if err := json.Unmarshal(s.Value, &e); err != nil {
		return err
	}
	if e.Last.Before(r.today) {
		return nil
	}
	if len(r.rows) > 0 && len(r.rows[0].Lines) == mostExceptions {
		r.exceptions++
		return nil
	}
	said, err := r.f.Difference(moderation.Difference{Path: s.Path, To: s.Value}, r.p.addressLines)
	r.append(page.NowRow{Label: said.Label, Lines: said.After})
	return err
}

func (r *nowRows) photo(s moderation.Saying) error {
	var photo directory.Photo
	if err := json.Unmarshal(s.Value, &photo); err != nil {
		return err
	}
	if r.photos == nil {
		r.photos = make(map[directory.PhotoKind]int)
	}
	r.photos[photo.Kind]++
	return nil
}

// all are the rows, with what was gathered at their end.
func (r *nowRows) all() []page.NowRow {
	w := r.p.words()
	if r.exceptions > 0 {
		r.rows[0].Lines = append(r.rows[0].Lines, w.N("edit_page.more", r.exceptions))
	}
	for _, g := range r.features {
		row := page.NowRow{Label: w.T("edit_page.features_of", "Service", g.service), Fact: g.fact, Decided: true}
		if g.has != nil {
			row.Lines = append(row.Lines, strings.Join(g.has, "; "))
		}
		if g.lacks != nil {
			row.Lines = append(row.Lines, w.T("edit_page.not_offered", "Features", strings.Join(g.lacks, "; ")))
		}
		r.rows = append(r.rows, row)
	}
	for _, kind := range directory.PhotoKinds() {
		if n := r.photos[kind]; n > 0 {
			r.append(page.NowRow{
				Label: r.f.Field(moderation.FieldPhotos),
				Lines: []string{w.T("diff.line", "What", r.f.T("photo."+string(kind)), "Said", w.Number(n))},
			})
		}
	}
	return r.rows
}
