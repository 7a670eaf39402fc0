package search

import (
	"strings"

	"rootline/internal/directory"
)

// accepted is what a parameter that takes several values accepts.
type accepted[T comparable] struct {
	parse   func(text string) (T, bool)
	text    func(T) string
	refusal string // id of the message for the values that parse refuses
	names   string // all there are, if they are few enough to be told
}

// The parameters whose values do not depend on anything else.
var (
	acceptedServices   = oneOf("parameter.service", Choices(), Choice.String)
	acceptedFeatures   = oneOf("parameter.feature", directory.Features(), directory.Feature.String)
	acceptedEntryTypes = oneOf("parameter.entry_type", directory.EntryTypes(), entryTypeText)
	acceptedSorts      = oneOf("parameter.sort", Sorts(), Sort.String)
	acceptedCountries  = accepted[directory.Country]{
		orNot(directory.ParseCountry), directory.Country.String, "parameter.country", "",
	}
	acceptedLanguages = accepted[directory.Language]{
		orNot(directory.ParseLanguage), directory.Language.String, "parameter.language", "",
	}
)

// oneOf accepts a closed list of values by their exact text.
func oneOf[T comparable](refusal string, all []T, text func(T) string) accepted[T] {
	names := make([]string, len(all))
	for i, v := range all {
		names[i] = text(v)
	}
	parse := func(s string) (v T, ok bool) {
		for i, name := range names {
			if name == s {
				return all[i], true
			}
		}
		return v, false
	}
	return accepted[T]{parse, text, refusal, strings.Join(names, ", ")}
}

// orNot makes a parser that says whether of one that says why not.
func orNot[T any](parse func(string) (T, error)) func(string) (T, bool) {
	return func(s string) (T, bool) {
		v, err := parse(s)
		return v, err == nil
	}
}

// MaxValues is how many values one parameter may have. Every value costs a look-up
// and stands in each link that leads on from a search, so that thousands of them
// would make a short question's answer large.
const MaxValues = 50

// readList reads the values of a parameter, repeated or joined by commas. Those
// that are not accepted are named together in one message.
func readList[T comparable](r *queryReader, name string, a accepted[T]) []T {
	if r.values(name) > MaxValues {
		r.refuse(name, "parameter.too_many", "Max", MaxValues)
		return nil
	}
	var read []T
	var refused []string
	for _, arg := range r.args {
		if arg.name != name {
			continue
		}
		for value := range strings.SplitSeq(arg.value, ",") {
			if v, ok := a.parse(value); ok {
				read = append(read, v)
			} else {
				refused = append(refused, value)
			}
		}
	}
	if len(refused) > 0 {
		r.refuse(name, a.refusal, "Given", shownValues(refused), "Accepted", a.names)
	}
	return canonical(read, a.text)
}

// values is how many values a parameter was given, repeated or joined by commas.
func (r *queryReader) values(name string) int {
	n := 0
	for _, arg := range r.args {
		if arg.name == name {
			n += 1 + strings.Count(arg.value, ",")
		}
	}
	return n
}

// shownValues is refused values as a message repeats them: the first few, each
// cut short.
func shownValues(values []string) string {
	const most, longest = 3, 40
	var b strings.Builder
	for i, value := range values {
		if i > 0 {
			b.WriteString(", ")
		}
		if i == most {
			b.WriteString("…")
			break
		}
		if letters := []rune(value); len(letters) > longest {
			value = string(letters[:longest]) + "…"
		}
		b.WriteString("“" + directory.Printable(value) + "”")
	}
	return b.String()
}
