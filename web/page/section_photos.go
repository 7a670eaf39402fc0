package page

import (
	"strconv"
	"strings"
)

// PersonFields are a practitioner as a form asks for them.
type PersonFields struct {
	Form          string // begins the names of its fields
	Name          string
	Qualification string
	Register      string
	Number        string
	Until         string // the last day of the credential
	Removed       bool
}

// Empty reports whether nothing is said of anybody.
func (p PersonFields) Empty() bool { return p == PersonFields{Form: p.Form, Removed: p.Removed} }

// heading is whom a row is about.
func (p PersonFields) heading(f Frame) string {
	if p.Name == "" {
		return f.T("people_section.fresh")
	}
	return p.Name
}

// PhotosFields are the photos of a clinic as a form asks for them.
type PhotosFields struct {
	Rows       []PhotoFields
	Kinds      []Choice
	Treatments []Choice
}

// PhotoFields are a photo as a form asks for it.
type PhotoFields struct {
	Form    string // begins the names of its fields
	ID      string
	Path    string // where the picture is; empty if there is none any more
	Width   int
	Height  int
	Kind    string
	Alt     string
	Place   string // its number among the others
	Removed bool

	// Of before and after.
	Treatment string
	Sessions  string
	Months    string
	Consent   string
}

// isCase reports whether what is said of before and after is to be seen at once.
func (p PhotoFields) isCase(s Sheet) bool {
	for _, part := range []string{".treatment", ".sessions", ".months", ".consent"} {
		if s.fault(p.Form+part) != "" {
			return true
		}
	}
	return p.Kind == "before_after"
}

// UploadFields is the form by which a photo is added.
type UploadFields struct {
	Sheet  Sheet
	Action string
	Kinds  []Choice
	Kind   string
	Alt    string
}

// srcset are the widths in which a picture is there, as browsers choose among them;
// empty if there is one alone.
func srcset(path string, width int, narrower []int) string {
	if len(narrower) == 0 {
		return ""
	}
	all := []string{path + " " + strconv.Itoa(width) + "w"}
	for _, w := range narrower {
		all = append(all, path+"?w="+strconv.Itoa(w)+" "+strconv.Itoa(w)+"w")
	}
	return strings.Join(all, ", ")
}
