package figures

import (
	"slices"
	"time"

	"rootline/internal/directory"
)

// Kind is something that is counted.
type Kind string

// What is counted of a listing.
const (
	View       Kind = "view"       // its page was sent to somebody
	Appearance Kind = "appearance" // a page of search results, or of a place, showed it
)

// Kinds returns all that is counted, in the order in which it is told.
func Kinds() []Kind { return []Kind{Appearance, View} }

const daysOfWeek = 7

// Week is a week of ISO 8601, in UTC: from a Monday to a Sunday.
type Week struct{ monday directory.Date }

// WeekOf is the week that t is in.
func WeekOf(t time.Time) Week {
	t = t.UTC()
	since := (int(t.Weekday()) + daysOfWeek - 1) % daysOfWeek // days since Monday
	return Week{directory.DateOf(t).AddDays(-since)}
}

// WeekBeginning is the week of a Monday; of any other day, the week that the day is in.
func WeekBeginning(d directory.Date) Week { return WeekOf(d.In(time.UTC)) }

// Monday is the day on which the week begins.
func (w Week) Monday() directory.Date { return w.monday }

// Add is the week n weeks later, or earlier if n is negative.
func (w Week) Add(n int) Week { return Week{w.monday.AddDays(n * daysOfWeek)} }

// Count is how often something was counted of a clinic in a week.
type Count struct {
	Clinic directory.ID
	Kind   Kind
	Week   Week
	N      int64
}

// Point is how often something was counted in a week.
type Point struct {
	Week Week
	N    int64
}

// Weekly adds up what was counted of a kind, be it of one clinic or of many, for each
// of the n weeks that end with the last one, the oldest first. A week without a count
// is a zero: nothing was counted, or nothing was asked for.
func Weekly(counts []Count, kind Kind, last Week, n int) []Point {
	points := make([]Point, n)
	for i := range points {
		points[i].Week = last.Add(i - n + 1)
	}
	for _, c := range counts {
		i := slices.IndexFunc(points, func(p Point) bool { return p.Week == c.Week })
		if c.Kind == kind && i >= 0 {
			points[i].N += c.N
		}
	}
	return points
}
