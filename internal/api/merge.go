package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/search"
)

// merge answers POST /api/v1/admin/merges.
func (a *API) merge(c *fiber.Ctx) error {
	var in struct {
		Kept        directory.ID    `json:"kept"`
		KeptVersion int64           `json:"kept_version"`
		Gone        directory.ID    `json:"gone"`
		GoneVersion int64           `json:"gone_version"`
		Holder      moderation.Side `json:"holder,omitzero"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	sides := []moderation.Side{moderation.KeptSide, moderation.GoneSide}
	if in.Holder != "" && !isOne(in.Holder, sides) {
		return search.Refusal(map[string]directory.Message{"holder": directory.Msg("invalid.choice", "Choices", choices(sides))})
	}
	choice := moderation.MergeChoice{Kept: in.KeptVersion, Gone: in.GoneVersion, Holder: in.Holder}
	return withMerge(c)(a.Moderators.Merge(c.UserContext(), access.AskingOf(c).Actor, in.Kept, in.Gone, choice))
}

// split answers POST /api/v1/admin/merges/{merge}/split.
func (a *API) split(c *fiber.Ctx) error {
	if err := nothing(c); err != nil {
		return err
	}
	merge, err := named(c, "merge")
	if err != nil {
		return err
	}
	return withMerge(c)(a.Moderators.Split(c.UserContext(), access.AskingOf(c).Actor, merge))
}

// mergeView is what was done to make one of two listings.
type mergeView struct {
	ID      directory.ID     `json:"id"`
	Kept    directory.ID     `json:"kept"`
	Gone    directory.ID     `json:"gone"`
	Holder  *moderation.Side `json:"holder"`
	At      time.Time        `json:"at"`
	SplitAt *time.Time       `json:"split_at"`
}

// withMerge answers with a merge.
func withMerge(c *fiber.Ctx) func(moderation.Merge, error) error {
	return func(m moderation.Merge, err error) error {
		if err != nil {
			return err
		}
		return c.JSON(mergeView{m.ID, m.Kept, m.Gone, orNull(m.Holder), m.At.Time(), timeOrNull(m.SplitAt)})
	}
}
