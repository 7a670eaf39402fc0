package openinghours

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
)

func TestFormat_unknown(t *testing.T) {
	h := parse(t, "Mo-Fr 09:00-18:00")
	for _, state := range []directory.FactState{"", directory.NotChecked, directory.CheckedAbsent} {
		h.Fact.State = state
		if got, err := Format(h); got != "" || err != nil {
			t.Errorf("Format(hours that are %q) = %q, %v; want nothing", state, got, err)
		}
	}
}

func TestFormat_refused(t *testing.T) {
	day, err := directory.NewDate(2026, time.December, 24)
	if err != nil {
		t.Fatal(err)
	}
	exception := func(e directory.Exception) directory.Hours {
		return directory.Hours{Exceptions: []directory.Exception{e}}
	}
	tests := []struct {
		what  string
		hours directory.Hours
		id    string
	}{
		{"hours that do not pass", directory.Hours{Week: [7][]directory.Interval{{{Opens: 600, Closes: 500}}}}, "invalid.hours.closes"},
		{"a name with a quote", exception(directory.Exception{First: day, Last: day, Name: `The "Eve"`}), "invalid.opening_hours.unwritable"},
		{"a name of two lines", exception(directory.Exception{First: day, Last: day, Name: "Eve\nof"}), "invalid.opening_hours.unwritable"},
		{"a name that is no text", exception(directory.Exception{First: day, Last: day, Name: "Eve\xff"}), "invalid.opening_hours.unwritable"},
		{"a long name", exception(directory.Exception{First: day, Last: day, Name: strings.Repeat("é", 201)}), "invalid.opening_hours.unwritable"},
		{"a name that reads as a state", exception(directory.Exception{First: day, Last: day, Name: "By appointment  only"}), "invalid.opening_hours.unwritable"},
		{"a name within such", exception(directory.Exception{First: day, Last: day, Name: "by appointment: Short day"}), "invalid.opening_hours.unwritable"},
		{"the year 10000", exception(directory.Exception{First: day, Last: day.AddDays(365 * 8000)}), "invalid.date"},
		{"the year 0", exception(directory.Exception{First: day.AddDays(-366 * 2026), Last: day}), "invalid.date"},
	}
	for _, tt := range tests {
		got, err := Format(said(tt.hours))
		var e *directory.Error
		if !errors.As(err, &e) || e.Message.ID != tt.id || got != "" {
			t.Errorf("Format(%s) = %q, %v; want %s", tt.what, got, err, tt.id)
		}
	}
	full := exception(directory.Exception{First: day, Last: day, Name: strings.Repeat("é", 200)})
	if got, err := Format(said(full)); err != nil || !strings.HasSuffix(got, `é"`) {
		t.Errorf("Format(a name of 200 letters) = %q, %v", got, err)
	}
}

// TestFormat_most writes as much as hours can hold, and reads it.
func TestFormat_most(t *testing.T) {
	var h directory.Hours
	var most []directory.Interval
	for i := range directory.MaxIntervals {
		opens := directory.Minute(120 * i)
		most = append(most, directory.Interval{Opens: opens, Closes: opens + 90, ByAppointment: i%2 == 0})
	}
	for i := range h.Week {
		h.Week[i] = append(h.Week[i], most...)
		h.Week[i][i].Closes++ // all differ
	}
	h.ByAppointment = true
	h.PublicHolidays = &directory.Holidays{Intervals: most}
	first, err := directory.NewDate(2026, time.December, 24)
	if err != nil {
		t.Fatal(err)
	}
	for i := range directory.MaxExceptions {
		h.Exceptions = append(h.Exceptions, directory.Exception{
			First: first.AddDays(i), Last: first.AddDays(i + 10), Intervals: most, Name: strings.Repeat("é", maxName),
		})
	}
	text, err := Format(said(h))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d letters", letter(text, len(text))-1)
	if got := parse(t, text); !reflect.DeepEqual(got, said(h)) {
		t.Errorf("Parse(Format(all that hours can hold)) differs: %.300s", text)
	}
}
