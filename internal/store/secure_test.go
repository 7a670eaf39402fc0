package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// TestDeleted_unreadable writes canaries, some in long texts that take pages of
// their own, replaces them, and looks for them in every byte that is left.
func TestDeleted_unreadable(t *testing.T) {
	folder := t.TempDir()
	s := storetest.Open(t, filepath.Join(folder, "test.db"))
	listings := storetest.Listings(100)
	for i := range listings {
		listings[i].Clinic.Description = strings.Repeat("canary ", 1+5*i)
	}
	storetest.Add(t, s, listings...)
	if !anywhere(t, folder, "canary") {
		t.Fatal("the canaries cannot be found while they are there")
	}
	for i := range listings {
		_, err := s.UpdateListing(t.Context(), listings[i].Clinic.ID, func(l *directory.Listing) error {
			l.Clinic.Description = ""
			return nil
		})
		check(t, err)
	}
	check(t, s.Close())
	if anywhere(t, folder, "canary") {
		t.Error("a canary that was replaced can still be read in the file")
	}
	s = storetest.Open(t, filepath.Join(folder, "test.db"))
	want := listings[99]
	want.Clinic.Description, want.UpdatedAt = "", directory.At(storetest.Now)
	if got, err := s.Listing(t.Context(), want.Clinic.ID); err != nil || got.Clinic.Description != "" || got.UpdatedAt != want.UpdatedAt {
		t.Errorf("Listing(99) = %+v, %v", got, err)
	}
}

// anywhere reports whether any file in folder has text in it.
func anywhere(t *testing.T, folder, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	check(t, err)
	for _, file := range files {
		all, err := os.ReadFile(file)
		check(t, err)
		if bytes.Contains(all, []byte(text)) {
			return true
		}
	}
	return false
}
