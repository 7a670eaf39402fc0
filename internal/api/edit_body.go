package api

import (
	"time"

	"rootline/internal/directory"
)

// editBody is what somebody of a clinic's people wants: what they were shown, told by its
// version and by the revision of their own request, and what they want in its place.
type editBody struct {
	Version  int64        `json:"version"`
	Revision int          `json:"revision,omitzero"`
	Draft    *bool        `json:"draft,omitzero"`
	Changes  *changesBody `json:"changes,omitzero"`
}

// changesBody has a member for each part of a clinic's document that anybody may write.
// Each is said whole: what a value leaves out, or has null, is not said any more. Where
// a value has a fact, that says no more than how it is known: who says so, since when
// and until when is not for anybody to write.
type changesBody struct {
	Name          *string               `json:"name"`
	Slug          *directory.Slug       `json:"slug"`
	Description   *string               `json:"description"`
	Website       *directory.URL        `json:"website"`
	Email         *directory.Email      `json:"email"`
	Phones        *[]phoneView          `json:"phones"`
	Address       *addressBody          `json:"address"`
	Languages     *[]directory.Language `json:"languages"`
	Hours         *hoursBody            `json:"hours"`
	Offerings     *[]offeringBody       `json:"offerings"`
	Practitioners *[]practitionerBody   `json:"practitioners"`
	Photos        *[]photoBody          `json:"photos"`
	Operating     *operatingBody        `json:"operating"`

	cleared map[string]bool // those that are null
}

type factBody struct {
	State directory.FactState `json:"state"`
}

type addressBody struct {
	placeBody
	Fact *factBody `json:"fact"`
}

// placeBody is where a clinic is. What its city settles is for the gazetteer to say.
type placeBody struct {
	Address1 string `json:"address_1"`
	City     struct {
		ID directory.CityID `json:"id"`
	} `json:"city"`
	PostalCode   string                 `json:"postal_code"`
	ISO31662     string                 `json:"iso_3166_2"`
	Location     *locationBody          `json:"location"`
	GeoPrecision directory.GeoPrecision `json:"geo_precision"`
}

type locationBody struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

type hoursBody struct {
	Week           weekBody        `json:"week"`
	ByAppointment  bool            `json:"by_appointment"`
	Exceptions     []exceptionBody `json:"exceptions"`
	PublicHolidays *[]intervalBody `json:"public_holidays"`
	Fact           *factBody       `json:"fact"`
}

type weekBody struct {
	Monday    []intervalBody `json:"monday"`
	Tuesday   []intervalBody `json:"tuesday"`
	Wednesday []intervalBody `json:"wednesday"`
	Thursday  []intervalBody `json:"thursday"`
	Friday    []intervalBody `json:"friday"`
	Saturday  []intervalBody `json:"saturday"`
	Sunday    []intervalBody `json:"sunday"`
}

type intervalBody struct {
	Opens         clock `json:"opens"`
	Closes        clock `json:"closes"`
	ByAppointment bool  `json:"by_appointment"`
}

type exceptionBody struct {
	First     directory.Date `json:"first"`
	Last      directory.Date `json:"last"`
	Name      string         `json:"name"`
	Intervals []intervalBody `json:"intervals"`
}

type offeringBody struct {
	Service  directory.Service `json:"service"`
	Features []featureBody     `json:"features"`
	Capacity *capacityBody     `json:"capacity"`
	Prices   []priceBody       `json:"prices"`
}

type featureBody struct {
	Feature directory.Feature `json:"feature"`
	Detail  string            `json:"detail"`
	Fact    *factBody         `json:"fact"`
}

type capacityBody struct {
	Status directory.CapacityStatus `json:"status"`
	Fact   *factBody                `json:"fact"`
}

type priceBody struct {
	Amount    int64                `json:"amount"`
	AmountMax int64                `json:"amount_max"`
	Currency  directory.Currency   `json:"currency"`
	Unit      directory.PriceUnit  `json:"unit"`
	Sessions  int                  `json:"sessions"`
	State     directory.PriceState `json:"state"`
	ValidFrom directory.Date       `json:"valid_from"`
	ValidTo   directory.Date       `json:"valid_to"`
	Fact      *factBody            `json:"fact"`
}

type practitionerBody struct {
	Name               string          `json:"name"`
	Qualification      string          `json:"qualification"`
	Register           string          `json:"register"`
	RegistrationNumber string          `json:"registration_number"`
	Fact               *credentialBody `json:"fact"`
}

// credentialBody is the one fact with a date of its own on which it runs out.
type credentialBody struct {
	State     directory.FactState `json:"state"`
	ExpiresAt *time.Time          `json:"expires_at"`
}

type photoBody struct {
	ID   directory.ID        `json:"id"`
	Kind directory.PhotoKind `json:"kind"`
	Alt  string              `json:"alt"`
	Case *caseView           `json:"case"`
}

type operatingBody struct {
	Status directory.OperatingStatus `json:"status"`
	Reason string                    `json:"reason"`
}
