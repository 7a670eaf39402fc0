package page

import (
	"testing"

	"rootline/internal/directory"
)

// TestUsuallyByAppointment: without hours of its own, a day is by appointment where
// any time else is; but not one that an exception has shut.
func TestUsuallyByAppointment(t *testing.T) {
	morning := []directory.Interval{{Opens: 540, Closes: 720}}
	tests := []struct {
		why      string
		arranges bool
		day      directory.DayHours
		want     bool
	}{
		{"a usual day without hours", true, directory.DayHours{Usual: true}, true},
		{"one that is shut by an exception", true, directory.DayHours{}, false},
		{"one with hours", true, directory.DayHours{Usual: true, Intervals: morning}, false},
		{"one with hours of an exception", true, directory.DayHours{Intervals: morning}, false},
		{"a usual day without hours, of a clinic that does not arrange any", false, directory.DayHours{Usual: true}, false},
	}
	for _, tt := range tests {
		var v ClinicView
		v.Listing.Clinic.Hours.ByAppointment = tt.arranges
		if got := v.usuallyByAppointment(tt.day); got != tt.want {
			t.Errorf("usuallyByAppointment of %s = %t, want %t", tt.why, got, tt.want)
		}
	}
}

// TestOnlyByAppointment: a week with a day that is shut has to be shown.
func TestOnlyByAppointment(t *testing.T) {
	var v ClinicView
	v.Listing.Clinic.Hours.ByAppointment = true
	for i := range v.Week {
		v.Week[i].Usual = true
	}
	if !v.onlyByAppointment() {
		t.Error("onlyByAppointment of a week that has no hours = false, want true")
	}
	v.Week[3].Usual = false
	if v.onlyByAppointment() {
		t.Error("onlyByAppointment of a week with a day that an exception shuts = true, want false")
	}
}

// TestCredential: one that was looked for in vain is not "not offered".
func TestCredential(t *testing.T) {
	fresh := frame().Now.AddDate(0, 0, -10)
	for _, tt := range []struct {
		fact directory.Fact
		want string
	}{
		{directory.Fact{}, "Not checked"},
		{directory.FactCredential.Observed(directory.OwnerAsserted, "", fresh), "Said by the clinic, February 2026"},
		{directory.FactCredential.Observed(directory.SourceChecked, "Example Register", fresh), "Confirmed by Example Register, February 2026"},
		{directory.FactCredential.Observed(directory.CheckedAbsent, "Example Register", fresh), "Checked: not on the register, February 2026"},
	} {
		if got := frame().credential(tt.fact); got != tt.want {
			t.Errorf("credential(%+v) = %q, want %q", tt.fact, got, tt.want)
		}
	}
}
