package openinghours

import (
	"strings"
	"time"

	"rootline/internal/directory"
)

// weekdays are what weekdays are called, the short form that the notation asks for
// first, Sunday first.
var weekdays = names(
	"su sun sunday", "mo mon monday", "tu tue tues tuesday", "we wed wednesday",
	"th thu thur thurs thursday", "fr fri friday", "sa sat saturday",
)

// months are what months are called, January first.
var months = names(
	"jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
	"aug august", "sep sept september", "oct october", "nov november", "dec december",
)

// selector reads the days that a rule is for, if it names any.
func (p *parser) selector(r *rule) error {
	if p.peek().kind == number && p.isMonth(1) {
		r.dates = true
		return p.dates(r)
	}
	if !p.isDay(0) {
		return nil
	}
	for {
		switch t := p.peek(); t.text {
		case "ph":
			p.take()
			r.holidays = true
		case "sh":
			return p.stray(t)
		default:
			if err := p.weekdays(r); err != nil {
				return err
			}
		}
		if !p.peek().is(symbol, ",") || !p.isDay(1) {
			return nil
		}
		p.take()
	}
}

// isDay reports whether the nth token from here names a weekday or holidays.
func (p *parser) isDay(n int) bool {
	t := p.after(n)
	_, ok := weekdays[t.text]
	return t.kind == word && (ok || t.text == "ph" || t.text == "sh")
}

func (p *parser) isMonth(n int) bool {
	_, ok := months[p.after(n).text]
	return p.after(n).kind == word && ok
}

// weekdays reads a weekday, or a row of them that may run past Sunday.
func (p *parser) weekdays(r *rule) error {
	first := weekdays[p.take().text]
	last := first
	if p.skip("-") {
		t := p.take()
		day, ok := weekdays[t.text]
		if t.kind != word || !ok {
			return p.stray(t)
		}
		last = day
	}
	r.weekdays = true
	for day := first; ; day = (day + 1) % 7 {
		r.days[day] = true
		if day == last {
			return nil
		}
	}
}

// dates reads a day of the calendar, or a row of them.
func (p *parser) dates(r *rule) (err error) {
	year, month := p.take(), p.take()
	if r.from, err = p.date(year, month); err != nil {
		return err
	}
	r.to = r.from
	if !p.skip("-") {
		return nil
	}
	switch {
	case p.peek().kind == number && p.isMonth(1):
		year, month = p.take(), p.take()
	case p.isMonth(0):
		month = p.take()
	}
	if r.to, err = p.date(year, month); err == nil && r.to.Before(r.from) {
		err = p.wrong(r.start, "invalid.opening_hours.date_order")
	}
	return err
}

// date reads the day that completes a date.
func (p *parser) date(year, month token) (directory.Date, error) {
	day := p.take()
	if day.kind != number {
		return directory.Date{}, p.stray(day)
	}
	if day.n < 1 || day.n > 31 || len(year.text) != 4 {
		return directory.Date{}, p.wrong(year, "invalid.opening_hours.date")
	}
	d, err := directory.NewDate(year.n, time.Month(months[month.text]+1), day.n)
	if err != nil {
		return directory.Date{}, p.wrong(year, "invalid.opening_hours.date")
	}
	return d, nil
}

// names numbers the words of each list by the list they are in.
func names(lists ...string) map[string]int {
	all := map[string]int{}
	for i, list := range lists {
		for name := range strings.FieldsSeq(list) {
			all[name] = i
		}
	}
	return all
}
