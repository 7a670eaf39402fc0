package moderation

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// mostCodes is how many letters with codes go to one address in a day, whoever asks.
const mostCodes = 3

// PageCode is what a claimant puts onto a page of the clinic's site. It shows whose claim
// it is and opens nothing, so it need not be secret; and nobody can have it there who
// has not seen the claim.
func (c *Claim) PageCode() string { return "rootline-" + c.ID.String() }

// newCallCode is what a moderator is told who calls the clinic. Whoever answers the phone
// has it from the claimant, so it must not follow from anything that others see.
func newCallCode(random io.Reader) (string, error) {
	var raw [8]byte // so many that no code is likelier than others
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", fmt.Errorf("make a code: %w", err)
	}
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(raw[:])%1_000_000), nil
}

// MailCode sends a code to an address at the domain of the site of what is claimed, or
// of one branch. It works in one browser, the one with the secret that is returned.
func (d *Claims) MailCode(ctx context.Context, from auth.From, actor directory.Actor, claim, branch directory.ID, to directory.Email) (browser string, err error) {
	if err := d.pace(ctx, actor, claim, auth.Guess{Account: "claim letters " + actor.Account.String(), Addr: from.Addr}); err != nil {
		return "", err
	}
	_, err = d.update(ctx, actor, claim, func(a *act, c *Claim) error {
		site, err := a.siteOf(ctx, c, branch)
		if err != nil {
			return err
		}
		domain, err := ProvesDomain(to, site)
		if err != nil {
			return err
		}
		if !c.State.Open() {
			return c.refuse()
		}
		// What of an address comes before the last part may be anything, and many reach one
		// person: so a domain has a pace, too.
		if wait := d.Throttle.Begin(auth.Guess{Account: "claim mail", Device: domain}, d.Now()); wait > 0 {
			return auth.Slow(wait)
		}
		browser, err = a.mailCode(ctx, c, branch, to)
		return err
	})
	if err != nil {
		return "", err
	}
	return browser, nil
}

// pace slows whoever tries too often, about a claim of theirs: another's is not there for
// them, however often they have asked.
func (d *Claims) pace(ctx context.Context, actor directory.Actor, claim directory.ID, g auth.Guess) error {
	if _, err := claimOf(ctx, d.Store, actor, claim); err != nil {
		return err
	}
	if wait := d.Throttle.Try(g, d.Now()); wait > 0 {
		return auth.Slow(wait)
	}
	return nil
}

// mailCode makes a code and posts it. Only the newest of an account counts.
func (a *act) mailCode(ctx context.Context, c *Claim, branch directory.ID, to directory.Email) (browser string, err error) {
	sent, err := a.SentTo(ctx, to, directory.At(a.now.Add(-day)))
	if err != nil {
		return "", err
	}
	s := auth.Secret{
		Kind: auth.ClaimProof, AccountID: a.actor.Account, Email: to, CreatedAt: directory.At(a.now),
		Text: proofOf(c, branch),
	}
	if s.ID, err = a.newID(); err != nil {
		return "", err
	}
	if browser, _, err = auth.NewSecret(auth.ForBrowser, a.random); err != nil {
		return "", err
	}
	code, state, err := auth.NewCode(browser, a.now, a.random)
	if err != nil {
		return "", err
	}
	s.SetCode(state)
	if err := a.ReplaceSecrets(ctx, s.Kind, s.AccountID); err != nil {
		return "", err
	}
	if err := a.AddSecret(ctx, s); err != nil {
		return "", err
	}
	place, err := a.placeOf(ctx, c)
	if err != nil {
		return "", err
	}
	account, err := a.Account(ctx, a.actor.Account)
	if err != nil {
		return "", err
	}
	return browser, a.send(ctx, auth.Letter{
		Kind: auth.ClaimCode, Person: account.ID, To: to, Language: account.Language, By: account.Name, Place: place,
		Code: code, For: s.ExpiresAt.Time().Sub(a.now), Path: "/claims/" + c.ID.String(), Silent: sent >= mostCodes,
	})
}

// proofOf is what a mailed code is evidence for.
func proofOf(c *Claim, branch directory.ID) string {
	return strings.TrimSpace(c.ID.String() + " " + branch.String())
}

// ShowMailCode takes the code that MailCode has sent, and adds it to the evidence.
func (d *Claims) ShowMailCode(ctx context.Context, from auth.From, actor directory.Actor, claim, branch directory.ID, code string) (Claim, error) {
	g := auth.Guess{Account: "claim " + actor.Account.String(), Addr: from.Addr}
	if err := d.pace(ctx, actor, claim, g); err != nil {
		return Claim{}, err
	}
	var refused error
	c, err := d.update(ctx, actor, claim, func(a *act, c *Claim) (err error) {
		var s auth.Secret
		if s, refused, err = a.tryCode(ctx, proofOf(c, branch), from.Browser, code); refused != nil || err != nil {
			return err
		}
		site, err := a.siteOf(ctx, c, branch)
		if err != nil {
			return err
		}
		e, err := ByMail(s.Email, site, a.now)
		if err != nil {
			return err
		}
		e.ClinicID = branch
		return a.show(ctx, c, e)
	})
	if err == nil {
		err = refused // a wrong code counts
	}
	if err != nil {
		return Claim{}, err
	}
	d.Throttle.Succeeded(g, d.Now())
	return c, nil
}

