package page

import (
	"maps"
	"slices"

	"rootline/internal/problem"
)

// faultsOf lists what is wrong with each input, by the input's name.
func faultsOf(p problem.Problem) []Field {
	var all []Field
	for _, name := range slices.Sorted(maps.Keys(p.Fields)) {
		all = append(all, Field{name, p.Fields[name]})
	}
	return all
}
