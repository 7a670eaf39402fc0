package page

import "rootline/internal/directory"

// Source is a file that listings were taken from, and the terms of that.
type Source struct {
	Name       string
	Licence    string
	URL        directory.URL
	ObservedAt directory.Instant
}

// sourceNote is what follows a source's name: its licence and how old it is.
func (f Frame) sourceNote(s Source) string {
	as := f.Date(directory.DateOf(s.ObservedAt.Time()))
	if s.Licence == "" {
		return f.T("about.source_of", "Date", as)
	}
	return f.T("about.source_under", "Licence", s.Licence, "Date", as)
}
