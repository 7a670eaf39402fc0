package openinghours

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
)

// Format writes hours so that [Parse] reads hours of the same meaning, in the
// shortest form: weekdays that are alike in one rule, then public holidays, then
// the exceptions in their order. Unknown hours, whose fact does not hold, are "".
//
// Hours that do not pass [directory.Hours.Check] are refused with its error, and
// so are an exception's name that cannot be a comment (a double quote, a control
// character or more than 200 letters) or would be read as "by appointment", and a
// date before the year 1 or after 9999.
func Format(h directory.Hours) (string, error) {
	if !h.Fact.Holds() {
		return "", nil
	}
	if err := h.Check(); err != nil {
		return "", err
	}
	rules := []string{formatWeek(&h)}
	if ph := h.PublicHolidays; ph != nil {
		rules = append(rules, formatDay("PH", ph.Intervals, ""))
	}
	for i := range h.Exceptions {
		e := &h.Exceptions[i]
		dates, ok := formatDates(e.First, e.Last)
		if !ok {
			return "", directory.Refuse(directory.Invalid, "invalid.date")
		}
		if !isName(e.Name) {
			return "", directory.Refuse(directory.Invalid, "invalid.opening_hours.unwritable", "Name", directory.Printable(e.Name))
		}
		rules = append(rules, formatDay(dates, e.Intervals, e.Name))
	}
	return strings.Join(rules, "; "), nil
}

// group is weekdays with the same hours of one kind.
type group struct {
	days          [7]bool
	first         int // of the days, counted from Monday
	intervals     []directory.Interval
	byAppointment bool
}

// formatWeek writes the week. Days that have one kind of hours, and none that run
// into the next day, can stand apart. Otherwise all rules are added to each other,
// for one that replaced what was said of its days would, to other readers, cut the
// night before them short; and those by appointment come first, for where rules
// overlap the later counts, and open doors are open.
func formatWeek(h *directory.Hours) string {
	groups, apart := groupWeek(h)
	var rules []string
	switch {
	case h.ByAppointment:
		rules, apart = append(rules, formatState(nil, true)), false
	case len(groups) == 0:
		return "off"
	case len(groups) == 1 && !groups[0].byAppointment && formatDays(groups[0].days) == "Mo-Su" &&
		len(groups[0].intervals) == 1 && groups[0].intervals[0].AllDay():
		return "24/7"
	}
	separator := ", "
	if apart {
		separator = "; "
		slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(a.first, b.first) })
	}
	for _, g := range groups {
		rules = append(rules, formatDays(g.days)+" "+formatState(g.intervals, g.byAppointment))
	}
	return strings.Join(rules, separator)
}

// groupWeek puts alike days together, each kind from Monday on, those by
// appointment first. The groups stand apart if no day is in two of them and none
// lasts past midnight.
func groupWeek(h *directory.Hours) (groups []group, apart bool) {
	apart = true
	for _, byAppointment := range []bool{true, false} {
		for n := range 7 {
			weekday := (time.Monday + time.Weekday(n)) % 7
			part := only(h.Week[weekday], byAppointment)
			if len(part) == 0 {
				continue
			}
			apart = apart && len(part) == len(h.Week[weekday]) && part[len(part)-1].Closes <= directory.EndOfDay
			at := slices.IndexFunc(groups, func(g group) bool { return slices.Equal(g.intervals, part) })
			if at < 0 {
				at = len(groups)
				groups = append(groups, group{first: n, intervals: part, byAppointment: byAppointment})
			}
			groups[at].days[weekday] = true
		}
	}
	return groups, apart
}

// only is the intervals of one kind.
func only(all []directory.Interval, byAppointment bool) (part []directory.Interval) {
	for _, v := range all {
		if v.ByAppointment == byAppointment {
			part = append(part, v)
		}
	}
	return part
}

// formatDays writes weekdays in rows, of which one may run past Sunday: We,Sa-Mo.
func formatDays(days [7]bool) string {
	if !slices.Contains(days[:], false) {
		return "Mo-Su"
	}
	const names = "SuMoTuWeThFrSa"
	var rows []string
	for n := range 7 {
		first := (n + 1) % 7
		if !days[first] || days[(first+6)%7] {
			continue
		}
		length := 1
		for days[(first+length)%7] {
			length++
		}
		last := (first + length - 1) % 7
		separator := "-"
		switch length {
		case 1:
			rows = append(rows, names[2*first:2*first+2])
			continue
		case 2:
			separator = ","
		}
		rows = append(rows, names[2*first:2*first+2]+separator+names[2*last:2*last+2])
	}
	return strings.Join(rows, ",")
}

// formatDay writes what holds on certain days in place of the week's hours. The
// name stands where the doors are open to everybody or shut, if they ever are.
func formatDay(days string, intervals []directory.Interval, name string) string {
	let, open := only(intervals, true), only(intervals, false)
	var rules []string
	if len(let) > 0 {
		said := days + " " + formatState(let, true)
		if name != "" && len(open) == 0 {
			said = strings.TrimSuffix(said, `"`) + nameMark + name + `"`
		}
		rules = append(rules, said)
	}
	state := " open"
	switch {
	case len(open) > 0:
		days += " " + formatState(open, false)
	case len(let) == 0:
		state, days = "", days+" off"
	default:
		return rules[0]
	}
	if name != "" {
		days += state + ` "` + name + `"`
	}
	return strings.Join(append(rules, days), ", ")
}

// formatState writes times, and that one has to make an appointment for them.
func formatState(intervals []directory.Interval, byAppointment bool) string {
	var said []string
	if len(intervals) > 0 {
		spans := make([]string, len(intervals))
		for i, v := range intervals {
			spans[i] = formatMinute(v.Opens) + "-" + formatMinute(closing(v))
		}
		said = append(said, strings.Join(spans, ","))
	}
	if byAppointment {
		said = append(said, `"`+letIn+`"`)
	}
	return strings.Join(said, " ")
}

// closing is when the interval closes, on the next day's clock where that is plain.
func closing(v directory.Interval) directory.Minute {
	if next := v.Closes - directory.EndOfDay; next > 0 && next < v.Opens {
		return next
	}
	return v.Closes
}

func formatMinute(m directory.Minute) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// formatDates writes a row of dates; ok is false if a year has not four digits.
func formatDates(first, last directory.Date) (s string, ok bool) {
	from, to := first.In(time.UTC), last.In(time.UTC)
	if from.Year() < 1 || to.Year() > 9999 {
		return "", false
	}
	s = from.Format("2006 Jan 02")
	switch {
	case first == last:
	case from.Year() == to.Year() && from.Month() == to.Month():
		s += "-" + to.Format("02")
	default: // with the year, even where it is the same: other readers want it
		s += "-" + to.Format("2006 Jan 02")
	}
	return s, true
}
