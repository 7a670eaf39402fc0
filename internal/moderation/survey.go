package moderation

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"rootline/internal/directory"
)

// Survey is how the directory stands as a whole: how fresh the facts are that searches
// show, and how many clinics there are of each service in each country.
type Survey struct {
	At       directory.Instant `json:"at"`
	Clinics  int               `json:"clinics"`
	Facts    []FactCount       `json:"facts"`    // of every kind, in the order of FactKinds
	Coverage []Coverage        `json:"coverage"` // the country with the most clinics first
}

// FactCount is how many facts of a kind are how fresh.
type FactCount struct {
	Kind       directory.FactKind `json:"kind"`
	Fresh      int                `json:"fresh"`
	Stale      int                `json:"stale"`
	Unanswered int                `json:"unanswered"`
}

// Total is how many facts of the kind anybody vouches for.
func (c FactCount) Total() int { return c.Fresh + c.Stale + c.Unanswered }

// Coverage is how many clinics of a country can be found, and how many of them offer
// which service.
type Coverage struct {
	Country  directory.Country         `json:"country"`
	Clinics  int                       `json:"clinics"`
	Services map[directory.Service]int `json:"services"`
}

// FactKinds are the kinds of fact in the order in which they are told of.
func FactKinds() []directory.FactKind {
	return []directory.FactKind{
		directory.FactHours, directory.FactPrice, directory.FactCapacity,
		directory.FactFeature, directory.FactCredential, directory.FactAddress,
	}
}

// Surveyor makes a survey of listings that are shown to it one by one. It is safe for
// concurrent use.
type Surveyor struct {
	now time.Time

	mu      sync.Mutex
	clinics int
	facts   map[directory.FactKind]*FactCount
	places  map[directory.Country]*Coverage
}

// NewSurveyor begins a survey as of now.
func NewSurveyor(now time.Time) *Surveyor {
	return &Surveyor{now: now, facts: make(map[directory.FactKind]*FactCount), places: make(map[directory.Country]*Coverage)}
}

// Add takes a listing into the survey, if searches hold it.
func (s *Surveyor) Add(l *directory.Listing) {
	if !l.Searchable() {
		return
	}
	facts := Facts(&l.Clinic)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clinics++
	for _, f := range facts {
		s.count(f)
	}
	country := l.Clinic.Address.Country
	c := s.places[country]
	if c == nil {
		c = &Coverage{Country: country, Services: make(map[directory.Service]int)}
		s.places[country] = c
	}
	c.Clinics++
	for _, o := range l.Clinic.Offerings {
		c.Services[o.Service]++
	}
}

func (s *Surveyor) count(f Stated) {
	c := s.facts[f.Kind]
	if c == nil {
		c = &FactCount{Kind: f.Kind}
		s.facts[f.Kind] = c
	}
	switch f.Fact.Freshness(s.now) {
	case directory.Fresh:
		c.Fresh++
	case directory.Stale:
		c.Stale++
	case directory.Unanswered:
		c.Unanswered++
	case directory.Unknown: // Facts returns what is known
	}
}

// Survey is what was found so far.
func (s *Surveyor) Survey() Survey {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := Survey{At: directory.At(s.now), Clinics: s.clinics}
	for _, kind := range FactKinds() {
		c := FactCount{Kind: kind}
		if found := s.facts[kind]; found != nil {
			c = *found
		}
		out.Facts = append(out.Facts, c)
	}
	for _, c := range s.places {
		out.Coverage = append(out.Coverage, *c)
	}
	slices.SortFunc(out.Coverage, func(a, b Coverage) int {
		return cmp.Or(cmp.Compare(b.Clinics, a.Clinics), cmp.Compare(a.Country.String(), b.Country.String()))
	})
	return out
}

// Waiting is how much of a kind waits for moderators, and for how long.
type Waiting struct {
	Kind   ItemKind
	Items  int
	Late   int           // that should have been decided by now
	Median time.Duration // that they have waited
	Oldest time.Duration
}

// WaitingOf tells of each kind that waits how long it has, the most pressing first.
func WaitingOf(items []Item, now time.Time) []Waiting {
	ages := make(map[ItemKind][]time.Duration)
	late := make(map[ItemKind]int)
	for _, i := range items {
		ages[i.Kind] = append(ages[i.Kind], now.Sub(i.Since.Time()))
		if i.Late(now) {
			late[i.Kind]++
		}
	}
	var all []Waiting
	for _, kind := range ItemKinds() {
		of := ages[kind]
		if len(of) == 0 {
			continue
		}
		slices.Sort(of)
		all = append(all, Waiting{Kind: kind, Items: len(of), Late: late[kind], Median: of[(len(of)-1)/2], Oldest: of[len(of)-1]})
	}
	return all
}
