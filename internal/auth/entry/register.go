package entry

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// linkLife is how long the link that confirms an address works. The letter promises
// as long as its code does, but some letters are held up for longer than that.
const linkLife = time.Hour

// siteName is what a password should not be made of.
const siteName = "Rootline"

// pending is what is kept of a registration until its address is confirmed: as the
// text of its link. The text of its code is the digest of the link.
type pending struct {
	Name     string             `json:"name"`
	Email    directory.Email    `json:"email"`
	Language directory.Language `json:"language,omitzero"`
	Password string             `json:"password,omitzero"` // its hash
	Browser  []byte             `json:"browser"`           // the digest of the one in which this was typed
}

// Register sends a code and a link to the address of somebody who wants an account,
// and returns the secret of the browser that the code will work in. There is no
// account before one of the two is shown. To whoever has one already that is written
// instead; what is replied, and the work that it takes, is the same.
func (d *Desk) Register(ctx context.Context, from auth.From, r Registration) (browser string, err error) {
	now := d.Now()
	name, err := checked(r)
	if err != nil {
		return "", err
	}
	p := pending{Name: name, Email: r.Email, Language: r.Language}
	if r.Language == (directory.Language{}) {
		p.Language = from.Language
	}
	if r.Password != "" {
		if p.Password, err = d.Hasher.Hash(ctx, r.Password, d.Random); err != nil {
			return "", err
		}
	}
	if browser, p.Browser, err = d.browser(from); err != nil {
		return "", err
	}
	err = d.Store.People(ctx, func(tx auth.Tx) error { return d.register(ctx, tx, p, browser, now) })
	return browser, err
}

// register is Register's transaction.
func (d *Desk) register(ctx context.Context, tx auth.Tx, p pending, browser string, now time.Time) error {
	who, err := account(ctx, tx, p.Email)
	if err != nil {
		return err
	}
	taken := who.State == directory.AccountActive || who.State == directory.AccountClosed
	silent, err := hadEnough(ctx, tx, p.Email, taken, now)
	if err != nil {
		return err
	}
	was, err := d.withdraw(ctx, tx, p.Browser, now)
	if err != nil {
		return err
	}
	link, linkDigest, err := d.addLink(ctx, tx, p, now)
	if err != nil {
		return err
	}
	s, err := d.newSecret(auth.Registration, now)
	if err != nil {
		return err
	}
	s.Email, s.Text = p.Email, base64.StdEncoding.EncodeToString(linkDigest)
	code, life, err := d.addCode(ctx, tx, s, was.Code(), browser, !taken && !silent, now)
	if err != nil {
		return err
	}
	l := auth.Letter{Person: s.ID, To: p.Email, At: directory.At(now), Silent: silent, Kind: auth.AddressTaken, Path: "/sign-in"}
	if !taken {
		l.Kind, l.Path, l.Code, l.For = auth.ConfirmAddress, "/register/link/"+link, code, life
	}
	return d.post(ctx, tx, l)
}

// withdraw puts an end to the registration that may be in progress in a browser.
func (d *Desk) withdraw(ctx context.Context, tx auth.Tx, browser []byte, now time.Time) (auth.Secret, error) {
	was, err := d.makeWay(ctx, tx, auth.Registration, browser, now)
	if err != nil || was.ID.IsZero() {
		return was, err
	}
	_, err = updateLink(ctx, tx, was, func(s *auth.Secret) error { replace(s, now); return nil })
	return was, err
}

// addLink keeps what was typed until the link is shown.
func (d *Desk) addLink(ctx context.Context, tx auth.Tx, p pending, now time.Time) (link string, digest []byte, err error) {
	s, err := d.newSecret(auth.Registration, now)
	if err != nil {
		return "", nil, err
	}
	text, err := json.Marshal(p)
	if err != nil {
		return "", nil, fmt.Errorf("keep a registration: %w", err)
	}
	if link, s.Digest, err = auth.NewSecret(auth.ForLink, d.Random); err != nil {
		return "", nil, err
	}
	s.Text, s.ExpiresAt = string(text), directory.At(now.Add(linkLife))
	return link, s.Digest, tx.AddSecret(ctx, s)
}

