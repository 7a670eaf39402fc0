package team

import (
	"context"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

const (
	inviteLife = 7 * 24 * time.Hour
	day        = 24 * time.Hour
)

// How many letters go to one address in a day: of invitations to one place, of any
// kind to somebody who has no account, or one that they have not confirmed, and may
// never have heard of us, and of any kind to somebody who has one.
const (
	maxInvited  = 3
	maxStranger = 3
	maxKnown    = 10
)

// Invite offers a role to whoever has an address, for a week, in the place of what was
// offered there before. It comes to the same whether or not the address has an
// account, unless that is in the team already. Three a day to one address is all; more
// is TooMany.
func (d *Desk) Invite(ctx context.Context, actor directory.Actor, s Scope, email directory.Email, role directory.Role) error {
	if email.IsZero() {
		return directory.RefuseField("email", directory.Msg("invalid.email"))
	}
	if err := checkRole(s, role); err != nil {
		return err
	}
	p, err := d.place(ctx, s)
	if err != nil {
		return err
	}
	link, n, err := d.newInvitation(actor, s, email, role)
	if err != nil {
		return err
	}
	return d.Store.People(ctx, func(tx auth.Tx) error {
		if err := checkInvite(ctx, tx, s, n); err != nil {
			return err
		}
		err := withdraw(ctx, tx, s, n.CreatedAt.Time(), func(old auth.Secret) bool { return old.Email.Folded() == email.Folded() })
		if err != nil {
			return err
		}
		return d.send(ctx, tx, n, link, p)
	})
}

// newInvitation makes an invitation that is sealed with a key of its own, as if there
// were no account.
func (d *Desk) newInvitation(actor directory.Actor, s Scope, email directory.Email, role directory.Role) (link string, n auth.Secret, err error) {
	now := d.Now()
	id, err := directory.NewID(now, d.Random)
	if err != nil {
		return "", n, err
	}
	link, digest, err := auth.NewSecret(auth.ForLink, d.Random)
	return link, auth.Secret{
		ID: id, Kind: auth.Invite, Digest: digest, Email: email, By: actor.Account,
		Invitation: s.membership(directory.ID{}, role, 0),
		CreatedAt:  directory.At(now), ExpiresAt: directory.At(now.Add(inviteLife)),
	}, err
}

// checkInvite refuses to invite who is in the team, and whom this place has written
// to often enough today. It looks at nothing that whoever invites may not see: so the
// time that it takes tells nothing either.
func checkInvite(ctx context.Context, tx auth.Tx, s Scope, n auth.Secret) error {
	members, err := tx.Members(ctx, s.ID())
	if err != nil {
		return err
	}
	for _, m := range members {
		a, err := tx.Account(ctx, m.AccountID)
		if err != nil && directory.KindOf(err) != directory.NotFound {
			return err
		}
		if err == nil && a.Email.Folded() == n.Email.Folded() && rank(m.Role) >= rank(n.Invitation.Role) {
			return directory.Refuse(directory.Conflict, "team.member")
		}
	}
	times, err := tx.InvitedTo(ctx, s.ID(), n.Email, since(n))
	if err != nil || times < maxInvited {
		return err
	}
	return directory.Refuse(directory.TooMany, "team.too_often", "Max", maxInvited)
}

func since(n auth.Secret) directory.Instant { return directory.At(n.CreatedAt.Time().Add(-day)) }

// send keeps an invitation and posts its letter. One that is more than its address
// should have in a day, from whomever, is not sent; nobody is told, for it would tell
// what others have sent there.
func (d *Desk) send(ctx context.Context, tx auth.Tx, n auth.Secret, link string, p Place) error {
	by, err := tx.Account(ctx, n.By)
	if err != nil {
		return err
	}
	most := maxKnown
	switch a, err := tx.Addressee(ctx, n.Email); {
	case err != nil && directory.KindOf(err) != directory.NotFound:
		return err
	case err != nil, a.State == directory.AccountUnconfirmed:
		most = maxStranger
	}
	times, err := tx.SentTo(ctx, n.Email, since(n))
	if err != nil {
		return err
	}
	if err := tx.AddSecret(ctx, n); err != nil {
		return err
	}
	return d.post(ctx, tx, auth.Letter{
		Person: n.ID, To: n.Email, Kind: auth.Invitation, Path: "/invitations/" + link, For: inviteLife,
		By: by.Name, Place: p.Name, Role: n.Invitation.Role, Silent: times >= most,
		Language: by.Language, // the best guess there is
	})
}

// post has a letter sent that was written now.
func (d *Desk) post(ctx context.Context, tx auth.Tx, l auth.Letter) (err error) {
	now := d.Now()
	l.At = directory.At(now)
	if l.ID, err = directory.NewID(now, d.Random); err != nil {
		return err
	}
	return tx.Post(ctx, l)
}

// Withdraw takes an invitation back that nobody has taken up.
func (d *Desk) Withdraw(ctx context.Context, _ directory.Actor, s Scope, invitation directory.ID) error {
	return d.Store.People(ctx, func(tx auth.Tx) error {
		found := false
		err := withdraw(ctx, tx, s, d.Now(), func(n auth.Secret) bool {
			found = found || n.ID == invitation
			return n.ID == invitation
		})
		if err == nil && !found {
			return directory.Refuse(directory.NotFound, "team.no_invitation")
		}
		return err
	})
}
