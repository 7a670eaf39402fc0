package directory

import (
	"slices"
	"time"
)

// CapacityStatus says whether a clinic takes new patients for a service.
type CapacityStatus string

// Whether new patients are taken, best first. The zero status means that the
// clinic has not said.
const (
	HasCapacity     CapacityStatus = "capacity"
	Waitlist        CapacityStatus = "waitlist"
	NeedsAssessment CapacityStatus = "additional-assessment-required"
	NoCapacity      CapacityStatus = "no-capacity"
)

// CapacityStatuses returns every status, best first.
func CapacityStatuses() []CapacityStatus {
	return []CapacityStatus{HasCapacity, Waitlist, NeedsAssessment, NoCapacity}
}

// Capacity is whether new patients are taken, with its standing.
type Capacity struct {
	Status CapacityStatus `json:"status"`
	Fact   Fact           `json:"fact"`
}

// Capacity is the best capacity among the services asked for, or among all of
// them if none is. The zero status means that nothing has been said of any.
func (c *Clinic) Capacity(asked ...Service) CapacityStatus {
	all := CapacityStatuses()
	best := len(all)
	for i := range c.Offerings {
		o := &c.Offerings[i]
		if len(asked) > 0 && !slices.Contains(asked, o.Service) || !o.Capacity.Fact.Holds() {
			continue
		}
		if rank := slices.Index(all, o.Capacity.Status); rank >= 0 {
			best = min(best, rank)
		}
	}
	if best == len(all) {
		return ""
	}
	return all[best]
}

// Accepting reports whether the clinic has room for new patients for one of its
// services at least, as searches mean it: a waitlist is no room. It is known only
// as far as what has been said holds at now; that there is no room, if none is left
// of which nobody has said so.
func (c *Clinic) Accepting(now time.Time) (yes, known bool) {
	known = len(c.Offerings) > 0
	for i := range c.Offerings {
		said := &c.Offerings[i].Capacity
		switch {
		case said.Status == "" || !said.Fact.Holds() || said.Fact.Stale(now):
			known = false
		case said.Status == HasCapacity:
			yes = true
		}
	}
	return yes, yes || known
}
