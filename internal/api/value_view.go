package api

import (
	"encoding/json"
	"fmt"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// valueView is a stored value of a difference as the document of a clinic has it.
func (a *API) valueView(d moderation.Difference, raw json.RawMessage) (v any, err error) {
	if raw == nil || string(raw) == `""` {
		return nil, nil
	}
	if d.Order {
		return raw, nil
	}
	now := a.Now()
	switch d.Field {
	case moderation.FieldOrganization:
		v, err = viewed(raw, func(o directory.Organization) organizationView { return a.newOrganizationView(&o) })
	case moderation.FieldPhones:
		v, err = viewed(raw, func(p directory.ClinicPhone) phoneView { return phoneView(p) })
	case moderation.FieldAddress:
		v, err = viewed(raw, func(at directory.Address) addressView { return a.newAddressView(at, now) })
	case moderation.FieldHours:
		v, err = viewed(raw, func(h directory.Hours) *hoursView { return newHoursView(h, now) })
	case moderation.FieldExceptions:
		v, err = viewed(raw, newExceptionView)
	case moderation.FieldServices, moderation.FieldCapacity, moderation.FieldFeatures, moderation.FieldPrices:
		v, err = offeredView(d.Field, raw, now)
	case moderation.FieldPractitioners, moderation.FieldCredentials:
		v, err = viewed(raw, func(p directory.Practitioner) practitionerView { return newPractitionerView(p, now) })
	case moderation.FieldPhotos, moderation.FieldBeforeAfter:
		v, err = viewed(raw, newPictureView)
	case moderation.FieldOperating, moderation.FieldState:
		v, err = viewed(raw, newStandingView)
	default:
		v = raw // texts, which are stored as they are shown
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", d.Name(), err)
	}
	return v, nil
}

// offeredView is a stored value of what is said of a service.
func offeredView(f moderation.Field, raw json.RawMessage, now time.Time) (any, error) {
	switch f {
	case moderation.FieldCapacity:
		return viewed(raw, func(c directory.Capacity) *capacityView { return newCapacityView(c, now) })
	case moderation.FieldFeatures:
		return viewed(raw, func(f directory.OfferedFeature) featureView { return newFeatureView(f, now) })
	case moderation.FieldPrices:
		return viewed(raw, func(all []directory.Price) []priceView {
			return each(all, func(p directory.Price) priceView { return newPriceView(p, now) })
		})
	default:
		return viewed(raw, func(o directory.Offering) offeringView { return newOfferingView(o, now) })
	}
}

// standingView is how a listing, or a clinic, stands.
type standingView struct {
	Value  string     `json:"value"`
	Reason *string    `json:"reason"`
	Since  *time.Time `json:"since"`
}

func newStandingView(s struct {
	Value  string            `json:"value"`
	Reason string            `json:"reason"`
	Since  directory.Instant `json:"since"`
},
) standingView {
	return standingView{s.Value, orNull(s.Reason), timeOrNull(s.Since)}
}

// pictureView is a photo, apart from any page that it stands on.
type pictureView struct {
	ID     directory.ID        `json:"id"`
	Kind   directory.PhotoKind `json:"kind"`
	Alt    string              `json:"alt"`
	Width  int                 `json:"width"`
	Height int                 `json:"height"`
	Case   *caseView           `json:"case"`
}

func newPictureView(p directory.Photo) pictureView {
	return pictureView{p.ID, p.Kind, p.Alt, p.Width, p.Height, (*caseView)(p.Case)}
}
