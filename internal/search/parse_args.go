package search

import (
	"iter"
	"net/url"
	"strings"

	"rootline/internal/directory"
)

// Arguments splits the query part of an address, as it came, into names and
// values, and decodes each once. Libraries drop what they cannot decode, or
// guess; here it is handed on as it stands, and the error, a *directory.Error of
// kind Invalid, names every parameter that it concerns.
func Arguments(raw string) (iter.Seq2[string, string], error) {
	var args []argument
	var faults map[string]directory.Message
	for piece := range strings.SplitSeq(raw, "&") {
		if piece == "" {
			continue
		}
		arg, bad := decodeArgument(piece)
		args = append(args, arg)
		if bad != "" {
			faults = addFault(faults, arg.name, directory.Msg(bad))
		}
	}
	return func(yield func(string, string) bool) {
		for _, a := range args {
			if !yield(a.name, a.value) {
				return
			}
		}
	}, Refusal(faults)
}

// argument is one name and value of an address.
type argument struct{ name, value string }

// decodeArgument reads one piece between ampersands, and returns the id of what is
// wrong with it, or "". A semicolon once separated parameters too, so that a
// queryReader cannot tell what one that is not encoded stands for.
func decodeArgument(piece string) (arg argument, bad string) {
	name, value, _ := strings.Cut(piece, "=")
	arg = argument{name, value}
	if n, err := url.QueryUnescape(name); err == nil {
		arg.name = n
	} else {
		bad = "parameter.escape"
	}
	if v, err := url.QueryUnescape(value); err == nil {
		arg.value = v
	} else {
		bad = "parameter.escape"
	}
	if strings.Contains(piece, ";") {
		bad = "parameter.semicolon"
	}
	return arg, bad
}

// addFault notes what is wrong with a parameter, unless something is already. The
// name may be anything that was sent, so it is made fit to be shown.
func addFault(faults map[string]directory.Message, name string, m directory.Message) map[string]directory.Message {
	if faults == nil {
		faults = map[string]directory.Message{}
	}
	name = strings.ToValidUTF8(name, "\uFFFD")
	if _, known := faults[name]; !known {
		faults[name] = m
	}
	return faults
}

// Refusal is the error that reports what is wrong with parameters, by their names:
// a *directory.Error of kind Invalid, or nil if nothing is.
func Refusal(faults map[string]directory.Message) error {
	if len(faults) == 0 {
		return nil
	}
	return &directory.Error{Kind: directory.Invalid, Message: directory.Msg("parameter.refused"), Fields: faults}
}
