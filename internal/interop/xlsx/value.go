package xlsx

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// number is the text of a number. It has all its digits, and no exponent: what is
// shown as 4.479E+11 may be a phone number.
func number(v string, f format, from1904 bool) string {
	if strings.Trim(v, "0123456789+-.eE") != "" {
		return v // no number, whatever it is
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return v
	}
	if text, ok := moment(n, f, from1904); ok {
		return text
	}
	if !strings.ContainsAny(v, ".eE") {
		return v
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// day is how long a day is in seconds.
const day = 24 * 60 * 60

// lastDay is the number of the last day of the year 9999, after which there are no
// dates.
const lastDay = 2_958_465

// moment is a number that is shown as a date or a time, as ISO 8601 writes it. It is
// neither if it is out of the range of dates: a spreadsheet shows ##### then.
//
// Days are counted from the end of 1899 as if 1900 had been a leap year, as Lotus
// 1-2-3 did, or in books from old Macintoshes from the beginning of 1904.
func moment(n float64, f format, from1904 bool) (string, bool) {
	if f == plain || !(n >= 0 && n < lastDay+1) {
		return "", false
	}
	seconds := int64(math.Round(n * day))
	days := int(seconds / day)
	if f == timing || days == 0 {
		return clock(seconds), true
	}
	first := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		first = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	case days == 60:
		return "", false // 29 February 1900
	case days < 60:
		first = first.AddDate(0, 0, 1)
	}
	t := first.AddDate(0, 0, days).Add(time.Duration(seconds%day) * time.Second)
	if seconds%day == 0 {
		return t.Format(time.DateOnly), true
	}
	return t.Format("2006-01-02T15:04:05"), true
}

// clock is a time of day, or a length of time, without seconds if it has none.
func clock(seconds int64) string {
	text := fmt.Sprintf("%02d:%02d", seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf(":%02d", seconds%60)
	}
	return text
}
