package directory

import (
	"fmt"
	"sort"
	"time"
)

// The oracle knows nothing of offsets and spans. It reads a clock at every tick
// of a window, one after the other, and takes the promise of Hours.At at its
// word: an interval covers the ticks from the first at which the clock shows the
// time it opens at or a later one, to the last at which it shows the time it
// closes at.

// readings are what a zone's clock shows at every tick of a window, in seconds
// as if it stood in UTC. All changes of clocks in the window fall on ticks.
type readings struct {
	zone  *time.Location
	start int64 // Unix seconds of the first tick
	tick  int64 // seconds
	shows []int64
	high  []int64 // the latest time shown so far
	low   []int64 // the earliest time shown from here on
}

func read(zone *time.Location, start, end time.Time, tick time.Duration) *readings {
	r := &readings{zone: zone, start: start.Unix(), tick: int64(tick / time.Second)}
	n := int((end.Unix() - r.start) / r.tick)
	r.shows, r.high, r.low = make([]int64, n), make([]int64, n), make([]int64, n)
	for i := range n {
		t := r.moment(i)
		year, month, day := t.Date()
		hour, minute, second := t.Clock()
		r.shows[i] = time.Date(year, month, day, hour, minute, second, 0, time.UTC).Unix()
		r.high[i] = r.shows[i]
		if i > 0 {
			r.high[i] = max(r.high[i], r.high[i-1])
		}
	}
	for i := n - 1; i >= 0; i-- {
		r.low[i] = r.shows[i]
		if i+1 < n {
			r.low[i] = min(r.low[i], r.low[i+1])
		}
	}
	return r
}

func (r *readings) moment(i int) time.Time {
	return time.Unix(r.start+int64(i)*r.tick, 0).In(r.zone)
}

// first is the first tick at which the clock shows x or later.
func (r *readings) first(x int64) int {
	return sort.Search(len(r.high), func(i int) bool { return r.high[i] >= x })
}

// last is the last tick at which the clock shows x, or the one at which it skips
// x.
func (r *readings) last(x int64) int {
	i := sort.Search(len(r.low), func(i int) bool { return r.low[i] > x })
	if i > 0 && r.shows[i-1] == x {
		return i - 1
	}
	return i
}

// oracle says for every tick of a window how the doors stand.
type oracle struct {
	*readings
	state []DoorState
}

func consult(r *readings, h Hours) *oracle {
	o := &oracle{r, make([]DoorState, len(r.shows))}
	if !h.Fact.Holds() {
		return o
	}
	for i := range o.state {
		o.state[i] = DoorsShut
	}
	// The days that the clock shows in the window, and those before and after.
	day := DateOf(time.Unix(r.low[0], 0).UTC()).AddDays(-3)
	end := DateOf(time.Unix(r.high[len(r.high)-1], 0).UTC()).AddDays(3)
	var open, let []Interval
	for ; day.Before(end); day = day.AddDays(1) {
		open, let = open[:0], let[:0]
		intervals, special := h.Week[day.Weekday()], false
		for _, e := range h.Exceptions {
			if e.First.String() <= day.String() && day.String() <= e.Last.String() {
				intervals, special = e.Intervals, true
			}
		}
		if h.ByAppointment && !special {
			let = append(let, Interval{0, EndOfDay, true})
		}
		for _, v := range intervals {
			if v.ByAppointment {
				let = append(let, v)
			} else {
				open = append(open, v)
			}
		}
		o.mark(day, let, DoorsByAppointment)
		o.mark(day, open, DoorsOpen)
	}
	return o
}

func (o *oracle) mark(day Date, intervals []Interval, state DoorState) {
	midnight := day.In(time.UTC).Unix()
	for _, v := range intervals {
		for i := o.first(midnight + int64(v.Opens)*60); i < o.last(midnight+int64(v.Closes)*60); i++ {
			if o.state[i] != DoorsOpen {
				o.state[i] = state
			}
		}
	}
}

// at answers by looking at tick after tick, from the one in which t lies to the
// last that may count. Where the window ends before that, whole is false if a
// part of the answer could lie beyond it.
func (o *oracle) at(t time.Time) (d Doors, whole bool) {
	now := int((t.Unix() - o.start) / o.tick)
	d.State = o.state[now]
	if d.State == DoorsUnknown {
		return d, true
	}
	last := int((t.Unix() + horizon - o.start) / o.tick)
	whole = last < len(o.state)
	for i := now + 1; i <= min(last, len(o.state)-1); i++ {
		if d.Until.IsZero() && o.state[i] != d.State {
			d.Until = o.moment(i)
		}
		if d.State == DoorsOpen && !d.Until.IsZero() {
			return d, true
		}
		if d.State != DoorsOpen && o.state[i] == DoorsOpen {
			d.OpensNext = o.moment(i)
			return d, true
		}
	}
	return d, whole
}

// differ says how an answer differs from the oracle's, or is empty. What the
// oracle has not found in its window must lie beyond it.
func (o *oracle) differ(t time.Time, got Doors) string {
	want, whole := o.at(t)
	end := o.moment(len(o.state))
	same := func(got, want time.Time) bool {
		return got.Equal(want) || !whole && want.IsZero() && !got.Before(end)
	}
	if got.State == want.State && same(got.Until, want.Until) && same(got.OpensNext, want.OpensNext) {
		return ""
	}
	return fmt.Sprintf("At(%s, %s)\n got %s\nwant %s (whole: %t)", t.Format(time.RFC3339Nano), o.zone, text(got), text(want), whole)
}
