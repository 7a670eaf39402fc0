package api

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
)

// Limits of a look-up of places.
const (
	maxPlaceName  = 100 // letters
	maxPlaces     = 50
	defaultPlaces = 10
)

// findPlaces answers GET /api/v1/places.
func (a *API) findPlaces(c *fiber.Ctx) error {
	args, bad := arguments(c)
	q, limit, err := parsePlaces(args)
	if err := refused(bad, err); err != nil {
		return err
	}
	var answer struct {
		Items []placeView `json:"items"`
	}
	answer.Items = []placeView{}
	for _, p := range a.Places.Lookup(q, limit) {
		answer.Items = append(answer.Items, newPlaceView(p))
	}
	return c.JSON(answer)
}

// parsePlaces reads the name to look for and how many places to return.
func parsePlaces(args iter.Seq2[string, string]) (q string, limit int, err error) {
	limit = defaultPlaces
	faults := map[string]directory.Message{}
	given := map[string]bool{}
	for name, value := range args {
		if given[name] {
			faults[name] = directory.Msg("parameter.twice")
		}
		given[name] = true
		switch {
		case !utf8.ValidString(name) || !utf8.ValidString(value):
			faults[strings.ToValidUTF8(name, "\uFFFD")] = directory.Msg("parameter.utf8")
		case name == "q":
			q = strings.Join(strings.Fields(value), " ")
			if strings.ContainsFunc(value, unicode.IsControl) {
				q = ""
			}
		case name == "limit":
			n, ok := search.ParseWhole(value, maxPlaces)
			if !ok {
				faults[name] = directory.Msg("parameter.whole", "Max", maxPlaces)
			}
			limit = n
		default:
			faults[name] = directory.Msg("parameter.unknown", "Accepted", "q, limit")
		}
	}
	if _, told := faults["q"]; !told && (utf8.RuneCountInString(q) > maxPlaceName || len(directory.Words(q)) == 0) {
		faults["q"] = directory.Msg("parameter.places_q", "Letters", maxPlaceName)
	}
	return q, limit, search.Refusal(faults)
}

// placeView is a country, a region or a city. What a country or region is not,
// or is not in, is null.
type placeView struct {
	Kind       gazetteer.Kind    `json:"kind"`
	Country    directory.Country `json:"country"`
	Region     *directory.Region `json:"region"`
	CityID     *directory.CityID `json:"city_id"`
	Slug       directory.Slug    `json:"slug"`
	Name       string            `json:"name"`
	Label      string            `json:"label"`
	Lat        *float64          `json:"lat"`
	Lng        *float64          `json:"lng"`
	Population *int              `json:"population"`
	TimeZone   *string           `json:"time_zone"`
}

func newPlaceView(p gazetteer.Place) placeView {
	v := placeView{
		Kind: p.Kind, Country: p.Country, Region: orNull(p.Region), CityID: orNull(p.City), Slug: p.Slug,
		Name: p.Name, Label: p.Label, Population: orNull(p.Population), TimeZone: orNull(p.TimeZone),
	}
	if !p.Point.IsZero() {
		lat, lng := p.Point.Lat(), p.Point.Lng()
		v.Lat, v.Lng = &lat, &lng
	}
	return v
}

// orNull is v, or null in JSON if it is the zero value, which stands for none.
func orNull[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}
