package searchtest

import (
	"time"

	"rootline/internal/directory"
)

// Moment is a time at which to ask: within days of the ranking, on or beside
// the minute at which some clinic opens or closes, around the change of clocks,
// or anywhere within a year.
func (d *Directory) Moment() time.Time {
	switch d.IntN(5) {
	case 0:
		return d.AsOf.Add(time.Duration(d.IntN(2*24*60)) * time.Minute)
	case 1, 2:
		return d.atTheDoor()
	case 3:
		change := one(d.Random, clockChanges)
		return change.Add(time.Duration(d.IntN(6*60)-3*60) * time.Minute)
	default:
		return d.AsOf.Add(time.Duration(d.Int64N(int64(400*24*time.Hour))) - 100*24*time.Hour)
	}
}

// atTheDoor is when the doors of some clinic move, or a moment before or after.
func (d *Directory) atTheDoor() time.Time {
	at := d.AsOf.Add(time.Duration(d.IntN(3*24*60)) * time.Minute)
	l := d.example()
	doors := l.Doors(at)
	for _, moves := range []time.Time{doors.Until, doors.OpensNext} {
		if !moves.IsZero() && d.chance(70) {
			at = moves
		}
	}
	return at.Add(one(d.Random, []time.Duration{
		0, 0, 0, -1, 1, -time.Second, time.Second, -time.Minute, time.Minute,
	}))
}

// clockChanges are moments when the clocks of some zone are put on or back, in
// the year in which all directories are ranked.
var clockChanges = []time.Time{
	in2026(3, 8, 7), in2026(11, 1, 6), // New York
	in2026(3, 29, 1), in2026(10, 25, 1), // Europe
	in2026(4, 4, 15), in2026(10, 3, 15), // Lord Howe, by half an hour
	in2026(3, 8, 5), in2026(11, 1, 4), // St John's, at half past
	in2026(2, 15, 2), in2026(3, 22, 2), // Casablanca, for Ramadan
}

func in2026(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 0, 0, 0, time.UTC)
}

// dayOf is the UTC day of t.
func dayOf(t time.Time) directory.Date { return directory.DateOf(t.UTC()) }
