package moderation

import "rootline/internal/directory"

// Apply is the listing after the clinic has said whether something is still right. If
// it is, that is asserted from now on; if not, nobody knows any more: what was a
// feature is denied by those who know, and anything else is unknown until they say
// what is so. A credential keeps its date, for a clinic cannot prolong it. What is
// there no longer is nothing to reply to, and NotFound.
//
// A reply changes what is known, never what is said.
func (r Reply) Apply(on *directory.Listing, source string) (directory.Listing, error) {
	now := r.At.Time()
	for _, s := range slots(on) {
		if s.field != r.Path.Field.slot() || s.service != r.Path.Service {
			continue
		}
		items, err := s.read()
		if err != nil {
			return *on, err
		}
		is := valueOf(items, r.Path.Key)
		if _, fact := r.Path.Field.FactKind(); is == nil || !fact {
			break
		}
		to, err := voucher{source: source, now: now, denies: !r.Right}.restate(s.difference(r.Path.Key, is, is))
		if err != nil {
			return *on, err
		}
		d := s.difference(r.Path.Key, is, to)
		l, _, err := Apply(on, []Difference{d}) // it leads away from what is there
		l.UpdatedAt = directory.At(now)
		return l, err
	}
	return *on, directory.Refuse(directory.NotFound, "moderation.no_fact")
}
