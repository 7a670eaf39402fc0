package directory

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNewDate(t *testing.T) {
	for _, tt := range []struct {
		year  int
		month time.Month
		day   int
		want  string
	}{
		{2026, 3, 31, "2026-03-31"},
		{1, 1, 1, "0001-01-01"},
		{9999, 12, 31, "9999-12-31"},
		{2026, 2, 29, ""},
		{2026, 4, 31, ""},
		{2026, 0, 1, ""},
		{2026, 13, 1, ""},
		{2026, 1, 0, ""},
		{0, 1, 1, ""},
		{10000, 1, 1, ""},
		{-2026, 1, 1, ""},
	} {
		d, err := NewDate(tt.year, tt.month, tt.day)
		if d.String() != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("NewDate(%d, %d, %d) = %q, %v; want %q", tt.year, int(tt.month), tt.day, d, err, tt.want)
		}
	}
}

// TestDate_properties checks the calendar against package time, and the numbers
// of days that hours count by.
func TestDate_properties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := func(name string) (Date, time.Time) {
			at := time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, name), 0).UTC()
			return DateOf(at), at.Truncate(24 * time.Hour)
		}
		d, dt := day("one")
		e, et := day("other")
		if d.Before(e) != dt.Before(et) || d.In(time.UTC) != dt || d.Weekday() != dt.Weekday() {
			t.Errorf("%s is %v, a %s; before %s: %t", d, d.In(time.UTC), d.Weekday(), e, d.Before(e))
		}
		n := int(et.Sub(dt) / (24 * time.Hour) % 100_000)
		if f := d.AddDays(n); f.In(time.UTC) != dt.AddDate(0, 0, n) || f.AddDays(-n) != d {
			t.Errorf("%s and %d days = %s", d, n, f)
		}
		if dateOfDay(d.unixDay()) != d || d.AddDays(1).unixDay() != d.unixDay()+1 {
			t.Errorf("%s is day %d, which is %s", d, d.unixDay(), dateOfDay(d.unixDay()))
		}
	})
}

func TestDateOf_readsTheClockOfItsZone(t *testing.T) {
	at := moment(t, "2026-03-02T23:30:00Z")
	if got := DateOf(at.In(zone(t, "Asia/Kathmandu"))).String(); got != "2026-03-03" {
		t.Errorf("DateOf in Kathmandu = %s, want 2026-03-03", got)
	}
}

func TestInstant(t *testing.T) {
	at := moment(t, "2026-03-02T23:30:00.123456789+01:00")
	if got := At(at); got != 1772490600123 || !got.Time().Equal(at.Truncate(time.Millisecond)) || got.Time().Location() != time.UTC {
		t.Errorf("At(%v) = %d, which is %v", at, got, got.Time())
	}
}

func TestNewPoint(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, tt := range []struct {
		lat, lng float64
		ok       bool
	}{
		{41.01, 28.95, true},
		{90, 180, true},
		{-90, -180, true},
		{0, 1e-6, true},
		{1e-6, 0, true},
		{0, 0, false},
		{math.Copysign(0, -1), 0, false},
		{90.0000001, 0, false},
		{-90.0000001, 0, false},
		{0, 180.0000001, false},
		{0, -180.0000001, false},
		{nan, 1, false},
		{1, nan, false},
		{inf, 1, false},
		{1, -inf, false},
	} {
		p, err := NewPoint(tt.lat, tt.lng)
		if (err == nil) != tt.ok || p.IsZero() == tt.ok || tt.ok && (p.Lat() != tt.lat || p.Lng() != tt.lng) {
			t.Errorf("NewPoint(%v, %v) = %v, %v; want it accepted: %t", tt.lat, tt.lng, p, err, tt.ok)
		}
	}
}

func TestPointKM(t *testing.T) {
	for _, tt := range []struct{ lat1, lng1, lat2, lng2, want float64 }{
		{41.01384, 28.94966, 41.01384, 28.94966, 0},
		{0, 1, 0, 2, math.Pi / 180 * EarthRadiusKM},
		{90, 0, -90, 0, math.Pi * EarthRadiusKM},
		{0.5, 0, -0.5, 180, math.Pi * EarthRadiusKM}, // antipodes, where rounding exceeds 1
		{10, 179.5, 10, -179.5, 109.505},             // across the date line
		{51.50853, -0.12574, 48.85341, 2.3488, 343.7714},
	} {
		p, q := must(NewPoint(tt.lat1, tt.lng1)), must(NewPoint(tt.lat2, tt.lng2))
		if got := p.KM(q); math.Abs(got-tt.want) > 0.001 || got != q.KM(p) {
			t.Errorf("KM from %v to %v = %.4f, back %.4f; want %.4f", p, q, got, q.KM(p), tt.want)
		}
	}
}

