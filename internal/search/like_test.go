package search_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/search/searchtest"
)

func TestLike(t *testing.T) {
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	b := search.NewBuilder(gazetteer.Embedded(), now)
	names := []string{"Harbour Hair Studio", "Harbour Hair Clinic", "Northern Hair", "Quayside"}
	for i, l := range searchtest.NewRandom(1, gazetteer.Embedded()).Directory(len(names)).Listings() {
		l.Clinic.Name, l.Organization.Name, l.Organization.EntryType = names[i], "Brand", directory.EntryClinic
		l.State.Value, l.Operating.Value = directory.Published, directory.Active
		b.Add(&l)
	}
	live := search.NewLive(gazetteer.Embedded())
	if got := live.Like("quayside", 3, now); got != nil {
		t.Errorf("Like(quayside) before there is an index = %v; want none", got)
	}
	live.Replace(b.Index())
	tests := []struct{ text, want string }{
		{"harbour-hair-studio", "Harbour Hair Studio"},
		{"harbor_hair-STUDIO", "Harbour Hair Studio"}, // a letter less
		{"northern-hair-lounge", "Northern Hair"},     // the first words
		{"quayside-lounge", "Quayside"},               // half of them
		{"quayside-lounge-bar", ""},                   // less than half
		{"lounge-quayside", ""},
		{"harbour", "Harbour Hair Clinic, Harbour Hair Studio"},
		{strings.Repeat("harbour ", search.MaxWords+1), "Harbour Hair Clinic, Harbour Hair Studio"},
		{strings.Repeat("x", 10_000), ""},
		{"", ""},
		{"-- \xff\x00", ""},
	}
	for _, tt := range tests {
		var found []string
		for _, c := range live.Like(tt.text, 2, now) {
			found = append(found, c.Name)
		}
		slices.Sort(found)
		if got := strings.Join(found, ", "); got != tt.want {
			t.Errorf("Like(%.40q) = %q, want %q", tt.text, got, tt.want)
		}
	}
	if got := live.Like("hair", 1, now); len(got) != 1 {
		t.Errorf("Like(hair, 1) = %v; want one of them", got)
	}
}
