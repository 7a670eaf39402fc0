package fetch

import (
	"context"
	"errors"
	"fmt"

	"rootline/internal/directory"
)

// refuse is a sentence for the person. What made it is in the text of the error
// and in its chain, which only the log sees.
func refuse(cause error, id string, pairs ...any) error {
	return fmt.Errorf("%w: %w", directory.Refuse(directory.Invalid, id, pairs...), cause)
}

// unreadable is what is said when a site was reached, and its answer not had.
// Whether time was up is asked of ctx: what the library makes of an answer that
// breaks off amid a header depends on where it does.
func unreadable(ctx context.Context, err error, host string) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return refuse(err, "fetch.slow", "Host", host)
	}
	return refuse(err, "fetch.answer", "Host", host)
}
