package openinghours

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/words"
)

// said makes hours known, as whoever calls Parse does.
func said(h directory.Hours) directory.Hours {
	h.Fact = directory.Fact{State: directory.OwnerAsserted}
	return h
}

// parse reads hours that have to be readable, and that pass Check.
func parse(tb testing.TB, text string) directory.Hours {
	tb.Helper()
	h, err := Parse(text)
	if err != nil {
		tb.Fatalf("Parse(%q): %s", text, worded(tb, err))
	}
	if h.Fact != (directory.Fact{}) {
		tb.Fatalf("Parse(%q) says who vouches for the hours: %+v", text, h.Fact)
	}
	if h = said(h); h.Check() != nil {
		tb.Fatalf("Parse(%q) = %+v, which does not pass: %v", text, h, h.Check())
	}
	return h
}

// worded is the sentence of an error that people can act on.
func worded(tb testing.TB, err error) string {
	tb.Helper()
	var e *directory.Error
	if !errors.As(err, &e) || e.Kind != directory.Invalid {
		tb.Fatalf("%v is not of kind Invalid", err)
	}
	sentence := words.English().Message(e.Message)
	for _, open := range []string{e.Message.ID, "{Position}", "{Text}", "{Max}", "{Name}"} {
		if strings.Contains(sentence, open) {
			tb.Fatalf("the sentence of %s is %q", e.Message.ID, sentence)
		}
	}
	return sentence
}

// same stands for a text that has that form already.
const same = ""

