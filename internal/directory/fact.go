package directory

import "time"

// FactState says how a fact came to be known.
type FactState string

// How a fact can be known. The zero state counts as not checked. Only
// CheckedAbsent says no: whatever nobody has said is unknown.
const (
	OwnerAsserted FactState = "owner_asserted"
	SourceChecked FactState = "source_checked"
	CheckedAbsent FactState = "checked_absent"
	NotChecked    FactState = "not_checked"
)

var factStates = []FactState{OwnerAsserted, SourceChecked, CheckedAbsent, NotChecked}

// Fact is the standing of something that people decide by: who says so, since
// when, and until when that is worth believing.
type Fact struct {
	State      FactState `json:"state"`
	Source     string    `json:"source,omitzero"` // who or what says so
	ObservedAt Instant   `json:"observed_at,omitzero"`
	ExpiresAt  Instant   `json:"expires_at,omitzero"`

	// Unanswered is since when it is known that the clinic, asked for it twice, does not
	// say. Whatever is observed anew has none.
	Unanswered Instant `json:"unanswered_since,omitzero"`
}

// FactKind is a kind of fact. Each ages at its own rate.
type FactKind string

// The kinds of fact there are.
const (
	FactAddress    FactKind = "address"
	FactHours      FactKind = "hours"
	FactPrice      FactKind = "price"
	FactFeature    FactKind = "feature"
	FactCapacity   FactKind = "capacity"
	FactCredential FactKind = "credential"
)

const day = 24 * time.Hour

// lifetimes says how long a fact of each kind is worth believing. A credential
// has its own date of expiry instead. What a clinic can do changes about as
// rarely as where it is; whether it has room changes with the month.
var lifetimes = map[FactKind]time.Duration{
	FactAddress:    365 * day,
	FactHours:      90 * day,
	FactPrice:      180 * day,
	FactFeature:    365 * day,
	FactCapacity:   30 * day,
	FactCredential: 0,
}

// Lifetime is how long a fact of this kind is worth believing; zero means until
// a date of its own.
func (k FactKind) Lifetime() time.Duration { return lifetimes[k] }

// Observed is a fact of kind k that state and source vouch for since at.
func (k FactKind) Observed(state FactState, source string, at time.Time) Fact {
	f := Fact{State: state, Source: source, ObservedAt: At(at)}
	if life := k.Lifetime(); life > 0 {
		f.ExpiresAt = At(at.Add(life))
	}
	return f
}

// Known reports whether anybody vouches for the fact, as present or as absent.
func (f Fact) Known() bool {
	return f.State == OwnerAsserted || f.State == SourceChecked || f.State == CheckedAbsent
}

// Holds reports whether the fact is known and says yes.
func (f Fact) Holds() bool { return f.State == OwnerAsserted || f.State == SourceChecked }

// Stale reports whether the fact was known and its time has run out by now.
func (f Fact) Stale(now time.Time) bool {
	return f.Known() && f.ExpiresAt != 0 && At(now) >= f.ExpiresAt
}