func TestPoint_document(t *testing.T) {
	for text, want := range map[string]Point{
		`null`:                      {},
		`{"lat":41.01,"lng":29}`:    {41.01, 29},
		`{"lat":-0.000001,"lng":0}`: {-0.000001, 0},
	} {
		p := Point{1, 2} // something is there already
		if err := json.Unmarshal([]byte(text), &p); err != nil || p != want {
			t.Errorf("Unmarshal(%s) = %v, %v; want %v", text, p, err, want)
		}
		b, err := json.Marshal(want)
		var again Point
		if err != nil || json.Unmarshal(b, &again) != nil || again != want {
			t.Errorf("Marshal(%v) = %s, %v, which is read as %v", want, b, err, again)
		}
	}
	for _, text := range []string{`{"lat":0,"lng":0}`, `{}`, `{"lat":91,"lng":0}`, `{"lat":"1","lng":2}`, `[1,2]`} {
		var p Point
		if err := json.Unmarshal([]byte(text), &p); err == nil || !p.IsZero() {
			t.Errorf("Unmarshal(%s) = %v, %v; want it refused", text, p, err)
		}
	}
}

func TestListing(t *testing.T) {
	for _, tt := range []struct {
		state               ListingState
		operating           OperatingStatus
		searchable, hasPage bool
	}{
		{Published, Active, true, true},
		{Published, TemporarilyClosed, true, true},
		{Published, Closed, false, true},
		{Suspended, Active, false, true},
		{Suspended, Closed, false, true},
		{Draft, Active, false, false},
		{Submitted, Active, false, false},
		{Rejected, Active, false, false},
		{Archived, Active, false, false},
		{"", "", false, false},
	} {
		l := Listing{State: Standing[ListingState]{Value: tt.state}, Operating: Standing[OperatingStatus]{Value: tt.operating}}
		if l.Searchable() != tt.searchable || l.HasPage() != tt.hasPage {
			t.Errorf("a listing %s and %s: searchable %t, has a page %t; want %t, %t", tt.state, tt.operating, l.Searchable(), l.HasPage(), tt.searchable, tt.hasPage)
		}
	}
}

func TestKindOf(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want Kind
	}{
		{errors.New("disk full"), Internal},
		{nil, Internal},
		{Refuse(Invalid, "invalid.slug"), Invalid},
		{Refuse(NotReady, "x"), NotReady},
		{Refuse(Conflict, "x"), Conflict},
		{fmt.Errorf("clinic: %w", Refuse(NotFound, "x")), NotFound},
		{errors.Join(errors.New("close"), Refuse(NotFound, "x")), NotFound},
	} {
		if got := KindOf(tt.err); got != tt.want {
			t.Errorf("KindOf(%v) = %d, want %d", tt.err, got, tt.want)
		}
	}
}

// What a person typed stays out of the log, where the text of errors goes.
func TestError_keepsArgumentsToItself(t *testing.T) {
	err := Refuse(Invalid, "invalid.name", "Name", "Ada", "Max", 80)
	if err.Error() != "invalid.name" || err.Message.Args["Name"] != "Ada" || err.Message.Args["Max"] != 80 || len(err.Message.Args) != 2 {
		t.Errorf("Refuse(…) = %s of %+v", err, err.Message)
	}
	if m := Msg("plain"); m.Args != nil {
		t.Errorf("Msg(plain) has arguments %v", m.Args)
	}
	if m := Msg("odd", "Name"); m.Args != nil {
		t.Errorf("Msg(odd, Name) has arguments %v; the name has no value", m.Args)
	}
}

func TestEverythingThereIs(t *testing.T) {
	if got := EntryTypes(); len(got) != 4 || !slices.Contains(got, EntryAcademy) {
		t.Errorf("EntryTypes() = %v", got)
	}
	if got := PhotoKinds(); len(got) != 4 || !slices.Contains(got, PhotoBeforeAfter) {
		t.Errorf("PhotoKinds() = %v", got)
	}
	if got := fmt.Sprint(DoorsUnknown, DoorsOpen, DoorsByAppointment, DoorsShut); got != "unknown open by_appointment shut" {
		t.Errorf("the states of doors are %s", got)
	}
}