// notations are texts that are read, each with the form that Format gives it:
// the notation that means the same with the fewest words.
var notations = []struct{ text, want string }{
	// Weekdays.
	{"Mo-Fr 09:00-18:00", same},
	{"Mo-Fr 09:00-18:00; Sa 10:00-14:00", same},
	{"Mo,We,Fr 09:00-18:00", same},
	{"Mo-We,Sa,Su 09:00-18:00", "Sa-We 09:00-18:00"},
	{"Mo,Tu,Th,Fr 09:00-18:00", same},
	{"Sa-Mo 10:00-12:00", same},
	{"Su-Th 10:00-12:00", same},
	{"We,Sa-Mo 10:00-12:00", same},
	{"Fr-Th 10:00-12:00", "Mo-Su 10:00-12:00"},
	{"Mo-Mo 10:00-12:00", "Mo 10:00-12:00"},
	{"Sa-Su 10:00-12:00", "Sa,Su 10:00-12:00"},
	{"Sa 10:00-12:00; Mo 10:00-12:00", "Mo,Sa 10:00-12:00"},
	{"09:00-18:00", "Mo-Su 09:00-18:00"},
	{"Mo-Su 00:00-24:00", "24/7"},
	{"24/7", same},
	{"open", "24/7"},
	{"Mo open", "Mo 00:00-24:00"},
	{"off", same},
	{"closed", "off"},
	{"24/7 off", "off"},
	{"Mo-Fr 09:00-17:00 open", "Mo-Fr 09:00-17:00"},

	// Spans of a day.
	{"Mo-Fr 09:00-12:30,13:30-18:00", same},
	{"Mo-Fr 13:30-18:00,09:00-12:30", "Mo-Fr 09:00-12:30,13:30-18:00"},
	{"Mo-Fr 09:00-12:00,12:00-18:00", same},
	{"Mo-Fr 09:00-13:00,12:00-18:00", "Mo-Fr 09:00-18:00"},
	{"Mo 00:00-24:00", same},
	{"Mo 08:00-09:00,09:00-10:00,10:00-11:00,11:00-12:00,12:00-13:00,13:00-14:00,14:00-15:00,15:00-16:00", same},

	// Past midnight.
	{"Fr,Sa 22:00-02:00", same},
	{"Fr,Sa 22:00-26:00", "Fr,Sa 22:00-02:00"},
	{"Fr 18:00-00:00", "Fr 18:00-24:00"},
	{"Fr 12:00-36:00", same},
	{"Fr 23:59-48:00", same},
	{"Fr 00:00-48:00", same},
	{"Fr 22:00-02:00, Sa 10:00-14:00", same},
	{"Fr 22:00-02:00; Sa 10:00-14:00", "Fr 22:00-02:00, Sa 10:00-14:00"}, // Friday's night is not Saturday's

	// Later rules.
	{"Mo-Fr 09:00-18:00; We 09:00-12:00", "Mo,Tu,Th,Fr 09:00-18:00; We 09:00-12:00"},
	{"Mo-Fr 09:00-12:00; Mo-Fr 14:00-18:00", "Mo-Fr 14:00-18:00"},
	{"Mo-Fr 09:00-12:00, Mo-Fr 14:00-18:00", "Mo-Fr 09:00-12:00,14:00-18:00"},
	{"Mo-Fr 09:00-12:00, We 14:00-18:00", "Mo,Tu,Th,Fr 09:00-12:00; We 09:00-12:00,14:00-18:00"},
	{"Mo-Fr 09:00-18:00; We off", "Mo,Tu,Th,Fr 09:00-18:00"},
	{"Mo-Fr 09:00-18:00, We off", "Mo,Tu,Th,Fr 09:00-18:00"},
	{"Mo-Fr 09:00-18:00; Mo-Fr 12:00-13:00 off", "Mo-Fr 09:00-12:00,13:00-18:00"},
	{"Mo 09:00-18:00; Mo off; Tu 09:00-10:00", "Tu 09:00-10:00"},
	{"24/7; Su off", "Mo-Sa 00:00-24:00"},
	{"10:00-18:00; Sa,Su 12:00-16:00", "Mo-Fr 10:00-18:00; Sa,Su 12:00-16:00"},

	// By appointment.
	{`"by appointment"`, same},
	{`24/7 "by appointment"`, `"by appointment"`},
	{`unknown "by appointment"`, `"by appointment"`},
	{`Mo-Fr 10:00-12:00 "by appointment"`, same},
	{`Mo-Fr 10:00-12:00 unknown "by appointment"`, `Mo-Fr 10:00-12:00 "by appointment"`},
	{`Mo-Fr 10:00-12:00 "By Appointment ONLY"`, `Mo-Fr 10:00-12:00 "by appointment"`},
	{`Mo-Fr 10:00-12:00 “by appointment”`, `Mo-Fr 10:00-12:00 "by appointment"`},
	{`Mo-Fr "by appointment"`, `Mo-Fr 00:00-24:00 "by appointment"`},
	{`Mo-Fr 09:00-17:00; Sa 10:00-14:00 "by appointment"`, same},
	{`Mo-Fr 09:00-12:00, Mo-Fr 08:00-09:00 "by appointment"`, `Mo-Fr 08:00-09:00 "by appointment", Mo-Fr 09:00-12:00`},
	{`Mo-Fr 09:00-17:00, We 12:00-14:00 "by appointment"`, `We 12:00-14:00 "by appointment", Mo,Tu,Th,Fr 09:00-17:00, We 09:00-12:00,14:00-17:00`},
	{`"by appointment", Sa 10:00-14:00`, same},
	{`Sa 10:00-14:00 || "by appointment"`, `"by appointment", Sa 10:00-14:00`},
	{`off || "by appointment"`, `"by appointment"`},
	{`"by appointment"; Su off`, `Mo-Sa 00:00-24:00 "by appointment"`},
	{`"by appointment"; Su 12:00-13:00 off`, `Mo-Sa 00:00-24:00 "by appointment"; Su 00:00-12:00,13:00-24:00 "by appointment"`},
	{`"by appointment"; Mo-Su 10:00-12:00`, `Mo-Su 10:00-12:00`},
	{`"by appointment", Mo open`, `"by appointment", Mo 00:00-24:00`},
	{`Sa 10:00-12:00; Mo-Su "by appointment"`, `"by appointment"`},

	// Public holidays.
	{"Mo-Fr 09:00-18:00; PH off", same},
	{"Mo-Fr 09:00-18:00, PH off", "Mo-Fr 09:00-18:00; PH off"},
	{"Mo-Fr 09:00-18:00; PH 10:00-14:00", same},
	{`Mo-Fr 09:00-18:00; PH 10:00-12:00 "by appointment", PH 12:00-14:00`, same},
	{"Mo-Fr 09:00-18:00; PH 10:00-12:00, PH 14:00-16:00", "Mo-Fr 09:00-18:00; PH 10:00-12:00,14:00-16:00"},
	{"Mo-Fr 09:00-18:00; Su,PH 10:00-14:00", "Mo-Fr 09:00-18:00; Su 10:00-14:00; PH 10:00-14:00"},
	{"Mo-Sa 09:00-18:00; PH,Su off", "Mo-Sa 09:00-18:00; PH off"},
	{"Mo-Fr 09:00-18:00; PH off; Sa,Su off", "Mo-Fr 09:00-18:00; PH off"}, // says the same, so may follow
	{`Mo-Fr 09:00-18:00; PH off || "by appointment"`, `"by appointment", Mo-Fr 09:00-18:00; PH 00:00-24:00 "by appointment"`},
	{"Mo-Fr 09:00-18:00; PH open", "Mo-Fr 09:00-18:00; PH 00:00-24:00"},

	// Dates.
	{"Mo-Fr 09:00-18:00; 2026 Dec 24 off", same},
	{"Mo-Fr 09:00-18:00; 2026 Dec 24-2027 Jan 02 off", same},
	{"Mo-Fr 09:00-18:00; 2026 Dec 24-26 10:00-14:00", same},
	{"Mo-Fr 09:00-18:00; 2026 Aug 01-31 off", same},
	{"Mo-Fr 09:00-18:00; 2026 Jul 30-Aug 02 off", "Mo-Fr 09:00-18:00; 2026 Jul 30-2026 Aug 02 off"},
	{"Mo-Fr 09:00-18:00; 2026 Jul 30-2026 Jul 31 off", "Mo-Fr 09:00-18:00; 2026 Jul 30-31 off"},
	{"Mo-Fr 09:00-18:00, 2026 Dec 24 off", "Mo-Fr 09:00-18:00; 2026 Dec 24 off"},
	{"Mo-Fr 09:00-18:00; 2024 Feb 29 off", same},
	{"Mo-Fr 09:00-18:00; PH off; 2026 Dec 24 off; 2026 Dec 31 10:00-12:00", same},
	{"Mo-Fr 09:00-18:00; 2026 Jul 01-31 off; 2026 Jul 15 08:00-09:00", same},
	{"Mo-Fr 09:00-18:00; 2026 Dec 25 off; PH off", "Mo-Fr 09:00-18:00; PH off; 2026 Dec 25 off"}, // says the same, so may follow
	{"off; 2026 Dec 24 10:00-14:00", same},
	{"2026 Dec 24 10:00-14:00", "off; 2026 Dec 24 10:00-14:00"},
	{`Mo 09:00-18:00; 2026 Dec 24 off "Christmas Eve"`, same},
	{`Mo 09:00-18:00; 2026 Dec 24-26 10:00-14:00 open "Short days; open || (so)"`, same},
	{`Mo 09:00-18:00; 2026 Dec 24 10:00-14:00 "by appointment"`, same},
	{`Mo 09:00-18:00; 2026 Dec 24 10:00-14:00 "by appointment: Short day"`, same},
	{`Mo 09:00-18:00; 2026 Dec 24 08:00-09:00 "by appointment", 2026 Dec 24 09:00-12:00 open "Short day"`, same},
	{`Mo 09:00-18:00; 2026 Dec 24 08:00-12:00; 2026 Dec 24 09:00-10:00 off`, `Mo 09:00-18:00; 2026 Dec 24 08:00-09:00,10:00-12:00`},
	{`Mo 09:00-18:00; 2026 Dec 24 off "“Eve”, ’t is"`, same},
	{`Mo 09:00-18:00; 2026 Dec 24 off || "by appointment"`, `"by appointment", Mo 09:00-18:00; 2026 Dec 24 00:00-24:00 "by appointment"`},

	// What files have.
	{"mo-fr 9:00-18:00", "Mo-Fr 09:00-18:00"},
	{"MO-FR 09:00-18:00; SA OFF", "Mo-Fr 09:00-18:00"},
	{"Monday-Fri 09:00-18:00, sat 10:00-12:00", "Mo-Fr 09:00-18:00; Sa 10:00-12:00"},
	{"Mon, Tues, Wed, Thurs 09:00-18:00", "Mo-Th 09:00-18:00"},
	{"Mo–Fr 09:00–18:00", "Mo-Fr 09:00-18:00"},
	{"Mo - Fr  09:00 — 18:00 ;\tSa 10:00−14:00", "Mo-Fr 09:00-18:00; Sa 10:00-14:00"},
	{"Mo-Fr09:00-18:00;Sa10:00-14:00;", "Mo-Fr 09:00-18:00; Sa 10:00-14:00"},
	{"Mo-Fr: 09:00-12:00, 13:00-18:00", "Mo-Fr 09:00-12:00,13:00-18:00"},
	{"Mo-Fr 09:00-12:00 13:00-18:00", "Mo-Fr 09:00-12:00,13:00-18:00"},
	{"  Mo-Fr\u00a009:00-18:00\r\n; 2026 december 5 off", "Mo-Fr 09:00-18:00; 2026 Dec 05 off"},
}

