package entry

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// secondLife is how long after the first factor the second one may be shown.
const secondLife = 10 * time.Minute

// What somebody can have shown first.
const (
	byPassword = "password"
	byMail     = "mail"
	byPasskey  = "passkey"
)

// arrival is somebody who has shown just now that an account is theirs.
type arrival struct {
	account directory.Account
	from    auth.From
	by      string
	now     time.Time
}

// arrive lets somebody in who has shown a first factor, or asks for a second one.
func (d *Desk) arrive(ctx context.Context, tx auth.Tx, a arrival) (Progress, error) {
	if err := inUse(a.account); err != nil {
		return Progress{}, err
	}
	f, err := factorsOf(ctx, tx, a.account.ID)
	if err != nil {
		return Progress{}, err
	}
	device, err := remembered(ctx, tx, a.from, a.account.ID, a.now)
	switch {
	case err != nil:
		return Progress{}, err
	case f.second() && (f.ofSite || device == nil):
		return d.askSecond(ctx, tx, a, f)
	case f.second():
		return d.letIn(ctx, tx, a, auth.ShownBefore)
	}
	return d.letIn(ctx, tx, a, auth.ShownWhole)
}

// inUse refuses an account that nobody may get into.
func inUse(a directory.Account) error {
	if a.State != directory.AccountActive {
		return directory.Refuse(directory.Conflict, "conflict.inactive")
	}
	return nil
}

// factors is what an account has beside its first factor, and whether it has to have
// it: a moderator or an admin is one with a second factor only.
type factors struct {
	app, passkey, ofSite bool
}

func (f factors) second() bool { return f.app || f.passkey }

func factorsOf(ctx context.Context, r auth.Reader, account directory.ID) (factors, error) {
	c, err := r.Credentials(ctx, account)
	if err != nil {
		return factors{}, err
	}
	keys, err := r.Passkeys(ctx, account)
	if err != nil {
		return factors{}, err
	}
	roles, err := r.Memberships(ctx, account)
	ofSite := slices.ContainsFunc(roles, func(m directory.Membership) bool {
		return m.Role == directory.RoleModerator || m.Role == directory.RoleAdmin
	})
	return factors{app: c.TOTP != nil, passkey: len(keys) > 0, ofSite: ofSite}, err
}

// askSecond keeps that the first factor was shown in this browser. The browser gets
// a new secret, which nobody can have known before.
func (d *Desk) askSecond(ctx context.Context, tx auth.Tx, a arrival, f factors) (Progress, error) {
	browser, digest, err := auth.NewSecret(auth.ForBrowser, d.Random)
	if err != nil {
		return Progress{}, err
	}
	s, err := d.newSecret(auth.SecondFactor, a.now)
	if err != nil {
		return Progress{}, err
	}
	s.Digest, s.AccountID, s.Text = digest, a.account.ID, a.by
	s.ExpiresAt = directory.At(a.now.Add(secondLife))
	p := Progress{Step: StepSecond, Browser: browser, App: f.app, Passkey: f.passkey}
	return p, tx.AddSecret(ctx, s)
}

// letIn signs somebody in who has shown all that their account asks for.
func (d *Desk) letIn(ctx context.Context, tx auth.Tx, a arrival, shown auth.Shown) (Progress, error) {
	if err := inUse(a.account); err != nil {
		return Progress{}, err
	}
	elsewhere, err := isElsewhere(ctx, tx, a)
	if err != nil {
		return Progress{}, err
	}
	g, err := d.guess(ctx, tx, a.from, a.account.ID, a.account.Email, a.now)
	if err != nil {
		return Progress{}, err
	}
	d.Throttle.Arrived(g, a.now)
	in, err := auth.Begin(ctx, tx, a.account, a.from, shown, a.now, d.Random)
	if err == nil && elsewhere {
		err = d.post(ctx, tx, auth.Letter{
			Person: a.account.ID, To: a.account.Email, Kind: auth.SignedInElsewhere,
			At: directory.At(a.now), Path: "/account", Device: cmp.Or(a.from.Label, "–"),
			Language: a.account.Language,
		})
	}
	return Progress{Step: StepIn, In: in}, err
}

// isElsewhere reports whether the owner should be told of a sign-in: the account has
// been in use lately, but neither remembered in this browser nor in one like it.
func isElsewhere(ctx context.Context, tx auth.Tx, a arrival) (bool, error) {
	device, err := remembered(ctx, tx, a.from, a.account.ID, a.now)
	if err != nil || device != nil {
		return false, err
	}
	sessions, err := tx.Sessions(ctx, a.account.ID)
	lately := directory.At(a.now.Add(-auth.SessionLife))
	sessions = slices.DeleteFunc(sessions, func(s directory.Session) bool { return s.SeenAt < lately })
	alike := slices.ContainsFunc(sessions, func(s directory.Session) bool { return s.Label == a.from.Label })
	return len(sessions) > 0 && !alike, err
}

// post has a letter sent once the transaction is committed.
func (d *Desk) post(ctx context.Context, tx auth.Tx, l auth.Letter) error {
	id, err := directory.NewID(l.At.Time(), d.Random)
	if err != nil {
		return err
	}
	l.ID = id
	return tx.Post(ctx, l)
}
