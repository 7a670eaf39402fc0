package directory

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestHoursCheck(t *testing.T) {
	eight := " 09:00-10:00 10:00-11:00 11:00-12:00 12:00-13:00 13:00-14:00 14:00-15:00 15:00-16:00 16:00-17:00"
	tests := []struct{ hours, wrong string }{
		{"", ""},
		{"unknown", ""},
		{"appointment", ""},
		{"Mo-Fr 09:00-12:30 13:30-18:00; Sa 10:00-14:00a; 2026-12-24..2026-12-26 shut", ""},
		{"Mo 00:00-24:00; Tu 00:00-48:00; We 23:59-48:00", ""},
		{"Mo 09:00-12:00 12:00-13:00", ""},
		{"Mo 20:00-30:00; Tu 04:00-10:00", ""}, // of two days, not of one
		{"Mo" + eight, ""},
		{"2026-12-24 10:00-13:00; 2026-12-24 shut", ""},
		{"PH shut", ""},
		{"Mo 09:00-12:00; PH 10:00-12:00 12:00-14:00a", ""},

		{"Mo -1:00-12:00", "week[1] invalid.hours.opens"},
		{"Mo 24:00-25:00", "week[1] invalid.hours.opens"},
		{"Su 09:00-09:00", "week[0] invalid.hours.closes"},
		{"Su 09:00-08:59", "week[0] invalid.hours.closes"},
		{"Sa 09:00-48:01", "week[6] invalid.hours.closes"},
		{"Mo 13:00-18:00 09:00-12:00", "week[1] invalid.hours.order"},
		{"Mo 09:00-12:00 11:59-18:00", "week[1] invalid.hours.overlap"},
		{"Mo 09:00-12:00 09:00-12:00", "week[1] invalid.hours.overlap"},
		{"Mo 09:00-12:00 10:00-11:00a", "week[1] invalid.hours.overlap"},
		{"Mo" + eight + " 17:00-18:00", "week[1] invalid.hours.intervals"},
		{"2026-12-26..2026-12-24 shut", "exceptions[0] invalid.hours.date_order"},
		{"2026-12-24 shut; 2026-12-25 10:00-09:00", "exceptions[1] invalid.hours.closes"},
		{"PH 09:00-12:00 11:00-14:00", "public_holidays invalid.hours.overlap"},
		{"PH" + eight + " 17:00-18:00", "public_holidays invalid.hours.intervals"},
		{"Mo 09:00-08:00; We 09:00-08:00; 2026-12-25 24:00-25:00", "week[1] invalid.hours.closes, exceptions[0] invalid.hours.opens, week[3] invalid.hours.closes"},
	}
	for _, tt := range tests {
		if got := wrongWith(t, hours(t, tt.hours).Check()); got != tt.wrong {
			t.Errorf("Check() of %q = %s; want %s", tt.hours, got, tt.wrong)
		}
	}
}

func TestHoursCheck_exceptions(t *testing.T) {
	var h Hours
	first := date(t, "2026-01-01")
	for i := range MaxExceptions {
		h.Exceptions = append(h.Exceptions, Exception{First: first.AddDays(i), Last: first.AddDays(i)})
	}
	if err := h.Check(); err != nil {
		t.Errorf("Check() of %d exceptions = %v", len(h.Exceptions), err)
	}
	h.Exceptions = append(h.Exceptions, Exception{First: first, Last: first})
	if got := wrongWith(t, h.Check()); got != "exceptions invalid.hours.exceptions" {
		t.Errorf("Check() of %d exceptions = %s", len(h.Exceptions), got)
	}
	for _, e := range []Exception{{First: first}, {Last: first}, {}} {
		h.Exceptions = []Exception{e}
		if got := wrongWith(t, h.Check()); got != "exceptions[0] invalid.hours.dates" {
			t.Errorf("Check() of an exception from %q to %q = %s", e.First, e.Last, got)
		}
	}
}

// wrongWith lists the fields of an error, the one whose sentence it tells first.
func wrongWith(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var e *Error
	if !errors.As(err, &e) || e.Kind != Invalid {
		t.Fatalf("%v is not of kind Invalid", err)
	}
	var all []string
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		said := field + " " + e.Fields[field].ID
		if e.Fields[field].ID == e.Message.ID && reflect.DeepEqual(e.Fields[field].Args["Day"], e.Message.Args["Day"]) {
			all = slices.Insert(all, 0, said)
		} else {
			all = append(all, said)
		}
	}
	return strings.Join(all, ", ")
}

// FuzzHoursCheck makes hours of bytes and keeps Check's promise to At: hours
// that pass get an answer that is in order, whenever one asks.
func FuzzHoursCheck(f *testing.F) {
	f.Add([]byte{1, 54, 108}, int64(1772442000))
	f.Add([]byte{1, 0, 144, 2, 0, 144, 3, 0, 144, 4, 0, 144, 5, 0, 144, 6, 0, 144, 0, 0, 144}, int64(0))
	f.Add([]byte{7, 0, 255, 9, 12, 250, 15, 3, 4}, int64(1<<40))
	f.Add([]byte{2, 200, 10}, int64(-1<<40))
	santiago := zone(f, "America/Santiago")
	f.Fuzz(func(t *testing.T, b []byte, seconds int64) {
		h := Hours{Fact: Fact{State: SourceChecked}}
		at := time.Unix(seconds%(1<<36), 0)
		today := DateOf(at)
		for ; len(b) >= 3; b = b[3:] {
			v := Interval{Opens: Minute(b[1]) * 10, Closes: Minute(b[2]) * 12, ByAppointment: b[0]&0x40 != 0}
			if where := int(b[0] & 0x1f); where < 7 {
				h.Week[where] = append(h.Week[where], v)
			} else {
				h.Exceptions = append(h.Exceptions, Exception{First: today.AddDays(where - 9), Last: today.AddDays(where - 10 + int(b[0]>>6)), Intervals: []Interval{v}})
			}
			h.ByAppointment = h.ByAppointment != (b[0]&0x20 != 0)
		}
		if h.Check() != nil {
			return
		}
		d := h.At(at, santiago)
		if !d.Until.IsZero() && !d.Until.After(at) || !d.OpensNext.IsZero() && !d.OpensNext.After(at) ||
			d.State == DoorsOpen && !d.OpensNext.IsZero() || d.State == DoorsUnknown ||
			!d.OpensNext.IsZero() && (d.Until.IsZero() || d.OpensNext.Before(d.Until)) {
			t.Errorf("At(%s) of %+v = %s", at.UTC(), h, text(d))
		}
	})
}