// TestParse reads each line and writes it again.
func TestParse(t *testing.T) {
	for _, tt := range notations {
		if tt.want == same {
			tt.want = tt.text
		}
		got, err := Format(parse(t, tt.text))
		if err != nil || got != tt.want {
			t.Errorf("Format(Parse(%q)) = %q, %v; want %q", tt.text, got, err, tt.want)
		}
	}
}

// TestParse_refused: each sentence says at which letter, and what stands there.
func TestParse_refused(t *testing.T) {
	many := strings.Repeat("Mo 09:00-18:00; ", maxRules) + "Mo 09:00-18:00"
	var dates strings.Builder
	for i := range directory.MaxExceptions {
		fmt.Fprintf(&dates, "%d Dec 24 off; ", 2000+i)
	}
	parse(t, many[:16*maxRules]) // is not yet too many
	tests := []struct {
		text, id string
		at       int // 0: the sentence names no place
		shown    string
	}{
		{"", "empty", 0, ""},
		{" \n", "empty", 0, ""},
		{"Mo-Fr 09:00-", "end", 0, ""},
		{"Mo-", "end", 0, ""},
		{"2026 Dec", "end", 0, ""},
		{"2026 Dec 24 ", "no_times", 1, "2026"},

		// Text that breaks off, wherever it does.
		{"Mo-Fr 09:00-18:00; Sa 1…", "cut", 24, ""},
		{"Mo-Fr 09:00-18:00; Sa 10:00...", "cut", 28, ""},
		{"…", "cut", 1, ""},
		{"Mo-Fr 9 to 5; Sa…", "cut", 17, ""}, // before anything else is said of it
		{"Ää…", "cut", 3, ""},
		{`Mo-Fr 09:00-18:00 "by app…`, "cut", 26, ""},
		{`Mo-Fr 09:00-18:00 "by app... `, "cut", 26, ""},
		{`Mo-Fr 09:00-18:00 "by app`, "quote", 19, `"by app`},

		// Outside of the subset.
		{"Dec 24 off", "year", 1, "Dec"},
		{"Mo-Fr 09:00-18:00; Dec 24 off", "year", 20, "Dec"},
		{"Apr-Sep Mo-Fr 09:00-18:00", "year", 1, "Apr-Sep"},
		{"Mo-Fr 08:00+", "open_end", 7, "08:00+"},
		{"Mo-Fr 08:00-12:00+", "open_end", 7, "08:00-12:00+"},
		{"sunrise-sunset", "sun", 1, "sunrise-sunset"},
		{"Mo 08:00-sunset", "sun", 10, "sunset"},
		{"(sunrise+01:00)-18:00", "unknown_part", 1, "(sunrise+01:00)-18:00"},
		{"week 01-10 Mo 09:00-18:00", "week", 1, "week"},
		{"Mo[1] 10:00-12:00", "nth", 3, "[1]"},
		{"Mo-Fr 09:00-18:00; SH off", "school", 20, "SH"},
		{"Mo-Fr,SH 09:00-18:00", "school", 7, "SH"},
		{"PH Mo-Fr 10:00-12:00", "unknown_part", 4, "Mo-Fr"},
		{"PH -1 day off", "unknown_part", 4, "-1"},
		{"easter off", "unknown_part", 1, "easter"},
		{"2026 Aug Mo-Fr 10:00-12:00", "unknown_part", 10, "Mo-Fr"},
		{"2026 Aug off", "unknown_part", 10, "off"},
		{"2026 Dec 24 Mo 10:00-12:00", "unknown_part", 13, "Mo"},
		{"Mo-Fr 2026 Dec 24 10:00-12:00", "unknown_part", 7, "2026"},
		{"2026-12-24 off", "unknown_part", 1, "2026-12-24"},
		{"Mo-Fr 10:00", "point", 7, "10:00"},
		{"Mo-Fr 10:00,12:00-13:00", "point", 7, "10:00"},
		{"Mo-Fr 08:00-18:00/01:30", "unknown_part", 18, "/01:30"},
		{"Mo-Fr 9-17", "clock", 7, "9-17"},
		{"Mo-Fr 9.00-17.00", "clock", 7, "9.00-17.00"},
		{"Mo-Fr 9am-5pm", "clock", 7, "9am-5pm"},
		{"Mo-Fr 9:00am-5:00pm", "point", 7, "9:00am-5:00pm"},
		{"Mo-Fr 09:60-17:00", "clock", 7, "09:60-17:00"},
		{"Mo-Fr 009:00-17:00", "clock", 7, "009:00-17:00"},
		{"täglich 9:00-17:00", "unknown_part", 1, "täglich"},
		{"Mo-Fr 09:00-18:00 Sa 10:00-14:00", "unknown_part", 19, "Sa"},
		{"Mo-Fr 09:00-18:00;; Sa off", "unknown_part", 19, ";"},
		{"Mo-Xy 09:00-18:00", "unknown_part", 4, "Xy"},
		{"Mo-Fr 09:00-18:00\x00", "unknown_part", 18, "\ufffd"},
		{"Mo-Fr \xff", "unknown_part", 7, "\ufffd"},
		{"12345678901234567890", "clock", 1, "12345678901234567890"},

		// Times that are none, or that could mean two things.
		{"Mo-Fr 24:00-26:00", "late", 7, "24:00-26:00"},
		{"Mo-Fr 09:00-48:01", "late", 7, "09:00-48:01"},
		{"Mo-Fr 00:00-00:00", "same_time", 7, "00:00-00:00"},
		{"Mo-Fr", "no_times", 1, "Mo-Fr"},
		{"Mo-Fr; Sa 10:00-12:00", "no_times", 1, "Mo-Fr"},
		{"PH", "no_times", 1, "PH"},

		// Dates that are none.
		{"2026 Feb 29 off", "date", 1, "2026"},
		{"0000 Feb 01 off", "date", 1, "0000"},
		{"226 Feb 01 off", "date", 1, "226"},
		{"Mo 09:00-18:00; 2026 Dec 24-Jan 02 off", "date_order", 17, "2026"},
		{"2026 Dec 24-23 off", "date_order", 1, "2026"},

		// Comments.
		{`Mo-Fr 09:00-18:00 "ring twice"`, "comment", 19, `"ring twice"`},
		{`Mo-Fr 09:00-18:00 open "ring twice"`, "no_name", 24, `"ring twice"`},
		{`Mo-Fr 09:00-17:00 open "by appointment"`, "state_and_appointment", 24, `"by appointment"`},
		{`Mo-Fr 09:00-17:00 off "Appointment only"`, "state_and_appointment", 23, `"Appointment only"`},
		{`2026 Dec 24 10:00-12:00 open "by appointment"`, "state_and_appointment", 30, `"by appointment"`},
		{`2026 Dec 24 10:00-12:00 open "by appointment: Short day"`, "state_and_appointment", 30, `"by appointment: Short day"`},
		{`2026 Dec 24 off "by appointment"`, "state_and_appointment", 17, `"by appointment"`},
		{`Mo-Fr 09:00-18:00 "by appointment: Ada"`, "no_name", 19, `"by appointment: Ada"`},
		{`PH off "holidays"`, "no_name", 8, `"holidays"`},
		{`2026 Dec 24 10:00-14:00 "Christmas Eve"`, "comment", 25, `"Christmas Eve"`},
		{`2026 Dec 24 off ""`, "name", 17, `""`},
		{"2026 Dec 24 off \"a\nb\"", "name", 17, "\"a\ufffdb\""},
		{`2026 Dec 24 off “say "hi"”`, "name", 17, `“say`},
		{`2026 Dec 24 off "` + strings.Repeat("é", 201) + `"`, "name", 17, `"` + strings.Repeat("é", 39)},
		{`Mo-Fr unknown`, "unknown", 7, "unknown"},
		{`Mo-Fr 09:00-18:00 "by appointment" "by appointment"`, "comment", 36, `"by appointment"`},
		{`2026 Dec 24 08:00-09:00 open "A", 2026 Dec 24 10:00-11:00 open "B"`, "names", 35, "2026"},

		// Rules in an order in which they undo each other.
		{"PH off; Mo-Fr 09:00-18:00", "order", 9, "Mo-Fr"},
		{"2026 Dec 24 off; Mo-Fr 09:00-18:00", "order", 18, "Mo-Fr"},
		{"2026 Dec 24 10:00-12:00; PH off", "order", 26, "PH"},
		{"Mo-Fr,PH 09:00-18:00; Sa 10:00-14:00", "order", 23, "Sa"},
		{"Mo-Fr 09:00-18:00; 10:00-12:00", "every_day", 20, "10:00-12:00"},
		{`Mo-Fr 09:00-18:00; "by appointment"`, "every_day", 20, `"by appointment"`},
		{`Mo-Fr 09:00-18:00, "by appointment"`, "every_day", 20, `"by appointment"`},
		{`Mo 08:00-09:00 "by appointment", 09:00-12:00`, "every_day", 34, "09:00-12:00"},
		{"Mo-Fr 09:00-18:00; 24/7", "every_day", 20, "24/7"},
		{"Mo-Fr 09:00-18:00, PH 10:00-12:00", "adds", 20, "PH"},
		{"Mo-Fr 09:00-18:00; PH 10:00-12:00 off", "adds", 20, "PH"},
		{"Mo-Fr 09:00-18:00, 2026 Dec 24 19:00-20:00", "adds", 20, "2026"},
		{"Mo-Fr 09:00-18:00; 2026 Dec 24 10:00-12:00 off", "adds", 20, "2026"},
		{"Mo-Fr 09:00-18:00 || off", "fallback", 22, "off"},
		{`Mo-Fr 09:00-18:00 || Sa "by appointment"`, "fallback", 22, "Sa"},
		{`Mo-Fr 09:00-18:00 || "by appointment"; PH off`, "after_fallback", 40, "PH"},
		{`Mo 20:00-26:00, Mo 22:00-25:00 "by appointment"`, "night", 17, "Mo"},
		{`Mo 20:00-26:00, Mo "by appointment"`, "night", 17, "Mo"},

		// Too much.
		{strings.Repeat(" ", maxLetters) + "24/7", "", 0, ""},
		{many, "rules", 16*maxRules + 1, "Mo"},
		{dates.String() + "2400 Dec 24 off", "exceptions", 17*directory.MaxExceptions + 1, "2400"},
		{"Mo 08:00-09:00,09:00-10:00,10:00-11:00,11:00-12:00,12:00-13:00,13:00-14:00,14:00-15:00,15:00-16:00,16:00-17:00", "intervals", 1, "Mo"},
		{`Mo 08:00-09:00,10:00-11:00,12:00-13:00,14:00-15:00; Tu 08:00-09:00; 2026 Dec 24 08:00-09:00,10:00-11:00,12:00-13:00,14:00-15:00 || "by appointment"`, "intervals", 132, `"by appointment"`},
	}
	for _, tt := range tests {
		short := excerptOf(tt.text)
		h, err := Parse(tt.text)
		if err == nil {
			t.Errorf("Parse(%s) = %+v, want %s", short, h, tt.id)
			continue
		}
		sentence := worded(t, err)
		var e *directory.Error
		errors.As(err, &e)
		want := "invalid.opening_hours." + tt.id
		if tt.id == "" {
			want = "invalid.too_long"
		}
		at, _ := e.Message.Args["Position"].(int)
		shown, _ := e.Message.Args["Text"].(string)
		if e.Message.ID != want || at != tt.at || shown != tt.shown {
			t.Errorf("Parse(%s): %s at %d, %q; want %s at %d, %q\n%s", short, e.Message.ID, at, shown, tt.id, tt.at, tt.shown, sentence)
		}
	}
}

func excerptOf(text string) string {
	if len(text) > 200 {
		text = text[:80] + " … " + text[len(text)-80:]
	}
	return fmt.Sprintf("%q", text)
}
