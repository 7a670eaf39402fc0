package self

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// NewRecoveryCodes gives an account ten new recovery codes, which are never shown
// again, in the place of all that it has. They stand in for a second factor, so there
// has to be one.
func (d *Desk) NewRecoveryCodes(ctx context.Context, actor directory.Actor) (shown []string, err error) {
	err = d.change(ctx, actor, func(c *change) error {
		has, err := c.guarded(ctx)
		if err != nil {
			return err
		}
		if !has.second() {
			return directory.Refuse(directory.Conflict, "self.recovery_needless")
		}
		if shown, err = c.newRecovery(ctx); err != nil {
			return err
		}
		return c.lockOthers(ctx, auth.SecondFactorChanged)
	})
	if err != nil {
		return nil, err
	}
	return shown, nil
}

func (c *change) newRecovery(ctx context.Context) ([]string, error) {
	shown, digests, err := auth.NewRecoveryCodes(c.desk.Random)
	if err != nil {
		return nil, err
	}
	_, err = c.UpdateCredentials(ctx, c.who.Account.ID, func(k *auth.Credentials) error {
		k.Recovery = digests
		return nil
	})
	return shown, err
}
