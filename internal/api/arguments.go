package api

import (
	"errors"
	"iter"
	"maps"

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
	var all *directory.Error
	for _, err := range errs {
		if err == nil {
			continue
		}
		e := (*directory.Error)(nil)
		if !errors.As(err, &e) {
			return err
		}
		if all == nil {
			all = &directory.Error{Kind: e.Kind, Message: e.Message, Fields: map[string]directory.Message{}}
		}
		for name, message := range e.Fields {
			if _, told := all.Fields[name]; !told {
				all.Fields[name] = message
			}
		}
	}
	if all == nil {
		return nil
	}
	return all
}

// noArguments refuses a query where none is understood.
func noArguments(c *fiber.Ctx) error {
	args, bad := arguments(c)
	unknown := map[string]directory.Message{}
	for name := range args {
		unknown[name] = directory.Msg("parameter.none")
	}
	if len(unknown) == 0 {
		return bad
	}
	return refused(bad, invalid(unknown))
}

// invalid is the error that tells what is wrong with parameters.
func invalid(fields map[string]directory.Message) error {
	return &directory.Error{Kind: directory.Invalid, Message: directory.Msg("parameter.refused"), Fields: maps.Clone(fields)}
}
