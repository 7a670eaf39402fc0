package moderation

import (
	"encoding/json"
	"time"

	"rootline/internal/directory"
)

// Saying is something that a listing says, and how that is known.
type Saying struct {
	Path  Path
	Value json.RawMessage // as it is stored
	Fact  directory.Fact  // zero of what nobody decides by

	// Due reports whether the clinic should say by now whether it is still right, and can:
	// that a credential goes on is for whoever has given it to say.
	Due bool
}

// Sayings are all that a listing says, in the order in which it is stored; of a service
// each thing by itself.
func Sayings(l *directory.Listing, now time.Time) ([]Saying, error) {
	facts := map[Path]Stated{}
	for _, s := range Facts(&l.Clinic) {
		facts[s.Path.place()] = s
	}
	var all []Saying
	for _, s := range slots(l) {
		if s.whole {
			continue
		}
		items, err := s.read()
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			path := Path{s.field, s.service, it.key}
			known := facts[path]
			all = append(all, Saying{Path: path, Value: it.value, Fact: known.Fact, Due: known.due(now)})
		}
	}
	return all, nil
}

// due reports whether a fact is out of date, or will be before long.
func (s Stated) due(now time.Time) bool {
	return s.Fact.Known() && s.Kind.Lifetime() > 0 && s.Fact.ExpiresAt != 0 && s.Fact.ExpiresAt.Time().Sub(now) <= leads[s.Kind]
}
