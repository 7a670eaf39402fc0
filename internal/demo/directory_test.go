package demo

import (
	"bytes"
	"encoding/json"
	"iter"
	"reflect"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

var testNow = time.Date(2026, 3, 4, 10, 30, 0, 0, time.UTC)

// made is a whole directory in one batch.
func made(clinics int, seed uint64, now time.Time) Batch {
	var all Batch
	for b := range Directory(Params{clinics, seed, now}, gazetteer.Embedded()) {
		all.Organizations = append(all.Organizations, b.Organizations...)
		all.Listings = append(all.Listings, b.Listings...)
	}
	return all
}

// large is a directory for what shows only in numbers, made once.
var large = sync.OnceValue(func() Batch { return made(20_000, 1, testNow) })

func written(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDirectory_makesAsManyAsAsked(t *testing.T) {
	for _, n := range []int{-1, 0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 39, 40, 41, 179, 240, 241, 1003} {
		if got := len(made(n, 1, testNow).Listings); got != max(0, n) {
			t.Errorf("Directory of %d clinics has %d", n, got)
		}
	}
}

// nowhere is a gazetteer without the demo's countries.
type nowhere []gazetteer.City

func (c nowhere) AllCities() iter.Seq[gazetteer.City] {
	return func(yield func(gazetteer.City) bool) {
		for _, c := range c {
			if !yield(c) {
				return
			}
		}
	}
}

func TestDirectory_isEmptyWithoutCities(t *testing.T) {
	for range Directory(Params{100, 1, testNow}, nowhere{}) {
		t.Error("Directory yields a batch without any city to place a clinic at")
	}
}

func TestDirectory_stopsWhenAskedTo(t *testing.T) {
	batches := 0
	for b := range Directory(Params{5000, 1, testNow}, gazetteer.Embedded()) {
		if batches++; len(b.Listings) < batchSize || len(b.Listings) > batchSize+farBlock {
			t.Errorf("a batch has %d listings, want about %d", len(b.Listings), batchSize)
		}
		break
	}
	if batches != 1 {
		t.Errorf("took %d batches, want 1", batches)
	}
}

func TestDirectory_sameParamsSameBytes(t *testing.T) {
	first, again := written(t, made(700, 9, testNow)), written(t, made(700, 9, testNow))
	if !bytes.Equal(first, again) {
		t.Error("Directory(700, 9) differs from itself")
	}
	if bytes.Equal(first, written(t, made(700, 10, testNow))) {
		t.Error("Directory(700, 9) is the same as Directory(700, 10)")
	}
}

// TestDirectory_nowMovesDatesOnly compares two directories after taking every
// date relative to the moment each was made for.
func TestDirectory_nowMovesDatesOnly(t *testing.T) {
	relative := func(now time.Time) []byte {
		text := written(t, made(400, 3, now))
		text = regexp.MustCompile(`\b1\d{12}\b`).ReplaceAllFunc(text, func(ms []byte) []byte {
			n, _ := strconv.ParseInt(string(ms), 10, 64)
			return strconv.AppendInt([]byte("now"), n-now.UnixMilli(), 10)
		})
		return regexp.MustCompile(`"\d{4}-\d\d-\d\d"`).ReplaceAllFunc(text, func(text []byte) []byte {
			d, _ := time.Parse(`"2006-01-02"`, string(text))
			return strconv.AppendInt([]byte("today"), int64(d.Sub(now.Truncate(day))/day), 10)
		})
	}
	if a, b := relative(testNow), relative(testNow.AddDate(1, 2, 3)); !bytes.Equal(a, b) {
		t.Error("Directory differs with Now in more than dates")
	}
}

func TestDirectory_roundTrips(t *testing.T) {
	all := made(1000, 2, testNow)
	for _, l := range all.Listings {
		var back directory.Listing
		if err := json.Unmarshal(written(t, l), &back); err != nil || !reflect.DeepEqual(l, back) {
			t.Fatalf("%s comes back different from JSON, %v:\n%s", l.Clinic.Slug, err, written(t, l))
		}
	}
	for _, o := range all.Organizations {
		var back directory.Organization
		if err := json.Unmarshal(written(t, o), &back); err != nil || o != back {
			t.Errorf("organization %s comes back different from JSON: %v", o.Slug, err)
		}
	}
}

func TestDirectory_nothingRepeats(t *testing.T) {
	all := large()
	seen := map[string]string{}
	once := func(kind, key, of string) {
		if other, dup := seen[kind+key]; dup {
			t.Errorf("%s %s of %s is also that of %s", kind, key, of, other)
		}
		seen[kind+key] = of
	}
	for _, o := range all.Organizations {
		once("id", o.ID.String(), o.Name)
		once("organization", o.Slug.String(), o.Name)
	}
	for _, l := range all.Listings {
		once("id", l.Clinic.ID.String(), l.Clinic.Name)
		once("clinic", l.Clinic.Slug.String(), l.Clinic.Name)
	}
	for _, p := range pictures(1) {
		once("id", p.id.String(), string(p.kind))
	}
}

// TestDirectory_ownersComeFirst checks what a store relies on: a batch brings
// each organization before, or with, whatever refers to it.
func TestDirectory_ownersComeFirst(t *testing.T) {
	known := map[directory.ID]directory.Organization{}
	for b := range Directory(Params{2000, 4, testNow}, gazetteer.Embedded()) {
		for _, o := range b.Organizations {
			if _, ok := known[o.ParentID]; !o.ParentID.IsZero() && !ok {
				t.Errorf("%s comes before its parent", o.Name)
			}
			known[o.ID] = o
		}
		for _, l := range b.Listings {
			if l.Clinic.OrganizationID != l.Organization.ID || known[l.Organization.ID] != l.Organization {
				t.Errorf("%s belongs to an organization that did not come with it", l.Clinic.Slug)
			}
		}
	}
}

// TestDirectory_ofFortyHasEveryStanding holds for any seed, so that whoever
// tries the smallest sensible demo meets each.
func TestDirectory_ofFortyHasEveryStanding(t *testing.T) {
	for seed := range uint64(8) {
		var suspended, closed, paused, drafts, agencies, schools int
		for _, l := range made(40, seed, testNow).Listings {
			count(&suspended, l.State.Value == directory.Suspended && l.State.Reason != "" && l.State.Since != 0)
			count(&closed, !l.Searchable() && l.Operating.Value == directory.Closed && l.Operating.Reason != "")
			count(&paused, l.Searchable() && l.Operating.Value == directory.TemporarilyClosed)
			count(&drafts, l.State.Value == directory.Draft && !l.HasPage())
			count(&agencies, l.Organization.EntryType == directory.EntryFacilitator)
			count(&schools, l.Organization.EntryType == directory.EntryAcademy)
		}
		if suspended < 1 || closed < 1 || paused < 1 || drafts < 1 || agencies < 1 || schools < 1 {
			t.Errorf("Directory(40, %d) has %d suspended, %d closed, %d temporarily closed, %d drafts, %d agencies, %d schools; want one of each",
				seed, suspended, closed, paused, drafts, agencies, schools)
		}
	}
}

func count(n *int, yes bool) {
	if yes {
		*n++
	}
}

// BenchmarkDirectory measures a listing of a directory of 20,000, the plan
// included.
func BenchmarkDirectory(b *testing.B) {
	const clinics = 20_000
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for batch := range Directory(Params{clinics, 1, testNow}, gazetteer.Embedded()) {
			n += len(batch.Listings)
		}
		if n != clinics {
			b.Fatalf("made %d", n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/clinics, "µs/listing")
}
