package intake

import (
	"time"

	"rootline/internal/directory"
)

// candidate reads the listing that a row asks for, as far as it can be read.
func (v *view) candidate(now time.Time) Candidate {
	v.damaged()
	country := v.country()
	file := facts{m: v.j.m, at: v.observed(now)}
	c := Candidate{State: v.state(), Operating: v.operating()}
	c.Clinic.ID = parsed(v, fieldID, directory.ParseID)
	c.Clinic.Slug = parsed(v, fieldSlug, directory.ParseSlug)
	c.Clinic.Name = v.line(fieldName)
	c.Clinic.Description = v.text(fieldDescription)
	v.contact(&c.Clinic, country)
	v.brand(&c)
	c.Clinic.Address = v.address(country, file)
	v.languages(&c.Clinic)
	c.Clinic.Hours = v.hours(file)
	v.offerings(&c.Clinic, file)
	v.practitioners(&c.Clinic, file)
	own := v.j.m.File.Guarded // how a directory has let a listing stand is its own matter
	if len(c.Clinic.Offerings) == 0 && c.State != directory.Draft && !own && !v.doubted("services") {
		v.doubt(fieldServices, "", directory.Msg("intake.services.none"))
	}
	v.check(&c)
	v.age(&c.Clinic, now)
	return c
}

// facts are what the file vouches for, with the date of the row.
type facts struct {
	m  *Map
	at directory.Instant
}

func (f facts) of(kind directory.FactKind) directory.Fact { return f.m.fact(kind, f.at) }

// parsed reads a value that has to be exactly as we write it.
func parsed[T any](v *view, f field, parse func(string) (T, error)) (value T) {
	text := v.line(f)
	if text == "" {
		return value
	}
	value, err := parse(text)
	if err != nil {
		v.doubt(f, text, messageOf(err))
	}
	return value
}

// chosen reads a value of a list that the check knows, in either case.
func (v *view) chosen(f field, otherwise string) string {
	if text := v.line(f); text != "" {
		return token(text)
	}
	return otherwise
}

// damaged finds cells that are not as somebody wrote them.
func (v *view) damaged() {
	own := v.j.m.File.Guarded // what a directory has let in is not for a table to doubt
	for _, u := range v.j.used {
		text := v.cells[u.at]
		if v.j.saysNothing(u.field, text) {
			continue
		}
		what, ok := damage(text)
		if !ok && !own && prose[u.field] && hasLost(text) {
			what, ok = directory.Msg("intake.text.lost"), true
		}
		if ok && (what.ID != textUnseen || !isPhone(u.field)) && (!own || !harmless[what.ID]) {
			v.note(Human, u.field, text, what)
		}
	}
	if v.country().String() != "TR" {
		return
	}
	for _, u := range v.j.used {
		if was, ok := turkishMisread(v.cells[u.at]); ok {
			v.note(Human, u.field, v.cells[u.at], directory.Msg("intake.text.turkish", "Seen", was.seen, "Meant", was.meant))
		}
	}
}

// harmless are the kinds of damage that a text may have been let in with.
var harmless = map[string]bool{"intake.text.error": true, "intake.text.markup": true, textUnseen: true}

// saysNothing reports whether the map says that a cell is as good as empty.
func (j *Judge) saysNothing(name, text string) bool {
	for f := range j.fields {
		if c := j.fields[f]; c != nil && fields[f].name == name {
			return c.empty[sameness(text)]
		}
	}
	return false
}

// isPhone reports whether a field holds numbers, which come from address books with
// marks of direction around them, and are read without.
func isPhone(name string) bool {
	return name == fields[fieldPhones].name || name == fields[fieldWhatsApp].name
}

// brand reads what the row says of the organization. A row that names none is the
// clinic's own.
func (v *view) brand(c *Candidate) {
	b := &c.Brand
	b.ID = parsed(v, fieldOrganizationID, directory.ParseID)
	b.Slug = parsed(v, fieldOrganizationSlug, directory.ParseSlug)
	b.URL = v.site(fieldOrganizationURL)
	b.EntryType = directory.EntryType(v.chosen(fieldEntryType, "")) // whoever adds it knows how many clinics it has
	b.Name = v.line(fieldOrganization)
	c.BrandKey = v.line(fieldOrganizationKey)
	switch {
	case b.Name == "":
		b.Name = c.Clinic.Name
	case c.BrandKey == "":
		c.BrandKey = sameness(b.Name)
	}
	c.Clinic.OrganizationID = b.ID
}

func (v *view) languages(c *directory.Clinic) {
	for _, item := range v.items(fieldLanguages) {
		l, err := directory.ParseLanguage(item)
		if err != nil {
			v.doubt(fieldLanguages, item, messageOf(err))
			continue
		}
		c.Languages = appendNew(c.Languages, l)
	}
}

// observed is when the row was true: at its own date, or at the file's.
func (v *view) observed(now time.Time) directory.Instant {
	at := v.j.m.ObservedAt
	if text := v.line(fieldObservedAt); text != "" {
		own, ok := parseInstant(text)
		switch {
		case !ok:
			v.doubt(fieldObservedAt, text, directory.Msg("intake.observed.date"))
			return at
		case own < 0:
			v.doubt(fieldObservedAt, text, directory.Msg("invalid.instant"))
			return at
		}
		at = own
	}
	if inFuture(at, now) {
		v.doubt(fieldObservedAt, dayOf(at), directory.Msg("intake.observed.future"))
	}
	return at
}

// parseInstant reads a day, or a moment with its offset from UTC. In other ways of
// writing a day nobody can tell the third of April from the fourth of March.
func parseInstant(s string) (directory.Instant, bool) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return directory.At(t), true
		}
	}
	return 0, false
}

func (v *view) state() directory.ListingState {
	return directory.ListingState(v.chosen(fieldState, string(v.j.m.State)))
}

func (v *view) operating() directory.OperatingStatus {
	return directory.OperatingStatus(v.chosen(fieldOperatingStatus, string(directory.Active)))
}

// age remarks that the row was too old to be relied on before it was read.
func (v *view) age(c *directory.Clinic, now time.Time) {
	var first directory.FactAbout
	for f := range c.Facts() {
		if f.Fact.Stale(now) && (first.Kind == "" || f.Fact.ExpiresAt < first.Fact.ExpiresAt) {
			first = f
		}
	}
	if first.Kind != "" {
		v.note(Accepted, "observed_at", "", directory.Msg("intake.stale",
			"Observed", dayOf(first.Fact.ObservedAt), "Since", dayOf(first.Fact.ExpiresAt)))
	}
}
