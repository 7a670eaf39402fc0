package locate

import (
	"strings"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// Locator finds places for rows. It is safe for concurrent use.
type Locator struct {
	places    *gazetteer.Gazetteer
	readings  memo[text, reading]
	likes     memo[likeQuery, []spelling]
	spellings memo[directory.Country, []spelling]
}

// New returns a Locator that knows the places of a gazetteer.
func New(places *gazetteer.Gazetteer) *Locator { return &Locator{places: places} }

// Query is what a row says of where it is. All but the country may be empty.
type Query struct {
	Country             directory.Country
	Region, City        string
	CityID              directory.CityID // outweighs City
	Latitude, Longitude string
	Precision           directory.GeoPrecision // of the coordinates
}

// Found is where that is.
type Found struct {
	City      gazetteer.City   // zero if it is not settled which is meant
	Region    directory.Region // the city's; without one, the row's, as far as it is understood
	Point     directory.Point  // the row's, or without one the city's; zero if there is neither
	Precision directory.GeoPrecision
	Findings  []Finding
}

// Finding is something to be said about one field of a row.
type Finding struct {
	Field   string // country, region, city, latitude or longitude
	Message directory.Message
	Doubt   bool // somebody has to look at it; else it is a remark
}

// The fields that findings are about.
const (
	fieldCountry   = "country"
	fieldRegion    = "region"
	fieldCity      = "city"
	fieldLatitude  = "latitude"
	fieldLongitude = "longitude"
)

// Locate finds the city and the point of a row. What it does not doubt, nobody
// needs to look at; see the package comment for what that promises.
func (l *Locator) Locate(q Query) Found {
	q.Region, q.City = strings.TrimSpace(q.Region), strings.TrimSpace(q.City)
	r := row{Locator: l, q: q}
	r.readPosition()
	if q.Country.IsZero() {
		r.doubt(fieldCountry, directory.Msg("locate.country.missing"))
	} else {
		r.reading = r.read(text{q.Country, q.Region, q.City})
		r.checkRegion()
		r.readCity()
		r.compare()
	}
	r.stand()
	return r.found
}

// row is a query on its way to an answer.
type row struct {
	*Locator
	q  Query
	at position
	reading
	found Found
}

func (r *row) doubt(field string, m directory.Message) {
	r.found.Findings = append(r.found.Findings, Finding{Field: field, Message: m, Doubt: true})
}

func (r *row) remark(field string, m directory.Message) {
	r.found.Findings = append(r.found.Findings, Finding{Field: field, Message: m})
}

// settled reports whether it is known which city is meant.
func (r *row) settled() bool { return r.found.City.ID != 0 }

// stand says where the clinic stands: at the row's own point even if that is
// doubtful, for whoever looks at it has to see it, or else at its city's.
func (r *row) stand() {
	f := &r.found
	if f.Region = f.City.Region; f.Region.IsZero() {
		f.Region = r.region
	}
	switch {
	case !r.at.point.IsZero():
		f.Point, f.Precision = r.at.point, r.q.Precision
		if f.Precision == "" {
			f.Precision = directory.PrecisionUnknown
		}
	case r.settled():
		f.Point, f.Precision = f.City.Point, directory.Locality
		r.remark(fieldLatitude, directory.Msg("locate.point.city", "City", f.City.Name))
	default:
		f.Precision = directory.PrecisionUnknown
	}
}
