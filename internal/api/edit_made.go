package api

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/moderation"
	"rootline/internal/search"
)

// staffSource is how facts name moderators and admins.
const staffSource = "the directory"

// editor makes of a listing what its people want it to be. It shares nothing with what
// it was made of that it writes to.
type editor struct {
	*directory.Listing
	places *gazetteer.Gazetteer
	staff  bool // moderators write facts, too
	now    time.Time
	wrong  map[string]directory.Message
}

// made is the listing that was shown with the changes in it.
func (in *changesBody) made(own *moderation.Own, a *API) (directory.Listing, error) {
	l := own.Proposed
	if in == nil {
		return l, nil
	}
	e := editor{
		Listing: &l, places: a.Places, staff: own.Who == moderation.Moderator, now: a.Now(),
		wrong: map[string]directory.Message{},
	}
	e.texts(in)
	if in.Address != nil {
		e.address(in.Address)
	}
	e.hours(in)
	if in.Offerings != nil {
		e.offerings(*in.Offerings)
	}
	if in.Practitioners != nil {
		e.practitioners(*in.Practitioners)
	}
	if in.Photos != nil {
		e.photos(*in.Photos)
	}
	if in.Operating != nil {
		e.operating(*in.Operating)
	}
	return l, search.Refusal(e.wrong)
}

// set writes what is there to be written.
func set[T any](to, given *T) {
	if given != nil {
		*to = *given
	}
}

// texts writes what nobody vouches for.
func (e *editor) texts(in *changesBody) {
	c := &e.Clinic
	set(&c.Name, in.Name)
	set(&c.Slug, in.Slug)
	set(&c.Description, in.Description)
	set(&c.URL, in.Website)
	set(&c.Email, in.Email)
	set(&c.Languages, in.Languages)
	if in.Phones != nil {
		c.Phones = each(*in.Phones, func(p phoneView) directory.ClinicPhone { return directory.ClinicPhone(p) })
	}
	if in.cleared["description"] {
		c.Description = ""
	}
	if in.cleared["website"] {
		c.URL = directory.URL{}
	}
	if in.cleared["email"] {
		c.Email = directory.Email{}
	}
}

// fact is how something is known that was known as it was, and may be the same still.
// What its people say anew they assert, unless they say otherwise; a moderator has seen
// it.
func (e *editor) fact(at string, kind directory.FactKind, was directory.Fact, same bool, given *factBody) directory.Fact {
	f := was
	switch {
	case given != nil && given.State != "":
		f = e.stated(at, was, given.State)
	case !same && e.staff:
		f = directory.Fact{State: directory.SourceChecked}
	case !same:
		f = directory.Fact{State: directory.OwnerAsserted}
	}
	if !e.staff || f == was || f.State == directory.NotChecked {
		return f
	}
	return kind.Observed(f.State, staffSource, e.now)
}

// stated is a fact of which somebody says how it is known. That a source was checked is
// for moderators to say.
func (e *editor) stated(at string, was directory.Fact, s directory.FactState) directory.Fact {
	may := []directory.FactState{directory.OwnerAsserted, directory.CheckedAbsent, directory.NotChecked}
	if e.staff || was.State == directory.SourceChecked {
		may = append(may, directory.SourceChecked)
	}
	if !slices.Contains(may, s) {
		e.wrong["changes."+at+".fact.state"] = directory.Msg("invalid.choice", "Choices", choices(may))
	}
	if s == was.State {
		return was
	}
	return directory.Fact{State: s}
}

// choices names the values of a closed list.
func choices[S ~string](all []S) string {
	return strings.Join(each(all, func(s S) string { return string(s) }), ", ")
}

// address writes where the clinic is.
func (e *editor) address(in *addressBody) {
	to, wrong := in.address(e.places)
	for name, m := range wrong {
		e.wrong["changes.address."+name] = m
	}
	was := e.Clinic.Address
	if to.CityID == was.CityID { // as the clinic itself writes it
		to.City, to.Region, to.TimeZone = was.City, was.Region, was.TimeZone
	}
	plain := was
	plain.Fact = directory.Fact{}
	to.Fact = e.fact("address", directory.FactAddress, was.Fact, plain == to, in.Fact)
	e.Clinic.Address = to
}

