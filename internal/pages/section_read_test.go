package pages

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/openinghours"
)

// open is a listing with hours as OpenStreetMap writes them, in a known state.
func open(t *testing.T, hours string) directory.Listing {
	t.Helper()
	var l directory.Listing
	l.Clinic.Slug, _ = directory.ParseSlug("a-clinic")
	l.Clinic.Address.Country, _ = directory.ParseCountry("KW")
	if hours == "" {
		return l
	}
	var err error
	if l.Clinic.Hours, err = openinghours.Parse(hours); err != nil {
		t.Fatal(err)
	}
	l.Clinic.Hours.Fact = directory.FactHours.Observed(directory.SourceChecked, "a register", sectionNow)
	return l
}

// sendTo sends a section's form with some pairs of name and value typed over what stands
// there, and wants every field of it to be asked for.
func sendTo(t *testing.T, s section, l *directory.Listing, pairs ...string) map[string]directory.Message {
	t.Helper()
	in := newTyped(drawn(t, s, *l, pairs...))
	wrong := s.read(&Pages{}, in, l)
	if refusal := (*directory.Error)(nil); errors.As(in.unknown(), &refusal) {
		t.Errorf("%s with %q is taken to have fields that it has not: %v", s.path, pairs, refusal.Fields)
	}
	return wrong
}

// week are pairs of name and value that say closed of every day.
func week(pairs ...string) []string {
	var all []string
	for _, d := range weekdays {
		all = append(all, weekdayForm(d).name+".is", dayClosed)
	}
	return append(all, pairs...)
}

const mon, tue, sat = "hours.week[1]", "hours.week[2]", "hours.week[6]"

