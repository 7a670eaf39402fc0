package fetch

import (
	"context"
	"errors"
	"fmt"
	"os"

	"rootline/internal/directory"
)

// refuse is a sentence for the person. What made it is in the text of the error
// and in its chain, which only the log sees.
func refuse(cause error, id string, pairs ...any) error {
	return fmt.Errorf("%w: %w", directory.Refuse(directory.Invalid, id, pairs...), cause)
}

// unreadable is what is said when a site was reached, and its answer not had.
func unreadable(err error, host string) error {
	if isSlow(err) {
		return refuse(err, "fetch.slow", "Host", host)
	}
	return refuse(err, "fetch.answer", "Host", host)
}

func isSlow(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded)
}
