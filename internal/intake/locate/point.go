package locate

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"rootline/internal/directory"
)

// zeroDegrees is how close to 0,0 both coordinates have to be to be what a geocoder
// writes that found nothing: eleven metres, more than the noise of any conversion,
// out in the Gulf of Guinea.
const zeroDegrees = 0.0001

// maxDegrees bounds the text of a coordinate. Seventeen digits, which say all there
// is in a float64, a sign, a point and an exponent have 24 bytes.
const maxDegrees = 40

// position is what a row gives for coordinates.
type position struct {
	point    directory.Point // zero if there is none on Earth
	lat, lng float64
	numbers  bool // lat and lng could be read, even if they are no point
}

// decimal is a number as files write it, once a comma has become a point. Go's own
// parser would also take 0x1p-2, 1_000, Inf and NaN.
var decimal = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)

// sexagesimal are the signs of degrees, minutes and seconds, and of the four winds.
const sexagesimal = "°º˚'′’\"″”NSEWnsew"

// readPosition reads the coordinates, of which a row gives both or neither.
func (r *row) readPosition() {
	lat, lng := strings.TrimSpace(r.q.Latitude), strings.TrimSpace(r.q.Longitude)
	switch {
	case lat == "" && lng == "":
		return
	case lat == "":
		r.doubt(fieldLatitude, directory.Msg("locate.point.half"))
	case lng == "":
		r.doubt(fieldLongitude, directory.Msg("locate.point.half"))
	}
	p, latOK, lngOK := position{}, false, false
	p.lat, latOK = r.readDegrees(fieldLatitude, lat)
	p.lng, lngOK = r.readDegrees(fieldLongitude, lng)
	if !latOK || !lngOK {
		return
	}
	if math.Abs(p.lat) <= zeroDegrees && math.Abs(p.lng) <= zeroDegrees {
		r.doubt(fieldLatitude, directory.Msg("locate.point.nothing"))
		return
	}
	p.point, p.numbers = pointAt(p.lat, p.lng), true
	r.at = p
}

// readDegrees reads one coordinate. It says what is wrong with one that it cannot
// read, but for an empty one.
func (r *row) readDegrees(field, text string) (float64, bool) {
	degrees, ok := parseDegrees(text)
	switch {
	case ok || text == "":
	case strings.ContainsAny(text, sexagesimal) && strings.ContainsAny(text, "0123456789"):
		r.doubt(field, directory.Msg("locate.point.sexagesimal", "Text", clip(text)))
	default:
		r.doubt(field, directory.Msg("locate.point.number", "Text", clip(text)))
	}
	return degrees, ok
}

// parseDegrees reads a number with a decimal point or comma. One too large for a
// float64 comes back as infinite: it is a number, but no coordinate.
func parseDegrees(text string) (float64, bool) {
	if len(text) > maxDegrees {
		return 0, false
	}
	text = strings.Replace(strings.Replace(text, ",", ".", 1), "\u2212", "-", 1) // a typographer's minus
	if !decimal.MatchString(text) {
		return 0, false
	}
	degrees, _ := strconv.ParseFloat(text, 64) // the form is right, so the only error is one of range
	return degrees, true
}

// pointAt is the point with coordinates; zero if they are none.
func pointAt(lat, lng float64) directory.Point {
	p, err := directory.NewPoint(lat, lng)
	if err != nil {
		return directory.Point{}
	}
	return p
}

// maxClip is how much of a cell a message repeats, in letters.
const maxClip = 60

// clip is text as a message can repeat it.
func clip(text string) string {
	text = directory.Printable(text)
	if letters := []rune(text); len(letters) > maxClip {
		return string(letters[:maxClip]) + "…"
	}
	return text
}
