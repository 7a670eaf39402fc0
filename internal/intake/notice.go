package intake

import (
	"slices"
	"strconv"
	"strings"

	"rootline/internal/directory"
)

// SharedPoint is how many rows with different addresses have to stand on exactly
// the same point for it to be taken for a geocoder's default: where a geocoder
// puts what it cannot find. A building with four clinics is nothing unusual.
const SharedPoint = 5

// seen is what the rows of a file have in common.
type seen struct {
	keys   map[string]int // the line of the first row with a key
	points map[[2]float64]*crowd
	phones map[directory.Phone]int // how many rows have a number
	read   map[phoneCell]phoneRead // numbers that have been read, for that takes long
}

// crowd is the rows that stand on one point.
type crowd struct {
	rows    int
	address string // of the first row that has one, folded
	differ  bool   // rows with other addresses stand there too
}

func newSeen() seen {
	return seen{
		keys: map[string]int{}, points: map[[2]float64]*crowd{},
		phones: map[directory.Phone]int{}, read: map[phoneCell]phoneRead{},
	}
}

// Notice takes note of a row before any is judged: of its key, its point and its
// phones. It need not be called for a row to be judged, but then nobody knows what
// it has in common with others. Rows that are refused for what they are count for
// nothing.
func (j *Judge) Notice(r Row) {
	v := view{j: j, cells: r.Cells}
	key, refused := v.open()
	if refused {
		return
	}
	if _, ok := j.seen.keys[key]; ok {
		return
	}
	j.seen.keys[key] = r.Line
	if at, ok := v.coordinates(); ok {
		j.noticePoint(at, v.identity())
	}
	country := v.country()
	var counted []directory.Phone
	for _, f := range []field{fieldPhones, fieldWhatsApp} {
		for _, item := range v.items(f) {
			cell := phoneCell{item, country}
			read, ok := j.seen.read[cell]
			if !ok {
				read = readPhone(cell)
				j.seen.read[cell] = read
			}
			if read.number.IsZero() || slices.Contains(counted, read.number) {
				continue
			}
			counted = append(counted, read.number)
			j.seen.phones[read.number]++
		}
	}
}

func (j *Judge) noticePoint(at [2]float64, address string) {
	c := j.seen.points[at]
	if c == nil {
		c = &crowd{}
		j.seen.points[at] = c
	}
	c.rows++
	switch {
	case address == "":
	case c.address == "":
		c.address = address
	case c.address != address:
		c.differ = true
	}
}

// identity is by what rows on one point are told apart: the postal code, or, in a
// row without one, the address.
func (v *view) identity() string {
	if code, _ := v.raw(fieldPostalCode); code != "" {
		return strings.ReplaceAll(sameness(code), " ", "")
	}
	address, _ := v.raw(fieldAddress1)
	city, _ := v.raw(fieldCity)
	return strings.TrimSpace(sameness(address) + " " + sameness(city))
}

// coordinates are the numbers that the row has for its point, if they are any.
func (v *view) coordinates() (at [2]float64, ok bool) {
	for i, f := range []field{fieldLatitude, fieldLongitude} {
		text, _ := v.raw(f)
		n, err := strconv.ParseFloat(strings.Replace(oneLine(text), ",", ".", 1), 64)
		if err != nil {
			return at, false
		}
		at[i] = n
	}
	return at, true
}

// crowd is the rows that stand where this one does.
func (v *view) crowd() crowd {
	if at, ok := v.coordinates(); ok {
		if c := v.j.seen.points[at]; c != nil {
			return *c
		}
	}
	return crowd{}
}

// crowded reports whether so many rows stand on this one's point that it is none. A
// row that says so itself may stand at its town's, as others of the town do.
func (v *view) crowded() bool {
	c := v.crowd()
	said, _ := v.raw(fieldGeoPrecision)
	return c.differ && c.rows >= SharedPoint && sameness(said) != string(directory.Locality)
}
