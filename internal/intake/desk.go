package intake

import (
	"context"
	"errors"
	"io"
	"iter"
	"math"
	"sync"
	"time"

	"rootline/internal/directory"
	"rootline/internal/intake/match"
)

// batchSize is how many rows go into one transaction. A batch is lost whole if
// the power fails, and nothing of it has been reported by then.
const batchSize = 500

// maxMatches is how many likely duplicates are shown of one row.
const maxMatches = 5

// Desk carries the rows of files into the directory: it consults the rules and
// saves the outcome.
type Desk struct {
	Store  Store
	Now    func() time.Time
	Random io.Reader // for new ids
}

// File is a foreign file, judged row by row.
type File struct {
	Source    Source // its name tells the rows of one source from those of others
	ToldApart bool   // the rows are known to be different clinics
	Rows      iter.Seq2[Judged, error]
}

// Outcome is what became of a row.
type Outcome struct {
	Line     int
	Key      string
	Verdict  Verdict
	Evidence []Evidence
	ClinicID directory.ID // of the clinic it became or would become; zero if refused
	Changed  bool         // a clinic was added or altered
}

// Tally counts the rows of a file by what became of them.
type Tally struct {
	Rows, Accepted, Human, Refused int
	Changed                        int // rows that added or altered a clinic
	Missing                        int // rows that earlier files of the source had and this one has not
}

func (t *Tally) add(o *Outcome) {
	t.Rows++
	switch o.Verdict {
	case Accepted:
		t.Accepted++
	case Human:
		t.Human++
	case Refused:
		t.Refused++
	}
	if o.Changed {
		t.Changed++
	}
}

// Import takes a file in. After each batch that is on disk, done is called with
// what became of its rows and the count so far; what was reported is never lost,
// and a file that was read to some point is read on by importing it again: a row
// that was taken in as it stands changes nothing.
func (d *Desk) Import(ctx context.Context, f File, done func([]Outcome, Tally) error) (Tally, error) {
	run, err := d.begin(ctx, f)
	if err != nil {
		return Tally{}, err
	}
	var tally Tally
	var batch []Judged
	flush := func() error {
		outcomes, err := run.take(ctx, batch)
		batch = batch[:0]
		if err != nil {
			return err
		}
		for i := range outcomes {
			tally.add(&outcomes[i])
		}
		return done(outcomes, tally)
	}
	for row, err := range f.Rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return tally, err
		}
		if batch = append(batch, row); len(batch) == batchSize {
			if err := flush(); err != nil {
				return tally, err
			}
		}
	}
	if err := flush(); err != nil {
		return tally, err
	}
	tally.Missing = run.missing()
	return tally, nil
}

// remembered is what a run keeps in memory of each row that an earlier file had.
type remembered struct {
	digest   string
	verdict  Verdict
	clinic   directory.ID
	observed directory.Instant
	applied  bool // something of it is in the directory
	seen     bool // this file has it too
}

// run is one file on its way into the directory.
type run struct {
	*Desk
	file     File
	rows     map[string]*remembered
	brands   map[string]directory.ID
	distinct map[Pair]bool
	known    *match.Index
	branches map[directory.ID]int // how many clinics an organization has
}

