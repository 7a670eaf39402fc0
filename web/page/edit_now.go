package page

import (
	"slices"
	"time"

	"rootline/internal/directory"
)

// NowView is what visitors see of a clinic, section by section, to its people.
type NowView struct {
	Title    string
	Sheet    Sheet
	Facts    string // where is sent whether something is still right; empty if they may not say
	Sections []NowSection
}

// NowSection is what is said in one section of a listing.
type NowSection struct {
	ID    string
	Title string
	Path  string // where it is changed
	Rows  []NowRow
	Due   bool // some of it is to be said anew
}

// NowRow is one thing that is said.
type NowRow struct {
	Name       string // as it is sent back
	Label      string
	Lines      []string
	Fact       directory.Fact
	Decided    bool // people decide by it, so that it has a fact
	Credential bool
	Due        bool // somebody should say whether it is still right
}

// countedDays is up to how many days are counted; what is farther off has a date.
const countedDays = 60

// expiry says until when a fact is believed; empty of one that is out of date, or that
// does not age.
func (f Frame) expiry(fact directory.Fact) string {
	if !fact.Known() || fact.ExpiresAt == 0 || fact.Stale(f.Now) {
		return ""
	}
	left := fact.ExpiresAt.Time().Sub(f.Now)
	days := int((left + 24*time.Hour - 1) / (24 * time.Hour))
	if days > countedDays {
		return f.T("edit_page.believed_until", "Date", lastDay(fact.ExpiresAt))
	}
	return f.N("edit_page.believed_for", days)
}

// lastDay is the last day before a moment: what runs out at midnight held until the day
// before.
func lastDay(end directory.Instant) directory.Date {
	return directory.DateOf(end.Time().Add(-time.Millisecond))
}

// vouchedFor says who vouches for what a row says.
func (r NowRow) vouchedFor(f Frame) string {
	if r.Credential {
		return f.credential(r.Fact)
	}
	return f.standing(r.Fact)
}

// due reports whether anything of it is to be said anew.
func (v NowView) due() bool {
	return slices.ContainsFunc(v.Sections, func(s NowSection) bool { return s.Due })
}
