package directory

import (
	"slices"
	"testing"
	"time"
)

// TestFact_Freshness has hours observed on one day, and looks on another.
func TestFact_Freshness(t *testing.T) {
	day0 := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	on := func(n int) time.Time { return day0.AddDate(0, 0, n) }
	said := FactHours.Observed(OwnerAsserted, "the clinic", day0)
	silent := said
	silent.Unanswered = At(on(60))
	tests := []struct {
		name string
		fact Fact
		day  int
		want Freshness
	}{
		{"new", said, 0, Fresh},
		{"its time is out", said, 90, Stale},
		{"asked twice before its time", silent, 80, Fresh},
		{"silent twice, and its time is out", silent, 90, Unanswered},
		{"silent, yet nobody has ever said", Fact{Unanswered: At(on(1))}, 90, Unknown},
		{"nobody has said", Fact{}, 0, Unknown},
		{"observed anew", FactHours.Observed(silent.State, "the clinic", on(91)), 92, Fresh},
	}
	for _, tt := range tests {
		if got := tt.fact.Freshness(on(tt.day)); got != tt.want {
			t.Errorf("Freshness(%s) = %s, want %s", tt.name, got, tt.want)
		}
	}
	order := []Freshness{Fresh, Stale, Unanswered, Unknown}
	if !slices.IsSortedFunc(order, func(a, b Freshness) int { return b.Weight() - a.Weight() }) {
		t.Error("what is less fresh weighs more")
	}
}