// address is the place but for its fact, with what is wrong with it. Without a location
// of its own it stands at the city's point.
func (in *placeBody) address(places *gazetteer.Gazetteer) (to directory.Address, wrong map[string]directory.Message) {
	wrong = map[string]directory.Message{}
	city, ok := places.City(in.City.ID)
	if !ok {
		wrong["city.id"] = directory.Msg("api_listing.city")
	}
	to = directory.Address{
		Address1: in.Address1, City: city.Name, CityID: city.ID, PostalCode: in.PostalCode, ISO31662: in.ISO31662,
		Region: city.Region, Country: city.Country, TimeZone: city.TimeZone, Point: city.Point, Precision: directory.Locality,
	}
	if in.Location == nil {
		return to, wrong
	}
	var err error
	if to.Point, err = directory.NewPoint(in.Location.Lat, in.Location.Lng); err != nil {
		wrong["location"] = directory.Msg("invalid.point")
	}
	if to.Precision = in.GeoPrecision; to.Precision == "" {
		to.Precision = directory.PrecisionUnknown
	}
	return to, wrong
}

// hours writes when the clinic is open. The dates apart from the week are no part of
// what is vouched for.
func (e *editor) hours(in *changesBody) {
	was := e.Clinic.Hours
	if in.cleared["hours"] {
		e.Clinic.Hours = directory.Hours{Fact: directory.Fact{State: directory.NotChecked}}
	}
	if in.Hours == nil {
		return
	}
	h := in.Hours
	to := directory.Hours{ByAppointment: h.ByAppointment, Week: h.Week.days()}
	for _, x := range h.Exceptions {
		to.Exceptions = append(to.Exceptions, directory.Exception{
			First: x.First, Last: x.Last, Name: x.Name, Intervals: intervals(x.Intervals),
		})
	}
	if h.PublicHolidays != nil {
		to.PublicHolidays = &directory.Holidays{Intervals: intervals(*h.PublicHolidays)}
	}
	to.Fact = e.fact("hours", directory.FactHours, was.Fact, was.Fact.Known() && sameWeek(was, to), h.Fact)
	e.Clinic.Hours = to
}

func (w *weekBody) days() (week [7][]directory.Interval) {
	for day, given := range map[time.Weekday][]intervalBody{
		time.Monday: w.Monday, time.Tuesday: w.Tuesday, time.Wednesday: w.Wednesday, time.Thursday: w.Thursday,
		time.Friday: w.Friday, time.Saturday: w.Saturday, time.Sunday: w.Sunday,
	} {
		week[day] = intervals(given)
	}
	return week
}

// intervals are those of a day; nil, and not an empty list, where the doors stay shut.
func intervals(given []intervalBody) (all []directory.Interval) {
	for _, i := range given {
		all = append(all, directory.Interval{
			Opens: directory.Minute(i.Opens), Closes: directory.Minute(i.Closes), ByAppointment: i.ByAppointment,
		})
	}
	return all
}

// sameWeek reports whether nothing is said otherwise but of dates.
func sameWeek(a, b directory.Hours) bool {
	for day := range a.Week {
		if !slices.Equal(a.Week[day], b.Week[day]) {
			return false
		}
	}
	return a.ByAppointment == b.ByAppointment && reflect.DeepEqual(a.PublicHolidays, b.PublicHolidays)
}

func (e *editor) operating(in operatingBody) {
	to := directory.Standing[directory.OperatingStatus]{Value: in.Status, Reason: in.Reason, Since: e.Operating.Since}
	if to.Value != e.Operating.Value {
		to.Since = directory.At(e.now)
	}
	e.Operating = to
}

// photos writes which of the photos that are there are shown, in which order, and what
// is said of them.
func (e *editor) photos(in []photoBody) {
	was := e.Clinic.Photos
	var to []directory.Photo
	for i, p := range in {
		at := slices.IndexFunc(was, func(o directory.Photo) bool { return o.ID == p.ID })
		if at < 0 {
			e.wrong[fmt.Sprintf("changes.photos[%d].id", i)] = directory.Msg("api_listing.photo")
			continue
		}
		to = append(to, directory.Photo{
			ID: p.ID, Kind: p.Kind, Alt: p.Alt, Width: was[at].Width, Height: was[at].Height, Case: (*directory.BeforeAfter)(p.Case),
		})
	}
	e.Clinic.Photos = to
}
