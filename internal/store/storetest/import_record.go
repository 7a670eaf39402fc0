package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/moderation"
	"rootline/internal/store"
)

// Record returns an invented row of the source "files" that has become listing 1.
func Record(key string) intake.Record {
	applied := candidate(1)
	return intake.Record{
		Source: "files", Key: key, Line: 2, Digest: "digest of " + key, Verdict: intake.Accepted,
		ClinicID: Listing(1).Clinic.ID, ObservedAt: directory.At(Now.AddDate(-1, 0, 0)), JudgedAt: directory.At(Now),
		Applied: &applied,
	}
}

// waiting is a record that needs a human.
func waiting(key string) intake.Record {
	r := Record(key)
	pending := candidate(1)
	pending.Clinic.Name = "Newer Example Clinic"
	r.Verdict, r.Pending = intake.Human, &pending
	r.Evidence = []intake.Evidence{{
		Weight: intake.Human, Field: "name", Value: "Newer Example Clinic", Clinics: []directory.ID{ID(7), ID(9)},
		Message: directory.Msg("conflict.slug", "Slug", "newer"),
		Because: []directory.Message{directory.Msg("not_found.clinic"), directory.Msg("conflict.slug", "Slug", "older")},
	}}
	return r
}

// candidate is what the nth listing would be made of: nothing of it has a name of
// its own in the directory yet.
func candidate(n int) intake.Candidate {
	l := Listing(n)
	l.Clinic.ID, l.Clinic.OrganizationID, l.Clinic.Slug = directory.ID{}, directory.ID{}, directory.Slug{}
	return intake.Candidate{
		Clinic: l.Clinic, Brand: directory.Organization{Name: l.Organization.Name}, BrandKey: "brand",
		State: directory.Draft, Operating: directory.Active,
	}
}

