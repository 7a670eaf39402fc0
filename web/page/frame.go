package page

import (
	"time"

	"rootline/internal/words"
)

// Frame is what stands around the content of every page, and the words and the
// time that everything on it is said in.
type Frame struct {
	*words.Words
	Now         time.Time
	Title       string // what tells this page from every other; the site's name is added
	Description string // a sentence for those who list pages; may be empty
	Canonical   string // the absolute address under which the page should be known; may be empty
	Prev, Next  string // the pages before and after, of a list in pages
	NoIndex     bool   // the page is not to be listed by others
	Treatment   bool   // the page speaks of treatments, so it carries the notice
	Live        bool   // the page renews parts of itself where scripts run
	Exact       bool   // differences say where on the map an address is, and in which time zone
	Passkeys    bool   // the page takes passkeys or passwords, and a script is of help with them
	SignedIn    bool   // whoever reads is known to be signed in; pages for everybody never know
	Who         string // their name, where there is one: people share desks
	Demo        bool   // everybody may sign in, and read the letters: /demo says how
	Wrong       bool   // the page says what is wrong with a form, which its title begins with
	Section     string // path of the navigation's entry under which the page stands
	Data        []byte // the page for programs, as JSON-LD that is safe in HTML; may be nil
	Files       []File // what the page says, in other formats
	Assets      Assets
}

// File is something that a page says, as a file for other programs.
type File struct {
	Type  string // its media type
	Path  string
	Title string // id of what it is called
}

// file is the file of a type, if there is one.
func (f Frame) file(mediaType string) (File, bool) {
	for _, file := range f.Files {
		if file.Type == mediaType {
			return file, true
		}
	}
	return File{}, false
}

// dataScript is a script element that nothing runs: it holds data.
func (f Frame) dataScript() string {
	return `<script type="application/ld+json">` + string(f.Data) + `</script>`
}

// Assets are the addresses of what a browser loads beside the page.
type Assets struct {
	Style   string
	Script  string
	Passkey string
	Icon    string
}

// after is the frame of a page with a form, once that was sent and refused or not yet.
func (f Frame) after(s Sheet) Frame {
	f.Wrong = f.Wrong || s.Wrong()
	return f
}

// headTitle is the title as a tab and a screen reader have it: first of all, whether
// something is wrong.
func (f Frame) headTitle() string {
	if f.Wrong {
		return f.T("frame.wrong", "Title", f.Title)
	}
	return f.Title
}

// Link is something that leads on, and how many clinics are behind it where that
// is told.
type Link struct {
	Label string
	Path  string
	Count int
}

// navigation is what every page leads to: the services and what the site is.
var navigation = []struct{ Path, ID string }{
	{"/prp", "choice.prp"},
	{"/smp", "choice.smp"},
	{"/tandem", "nav.tandem"},
	{"/search", "nav.search"},
	{"/about", "nav.about"},
}
