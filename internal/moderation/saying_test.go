package moderation_test

import (
	"strings"
	"testing"
	"time"

	"rootline/internal/moderation"
)

// TestSayings: whatever has a fact has it beside it, and a clinic is to say what is still
// right from when a letter would ask for it; of a credential it never is.
func TestSayings(t *testing.T) {
	l := known(now)
	for day, want := range map[int]string{
		0:  "",
		22: "",
		23: "capacity.prp",
		76: "hours capacity.prp",
		// the credential has run out as well
		400: "address hours capacity.prp features.prp.ice_packs prices.prp",
	} {
		all, err := moderation.Sayings(&l, now.Add(time.Duration(day)*days))
		if err != nil {
			t.Fatal(err)
		}
		var due []string
		facts := 0
		for _, s := range all {
			if s.Due {
				due = append(due, s.Path.String())
			}
			if s.Fact.Known() {
				facts++
			}
			if len(s.Value) == 0 {
				t.Errorf("Sayings() has %s without a value", s.Path)
			}
		}
		if got := strings.Join(due, " "); got != want {
			t.Errorf("Sayings(on day %d) has %q due, want %q", day, got, want)
		}
		if want := len(moderation.Facts(&l.Clinic)); facts != want {
			t.Errorf("Sayings() has %d facts, Facts() %d", facts, want)
		}
	}
}
