package pages

import (
	"bytes"
	"context"
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// claimForm is one of the forms on the page of a claim, as somebody has sent it.
type claimForm struct {
	name   string // which one, and what its address ends in
	claim  directory.ID
	branch directory.ID // that the evidence is for; zero if it is for all of the claim
	actor  directory.Actor
	typed  map[string]string
	done   string // what is said once it is done
}

// onClaim reads a form and has it carried out. What is no claim, or nobody's branch, is not
// there; that is said after what is wrong with the form itself.
func (p *Pages) onClaim(c *fiber.Ctx, name, done string, carryOut func(context.Context, claimForm) error, fields ...string) error {
	in, err := access.Form(c, append(fields, "branch")...)
	if err != nil {
		return err
	}
	form, err := claimFormOf(c, name, done, in)
	if err != nil {
		return err
	}
	return p.settleClaim(c, form, carryOut(c.UserContext(), form), fields...)
}

// claimFormOf is a form with what it is about.
func claimFormOf(c *fiber.Ctx, name, done string, in map[string]string) (form claimForm, err error) {
	form = claimForm{name: name, actor: access.AskingOf(c).Actor, typed: in, done: done}
	if form.claim, err = directory.ParseID(c.Params("claim")); err != nil {
		return form, directory.Refuse(directory.NotFound, "auth.not_found")
	}
	form.branch, err = branchOfClaim(in["branch"])
	return form, err
}

// branchOfClaim is the branch that evidence is for; zero for none.
func branchOfClaim(text string) (id directory.ID, err error) {
	if text == "" {
		return id, nil
	}
	if id, err = directory.ParseID(text); err != nil {
		return id, directory.Refuse(directory.NotFound, "auth.not_found")
	}
	return id, nil
}

// settleClaim ends a form as settle does.
func (p *Pages) settleClaim(c *fiber.Ctx, form claimForm, err error, fields ...string) error {
	to := url.Values{"done": {form.done}}
	if !form.branch.IsZero() {
		to.Set("branch", form.branch.String())
	}
	return p.settle(c, err, claimPath(form.claim)+"?"+to.Encode(), func(s page.Sheet) error {
		s.ID = form.name
		return p.showClaim(c, form.claim, form.branch, s, form.typed)
	}, fields...)
}

// claimMail answers POST /claims/{claim}/mail: a code goes to an address at the domain of
// the site. The browser that asked keeps what belongs to the code, as for a sign-in.
func (p *Pages) claimMail(c *fiber.Ctx) error {
	return p.onClaim(c, "mail", "mail", func(ctx context.Context, form claimForm) error {
		to, err := directory.ParseEmail(form.typed["email"])
		if err != nil {
			return err
		}
		browser, err := p.Claims.MailCode(ctx, access.From(c), form.actor, form.claim, form.branch, to)
		if err == nil {
			access.SetBrowser(c, browser)
		}
		return err
	}, "email")
}

// claimCode answers POST /claims/{claim}/code: the code from that letter.
func (p *Pages) claimCode(c *fiber.Ctx) error {
	return p.onClaim(c, "code", "shown", func(ctx context.Context, form claimForm) error {
		_, err := p.Claims.ShowMailCode(ctx, access.From(c), form.actor, form.claim, form.branch, spaceless(form.typed["code"]))
		if err == nil {
			access.DropBrowser(c)
		}
		return err
	}, "code")
}

// claimPage answers POST /claims/{claim}/page: we look whether the code stands on a page
// of the site.
func (p *Pages) claimPage(c *fiber.Ctx) error {
	return p.onClaim(c, "page", "shown", func(ctx context.Context, form claimForm) error {
		at, err := directory.ParseURL(form.typed["url"])
		if err != nil {
			return err
		}
		if err := p.Claims.Visit(ctx, access.From(c), form.actor, form.claim, form.branch, at); err != nil {
			return err
		}
		seen, err := p.Visit(ctx, at) // never within a transaction
		if err != nil {
			return err
		}
		code := (&moderation.Claim{ID: form.claim}).PageCode()
		_, err = p.Claims.OnPage(ctx, form.actor, form.claim, form.branch, seen.URL, bytes.Contains(seen.Text, []byte(code)))
		return err
	}, "url")
}

// claimCall answers POST /claims/{claim}/call: a moderator is to call a listed number.
func (p *Pages) claimCall(c *fiber.Ctx) error {
	return p.onClaim(c, "call", "call", func(ctx context.Context, form claimForm) error {
		phone, err := directory.ParsePhone(form.typed["phone"], directory.Country{})
		if err != nil {
			return err
		}
		_, err = p.Claims.AskCall(ctx, form.actor, form.claim, form.branch, phone)
		return err
	}, "phone")
}

// claimDocument answers POST /claims/{claim}/document. A file that is refused has to be
// chosen again, for browsers do not let anybody choose it for them.
func (p *Pages) claimDocument(c *fiber.Ctx) error {
	file, in, err := access.Upload(c, "document", "note", "branch")
	if err != nil {
		return err
	}
	form, err := claimFormOf(c, "document", "shown", in)
	if err != nil {
		return err
	}
	_, err = p.Claims.AddDocument(c.UserContext(), form.actor, form.claim, form.branch, file, newlines(in["note"]))
	return p.settleClaim(c, form, about(err, "text", "note"), "document", "note")
}

// about has what a refusal says of one field said of another, which is called otherwise
// on the page.
func about(err error, field, name string) error {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) || e.Fields[field].ID == "" {
		return err
	}
	return wrongs{name: e.Fields[field]}.err()
}

// submitClaim answers POST /claims/{claim}/submission.
func (p *Pages) submitClaim(c *fiber.Ctx) error {
	return p.onClaim(c, "submission", "submitted", func(ctx context.Context, form claimForm) error {
		_, err := p.Claims.Submit(ctx, form.actor, form.claim)
		return err
	})
}

// withdrawClaim answers POST /claims/{claim}/withdrawal.
func (p *Pages) withdrawClaim(c *fiber.Ctx) error {
	return p.onClaim(c, "withdrawal", "withdrawn", func(ctx context.Context, form claimForm) error {
		_, err := p.Claims.Withdraw(ctx, form.actor, form.claim)
		return err
	})
}

// appealClaim answers POST /claims/{claim}/appeal.
func (p *Pages) appealClaim(c *fiber.Ctx) error {
	return p.onClaim(c, "appeal", "appealed", func(ctx context.Context, form claimForm) error {
		_, err := p.Claims.AppealFor(ctx, form.actor, form.claim, newlines(form.typed["text"]))
		return err
	}, "text")
}

// answerClaim answers POST /claims/{claim}/answer: what whoever holds a place says to
// somebody else's claim to it.
func (p *Pages) answerClaim(c *fiber.Ctx) error {
	return p.onClaim(c, "answer", "answered", func(ctx context.Context, form claimForm) error {
		yields := form.typed["says"] == "yield"
		if !yields && form.typed["says"] != "keep" {
			return wrongs{"says": directory.Msg("claim_page.answer.says_missing")}.err()
		}
		return p.Claims.Answer(ctx, form.actor, form.claim, yields, newlines(form.typed["text"]))
	}, "says", "text")
}
