package intake

import (
	"context"
	"math"

	"rootline/internal/directory"
	"rootline/internal/intake/match"
)

// maxMatches is how many likely duplicates are shown of one row.
const maxMatches = 5

func entryOf(c *directory.Clinic, brand string) match.Entry {
	e := match.Entry{ID: c.ID, Name: c.Name, Brand: brand, Site: c.URL, Email: c.Email, Address: c.Address}
	for _, p := range c.Phones {
		e.Phones = append(e.Phones, p.Number)
	}
	return e
}

// lookAlikes is the evidence that a row which is not in the directory yet stands for
// a clinic that is. A row that asks for what it asked for before keeps the clinics
// that it was taken for until somebody says that they are distinct: what is likely
// depends on all that the directory holds, and the same file must not change
// anything because another row of it came in meanwhile.
func (r *run) lookAlikes(ctx context.Context, tx Tx, j *Judged, was *remembered, rec *Record) ([]Evidence, error) {
	if was.digest != j.Digest {
		return r.duplicates(ctx, tx, was.clinic, j)
	}
	var kept []Evidence
	for _, e := range rec.Evidence {
		if len(e.Clinics) != 1 {
			continue
		}
		today, err := tx.Today(ctx, NounClinic, e.Clinics[0])
		if directory.KindOf(err) == directory.NotFound || err == nil && today != e.Clinics[0] {
			return r.duplicates(ctx, tx, was.clinic, j) // the clinic has been merged into another
		}
		if err != nil {
			return nil, err
		}
		if !r.distinct[PairOf(was.clinic, today)] {
			kept = append(kept, e)
		}
	}
	if len(kept) > 0 || j.Verdict() == Human {
		return kept, nil
	}
	return r.duplicates(ctx, tx, was.clinic, j)
}

// duplicates is the evidence that a new row is a clinic which is there already,
// with the signals for and against. The rows of a file that tells its clinics
// apart are not compared with each other.
func (r *run) duplicates(ctx context.Context, tx Tx, id directory.ID, j *Judged) ([]Evidence, error) {
	entry := entryOf(&j.Candidate.Clinic, j.Candidate.Brand.Name)
	entry.ID = id
	var all []Evidence
	for _, m := range r.known.Like(entry, maxMatches) {
		if r.distinct[PairOf(id, m.ID)] || r.file.ToldApart && r.ours[m.ID] {
			continue
		}
		l, err := tx.Listing(ctx, m.ID)
		if directory.KindOf(err) == directory.NotFound { // merged into another since
			continue
		}
		if err != nil {
			return nil, err
		}
		e := Evidence{Weight: Human, Field: "name", Value: entry.Name, Clinics: []directory.ID{m.ID}}
		e.Message = directory.Msg("intake.duplicate", "Name", l.Clinic.Name, "City", l.Clinic.Address.City,
			"Slug", l.Clinic.Slug.String(), "Percent", int(math.Floor(m.Score*100)))
		for _, s := range m.Signals {
			e.Because = append(e.Because, s.Message)
		}
		all = append(all, e)
	}
	return all, nil
}
