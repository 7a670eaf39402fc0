package self

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Devices returns the browsers that are remembered for somebody, the newest first.
func (d *Desk) Devices(ctx context.Context, actor directory.Actor) ([]Device, error) {
	kept, err := d.Store.Secrets(ctx, auth.Device, actor.Account)
	if err != nil {
		return nil, err
	}
	all := make([]Device, 0, len(kept))
	for _, s := range kept {
		if directory.At(d.Now()) < s.ExpiresAt {
			all = append(all, Device{ID: s.ID, Label: s.Text, Since: s.CreatedAt, ExpiresAt: s.ExpiresAt})
		}
	}
	return all, nil
}

// ForgetDevice has a browser not be remembered any more. One that is not there, or is
// somebody else's, is NotFound.
func (d *Desk) ForgetDevice(ctx context.Context, actor directory.Actor, id directory.ID) error {
	return d.change(ctx, actor, func(c *change) error {
		kept, err := c.Secrets(ctx, auth.Device, actor.Account)
		if err != nil {
			return err
		}
		for _, s := range kept {
			if s.ID != id {
				continue
			}
			_, err := c.UpdateSecret(ctx, s.Kind, s.Digest, func(s *auth.Secret) error {
				s.ReplacedAt = directory.At(c.now)
				return nil
			})
			return err
		}
		return directory.Refuse(directory.NotFound, "self.device_unknown")
	})
}
