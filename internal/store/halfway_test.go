package store_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// TestOpen_halfwayThroughACheckpoint opens a file whose header is of the pages that
// are to come, as a reader finds it while the log is being moved into it, and
// everybody after a power cut in that moment. All that was committed is in the log.
func TestOpen_halfwayThroughACheckpoint(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := storetest.Open(t, path)
	storetest.Add(t, s, storetest.Listings(40)...)
	halfway := filepath.Join(t.TempDir(), "b.db")
	for _, end := range []string{"", "-wal"} { // what a crash would leave
		bytes, err := os.ReadFile(path + end)
		check(t, err)
		if end == "" {
			binary.BigEndian.PutUint32(bytes[28:], 10_000) // pages that there will be
			copy(bytes[92:96], bytes[24:28])               // and the header says that this is so
		}
		check(t, os.WriteFile(halfway+end, bytes, 0o600))
	}
	check(t, s.Close())
	found, err := store.Open(t.Context(), halfway, store.Options{Now: func() time.Time { return storetest.Now }})
	if err != nil {
		t.Fatalf("Open(halfway through a checkpoint) = %+v", err)
	}
	for n := range 40 {
		if _, err := found.Listing(t.Context(), storetest.Listing(n).Clinic.ID); err != nil {
			t.Errorf("Listing(%d) = %v", n, err)
		}
	}
	check(t, found.Close())
}
