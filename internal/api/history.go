package api

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/search"
)

// historyQuery is which part of the record is asked for.
type historyQuery struct {
	before  int64
	listing directory.ID
}

// read reads a query. Of the whole record, a part can be of one listing.
func (q *historyQuery) read(c *fiber.Ctx, whole bool) error {
	names := []string{"before"}
	if whole {
		names = append(names, "listing")
	}
	given, bad := theArguments(c, names...)
	faults := map[string]directory.Message{}
	var err error
	if text, there := given["before"]; there {
		if q.before, err = strconv.ParseInt(text, 10, 64); err != nil || q.before < 1 {
			faults["before"] = directory.Msg("api_listing.number")
		}
	}
	if text, there := given["listing"]; there {
		if q.listing, err = directory.ParseID(text); err != nil {
			faults["listing"] = directory.Msg("api_listing.named_by_id")
		}
	}
	return refused(bad, search.Refusal(faults))
}

// audit answers GET /api/v1/admin/audit.
func (a *API) audit(c *fiber.Ctx) error {
	var q historyQuery
	if err := q.read(c, true); err != nil {
		return err
	}
	f := moderation.EventFilter{Listing: q.listing, Before: q.before}
	return withHistory(c)(a.Moderators.History(c.UserContext(), access.AskingOf(c).Actor, f))
}

// withHistory answers with a part of the record.
func withHistory(c *fiber.Ctx) func(moderation.History, error) error {
	return func(h moderation.History, err error) error {
		if err != nil {
			return err
		}
		return c.JSON(newHistoryView(h))
	}
}

// historyView is a part of the record, the newest event first.
type historyView struct {
	Items []eventView `json:"items"`
	Next  *int64      `json:"next"` // ask for what was before this; null if there was nothing
}

// eventView is something that was done. Before and after are as they are kept, null
// where there was nothing or it was somebody's who is forgotten.
type eventView struct {
	Number  int64           `json:"number"`
	ID      directory.ID    `json:"id"`
	At      time.Time       `json:"at"`
	By      *personView     `json:"by"`
	Session *directory.ID   `json:"session"`
	What    string          `json:"what"`
	Noun    string          `json:"noun"`
	Object  *directory.ID   `json:"object"`
	Listing *directory.ID   `json:"listing"`
	Before  json.RawMessage `json:"before"`
	After   json.RawMessage `json:"after"`
}

func newHistoryView(h moderation.History) historyView {
	v := historyView{Items: each(h.Events, func(e moderation.Recorded) eventView {
		return eventView{
			Number: e.Number, ID: e.ID, At: e.At.Time(), By: names(h.Names).view(e.By), Session: orNull(e.Session),
			What: e.What, Noun: e.Noun, Object: orNull(e.Object), Listing: orNull(e.Listing), Before: e.Before, After: e.After,
		}
	})}
	if n := len(v.Items); n > 0 && v.Items[n-1].Number > 1 {
		v.Next = &v.Items[n-1].Number
	}
	return v
}
