package pages

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"rootline/internal/directory"
	"rootline/web/page"
)

// photosSection is the pictures of a clinic. They are uploaded one by one, below the
// form in which they are described and put into order.
var photosSection = section{
	path: "photos", title: "photos_section.title", fields: photoFields, read: readPhotos, beside: photoUpload(page.UploadFields{}),
}

const (
	maxPhotoRows = 60
	maxMonths    = 120 // between two pictures of a case
)

// photoForm is a photo as it stands in a form.
type photoForm struct{ name string }

func photoAt(i int) photoForm { return photoForm{fmt.Sprintf("photos[%d]", i)} }

func (x photoForm) fields(t *typed) page.PhotoFields {
	return page.PhotoFields{
		Form: x.name, ID: t.Text(x.name + ".id"), Kind: t.Text(x.name + ".kind"), Alt: t.Text(x.name + ".alt"),
		Place: t.Text(x.name + ".place"), Removed: t.Ticked(x.name + ".remove"),
		Treatment: t.Text(x.name + ".treatment"), Sessions: t.Text(x.name + ".sessions"),
		Months: t.Text(x.name + ".months"), Consent: t.Text(x.name + ".consent"),
	}
}

// photoRow is a photo as a form shows it.
func photoRow(i int, p *directory.Photo) page.PhotoFields {
	row := page.PhotoFields{Form: photoAt(i).name, ID: p.ID.String(), Kind: string(p.Kind), Alt: p.Alt, Place: strconv.Itoa(i + 1)}
	if c := p.Case; c != nil {
		row.Consent = c.Consent
		if c.Treatment != 0 {
			row.Treatment = c.Treatment.String()
		}
		row.Sessions, row.Months = countText(c.Sessions), countText(c.MonthsBetween)
	}
	return row
}

func countText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// photoFields draws a row for each photo.
func photoFields(p *Pages, e editing, t *typed) (templ.Component, error) {
	v := page.PhotosFields{Kinds: photoKinds(e.Frame), Treatments: []page.Choice{{Label: p.words().T("photos_section.no_treatment")}}}
	for _, s := range directory.Services() {
		v.Treatments = append(v.Treatments, page.Choice{Value: s.String(), Label: e.Frame.Service(s)})
	}
	photos := e.Listing.Clinic.Photos
	for i := range photos {
		v.Rows = append(v.Rows, photoRow(i, &photos[i]))
	}
	if t != nil {
		v.Rows = nil
		for i := range photosIn(t) {
			v.Rows = append(v.Rows, photoAt(i).fields(t))
		}
	}
	for i := range v.Rows {
		row := &v.Rows[i]
		at := slices.IndexFunc(photos, func(p directory.Photo) bool { return p.ID.String() == row.ID })
		if at >= 0 {
			row.Width, row.Height = photos[at].Width, photos[at].Height
			row.Path = e.Root + "/photos/" + row.ID + "?w=400"
		}
	}
	return page.PhotosForm(e.Frame, e.Sheet, v), nil
}

func photoKinds(f page.Frame) []page.Choice {
	var all []page.Choice
	for _, k := range directory.PhotoKinds() {
		all = append(all, page.Choice{Value: string(k), Label: f.T("photo." + string(k))})
	}
	return all
}

// photosIn counts the rows that were sent.
func photosIn(t *typed) int {
	n := 0
	for n < maxPhotoRows && t.values.Has(photoAt(n).name+".id") {
		n++
	}
	return n
}

// placed is a photo with the number that somebody has given it.
type placed struct {
	photo directory.Photo
	place int
}

