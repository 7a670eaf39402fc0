package main

import (
	"context"
	"crypto/rand"
	"time"

	"rootline/internal/moderation"
)

// ask asks the clinics that it is time for. The clinics of a demo are invented, and so
// are the addresses that they publish: nobody is written to there but its people.
func (h *house) ask(ctx context.Context, now time.Time) error {
	demo, err := h.Stamp(ctx, demoStamp)
	if err != nil {
		return err
	}
	office := moderation.Office{Store: h, Now: func() time.Time { return now }, Random: rand.Reader}
	_, err = (&moderation.Asking{Office: office, Public: demo == ""}).Round(ctx)
	return err
}
