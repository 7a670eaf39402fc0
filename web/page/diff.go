package page

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// Difference is one thing that two versions of a listing have differently, in words.
type Difference struct {
	Name   string   // tells it from all others, as moderation names it
	Label  string   // what it is of, such as "Price of PRP"
	Before []string // its lines; none if it was not there
	After  []string // none if it is not there any more
	Note   string   // what else there is to say of it; may be empty
	Pick   string   // name of the box by which it is chosen; empty for none
	Picked bool
}

// DifferencesView is differences beside each other.
type DifferencesView struct {
	Before, After string // what the two sides are called
	Rows          []Difference
	Sheet         Sheet // of the form that the boxes are in, where there are any
}

// fieldWords name the fields of a listing.
var fieldWords = map[moderation.Field]string{
	moderation.FieldName:          "field.name",
	moderation.FieldSlug:          "field.slug",
	moderation.FieldOrganization:  "field.organization",
	moderation.FieldDescription:   "field.description",
	moderation.FieldURL:           "field.url",
	moderation.FieldEmail:         "field.email",
	moderation.FieldPhones:        "field.phones",
	moderation.FieldAddress:       "field.address",
	moderation.FieldLanguages:     "field.languages",
	moderation.FieldHours:         "field.hours",
	moderation.FieldExceptions:    "field.exceptions",
	moderation.FieldServices:      "field.services",
	moderation.FieldCapacity:      "field.capacity",
	moderation.FieldFeatures:      "field.features",
	moderation.FieldPrices:        "field.prices",
	moderation.FieldPractitioners: "field.practitioners",
	moderation.FieldCredentials:   "field.credentials",
	moderation.FieldPhotos:        "field.photos",
	moderation.FieldBeforeAfter:   "field.before_after",
	moderation.FieldOperating:     "field.operating",
	moderation.FieldState:         "field.state",
}

// Field is what a field of a listing is called, at the beginning of a line.
func (f Frame) Field(field moderation.Field) string { return f.T(fieldWords[field]) }

// Path says what a path leads to: a field, of which service, and which of several where
// what stands there does not say that itself.
func (f Frame) Path(p moderation.Path) string {
	label := f.Field(p.Field)
	if p.Service != 0 {
		label = f.T("diff.of_service", "Field", label, "Service", p.Service)
	}
	if p.Field != moderation.FieldFeatures {
		return label
	}
	feature, err := directory.ParseFeature(p.Key)
	if err != nil {
		return label
	}
	return f.T("diff.feature", "Field", label, "Feature", feature)
}

// Difference words a difference. The lines of an address are the caller's, who knows
// what regions are called. What cannot be read is an error.
func (f Frame) Difference(d moderation.Difference, address func(directory.Address) []string) (Difference, error) {
	v := Difference{Name: d.Name(), Label: f.Path(d.Path)}
	if d.Order {
		v.Label = f.T("diff.order", "Field", v.Label)
	}
	say := teller{f, address}
	before, err := say.value(d, d.From)
	if err != nil {
		return v, fmt.Errorf("word %s: %w", v.Name, err)
	}
	after, err := say.value(d, d.To)
	if err != nil {
		return v, fmt.Errorf("word %s: %w", v.Name, err)
	}
	v.Before, v.After = before.lines, after.lines
	if slices.Equal(v.Before, v.After) { // then it is how it is known that differs
		v.Before, v.After = append(v.Before, before.known...), append(v.After, after.known...)
	}
	return v, nil
}

// told is a value in words: what it says, and how that is known.
type told struct{ lines, known []string }

// teller words the values of a listing as they are stored.
type teller struct {
	f       Frame
	address func(directory.Address) []string
}

// value words one side of a difference; what is not there has no lines.
func (t teller) value(d moderation.Difference, raw json.RawMessage) (told, error) {
	if raw == nil {
		return told{}, nil
	}
	if d.Order {
		return as(raw, t.order(d.Field))
	}
	switch d.Field {
	case moderation.FieldName, moderation.FieldSlug, moderation.FieldURL, moderation.FieldEmail, moderation.FieldDescription:
		return as(raw, t.text)
	case moderation.FieldOrganization:
		return as(raw, func(o directory.Organization) told { return t.text(o.Name) })
	case moderation.FieldPhones:
		return as(raw, t.phone)
	case moderation.FieldAddress:
		return as(raw, t.place)
	case moderation.FieldLanguages:
		return as(raw, func(l directory.Language) told { return t.text(t.f.Language(l)) })
	case moderation.FieldHours:
		return as(raw, t.week)
	case moderation.FieldExceptions:
		return as(raw, func(e directory.Exception) told { return t.text(t.exception(e)) })
	case moderation.FieldServices, moderation.FieldCapacity, moderation.FieldFeatures, moderation.FieldPrices:
		return t.service(d.Field, raw)
	case moderation.FieldPractitioners, moderation.FieldCredentials:
		return as(raw, t.practitioner)
	case moderation.FieldPhotos, moderation.FieldBeforeAfter:
		return as(raw, t.photo)
	case moderation.FieldOperating, moderation.FieldState:
		return as(raw, t.standing)
	}
	return told{}, nil
}

// as reads a value as the type that say words.
func as[T any](raw json.RawMessage, say func(T) told) (told, error) {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return told{}, err
	}
	return say(v), nil
}

// text is what somebody has written, line by line.
func (t teller) text(s string) told {
	if s == "" {
		return told{}
	}
	return told{lines: strings.Split(s, "\n")}
}

func (t teller) fact(fact directory.Fact) []string { return []string{t.f.standing(fact)} }

func (t teller) phone(p directory.ClinicPhone) told {
	if p.WhatsApp {
		return t.text(t.f.T("diff.whatsapp", "Phone", p.Number.International()))
	}
	return t.text(p.Number.International())
}

// place says an address. Where it is on the map, and in which time zone, is for those who
// check it; others are told only if nothing else differs.
func (t teller) place(a directory.Address) told {
	var lines, exact []string
	if a.Address1 != "" {
		lines = append(lines, a.Address1)
	}
	lines = append(lines, t.address(a)...)
	if !a.Point.IsZero() {
		exact = append(exact, t.f.T("diff.point", "Lat", t.f.Decimal(a.Point.Lat(), 5), "Lng", t.f.Decimal(a.Point.Lng(), 5)))
	}
	exact = append(exact, t.f.T("diff.zone", "Zone", a.TimeZone))
	if t.f.Exact {
		return told{append(lines, exact...), t.fact(a.Fact)}
	}
	return told{lines, append(exact, t.fact(a.Fact)...)}
}

// order words the keys of a list whose order differs.
func (t teller) order(field moderation.Field) func([]string) told {
	return func(keys []string) told {
		lines := make([]string, len(keys))
		for i, key := range keys {
			lines[i] = t.key(field, key)
		}
		return told{lines: lines}
	}
}

// key words what a thing in a list is told from the others by.
func (t teller) key(field moderation.Field, key string) string {
	switch field {
	case moderation.FieldLanguages:
		if l, err := directory.ParseLanguage(key); err == nil {
			return t.f.Language(l)
		}
	case moderation.FieldFeatures:
		if feature, err := directory.ParseFeature(key); err == nil {
			return t.f.Feature(feature)
		}
	case moderation.FieldServices:
		if s, err := directory.ParseService(key); err == nil {
			return t.f.Service(s)
		}
	default:
	}
	return key
}
