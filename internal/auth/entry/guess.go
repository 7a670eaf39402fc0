package entry

import (
	"context"
	"encoding/hex"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// guess is what the throttle knows somebody by who is about to show a password for an
// address. Who is zero if there is no account with it.
func (d *Desk) guess(ctx context.Context, r auth.Reader, from auth.From, who directory.ID, email directory.Email, now time.Time) (auth.Guess, error) {
	known, err := remembered(ctx, r, from, who, now)
	g := auth.Guess{Account: hex.EncodeToString(d.Digest("throttle", email.Folded())), Addr: from.Addr}
	if known != nil {
		g.Device = hex.EncodeToString(known.kept.Digest)
	}
	return g, err
}

// secondGuess is the guess of who shows the second factor of an account after that
// of its password. The two are counted apart.
func secondGuess(first auth.Guess, account directory.ID) auth.Guess {
	first.Account = "second " + account.String()
	return first
}