// readPhotos writes what was typed of the photos into the listing, and puts them into
// the order of their numbers. A form adds none: whatever it names has to be there.
func readPhotos(_ *Pages, t *typed, l *directory.Listing) map[string]directory.Message {
	was, wrong := l.Clinic.Photos, wrongs{}
	var rows []placed
	named := map[string]bool{}
	for i := range photosIn(t) {
		x := photoAt(i)
		row := x.fields(t)
		at := slices.IndexFunc(was, func(p directory.Photo) bool { return p.ID.String() == row.ID })
		if at < 0 || named[row.ID] {
			wrong[x.name+".alt"] = directory.Msg("photos_section.gone")
			continue
		}
		named[row.ID] = true
		if row.Removed {
			continue
		}
		place, ok := readCount(row.Place, maxPhotoRows)
		if !ok || place == 0 {
			wrong[x.name+".place"] = directory.Msg("photos_section.place_wrong", "Max", maxPhotoRows)
		}
		rows = append(rows, placed{x.read(row, at, &was[at], wrong), place})
	}
	slices.SortStableFunc(rows, func(a, b placed) int { return a.place - b.place })
	l.Clinic.Photos = nil
	for _, r := range rows {
		l.Clinic.Photos = append(l.Clinic.Photos, r.photo)
	}
	for _, p := range was {
		if !named[p.ID.String()] { // what the form did not have is not removed by it
			l.Clinic.Photos = append(l.Clinic.Photos, p)
		}
	}
	return wrong
}

// read is a photo as a row describes it. One of which nothing has changed stays as it
// was, whatever is wanted of photos today.
func (x photoForm) read(row page.PhotoFields, at int, was *directory.Photo, wrong wrongs) directory.Photo {
	same := photoRow(at, was)
	same.Form, same.Place = row.Form, row.Place
	if row == same {
		return *was
	}
	p := *was
	p.Kind, p.Alt = directory.PhotoKind(row.Kind), row.Alt
	if !slices.Contains(directory.PhotoKinds(), p.Kind) {
		wrong[x.name+".kind"] = directory.Msg("sections.choose")
	}
	if p.Alt == "" {
		wrong[x.name+".alt"] = directory.Msg("photo_upload.alt")
	}
	if p.Kind != directory.PhotoBeforeAfter {
		p.Case = nil
		return p
	}
	p.Case = x.readCase(row, wrong)
	return p
}

// readCase is what has to be said of a patient's pictures: all of it, or they are not
// shown.
func (x photoForm) readCase(row page.PhotoFields, wrong wrongs) *directory.BeforeAfter {
	c := directory.BeforeAfter{Consent: row.Consent}
	for _, s := range directory.Services() {
		if s.String() == row.Treatment {
			c.Treatment = s
		}
	}
	var okSessions, okMonths bool
	c.Sessions, okSessions = readCount(row.Sessions, maxSessions)
	c.MonthsBetween, okMonths = readCount(row.Months, maxMonths)
	if c.Treatment == 0 {
		wrong[x.name+".treatment"] = directory.Msg("photos_section.treatment_missing")
	}
	if !okSessions || c.Sessions == 0 {
		wrong[x.name+".sessions"] = directory.Msg("photos_section.count_missing", "Max", maxSessions)
	}
	if !okMonths || c.MonthsBetween == 0 {
		wrong[x.name+".months"] = directory.Msg("photos_section.count_missing", "Max", maxMonths)
	}
	if c.Consent == "" {
		wrong[x.name+".consent"] = directory.Msg("photos_section.consent_missing")
	}
	return &c
}

// readCount reads a number up to most; an empty field is 0.
func readCount(text string, most int) (int, bool) {
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(asciiDigits(text))
	return n, err == nil && n >= 0 && n <= most
}

// photoUpload draws the form by which a photo is added, as it was filled in.
func photoUpload(v page.UploadFields) func(*Pages, editing) (templ.Component, error) {
	return func(_ *Pages, e editing) (templ.Component, error) {
		v := v
		v.Action, v.Kinds = e.Root+"/photos/upload", photoKinds(e.Frame)
		if v.Kind == "" {
			v.Kind = string(directory.PhotoPremises)
		}
		v.Sheet.ID, v.Sheet.Token = "upload", e.Sheet.Token
		return page.UploadForm(e.Frame, v), nil
	}
}
