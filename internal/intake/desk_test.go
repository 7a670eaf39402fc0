package intake_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/moderation"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// row is a row of the register as a judge lets it through.
func row(key, name string, at time.Time, change ...func(*intake.Judged)) intake.Judged {
	c := imported(at)
	c.ID, c.Slug, c.OrganizationID = directory.ID{}, directory.Slug{}, directory.ID{}
	c.Name, c.Phones, c.URL, c.Email = name, nil, directory.URL{}, directory.Email{}
	c.Address.Address1 = key + " Example Street"
	j := intake.Judged{Line: 2, Key: key, Observed: directory.At(at), Candidate: intake.Candidate{Clinic: c, State: directory.Draft, Operating: directory.Active}}
	for _, f := range change {
		f(&j)
	}
	document, err := json.Marshal(j)
	if err != nil {
		panic(err)
	}
	j.Digest = fmt.Sprintf("%x", sha256.Sum256(document))
	return j
}

func clinicOf(change func(*directory.Clinic)) func(*intake.Judged) {
	return func(j *intake.Judged) { change(&j.Candidate.Clinic) }
}

func brand(key, name string) func(*intake.Judged) {
	return func(j *intake.Judged) { j.Candidate.BrandKey, j.Candidate.Brand.Name = key, name }
}

func doubted(weight intake.Verdict) func(*intake.Judged) {
	return func(j *intake.Judged) {
		j.Evidence = append(j.Evidence, intake.Evidence{Weight: weight, Field: "city", Message: directory.Msg("intake.unreadable")})
	}
}

