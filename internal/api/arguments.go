package api

import (
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/search"
)

// arguments are the names and values of a request's query. They are read from
// the address as it came, for Fiber's own reading drops what it cannot decode.
// The error, if any, has to be joined with what else is wrong: see refused.
func arguments(c *fiber.Ctx) (iter.Seq2[string, string], error) {
	return search.Arguments(string(c.Request().URI().QueryString()))
}

// refused is one error that tells what all of errs tell of parameters; of two
// about the same one, what comes first. It is nil if none of them is an error.
func refused(errs ...error) error {
	faults := map[string]directory.Message{}
	for _, err := range errs {
		e := (*directory.Error)(nil)
		if err != nil && !errors.As(err, &e) {
			return err
		}
		if e == nil {
			continue
		}
		for name, message := range e.Fields {
			if _, told := faults[name]; !told {
				faults[name] = message
			}
		}
	}
	return search.Refusal(faults)
}

// theArguments are those of a query that are named here, each once at most. The error, if
// any, has to be joined with what else is wrong: see refused.
func theArguments(c *fiber.Ctx, names ...string) (map[string]string, error) {
	args, bad := arguments(c)
	given, faults := map[string]string{}, map[string]directory.Message{}
	for name, value := range args {
		switch _, twice := given[name]; {
		case !slices.Contains(names, name):
			faults[name] = directory.Msg("parameter.unknown", "Accepted", strings.Join(names, ", "))
		case twice:
			faults[name] = directory.Msg("parameter.twice")
		default:
			given[name] = value
		}
	}
	return given, refused(bad, search.Refusal(faults))
}

// noArguments refuses a query where none is understood.
func noArguments(c *fiber.Ctx) error {
	args, bad := arguments(c)
	unknown := map[string]directory.Message{}
	for name := range args {
		unknown[name] = directory.Msg("parameter.none")
	}
	return refused(bad, search.Refusal(unknown))
}
