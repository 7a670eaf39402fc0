package directory

import (
	"math"
	"time"
)

const secondsPerDay = 24 * 60 * 60

// slack is more than clocks have ever been put forward or back at once, and
// more than any zone is from UTC.
const slack = 2 * secondsPerDay

// wallClock tells at which moments the clocks of a zone show a time. Both count
// seconds: moments in Unix time, and what clocks show (a reading) as if the
// clocks stood in UTC. time.Date does the same for one reading, but makes no
// promise about those that clocks skip or repeat.
type wallClock struct {
	zone *time.Location
	span span // the one used last
}

// span is the time during which a zone keeps one offset from UTC.
type span struct{ from, to, offset int64 }

func newWallClock(moment int64, zone *time.Location) wallClock {
	return wallClock{zone: zone, span: spanAt(moment, zone)}
}

// day is the day that clocks show at a moment of the span in use.
func (w *wallClock) day(moment int64) int64 {
	reading := moment + w.span.offset
	d := reading / secondsPerDay
	if reading%secondsPerDay < 0 {
		d--
	}
	return d
}

// first is the first moment at which clocks show the reading or a later one.
func (w *wallClock) first(reading int64) int64 {
	if m, ok := w.only(reading); ok {
		return m
	}
	w.span = spanAt(reading-slack, w.zone)
	for w.span.to+w.span.offset <= reading {
		w.span = spanAt(w.span.to, w.zone)
	}
	return max(w.span.from, reading-w.span.offset)
}

// last is the last moment at which clocks show the reading or, if they skip it,
// the moment at which they do.
func (w *wallClock) last(reading int64) int64 {
	if m, ok := w.only(reading); ok {
		return m
	}
	w.span = spanAt(reading+slack, w.zone)
	for w.span.from+w.span.offset > reading {
		w.span = spanAt(w.span.from-1, w.zone)
	}
	return min(w.span.to, reading-w.span.offset)
}

// only is the one moment at which clocks show the reading, if no change of
// clocks is near.
func (w *wallClock) only(reading int64) (moment int64, ok bool) {
	m := reading - w.span.offset
	return m, m-slack >= w.span.from && m+slack < w.span.to
}

// spanAt is the span of zone that a moment lies in, or a part of it that ends
// later than the moment.
func spanAt(moment int64, zone *time.Location) span {
	t := time.Unix(moment, 0).In(zone)
	start, end := t.ZoneBounds()
	_, offset := t.Zone()
	s := span{from: math.MinInt64 / 2, to: math.MaxInt64 / 2, offset: int64(offset)}
	if !start.IsZero() {
		s.from = start.Unix()
	}
	if !end.IsZero() {
		s.to = end.Unix()
	}
	if s.to <= moment {
		// Beyond the last change that is on file, ZoneBounds takes every year
		// for one of 365 days, and on 31 December of a leap year names an end
		// that has passed.
		s.to = time.Date(t.UTC().Year()+1, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	}
	return s
}
