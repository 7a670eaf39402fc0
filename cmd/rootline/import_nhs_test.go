//go:build nhs

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store"
)

// TestImport_ofTheNHS takes in 1,234 hospitals as published. The file is not part of
// the project: ROOTLINE_TEST_NHS says where it is, and make test builds this test
// if that is set.
func TestImport_ofTheNHS(t *testing.T) {
	file := os.Getenv("ROOTLINE_TEST_NHS")
	db := filepath.Join(t.TempDir(), "nhs.db")
	out := mustRun(t, "import", file, "--map", "nhs", "--db", db)
	t.Log("\n" + out)
	var accepted, human, refused, changed int
	if _, err := fmt.Sscanf(lastLine(out), "accepted=%d human=%d refused=%d changed=%d", &accepted, &human, &refused, &changed); err != nil {
		t.Fatal(err)
	}
	if accepted+human+refused != 1_234 || accepted < 1_000 || changed != accepted {
		t.Errorf("the last line is %q; want 1,234 rows, most of them accepted", lastLine(out))
	}
	before := dump(t, db)
	again := mustRun(t, "import", file, "--map", "nhs", "--db", db)
	if want := fmt.Sprintf("accepted=%d human=%d refused=%d changed=0", accepted, human, refused); lastLine(again) != want || dump(t, db) != before {
		t.Errorf("the second run: %q, want %q and the same directory", lastLine(again), want)
	}
	if four := hospitalsAt(t, db, "M13 9WL"); len(four) != 4 {
		t.Errorf("on M13 9WL are %q, want four hospitals", four)
	}
	t.Log(lastLine(mustRun(t, "check", "--db", db)))
}

// hospitalsAt are the names of the clinics that have a postcode.
func hospitalsAt(t *testing.T, db, postcode string) (names []string) {
	t.Helper()
	s, err := store.OpenReadOnly(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.ListingsInOrder(t.Context(), func(l directory.Listing) error {
		if strings.EqualFold(l.Clinic.Address.PostalCode, postcode) {
			names = append(names, l.Clinic.Name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
