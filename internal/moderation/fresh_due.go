package moderation

import (
	"encoding/json"
	"slices"
	"time"

	"rootline/internal/directory"
)

// NextAsk is when somebody has to look at a clinic's facts next: to ask for some, or to
// label those that it has been silent of twice. It may be over, and is zero for never:
// then nothing but a change of the listing, a letter or a reply brings a time about.
func NextAsk(l *directory.Listing, asked []Question, replies []Reply) directory.Instant {
	return earlier(nextAsk(l, asked, replies), nextLabel(l, asked, replies))
}

// earlier is the first of two moments of which each may be never.
func earlier(a, b directory.Instant) directory.Instant {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// nextAsk is the first moment at which [Ask] has something to ask.
func nextAsk(l *directory.Listing, asked []Question, replies []Reply) (next directory.Instant) {
	if !l.Searchable() {
		return 0
	}
	for _, s := range Facts(&l.Clinic) {
		if s.Fact.ExpiresAt == 0 {
			continue
		}
		at := s.Fact.ExpiresAt.Time().Add(-leads[s.Kind])
		if n, last := Silences(s, asked, replies); n >= silences {
			at = later(at, last.Time().Add(askSilent))
		}
		next = earlier(next, directory.At(at))
	}
	if last, every := pace(asked, replies); last != 0 && next != 0 {
		next = max(next, directory.At(last.Time().Add(every)))
	}
	return next
}

// nextLabel is the first moment at which [Label] has something to mark.
func nextLabel(l *directory.Listing, asked []Question, replies []Reply) (next directory.Instant) {
	if len(asked) < silences || !l.Searchable() { // as of most, whenever they are written
		return 0
	}
	for _, s := range Facts(&l.Clinic) {
		n, last := Silences(s, asked, replies)
		if n < silences || s.Fact.ExpiresAt == 0 || s.Fact.Unanswered != 0 {
			continue
		}
		next = earlier(next, max(s.Fact.ExpiresAt, directory.At(last.Time().Add(patience))))
	}
	return next
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Label marks what a clinic has been silent of twice as [directory.Unanswered], and says
// what that was. What is marked already is not among it.
func Label(on *directory.Listing, asked []Question, replies []Reply, now time.Time) (l directory.Listing, marked []Path, err error) {
	l = *on
	l.Clinic.Offerings = slices.Clone(on.Clinic.Offerings) // their parts are written in place
	for _, s := range Facts(&on.Clinic) {
		if s.Fact.Unanswered != 0 || FreshnessOf(s, asked, replies, now) != Unanswered {
			continue
		}
		if err := mark(&l, s.Path, directory.At(now)); err != nil {
			return *on, nil, err
		}
		marked = append(marked, s.Path)
	}
	return l, marked, nil
}

// mark writes into the facts at a path since when they are unanswered.
func mark(l *directory.Listing, at Path, since directory.Instant) error {
	for _, s := range slots(l) {
		if s.whole || s.field != at.Field.slot() || s.service != at.Service {
			continue
		}
		items, err := s.read()
		if err != nil {
			return err
		}
		if i := indexOf(items, at.Key); i >= 0 {
			if items[i].value, err = marked(at.Field, items[i].value, since); err != nil {
				return err
			}
		}
		return s.write(items)
	}
	return nil
}

// marked is a stored value with its facts marked.
func marked(f Field, value json.RawMessage, since directory.Instant) (json.RawMessage, error) {
	switch f.slot() {
	case FieldAddress:
		return rewrite(value, func(a *directory.Address) { a.Fact.Unanswered = since })
	case FieldHours:
		return rewrite(value, func(w *week) { w.Fact.Unanswered = since })
	case FieldCapacity:
		return rewrite(value, func(c *directory.Capacity) { c.Fact.Unanswered = since })
	case FieldFeatures:
		return rewrite(value, func(f *directory.OfferedFeature) { f.Fact.Unanswered = since })
	case FieldPrices:
		return rewrite(value, func(all *[]directory.Price) {
			for i := range *all {
				if (*all)[i].Fact.Known() {
					(*all)[i].Fact.Unanswered = since
				}
			}
		})
	case FieldPractitioners:
		return rewrite(value, func(p *directory.Practitioner) { p.Fact.Unanswered = since })
	default:
		return value, nil
	}
}
