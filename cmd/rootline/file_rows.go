package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/moderation"
	"rootline/internal/store"
	"rootline/web/page"
)

// fileRows are the rows of foreign files that need a human, as moderators see them.
type fileRows struct {
	db   *store.Store
	desk *moderation.Queue
}

func (f fileRows) CountRows(ctx context.Context) (int, error) { return f.db.CountPending(ctx) }

// errEnough ends the reading of rows.
var errEnough = errors.New("enough rows")

// Rows reads a page of them. What each is taken for is read when it is opened.
func (f fileRows) Rows(ctx context.Context, n, perPage int) (rows []page.FileRow, err error) {
	skip := (n - 1) * perPage
	err = f.db.Pending(ctx, "", func(number int64, r intake.Record) error {
		if skip--; skip >= 0 {
			return nil
		}
		if rows = append(rows, rowOf(number, &r)); len(rows) == perPage {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return rows, err
}

func (f fileRows) Row(ctx context.Context, number int64) (page.FileRow, error) {
	r, err := f.db.PendingRow(ctx, number)
	if err != nil {
		return page.FileRow{}, err
	}
	row := rowOf(number, &r)
	for _, e := range r.Evidence {
		for _, id := range e.Clinics {
			l, err := f.db.Listing(ctx, id)
			if directory.KindOf(err) == directory.NotFound {
				continue // merged into another since
			}
			if err != nil {
				return row, err
			}
			percent, _ := e.Message.Args["Percent"].(float64)
			row.Alike = append(row.Alike, page.Resembling{
				Clinic: l.Clinic, State: l.State.Value, Percent: int(percent), Because: e.Because,
			})
		}
	}
	return row, nil
}

// TellApart remembers it; the next file of the row's source brings its clinic in.
func (f fileRows) TellApart(ctx context.Context, actor directory.Actor, number int64) error {
	r, err := f.db.PendingRow(ctx, number)
	if err != nil {
		return err
	}
	var others []directory.ID
	for _, e := range r.Evidence {
		others = append(others, e.Clinics...)
	}
	if len(others) == 0 {
		return directory.Refuse(directory.Invalid, "import.no_duplicate", "Number", number)
	}
	if slices.Contains(others, r.ClinicID) {
		return directory.Refuse(directory.Conflict, "queue_page.file.said")
	}
	return f.desk.TellApart(ctx, actor, r.ClinicID, others)
}

// Identify remembers that a row is one of the clinics that it was taken for; the next file
// of its source changes that one.
func (f fileRows) Identify(ctx context.Context, actor directory.Actor, number int64, clinic directory.ID) error {
	r, err := f.db.PendingRow(ctx, number)
	if err != nil {
		return err
	}
	for _, e := range r.Evidence {
		if slices.Contains(e.Clinics, clinic) {
			return f.desk.Identify(ctx, actor, number, clinic)
		}
	}
	return directory.Refuse(directory.Invalid, "queue_page.file.not_beside")
}

// rowOf is a row as its page shows it.
func rowOf(number int64, r *intake.Record) page.FileRow {
	row := page.FileRow{
		Number: number, Name: nameOf(r), Source: r.Source, Line: r.Line, Key: directory.Printable(r.Key), At: r.JudgedAt,
	}
	for _, e := range r.Evidence {
		remark := page.Remark{Weight: string(e.Weight), Text: e.Message}
		if e.Value != "" {
			remark.Value = fmt.Sprintf("%s: %s", e.Field, directory.Printable(e.Value))
		}
		row.Remarks = append(row.Remarks, remark)
	}
	if r.Pending != nil {
		row.City = r.Pending.Clinic.Address.City
		row.Listing = &directory.Listing{Clinic: r.Pending.Clinic, Organization: r.Pending.Brand}
	}
	return row
}
