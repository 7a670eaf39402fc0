package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/problem"
	"rootline/internal/search"
	"rootline/internal/words"
)

// editClinic answers PATCH /api/v1/owner/clinics/{clinic}.
func (a *API) editClinic(c *fiber.Ctx) error {
	var in editBody
	if err := decode(c, &in); err != nil {
		return err
	}
	if err := in.readNulls(c.Request().Body()); err != nil {
		return err
	}
	asks, clinic := access.AskingOf(c).Actor, access.ObjectOf(c).Clinic
	own, err := a.ownedAsShown(c.UserContext(), asks, clinic, &in)
	if directory.KindOf(err) == directory.Conflict {
		return a.movedOn(c, &own, err, nil)
	}
	if err != nil {
		return err
	}
	to, err := in.Changes.made(&own, a)
	if err != nil {
		return err
	}
	out, err := a.edit(c, clinic, &in, own.Proposed, to)
	if err != nil {
		return inChanges(err)
	}
	if out.Conflicts != nil {
		return a.movedOn(c, &own, directory.Refuse(directory.Conflict, "api_listing.conflicts"), out.Conflicts)
	}
	return a.answerEdited(c, clinic, out.Live)
}

// edit has the desk carry an edit out, or keep it as a draft.
func (a *API) edit(c *fiber.Ctx, clinic directory.ID, in *editBody, from, to directory.Listing) (out moderation.Edited, err error) {
	asks := access.AskingOf(c).Actor
	if in.Draft != nil && *in.Draft {
		_, out.Conflicts, err = a.Listings.SaveDraft(c.UserContext(), asks, clinic, from, to)
		return out, err
	}
	return a.Listings.Edit(c.UserContext(), asks, clinic, from, to)
}

// editedView is what has come of an edit: what went live at once, and how it all stands.
type editedView struct {
	Live    *requestView `json:"live"`
	Current ownedView    `json:"current"`
}

func (a *API) answerEdited(c *fiber.Ctx, clinic directory.ID, live *moderation.ChangeRequest) error {
	own, err := a.Listings.Listing(c.UserContext(), access.AskingOf(c).Actor, clinic)
	if err != nil {
		return err
	}
	v := editedView{}
	if v.Current, err = a.newOwnedView(&own); err != nil {
		return err
	}
	if live != nil {
		r, err := a.newRequestView(live, nil)
		if err != nil {
			return err
		}
		v.Live = &r
	}
	c.Set(fiber.HeaderETag, tagOf(&own))
	return c.JSON(v)
}

// tagOf tells what somebody was shown from all else that they could have been.
func tagOf(own *moderation.Own) string { return fmt.Sprintf(`"%d-%d"`, own.Is.Number, revisionOf(own)) }

// movedView is the problem of somebody whose edit came second, with both sides: what is
// there now, and what cannot be had beside it.
type movedView struct {
	Type      string           `json:"type"`
	Title     string           `json:"title"`
	Status    int              `json:"status"`
	Detail    string           `json:"detail"`
	Current   ownedView        `json:"current"`
	Conflicts []differenceView `json:"conflicts"`
}

func (a *API) movedOn(c *fiber.Ctx, own *moderation.Own, why error, conflicts []moderation.Conflict) error {
	p := problem.Of(why, words.English())
	v := movedView{Type: p.Type, Title: p.Title, Status: p.Status, Detail: p.Detail}
	var err error
	if v.Current, err = a.newOwnedView(own); err != nil {
		return err
	}
	if v.Conflicts, err = a.newConflictViews(conflicts); err != nil {
		return err
	}
	return c.Status(p.Status).JSON(v, problem.ContentType)
}

// inChanges says of what is wrong with a listing where that stands in the body.
func inChanges(err error) error {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return err
	}
	named := *e
	named.Fields = make(map[string]directory.Message, len(e.Fields))
	for name, m := range e.Fields {
		if rest, ok := strings.CutPrefix(name, "url"); ok {
			name = "website" + rest
		}
		named.Fields["changes."+name] = m
	}
	return &named
}

// clearable are the changes that can be null: nobody says it any more.
var clearable = map[string]bool{"description": true, "website": true, "email": true, "hours": true}

// readNulls tells the changes that are null from those that are not there.
func (in *editBody) readNulls(body []byte) error {
	var raw struct {
		Changes map[string]json.RawMessage `json:"changes"`
	}
	if err := json.Unmarshal(body, &raw); err != nil {
		return fmt.Errorf("read again what was decoded: %w", err)
	}
	if in.Changes == nil {
		return nil
	}
	faults := map[string]directory.Message{}
	in.Changes.cleared = map[string]bool{}
	for name, value := range raw.Changes {
		switch {
		case string(value) == `""`:
			faults["changes."+name] = directory.Msg("api_auth.empty")
		case string(value) != "null":
		case clearable[name]:
			in.Changes.cleared[name] = true
		default:
			faults["changes."+name] = directory.Msg("invalid.missing")
		}
	}
	return search.Refusal(faults)
}
