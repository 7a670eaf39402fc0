package team

import (
	"context"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Offer is an invitation, as whoever was sent it sees it.
type Offer struct {
	Place Place // zero for the whole directory
	Role  directory.Role
	By    string // the name of whoever invites
	Email directory.Email
	Known bool // there is an account with that address
}

// Look shows what a link invites to, and takes nothing up. A link that does not work
// any more is refused with a sentence that says why.
func (d *Desk) Look(ctx context.Context, link string) (Offer, error) {
	n, p, err := d.invitation(ctx, link)
	if err != nil {
		return Offer{}, err
	}
	by, err := d.Store.Account(ctx, n.By)
	if err != nil {
		return Offer{}, err
	}
	o := Offer{Place: p, Role: n.Invitation.Role, By: by.Name, Email: n.Email}
	_, err = d.Store.AccountByEmail(ctx, n.Email)
	switch {
	case err == nil:
		o.Known = true
	case directory.KindOf(err) != directory.NotFound:
		return Offer{}, err
	}
	return o, nil
}

// invitation finds what a link invites to, if it still does.
func (d *Desk) invitation(ctx context.Context, link string) (n auth.Secret, p Place, err error) {
	digest, ok := auth.Digest(auth.ForLink, link)
	if !ok {
		return n, p, directory.Refuse(directory.NotFound, "secret.unknown")
	}
	if n, err = d.Store.Secret(ctx, auth.Invite, digest); err != nil {
		return n, p, err
	}
	p, err = d.place(ctx, scopeOf(n.Invitation))
	if directory.KindOf(err) == directory.NotFound {
		return n, p, directory.Refuse(directory.Invalid, "team.void")
	}
	if err != nil {
		return n, p, err
	}
	return n, p, d.stands(ctx, d.Store, n, p)
}

// stands refuses an invitation that cannot be taken up any more: it was, or it was
// taken back or replaced, or it is too old, or whoever sent it may not invite now.
func (d *Desk) stands(ctx context.Context, r auth.Reader, n auth.Secret, p Place) error {
	now := d.Now()
	switch {
	case n.UsedAt != 0:
		return directory.Refuse(directory.Invalid, "team.used")
	case n.ReplacedAt != 0:
		return directory.Refuse(directory.Invalid, "team.void")
	case directory.At(now) >= n.ExpiresAt:
		return directory.Refuse(directory.Invalid, "team.expired")
	}
	still, err := may(ctx, r, n.By, scopeOf(n.Invitation), p, now)
	if err != nil || still {
		return err
	}
	return directory.Refuse(directory.Invalid, "team.void")
}
