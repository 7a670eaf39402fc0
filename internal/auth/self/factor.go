package self

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// factors is all that the owner of an account is known by, beside its address.
type factors struct {
	auth.Credentials
	passkeys []auth.Passkey
}

func factorsOf(ctx context.Context, r auth.Reader, account directory.ID) (has factors, err error) {
	if has.Credentials, err = r.Credentials(ctx, account); err != nil {
		return has, err
	}
	has.passkeys, err = r.Passkeys(ctx, account)
	return has, err
}

// seconds counts the second factors. Recovery codes stand in for one and are none.
func (f factors) seconds() int {
	n := len(f.passkeys)
	if f.TOTP != nil {
		n++
	}
	return n
}

func (f factors) second() bool { return f.seconds() > 0 }

// spared refuses to take away the second factor of somebody who has one left and
// cannot do without.
func (c *change) spared(has factors) error {
	if has.seconds() > 1 {
		return nil
	}
	for _, m := range c.who.Memberships {
		if m.Role == directory.RoleModerator || m.Role == directory.RoleAdmin {
			return directory.Refuse(directory.Conflict, "self.last_factor_role")
		}
	}
	if has.Short {
		return directory.Refuse(directory.Conflict, "self.last_factor_password")
	}
	return nil
}

// enrolled follows the adding of a second factor to those that an account had: it
// has been shown by that. Whoever has no recovery codes is given ten, shown once.
func (c *change) enrolled(ctx context.Context, had factors) (recovery []string, err error) {
	if len(had.Recovery) == 0 {
		if recovery, err = c.newRecovery(ctx); err != nil {
			return nil, err
		}
	}
	if err := c.shown(ctx, true); err != nil {
		return nil, err
	}
	return recovery, c.lockOthers(ctx, auth.SecondFactorChanged)
}

// dropped follows the removal of a second factor. With the last one go the codes that
// stand in for it, and what the session owed to it.
func (c *change) dropped(ctx context.Context, had factors) error {
	if had.seconds() == 1 {
		_, err := c.UpdateCredentials(ctx, c.who.Account.ID, func(k *auth.Credentials) error {
			k.Recovery = nil
			return nil
		})
		if err != nil {
			return err
		}
		_, err = c.UpdateSession(ctx, c.who.Session.ID, func(s *directory.Session) error {
			s.Strong = false
			return nil
		})
		if err != nil {
			return err
		}
	}
	return c.lockOthers(ctx, auth.SecondFactorChanged)
}
