package api

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/search"
)

// anyListing answers GET /api/v1/admin/listings/{listing}.
func (a *API) anyListing(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	id, err := a.listingNamed(c)
	if err != nil {
		return err
	}
	return a.answerOwned(c, id)
}

// listingNamed is the clinic whose listing the path names by :listing, whatever its state.
func (a *API) listingNamed(c *fiber.Ctx) (directory.ID, error) {
	given, _ := url.PathUnescape(c.Params("listing")) // "" if it cannot be decoded
	address, ok := parseAddress(given)
	if !ok {
		return directory.ID{}, directory.Refuse(directory.NotFound, "not_found.clinic")
	}
	if id, err := directory.ParseID(address.String()); err == nil {
		return id, nil
	}
	l, err := a.Store.ListingBySlug(c.UserContext(), address)
	return l.Clinic.ID, err
}

// setState answers POST /api/v1/admin/listings/{listing}/state.
func (a *API) setState(c *fiber.Ctx) error {
	var in struct {
		Seen   directory.ListingState `json:"seen"`
		To     directory.ListingState `json:"to"`
		Reason moderation.Reason      `json:"reason,omitzero"`
		Text   string                 `json:"text,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	states := []directory.ListingState{
		directory.Draft, directory.Submitted, directory.Published, directory.Rejected, directory.Suspended, directory.Archived,
	}
	faults := map[string]directory.Message{}
	for name, state := range map[string]directory.ListingState{"seen": in.Seen, "to": in.To} {
		if !isOne(state, states) {
			faults[name] = directory.Msg("invalid.choice", "Choices", choices(states))
		}
	}
	if err := search.Refusal(faults); err != nil {
		return err
	}
	id, err := a.listingNamed(c)
	if err != nil {
		return err
	}
	if _, err := a.Moderators.SetState(c.UserContext(), access.AskingOf(c).Actor, id, moderation.Sentence(in)); err != nil {
		return err
	}
	return a.answerOwned(c, id)
}

func isOne[S ~string](value S, of []S) bool { return slices.Contains(of, value) }

// linked is the Link header (RFC 8288) of a page of what is at an address: the first
// page and the last, and those beside it.
func linked(address string, values url.Values, page, perPage, total int) string {
	last := min(max(1, (total+perPage-1)/perPage), search.MaxPage)
	var all []string
	add := func(rel string, page int) {
		values.Set("page", strconv.Itoa(page))
		if page == 1 {
			values.Del("page")
		}
		at := address
		if query := values.Encode(); query != "" {
			at += "?" + query
		}
		all = append(all, "<"+at+`>; rel="`+rel+`"`)
	}
	add("first", 1)
	if page > 1 {
		add("prev", min(page-1, last))
	}
	if page < last {
		add("next", page+1)
	}
	add("last", last)
	return strings.Join(all, ", ")
}