// updateLink changes the link of a registration's code.
func updateLink(ctx context.Context, tx auth.Tx, code auth.Secret, change func(*auth.Secret) error) (pending, error) {
	digest, err := base64.StdEncoding.DecodeString(code.Text)
	if err != nil {
		return pending{}, fmt.Errorf("read the code of a registration: %w", err)
	}
	s, err := tx.UpdateSecret(ctx, auth.Registration, digest, change)
	if err != nil {
		return pending{}, err
	}
	return pendingOf(s)
}

func pendingOf(link auth.Secret) (p pending, err error) {
	if err := json.Unmarshal([]byte(link.Text), &p); err != nil {
		return pending{}, fmt.Errorf("read a registration: %w", err)
	}
	return p, nil
}

// Confirm opens the account of whoever shows the code in the browser in which they
// registered, and signs them in. Five wrong ones end the code; the link still works.
func (d *Desk) Confirm(ctx context.Context, from auth.From, code string) (Progress, error) {
	return d.byCode(ctx, auth.Registration, from, code, func(tx auth.Tx, s auth.Secret, now time.Time) (Progress, error) {
		p, err := updateLink(ctx, tx, s, func(link *auth.Secret) error {
			if link.UsedAt == 0 {
				link.UsedAt = directory.At(now)
			}
			return nil
		})
		if err != nil {
			return Progress{}, err
		}
		return d.open(ctx, tx, p, from, now)
	})
}

// ConfirmLink opens the account of whoever shows the link of a registration. In the
// browser in which they registered they are signed in. In any other the account has
// no password yet, for who typed it there need not be who reads the letters.
func (d *Desk) ConfirmLink(ctx context.Context, from auth.From, link string) (Progress, error) {
	now := d.Now()
	digest, ok := auth.Digest(auth.ForLink, link)
	if !ok {
		return Progress{}, noLink()
	}
	return d.inPeople(ctx, func(tx auth.Tx) (Progress, error) {
		s, err := tx.UpdateSecret(ctx, auth.Registration, digest, func(s *auth.Secret) error { return s.Redeem(nil, now) })
		if err != nil {
			return Progress{}, err
		}
		p, err := pendingOf(s)
		if err != nil {
			return Progress{}, err
		}
		if err := useCode(ctx, tx, p, digest, now); err != nil {
			return Progress{}, err
		}
		if mine, ok := auth.Digest(auth.ForBrowser, from.Browser); ok && bytes.Equal(mine, p.Browser) {
			return d.open(ctx, tx, p, from, now)
		}
		p.Password = ""
		_, err = d.add(ctx, tx, p, now)
		return Progress{Step: StepSignIn}, err
	})
}

// useCode uses up the code that was sent with a link, unless the browser has another
// by now.
func useCode(ctx context.Context, tx auth.Tx, p pending, link []byte, now time.Time) error {
	_, err := tx.UpdateSecret(ctx, auth.Registration, p.Browser, func(s *auth.Secret) error {
		if s.UsedAt == 0 && s.Text == base64.StdEncoding.EncodeToString(link) {
			s.UsedAt = directory.At(now)
		}
		return nil
	})
	if directory.KindOf(err) == directory.NotFound {
		return nil
	}
	return err
}

// open adds the account of a registration and lets its owner in.
func (d *Desk) open(ctx context.Context, tx auth.Tx, p pending, from auth.From, now time.Time) (Progress, error) {
	who, err := d.add(ctx, tx, p, now)
	if err != nil {
		return Progress{}, err
	}
	return d.arrive(ctx, tx, arrival{who, from, byMail, now})
}

// add adds the account of a registration. If there is one by now, it is that: its
// owner has shown a letter to its address, as with a code to sign in by.
func (d *Desk) add(ctx context.Context, tx auth.Tx, p pending, now time.Time) (directory.Account, error) {
	id, err := directory.NewID(now, d.Random)
	if err != nil {
		return directory.Account{}, err
	}
	a := directory.Account{
		ID: id, Email: p.Email, Name: p.Name, Language: p.Language,
		State: directory.AccountActive, CreatedAt: directory.At(now),
	}
	err = tx.AddAccount(ctx, a, auth.Credentials{Password: p.Password})
	if directory.KindOf(err) == directory.Conflict {
		return owned(ctx, tx, p.Email)
	}
	return a, err
}
