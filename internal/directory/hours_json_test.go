package directory

import (
	"encoding/json"
	"reflect"
	"testing"
)

// TestHours_publicHolidaysInJSON keeps apart what has not been said of public
// holidays, that the doors stay shut, and when they open.
func TestHours_publicHolidaysInJSON(t *testing.T) {
	const fact = `"fact":{"state":"owner_asserted"}}`
	tests := []struct{ hours, want string }{
		{"", `{` + fact},
		{"PH shut", `{"public_holidays":{},` + fact},
		{"PH 10:00-14:00", `{"public_holidays":{"intervals":[{"opens":600,"closes":840}]},` + fact},
	}
	for _, tt := range tests {
		h := hours(t, tt.hours)
		got, err := json.Marshal(h)
		if err != nil || string(got) != tt.want {
			t.Errorf("Marshal(%q) = %s, %v; want %s", tt.hours, got, err, tt.want)
		}
		var back Hours
		if err := json.Unmarshal(got, &back); err != nil || !reflect.DeepEqual(back, h) {
			t.Errorf("Unmarshal(%s) = %+v, %v; want %+v", got, back, err, h)
		}
	}
}
