package match

import (
	"fmt"

	"rootline/internal/directory"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func phone(s string) directory.Phone        { return must(directory.ParsePhone(s, directory.Country{})) }
func site(s string) directory.URL           { return must(directory.ParseURL(s)) }
func email(s string) directory.Email        { return must(directory.ParseEmail(s)) }
func country(code string) directory.Country { return must(directory.ParseCountry(code)) }

func point(lat, lng float64) directory.Point { return must(directory.NewPoint(lat, lng)) }

// id is the nth of the ids that tests give out by hand.
func id(n int) directory.ID {
	return must(directory.ParseID(fmt.Sprintf("018f0000-0000-7000-8000-%012x", n)))
}