// tryCode holds a code against the one that was mailed. A refusal is to be told once the
// transaction is committed.
func (a *act) tryCode(ctx context.Context, of, browser, code string) (s auth.Secret, refused, err error) {
	elsewhere := directory.Refuse(directory.Invalid, "auth.code_browser")
	digest, ok := auth.Digest(auth.ForBrowser, browser)
	if !ok {
		return s, inCode(elsewhere), nil
	}
	s, err = a.UpdateSecret(ctx, auth.ClaimProof, digest, func(s *auth.Secret) error {
		switch {
		case s.AccountID != a.actor.Account || s.Text != of:
			refused = elsewhere
		case s.ReplacedAt != 0:
			refused = directory.Refuse(directory.Invalid, "auth.code_replaced")
		default:
			refused = s.Try(code, browser, a.now)
		}
		return nil
	})
	if directory.KindOf(err) == directory.NotFound {
		return s, inCode(elsewhere), nil
	}
	return s, inCode(refused), err
}

// inCode says of a refusal that it is of the field with the code.
func inCode(err error) error {
	refused := (*directory.Error)(nil)
	if !errors.As(err, &refused) {
		return err
	}
	return mistaken(map[string]directory.Message{"code": refused.Message})
}

// OnPage takes what the door found on a page of the site of what is claimed, or of one
// branch: whether [Claim.PageCode] stands there. A page that shows what its address
// says, such as a search, shows nothing of who runs the site, so it has no query.
func (d *Claims) OnPage(ctx context.Context, actor directory.Actor, claim, branch directory.ID, page directory.URL, found bool) (Claim, error) {
	return d.update(ctx, actor, claim, func(a *act, c *Claim) error {
		site, err := a.siteOf(ctx, c, branch)
		if err != nil {
			return err
		}
		e, err := OnSite(page, site, a.now)
		if err == nil {
			err = c.plain(page)
		}
		switch {
		case err != nil:
			return err
		case !found:
			return mistaken(map[string]directory.Message{"url": directory.Msg("moderation.claim.not_there")})
		}
		e.ClinicID, e.Note = branch, page.String()
		return a.show(ctx, c, e)
	})
}

// plain refuses a page that may show what its address says, in whatever way that is
// encoded.
func (c *Claim) plain(page directory.URL) error {
	said := page.String()
	for range 3 {
		if decoded, err := url.PathUnescape(said); err == nil {
			said = decoded
		}
	}
	if !strings.ContainsAny(said, "?#") && !strings.Contains(strings.ToLower(said), c.ID.String()) {
		return nil
	}
	return mistaken(map[string]directory.Message{"url": directory.Msg("moderation.claim.echo")})
}

// AskCall keeps the wish of a claimant to be called, at a number that what they claim,
// or one branch of it, is listed with.
func (d *Claims) AskCall(ctx context.Context, actor directory.Actor, claim, branch directory.ID, phone directory.Phone) (Claim, error) {
	return d.update(ctx, actor, claim, func(a *act, c *Claim) error {
		l, err := a.claimed(ctx, c, branch)
		if err != nil {
			return err
		}
		if _, err := Called(phone, &l.Clinic, a.now); err != nil {
			return err
		}
		if !c.State.Open() {
			return c.refuse()
		}
		c.Call = Call{ClinicID: l.Clinic.ID, Phone: phone}
		return a.saveClaim(ctx, c, "claim.call", values{after: c.Call, person: c.By})
	})
}

// Called takes the code that a moderator was told by phone, and the number that they
// called; it goes for the clinic that is claimed, or one branch.
func (d *Claims) Called(ctx context.Context, actor directory.Actor, claim, branch directory.ID, phone directory.Phone, code string) (Claim, error) {
	var c Claim
	err := d.staff(ctx, actor, func(a *act) (err error) {
		if c, err = a.Claim(ctx, claim); err != nil {
			return err
		}
		c.Call = Call{} // it was made
		if c.By == a.actor.Account {
			return directory.Refuse(directory.Forbidden, "moderation.own")
		}
		l, err := a.claimed(ctx, &c, branch)
		if err != nil {
			return err
		}
		e, err := Called(phone, &l.Clinic, a.now)
		if err != nil {
			return err
		}
		if c.CallCode == "" || strings.Join(strings.Fields(code), "") != c.CallCode {
			return mistaken(map[string]directory.Message{"code": directory.Msg("moderation.claim.code")})
		}
		return a.show(ctx, &c, e)
	})
	if err != nil {
		return Claim{}, err
	}
	return c, nil
}
