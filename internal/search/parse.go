package search

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// parameters is every parameter of a search and how it is read. One that leans
// on another is read after it.
var parameters = []struct {
	name string
	read func(*queryReader, string)
}{
	{"q", (*queryReader).text},
	{"service", (*queryReader).services},
	{"country", (*queryReader).countries},
	{"region", (*queryReader).regions},
	{"city", (*queryReader).cities},
	{"near", (*queryReader).near},
	{"radius_km", (*queryReader).radius},
	{"feature", (*queryReader).features},
	{"language", (*queryReader).languages},
	{"open_now", (*queryReader).openNow},
	{"accepting", (*queryReader).accepting},
	{"entry_type", (*queryReader).entryTypes},
	{"sort", (*queryReader).sort},
	{"page", (*queryReader).page},
	{"per_page", (*queryReader).perPage},
}

// Parse reads a query from names and values, each decoded once, such as
// [Arguments] yields. The lists of the query come out without repetitions, in
// the order of their text, so that equal searches are equal queries.
//
// If anything is wrong the error is a *directory.Error of kind Invalid whose
// Fields say of every parameter at fault what it accepts. The query beside it
// is sound all the same: it holds what could be read, and stands at the default
// where something could not.
func Parse(args iter.Seq2[string, string], places *gazetteer.Gazetteer) (Query, error) {
	return ParsePaged(args, places, Paging{PerPage: DefaultPerPage, MaxPerPage: MaxPerPage})
}

// Paging is how long the pages of an answer are: unless asked otherwise, and at most.
type Paging struct{ PerPage, MaxPerPage int }

// ParsePaged is [Parse] for answers whose pages are longer than those that people
// turn.
func ParsePaged(args iter.Seq2[string, string], places *gazetteer.Gazetteer, paging Paging) (Query, error) {
	r := queryReader{places: places, maxPerPage: paging.MaxPerPage, query: Query{Page: 1, PerPage: paging.PerPage}}
	for name, value := range args {
		r.take(argument{name, value})
	}
	for _, p := range parameters {
		if r.given(p.name) && !r.faulty(p.name) {
			p.read(&r, p.name)
		}
	}
	return r.query, Refusal(r.faults)
}

// Known reports whether a search has a parameter of this name.
func Known(name string) bool {
	for _, p := range parameters {
		if p.name == name {
			return true
		}
	}
	return false
}

// queryReader reads one query: what was given, what has been read of it so far, and
// what was wrong with it.
type queryReader struct {
	places     *gazetteer.Gazetteer
	maxPerPage int
	args       []argument
	query      Query
	faults     map[string]directory.Message
}

// take accepts one name and value, unless no parameter could use them.
func (r *queryReader) take(a argument) {
	switch {
	case !utf8.ValidString(a.name) || !utf8.ValidString(a.value):
		r.refuse(a.name, "parameter.utf8")
	case !Known(a.name):
		names := make([]string, 0, len(parameters))
		for _, p := range parameters {
			names = append(names, p.name)
		}
		r.refuse(a.name, "parameter.unknown", "Accepted", strings.Join(names, ", "))
	}
	r.args = append(r.args, a)
}

func (r *queryReader) given(name string) bool {
	return slices.ContainsFunc(r.args, func(a argument) bool { return a.name == name })
}

func (r *queryReader) faulty(name string) bool {
	_, bad := r.faults[name]
	return bad
}

func (r *queryReader) refuse(name, id string, pairs ...any) {
	r.faults = addFault(r.faults, name, directory.Msg(id, pairs...))
}

// scalar is the value of a parameter that takes one, if it was given one.
func (r *queryReader) scalar(name string) (string, bool) {
	var value string
	n := 0
	for _, a := range r.args {
		if a.name == name {
			value = a.value
			n++
		}
	}
	if n > 1 {
		r.refuse(name, "parameter.twice")
	}
	return value, n == 1
}
