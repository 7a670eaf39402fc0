package pages

import (
	"regexp"
	"strconv"
	"time"

	"rootline/internal/directory"
)

// dottedDate is a date as those write it who put dots into it, the day first. With
// slashes, some put the month first.
var dottedDate = regexp.MustCompile(`^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$`)

// readDate reads a date as browsers send it, or as it is typed where they have no
// calendar to choose from. The empty date is none.
func readDate(s string) (directory.Date, bool) {
	s = asciiDigits(s)
	if s == "" {
		return directory.Date{}, true
	}
	if part := dottedDate.FindStringSubmatch(s); part != nil {
		day, _ := strconv.Atoi(part[1])
		month, _ := strconv.Atoi(part[2])
		year, _ := strconv.Atoi(part[3])
		d, err := directory.NewDate(year, time.Month(month), day)
		return d, err == nil
	}
	d, err := directory.ParseDate(s)
	return d, err == nil
}

// readDates reads the first and the last of some days. One day alone is both.
func readDates(t *typed, name string, wrong map[string]directory.Message) (first, last directory.Date) {
	first, firstOK := readDate(t.Text(name + ".first"))
	last, lastOK := readDate(t.Text(name + ".last"))
	switch {
	case !firstOK:
		wrong[name+".first"] = directory.Msg("sections.date")
	case first.IsZero():
		wrong[name+".first"] = directory.Msg("sections.first_missing")
	}
	if !lastOK {
		wrong[name+".last"] = directory.Msg("sections.date")
	}
	if lastOK && last.IsZero() {
		last = first
	}
	if firstOK && lastOK && last.Before(first) {
		wrong[name+".last"] = directory.Msg("invalid.hours.date_order", "First", first, "Last", last)
	}
	return first, last
}
