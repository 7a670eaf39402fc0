package openinghours_test

import (
	"errors"
	"fmt"
	"time"

	"rootline/internal/directory"
	"rootline/internal/openinghours"
)

func ExampleParse() {
	h, err := openinghours.Parse(`Mo-Fr 09:00-12:30,13:30-18:00; Fr,Sa 22:00-02:00; PH off; 2026 Dec 24 10:00-14:00 open "Christmas Eve"`)
	if err != nil {
		panic(err)
	}
	h.Fact = directory.Fact{State: directory.OwnerAsserted}
	doors := h.At(time.Date(2026, time.December, 24, 12, 0, 0, 0, time.UTC), time.UTC)
	fmt.Println(doors.State, "until", doors.Until.Format("15:04"))
	fmt.Println(h.Week[time.Friday])
	fmt.Println(h.PublicHolidays.Intervals)
	// Output:
	// open until 14:00
	// [{22:00 02:00 false}]
	// []
}

func ExampleParse_refused() {
	_, err := openinghours.Parse("Mo-Fr 09:00-18:00; Dec 24 off")
	var wrong *directory.Error
	if errors.As(err, &wrong) {
		fmt.Println(wrong.Message.ID, wrong.Message.Args["Position"], wrong.Message.Args["Text"])
	}
	// Output: invalid.opening_hours.year 20 Dec
}

func ExampleFormat() {
	h := directory.Hours{Fact: directory.Fact{State: directory.OwnerAsserted}, ByAppointment: true}
	h.Week[time.Saturday] = []directory.Interval{{Opens: 10 * 60, Closes: 14 * 60}}
	h.Week[time.Sunday] = h.Week[time.Saturday]
	h.PublicHolidays = &directory.Holidays{}
	text, err := openinghours.Format(h)
	fmt.Println(text, err)
	// Output: "by appointment", Sa,Su 10:00-14:00; PH off <nil>
}