func TestReadHours(t *testing.T) {
	for _, tt := range []struct {
		name, was string
		typed     []string
		want      string // hours, or the field that is wrong
	}{
		{
			"a break", "", week(mon+".is", "open", mon+"[0].opens", "9", mon+"[0].closes", "12.30", mon+"[1].opens", "1:30pm", mon+"[1].closes", "18"),
			"Mo 09:00-12:30,13:30-18:00",
		},
		{
			"rows in any order", "", week(mon+".is", "", mon+"[1].opens", "9", mon+"[1].closes", "12", mon+"[0].opens", "13", mon+"[0].closes", "18"),
			"Mo 09:00-12:00,13:00-18:00",
		},
		{"into the night", "", week(sat+".is", "open", sat+"[0].opens", "20", sat+"[0].closes", "2"), "Sa 20:00-26:00"},
		{"a whole day", "", week(sat+".is", "all_day"), "Sa 00:00-24:00"},
		{"Monday copied", "", week(mon+".is", "open", mon+"[0].opens", "9", mon+"[0].closes", "17", "copy_monday", "yes"), "Mo-Fr 09:00-17:00"},
		{"Saturday as Monday", "", week(mon+".is", "open", mon+"[0].opens", "9", mon+"[0].closes", "17", sat+".is", "as_monday"), "Mo,Sa 09:00-17:00"},
		{"Monday copied over another day", "Mo 09:00-12:00; Tu 10:00-11:00", []string{"copy_monday", "yes"}, "Mo-Fr 09:00-12:00"},
		{
			"by appointment, some of the time", "", week(sat+".is", "open", sat+"[0].opens", "9", sat+"[0].closes", "12", sat+"[0].appointment", "yes"),
			`Sa 09:00-12:00 unknown "by appointment"`,
		},
		{"by appointment alone, nothing said of the days", "", []string{"hours.by_appointment", "yes"}, `unknown "by appointment"`},
		{"shut all week", "", week(), "off"},
		{"public holidays", "", week(mon+".is", "all_day", "hours.public_holidays.is", "closed"), "Mo 00:00-24:00; PH off"},
		{"nothing of all of it any more", "Mo 09:00-12:00", append(clear(week()), mon+"[0].opens", "", mon+"[0].closes", ""), "unknown"},

		{"one day left out", "", append(week(), tue+".is", ""), "!" + tue + ".is"},
		{"holidays alone", "", []string{"hours.public_holidays.is", "closed"}, "!" + mon + ".is"},
		{"Monday copied and not said", "", append(week(), mon+".is", "", "copy_monday", "yes"), "!" + mon + ".is"},
		{"overlap", "", week(mon+".is", "open", mon+"[0].opens", "9", mon+"[0].closes", "13", mon+"[1].opens", "12", mon+"[1].closes", "18"), "!" + mon + "[1].opens"},
		{"closed, with times", "", week(mon+"[0].opens", "9", mon+"[0].closes", "13"), "!" + mon + ".is"},
		{"open, without times", "", week(mon+".is", "open"), "!" + mon + "[0].opens"},
		{"appointment without times", "", week(mon+".is", "open", mon+"[0].appointment", "yes"), "!" + mon + "[0].opens"},
		{"no time", "", week(mon+".is", "open", mon+"[0].opens", "<b>", mon+"[0].closes", "13"), "!" + mon + "[0].opens"},
		{"no choice", "", week(mon+".is", "maybe"), "!" + mon + ".is"},
		{"Monday as Monday", "", week(mon+".is", "as_monday"), "!" + mon + ".is"},
	} {
		l := open(t, tt.was)
		before := l.Clinic.Hours
		wrong := sendTo(t, hoursSection, &l, tt.typed...)
		if field, refused := strings.CutPrefix(tt.want, "!"); refused {
			if _, ok := wrong[field]; !ok || !sameWeek(&before, &l.Clinic.Hours) {
				t.Errorf("%s: wrong %v, hours %v; want %s to be refused, and the hours as they were", tt.name, wrong, l.Clinic.Hours.Week, field)
			}
			continue
		}
		if len(wrong) > 0 {
			t.Errorf("%s: refused: %v", tt.name, wrong)
			continue
		}
		h := l.Clinic.Hours
		if tt.want == "unknown" {
			if h.Fact.Known() || hoursSaid(&h) {
				t.Errorf("%s: %v, want nothing to be known", tt.name, h)
			}
			continue
		}
		want := open(t, tt.want).Clinic.Hours
		if !sameWeek(&h, &want) || h.Fact != (directory.Fact{State: directory.OwnerAsserted}) {
			t.Errorf("%s: %v %v, want %v", tt.name, h.Week, h.Fact, want.Week)
		}
		if err := h.Check(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// clear empties every value of some pairs.
func clear(pairs []string) []string {
	for i := 1; i < len(pairs); i += 2 {
		pairs[i] = ""
	}
	return pairs
}

func TestReadExceptions(t *testing.T) {
	const was = "Mo 09:00-12:00; 2026 Jan 1 off; 2026 Dec 24-26 off; 2026 Dec 31 10:00-12:00"
	const x, y, fresh = "hours.exceptions[1]", "hours.exceptions[2]", "hours.exceptions[3]"
	for _, tt := range []struct {
		name  string
		typed []string
		want  string // the exceptions, or the field that is wrong
	}{
		{"one day, shut", []string{fresh + ".first", "2027-01-01", fresh + ".name", "New Year"}, `2026-01-01/2026-01-01 2026-12-24/2026-12-26 2026-12-31/2026-12-31 2027-01-01/2027-01-01`},
		{"one removed", []string{x + ".remove", "yes"}, "2026-01-01/2026-01-01 2026-12-31/2026-12-31"},
		{"one that is over removed", []string{"hours.exceptions[0].remove", "yes"}, "2026-12-24/2026-12-26 2026-12-31/2026-12-31"},
		{"one emptied", []string{x + ".first", "", x + ".last", ""}, "2026-01-01/2026-01-01 2026-12-31/2026-12-31"},
		{"one longer", []string{x + ".last", "2026-12-27"}, "2026-01-01/2026-01-01 2026-12-24/2026-12-27 2026-12-31/2026-12-31"},
		{"one removed that was made wrong", []string{x + ".first", "soon", x + ".remove", "yes"}, "2026-01-01/2026-01-01 2026-12-31/2026-12-31"},

		{"no date", []string{x + ".first", "soon"}, "!" + x + ".first"},
		{"a date as some write the month first", []string{x + ".first", "12/24/2026"}, "!" + x + ".first"},
		{"only the last", []string{fresh + ".last", "2027-01-01"}, "!" + fresh + ".first"},
		{"the last before the first", []string{x + ".last", "2026-12-20"}, "!" + x + ".last"},
		{"only a name", []string{fresh + ".name", "Holiday"}, "!" + fresh + ".first"},
		{"times that are none", []string{y + ".times[0].closes", "late"}, "!" + y + ".times[0].closes"},
		{"shut, with times", []string{y + ".times.is", "closed"}, "!" + y + ".times.is"},
	} {
		l := open(t, was)
		wrong := sendTo(t, exceptionsSection, &l, tt.typed...)
		if field, refused := strings.CutPrefix(tt.want, "!"); refused {
			if _, ok := wrong[field]; !ok || len(wrong) != 1 || len(l.Clinic.Hours.Exceptions) != 3 {
				t.Errorf("%s: wrong %v, %d exceptions; want %s to be refused, and all as it was", tt.name, wrong, len(l.Clinic.Hours.Exceptions), field)
			}
			continue
		}
		var got []string
		for _, e := range l.Clinic.Hours.Exceptions {
			got = append(got, e.First.String()+"/"+e.Last.String())
		}
		if strings.Join(got, " ") != tt.want || len(wrong) > 0 {
			t.Errorf("%s: %q, %v; want %q", tt.name, got, wrong, tt.want)
		}
	}
}

func TestExceptions_thoseThatAreOverAreToldAndNoMore(t *testing.T) {
	form := drawn(t, exceptionsSection, open(t, "2026 Jan 1 off; 2026 Nov 20 off; 2026 Dec 24 off"))
	if form.Has("hours.exceptions[0].first") || !form.Has("hours.exceptions[1].first") || !form.Has("hours.exceptions[2].first") {
		t.Errorf("the form has %q; want fields for today's and those to come alone", slices.Sorted(maps.Keys(form)))
	}
}
