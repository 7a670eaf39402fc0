package directory

import (
	"testing"
	"time"
)

// TestListingDoors keeps a clinic that is not in business shut, whatever its
// hours say.
func TestListingDoors(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) // a Monday
	l := Listing{}
	l.Clinic.Address.TimeZone = "UTC"
	l.Clinic.Hours.Fact.State = OwnerAsserted
	l.Clinic.Hours.Week[time.Monday] = []Interval{{Opens: 9 * 60, Closes: 17 * 60}}
	for status, want := range map[OperatingStatus]DoorState{Active: DoorsOpen, TemporarilyClosed: DoorsShut, Closed: DoorsShut} {
		l.Operating.Value = status
		if got := l.Doors(noon); got.State != want {
			t.Errorf("doors of a clinic that is %s: %v, want %v", status, got.State, want)
		}
		if got := l.Doors(noon.Add(12 * time.Hour)); status != Active && !got.OpensNext.IsZero() {
			t.Errorf("a clinic that is %s opens next at %v", status, got.OpensNext)
		}
	}
}
