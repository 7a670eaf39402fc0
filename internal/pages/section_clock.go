package pages

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"rootline/internal/directory"
)

// clockTime is a time of day as people write it, once it is in small ASCII letters and
// digits: 9, 9:30, 9.30, 09h30, 9 uhr, 9am, 9:30 p.m.
var clockTime = regexp.MustCompile(`^(\d{1,2}?)(?:\s?[:.h]\s?(\d{2})|(\d{2})|h)?\s?(a\.?m\.?|p\.?m\.?|uhr|h|o'clock)?$`)

// clockWords are the times that have a name.
var clockWords = map[string]directory.Minute{"noon": 12 * 60, "midday": 12 * 60, "midnight": 0}

// readClock reads a time of day, up to 48:00: hours after midnight may be counted on.
func readClock(s string) (directory.Minute, bool) {
	s = strings.ToLower(strings.TrimSpace(asciiDigits(s)))
	if m, ok := clockWords[s]; ok {
		return m, true
	}
	part := clockTime.FindStringSubmatch(s)
	if part == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(part[1]) // two digits at most; none is not let through
	minute, _ := strconv.Atoi(part[2] + part[3])
	if half := strings.TrimSuffix(strings.ReplaceAll(part[4], ".", ""), "m"); half == "a" || half == "p" {
		if hour < 1 || hour > 12 {
			return 0, false
		}
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	m := directory.Minute(60*hour + minute)
	return m, minute < 60 && m <= 2*directory.EndOfDay
}

// readInterval reads from when until when the doors are open. Of the two, what is no
// time is told by the name of its half. Doors that close no later than they open do so
// on the next day; by the hour alone nobody can tell whether the same time twice means
// a whole day.
func readInterval(opens, closes string) (in directory.Interval, wrong map[string]directory.Message) {
	wrong = map[string]directory.Message{}
	half := func(name, s string) directory.Minute {
		m, ok := readClock(s)
		switch {
		case s == "":
			wrong[name] = directory.Msg("sections.time_missing")
		case !ok:
			wrong[name] = directory.Msg("sections.time")
		}
		return m
	}
	in.Opens, in.Closes = half("opens", opens), half("closes", closes)
	switch {
	case len(wrong) > 0:
	case in.Opens >= directory.EndOfDay:
		wrong["opens"] = directory.Msg("sections.opens")
	case in.Closes == in.Opens:
		wrong["closes"] = directory.Msg("sections.same_time")
	case in.Closes < in.Opens:
		in.Closes += directory.EndOfDay
	}
	return in, wrong
}

// opensText and closesText are the halves of an interval as they stand in a form, so
// that readInterval reads them back.
func opensText(in directory.Interval) string { return clockText(in.Opens) }

func closesText(in directory.Interval) string {
	if next := in.Closes - directory.EndOfDay; next > 0 && next < in.Opens {
		return clockText(next)
	}
	return clockText(in.Closes)
}

func clockText(m directory.Minute) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// zeros are the noughts of scripts whose digits a phone may type in place of ours.
const zeros = "٠۰०০๐０"

// asciiDigits writes digits as ours, and any space as a plain one.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		for _, zero := range zeros {
			if r >= zero && r <= zero+9 {
				return '0' + r - zero
			}
		}
		return r
	}, s)
}
