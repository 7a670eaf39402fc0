package api

import (
	"time"

	"rootline/internal/directory"
)

// clinicView is one clinic, whole. What is not known is null.
type clinicView struct {
	ID            directory.ID         `json:"id"`
	Slug          directory.Slug       `json:"slug"`
	URL           string               `json:"url"` // of its page here
	Name          string               `json:"name"`
	Description   *string              `json:"description"`
	Organization  organizationView     `json:"organization"`
	Website       *directory.URL       `json:"website"` // its own
	Email         *directory.Email     `json:"email"`
	Phones        []phoneView          `json:"phones"`
	Address       addressView          `json:"address"`
	Languages     []directory.Language `json:"languages"`
	Hours         *hoursView           `json:"hours"`
	OpenNow       *bool                `json:"open_now"`
	OpensNext     *time.Time           `json:"opens_next"`
	Offerings     []offeringView       `json:"offerings"`
	Practitioners []practitionerView   `json:"practitioners"`
	Photos        []photoView          `json:"photos"`
	Listing       listingView          `json:"listing"`
	Operating     operatingView        `json:"operating"`
	ConfirmedOn   *directory.Date      `json:"confirmed_on"`
	UpdatedAt     time.Time            `json:"updated_at"`
}

type organizationView struct {
	ID        directory.ID        `json:"id"`
	Slug      directory.Slug      `json:"slug"`
	Name      string              `json:"name"`
	EntryType directory.EntryType `json:"entry_type"`
	URL       string              `json:"url"` // of its page here
	Website   *directory.URL      `json:"website"`
}

type phoneView struct {
	Number   directory.Phone `json:"number"`
	WhatsApp bool            `json:"whatsapp"`
}

type listingView struct {
	State  directory.ListingState `json:"state"`
	Reason *string                `json:"reason"`
	Since  *time.Time             `json:"since"`
}

type operatingView struct {
	Status directory.OperatingStatus `json:"status"`
	Reason *string                   `json:"reason"`
	Since  *time.Time                `json:"since"`
}

func (a *API) newClinicView(l *directory.Listing) clinicView {
	c, now := &l.Clinic, a.Now()
	v := clinicView{
		ID: c.ID, Slug: c.Slug, URL: a.Base + "/clinics/" + c.Slug.String(),
		Name: c.Name, Description: orNull(c.Description), Organization: a.newOrganizationView(&l.Organization),
		Website: orNull(c.URL), Email: orNull(c.Email),
		Phones:        each(c.Phones, func(p directory.ClinicPhone) phoneView { return phoneView(p) }),
		Address:       a.newAddressView(c.Address, now),
		Languages:     each(c.Languages, func(l directory.Language) directory.Language { return l }),
		Hours:         newHoursView(c.Hours, now),
		Offerings:     each(c.Offerings, func(o directory.Offering) offeringView { return newOfferingView(o, now) }),
		Practitioners: each(c.Practitioners, func(p directory.Practitioner) practitionerView { return newPractitionerView(p, now) }),
		Photos:        newPhotoViews(a.Base+"/clinics/"+c.Slug.String(), c.Photos),
		Listing:       listingView{l.State.Value, orNull(l.State.Reason), timeOrNull(l.State.Since)},
		Operating:     operatingView{l.Operating.Value, orNull(l.Operating.Reason), timeOrNull(l.Operating.Since)},
		UpdatedAt:     l.UpdatedAt.Time(),
	}
	v.OpenNow, v.OpensNext = newDoors(l.Doors(now))
	if at := c.ConfirmedAt(); at != 0 {
		v.ConfirmedOn = orNull(directory.DateOf(at.Time()))
	}
	return v
}

func (a *API) newOrganizationView(o *directory.Organization) organizationView {
	return organizationView{
		ID: o.ID, Slug: o.Slug, Name: o.Name, EntryType: o.EntryType,
		URL: a.Base + "/brands/" + o.Slug.String(), Website: orNull(o.URL),
	}
}

type addressView struct {
	Address1     *string                `json:"address_1"`
	City         cityView               `json:"city"`
	PostalCode   *string                `json:"postal_code"`
	Region       *directory.Region      `json:"region"`
	RegionName   *string                `json:"region_name"`
	ISO31662     *string                `json:"iso_3166_2"`
	Country      directory.Country      `json:"country"`
	Location     directory.Point        `json:"location"`
	GeoPrecision directory.GeoPrecision `json:"geo_precision"`
	TimeZone     string                 `json:"time_zone"`
	Fact         factView               `json:"fact"`
}

type cityView struct {
	ID   directory.CityID `json:"id"`
	Slug directory.Slug   `json:"slug"`
	Name string           `json:"name"`
}

// newAddressView names places as the gazetteer does, so that they agree with the
// items of a search; a city that it does not know goes by the clinic's own word.
func (a *API) newAddressView(from directory.Address, now time.Time) addressView {
	v := addressView{
		Address1: orNull(from.Address1), PostalCode: orNull(from.PostalCode),
		City:     cityView{from.CityID, directory.SlugOf(from.City), from.City},
		ISO31662: orNull(from.ISO31662), Country: from.Country,
		Location: from.Point, GeoPrecision: from.Precision, TimeZone: from.TimeZone,
		Fact: newFactView(from.Fact, now),
	}
	if city, ok := a.Places.City(from.CityID); ok {
		v.City.Slug, v.City.Name = city.Slug, city.Name
	}
	if region, ok := a.Places.Region(from.Region); ok {
		v.Region, v.RegionName = &region.ID, &region.Name
	}
	return v
}

type photoView struct {
	ID     directory.ID        `json:"id"`
	URL    string              `json:"url"`
	Kind   directory.PhotoKind `json:"kind"`
	Alt    string              `json:"alt"`
	Width  int                 `json:"width"`
	Height int                 `json:"height"`
	Case   *caseView           `json:"case"`
}

type caseView struct {
	Consent       string            `json:"consent"`
	Treatment     directory.Service `json:"treatment"`
	Sessions      int               `json:"sessions"`
	MonthsBetween int               `json:"months_between"`
}

// newPhotoViews leaves out what may not be shown: nobody has said that the
// patient agreed to it.
func newPhotoViews(page string, photos []directory.Photo) []photoView {
	views := []photoView{}
	for _, p := range photos {
		if !p.Showable() {
			continue
		}
		views = append(views, newPhotoView(page, p))
	}
	return views
}

func newPhotoView(page string, p directory.Photo) photoView {
	return photoView{
		ID: p.ID, URL: page + "/photos/" + p.ID.String(), Kind: p.Kind, Alt: p.Alt,
		Width: p.Width, Height: p.Height, Case: (*caseView)(p.Case),
	}
}

// each is the views of a list; of none, an empty list rather than null.
func each[T, V any](list []T, view func(T) V) []V {
	views := make([]V, len(list))
	for i, v := range list {
		views[i] = view(v)
	}
	return views
}

// timeOrNull is a moment, or null if it is not known.
func timeOrNull(i directory.Instant) *time.Time {
	if i == 0 {
		return nil
	}
	t := i.Time()
	return &t
}
