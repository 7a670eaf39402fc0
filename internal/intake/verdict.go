package intake

import "rootline/internal/directory"

// Verdict is what becomes of a row.
type Verdict string

// The verdicts there are, mildest first.
const (
	Accepted Verdict = "accepted" // it is in the directory as the file has it
	Human    Verdict = "human"    // somebody has to look at it first; it waits, with the evidence
	Refused  Verdict = "refused"  // no listing can be made of it
)

// Evidence is something about a row that weighs on its verdict, or that whoever
// reads the report should know.
type Evidence struct {
	Weight  Verdict           `json:"weight"`            // the verdict that it asks for by itself; Accepted: a remark
	Field   string            `json:"field,omitzero"`    // the field of the map that it is about, such as phones
	Value   string            `json:"value,omitzero"`    // what the file says there
	Message directory.Message `json:"message"`           // what is the matter with it, and what would help
	Clinics []directory.ID    `json:"clinics,omitempty"` // those that it may be a duplicate of

	// Because are the signals behind the message, those that speak against it too.
	Because []directory.Message `json:"because,omitempty"`
}

// verdicts orders the verdicts by severity.
var verdicts = map[Verdict]int{Accepted: 0, Human: 1, Refused: 2}

// Weigh is the verdict that all the evidence together asks for: the severest.
func Weigh(evidence []Evidence) Verdict {
	worst := Accepted
	for _, e := range evidence {
		if verdicts[e.Weight] > verdicts[worst] {
			worst = e.Weight
		}
	}
	return worst
}
