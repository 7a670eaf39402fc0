package directory

import "time"

// Freshness is how far a fact is to be believed by its age.
type Freshness string

// How fresh a fact can be, best first.
const (
	Fresh      Freshness = "fresh"
	Stale      Freshness = "stale"      // its time is out: shown with its age
	Unanswered Freshness = "unanswered" // asked for twice and nobody has said: labelled, and ranked down
	Unknown    Freshness = "unknown"    // nobody has said
)

// weights say how much a fact counts where clinics are ranked, in percent.
var weights = map[Freshness]int{Fresh: 100, Stale: 50, Unanswered: 20, Unknown: 0}

// Weight is how much such a fact counts where clinics are ranked, in percent.
func (f Freshness) Weight() int { return weights[f] }

// Freshness says how far the fact is to be believed at now. Silence alone makes nothing
// less than fresh before its time: who was asked early may answer yet.
func (f Fact) Freshness(now time.Time) Freshness {
	switch {
	case !f.Known():
		return Unknown
	case !f.Stale(now):
		return Fresh
	case f.Unanswered != 0 && At(now) >= f.Unanswered:
		return Unanswered
	}
	return Stale
}
