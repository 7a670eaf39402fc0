package intake

import (
	"context"
	"sync"

	"rootline/internal/directory"
	"rootline/internal/intake/match"
)

// remembered is what a run keeps in memory of each row that an earlier file had.
type remembered struct {
	digest   string
	verdict  Verdict
	clinic   directory.ID
	observed directory.Instant
	applied  bool // something of it is in the directory
	seen     bool // this file has it too
}

func rememberedOf(rec *Record) *remembered {
	return &remembered{
		digest: rec.Digest, verdict: rec.Verdict, clinic: rec.ClinicID,
		observed: rec.ObservedAt, applied: rec.Applied != nil,
	}
}

// run is one file on its way into the directory. What it keeps in memory is as the
// directory was when it began and what it has done itself. What another import of
// the source may have done since is asked in each transaction; the clinics that one
// of another source has brought since are not compared with.
type run struct {
	*Desk
	file     File
	rows     map[string]*remembered
	brands   map[string]directory.ID
	distinct map[Pair]bool
	known    *match.Index
	there    map[directory.ID]bool // the clinics that the directory has, archived ones too
	ours     map[directory.ID]bool // the clinics that rows of this file became
	branches map[directory.ID]int  // how many clinics an organization has
}

// begin reads all that the rows will be compared with.
func (d *Desk) begin(ctx context.Context, f File) (*run, error) {
	r := &run{
		Desk: d, file: f, rows: map[string]*remembered{}, distinct: map[Pair]bool{}, known: match.New(),
		there: map[directory.ID]bool{}, ours: map[directory.ID]bool{}, branches: map[directory.ID]int{},
	}
	err := d.Store.Records(ctx, f.Source.Name, func(rec Record) error {
		r.rows[rec.Key] = rememberedOf(&rec)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if r.brands, err = d.Store.Brands(ctx, f.Source.Name); err != nil {
		return nil, err
	}
	pairs, err := d.Store.Distinct(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		r.distinct[p] = true
	}
	var mu sync.Mutex
	err = d.Store.Listings(ctx, func(l directory.Listing) error {
		mu.Lock()
		defer mu.Unlock()
		r.branches[l.Organization.ID]++
		r.there[l.Clinic.ID] = true
		if l.State.Value != directory.Archived { // what was merged away is no clinic of its own
			r.know(&l.Clinic, l.Organization.Name)
		}
		return nil
	})
	return r, err
}

// know lets a clinic be compared with the rows that come.
func (r *run) know(c *directory.Clinic, brand string) {
	r.known.Add(entryOf(c, brand))
	r.there[c.ID] = true
}

// missing counts the rows that are in the directory and not in this file.
func (r *run) missing() (n int) {
	for _, row := range r.rows {
		if row.applied && !row.seen {
			n++
		}
	}
	return n
}

// take carries a batch of rows in, in one transaction.
func (r *run) take(ctx context.Context, batch []Judged) ([]Outcome, error) {
	outcomes := make([]Outcome, 0, len(batch))
	err := r.Store.Import(ctx, func(tx Tx) error {
		source := r.file.Source
		source.ImportedAt = directory.At(r.Now())
		if err := tx.SaveSource(ctx, source); err != nil {
			return err
		}
		for i := range batch {
			o, err := r.row(ctx, tx, &batch[i])
			if err != nil {
				return err
			}
			outcomes = append(outcomes, o)
		}
		return nil
	})
	return outcomes, err
}

// row decides about one row and writes what follows.
func (r *run) row(ctx context.Context, tx Tx, j *Judged) (Outcome, error) {
	o := Outcome{Line: j.Line, Key: j.Key, Evidence: j.Evidence, Verdict: j.Verdict()}
	if j.Key == "" || j.Repeated {
		return o, nil // there is nothing to remember it by
	}
	was, err := r.remember(ctx, tx, j)
	if err != nil {
		return o, err
	}
	o.ClinicID = was.clinic
	if was.seen { // its key stands twice, and neither row is one to go by
		return o, nil
	}
	was.seen = true
	r.ours[was.clinic] = true
	switch {
	case was.applied && was.digest == j.Digest && was.verdict == Accepted && o.Verdict == Accepted:
		return o, nil
	case was.observed > j.Observed && j.Observed != 0:
		// A file that is older than what the source has said since says nothing new.
		o.Verdict = was.verdict
		o.Evidence = append(o.Evidence, Evidence{Weight: Accepted, Message: directory.Msg("intake.older", "Since", dayOf(was.observed))})
		return o, nil
	}
	if err := r.decide(ctx, tx, j, was, &o); err != nil {
		return o, err
	}
	was.digest, was.verdict, was.observed = j.Digest, o.Verdict, max(was.observed, j.Observed)
	return o, nil
}

// remember is what is remembered of a row. One that this run has not heard of may
// have come in by another import since.
func (r *run) remember(ctx context.Context, tx Tx, j *Judged) (*remembered, error) {
	if was := r.rows[j.Key]; was != nil {
		return was, nil
	}
	rec, err := tx.Record(ctx, r.file.Source.Name, j.Key)
	if err == nil {
		r.rows[j.Key] = rememberedOf(&rec)
		return r.rows[j.Key], nil
	}
	if directory.KindOf(err) != directory.NotFound {
		return nil, err
	}
	id := j.Candidate.Clinic.ID // a directory's own
	if id.IsZero() {
		if id, err = directory.NewID(r.Now(), r.Random); err != nil {
			return nil, err
		}
	}
	r.rows[j.Key] = &remembered{clinic: id}
	return r.rows[j.Key], nil
}

// decide compares a row with the directory, takes it in if nothing speaks against
// that, and remembers it.
func (r *run) decide(ctx context.Context, tx Tx, j *Judged, was *remembered, o *Outcome) error {
	var rec Record
	if was.digest != "" { // there is something to remember
		var err error
		if rec, err = tx.Record(ctx, r.file.Source.Name, j.Key); err != nil {
			return err
		}
	}
	before := rec
	if o.Verdict != Refused && !was.applied && !r.there[was.clinic] {
		found, err := r.lookAlikes(ctx, tx, j, was, &rec)
		if err != nil {
			return err
		}
		o.Evidence = append(o.Evidence, found...)
		o.Verdict = Weigh(o.Evidence)
	}
	candidate := j.Candidate
	candidate.Clinic.ID = was.clinic
	if o.Verdict == Accepted {
		evidence, err := r.apply(ctx, tx, &candidate, &rec, o)
		if err != nil {
			return err
		}
		o.Evidence = append(o.Evidence, evidence...)
		o.Verdict = Weigh(o.Evidence)
	}
	rec.Source, rec.Key, rec.Line = r.file.Source.Name, j.Key, j.Line
	rec.Digest, rec.Verdict, rec.Evidence = j.Digest, o.Verdict, o.Evidence
	rec.ClinicID, rec.ObservedAt = was.clinic, max(was.observed, j.Observed)
	rec.Pending = nil
	switch o.Verdict {
	case Accepted:
		rec.Applied = &candidate
		was.applied = true
	case Human:
		rec.Pending = &candidate
	case Refused:
	}
	if before.Key != "" && same(before, rec) {
		return nil
	}
	rec.JudgedAt = directory.At(r.Now())
	return tx.SaveRecord(ctx, rec)
}

// same reports whether two records say the same of a row, wherever it stands in
// its file and whenever it was judged.
func same(a, b Record) bool {
	a.JudgedAt, a.Line = b.JudgedAt, b.Line
	return asJSON(a) == asJSON(b)
}
