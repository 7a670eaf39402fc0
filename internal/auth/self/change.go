package self

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// change is a transaction in which somebody changes something about themselves.
type change struct {
	auth.Tx
	desk *Desk
	now  time.Time
	who  auth.Standing // of whoever asks, as it stands in the transaction
}

// change runs fn in one transaction. The door has let the actor in a moment ago;
// if their session has been ended since, fn is not run.
func (d *Desk) change(ctx context.Context, actor directory.Actor, fn func(*change) error) error {
	return d.Store.People(ctx, func(tx auth.Tx) error {
		now := d.Now()
		who, err := tx.Standing(ctx, actor.Session)
		gone := directory.KindOf(err) == directory.NotFound
		switch {
		case err != nil && !gone:
			return err
		case gone, who.Account.ID != actor.Account, who.Account.State != directory.AccountActive, !auth.Lives(who.Session, now):
			return directory.Refuse(directory.Unauthenticated, "auth.sign_in")
		}
		return fn(&change{tx, d, now, who})
	})
}

// attempt is change for what counts even if it is refused, such as a wrong code: all
// that fn has written is saved before the refusal is told.
func (d *Desk) attempt(ctx context.Context, actor directory.Actor, fn func(*change) (refused, err error)) error {
	var refused error
	err := d.change(ctx, actor, func(c *change) (err error) {
		refused, err = fn(c)
		return err
	})
	if err != nil {
		return err
	}
	return refused
}

// guarded is what the owner of the account is known by, to be changed. Whoever has a
// second factor changes nothing of that without having shown it: a browser that is
// remembered is let in without.
func (c *change) guarded(ctx context.Context) (factors, error) {
	has, err := factorsOf(ctx, c, c.who.Account.ID)
	if err == nil && has.second() && !c.who.Session.Strong {
		err = directory.Refuse(directory.StepUp, "auth.strong")
	}
	return has, err
}

// shown saves that it was shown just now who is asking, and how well.
func (c *change) shown(ctx context.Context, strong bool) error {
	_, err := c.UpdateSession(ctx, c.who.Session.ID, func(s *directory.Session) error {
		s.Strong, s.StrongAt = strong, directory.At(c.now)
		return nil
	})
	return err
}

// waysIn are the secrets by which somebody is let in with less than the account asks
// for: a browser that is remembered, a first factor that was shown before the change,
// and the link of the first admin, who may have come in by mail instead.
var waysIn = []auth.SecretKind{auth.Device, auth.SecondFactor, auth.Welcome}

// lockOthers ends whatever way in others may have found to the account before what
// lets people in was changed, and tells its owner of the change.
func (c *change) lockOthers(ctx context.Context, told auth.LetterKind) error {
	account := c.who.Account
	if _, err := c.RevokeSessions(ctx, account.ID, c.who.Session.ID); err != nil {
		return err
	}
	for _, kind := range waysIn {
		if err := c.ReplaceSecrets(ctx, kind, account.ID); err != nil {
			return err
		}
	}
	return c.post(ctx, auth.Letter{Kind: told, To: account.Email, Path: "/account"})
}

// post has a letter sent that somebody has caused. It is sealed with their key,
// whoever reads it: nobody else's has to do with it.
func (c *change) post(ctx context.Context, l auth.Letter) (err error) {
	if l.ID, err = directory.NewID(c.now, c.desk.Random); err != nil {
		return err
	}
	l.Person, l.At, l.Language = c.who.Account.ID, directory.At(c.now), c.who.Account.Language
	return c.Post(ctx, l)
}

// begin keeps what somebody has begun and goes on with in the same session, in the
// place of what they had begun before.
func (c *change) begin(ctx context.Context, kind auth.SecretKind, text string, life time.Duration) error {
	if err := c.ReplaceSecrets(ctx, kind, c.who.Account.ID); err != nil {
		return err
	}
	id, err := directory.NewID(c.now, c.desk.Random)
	if err != nil {
		return err
	}
	_, digest, err := auth.NewSecret(auth.ForLink, c.desk.Random) // never shown: the session finds it
	if err != nil {
		return err
	}
	return c.AddSecret(ctx, auth.Secret{
		ID: id, Kind: kind, Digest: digest, AccountID: c.who.Account.ID, Text: text, Browser: browserOf(c.who.Session.ID),
		CreatedAt: directory.At(c.now), ExpiresAt: directory.At(c.now.Add(life)),
	})
}

// finish uses up what was begun, and forgets its text.
func (c *change) finish(ctx context.Context, s auth.Secret) error {
	_, err := c.UpdateSecret(ctx, s.Kind, s.Digest, func(s *auth.Secret) error {
		s.Text = ""
		return s.Redeem(browserOf(c.who.Session.ID), c.now)
	})
	return err
}

// begun is what was begun in a session and can be gone on with; false if nothing is.
func begun(ctx context.Context, r auth.Reader, kind auth.SecretKind, account, session directory.ID, now time.Time) (auth.Secret, bool, error) {
	open, err := r.Secrets(ctx, kind, account)
	for _, s := range open {
		if string(s.Browser) == string(browserOf(session)) && directory.At(now) < s.ExpiresAt {
			return s, true, nil
		}
	}
	return auth.Secret{}, false, err
}

// browserOf is how a session is called among the browsers that may show a secret.
func browserOf(session directory.ID) []byte {
	sum := sha256.Sum256([]byte("session " + session.String()))
	return sum[:]
}

// beside puts what is wrong with an input beside its field.
func beside(field string, err error) error {
	if e := (*directory.Error)(nil); errors.As(err, &e) && e.Kind == directory.Invalid && e.Fields == nil {
		told := *e
		told.Fields = map[string]directory.Message{field: e.Message}
		return &told
	}
	return err
}
