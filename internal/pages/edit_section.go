package pages

import (
	"time"

	"github.com/a-h/templ"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// section is a part of a listing that has a page of its own to be edited on.
type section struct {
	path  string // below the clinic's own, such as "hours"
	title string // message id of its heading and its tab

	// fields draws the fields of the form, which stand inside it: those of e.Listing, or,
	// where typed is not nil, as they were typed. What is wrong with them is in e.Sheet.
	fields func(p *Pages, e editing, typed *typed) (templ.Component, error)

	// read writes what was typed into l, a deep copy of what was shown, and returns what
	// is wrong by the name of the field. What was not changed keeps its fact.
	//
	// A field is best named as in JSON, such as phones[0].number: then what the rules of
	// the directory say of it stands beside it too.
	read func(p *Pages, typed *typed, l *directory.Listing) map[string]directory.Message

	// beside draws what stands below the form and has forms of its own; nil for nothing.
	beside func(p *Pages, e editing) (templ.Component, error)
}

// sections are the parts of a listing, in the order of their tabs.
var sections = []section{
	details,
	addressSection,
	hoursSection,
	exceptionsSection,
	servicesSection,
	pricesSection,
	practitionersSection,
	photosSection,
}

// editing is a listing while somebody edits it.
type editing struct {
	Own     moderation.Own
	Listing directory.Listing // as it was shown: what visitors would see with what was asked for
	Root    string            // the address that all pages of the clinic begin with
	Frame   page.Frame
	Sheet   page.Sheet
	Now     time.Time
}