// saveRecords saves rows in one batch.
func (c check) saveRecords(all ...intake.Record) {
	c.Helper()
	c.imports(func(ctx context.Context, tx intake.Tx) error {
		for _, r := range all {
			if err := tx.SaveRecord(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// records is what is remembered of a source's rows.
func (c check) records(source string) (all []intake.Record) {
	c.Helper()
	err := c.store.Records(c.Context(), source, func(r intake.Record) error { all = append(all, r); return nil })
	if err != nil {
		c.Fatalf("Records(%s) = %v", source, err)
	}
	return all
}

func (c check) wantRecords(source string, want ...intake.Record) {
	c.Helper()
	if got := c.records(source); !reflect.DeepEqual(got, want) {
		c.Errorf("Records(%s) = %+v\nwant %+v", source, got, want)
	}
}

func recordsComeBack(c check) {
	bare := intake.Record{Source: "files", Key: "<&' 診療所", Line: 3, Verdict: intake.Refused}
	c.imports(func(ctx context.Context, tx intake.Tx) error {
		if err := tx.SaveSource(ctx, Source("other")); err != nil {
			return err
		}
		other := Record("1")
		other.Source = "other"
		for _, want := range []intake.Record{waiting("2"), bare, Record("10"), other} { // keys are texts
			if err := tx.SaveRecord(ctx, want); err != nil {
				return err
			}
			if got, err := tx.Record(ctx, want.Source, want.Key); err != nil || !reflect.DeepEqual(got, want) {
				c.Errorf("Record(%s, %s) = %+v, %v\nwant %+v", want.Source, want.Key, got, err, want)
			}
		}
		return nil
	})
	c.wantRecords("files", Record("10"), waiting("2"), bare)
	c.wantRecords("unknown")
	stop := errors.New("stop")
	if err := c.store.Records(c.Context(), "files", func(intake.Record) error { return stop }); !errors.Is(err, stop) {
		c.Errorf("Records(stopping) = %v, want its own error", err)
	}
}

func recordReplaced(c check) {
	c.saveRecords(waiting("1"))
	decided := Record("1")
	decided.Line, decided.Digest, decided.ClinicID, decided.JudgedAt = 9, "another", Listing(2).Clinic.ID, directory.At(Now.Add(time.Hour))
	*decided.Applied = candidate(2)
	c.saveRecords(decided)
	c.wantRecords("files", decided)
}

func recordKeepsApplied(c check) {
	c.saveRecords(Record("1"))
	unread := intake.Record{Source: "files", Key: "1", Line: 5, Digest: "unread", Verdict: intake.Refused}
	c.saveRecords(unread)
	unread.Applied, unread.ClinicID = Record("1").Applied, Record("1").ClinicID
	c.wantRecords("files", unread)
}

func recordFollowsMerge(c check) {
	Add(c.T, c.store, Listings(3)...)
	r := waiting("1")
	c.saveRecords(r)
	c.merge(store.Clinic, Listing(1).Clinic.ID, Listing(2).Clinic.ID)
	r.ClinicID = Listing(2).Clinic.ID
	c.wantRecords("files", r)
	c.wantPending("files", r)
	c.merge(store.Clinic, Listing(2).Clinic.ID, Listing(0).Clinic.ID)
	r.ClinicID = Listing(0).Clinic.ID
	c.wantRecords("files", r)
}

// evidenceComesBack fills the gaps of messages with a value of each kind that is
// said in a way of its own: what comes back has to be of that kind.
func evidenceComesBack(c check) {
	inner := directory.Msg("invalid.slug", "Count", 7, "Country", must(directory.ParseCountry("TR")))
	for _, v := range []any{
		"text", "", "<\u2028🧪>", 0, 1234, -5, 1 << 60, 0.0, 3.0, -41.01384, 1e21, 1e-9,
		[]string{"a", "b"},
		[]string{},
		must(directory.ParseCountry("XK")), must(directory.ParseLanguage("tr")), must(directory.NewDate(2026, time.March, 2)),
		directory.Money{Amount: 12550, Currency: must(directory.ParseCurrency("EUR"))},
		directory.PRP, directory.Density,
		time.Sunday, inner, directory.Msg("invalid.slug"),
	} {
		r := waiting("1")
		r.Evidence[0].Message = directory.Msg("conflict.slug", "Slug", v, "Other", "value")
		r.Evidence = append(r.Evidence, intake.Evidence{Weight: intake.Accepted, Message: directory.Msg("invalid.slug")})
		c.saveRecords(r)
		c.wantRecords("files", r)
	}
	r := waiting("1")
	r.Evidence[0].Message = directory.Msg("conflict.slug", "ID", ID(1), "Phone", int64(7), "None", nil)
	c.saveRecords(r) // of no kind of its own: it is said as its text, and is that
	r.Evidence[0].Message = directory.Msg("conflict.slug", "ID", ID(1).String(), "Phone", "7", "None", "<nil>")
	c.wantRecords("files", r)
}

// pending is what waits, by number.
func (c check) pending(source string) (numbers []int64, all []intake.Record) {
	c.Helper()
	err := c.store.Pending(c.Context(), source, func(number int64, r intake.Record) error {
		numbers, all = append(numbers, number), append(all, r)
		return nil
	})
	if err != nil {
		c.Fatalf("Pending(%q) = %v", source, err)
	}
	return numbers, all
}

// wantPending wants these rows to wait, in this order, each found by its number.
func (c check) wantPending(source string, want ...intake.Record) (numbers []int64) {
	c.Helper()
	numbers, got := c.pending(source)
	if !reflect.DeepEqual(got, want) {
		c.Errorf("Pending(%q) = %+v\nwant %+v", source, got, want)
	}
	if count, err := c.store.CountPending(c.Context()); err != nil || source == "" && count != len(want) {
		c.Errorf("CountPending() = %d, %v; want %d", count, err, len(want))
	}
	for i, n := range numbers {
		if r, err := c.store.PendingRow(c.Context(), n); err != nil || !reflect.DeepEqual(r, got[i]) {
			c.Errorf("PendingRow(%d) = %+v, %v\nwant %+v", n, r, err, got[i])
		}
	}
	return numbers
}

func pendingInOrder(c check) {
	other := waiting("1")
	other.Source = "a-source"
	c.imports(func(ctx context.Context, tx intake.Tx) error {
		return errors.Join(tx.SaveSource(ctx, Source("a-source")), tx.SaveRecord(ctx, waiting("2")), tx.SaveRecord(ctx, Record("3")),
			tx.SaveRecord(ctx, other), tx.SaveRecord(ctx, waiting("1")))
	})
	c.wantPending("", other, waiting("2"), waiting("1"))
	c.wantPending("a-source", other)
	c.wantPending("unknown")
	numbers := c.wantPending("files", waiting("2"), waiting("1"))

	for range 3 { // the next file says the same, and then something else
		c.saveRecords(waiting("1"), waiting("2"), Record("3"))
	}
	if got := c.wantPending("files", waiting("2"), waiting("1")); !reflect.DeepEqual(got, numbers) {
		c.Errorf("Pending(files) has the numbers %v after the same rows, want %v", got, numbers)
	}
	c.saveRecords(Record("2"), waiting("4"))
	if got := c.wantPending("files", waiting("1"), waiting("4")); got[0] != numbers[1] || got[1] != numbers[1]+1 {
		c.Errorf("Pending(files) has the numbers %v, want %d and the next", got, numbers[1])
	}
	for _, n := range []int64{numbers[0], numbers[0] + 1, 99, 0, -1} {
		_, err := c.store.PendingRow(c.Context(), n)
		c.wantKind(fmt.Sprintf("PendingRow(%d)", n), err, directory.NotFound)
	}
	c.imports(func(ctx context.Context, tx intake.Tx) error { // what is read may be decided meanwhile
		return c.store.Pending(ctx, "", func(_ int64, r intake.Record) error {
			r.Verdict, r.Pending = intake.Refused, nil
			return tx.SaveRecord(ctx, r)
		})
	})
	c.wantPending("")
}

func rowIsIdentified(c check) {
	l := Listing(5)
	Add(c, c.store, l)
	c.saveRecords(waiting("1"), Record("2"))
	row := c.wantPending("files", waiting("1"))[0]
	identify := func(row int64, clinic directory.ID) error {
		return c.store.Moderate(c.Context(), func(t moderation.Tx) error { return t.Identify(c.Context(), row, clinic) })
	}
	c.wantKind("Identify(a row that waits, no clinic)", identify(row, ID(77)), directory.NotFound)
	c.wantKind("Identify(a row that does not wait)", identify(row+1, l.Clinic.ID), directory.NotFound)
	if err := identify(row, l.Clinic.ID); err != nil {
		c.Fatalf("Identify() = %v", err)
	}
	want := waiting("1")
	want.ClinicID = l.Clinic.ID
	c.wantPending("files", want)
}

func pendingNeedsHuman(c check) {
	for _, v := range []intake.Verdict{intake.Accepted, intake.Refused, "perhaps"} {
		r := waiting("1")
		r.Verdict = v
		err := c.store.Import(c.Context(), func(tx intake.Tx) error {
			return errors.Join(tx.SaveSource(c.Context(), Source("files")), tx.SaveRecord(c.Context(), r))
		})
		if err == nil {
			c.Errorf("SaveRecord(pending, %s) = nil, want an error", v)
		}
	}
}
