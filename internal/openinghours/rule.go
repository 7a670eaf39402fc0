package openinghours

import "rootline/internal/directory"

// state is how the doors stand under a rule.
type state int

const (
	unsaid state = iota
	open
	byAppointment
	off
)

// rule is a rule as it stands in the text.
type rule struct {
	start token
	sep   separator
	first bool // of all rules

	days     [7]bool // by time.Weekday
	weekdays bool    // any of days
	holidays bool    // PH
	dates    bool    // from..to
	from, to directory.Date

	spans []directory.Interval // all day, if none
	state state
	name  string
}

// every reports whether the rule is for every day.
func (r *rule) every() bool { return !r.weekdays && !r.holidays && !r.dates }

func (p *parser) rule() (r rule, err error) {
	r.start = p.peek()
	if r.start.kind == always {
		p.take()
		r.state = open
	} else if err = p.selector(&r); err != nil {
		return r, err
	}
	if !r.every() {
		p.skip(":")
	}
	if r.start.kind != always {
		if r.spans, err = p.spans(); err != nil {
			return r, err
		}
	}
	if len(r.spans) > 0 {
		r.state = open
	}
	if err = p.state(&r); err != nil {
		return r, err
	}
	if r.state == unsaid {
		return r, p.unsaid(&r)
	}
	if r.every() {
		r.days = [7]bool{true, true, true, true, true, true, true}
	}
	return r, nil
}

// unsaid says what is missing of a rule that has no times and no state.
func (p *parser) unsaid(r *rule) error {
	if !r.every() && p.atEndOfRule() {
		return p.wrong(r.start, "invalid.opening_hours.no_times")
	}
	return p.stray(p.peek())
}

// spans reads times of day, if there are any.
func (p *parser) spans() (all []directory.Interval, err error) {
	for p.peek().kind == clock {
		v, err := p.span()
		if err != nil {
			return nil, err
		}
		all = append(all, v)
		if p.peek().is(symbol, ",") && p.after(1).kind == clock {
			p.take()
		}
	}
	return all, nil
}

func (p *parser) span() (v directory.Interval, err error) {
	opens := p.take()
	dash := p.skip("-")
	closes := p.peek()
	switch {
	case !dash && !closes.is(symbol, "+"):
		return v, p.wrong(opens, "invalid.opening_hours.point")
	case dash && closes.kind != clock:
		return v, p.stray(closes)
	case dash:
		p.take()
	}
	if p.peek().is(symbol, "+") {
		return v, p.wrong(opens, "invalid.opening_hours.open_end")
	}
	v.Opens, v.Closes = directory.Minute(opens.n), directory.Minute(closes.n)
	if v.Closes < v.Opens {
		v.Closes += directory.EndOfDay
	}
	switch {
	case v.Opens == v.Closes:
		return v, p.wrong(opens, "invalid.opening_hours.same_time")
	case v.Opens >= directory.EndOfDay || v.Closes > 2*directory.EndOfDay:
		return v, p.wrong(opens, "invalid.opening_hours.late")
	}
	return v, nil
}

// state reads how the doors stand, and a comment.
func (p *parser) state(r *rule) error {
	said := p.peek()
	explicit := true
	switch {
	case said.is(word, "open"):
		r.state = open
	case said.is(word, "off"), said.is(word, "closed"):
		r.state = off
	case said.is(word, "unknown"):
		if p.after(1).kind != comment {
			return p.wrong(said, "invalid.opening_hours.unknown")
		}
		p.take()
		explicit = false
	default:
		explicit = false
	}
	if explicit {
		p.take()
	}
	if p.peek().kind == comment {
		if err := p.comment(r, explicit); err != nil {
			return err
		}
	}
	if r.state == byAppointment {
		for i := range r.spans {
			r.spans[i].ByAppointment = true
		}
	}
	return nil
}

// comment reads the name of an exception, where the state is said, or else that
// one has to make an appointment.
func (p *parser) comment(r *rule, explicit bool) error {
	t := p.take()
	name, lets := appointment(t.text)
	switch {
	case explicit && lets: // one of the two is not meant
		return p.wrong(t, "invalid.opening_hours.state_and_appointment")
	case explicit:
		name = t.text
	case !lets:
		return p.wrong(t, "invalid.opening_hours.comment")
	default:
		r.state = byAppointment
	}
	switch {
	case (explicit || name != "") && !r.dates:
		return p.wrong(t, "invalid.opening_hours.no_name")
	case name != "" && !isName(name), name == "" && explicit:
		return p.wrong(t, "invalid.opening_hours.name")
	}
	r.name = name
	return nil
}
