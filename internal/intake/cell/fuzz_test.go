package cell

import "testing"

// FuzzCells holds every parser to this: what it takes, it writes so that it takes it
// for the same again.
func FuzzCells(f *testing.F) {
	for _, s := range []string{
		"named_kit: Plasmora", "!double_spin", "prp: waitlist", "?smp: no-capacity",
		"prp course 600.00-750.00 EUR x3 estimate 2026-01-01..2026-12-31", "smp area 1 JPY ..2026-01-01", `a\|b | c \\ | | \`, `\!x`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := ParseFeature(s); err == nil {
			if again, err := ParseFeature(FormatFeature(v)); err != nil || again != v {
				t.Errorf("ParseFeature(%q) = %+v, and once more %+v, %v", s, v, again, err)
			}
		}
		if of, v, err := ParseCapacity(s); err == nil {
			if to, again, err := ParseCapacity(FormatCapacity(of, v)); err != nil || to != of || again != v {
				t.Errorf("ParseCapacity(%q) = %+v, and once more %+v, %v", s, v, again, err)
			}
		}
		if of, v, err := ParsePrice(s); err == nil {
			if to, again, err := ParsePrice(FormatPrice(of, v)); err != nil || to != of || again != v {
				t.Errorf("ParsePrice(%q) = %+v, and once more %+v, %v", s, v, again, err)
			}
		}
		if v, err := ParsePractitioner(s); err == nil {
			if again, err := ParsePractitioner(FormatPractitioner(v)); err != nil || again != v {
				t.Errorf("ParsePractitioner(%q) = %+v, and once more %+v, %v", s, v, again, err)
			}
		}
	})
}
