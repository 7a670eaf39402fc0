package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/intake"
	"rootline/internal/intake/maps"
	"rootline/internal/interop/csv"
	"rootline/internal/interop/xlsx"
	"rootline/internal/store"
)

// rows is a table that is being read.
type rows interface {
	Read() (line int, cells []string, err error)
}

// judgedAtOnce is how many rows are judged on all processors before the first of
// them goes on.
const judgedAtOnce = 2000

// foreign is a file that has been read to its end once, so that one which cannot be
// read whole is refused before anything is written.
type foreign struct {
	source    intake.Source
	toldApart bool
	count     int // of its rows

	// rows reads the file again and judges its rows; what else the file holds goes
	// into db on the way.
	rows func(db *store.Store) iter.Seq2[intake.Judged, error]
}

func openFile(ctx context.Context, cfg config.Config) (foreign, error) {
	if isOwn(cfg.File) {
		return openOwn(ctx, cfg.File)
	}
	m, err := readMap(cfg.Map)
	if err != nil {
		return foreign{}, err
	}
	if err := m.Check(time.Now()); err != nil {
		return foreign{}, err
	}
	judge, n, err := notice(ctx, cfg.File, m)
	if err != nil {
		return foreign{}, err
	}
	return foreign{
		source:    intake.Source{Name: m.Source, Licence: m.Licence, URL: m.URL, ObservedAt: m.ObservedAt},
		toldApart: m.ToldApart,
		count:     n,
		rows:      func(*store.Store) iter.Seq2[intake.Judged, error] { return judged(ctx, cfg.File, m, judge) },
	}, nil
}

// readMap reads a map from a file, or one that comes with the program.
func readMap(name string) (*intake.Map, error) {
	text, known := maps.Named(name)
	if !known {
		var err error
		if text, err = os.ReadFile(name); err != nil {
			return nil, directory.Refuse(directory.NotFound, "import.no_map", "File", name, "Names", strings.Join(maps.Names(), ", "))
		}
	}
	return intake.ParseMap(text)
}

// notice reads a file for the first time: its header, and what its rows have in
// common.
func notice(ctx context.Context, path string, m *intake.Map) (judge *intake.Judge, n int, err error) {
	err = readTable(path, m.File, func(header []string, table rows) error {
		if judge, err = intake.NewJudge(m, header, gazetteer.Embedded()); err != nil {
			return err
		}
		for {
			line, cells, err := table.Read()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err = errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			judge.Notice(intake.Row{Line: line, Cells: cells})
			n++
		}
	})
	return judge, n, err
}

// judged reads a file for the second time and judges its rows: the next of them
// while those before are taken in.
func judged(ctx context.Context, path string, m *intake.Map, judge *intake.Judge) iter.Seq2[intake.Judged, error] {
	now := time.Now()
	return func(yield func(intake.Judged, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		batches, ended := make(chan []intake.Judged), make(chan error, 1)
		go func() {
			defer close(batches)
			ended <- readTable(path, m.File, func(_ []string, table rows) error {
				return judgeTable(ctx, judge, table, now, batches)
			})
		}()
		defer func() {
			cancel()
			for range batches { // until the file is closed
			}
		}()
		for batch := range batches {
			for _, row := range batch {
				if !yield(row, nil) {
					return
				}
			}
		}
		if err := <-ended; err != nil {
			yield(intake.Judged{}, err)
		}
	}
}

// judgeTable judges the rows of a table and hands them on in batches.
func judgeTable(ctx context.Context, judge *intake.Judge, table rows, now time.Time, to chan<- []intake.Judged) error {
	for {
		batch, err := readBatch(table)
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return err
		}
		select {
		case to <- judgeAll(ctx, judge, batch, now):
		case <-ctx.Done():
			return ctx.Err()
		}
		if end {
			return nil
		}
	}
}

// readBatch reads as many rows as are judged at once; the last of them come with
// io.EOF.
func readBatch(table rows) ([]intake.Row, error) {
	batch := make([]intake.Row, 0, judgedAtOnce)
	for len(batch) < judgedAtOnce {
		line, cells, err := table.Read()
		if err != nil {
			return batch, err
		}
		batch = append(batch, intake.Row{Line: line, Cells: cells})
	}
	return batch, nil
}

// judgeAll judges rows on all processors; what comes back is in their order.
func judgeAll(ctx context.Context, judge *intake.Judge, batch []intake.Row, now time.Time) []intake.Judged {
	out := make([]intake.Judged, len(batch))
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(batch) && ctx.Err() == nil; i += workers {
				out[i] = judge.Row(batch[i], now)
			}
			return nil
		})
	}
	_ = g.Wait()
	return out
}

// readTable opens a table and hands it to read with its first row.
func readTable(path string, format intake.FileFormat, read func(header []string, table rows) error) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return unreadable(path, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return directory.Refuse(directory.Invalid, "import.folder", "File", path)
	}
	table, closeTable, err := newTable(f, format)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeTable()) }()
	_, header, err := table.Read()
	if errors.Is(err, io.EOF) {
		return directory.Refuse(directory.Invalid, "import.empty", "File", path)
	}
	if err != nil {
		return err
	}
	return read(header, table)
}

func newTable(f *os.File, format intake.FileFormat) (rows, func() error, error) {
	if format.Format == "xlsx" || format.Format == "" && strings.EqualFold(filepath.Ext(f.Name()), ".xlsx") {
		return newSheet(f, format.Sheet)
	}
	table, err := csv.NewReader(f, csv.Dialect{
		Encoding: format.Encoding, Delimiter: format.Delimiter, Quote: format.Quote, Guarded: format.Guarded,
	})
	return table, func() error { return nil }, err
}

// sheet is a spreadsheet whose rows are all as wide as the first: in the file, a row
// ends with its last cell that is not empty.
type sheet struct {
	*xlsx.Reader
	width int
}

// Read returns the next row.
func (s *sheet) Read() (line int, cells []string, err error) {
	line, cells, err = s.Reader.Read()
	if s.width == 0 {
		s.width = len(cells)
	}
	for err == nil && len(cells) < s.width {
		cells = append(cells, "")
	}
	return line, cells, err
}

func newSheet(f *os.File, name string) (rows, func() error, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", f.Name(), err)
	}
	table, err := xlsx.NewReader(f, info.Size(), name)
	if err != nil {
		return nil, nil, err
	}
	return &sheet{Reader: table}, table.Close, nil
}

// unreadable words why a file that a person named cannot be opened.
func unreadable(path string, err error) error {
	if os.IsNotExist(err) {
		return directory.Refuse(directory.NotFound, "import.no_file", "File", path)
	}
	if os.IsPermission(err) {
		return directory.Refuse(directory.Invalid, "import.not_allowed", "File", path)
	}
	return fmt.Errorf("read %s: %w", path, err)
}
