package api

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/problem"
	"rootline/internal/search"
	"rootline/internal/words"
)

// proposalBody is a clinic that somebody says there is.
type proposalBody struct {
	Name        string              `json:"name"`
	Description string              `json:"description,omitzero"`
	Services    []directory.Service `json:"services"`
	Address     placeBody           `json:"address"`
	Phone       directory.Phone     `json:"phone,omitzero"`
	Website     directory.URL       `json:"website,omitzero"`
	Brand       directory.Slug      `json:"brand,omitzero"`
	Another     *bool               `json:"another,omitzero"`
	Mine        *bool               `json:"mine,omitzero"`
}

// propose answers POST /api/v1/owner/proposals.
func (a *API) propose(c *fiber.Ctx) error {
	var in proposalBody
	if err := decode(c, &in); err != nil {
		return err
	}
	address, wrong := in.Address.address(a.Places)
	if err := within("address", search.Refusal(wrong)); err != nil {
		return err
	}
	said := func(b *bool) bool { return b != nil && *b }
	out, err := a.Listings.Propose(c.UserContext(), access.AskingOf(c).Actor, moderation.Proposal{
		Name: in.Name, Description: in.Description, Services: in.Services, Address: address, Phone: in.Phone,
		URL: in.Website, Brand: in.Brand, Another: said(in.Another), Mine: said(in.Mine),
	})
	switch {
	case len(out.Alike) > 0:
		return a.resembles(c, err, out.Alike)
	case err != nil:
		return ofProposal(err)
	}
	return c.Status(fiber.StatusCreated).JSON(struct {
		Clinic directory.ID  `json:"clinic"`
		Claim  *directory.ID `json:"claim"`
	}{out.Clinic, orNull(out.Claim)})
}

// within says of what is wrong with a member where that stands in another.
func within(name string, err error) error {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) {
		return err
	}
	faults := make(map[string]directory.Message, len(e.Fields))
	for member, m := range e.Fields {
		faults[name+"."+member] = m
	}
	return search.Refusal(faults)
}

// ofProposal says of what is wrong with a proposal where that stands in the body.
func ofProposal(err error) error {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return err
	}
	said := *e
	said.Fields = make(map[string]directory.Message, len(e.Fields))
	for name, m := range e.Fields {
		if name == "url" {
			name = "website"
		}
		said.Fields[name] = m
	}
	return &said
}

// alikeView is the problem of somebody who proposes what may be there already.
type alikeView struct {
	Type   string           `json:"type"`
	Title  string           `json:"title"`
	Status int              `json:"status"`
	Detail string           `json:"detail"`
	Alike  []resemblingView `json:"alike"`
}

type resemblingView struct {
	ID      directory.ID          `json:"id"`
	Slug    directory.Slug        `json:"slug"`
	Name    string                `json:"name"`
	City    string                `json:"city"`
	Because []moderation.Likeness `json:"because"`
}

func (a *API) resembles(c *fiber.Ctx, why error, alike []moderation.Alike) error {
	p := problem.Of(why, words.English())
	return c.Status(p.Status).JSON(alikeView{p.Type, p.Title, p.Status, p.Detail, each(alike, func(l moderation.Alike) resemblingView {
		of := &l.Listing.Clinic
		return resemblingView{of.ID, of.Slug, of.Name, of.Address.City, each(l.Because, func(b moderation.Likeness) moderation.Likeness { return b })}
	})}, problem.ContentType)
}
