package page

import (
	"rootline/internal/directory"
)

// standings are the sentences for how a fact can be known.
var standings = map[directory.FactState]string{
	directory.OwnerAsserted: "fact.owner_asserted",
	directory.SourceChecked: "fact.source_checked",
	directory.CheckedAbsent: "fact.checked_absent",
	directory.NotChecked:    "fact.not_checked",
}

// standing says who vouches for a fact and since when. Of one that nobody
// vouches for it says that, so that silence never reads as a no.
func (f Frame) standing(fact directory.Fact) string {
	if !fact.Known() {
		return f.T(standings[directory.NotChecked])
	}
	return f.vouched(standings[fact.State], fact)
}

// credential is standing for a qualification: the one that was looked for in vain is
// not "not offered".
func (f Frame) credential(fact directory.Fact) string {
	if fact.State == directory.CheckedAbsent {
		return f.vouched("fact.credential_absent", fact)
	}
	return f.standing(fact)
}

// vouched is a sentence about a fact's source and age.
func (f Frame) vouched(id string, fact directory.Fact) string {
	since := f.T("fact.undated")
	if fact.ObservedAt != 0 {
		since = f.Month(directory.DateOf(fact.ObservedAt.Time()))
	}
	source := fact.Source
	if source == "" {
		source = f.T("fact.some_source")
	}
	return f.T(id, "Since", since, "Source", source)
}

// tone is the class of a fact's badge: how much it is worth at a glance.
func (f Frame) tone(fact directory.Fact) string {
	switch {
	case !fact.Known():
		return "fact fact-unknown"
	case fact.Stale(f.Now):
		return "fact fact-stale"
	case fact.State == directory.SourceChecked:
		return "fact fact-checked"
	default:
		return "fact fact-said"
	}
}

// factAge says of a fact that it is old, and that the clinic was asked in vain; "" of one
// that is not.
func (f Frame) factAge(fact directory.Fact) string {
	switch fact.Freshness(f.Now) {
	case directory.Stale:
		return f.T("fact.stale")
	case directory.Unanswered:
		return f.T("facts_page.unanswered")
	case directory.Fresh, directory.Unknown:
	}
	return ""
}
