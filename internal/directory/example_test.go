package directory_test

import (
	"errors"
	"fmt"
	"time"

	"rootline/internal/directory"
)

func ExampleHours_At() {
	h := directory.Hours{Fact: directory.Fact{State: directory.OwnerAsserted}}
	h.Week[time.Saturday] = []directory.Interval{{Opens: 20 * 60, Closes: 26*60 + 30}}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	// In the night to 25 October clocks show half past two twice.
	doors := h.At(time.Date(2026, time.October, 24, 23, 0, 0, 0, berlin), berlin)
	fmt.Println(doors.State, "until", doors.Until.Format("2 January 15:04 MST"))
	// Output: open until 25 October 02:30 CET
}

func ExampleHours_Check() {
	var h directory.Hours
	h.Week[time.Monday] = []directory.Interval{{Opens: 9 * 60, Closes: 13 * 60}, {Opens: 12 * 60, Closes: 18 * 60}}
	var wrong *directory.Error
	if errors.As(h.Check(), &wrong) {
		fmt.Println(wrong.Fields["week[1]"].ID, wrong.Fields["week[1]"].Args["Opens"])
	}
	// Output: invalid.hours.overlap 12:00
}

func ExampleParsePhone() {
	gb, err := directory.ParseCountry("gb")
	if err != nil {
		panic(err)
	}
	for _, s := range []string{"020 7946 0958", "0044 (0)20 7946-0958", "+44 20 7946 0958"} {
		p, err := directory.ParsePhone(s, gb)
		fmt.Println(p, err)
	}
	// Output:
	// +442079460958 <nil>
	// +442079460958 <nil>
	// +442079460958 <nil>
}
