package directory

import "slices"

// Service is a treatment that a clinic can offer. Tandem, PRP and SMP in one
// plan, is not one of them: it is what a clinic that offers both can do.
type Service int

// The services there are. The zero Service is none of them.
const (
	_         Service = iota
	PRP               // platelet-rich plasma
	SMP               // scalp micropigmentation
	PEPFactor         // topical growth factor and copper peptide, an adjunct of PRP
)

var serviceNames = [...]string{PRP: "prp", SMP: "smp", PEPFactor: "pep_factor"}

// Services returns every service there is.
func Services() []Service { return []Service{PRP, SMP, PEPFactor} }

// ParseService reads a service by its name in addresses and files.
func ParseService(s string) (Service, error) {
	if i := slices.Index(serviceNames[:], s); i > 0 {
		return Service(i), nil
	}
	return 0, Refuse(Invalid, "invalid.service")
}

// exists reports whether s is one of the services.
func (s Service) exists() bool { return s > 0 && int(s) < len(serviceNames) }

func (s Service) String() string { return serviceNames[s] }

// MarshalText writes the service's name.
func (s Service) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Service) UnmarshalText(b []byte) error { return parseText(s, b, ParseService) }

// Feature is something a careful clinic can say of how it offers a service.
type Feature int

// The features there are, in the order in which they are shown. The zero
// Feature is none of them.
const (
	_ Feature = iota
	TopicalAnaesthetic
	InjectedAnaesthetic
	Vibration
	FineNeedles
	IcePacks
	Intradermal
	Subcutaneous
	SingleSpin
	DoubleSpin
	NamedKit
	AsepticProtocol
	Hairline
	Density
	FullShavedLook
	ScarCamouflage
	Beard
	NamedPigment
	RemovalOffered
	featureEnd
)

// FeatureGroup gathers the features that are shown together.
type FeatureGroup string

// The groups there are.
const (
	GroupComfort   FeatureGroup = "comfort"
	GroupTechnique FeatureGroup = "technique"
	GroupLook      FeatureGroup = "look"
	GroupAftercare FeatureGroup = "aftercare"
)

var features = [featureEnd]struct {
	name    string
	service Service
	group   FeatureGroup
}{
	TopicalAnaesthetic:  {"topical_anaesthetic", PRP, GroupComfort},
	InjectedAnaesthetic: {"injected_anaesthetic", PRP, GroupComfort},
	Vibration:           {"vibration", PRP, GroupComfort},
	FineNeedles:         {"fine_needles_31g", PRP, GroupComfort},
	IcePacks:            {"ice_packs", PRP, GroupComfort},
	Intradermal:         {"intradermal", PRP, GroupTechnique},
	Subcutaneous:        {"subcutaneous", PRP, GroupTechnique},
	SingleSpin:          {"single_spin", PRP, GroupTechnique},
	DoubleSpin:          {"double_spin", PRP, GroupTechnique},
	NamedKit:            {"named_kit", PRP, GroupTechnique}, // the detail names it
	AsepticProtocol:     {"aseptic_protocol", PRP, GroupTechnique},
	Hairline:            {"hairline", SMP, GroupLook},
	Density:             {"density", SMP, GroupLook},
	FullShavedLook:      {"full_shaved_look", SMP, GroupLook},
	ScarCamouflage:      {"scar_camouflage", SMP, GroupLook},
	Beard:               {"beard", SMP, GroupLook},
	NamedPigment:        {"named_pigment_system", SMP, GroupTechnique}, // the detail names it
	RemovalOffered:      {"removal_or_correction", SMP, GroupAftercare},
}

// FeatureCount is the number of features there are.
const FeatureCount = int(featureEnd) - 1

// Features returns every feature there is, in the order in which they are shown.
func Features() []Feature {
	all := make([]Feature, 0, FeatureCount)
	for f := TopicalAnaesthetic; f < featureEnd; f++ {
		all = append(all, f)
	}
	return all
}

// ParseFeature reads a feature by its name in addresses and files.
func ParseFeature(s string) (Feature, error) {
	for f := TopicalAnaesthetic; f < featureEnd; f++ {
		if features[f].name == s {
			return f, nil
		}
	}
	return 0, Refuse(Invalid, "invalid.feature")
}

// exists reports whether f is one of the features.
func (f Feature) exists() bool { return f > 0 && f < featureEnd }

func (f Feature) String() string { return features[f].name }

// Service is the service that the feature belongs to.
func (f Feature) Service() Service { return features[f].service }

// Group is the group that the feature is shown in.
func (f Feature) Group() FeatureGroup { return features[f].group }

// MarshalText writes the feature's name.
func (f Feature) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (f *Feature) UnmarshalText(b []byte) error { return parseText(f, b, ParseFeature) }
