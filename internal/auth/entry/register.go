package entry

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
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
	if err == nil {
		err = d.mayBegin(ctx, from, now)
	}
	if err != nil {
		return "", err
	}
	p := pending{Name: name, Email: r.Email, Language: r.Language}
	if r.Language == (directory.Language{}) {
		p.Language = from.Language
	}
	if r.Password != "" {
		if p.Password, err = d.hash(ctx, from, r, now); err != nil {
			return "", err
		}
	}
	if browser, p.Browser, err = d.browser(from); err != nil {
		return "", err
	}
	err = d.Store.People(ctx, func(tx auth.Tx) error { return d.register(ctx, tx, p, browser, now) })
	return browser, err
}

// hash makes what is kept of the password of somebody who registers. That keeps the
// hasher as busy as a guess does, and is one to the throttle: whoever signs in in a
// browser that is known does not wait behind strangers from all over the world.
func (d *Desk) hash(ctx context.Context, from auth.From, r Registration, now time.Time) (string, error) {
	g := auth.Guess{Account: "register " + hex.EncodeToString(d.Digest("throttle", r.Email.Folded())), Addr: from.Addr}
	if wait := d.Throttle.Try(g, now); wait > 0 {
		return "", auth.Slow(wait)
	}
	done, err := d.Hasher.Turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return d.Hasher.Hash(ctx, r.Password, d.Random)
}

// register is Register's transaction.
func (d *Desk) register(ctx context.Context, tx auth.Tx, p pending, browser string, now time.Time) error {
	who, err := addressee(ctx, tx, p.Email)
	if err != nil {
		return err
	}
	taken := isConfirmed(who)
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
	l := auth.Letter{
		Person: s.ID, To: p.Email, At: directory.At(now), Silent: silent, Kind: auth.AddressTaken, Path: "/sign-in",
		Language: cmp.Or(who.Language, p.Language),
	}
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
