package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/store"
	"rootline/internal/words"
)

// listPending lists the rows that wait for a human: those of one source, or all.
func listPending(ctx context.Context, db *store.Store, source string, out io.Writer) error {
	w := words.English()
	n := 0
	err := db.Pending(ctx, source, func(number int64, r intake.Record) error {
		n++
		_, _ = fmt.Fprintln(out, w.T("import.pending.row", "Number", number, "Name", nameOf(&r),
			"Line", r.Line, "Key", directory.Printable(r.Key), "Source", r.Source))
		slices.SortStableFunc(r.Evidence, func(a, b intake.Evidence) int { return cmp.Compare(gravity[a.Weight], gravity[b.Weight]) })
		for i := range r.Evidence {
			_, _ = fmt.Fprintf(out, "    %-8s %s\n", w.T("import.weight."+string(r.Evidence[i].Weight)), sentenceOf(w, &r.Evidence[i]))
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, w.N("import.pending.count", n))
	return err
}

// nameOf is what a row that waits calls its clinic.
func nameOf(r *intake.Record) string {
	if r.Pending == nil { // somebody else has written to the database
		return directory.Printable(r.Key)
	}
	return directory.Printable(r.Pending.Clinic.Name)
}

// tellApart remembers that rows which wait are no duplicates of the clinics that
// they were taken for.
func tellApart(ctx context.Context, db *store.Store, numbers []int64, out io.Writer) error {
	w := words.English()
	var pairs []intake.Pair
	var told strings.Builder
	for _, number := range numbers {
		row, err := db.PendingRow(ctx, number)
		if err != nil {
			return err
		}
		before := len(pairs)
		for _, e := range row.Evidence {
			for _, other := range e.Clinics {
				pairs = append(pairs, intake.PairOf(row.ClinicID, other))
				_, _ = fmt.Fprintln(&told, w.T("import.distinct_row", "Number", number, "Name", nameOf(&row),
					"Line", row.Line, "Other", fmt.Sprint(e.Message.Args["Name"], ", ", e.Message.Args["City"])))
			}
		}
		if len(pairs) == before {
			return directory.Refuse(directory.Invalid, "import.no_duplicate", "Number", number)
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	if err := db.SetDistinct(ctx, pairs...); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out, told.String()+w.N("import.distinct", len(numbers)))
	return err
}
