package store

import (
	"strings"
	"testing"

	"rootline/internal/directory"
)

// TestHeld_byIndex: every page of a clinic asks whether somebody holds it, so that is
// found by the two indexes there are, and never by reading all roles.
func TestHeld_byIndex(t *testing.T) {
	s := open(t)
	var plan []string
	p := people{s, planned{s.readers, func(query string, args []any) {
		for _, row := range explain(t, s, "EXPLAIN QUERY PLAN ", query, args) {
			plan = append(plan, row["detail"].(string))
		}
	}}}
	if held, err := p.held(t.Context(), directory.ID{}, directory.ID{}); held || err != nil {
		t.Errorf("Held(nothing) = %t, %v; want nobody", held, err)
	}
	all := strings.Join(plan, "\n")
	if strings.Contains(all, "SCAN membership") || !strings.Contains(all, "membership_by_clinic") || !strings.Contains(all, "membership_by_organization") {
		t.Errorf("Held looks through more than it has to:\n%s", all)
	}
}
