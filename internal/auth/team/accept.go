package team

import (
	"context"
	"errors"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// newcomer is somebody who has no account yet.
type newcomer struct {
	account     directory.Account
	credentials auth.Credentials
}

// Accept takes an invitation up. Of many who show the same link, one is heard.
//
// Whoever is signed in gets the role, if the invitation was sent to the address of
// their account; a lower one than they have changes nothing. A visitor whose address
// has no account gets one with a name, and with a password if there is one, and is
// signed in: the link has shown that the address is theirs. One whose address has an
// account is asked to sign in first.
func (d *Desk) Accept(ctx context.Context, from auth.From, actor directory.Actor, link, name, password string) (in *auth.In, err error) {
	n, p, err := d.invitation(ctx, link)
	if err != nil {
		return nil, err
	}
	var who newcomer
	if !actor.Signed() {
		if who, err = d.newcomer(ctx, from, n.Email, p, name, password); err != nil {
			return nil, err
		}
	}
	err = d.Store.People(ctx, func(tx auth.Tx) error {
		if err := d.redeem(ctx, tx, n, p); err != nil {
			return err
		}
		if actor.Signed() {
			return d.join(ctx, tx, actor, n)
		}
		in, err = d.enter(ctx, tx, from, who, n)
		return err
	})
	if err != nil {
		return nil, err
	}
	return in, nil
}

// redeem uses up an invitation, if it stands.
func (d *Desk) redeem(ctx context.Context, tx auth.Tx, n auth.Secret, p Place) error {
	n, err := tx.Secret(ctx, n.Kind, n.Digest)
	if err != nil {
		return err
	}
	if err := d.stands(ctx, tx, n, p); err != nil {
		return err
	}
	_, err = tx.UpdateSecret(ctx, n.Kind, n.Digest, func(n *auth.Secret) error { return n.Redeem(nil, d.Now()) })
	return err
}

// join gives the role to an account that is there, unless it has a higher one.
func (d *Desk) join(ctx context.Context, tx auth.Tx, actor directory.Actor, n auth.Secret) error {
	invited, err := tx.AccountByEmail(ctx, n.Email)
	if err != nil && directory.KindOf(err) != directory.NotFound {
		return err
	}
	if err != nil || invited.ID != actor.Account {
		return directory.Refuse(directory.Forbidden, "team.other_address")
	}
	s := scopeOf(n.Invitation)
	has, err := roleAt(ctx, tx, invited.ID, s)
	if err != nil || rank(has) >= rank(n.Invitation.Role) {
		return err
	}
	return setRole(ctx, tx, invited.ID, s, n.Invitation.Role, d.Now())
}

// newcomer prepares an account. Hashing the password takes long, and no transaction
// waits for it.
func (d *Desk) newcomer(ctx context.Context, from auth.From, email directory.Email, p Place, name, password string) (who newcomer, err error) {
	if err := d.noAccount(ctx, email); err != nil {
		return who, err
	}
	if name, err = auth.PersonName(name); err != nil {
		return who, err
	}
	if password != "" {
		if who.credentials.Password, err = d.hash(ctx, password, name, email.String(), p.Name, "Rootline"); err != nil {
			return who, err
		}
	}
	now := d.Now()
	id, err := directory.NewID(now, d.Random)
	who.account = directory.Account{
		ID: id, Email: email, Name: name, Language: from.Language, State: directory.AccountActive, CreatedAt: directory.At(now),
	}
	return who, err
}

// hash makes what is kept of a password, if it is not too easily guessed. About are
// the words that are easy to think of for whoever chooses it.
func (d *Desk) hash(ctx context.Context, password string, about ...string) (string, error) {
	refused := (*directory.Error)(nil)
	if err := auth.CheckPassword(password, false, about...); errors.As(err, &refused) {
		return "", directory.RefuseField("password", refused.Message)
	}
	return d.Hasher.Hash(ctx, password, d.Random)
}

// noAccount refuses an address that has an account.
func (d *Desk) noAccount(ctx context.Context, email directory.Email) error {
	a, err := d.Store.AccountByEmail(ctx, email)
	switch {
	case directory.KindOf(err) == directory.NotFound:
		return nil
	case err != nil:
		return err
	case a.State == directory.AccountClosed:
		return directory.Refuse(directory.Conflict, "conflict.inactive")
	}
	return directory.Refuse(directory.Unauthenticated, "team.sign_in_first")
}

// enter opens an account for a newcomer, gives it the role and signs it in.
func (d *Desk) enter(ctx context.Context, tx auth.Tx, from auth.From, who newcomer, n auth.Secret) (*auth.In, error) {
	err := tx.AddAccount(ctx, who.account, who.credentials)
	if directory.KindOf(err) == directory.Conflict { // it was opened while the password was hashed
		return nil, directory.Refuse(directory.Unauthenticated, "team.sign_in_first")
	}
	if err != nil {
		return nil, err
	}
	now := d.Now()
	if err := setRole(ctx, tx, who.account.ID, scopeOf(n.Invitation), n.Invitation.Role, now); err != nil {
		return nil, err
	}
	in, err := auth.Begin(ctx, tx, who.account, from, auth.ShownWhole, now, d.Random)
	return &in, err
}
