package moderation

import (
	"slices"
	"strings"

	"rootline/internal/directory"
)

// Field is a part of a listing that can be changed, as pages and the API name it.
type Field string

// The fields there are. What is said of one practitioner or one photo is of the
// field that asks for more care: somebody's credentials, rather than that they work
// there.
const (
	FieldName          Field = "name"
	FieldSlug          Field = "slug"
	FieldOrganization  Field = "organization" // the one that the clinic belongs to
	FieldDescription   Field = "description"
	FieldURL           Field = "url"
	FieldEmail         Field = "email"
	FieldPhones        Field = "phones"
	FieldAddress       Field = "address"
	FieldLanguages     Field = "languages"
	FieldHours         Field = "hours" // the week, by appointment, and public holidays
	FieldExceptions    Field = "exceptions"
	FieldServices      Field = "services" // one more or one less, with all that is said of it
	FieldCapacity      Field = "capacity"
	FieldFeatures      Field = "features"
	FieldPrices        Field = "prices" // those of a service, as one
	FieldPractitioners Field = "practitioners"
	FieldCredentials   Field = "credentials"
	FieldPhotos        Field = "photos"
	FieldBeforeAfter   Field = "before_after"
	FieldOperating     Field = "operating"
	FieldState         Field = "state"
)

var fields = []Field{
	FieldName, FieldSlug, FieldOrganization, FieldDescription, FieldURL, FieldEmail, FieldPhones, FieldAddress,
	FieldLanguages, FieldHours, FieldExceptions, FieldServices, FieldCapacity, FieldFeatures, FieldPrices,
	FieldPractitioners, FieldCredentials, FieldPhotos, FieldBeforeAfter, FieldOperating, FieldState,
}

// Fields returns every field there is, in the order in which differences are shown.
func Fields() []Field { return slices.Clone(fields) }

// FactKind returns the kind of fact that the field is, if people decide by it.
func (f Field) FactKind() (kind directory.FactKind, ok bool) {
	switch f {
	case FieldAddress:
		kind = directory.FactAddress
	case FieldHours:
		kind = directory.FactHours
	case FieldCapacity:
		kind = directory.FactCapacity
	case FieldFeatures:
		kind = directory.FactFeature
	case FieldPrices:
		kind = directory.FactPrice
	case FieldPractitioners, FieldCredentials:
		kind = directory.FactCredential
	default:
	}
	return kind, kind != ""
}

// Path leads to a thing in a listing: a field, the service that it is said of, and
// which of several it is, each as far as there is such a thing.
type Path struct {
	Field   Field             `json:"field"`
	Service directory.Service `json:"service,omitzero"`
	Key     string            `json:"key,omitzero"`
}

// String is the path with dots between its parts, such as features.prp.ice_packs.
// No two things in a listing have the same.
func (p Path) String() string {
	parts := []string{string(p.Field)}
	if p.Service != 0 {
		parts = append(parts, p.Service.String())
	}
	if p.Key != "" {
		parts = append(parts, p.Key)
	}
	return strings.Join(parts, ".")
}

// place is the path by where the thing stands, whatever is said of it.
func (p Path) place() Path {
	p.Field = p.Field.slot()
	return p
}

// slot is the field that the things of a field stand among.
func (f Field) slot() Field {
	switch f {
	case FieldBeforeAfter:
		return FieldPhotos
	case FieldCredentials:
		return FieldPractitioners
	default:
		return f
	}
}
