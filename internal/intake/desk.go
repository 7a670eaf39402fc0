package intake

import (
	"context"
	"io"
	"iter"
	"time"

	"rootline/internal/directory"
)

// batchSize is how many rows go into one transaction. A batch is lost whole if
// the power fails, and nothing of it has been reported by then.
const batchSize = 500

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
	ToldApart bool   // the rows of the source are known to be different clinics
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
