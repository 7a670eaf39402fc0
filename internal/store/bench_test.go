package store_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

var benchClinics = flag.Int("clinics", 10_000, "clinics in the directory that benchmarks read")

// BenchmarkAddListings measures what it takes to add a listing in batches of
// 1,000, as imports and the demo directory do.
func BenchmarkAddListings(b *testing.B) {
	const batch = 1000
	s := storetest.New(b)
	n := 0
	for b.Loop() {
		b.StopTimer()
		listings := batchOf(b, s, n, batch)
		n += batch
		b.StartTimer()
		if err := s.AddListings(b.Context(), listings...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/listing")
}

// BenchmarkListings measures what it takes to read the whole directory, as the
// search index does at its start.
func BenchmarkListings(b *testing.B) {
	s := filled(b)
	b.ReportAllocs()
	for b.Loop() {
		var read atomic.Int64
		if err := s.Listings(b.Context(), func(directory.Listing) error { read.Add(1); return nil }); err != nil {
			b.Fatal(err)
		}
		if int(read.Load()) != *benchClinics {
			b.Fatalf("Listings read %d, want %d", read.Load(), *benchClinics)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N**benchClinics), "µs/listing")
}

// BenchmarkListing measures a look-up of one listing among many, as a page does.
func BenchmarkListing(b *testing.B) {
	s := filled(b)
	slugs := make([]directory.Slug, 1000)
	for n := range slugs {
		slugs[n] = storetest.Listing(n * (*benchClinics / len(slugs))).Clinic.Slug
	}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if _, err := s.ListingBySlug(b.Context(), slugs[n%len(slugs)]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUpdateListing measures a committed change, fsync and all.
func BenchmarkUpdateListing(b *testing.B) {
	s := storetest.New(b, storetest.Listing(0))
	id := storetest.Listing(0).Clinic.ID
	for n := 0; b.Loop(); n++ {
		_, err := s.UpdateListing(b.Context(), id, func(l *directory.Listing) error {
			l.Clinic.Address.CityID = directory.CityID(n + 1)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStanding measures what each request of whoever is signed in begins with:
// one of many sessions, of an account with three roles, opened with its key.
func BenchmarkStanding(b *testing.B) {
	const accounts = 1000
	s, _ := withVault(b, filepath.Join(b.TempDir(), "some.db"))
	storetest.Add(b, s, storetest.Listings(3)...)
	err := s.People(b.Context(), func(tx auth.Tx) error {
		for n := range accounts {
			a := storetest.Person(n)
			session := directory.Session{ID: storetest.ID(5000 + n), AccountID: a.ID, Label: "Firefox on Linux", ExpiresAt: 1}
			err := errors.Join(tx.AddAccount(b.Context(), a, auth.Credentials{}), tx.AddSession(b.Context(), session))
			if err != nil {
				return err
			}
			_, err = tx.UpdateMemberships(b.Context(), a.ID, func(all *[]directory.Membership) error {
				for n := range 3 {
					*all = append(*all, directory.Membership{AccountID: a.ID, Role: directory.RoleManager, ClinicID: storetest.Listing(n).Clinic.ID})
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		got, err := s.Standing(b.Context(), storetest.ID(5000+n%accounts))
		if err != nil || len(got.Memberships) != 3 {
			b.Fatalf("Standing() = %+v, %v; want three roles", got, err)
		}
	}
}

func filled(b *testing.B) *store.Store {
	b.Helper()
	const batch = 1000
	s := storetest.New(b)
	for n := 0; n < *benchClinics; n += batch {
		if err := s.AddListings(b.Context(), batchOf(b, s, n, batch)...); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// batchOf makes listings from the nth on, with their organizations added.
func batchOf(b *testing.B, s *store.Store, n, size int) []directory.Listing {
	b.Helper()
	listings := make([]directory.Listing, size)
	organizations := make([]directory.Organization, size)
	for i := range size {
		listings[i] = storetest.Listing(n + i)
		organizations[i] = listings[i].Organization
	}
	if err := s.AddOrganizations(b.Context(), organizations...); err != nil {
		b.Fatal(err)
	}
	return listings
}

// BenchmarkImport measures a batch of 500 rows that become new listings, with all
// that is remembered of them: each tenth has namesakes.
func BenchmarkImport(b *testing.B) {
	const batch = 500
	s := storetest.New(b)
	n := 0
	for b.Loop() {
		b.StopTimer()
		rows := rowsFrom(n, batch)
		n += batch
		b.StartTimer()
		if err := s.Import(b.Context(), func(tx intake.Tx) error { return takeIn(b.Context(), tx, rows) }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/row")
}

// BenchmarkImport_unchanged measures a batch of 500 rows that change nothing.
func BenchmarkImport_unchanged(b *testing.B) {
	const batch = 500
	s := storetest.New(b)
	rows := rowsFrom(0, batch)
	if err := s.Import(b.Context(), func(tx intake.Tx) error { return takeIn(b.Context(), tx, rows) }); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		err := s.Import(b.Context(), func(tx intake.Tx) error {
			for _, row := range rows {
				changed, err := tx.UpdateListing(b.Context(), row.listing.Clinic.ID, func(*directory.Listing) error { return nil })
				if changed || err != nil {
					return fmt.Errorf("UpdateListing(%s) = %t, %w", row.record.Key, changed, err)
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		n += batch
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/row")
}

// BenchmarkRecords measures what it takes to read all that is remembered of a
// source, as the next import of it does first.
func BenchmarkRecords(b *testing.B) {
	const batch = 500
	s := storetest.New(b)
	for n := 0; n < *benchClinics; n += batch {
		rows := rowsFrom(n, batch)
		if err := s.Import(b.Context(), func(tx intake.Tx) error { return takeIn(b.Context(), tx, rows) }); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if err := s.Records(b.Context(), "files", func(intake.Record) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N**benchClinics), "ns/row")
}

// row is a row of a file, decided about.
type row struct {
	listing directory.Listing
	record  intake.Record
}

// rowsFrom makes rows from the nth on.
func rowsFrom(n, size int) []row {
	rows := make([]row, size)
	for i := range rows {
		rows[i] = row{storetest.Listing(n + i), storetest.Record(strconv.Itoa(n + i))}
		if i%10 == 0 {
			rows[i].listing.Clinic.Slug = directory.SlugOf("Example Namesake")
		}
		rows[i].record.ClinicID = rows[i].listing.Clinic.ID
	}
	return rows
}

// takeIn takes rows in, as an import does.
func takeIn(ctx context.Context, tx intake.Tx, rows []row) error {
	if err := tx.SaveSource(ctx, storetest.Source("files")); err != nil {
		return err
	}
	for _, row := range rows {
		l := row.listing
		var err error
		if l.Clinic.Slug, err = tx.FreeSlug(ctx, intake.NounClinic, l.Clinic.Slug); err != nil {
			return err
		}
		if err := errors.Join(
			tx.AddOrganization(ctx, l.Organization),
			tx.AddListing(ctx, l),
			tx.SaveBrand(ctx, "files", row.record.Key, l.Organization.ID),
			tx.SaveRecord(ctx, row.record),
		); err != nil {
			return err
		}
	}
	return nil
}
