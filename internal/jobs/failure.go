package jobs

import (
	"context"
	"errors"
	"fmt"
	"regexp"
)

// Permanent marks a failure that no retry mends, such as an address that does not
// exist: its job is dead at once. Permanent(nil) is nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

// Failure says in a word of lower-case letters, digits and underscores what kind of
// failure err is. The word is ours, of a fixed few such as "mailbox_unknown", and is
// what the job's row and the log have to say; without it that is the type of the
// error's cause. Failure(kind, nil) is nil.
func Failure(kind string, err error) error {
	if err == nil {
		return nil
	}
	return failure{kind, err}
}

type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

func isPermanent(err error) bool { return errors.As(err, new(permanent)) }

type failure struct {
	kind string
	error
}

func (f failure) Unwrap() error { return f.error }

// panicked is work that has panicked with a value of the type.
type panicked struct{ of string }

func (p panicked) Error() string { return "panic: " + p.of }

// scrubbed is what may be kept of an error: it leads back to nothing.
type scrubbed string

func (s scrubbed) Error() string { return string(s) }

// aWord keeps a kind of failure from being a sentence, or an address.
var aWord = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// scrub says of an error what kind of failure it is, and nothing of its text.
func scrub(ctx context.Context, err error) scrubbed {
	named, panicked := failure{}, panicked{}
	switch {
	case errors.As(err, &panicked):
		return scrubbed(panicked.Error())
	case errors.As(err, &named) && aWord.MatchString(named.kind):
		return scrubbed(named.kind)
	case ctx.Err() != nil && errors.Is(context.Cause(ctx), context.DeadlineExceeded):
		return "took too long"
	case ctx.Err() != nil:
		return "stopped"
	}
	switch of := fmt.Sprintf("%T", cause(err)); of {
	case "*errors.errorString", "*fmt.wrapError", "*fmt.wrapErrors", "*errors.joinError": // tell nothing
		return "failed"
	default:
		return scrubbed(of)
	}
}

// cause is the innermost error, the first one where several were joined.
func cause(err error) error {
	for {
		var within error
		switch e := err.(type) { //nolint:errorlint // each layer is looked at
		case interface{ Unwrap() error }:
			within = e.Unwrap()
		case interface{ Unwrap() []error }:
			if all := e.Unwrap(); len(all) > 0 {
				within = all[0]
			}
		}
		if within == nil {
			return err
		}
		err = within
	}
}