// begin reads all that the rows will be compared with.
func (d *Desk) begin(ctx context.Context, f File) (*run, error) {
	r := &run{
		Desk: d, file: f, rows: map[string]*remembered{}, distinct: map[Pair]bool{},
		known: match.New(), branches: map[directory.ID]int{},
	}
	err := d.Store.Records(ctx, f.Source.Name, func(rec Record) error {
		r.rows[rec.Key] = &remembered{
			digest: rec.Digest, verdict: rec.Verdict, clinic: rec.ClinicID,
			observed: rec.ObservedAt, applied: rec.Applied != nil,
		}
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
		if l.State.Value != directory.Archived { // what was merged away is no clinic of its own
			r.known.Add(entryOf(&l.Clinic, l.Organization.Name))
		}
		return nil
	})
	return r, err
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

func entryOf(c *directory.Clinic, brand string) match.Entry {
	e := match.Entry{ID: c.ID, Name: c.Name, Brand: brand, Site: c.URL, Email: c.Email, Address: c.Address}
	for _, p := range c.Phones {
		e.Phones = append(e.Phones, p.Number)
	}
	return e
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
	if j.Key == "" {
		return o, nil // nothing to remember it by
	}
	was := r.rows[j.Key]
	if was == nil {
		id, err := r.identity(j)
		if err != nil {
			return o, err
		}
		was = &remembered{clinic: id}
		r.rows[j.Key] = was
	}
	o.ClinicID = was.clinic
	if was.seen { // the key stands twice, and the judge has refused this one
		return o, nil
	}
	was.seen = true
	switch {
	case was.applied && was.digest == j.Digest && was.verdict == Accepted && o.Verdict == Accepted:
		return o, nil
	case was.observed > observedAt(j):
		// A file that is older than what the source has said since says nothing new.
		o.Verdict = was.verdict
		o.Evidence = append(o.Evidence, Evidence{Weight: Accepted, Message: directory.Msg("intake.older", "Since", dayOf(was.observed))})
		return o, nil
	}
	if err := r.decide(ctx, tx, j, was, &o); err != nil {
		return o, err
	}
	was.digest, was.verdict, was.observed = j.Digest, o.Verdict, observedAt(j)
	return o, nil
}

// identity is the id of the clinic that a new row would become.
func (r *run) identity(j *Judged) (directory.ID, error) {
	if own := j.Candidate.Clinic.ID; !own.IsZero() {
		return own, nil
	}
	return directory.NewID(r.Now(), r.Random)
}

func observedAt(j *Judged) directory.Instant { return j.Candidate.Clinic.Address.Fact.ObservedAt }

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
	if o.Verdict != Refused && !was.applied && !r.file.ToldApart {
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
		conflicts, err := r.apply(ctx, tx, &candidate, &rec, o)
		if err != nil {
			return err
		}
		o.Evidence = append(o.Evidence, conflicts...)
		o.Verdict = Weigh(o.Evidence)
	}
	rec.Source, rec.Key, rec.Line = r.file.Source.Name, j.Key, j.Line
	rec.Digest, rec.Verdict, rec.Evidence = j.Digest, o.Verdict, o.Evidence
	rec.ClinicID, rec.ObservedAt = was.clinic, observedAt(j)
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

// lookAlikes is the evidence that a row which is not in the directory yet stands for
// a clinic that is. A row that asks for what it asked for before keeps the clinics
// that it was taken for until somebody says that they are distinct: what is likely
// depends on all that the directory holds, and the same file must not change
// anything because another row of it came in meanwhile.
func (r *run) lookAlikes(ctx context.Context, tx Tx, j *Judged, was *remembered, rec *Record) ([]Evidence, error) {
	var kept []Evidence
	if was.digest == j.Digest {
		for _, e := range rec.Evidence {
			if len(e.Clinics) == 1 && !r.distinct[PairOf(was.clinic, e.Clinics[0])] && e.Clinics[0] != was.clinic {
				kept = append(kept, e)
			}
		}
		if len(kept) > 0 || j.Verdict() == Human {
			return kept, nil
		}
	}
	return r.duplicates(ctx, tx, was.clinic, j)
}

// duplicates is the evidence that a new row is a clinic which is there already,
// with the signals for and against.
func (r *run) duplicates(ctx context.Context, tx Tx, id directory.ID, j *Judged) ([]Evidence, error) {
	entry := entryOf(&j.Candidate.Clinic, j.Candidate.Brand.Name)
	entry.ID = id
	var all []Evidence
	for _, m := range r.known.Like(entry, maxMatches) {
		if r.distinct[PairOf(id, m.ID)] {
			continue
		}
		first := Evidence{Weight: Human, Field: "name", Value: entry.Name, Clinics: []directory.ID{m.ID}}
		_, err := tx.UpdateListing(ctx, m.ID, func(l *directory.Listing) error { // changes nothing
			first.Message = directory.Msg("intake.duplicate", "Name", l.Clinic.Name, "City", l.Clinic.Address.City,
				"Slug", l.Clinic.Slug.String(), "Percent", int(math.Floor(m.Score*100)))
			return nil
		})
		if missing, err := notFound(err); missing {
			continue
		} else if err != nil {
			return nil, err
		}
		for _, s := range m.Signals {
			first.Because = append(first.Because, s.Message)
		}
		all = append(all, first)
	}
	return all, nil
}

// notFound reports that there is no such thing, and passes on any other error.
func notFound(err error) (bool, error) {
	if directory.KindOf(err) == directory.NotFound {
		return true, nil
	}
	return false, err
}

// refusal is what the directory says against a candidate, as evidence; any other
// error is passed on.
func refusal(err error) ([]Evidence, error) {
	refused := (*directory.Error)(nil)
	if !errors.As(err, &refused) {
		return nil, err
	}
	return []Evidence{{Weight: Human, Message: refused.Message}}, nil
}
