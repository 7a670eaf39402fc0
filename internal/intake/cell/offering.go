package cell

import (
	"slices"
	"strings"

	"rootline/internal/directory"
)

// ParseFeature reads a feature, with the name of the kit or pigment after a colon
// where it has one: "named_kit: Plasmora demo kit".
func ParseFeature(s string) (directory.OfferedFeature, error) {
	item, said := cutMark(s)
	name, detail, _ := strings.Cut(item, ":")
	f, err := directory.ParseFeature(strings.TrimSpace(name))
	if err != nil {
		return directory.OfferedFeature{}, err
	}
	return directory.OfferedFeature{Feature: f, Detail: strings.TrimSpace(detail), Fact: said}, nil
}

// FormatFeature writes a feature as [ParseFeature] reads it.
func FormatFeature(f directory.OfferedFeature) string {
	s := mark(f.Fact) + f.Feature.String()
	if f.Detail != "" {
		s += ": " + f.Detail
	}
	return s
}

// ParseCapacity reads whether new patients are taken for a service: "prp: waitlist".
func ParseCapacity(s string) (directory.Service, directory.Capacity, error) {
	item, said := cutMark(s)
	name, status, ok := strings.Cut(item, ":")
	c := directory.Capacity{Status: directory.CapacityStatus(strings.TrimSpace(status)), Fact: said}
	if !ok || !slices.Contains(directory.CapacityStatuses(), c.Status) {
		return 0, directory.Capacity{}, directory.Refuse(directory.Invalid, "cell.capacity")
	}
	of, err := directory.ParseService(strings.TrimSpace(name))
	if err != nil {
		return 0, directory.Capacity{}, err
	}
	return of, c, nil
}

// FormatCapacity writes the capacity of a service as [ParseCapacity] reads it, or
// nothing if nothing is said of it.
func FormatCapacity(of directory.Service, c directory.Capacity) string {
	if c.Status == "" {
		return ""
	}
	return mark(c.Fact) + of.String() + ": " + string(c.Status)
}
