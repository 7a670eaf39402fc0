package page

import "rootline/internal/directory"

// HolidayView is the page on which one exception is given to many branches: the form, then
// what would come of it, then what did.
type HolidayView struct {
	Sheet    Sheet
	Brand    string
	Above    []Link
	Path     string
	Stage    HolidayStage
	Branches []HolidayBranch // all there are to choose from; later those that were chosen
	Fields   ExceptionFields
	Asked    directory.Exception // of a preview, and of what was done
}

// HolidayStage is how far somebody has come.
type HolidayStage int

// The stages there are.
const (
	HolidayForm HolidayStage = iota
	HolidayPreview
	HolidayDone
)

// HolidayBranch is a branch with what it is to have.
type HolidayBranch struct {
	Field    string
	Name     string
	City     string
	Path     string // where its own days are edited
	Chosen   bool
	Unknown  bool // nobody has said its hours
	Usual    []directory.DayHours
	More     int                   // days that are not among Usual
	Replaces bool                  // there is an exception for the same days
	Clashes  []directory.Exception // others that fall on some of the days
	Waits    bool                  // a moderator decides it first
	Result   string
	Refused  bool
}
