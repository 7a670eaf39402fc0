package moderation

import (
	"cmp"
	"slices"
	"time"

	"rootline/internal/directory"
)

// ItemKind is what a row of the moderators' queue is about.
type ItemKind string

// What waits for moderators.
const (
	ItemLegal    ItemKind = "legal"   // a notice by law
	ItemAppeal   ItemKind = "appeal"  // against a decision
	ItemContest  ItemKind = "contest" // over who speaks for a clinic
	ItemClaim    ItemKind = "claim"
	ItemProposal ItemKind = "proposal" // of a new clinic
	ItemChange   ItemKind = "change"
	ItemReport   ItemKind = "report"
	ItemImport   ItemKind = "import" // a row of a file that needs a human
)

const day = 24 * time.Hour

// promises say how long each kind may wait. Where people wait for us it is days; a
// file waits longest.
var promises = map[ItemKind]time.Duration{
	ItemLegal: day, ItemAppeal: 3 * day, ItemContest: 7 * day, ItemClaim: 3 * day,
	ItemProposal: 5 * day, ItemChange: 3 * day, ItemReport: 5 * day, ItemImport: 14 * day,
}

// ItemKinds returns everything that can wait, the most pressing first.
func ItemKinds() []ItemKind {
	return []ItemKind{ItemLegal, ItemAppeal, ItemContest, ItemClaim, ItemProposal, ItemChange, ItemReport, ItemImport}
}

// Item is a row of the queue. Of the claim of a brand its clinic is the first of its
// branches. Rows of files wait where their file is looked at, and are not here.
type Item struct {
	Kind     ItemKind
	ID       directory.ID // of the request, the claim, or the listing that is proposed or that reports are about
	ClinicID directory.ID
	Country  directory.Country  // of the clinic
	Language directory.Language // the first that the clinic speaks; zero if it does not say
	Since    directory.Instant  // what waits came into being, or was last changed by its author
	DueAt    directory.Instant  // a deadline of its own; zero for what its kind is promised
	Assigned directory.ID       // the moderator who has taken it; zero for nobody
}

// Due is when the item should be decided by.
func (i Item) Due() directory.Instant {
	if i.DueAt != 0 {
		return i.DueAt
	}
	return directory.At(i.Since.Time().Add(promises[i.Kind]))
}

// Late reports whether the item has waited too long.
func (i Item) Late(now time.Time) bool { return directory.At(now) > i.Due() }

// Compare orders the queue: what the law wants first, then by when it is due, then by
// how long it has waited. No two items are equal.
func Compare(a, b Item) int {
	return cmp.Or(
		boolean(b.Kind == ItemLegal)-boolean(a.Kind == ItemLegal),
		cmp.Compare(a.Due(), b.Due()),
		cmp.Compare(a.Since, b.Since),
		cmp.Compare(a.ID.String(), b.ID.String()),
		cmp.Compare(a.Kind, b.Kind),
	)
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// usualWindow is how far back decisions say how long others will take.
const usualWindow = 30 * day

// UsualDays is within how many days half of what moderators decided in the last thirty
// days was decided, at least one; false if they have decided nothing.
func UsualDays(decided []ChangeRequest, now time.Time) (days int, ok bool) {
	var took []time.Duration
	for i := range decided {
		r := &decided[i]
		at := r.Decision.At.Time()
		if r.Live || r.Decision.Quiet || r.Decision.At == 0 || r.State.Open() || now.Sub(at) > usualWindow || at.After(now) {
			continue
		}
		took = append(took, at.Sub(r.EditedAt.Time()))
	}
	if len(took) == 0 {
		return 0, false
	}
	slices.Sort(took)
	median := took[len(took)/2]
	return max(1, int((median+day-1)/day)), true
}
