package entry

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// checked is the name of somebody who registers, if nothing is wrong with what they
// have typed.
func checked(r Registration) (name string, err error) {
	name, err = auth.PersonName(r.Name)
	switch {
	case err != nil:
		return "", err
	case r.Email.IsZero():
		return "", directory.RefuseField("email", directory.Msg("invalid.missing"))
	case r.Password == "":
		return name, nil
	}
	refused := (*directory.Error)(nil)
	if err := auth.CheckPassword(r.Password, false, name, r.Email.String(), siteName); errors.As(err, &refused) {
		return "", directory.RefuseField("password", refused.Message)
	}
	return name, err
}

// mayBegin refuses a network from which too much has been begun: each beginning is
// kept, with a key of its own. A browser that remembers somebody is counted by itself,
// so that nobody beside it at a desk or behind one address keeps its people out.
func (d *Desk) mayBegin(ctx context.Context, from auth.From, now time.Time) error {
	known, err := devices(ctx, d.Store, from, now)
	if err != nil {
		return err
	}
	g := auth.Guess{Addr: from.Addr}
	if len(known) > 0 {
		g.Device = hex.EncodeToString(known[0].kept.Digest)
	}
	if wait := d.Throttle.Begin(g, now); wait > 0 {
		return auth.SlowNetwork(wait)
	}
	return nil
}
