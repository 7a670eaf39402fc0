package directory

import (
	"fmt"
	"testing"
	"time"
)

func TestFact(t *testing.T) {
	for state, want := range map[FactState]string{
		OwnerAsserted: "known, holds", SourceChecked: "known, holds", CheckedAbsent: "known", NotChecked: "", "": "", "rumour": "",
	} {
		f := Fact{State: state}
		got := ""
		if f.Known() {
			got = "known"
		}
		if f.Holds() {
			got += ", holds"
		}
		if got != want {
			t.Errorf("a fact of state %q is %q, want %q", state, got, want)
		}
	}
}

func TestFactKindObserved(t *testing.T) {
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	for kind, days := range map[FactKind]int{
		FactHours: 90, FactPrice: 180, FactAddress: 365, FactFeature: 365, FactCapacity: 30, FactCredential: 0,
	} {
		if days == 0 {
			continue // it expires when it says
		}
		f := kind.Observed(OwnerAsserted, "owner", at)
		if want := (Fact{State: OwnerAsserted, Source: "owner", ObservedAt: At(at), ExpiresAt: At(at.Add(time.Duration(days) * 24 * time.Hour))}); f != want {
			t.Errorf("%s.Observed(%v) = %+v, want %+v", kind, at, f, want)
		}
		end := f.ExpiresAt.Time()
		if f.Stale(end.Add(-time.Millisecond)) || !f.Stale(end) {
			t.Errorf("a fact of %s is stale at %v: %t, and a millisecond before: %t", kind, end, f.Stale(end), f.Stale(end.Add(-time.Millisecond)))
		}
		f.State = NotChecked
		if f.Stale(end) {
			t.Errorf("what nobody knows of %s is stale", kind)
		}
	}
	if f := FactCredential.Observed(SourceChecked, "register", at); f.ExpiresAt != 0 || f.Stale(at.AddDate(50, 0, 0)) {
		t.Errorf("a credential expires by itself: %+v", f)
	}
}

func TestClinicFacts(t *testing.T) {
	c := harbour(t)
	var got []string
	for f := range c.Facts() {
		got = append(got, fmt.Sprintf("%s %s %s %s", f.Kind, f.Service, f.Feature, f.Fact.State))
	}
	want := []string{
		"address   source_checked",
		"hours   owner_asserted",
		"credential   source_checked",
		"capacity prp  owner_asserted",
		"feature prp fine_needles_31g owner_asserted",
		"feature prp named_kit source_checked",
		"feature prp ice_packs checked_absent",
		"price prp  owner_asserted",
		"price prp  source_checked",
		"capacity smp  ",
		"price smp  not_checked",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("Facts() = %q\nwant %q", got, want)
	}
	for n := range want {
		seen := 0
		for range c.Facts() {
			if seen++; seen > n {
				break
			}
		}
		if seen != n+1 {
			t.Errorf("Facts() left after %d yields %d", n+1, seen)
		}
	}
}

func TestClinicConfirmedAt(t *testing.T) {
	c := harbour(t)
	if got, want := c.ConfirmedAt(), At(date(t, "2026-07-20").In(time.UTC)); got != want {
		t.Errorf("ConfirmedAt() = %v, want %v, when the capacity was", got.Time(), want.Time())
	}
	c.Offerings[1].Prices[0].Fact = Fact{State: NotChecked, ObservedAt: At(date(t, "2026-08-01").In(time.UTC))}
	if got, want := c.ConfirmedAt(), At(date(t, "2026-07-20").In(time.UTC)); got != want {
		t.Errorf("ConfirmedAt() = %v; looking without finding out confirms nothing", got.Time())
	}
	c.Offerings[1].Prices[0].Fact.State = CheckedAbsent
	if got, want := c.ConfirmedAt(), At(date(t, "2026-08-01").In(time.UTC)); got != want {
		t.Errorf("ConfirmedAt() = %v, want %v, when a price was found to be gone", got.Time(), want.Time())
	}
	if got := new(Clinic).ConfirmedAt(); got != 0 {
		t.Errorf("ConfirmedAt() of nothing = %v", got)
	}
}
