package moderation

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"rootline/internal/directory"
)

// item is one thing in a slot, as it is stored.
type item struct {
	key   string
	value json.RawMessage
}

// slot is where things of a kind stand in a listing, in order. What there is one of
// stands alone, without a key.
type slot struct {
	field   Field
	service directory.Service
	whole   bool // things here come and go; what is said of them has slots of its own
	read    func() ([]item, error)
	write   func([]item) error // in place of what there was, sharing nothing with it
}

// week is the part of the hours that is not about dates.
type week struct {
	Week           [7][]directory.Interval `json:"week"`
	ByAppointment  bool                    `json:"by_appointment,omitzero"`
	PublicHolidays *directory.Holidays     `json:"public_holidays,omitempty"`
	Fact           directory.Fact          `json:"fact"`
}

func weekOf(h directory.Hours) week {
	w := week{h.Week, h.ByAppointment, h.PublicHolidays, h.Fact}
	for i, day := range w.Week {
		if len(day) == 0 { // one way to say shut
			w.Week[i] = nil
		}
	}
	return w
}

func (w week) into(h *directory.Hours) {
	h.Week, h.ByAppointment, h.PublicHolidays, h.Fact = w.Week, w.ByAppointment, w.PublicHolidays, w.Fact
}

// standing is a directory.Standing as it is stored here.
type standing[S ~string] struct {
	Value  S                 `json:"value"`
	Reason string            `json:"reason,omitzero"`
	Since  directory.Instant `json:"since,omitzero"`
}

// slots are all slots of a listing, those of its services after the one where these
// stand. To write one changes the listing.
func slots(l *directory.Listing) []slot {
	c := &l.Clinic
	all := []slot{
		text(FieldName, &c.Name),
		text(FieldSlug, &c.Slug),
		alone(FieldOrganization, func() directory.Organization { return l.Organization },
			func(o directory.Organization) { l.Organization, c.OrganizationID = o, o.ID }),
		text(FieldDescription, &c.Description),
		text(FieldURL, &c.URL),
		text(FieldEmail, &c.Email),
		many(FieldPhones, 0, &c.Phones, func(p directory.ClinicPhone) string { return p.Number.String() }),
		text(FieldAddress, &c.Address),
		many(FieldLanguages, 0, &c.Languages, directory.Language.String),
		alone(FieldHours, func() week { return weekOf(c.Hours) }, func(w week) { w.into(&c.Hours) }),
		many(FieldExceptions, 0, &c.Hours.Exceptions, func(e directory.Exception) string {
			return e.First.String() + "/" + e.Last.String() // ISO 8601
		}),
		servicesSlot(c),
	}
	for i := range c.Offerings {
		o := &c.Offerings[i]
		all = append(all, ofService(FieldCapacity, o.Service, &o.Capacity),
			many(FieldFeatures, o.Service, &o.Features, func(f directory.OfferedFeature) string { return f.Feature.String() }),
			ofService(FieldPrices, o.Service, &o.Prices))
	}
	return append(all,
		many(FieldPractitioners, 0, &c.Practitioners, func(p directory.Practitioner) string { return p.Name }),
		many(FieldPhotos, 0, &c.Photos, func(p directory.Photo) string { return p.ID.String() }),
		state(FieldOperating, &l.Operating), state(FieldState, &l.State))
}

func servicesSlot(c *directory.Clinic) slot {
	s := many(FieldServices, 0, &c.Offerings, func(o directory.Offering) string { return o.Service.String() })
	s.whole = true
	return s
}

// text is the slot of what there is one of.
func text[T any](field Field, at *T) slot { return ofService(field, 0, at) }

func ofService[T any](field Field, s directory.Service, at *T) slot {
	one := alone(field, func() T { return *at }, func(v T) { *at = v })
	one.service = s
	return one
}

func state[S ~string](field Field, at *directory.Standing[S]) slot {
	return alone(field, func() standing[S] { return standing[S](*at) },
		func(s standing[S]) { *at = directory.Standing[S](s) })
}

func alone[T any](field Field, get func() T, set func(T)) slot {
	return slot{
		field: field,
		read: func() ([]item, error) {
			value, err := json.Marshal(get())
			return []item{{value: value}}, err
		},
		write: func(items []item) error {
			var v T
			for _, it := range items {
				if err := json.Unmarshal(it.value, &v); err != nil {
					return fmt.Errorf("read %s: %w", field, err)
				}
			}
			set(v)
			return nil
		},
	}
}

// many is the slot of a list. Of several that have one key, the later ones are
// numbered.
func many[T any](field Field, s directory.Service, at *[]T, key func(T) string) slot {
	return slot{
		field: field, service: s,
		read: func() ([]item, error) {
			items := make([]item, 0, len(*at))
			for _, v := range *at {
				value, err := json.Marshal(v)
				if err != nil {
					return nil, fmt.Errorf("write %s: %w", field, err)
				}
				items = append(items, item{free(items, key(v)), value})
			}
			return items, nil
		},
		write: func(items []item) error {
			var all []T
			for _, it := range items {
				var v T
				if err := json.Unmarshal(it.value, &v); err != nil {
					return fmt.Errorf("read %s: %w", field, err)
				}
				all = append(all, v)
			}
			*at = all
			return nil
		},
	}
}

// free is the key, numbered if it is taken.
func free(items []item, key string) string {
	numbered := key
	for n := 2; indexOf(items, numbered) >= 0; n++ {
		numbered = key + "#" + strconv.Itoa(n)
	}
	return numbered
}

func indexOf(items []item, key string) int {
	return slices.IndexFunc(items, func(it item) bool { return it.key == key })
}

// valueOf is what stands under a key; nil if nothing does.
func valueOf(items []item, key string) json.RawMessage {
	if i := indexOf(items, key); i >= 0 {
		return items[i].value
	}
	return nil
}

func keysOf(items []item) []string {
	keys := make([]string, len(items))
	for i, it := range items {
		keys[i] = it.key
	}
	return keys
}
