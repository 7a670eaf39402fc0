package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/interop/csv"
	"rootline/internal/words"
)

// report writes what became of each row to a file: aside, until it is closed, so
// that the report before stays until there is a new one.
type report struct {
	file *os.File // nil: no report was asked for
	rows *csv.Writer
	to   string
	told bool // there is something to report
}

// newReport makes the report that cfg asks for. It refuses to put it in the place
// of what the import reads.
func newReport(cfg config.Config) (*report, error) {
	if cfg.Report == "" {
		return &report{}, nil
	}
	if info, err := os.Stat(cfg.Report); err == nil && !info.Mode().IsRegular() {
		return nil, directory.Refuse(directory.Invalid, "import.report_folder", "File", cfg.Report)
	}
	db := cfg.DB
	if real, err := filepath.EvalSymlinks(db); err == nil {
		db = real
	}
	for _, other := range []string{cfg.File, cfg.Map, db, db + "-wal", db + "-shm", db + "-journal"} {
		if sameFile(cfg.Report, other) {
			return nil, directory.Refuse(directory.Invalid, "import.report_in_place", "File", cfg.Report)
		}
	}
	f, err := os.CreateTemp(filepath.Dir(cfg.Report), ".rootline-report-*")
	if err != nil {
		return nil, directory.Refuse(directory.Invalid, "import.no_report", "File", cfg.Report)
	}
	r := &report{file: f, rows: csv.NewWriter(f), to: cfg.Report}
	return r, r.rows.Write([]string{"line", "key", "verdict", "changed", "clinic_id", "findings", "evidence"})
}

// sameFile reports whether two names are of one file, be it there or not.
func sameFile(a, b string) bool {
	if first, err := filepath.Abs(a); err == nil {
		if second, err := filepath.Abs(b); err == nil && first == second {
			return true
		}
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func (r *report) write(w *words.Words, o *intake.Outcome) error {
	if r.file == nil {
		return nil
	}
	var ids, sentences []string
	for i := range o.Evidence {
		ids = append(ids, o.Evidence[i].Message.ID)
		sentences = append(sentences, sentenceOf(w, &o.Evidence[i]))
	}
	clinic := ""
	if !o.ClinicID.IsZero() {
		clinic = o.ClinicID.String()
	}
	return r.rows.Write([]string{
		strconv.Itoa(o.Line), o.Key, string(o.Verdict), strconv.FormatBool(o.Changed), clinic,
		strings.Join(ids, "\n"), strings.Join(sentences, "\n"),
	})
}

// close puts the report in its place, or leaves the one before where nothing has come
// of the import.
func (r *report) close() error {
	if r.file == nil {
		return nil
	}
	if !r.told {
		return errors.Join(r.file.Close(), os.Remove(r.file.Name()))
	}
	err := errors.Join(r.rows.Flush(), r.file.Sync(), r.file.Close())
	if err == nil {
		err = os.Rename(r.file.Name(), r.to)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the report: %w", err), os.Remove(r.file.Name()))
	}
	return nil
}

// sentenceOf words a piece of evidence, with what it is about.
func sentenceOf(w *words.Words, e *intake.Evidence) string {
	s := w.Message(e.Message)
	if e.Value != "" {
		s = directory.Printable(e.Value) + ": " + s
	}
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	for _, because := range e.Because {
		s += "\n    - " + w.Message(because)
	}
	return s
}

// reasons counts what was found, for the summary.
type reasons struct {
	counts map[reason]int
	lines  map[reason]int
	says   map[reason]intake.Evidence
}

// reason is a kind of finding and the verdict that it asks for.
type reason struct {
	weight intake.Verdict
	id     string
}

func newReasons() *reasons {
	return &reasons{map[reason]int{}, map[reason]int{}, map[reason]intake.Evidence{}}
}

// add counts each kind of finding once a row.
func (r *reasons) add(o *intake.Outcome) {
	counted := map[reason]bool{}
	for _, e := range o.Evidence {
		kind := reason{e.Weight, e.Message.ID}
		if counted[kind] {
			continue
		}
		counted[kind] = true
		if r.counts[kind]++; r.counts[kind] == 1 {
			e.Because = nil // too long for a summary
			r.lines[kind], r.says[kind] = o.Line, e
		}
	}
}

// print lists the findings, the gravest and most frequent first, each with the
// first row that has it.
func (r *reasons) print(out io.Writer, w *words.Words) {
	kinds := make([]reason, 0, len(r.counts))
	for kind := range r.counts {
		kinds = append(kinds, kind)
	}
	slices.SortFunc(kinds, func(a, b reason) int {
		return cmp.Or(cmp.Compare(gravity[a.weight], gravity[b.weight]), cmp.Compare(r.counts[b], r.counts[a]), cmp.Compare(a.id, b.id))
	})
	for _, kind := range kinds {
		e := r.says[kind]
		_, _ = fmt.Fprintf(out, "%-8s %7s  %s\n", w.T("import.weight."+string(kind.weight)), w.Number(r.counts[kind]),
			w.T("import.example", "Line", r.lines[kind], "Says", sentenceOf(w, &e)))
	}
}

var gravity = map[intake.Verdict]int{intake.Refused: 0, intake.Human: 1, intake.Accepted: 2}

// progress tells on a terminal how far an import is.
type progress struct {
	to      io.Writer // nil: nobody is looking
	words   *words.Words
	of      int
	started time.Time
}

func newProgress(to io.Writer, w *words.Words, of int) *progress {
	p := &progress{words: w, of: of, started: time.Now()}
	if f, ok := to.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.to = to
		}
	}
	return p
}

// tell writes over the line before. The rate is that of the whole run, for batches
// differ.
func (p *progress) tell(done int) {
	if p.to == nil || done == 0 {
		return
	}
	took := time.Since(p.started)
	rate := float64(done) / max(took.Seconds(), 0.001)
	left := time.Duration(float64(p.of-done) / rate * float64(time.Second)).Round(time.Second)
	_, _ = fmt.Fprintf(p.to, "\r\x1b[K%s", p.words.T("import.progress", "Done", done, "Of", p.of, "Rate", int(rate), "Left", left.String()))
}

func (p *progress) end() {
	if p.to != nil {
		_, _ = fmt.Fprint(p.to, "\r\x1b[K")
	}
}