func each(rows []intake.Judged) iter.Seq2[intake.Judged, error] {
	return func(yield func(intake.Judged, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// file takes rows in and returns what became of them: verdicts in order, and the
// tally.
func file(t *testing.T, db *store.Store, rows ...intake.Judged) (string, intake.Tally) {
	t.Helper()
	desk := intake.Desk{Store: db, Now: func() time.Time { return storetest.Now }, Random: rand.NewChaCha8([32]byte{byte(len(rows))})}
	var verdicts []string
	tally, err := desk.Import(t.Context(), intake.File{Source: intake.Source{Name: register}, Rows: each(rows)},
		func(outcomes []intake.Outcome, _ intake.Tally) error {
			for _, o := range outcomes {
				verdict := string(o.Verdict)
				if o.Changed {
					verdict += "+"
				}
				verdicts = append(verdicts, verdict)
			}
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(verdicts, " "), tally
}

// all are the listings of a directory by name, and how many changes there were.
func all(t *testing.T, db *store.Store) (map[string]directory.Listing, int64) {
	t.Helper()
	listings := map[string]directory.Listing{}
	err := db.ListingsInOrder(t.Context(), func(l directory.Listing) error {
		listings[l.Clinic.Name+", "+l.Clinic.Address.Address1] = l
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	last, err := db.LastChange(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return listings, last
}

func TestImport_theSameFileTwiceChangesNothing(t *testing.T) {
	db := storetest.New(t)
	rows := []intake.Judged{
		row("1", "Harbour Hair", day(3, 1), brand("h", "Harbour Group")),
		row("2", "Mill Scalp Studio", day(3, 1), brand("h", "Harbour Group")),
		row("3", "Doubtful Clinic", day(3, 1), doubted(intake.Human)),
		row("4", "Impossible Clinic", day(3, 1), doubted(intake.Refused)),
		row("", "Clinic Without Key", day(3, 1), doubted(intake.Refused)),
	}
	if got, _ := file(t, db, rows...); got != "accepted+ accepted+ human refused refused" {
		t.Fatalf("Import = %s", got)
	}
	before, last := all(t, db)
	for range 2 {
		got, tally := file(t, db, rows...)
		if got != "accepted accepted human refused refused" || tally.Changed != 0 {
			t.Errorf("Import again = %s, %+v", got, tally)
		}
	}
	after, again := all(t, db)
	if fmt.Sprint(before) != fmt.Sprint(after) || again != last {
		t.Errorf("after the same file there is %v and change %d; before %v and %d", after, again, before, last)
	}
	if a, b := before["Harbour Hair, 1 Example Street"], before["Mill Scalp Studio, 2 Example Street"]; a.Organization.ID != b.Organization.ID ||
		a.Organization.EntryType != directory.EntryChain || a.State.Value != directory.Draft {
		t.Errorf("two clinics of a brand: %+v and %+v; want drafts of one chain", a.Organization, b.Organization)
	}
}

func TestImport_aNewerFileUpdatesWhatItMay(t *testing.T) {
	db := storetest.New(t)
	file(t, db, row("1", "Harbour Hair", day(3, 1)), row("2", "Mill Scalp Studio", day(3, 1)))
	listings, _ := all(t, db)
	id := listings["Harbour Hair, 1 Example Street"].Clinic.ID
	_, err := db.UpdateListing(t.Context(), id, func(l *directory.Listing) error {
		shutOnMondays(&l.Clinic)
		owner(&l.Clinic.Hours.Fact, day(5, 1))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	newer := []intake.Judged{
		row("1", "Harbour Hair", day(4, 1), clinicOf(openOnTuesdays)),
		row("2", "Mill Scalp Studio", day(4, 1), clinicOf(openOnTuesdays)),
	}
	got, tally := file(t, db, newer...)
	if got != "human accepted+" {
		t.Fatalf("a newer file = %s, want the owner's later hours kept for a human", got)
	}
	if again, _ := file(t, db, newer...); again != "human accepted" {
		t.Errorf("the newer file again = %s", again)
	}
	kept, err := db.Listing(t.Context(), id)
	if err != nil || kept.Clinic.Hours.Fact.State != directory.OwnerAsserted || kept.Clinic.Address.Fact.ObservedAt != directory.At(day(3, 1)) {
		t.Errorf("the clinic whose owner said otherwise: %+v, %v; want it untouched", kept.Clinic, err)
	}
	pending := waiting(t, db)
	if len(pending) != 1 || len(pending[0].Pending.Clinic.Hours.Week[time.Tuesday]) != 1 || pending[0].Applied == nil || tally.Human != 1 {
		t.Errorf("what waits: %+v; want both words, the file's and what it said before", pending)
	}
	older, tally := file(t, db, row("2", "Old Name", day(2, 1)))
	if older != "accepted" || tally.Changed != 0 || tally.Missing != 1 {
		t.Errorf("an older file = %s, %+v; want nothing changed, and one clinic missing", older, tally)
	}
}

// waiting are the rows that wait for a human.
func waiting(t *testing.T, db *store.Store) []intake.Record {
	t.Helper()
	var records []intake.Record
	err := db.Pending(t.Context(), "", func(_ int64, r intake.Record) error { records = append(records, r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func TestImport_remembersWhatIsDistinct(t *testing.T) {
	db := storetest.New(t)
	twins := []intake.Judged{
		row("1", "Harbour Hair", day(3, 1)),
		row("2", "Harbour Hair", day(3, 1), clinicOf(func(c *directory.Clinic) { c.Address.Address1 = "1 Example Street" })),
	}
	if got, _ := file(t, db, twins...); got != "accepted+ human" {
		t.Fatalf("two of one name at one place = %s", got)
	}
	pending := waiting(t, db)
	if len(pending) != 1 || len(pending[0].Evidence) != 1 || len(pending[0].Evidence[0].Clinics) != 1 || len(pending[0].Evidence[0].Because) < 2 {
		t.Fatalf("what waits: %+v; want one likely duplicate with its signals", pending)
	}
	if err := db.SetDistinct(t.Context(), intake.PairOf(pending[0].ClinicID, pending[0].Evidence[0].Clinics[0])); err != nil {
		t.Fatal(err)
	}
	if got, _ := file(t, db, twins...); got != "accepted accepted+" {
		t.Errorf("after they were told apart = %s", got)
	}
	newer := []intake.Judged{row("1", "Harbour Hair", day(4, 1)), row("2", "Harbour Hair", day(4, 1), clinicOf(otherStreet))}
	if got, _ := file(t, db, newer...); got != "accepted+ accepted+" {
		t.Errorf("a newer file after they were told apart = %s", got)
	}
	slugs := map[string]bool{}
	listings, _ := all(t, db)
	for _, l := range listings {
		slugs[l.Clinic.Slug.String()] = true
	}
	if !slugs["harbour-hair-istanbul"] || !slugs["harbour-hair-istanbul-2"] {
		t.Errorf("two of one name have the slugs %v", slugs)
	}
}

// TestImport_remembersWhichClinicItIs: a row that was said to be a clinic of another
// source changes that one from then on, and makes no new one.
func TestImport_remembersWhichClinicItIs(t *testing.T) {
	db := storetest.New(t)
	rows := []intake.Judged{
		row("1", "Harbour Hair", day(3, 1)),
		row("2", "Harbour Hair", day(3, 1), clinicOf(func(c *directory.Clinic) { c.Address.Address1 = "1 Example Street" })),
	}
	if got, _ := file(t, db, rows...); got != "accepted+ human" {
		t.Fatalf("two of one name at one place = %s", got)
	}
	clinic := waiting(t, db)[0].Evidence[0].Clinics[0]
	err := db.Moderate(t.Context(), func(tx moderation.Tx) error {
		var number int64
		if err := db.Pending(t.Context(), "", func(n int64, _ intake.Record) error { number = n; return nil }); err != nil {
			return err
		}
		return tx.Identify(t.Context(), number, clinic)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := file(t, db, rows...); !strings.HasPrefix(got, "accepted") || strings.Contains(got, "human") {
		t.Errorf("after it was said which one it is = %s", got)
	}
	if listings, _ := all(t, db); len(listings) != 1 {
		t.Errorf("there are %d clinics, want the one", len(listings))
	}
}

// TestImport_doubtsStayAsTheDirectoryGrows takes a file in twice whose last rows make
// common what its first ones share, so that they would not be likely any more.
func TestImport_doubtsStayAsTheDirectoryGrows(t *testing.T) {
	db := storetest.New(t)
	phone, err := directory.ParsePhone("+44 20 7946 0958", directory.Country{})
	if err != nil {
		t.Fatal(err)
	}
	called := func(street, town string) func(*intake.Judged) {
		return clinicOf(func(c *directory.Clinic) {
			c.Phones = []directory.ClinicPhone{{Number: phone}}
			c.Address.Address1, c.Address.City, c.Address.PostalCode, c.Address.Precision = street, town, "", directory.Locality
		})
	}
	rows := []intake.Judged{
		row("a", "Quorbexil Hair", day(3, 1), called("", "Istanbul")), row("b", "Quorbexil Scalp", day(3, 1), called("", "Istanbul")),
	}
	for i := range 90 {
		name := fmt.Sprintf("%c%c%co Studio", 'A'+i%26, 'a'+i/26, 'z'-i%13)
		rows = append(rows, row(strconv.Itoa(i), name, day(3, 1), called(fmt.Sprintf("%d Example Street", i), fmt.Sprintf("Town %d", i))))
	}
	first, _ := file(t, db, rows...)
	before, last := all(t, db)
	second, tally := file(t, db, rows...)
	after, again := all(t, db)
	if strings.ReplaceAll(first, "+", "") != second || tally.Changed != 0 || again != last || len(before) != len(after) {
		t.Errorf("the same file again: %s, %+v; the first time %s", second, tally, first)
	}
	if !strings.HasPrefix(first, "accepted+ human") {
		t.Errorf("two of one rare name: %s", first)
	}
}

// TestImport_thatStopsGoesOn breaks off in the middle of a file, wherever that is,
// and takes the file in again: what was reported is there, and in the end the
// directory is as if nothing had happened.
func TestImport_thatStopsGoesOn(t *testing.T) {
	var rows []intake.Judged
	for i := range 1_100 {
		rows = append(rows, row(strconv.Itoa(i), fmt.Sprintf("Clinic %d of %s", i, strings.Repeat("x", i%7)), day(3, 1)))
	}
	broken := errors.New("broken off")
	for _, after := range []int{499, 500, 1_099} {
		db := storetest.New(t)
		desk := intake.Desk{Store: db, Now: func() time.Time { return storetest.Now }, Random: rand.NewChaCha8([32]byte{})}
		reported := 0
		stopping := func(yield func(intake.Judged, error) bool) {
			for i, r := range rows {
				if i == after {
					yield(intake.Judged{}, broken)
					return
				}
				if !yield(r, nil) {
					return
				}
			}
		}
		_, err := desk.Import(t.Context(), intake.File{Source: intake.Source{Name: register}, Rows: stopping},
			func(o []intake.Outcome, _ intake.Tally) error { reported += len(o); return nil })
		if !errors.Is(err, broken) {
			t.Fatalf("Import broken off after %d rows = %v", after, err)
		}
		there, _ := all(t, db)
		if len(there) != reported || reported != after/500*500 {
			t.Errorf("broken off after %d rows: %d reported, %d there; want whole batches and all that was reported", after, reported, len(there))
		}
		_, tally := file(t, db, rows...)
		if there, _ := all(t, db); len(there) != len(rows) || tally.Changed != len(rows)-reported {
			t.Errorf("gone on after %d rows: %d there, %+v", after, len(there), tally)
		}
	}
}

func TestImport_endsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	db := storetest.New(t)
	desk := intake.Desk{Store: db, Now: func() time.Time { return storetest.Now }, Random: rand.NewChaCha8([32]byte{})}
	endless := func(yield func(intake.Judged, error) bool) {
		for i := 0; yield(row(strconv.Itoa(i), fmt.Sprintf("Clinic %d", i), day(3, 1)), nil); i++ {
			if i == 700 {
				cancel()
			}
		}
	}
	_, err := desk.Import(ctx, intake.File{Source: intake.Source{Name: register}, Rows: endless}, func([]intake.Outcome, intake.Tally) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Import with its context ended = %v", err)
	}
	if there, _ := all(t, db); len(there) != 500 {
		t.Errorf("%d clinics are there, want the batch that was done", len(there))
	}
}

// TestImport_ofWhatWasMerged updates a clinic that somebody has merged into another:
// before the file is begun, when the other one answers for it, and while it is read.
func TestImport_ofWhatWasMerged(t *testing.T) {
	for _, tt := range []struct{ when, want string }{{"before", "intake.conflict.fact"}, {"while", "intake.gone"}} {
		db := storetest.New(t)
		file(t, db, row("1", "Harbour Hair", day(3, 1)), row("2", "Mill Scalp Studio", day(3, 1)))
		listings, _ := all(t, db)
		gone, stays := listings["Harbour Hair, 1 Example Street"].Clinic, listings["Mill Scalp Studio, 2 Example Street"].Clinic
		merge := func() {
			if err := db.AddAlias(t.Context(), store.Clinic, gone.ID.String(), stays.ID); err != nil {
				t.Fatal(err)
			}
		}
		rows := each([]intake.Judged{row("1", "Harbour Hair", day(4, 1), clinicOf(openOnTuesdays)), row("2", "Mill Scalp Studio", day(4, 1))})
		if tt.when == "before" {
			merge()
		} else {
			unmerged := rows
			rows = func(yield func(intake.Judged, error) bool) { merge(); unmerged(yield) }
		}
		desk := intake.Desk{Store: db, Now: func() time.Time { return storetest.Now }, Random: rand.NewChaCha8([32]byte{})}
		tally, err := desk.Import(t.Context(), intake.File{Source: intake.Source{Name: register}, Rows: rows},
			func([]intake.Outcome, intake.Tally) error { return nil })
		if err != nil || tally.Human != 1 || tally.Accepted != 1 {
			t.Errorf("a row whose clinic was merged %s the import: %+v, %v; want it to wait for a human", tt.when, tally, err)
		}
		waits := waiting(t, db)
		if len(waits) != 1 || !slices.ContainsFunc(waits[0].Evidence, func(e intake.Evidence) bool {
			return e.Message.ID == tt.want && len(e.Clinics) == 0 // nothing that it could be told apart from
		}) {
			t.Errorf("a row whose clinic was merged %s the import waits as %+v, want %s", tt.when, waits, tt.want)
		}
	}
}
