package moderation

import (
	"slices"
	"time"

	"rootline/internal/directory"
)

const (
	// askEvery is how often a clinic is asked at most, whatever there is to ask.
	askEvery = 30 * day
	// askSilent is how often it is asked that has not answered twice, and of what it
	// has not answered twice.
	askSilent = 180 * day
	// silences are the questions without an answer after which a fact counts less.
	silences = 2
	// patience is how long after a letter nobody is silent yet.
	patience = 14 * day
)

// leads say how long before its time is out each kind of fact is asked for: a month
// for what lasts a year, so that one letter can be missed; less for what would hardly
// have been answered before.
var leads = map[directory.FactKind]time.Duration{
	directory.FactAddress:    30 * day,
	directory.FactHours:      14 * day,
	directory.FactPrice:      21 * day,
	directory.FactFeature:    30 * day,
	directory.FactCapacity:   7 * day,
	directory.FactCredential: 60 * day,
}

// Stated is a fact of a listing with the path to what it is about. A service's prices
// are one, which is as old as the oldest of them.
type Stated struct {
	Path Path
	Kind directory.FactKind
	Fact directory.Fact
}

// Facts returns what is known of a clinic and can be asked for again, in the order of
// [Fields]. What nobody has said is not among it.
func Facts(c *directory.Clinic) []Stated {
	return slices.DeleteFunc(stated(c), func(s Stated) bool { return !s.Fact.Known() })
}

// stated is Facts with what nobody has said. It goes by the order of [Fields] and sorts
// nothing, for this is done whenever a listing is written.
func stated(c *directory.Clinic) []Stated {
	all := make([]Stated, 0, 2+8*len(c.Offerings)+len(c.Practitioners))
	add := func(f Field, s directory.Service, key string, fact directory.Fact) {
		kind, _ := f.FactKind()
		all = append(all, Stated{Path{f, s, key}, kind, fact})
	}
	add(FieldAddress, 0, "", c.Address.Fact)
	add(FieldHours, 0, "", c.Hours.Fact)
	for i := range c.Offerings {
		add(FieldCapacity, c.Offerings[i].Service, "", c.Offerings[i].Capacity.Fact)
	}
	for i := range c.Offerings {
		for _, f := range c.Offerings[i].Features {
			add(FieldFeatures, c.Offerings[i].Service, f.Feature.String(), f.Fact)
		}
	}
	for i := range c.Offerings {
		add(FieldPrices, c.Offerings[i].Service, "", oldest(c.Offerings[i].Prices))
	}
	var people []item
	for _, p := range c.Practitioners {
		key := free(people, p.Name)
		people = append(people, item{key: key})
		add(FieldPractitioners, 0, key, p.Fact)
	}
	return all
}

// oldest is the fact of those of some prices that runs out first.
func oldest(prices []directory.Price) (f directory.Fact) {
	for _, p := range prices {
		if p.Fact.Known() && (!f.Known() || p.Fact.ExpiresAt < f.ExpiresAt) {
			f = p.Fact
		}
	}
	return f
}

// Question is a letter that asked a clinic whether some things are still right.
type Question struct {
	At    directory.Instant
	Paths []Path
}

// Reply is what somebody at a clinic said of one thing that they were asked, or have
// changed without being asked.
type Reply struct {
	Path  Path
	At    directory.Instant
	Right bool
}

// Ask returns what a clinic is to be asked at now, if it is time for a letter: what
// will soon be out of date, and with it whatever would be before the next letter may
// go. Nobody is asked more than once in thirty days, and whoever is silent twice once in
// half a year, be it of one thing or of all. Only of what the public sees is asked at
// all.
func Ask(l *directory.Listing, asked []Question, replies []Reply, now time.Time) []Stated {
	if !l.Searchable() {
		return nil
	}
	if tooSoon(asked, replies, now) {
		return nil
	}
	var all []Stated
	due := false
	for _, s := range Facts(&l.Clinic) {
		left := s.Fact.ExpiresAt.Time().Sub(now)
		if s.Fact.ExpiresAt == 0 || left > leads[s.Kind]+askEvery || resting(s, asked, replies, now) {
			continue
		}
		all = append(all, s)
		due = due || left <= leads[s.Kind]
	}
	if !due {
		return nil
	}
	return all
}

// tooSoon reports whether it is not yet time for a letter, whatever there is to ask.
func tooSoon(asked []Question, replies []Reply, now time.Time) bool {
	last, every := pace(asked, replies)
	return last != 0 && now.Sub(last.Time()) < every
}

// pace is when the last letter went out, if any, and how long after that none may.
func pace(asked []Question, replies []Reply) (last directory.Instant, every time.Duration) {
	var heard directory.Instant
	for _, r := range replies {
		heard = max(heard, r.At)
	}
	silent, every := 0, askEvery
	for _, q := range asked {
		last = max(last, q.At)
		if q.At > heard {
			silent++
		}
	}
	if silent >= silences {
		every = askSilent
	}
	return last, every
}

// resting reports whether somebody has been asked often enough for now.
func resting(s Stated, asked []Question, replies []Reply, now time.Time) bool {
	n, last := Silences(s, asked, replies)
	return n >= silences && now.Sub(last.Time()) < askSilent
}

// Silences counts how often a fact was asked for since anybody last said anything of
// it, and says when that was done last.
func Silences(s Stated, asked []Question, replies []Reply) (n int, last directory.Instant) {
	since := s.Fact.ObservedAt
	for _, r := range replies {
		if r.Path.place() == s.Path.place() {
			since = max(since, r.At)
		}
	}
	for _, q := range asked {
		if q.At > since && slices.ContainsFunc(q.Paths, func(p Path) bool { return p.place() == s.Path.place() }) {
			n++
			last = max(last, q.At)
		}
	}
	return n, last
}

// Freshness is how far a fact is to be believed by its age.
type Freshness = directory.Freshness

// How fresh a fact can be, best first.
const (
	Fresh      = directory.Fresh
	Stale      = directory.Stale
	Unanswered = directory.Unanswered
	Unknown    = directory.Unknown
)

// FreshnessOf says how far a fact is to be believed at now. Silence alone makes no fact
// stale before its time: a clinic that was asked early may answer yet, as may one that
// was asked a few days ago.
func FreshnessOf(s Stated, asked []Question, replies []Reply, now time.Time) Freshness {
	switch {
	case !s.Fact.Known():
		return Unknown
	case !s.Fact.Stale(now):
		return Fresh
	}
	if n, last := Silences(s, asked, replies); n >= silences && now.Sub(last.Time()) >= patience {
		return Unanswered
	}
	return Stale
}

// Rank is how much a clinic's facts count together, in percent: their mean weight. A
// clinic of which nothing is known has none.
func Rank(c *directory.Clinic, asked []Question, replies []Reply, now time.Time) int {
	sum, n := 0, 0
	for _, s := range Facts(c) {
		sum += FreshnessOf(s, asked, replies, now).Weight()
		n++
	}
	if n == 0 {
		return 0
	}
	return sum / n
}
