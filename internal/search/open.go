package search

import (
	"encoding/binary"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"rootline/internal/directory"
)

// schedule is a set of opening hours in a time zone. Clinics that keep the same
// hours in the same zone share one, so that a minute's tick asks once for all.
type schedule struct {
	hours directory.Hours
	zone  *time.Location
	shut  bool // temporarily closed: shut whatever the hours say
}

func (s *schedule) doors(now time.Time) directory.Doors {
	if s.shut {
		return directory.Doors{State: directory.DoorsShut}
	}
	return s.hours.At(now, s.zone)
}

// schedules hands out one schedule for all listings with the same hours.
type schedules struct {
	mu  sync.Mutex
	all map[string]*schedule
}

func (t *schedules) of(l *directory.Listing) *schedule {
	var buf [256]byte
	key := scheduleKey(buf[:0], l)
	t.mu.Lock()
	defer t.mu.Unlock()
	s, ok := t.all[string(key)]
	if !ok {
		s = &schedule{
			hours: l.Clinic.Hours,
			zone:  l.Clinic.Address.Zone(),
			shut:  l.Operating.Value == directory.TemporarilyClosed,
		}
		if t.all == nil {
			t.all = make(map[string]*schedule)
		}
		t.all[string(key)] = s
	}
	return s
}

// scheduleKey writes all that doors depends on.
func scheduleKey(b []byte, l *directory.Listing) []byte {
	h := &l.Clinic.Hours
	b = append(b, l.Clinic.Address.TimeZone...)
	b = append(b, 0, flag(l.Operating.Value == directory.TemporarilyClosed), flag(h.Fact.Holds()), flag(h.ByAppointment))
	for _, day := range h.Week {
		b = appendIntervals(b, day)
	}
	for _, x := range h.Exceptions {
		b = append(b, x.First.String()...)
		b = append(b, x.Last.String()...)
		b = appendIntervals(b, x.Intervals)
	}
	return b
}

func appendIntervals(b []byte, day []directory.Interval) []byte {
	b = binary.AppendUvarint(b, uint64(len(day)))
	for _, i := range day {
		b = binary.AppendVarint(b, int64(i.Opens))
		b = binary.AppendVarint(b, int64(i.Closes))
		b = append(b, flag(i.ByAppointment))
	}
	return b
}

func flag(yes bool) byte {
	if yes {
		return 1
	}
	return 0
}

// clock keeps, for a segment, which doors are open at a minute. Hours change on
// whole minutes, so what holds at one moment holds for its minute.
type clock struct {
	schedules []*schedule
	of        []uint32 // for each document, its schedule
	docs      []uint32 // documents by schedule,
	start     []uint32 // each one's from here on
	mu        sync.Mutex
	newest    atomic.Pointer[opening]
	before    atomic.Pointer[opening] // for searches that began in the minute before
}

// opening is the state of all doors during one minute. It is never changed.
type opening struct {
	minute int64
	open   []uint64 // a bit for each document
	doors  []doors  // for each schedule
}

// doors is directory.Doors in a third of the space, in Unix seconds.
type doors struct {
	state     directory.DoorState
	until     int64
	opensNext int64
	asked     int64 // when this was worked out
}

func (d doors) whole(zone *time.Location) directory.Doors {
	whole := directory.Doors{State: d.state}
	if d.until != 0 {
		whole.Until = time.Unix(d.until, 0).In(zone)
	}
	if d.opensNext != 0 {
		whole.OpensNext = time.Unix(d.opensNext, 0).In(zone)
	}
	return whole
}

func newClock(entries []*entry) *clock {
	c := &clock{of: make([]uint32, len(entries))}
	places := make(map[*schedule]uint32)
	for i := range entries {
		s := entries[i].schedule
		place, ok := places[s]
		if !ok {
			place = uint32(len(c.schedules))
			places[s] = place
			c.schedules = append(c.schedules, s)
		}
		c.of[i] = place
	}
	c.start, c.docs = groupBy(c.of, len(c.schedules))
	return c
}

// groupBy lists the documents of each group: those of group g are
// docs[start[g]:start[g+1]], in order.
func groupBy(of []uint32, groups int) (start, docs []uint32) {
	start = make([]uint32, groups+1)
	for _, g := range of {
		start[g+1]++
	}
	for g := range groups {
		start[g+1] += start[g]
	}
	docs = make([]uint32, len(of))
	next := slices.Clone(start)
	for d, g := range of {
		docs[next[g]] = uint32(d)
		next[g]++
	}
	return start, docs
}

// at returns the state of all doors at now. The first to ask in a new minute
// works out what has changed since the last; everybody else finds it done, those
// too who began in the minute before. Time as far back as that is not remembered
// and worked out each time: nobody but a test goes there.
func (c *clock) at(now time.Time) *opening {
	minute := floorMinute(now)
	if o := c.remembered(minute); o != nil {
		return o
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if o := c.remembered(minute); o != nil {
		return o
	}
	last := c.newest.Load()
	if last != nil && last.minute > minute {
		return c.advance(nil, minute)
	}
	o := c.advance(last, minute)
	c.before.Store(last)
	c.newest.Store(o)
	return o
}

func (c *clock) remembered(minute int64) *opening {
	if o := c.newest.Load(); o != nil && o.minute == minute {
		return o
	}
	if o := c.before.Load(); o != nil && o.minute == minute {
		return o
	}
	return nil
}

func floorMinute(t time.Time) int64 {
	s := t.Unix()
	return s - ((s%60)+60)%60
}

// advance makes the state at minute from an earlier one, asking only the
// schedules that were due to change; without one it asks all.
func (c *clock) advance(last *opening, minute int64) *opening {
	next := &opening{minute: minute}
	if last == nil {
		next.doors = make([]doors, len(c.schedules))
		next.open = make([]uint64, (len(c.of)+63)/64)
	} else {
		next.doors = slices.Clone(last.doors)
		next.open = slices.Clone(last.open)
	}
	now := time.Unix(minute, 0)
	for i, s := range c.schedules {
		if last != nil && !last.doors[i].due(minute) {
			continue
		}
		d := s.doors(now)
		next.doors[i] = compact(d, minute)
		c.mark(next.open, i, d.State == directory.DoorsOpen)
	}
	return next
}

// horizon is after how long a state that names no change is asked again: doors
// look a year ahead at most.
const horizon = 30 * 24 * 60 * 60

// due reports whether the state may have changed by minute.
func (d doors) due(minute int64) bool {
	return d.until != 0 && minute >= d.until || d.opensNext != 0 && minute >= d.opensNext ||
		minute >= d.asked+horizon
}

func compact(d directory.Doors, asked int64) doors {
	out := doors{state: d.State, asked: asked}
	if !d.Until.IsZero() {
		out.until = d.Until.Unix()
	}
	if !d.OpensNext.IsZero() {
		out.opensNext = d.OpensNext.Unix()
	}
	return out
}

func (c *clock) mark(bits []uint64, schedule int, open bool) {
	for _, d := range c.docs[c.start[schedule]:c.start[schedule+1]] {
		if open {
			bits[d/64] |= 1 << (d % 64)
		} else {
			bits[d/64] &^= 1 << (d % 64)
		}
	}
}
