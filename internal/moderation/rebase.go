package moderation

import (
	"slices"

	"rootline/internal/directory"
)

// Rebase brings an open request onto a newer version of its listing. What somebody
// else has changed since to something else again becomes a conflict, which keeps all
// three sides; a conflict that has gone away is none; and what is so by now is no
// longer asked for. A request that has nothing left to ask for is superseded. It
// reports whether that makes a difference to what its author has to be shown.
func (r *ChangeRequest) Rebase(is Version) (changed bool, err error) {
	if !r.State.Open() {
		return false, nil
	}
	asked := slices.Clone(r.Differences)
	for _, c := range r.Conflicts {
		asked = append(asked, c.Difference)
	}
	proposed, conflicts, err := Apply(&is.Listing, asked)
	if err != nil {
		return false, err
	}
	clean, err := Diff(&is.Listing, &proposed)
	if err == nil {
		clean, err = substantial(clean)
	}
	if err != nil {
		return false, err
	}
	changed = !sameNames(clean, r.Differences) || len(conflicts) != len(r.Conflicts)
	r.Differences, r.Conflicts, r.Base = clean, conflicts, is.Number
	if clean == nil && conflicts == nil {
		r.State = Superseded
	}
	return changed, nil
}

func sameNames(a, b []Difference) bool {
	return slices.EqualFunc(a, b, func(x, y Difference) bool { return x.Name() == y.Name() })
}

// Settle ends one of the request's conflicts: by what the request wants, or by what
// the listing has.
func (r *ChangeRequest) Settle(name string, wanted bool) error {
	i := slices.IndexFunc(r.Conflicts, func(c Conflict) bool { return c.Name() == name })
	if i < 0 || !r.State.Open() {
		return directory.Refuse(directory.NotFound, "moderation.no_conflict")
	}
	c := r.Conflicts[i]
	r.Conflicts = slices.Delete(slices.Clone(r.Conflicts), i, i+1)
	if wanted {
		c.From = c.Is
		r.Differences = append(slices.Clone(r.Differences), c.Difference)
		slices.SortStableFunc(r.Differences, byField)
	}
	r.Revision++
	return nil
}

// Overlap returns the names of what two requests want of the same things, in which
// only one of them can have its way.
func Overlap(a, b *ChangeRequest) (names []string) {
	for _, d := range a.Differences {
		if at(b.Differences, d) >= 0 {
			names = append(names, d.Name())
		}
	}
	return names
}
